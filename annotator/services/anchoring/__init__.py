"""Annotations made on one version of a text, placed in another."""
