"""Whose annotations count where a document may not count twice: the one choice, with its reason."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from annotator.formats.regular_files import read_regular, regular_size
from annotator.formats.sidecar.called_alike import meant
from annotator.formats.sidecar.proportion import loads
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT
from annotator.formats.sidecar.sidecar_names import is_bare, split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED, SUGGESTED
from annotator.services.folder.find_files import FoundSidecar

SPEAKING: Final = "speaking"
"""Stands among annotators' ids for the one file of each document that counts."""


class Reason(StrEnum):
    """Why a file counts, in the order in which they are asked for; SEVERAL where nothing says which one does."""

    ADJUDICATED = "adjudicated"
    ANNOTATOR = "annotator"
    ONLY = "only"
    SEVERAL = "several"


def speaks(annotators: Collection[str], preferred: Sequence[str] = ()) -> tuple[str | None, Reason]:
    """Say who of a document's annotators counts: the adjudicated file, else the first preferred, else the only one.

    None, with the reason SEVERAL, where nothing says it: somebody has to be asked. Suggestions speak for none: nobody
    has looked at them.
    """
    annotators = [who for who in annotators if who != SUGGESTED]
    if ADJUDICATED in annotators:
        return ADJUDICATED, Reason.ADJUDICATED
    if chosen := next((who for who in preferred if who and who in annotators), ""):
        return chosen, Reason.ANNOTATOR
    return (next(iter(annotators)), Reason.ONLY) if len(annotators) == 1 else (None, Reason.SEVERAL)


def place_that_counts(annotators: Sequence[str], preferred: Sequence[str] = ()) -> tuple[int | None, Reason]:
    """Say which of a document's files counts, by the annotators of all of them, as ``speaks`` chooses.

    Two files of one id, by names that look the same, leave open which of them it is.
    """
    there = [who for who in annotators if who != SUGGESTED]
    who, reason = speaks([one for one in there if there.count(one) == 1], preferred)
    if who is None or (reason is Reason.ONLY and len(there) > 1):
        return None, Reason.SEVERAL
    return annotators.index(who), reason


class WhichFile(NamedTuple):
    """A document by its name with the folders, the files found of it, and the one that counts, None where none does."""

    document: str
    beside: tuple[FoundSidecar, ...]
    file: FoundSidecar | None
    reason: Reason

    @property
    def sentence(self) -> str:
        """What is said where none of several counts; what to do about it is for whoever says it."""
        names = ", ".join(sidecar.shown for sidecar in self.beside)
        return f"Several annotators have files of one document: {names}."


def which_files(sidecars: Iterable[FoundSidecar], preferred: Sequence[str] = ()) -> list[WhichFile]:
    """Choose for every document the file that counts, as ``speaks`` says; suggestions are no files of a document."""
    by_document: dict[Path, dict[FoundSidecar, str]] = {}
    for found in sidecars:
        document, who = whose(found)
        if who == SUGGESTED:
            continue
        by_document.setdefault(meant(Path(found.shown).with_name(document)), {})[found] = who
    return [_choice(document.name, beside, preferred) for document, beside in by_document.items()]


def _choice(document: str, beside: dict[FoundSidecar, str], preferred: Sequence[str]) -> WhichFile:
    files = tuple(beside)
    place, reason = place_that_counts(list(beside.values()), preferred)
    return WhichFile(files[0].document_name(document), files, None if place is None else files[place], reason)


def whose(found: FoundSidecar) -> tuple[str, str]:
    """Give the document's name and the annotator's id: by the file's name, else as it records them itself."""
    return split_sidecar_name(found.path.name) or _recorded(found) or (found.path.name, "")


def _recorded(found: FoundSidecar) -> tuple[str, str] | None:
    try:
        with found.at_hand() as path:
            if regular_size(path) > SIZE_LIMIT:
                return None
            tree = loads(read_regular(path))
        document, who = tree["document"]["name"], tree["annotator"]["id"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return (document, who) if isinstance(document, str) and isinstance(who, str) and is_bare(document) else None
