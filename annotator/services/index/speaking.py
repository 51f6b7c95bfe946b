"""Which file of a document counts in the index, by the one rule that the commands have too."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from annotator.model.annotator_id import SUGGESTED
from annotator.services.folder.whose import speaks

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


class Choice(NamedTuple):
    """The place of the file that counts among those of a document, None where nothing says which one; and why."""

    place: int | None
    reason: str


def chosen(annotators: Sequence[str], preferred: Sequence[str], by_hand: int | None = None) -> Choice:
    """Choose among the files of these annotators: the one at the place chosen by hand, else as ``speaks`` says."""
    if by_hand is not None and annotators[by_hand] != SUGGESTED:
        return Choice(by_hand, CHOSEN)
    there = [who for who in annotators if who != SUGGESTED]
    who, reason = speaks([one for one in there if there.count(one) == 1], preferred)
    if not there or who is None or (reason == BY_ONLY and len(there) > 1):
        return Choice(None, SEVERAL if there else NOTHING)
    return Choice(annotators.index(who), reason.value)
