"""The program's own files, written and read as they are."""
