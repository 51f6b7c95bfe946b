"""Many annotation files into one file or folder of another format."""
