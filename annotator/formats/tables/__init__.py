"""Rows and columns for spreadsheets and statistics."""
