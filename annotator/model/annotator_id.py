"""The id of an annotator, which stands in the names of the files that he or she writes."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Final

from annotator.model.name_key import name_key, without_invisible

DEFAULT: Final = "annotator"
ADJUDICATED: Final = "adjudicated"
"""The id of files that settle differences; no person has it."""
SUGGESTED: Final = "suggested"
"""The id of files that `annotator suggest` writes; no person has it, and they speak for no document."""
RESERVED: Final = (ADJUDICATED, SUGGESTED)
MAX_LENGTH: Final = 40

Known = Mapping[str, Collection[str]]
"""Ids that exist, with the names of those who have them; "" where somebody gave none."""

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_OTHERS = re.compile(r"[^a-z0-9]+")
_DIGEST: Final = 6
_LETTER_OR_NUMBER: Final = frozenset("LN")
"""The first letter of Unicode's categories of them."""
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


def annotator_id(name: str, known: Known | None = None) -> str:
    """Reduce a login name or a person's name to ``a-z0-9-``: "Łukasz Müller" gives "lukasz-muller".

    An id that exists stays that of its name. Where letters are lost, or the id is that of another name, six digits
    follow that tell the name from others: "田中太郎" gives "annotator-" and those.
    """
    ids = known or {}
    bare = _bare(name)
    reduced = _OTHERS.sub("-", bare).strip("-")
    cut = reduced[:MAX_LENGTH].strip("-")
    if not is_annotator_id(cut):
        reduced, cut = "", DEFAULT
    own = [identifier for identifier, names in ids.items() if is_annotator_id(identifier) and _is_among(name, names)]
    if own:
        return cut if cut in own else min(own)
    is_whole = len(reduced) <= MAX_LENGTH and bool(reduced or not bare.strip()) and not _loses_letters(bare)
    return cut if is_whole and not is_anothers(cut, name, ids) else with_digest(cut, name)


def is_anothers(identifier: str, name: str, known: Known) -> bool:
    """Tell whether an id belongs to other names than this one."""
    names = known.get(identifier, ())
    return any(names) and not _is_among(name, names)


def with_digest(identifier: str, name: str) -> str:
    """Give an id with six digits that tell a name from others which would have it too."""
    whole = unicodedata.normalize("NFC", " ".join(without_invisible(name).split()))
    digest = sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
    return f"{identifier[: MAX_LENGTH - 1 - _DIGEST].rstrip('-')}-{digest}"


def is_annotator_id(text: str) -> bool:
    """Tell whether a person may have this id: letters a-z, digits and hyphens inside, and none that is reserved."""
    return len(text) <= MAX_LENGTH and text not in RESERVED and _ID.fullmatch(text) is not None


def _bare(name: str) -> str:
    """Give a name in small letters without accents."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS)).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _loses_letters(bare: str) -> bool:
    return any(not sign.isascii() and unicodedata.category(sign)[0] in _LETTER_OR_NUMBER for sign in bare)


def _is_among(name: str, names: Collection[str]) -> bool:
    key = name_key(name)
    return bool(key) and any(name_key(other) == key for other in names)
