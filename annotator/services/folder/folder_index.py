"""What lies in a folder: its documents, whose sidecars stand beside them, and how far each has come."""

import codecs
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from annotator.formats.documents.kinds import SUFFIXES
from annotator.formats.regular_files import leads_out, open_regular
from annotator.formats.sidecar.called_alike import composed, file_called, is_of
from annotator.formats.sidecar.sidecar_names import conflict_copy_of, split_sidecar_name
from annotator.model.vocabulary import STATES
from annotator.services.disk.at_path import is_file, is_folder, names_in

UNTOUCHED: Final = "untouched"
UNREADABLE: Final = "unreadable"
"""The state of a sidecar whose beginning does not say one."""

HEAD_BYTES: Final = 16 * 1024
"""How much of a sidecar is read for its state, which stands early in the file."""

_NUMBERS = re.compile(r"(\d+)")
_SPACE = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class FolderDocument:
    """A document of a folder; ``sidecars`` leads from annotator ids, in order, to the files beside it."""

    name: str
    path: Path
    sidecars: Mapping[str, Path]

    def state(self, annotator_id: str) -> str:
        """Give the state in an annotator's sidecar: one of STATES, "untouched" without one, or "unreadable".

        Reads the beginning of the file at every call; never raises for what is in it.
        """
        sidecar = self.sidecars.get(annotator_id)
        return sidecar_state(sidecar) if sidecar else UNTOUCHED


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents of a folder, or those that were named together, by their paths as text and in order.

    ``names`` is all that lay in their folders: as long as nothing came or went there, the documents are the same.
    ``outside`` are links that lead out of them: nobody named these, so they are not listed.
    """

    folder: Path | None = None
    together: tuple[Path, ...] = ()
    documents: Mapping[str, FolderDocument] = field(default_factory=dict)
    names: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    outside: tuple[Path, ...] = ()

    @property
    def sidecars(self) -> list[Path]:
        """All annotation files of the documents."""
        return [path for document in self.documents.values() for path in document.sidecars.values()]


def list_documents(folder: Path | None, together: Iterable[Path] = ()) -> Listing:
    """List a folder's documents, or those that are named together; none where the folder cannot be listed."""
    together = tuple(together)
    return _listed(folder, together, _names(folder, together))


def list_anew(listing: Listing) -> tuple[Listing, list[str]] | None:
    """List again, and give which documents are new, gone or otherwise annotated; None where nothing came or went.

    Where only annotation files came or went, as with a first save, no other document is made anew.
    """
    names = _names(listing.folder, listing.together)
    if names == listing.names:
        return None
    moved = [
        folder / name
        for folder in {**listing.names, **names}
        for name in names.get(folder, frozenset()) ^ listing.names.get(folder, frozenset())
    ]
    if not any(_is_document(path.name) or os.path.islink(path) for path in moved):  # noqa: PTH114 - never raises
        annotated = _annotated_anew(listing.documents, moved)
        return replace(listing, documents={**listing.documents, **annotated}, names=names), list(annotated)
    fresh = _listed(listing.folder, listing.together, names)
    keys = {**listing.documents, **fresh.documents}
    return fresh, [key for key in keys if listing.documents.get(key) != fresh.documents.get(key)]


def _annotated_anew(documents: Mapping[str, FolderDocument], moved: Iterable[Path]) -> dict[str, FolderDocument]:
    found: dict[str, FolderDocument] = {}
    for path in moved:
        document_name, annotator_id = annotates(path.name) or ("", "")
        key = str(file_called(path.parent / document_name))
        if document := found.get(key) or documents.get(key):
            sidecars = {who: sidecar for who, sidecar in document.sidecars.items() if who != annotator_id}
            if is_file(path):
                sidecars[annotator_id] = path
            found[key] = replace(document, sidecars=dict(sorted(sidecars.items())))
    return found


def annotates(name: str) -> tuple[str, str] | None:
    """Give the document and the annotator that an annotation file's name says, None for another, or a conflict copy."""
    return split_sidecar_name(name) if conflict_copy_of(name) is None else None


def _is_document(name: str) -> bool:
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - a tenth of a path's time


def _listed(folder: Path | None, together: tuple[Path, ...], names: Mapping[Path, frozenset[str]]) -> Listing:
    outside: list[Path] = []
    found = _by_path(folder, outside).values() if folder else documents_named(together, outside)
    return Listing(folder, together, {str(document.path): document for document in found}, names, tuple(outside))


def _names(folder: Path | None, together: Iterable[Path]) -> dict[Path, frozenset[str]]:
    folders = [folder] if folder else [path if is_folder(path) else path.parent for path in together]
    return {each: frozenset(names_in(each)) for each in folders if os.access(each, os.R_OK)}


def documents_of(folder: Path, outside: list[Path] | None = None) -> list[FolderDocument]:
    """Give the documents of a folder, "2.txt" before "10.txt"; raises OSError where it cannot be listed.

    Hidden files and what is no regular file (a pipe would never end) are passed over, and so are links that lead out
    of the folder, which are added to ``outside``.
    """
    names: list[str] = []
    sidecars: dict[str, dict[str, Path]] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not _is_file(entry):
                continue
            if entry.is_symlink() and leads_out(Path(entry.path), folder):
                if outside is not None and (annotates(entry.name) or _is_document(entry.name)):
                    outside.append(folder / entry.name)
                continue
            if parts := annotates(entry.name):
                document_name, annotator_id = parts
                sidecars.setdefault(document_name, {})[annotator_id] = folder / entry.name
            elif _is_document(entry.name):
                names.append(entry.name)
    names.sort(key=natural_key)
    _join_called_alike(names, sidecars)
    return [FolderDocument(name, folder / name, dict(sorted(sidecars.get(name, {}).items()))) for name in names]


def _join_called_alike(names: list[str], sidecars: dict[str, dict[str, Path]]) -> None:
    """Give documents the annotation files whose name is canonically equal to theirs, and no other document's."""
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(composed(name), []).append(name)
    for called in sidecars.keys() - set(names):
        if len(found := alike.get(composed(called), [])) == 1:
            sidecars[found[0]] = sidecars[called] | sidecars.get(found[0], {})


def documents_named(paths: Iterable[Path], outside: list[Path] | None = None) -> list[FolderDocument]:
    """Give documents that were named together, each once, in that order, from whatever folders.

    An annotation file stands for its document, a folder for all of its own; what cannot be listed is passed over.
    """
    folders: dict[Path, dict[Path, FolderDocument]] = {}
    found: dict[Path, FolderDocument] = {}
    for path in paths:
        parts = split_sidecar_name(path.name)
        folder, document = (path, None) if is_folder(path) else (path.parent, path)
        if folder not in folders:
            folders[folder] = _by_path(folder, None if document else outside)
        if document is None:
            found.update(folders[folder])
            continue
        document = file_called(path.with_name(parts[0]) if parts else path)
        found[document] = folders[folder].get(document) or _named_itself(document)
    return list(found.values())


def _named_itself(document: Path) -> FolderDocument:
    """Give a document that its folder does not list, as a link that leads elsewhere, with what lies beside it."""
    annotated = ((document.with_name(name), annotates(name)) for name in sorted(names_in(document.parent)))
    inside = {parts[1]: path for path, parts in annotated if parts and is_of(parts[0], document) and _is_inside(path)}
    return FolderDocument(document.name, document, inside if os.path.islink(document) else {})  # noqa: PTH114


def _is_inside(path: Path) -> bool:
    return is_file(path) and not leads_out(path, path.parent)


def _by_path(folder: Path, outside: list[Path] | None = None) -> dict[Path, FolderDocument]:
    try:
        return {document.path: document for document in documents_of(folder, outside)}
    except OSError:
        return {}


def natural_key(name: str) -> tuple[list[str | int], str]:
    """Give a key that sorts names as people do: case does not count, and numbers count as numbers."""
    parts = _NUMBERS.split(name.casefold())
    return [int(part) if index % 2 else part for index, part in enumerate(parts)], name


def sidecar_state(sidecar: Path) -> str:
    """Give the state in a sidecar's first 16 KiB, or "unreadable"."""
    try:
        text = _head(sidecar)
        document = _value_at(text, 0, "document")
        place = None if document is None else _value_at(text, document, "state")
        if document is None:
            return UNREADABLE
        # A file without a state is read as one that somebody works on.
        state: Any = "in-progress" if place is None else _JSON.raw_decode(text, place)[0]
    except (OSError, ValueError, IndexError, RecursionError):
        return UNREADABLE
    return state if state in STATES else UNREADABLE


def annotator_name(sidecar: Path) -> str:
    """Give the name of whose file it is by its first 16 KiB, "" where these do not say."""
    try:
        text = _head(sidecar)
        place = _value_at(text, 0, "annotator")
        found: Any = None if place is None else _JSON.raw_decode(text, place)[0]
    except (OSError, ValueError, IndexError, RecursionError):
        return ""
    name = found.get("name") if isinstance(found, dict) else None
    return name if isinstance(name, str) else ""


def _head(sidecar: Path) -> str:
    with open_regular(sidecar) as file:
        head = file.read(HEAD_BYTES)
    # Not the last word: the cut may go through a character.
    return codecs.getincrementaldecoder("utf-8")().decode(head).removeprefix("\ufeff")


def _value_at(text: str, start: int, wanted: str) -> int | None:
    """Give where the value of a key begins in the object at a place, None where the object ends without that key.

    The object need not be whole. Raises ValueError or IndexError where its part before the key cannot be read.
    """
    at = _expect(text, start, "{")
    while text[at] != "}":
        key, at = _JSON.raw_decode(text, at)
        at = _expect(text, at, ":")
        if key == wanted:
            return at
        _value, at = _JSON.raw_decode(text, at)
        at = _after_space(text, at)
        if text[at] == ",":
            at = _after_space(text, at + 1)
    return None


def _expect(text: str, at: int, mark: str) -> int:
    at = _after_space(text, at)
    if text[at] != mark:
        raise ValueError(mark)
    return _after_space(text, at + 1)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False
