"""Suggestions for many documents: what is known of their folder, and files of suggestions beside copies."""
