"""Measures of agreement, each computed here with numpy and scipy; None is what cannot be computed, never 0 or 1."""
