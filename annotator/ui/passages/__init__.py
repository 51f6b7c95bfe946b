"""The passages of a folder: narrowed, read in their context, counted, and set against each other."""
