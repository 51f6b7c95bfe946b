"""Where an imported document goes, and whose work on it is: folders of annotators become sidecars side by side."""

import re
from dataclasses import dataclass
from hashlib import sha256

from annotator.formats.documents.plain_text import PLAIN_SUFFIXES
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.model.annotator_id import annotator_id
from annotator.model.document import canonical
from annotator.services.importing.find_sources import FoundSource

Parts = tuple[str, ...]
_ID = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Target:
    """The document's path below the folder that is imported into, and the annotator's id."""

    parts: Parts
    annotator: str


class Targets:
    """Names documents. Told of all texts first, it knows which differ between annotators' folders."""

    def __init__(self, annotator: str = "") -> None:
        self._annotator = annotator
        self._texts: dict[Parts, dict[str, str]] = {}

    def note(self, source: FoundSource, read: ReadDocument) -> None:
        """Remember the text of a document in a folder that may be an annotator's."""
        if self._folder_says(source, read) and read.text is not None:
            digest = sha256(canonical(read.text).encode("utf-8", "surrogatepass")).hexdigest()
            path = (*source.below[1:], *_name_parts(read.name))
            self._texts.setdefault(path, {}).setdefault(digest, source.below[0])

    def notes(self) -> list[str]:
        """Say which documents are kept apart by folder."""
        return [
            f"{'/'.join(path)} has different texts in {', '.join(texts.values())}; they are kept apart by folder."
            for path, texts in self._texts.items()
            if len(texts) > 1
        ]

    def target(self, source: FoundSource, read: ReadDocument) -> Target:
        """Say where a document goes. Raises FormatError for a name that no file can have on every system."""
        name = _name_parts(read.name)
        if not all(map(is_bare, name)):
            raise FormatError(f"“{read.name}” cannot be the name of a file on every system. Rename the document.")
        if not self._folder_says(source, read):
            who = self._annotator or read.annotator or source.path.absolute().parent.name
            return Target((*source.below, *name), _id(who))
        shared = (*source.below[1:], *name)
        apart = len(self._texts.get(shared, ())) > 1
        return Target((*source.below, *name) if apart else shared, _id(source.below[0]))

    def _folder_says(self, source: FoundSource, read: ReadDocument) -> bool:
        """Tell whether the first folder names the annotator: nothing else does, or the source says the same."""
        if not source.below or self._annotator:
            return False
        return not read.annotator or _id(read.annotator) == _id(source.below[0])


def _name_parts(name: str) -> Parts:
    plain = any(name.lower().endswith(suffix) for suffix in PLAIN_SUFFIXES)
    return tuple((name if plain else f"{name}.txt").split("/"))


def _id(name: str) -> str:
    return name if _ID.fullmatch(name) else annotator_id(name)
