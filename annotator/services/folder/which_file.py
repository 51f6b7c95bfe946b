"""Which annotation file of a document counts where none may be counted twice: the one choice, with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from annotator.formats.regular_files import read_regular, regular_size
from annotator.formats.sidecar.called_alike import meant
from annotator.formats.sidecar.proportion import loads
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT
from annotator.formats.sidecar.sidecar_names import is_bare, split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED, SUGGESTED
from annotator.services.folder.find_files import FoundSidecar


class Reason(StrEnum):
    """Why a file counts, in the order in which they are asked for; SEVERAL where nothing says which one does."""

    ADJUDICATED = "adjudicated"
    ANNOTATOR = "annotator"
    ONLY = "only"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class WhichFile:
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


def which_files(sidecars: Iterable[FoundSidecar], annotator: str = "") -> list[WhichFile]:
    """Choose for every document: the adjudicated file, else the annotator's, else the only one, else none.

    Files of suggestions speak for none: nobody has looked at them.
    """
    by_document: dict[Path, dict[FoundSidecar, str]] = {}
    for found in sidecars:
        document, who = _whose(found)
        if who == SUGGESTED:
            continue
        by_document.setdefault(meant(Path(found.shown).with_name(document)), {})[found] = who
    return [_choice(document.name, beside, annotator) for document, beside in by_document.items()]


def _choice(document: str, beside: dict[FoundSidecar, str], annotator: str) -> WhichFile:
    files = tuple(beside)
    name = files[0].document_name(document)
    for who, reason in ((ADJUDICATED, Reason.ADJUDICATED), (annotator, Reason.ANNOTATOR)):
        of_them = [found for found, id_ in beside.items() if who and id_ == who]
        if len(of_them) == 1:
            return WhichFile(name, files, of_them[0], reason)
    return WhichFile(name, files, *((files[0], Reason.ONLY) if len(files) == 1 else (None, Reason.SEVERAL)))


def _whose(found: FoundSidecar) -> tuple[str, str]:
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
