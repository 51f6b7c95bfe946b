"""The ids of annotators, which stand in the names of their files."""

import re
import unicodedata

ADJUDICATED = "adjudicated"
LIMIT = 40
_ID = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{LIMIT - 2}}}[a-z0-9])?")
# Letters that no decomposition turns into a plain one.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def annotator_id(name: str) -> str:
    """Reduce a name to an id of a-z, 0-9 and hyphens; "annotator" where nothing is left."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LIMIT].rstrip("-") or "annotator"


def is_annotator_id(text: str) -> bool:
    """Tell whether somebody may have this id; the one of adjudicated files is nobody's own."""
    return _ID.fullmatch(text) is not None and text != ADJUDICATED
