"""Pictures of every screen, made by the program itself without a display: for the guide, and to look at."""
