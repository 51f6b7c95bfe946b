"""Which file of a document counts in the index, by the one rule that the commands have too."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from annotator.model.annotator_id import SUGGESTED
from annotator.services.folder.whose import place_that_counts

SEVERAL: Final = "several"
CHOSEN: Final = "chosen"
NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class Speaks:
    """The file that counts of a document, None where nothing says which one, with the reason."""

    document: Path
    file: Path | None
    reason: str


class Choice(NamedTuple):
    """The place of the file that counts among those of a document, None where nothing says which one; and why."""

    place: int | None
    reason: str


def chosen(annotators: Sequence[str], preferred: Sequence[str], by_hand: int | None = None) -> Choice:
    """Choose among the files of these annotators: the one at the place chosen by hand, else as commands do."""
    if by_hand is not None and annotators[by_hand] != SUGGESTED:
        return Choice(by_hand, CHOSEN)
    if all(who == SUGGESTED for who in annotators):
        return Choice(None, NOTHING)
    place, reason = place_that_counts(annotators, preferred)
    return Choice(place, reason.value)
