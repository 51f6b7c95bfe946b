"""The annotation file: its fields, its checks, and its records as JSON."""
