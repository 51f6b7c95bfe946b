"""What an annotated document is, and how it changes; standard library only."""
