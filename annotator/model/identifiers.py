"""New ids: short, random, and safe to merge with those of colleagues."""

import secrets
from collections.abc import Container

# Without l, o, 0 and 1, which people confuse when they read an id aloud; 32, of which a random byte chooses evenly.
ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
LENGTH = 8


def new_id(prefix: str, *taken: Container[str]) -> str:
    """Give an id such as ``a7hk2m9qx`` that is in none of the collections of ids taken."""
    while True:
        candidate = prefix + "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LENGTH))
        if not any(candidate in ids for ids in taken):
            return candidate
