"""The folder's index in the window: kept up with the disk and with what is open, and asked beside the window."""
