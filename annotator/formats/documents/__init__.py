"""Documents that are more than plain text: one module a kind, from a file's bytes to the text that is annotated."""
