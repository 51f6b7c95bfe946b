"""The folder's codebook: found, edited, filled from lists, and used to name things alike."""
