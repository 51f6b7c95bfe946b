"""Training data: labels on words, for programs that know one layer of spans."""
