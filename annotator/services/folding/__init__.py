"""Texts in the form in which words are looked for, and the way back to where they stand."""
