"""REFI-QDA projects, which programs for qualitative analysis exchange."""
