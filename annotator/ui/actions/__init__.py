"""Every action of the window, and its keys."""
