"""One step over many documents: what is recoded, renamed, merged or moved in all of them, and taken back."""
