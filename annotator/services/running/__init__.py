"""Work on many things: its progress, its end, and where it runs."""
