"""Where an imported document goes, and whose work on it is: folders of annotators become sidecars side by side."""

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from annotator.formats.documents.kinds import PLAIN_SUFFIXES
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.called_alike import composed
from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.model.annotator_id import Known, annotator_id, is_anothers, with_digest
from annotator.model.document import canonical
from annotator.model.name_key import name_key
from annotator.services.importing.files_of_annotators import FilesOfAnnotators
from annotator.services.importing.find_sources import FoundSource

Parts = tuple[str, ...]
_ID = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Target:
    """The document's path below the folder that is imported into, and the annotator's id and name."""

    parts: Parts
    annotator: str
    name: str


class Targets:
    """Names documents. Told of all texts first, it knows which differ between annotators' folders."""

    def __init__(self, annotator: str = "", known: Known | None = None) -> None:
        """Take whose work it all is, "" where the source or its folder says, and who has files there already."""
        self._annotator = annotator
        self._there = {identifier: {identifier, *names} for identifier, names in (known or {}).items()}
        self._ids: dict[str, str] = {}
        self._texts: dict[Parts, dict[str, str]] = {}
        self._files = FilesOfAnnotators()
        self._given: Counter[Parts] = Counter()

    def note(self, source: FoundSource, read: ReadDocument) -> None:
        """Remember the text of a document in a folder or file that may be an annotator's, and the ids there are."""
        for who in filter(_ID.fullmatch, (read.annotator, *source.below[:1])):
            self._id(who)
        if read.unnamed and read.answered:
            self._files.note(source.path, read)
        if self._folder_says(source, read) and read.text is not None:
            digest = sha256(canonical(read.text).encode("utf-8", "surrogatepass")).hexdigest()
            path = _composed((*source.below[1:], *_name_parts(read.name)))
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
        kin = self._files.kin(source.path) if read.unnamed else set()
        name = _name_parts(self._files.name(source.path, read) if kin else read.name)
        if not all(map(is_bare, name)):
            raise FormatError(f"“{read.name}” cannot be the name of a file on every system. Rename the document.")
        file_says = any(other.parent == source.path.parent for other in kin)
        if file_says or not self._folder_says(source, read):
            folder = source.path.absolute().parent.name
            who = self._annotator or read.annotator or (source.path.stem if file_says else folder)
            return self._target(self._free((*source.below, *name), read), who, read)
        shared = (*source.below[1:], *name)
        apart = len(self._texts.get(_composed(shared), ())) > 1
        return self._target((*source.below, *name) if apart else shared, source.below[0], read)

    def _target(self, parts: Parts, who: str, read: ReadDocument) -> Target:
        return Target(parts, self._id(who, read.annotator_name), read.annotator_name or read.annotator or who)

    def _free(self, parts: Parts, read: ReadDocument) -> Parts:
        """Give each session's work a document of its own where all of it is said to be one annotator's."""
        if not self._annotator or not read.unnamed:
            return parts
        self._given[parts] += 1
        stem, _dot, suffix = parts[-1].rpartition(".")
        return parts if self._given[parts] == 1 else (*parts[:-1], f"{stem}-{self._given[parts]}.{suffix}")

    def _folder_says(self, source: FoundSource, read: ReadDocument) -> bool:
        """Tell whether the first folder names the annotator: nothing else does, or the source says the same."""
        if not source.below or self._annotator:
            return False
        return not read.annotator or annotator_id(read.annotator) == annotator_id(source.below[0])

    def _id(self, who: str, name: str = "") -> str:
        """Give the id of whoever a source or a folder names; no two names have one, whatever they are reduced to."""
        key = name_key(who)
        if key not in self._ids:
            plain = who if _ID.fullmatch(who) else annotator_id(who)
            is_own = plain == who or (plain in self._there and not is_anothers(plain, name or who, self._there))
            wanted = plain if is_own else annotator_id(who, self._there)
            taken = wanted in self._ids.values()
            self._ids[key] = with_digest(wanted, who) if taken else wanted
        return self._ids[key]


def _composed(parts: Parts) -> Parts:
    return tuple(map(composed, parts))


def _name_parts(name: str) -> Parts:
    plain = any(name.lower().endswith(suffix) for suffix in PLAIN_SUFFIXES)
    return tuple((name if plain else f"{name}.txt").split("/"))
