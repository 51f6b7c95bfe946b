"""What belongs to the user and to no document."""
