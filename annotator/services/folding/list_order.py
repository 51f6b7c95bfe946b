"""The order of names in lists."""

from typing import Final

from annotator.services.folding.folded_text import Folding, folded

_LETTERS: Final = Folding(case=True, accents=True)


def list_key(name: str) -> tuple[str, str]:
    """Give what names are sorted by: their letters, then their accents; Łódź stands between Lodge and Lofoten."""
    return folded(name, _LETTERS), name.casefold()
