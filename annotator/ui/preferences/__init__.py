"""What the analyst can set: the dialog, and what it changes in the window."""
