"""What is wrong with a file, in a sentence for people."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing: a short code for programs, the JSON path of its place, and what was found and expected."""

    code: str
    path: str
    sentence: str


def shown(value: object, limit: int = 60) -> str:
    """Give a value of a file as a sentence may show it: in quotes, short."""
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
