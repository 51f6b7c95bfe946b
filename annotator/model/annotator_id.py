"""The id of an annotator, which stands in the names of the files that he or she writes."""

import re
import unicodedata
from typing import Final

DEFAULT: Final = "annotator"
ADJUDICATED: Final = "adjudicated"
"""The id of files that settle differences; no person has it."""
MAX_LENGTH: Final = 40

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_OTHERS = re.compile(r"[^a-z0-9]+")
# Letters that Unicode does not take apart into a base and a mark.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ə": "e",
    }
)


def annotator_id(name: str) -> str:
    """Reduce a login name or a person's name to ``a-z0-9-``: "Łukasz Müller" gives "lukasz-muller".

    What is left of no use, or means an adjudicated file, gives "annotator".
    """
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    reduced = _OTHERS.sub("-", bare)[: MAX_LENGTH + 1].strip("-")[:MAX_LENGTH].strip("-")
    return reduced if is_annotator_id(reduced) else DEFAULT


def is_annotator_id(text: str) -> bool:
    """Tell whether a person may have this id: letters a-z, digits and hyphens inside, and not "adjudicated"."""
    return len(text) <= MAX_LENGTH and text != ADJUDICATED and _ID.fullmatch(text) is not None
