"""What a folder's annotation files say together: read once, kept up with every step, asked by many."""
