"""Panes beside the article, each a view of the session."""
