"""What the beginning of a sidecar says: how far it has come, and whose it is."""

import codecs
import json
import re
from pathlib import Path
from typing import Any, Final

from annotator.formats.regular_files import open_regular
from annotator.model.vocabulary import STATES

UNTOUCHED: Final = "untouched"
UNREADABLE: Final = "unreadable"
"""The state of a sidecar whose beginning does not say one."""

HEAD_BYTES: Final = 16 * 1024
"""How much of a sidecar is read for its state, which stands early in the file."""

_SPACE = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder()


def sidecar_state(sidecar: Path) -> str:
    """Give the state in a sidecar's first 16 KiB, or "unreadable"."""
    try:
        text = _head(sidecar)
        document = _value_at(text, 0, "document")
        place = None if document is None else _value_at(text, document, "state")
        if document is None:
            return UNREADABLE
        # A file without a state is read as one that somebody works on.
        state: Any = "in-progress" if place is None else _JSON.raw_decode(text, place)[0]
    except (OSError, ValueError, IndexError, RecursionError):
        return UNREADABLE
    return state if state in STATES else UNREADABLE


def annotator_name(sidecar: Path) -> str:
    """Give the name of whose file it is by its first 16 KiB, "" where these do not say."""
    try:
        text = _head(sidecar)
        place = _value_at(text, 0, "annotator")
        found: Any = None if place is None else _JSON.raw_decode(text, place)[0]
    except (OSError, ValueError, IndexError, RecursionError):
        return ""
    name = found.get("name") if isinstance(found, dict) else None
    return name if isinstance(name, str) else ""


def _head(sidecar: Path) -> str:
    with open_regular(sidecar) as file:
        head = file.read(HEAD_BYTES)
    # Not the last word: the cut may go through a character.
    return codecs.getincrementaldecoder("utf-8")().decode(head).removeprefix("\ufeff")


def _value_at(text: str, start: int, wanted: str) -> int | None:
    """Give where the value of a key begins in the object at a place, None where the object ends without that key.

    The object need not be whole. Raises ValueError or IndexError where its part before the key cannot be read.
    """
    at = _expect(text, start, "{")
    while text[at] != "}":
        key, at = _JSON.raw_decode(text, at)
        at = _expect(text, at, ":")
        if key == wanted:
            return at
        _value, at = _JSON.raw_decode(text, at)
        at = _after_space(text, at)
        if text[at] == ",":
            at = _after_space(text, at + 1)
    return None


def _expect(text: str, at: int, mark: str) -> int:
    at = _after_space(text, at)
    if text[at] != mark:
        raise ValueError(mark)
    return _after_space(text, at + 1)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
