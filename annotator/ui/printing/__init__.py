"""Pages laid out for paper, as PDF."""
