"""Files and paths: what is there, and how it is written whole."""
