"""Documents' files into canonical text."""
