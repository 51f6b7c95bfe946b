"""Annotator: who said what, and who agreed with whom on what, marked in the text."""

__version__ = "0.1.0"
