"""The article: text with annotations painted over it."""
