"""Which file of a document counts in the index, by the one rule that the commands have too."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.model.annotator_id import ADJUDICATED, SUGGESTED

BY_ADJUDICATED: Final = "adjudicated"
BY_ANNOTATOR: Final = "annotator"
BY_ONLY: Final = "only"
SEVERAL: Final = "several"
CHOSEN: Final = "chosen"
NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class Speaks:
    """The file that counts of a document, None where nothing says which one, with the reason."""

    document: Path
    file: Path | None
    reason: str


def speaking(document: Path, files: Mapping[Path, str], own: str, chosen: Path | None = None) -> Speaks:
    """Choose of a document's files, each with whose it is: the one chosen by hand, else adjudicated, own, or alone."""
    files = {path: who for path, who in files.items() if who != SUGGESTED}
    if chosen in files:
        return Speaks(document, chosen, CHOSEN)
    for who, reason in ((ADJUDICATED, BY_ADJUDICATED), (own, BY_ANNOTATOR)):
        of_them = [path for path, annotator in files.items() if who and annotator == who]
        if len(of_them) == 1:
            return Speaks(document, of_them[0], reason)
    if len(files) == 1:
        return Speaks(document, next(iter(files)), BY_ONLY)
    return Speaks(document, None, SEVERAL if files else NOTHING)
