"""Words found in texts."""
