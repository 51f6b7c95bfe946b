"""Annotated articles and lists of passages as pages to print or send."""
