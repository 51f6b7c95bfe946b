"""Words and rules of languages, and the names of territories, as resources/ has them."""
