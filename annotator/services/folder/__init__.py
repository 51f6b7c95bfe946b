"""What lies in a folder, and what is meant by paths and globs."""
