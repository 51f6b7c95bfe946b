"""Codebooks and lists of names that others keep."""
