"""Which file of a document counts in the index, by the one rule that the commands have too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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


def speaking(document: Path, files: Mapping[Path, str], preferred: Sequence[str], chosen: Path | None = None) -> Speaks:
    """Choose of a document's files, each with whose it is: the one chosen by hand, else as ``speaks`` says."""
    files = {path: who for path, who in files.items() if who != SUGGESTED}
    if chosen in files:
        return Speaks(document, chosen, CHOSEN)
    alone = {who: path for path, who in files.items() if list(files.values()).count(who) == 1}
    who, reason = speaks(alone, preferred)
    if not files or who is None or (reason == BY_ONLY and len(files) > 1):
        return Speaks(document, None, SEVERAL if files else NOTHING)
    return Speaks(document, alone[who], reason.value)
