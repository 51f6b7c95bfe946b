"""What the program does with documents and layers; no Qt."""
