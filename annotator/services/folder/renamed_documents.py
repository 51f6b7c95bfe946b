"""Documents that were renamed without their annotation files: found by their text, and given their annotations back."""

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.formats.regular_files import read_regular, regular_size
from annotator.formats.sidecar.proportion import loads
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT
from annotator.formats.sidecar.sidecar_names import sidecar_name
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.disk.exchange import rename_to_new
from annotator.services.folder.folder_listing import FolderDocument
from annotator.services.reading.document_file import read_bytes
from annotator.services.running.progress import Counter, Progress, no_progress

MOST_READ: Final = 300
"""The text of so many documents is read at most; the bytes of all are looked at."""


def called_now(
    lost: Iterable[FolderDocument], documents: Iterable[FolderDocument], progress: Progress = no_progress
) -> dict[Path, FolderDocument]:
    """Give by its former path what each lost document is called now: the one without annotations that has its text.

    The same bytes, or the text with the same ``text_sha256``. Nothing is said of one that several have. Never raises
    for what is in the files; raises Cancelled.
    """
    wanted = {document.path: _recorded(document) for document in lost}
    free = [document for document in documents if not document.sidecars]
    counter = Counter(len(free), progress)
    by_hash: dict[str, list[FolderDocument]] = {}
    suffixes = {path.suffix.lower() for path in wanted}
    read = 0
    for document in free:
        may_read = read < MOST_READ and document.path.suffix.lower() in suffixes
        read += may_read
        for digest in _hashes(document.path, text=may_read):
            by_hash.setdefault(digest, []).append(document)
        counter.step(document.path)
    found: dict[Path, FolderDocument] = {}
    for path, hashes in wanted.items():
        same = {one.path: one for digest in hashes for one in by_hash.get(digest, [])}
        if len(same) == 1:
            found[path] = next(iter(same.values()))
    return found


def give_annotations(lost: FolderDocument, document: FolderDocument) -> dict[Path, str]:
    """Rename the annotation files of a lost document for another one, and say so in them.

    Gives a sentence for each that could not be renamed: nothing is ever written over.
    """
    failed: dict[Path, str] = {}
    for who, path in lost.sidecars.items():
        target = document.path.with_name(sidecar_name(document.name, who))
        try:
            _rename(path, target)
        except FileExistsError:
            failed[path] = f"{target.name} is there already."
        except OSError as error:
            failed[path] = f"It could not be renamed: {error.strerror}."
        else:
            _say_in(target, document.name)
    return failed


def _rename(path: Path, target: Path) -> None:
    if not rename_to_new(path, target):
        if os.path.lexists(target):
            raise FileExistsError(target)
        path.rename(target)


def _say_in(sidecar: Path, name: str) -> None:
    """Have a file say what its document is called; what is no whole file is left as it is."""
    tree = _tree(sidecar)
    document = tree.get("document")
    if isinstance(document, dict) and document.get("name") != name:
        document["name"] = name
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        try:
            write_atomically(sidecar, orjson.dumps(tree, option=options))
        except (SaveError, TypeError):
            # Its name says it, and the next save writes it.
            return


def _recorded(document: FolderDocument) -> set[str]:
    """Give the hashes of text and bytes that the annotation files of a document record."""
    found: set[str] = set()
    for sidecar in document.sidecars.values():
        recorded: Mapping[str, Any] = _tree(sidecar).get("document") or {}
        if isinstance(recorded, dict):
            hashes = (recorded.get("text_sha256"), recorded.get("bytes_sha256"))
            found.update(one for one in hashes if isinstance(one, str) and one)
    return found


def _hashes(path: Path, *, text: bool) -> set[str]:
    try:
        if regular_size(path) > SIZE_LIMIT:
            return set()
        data = read_regular(path)
        found = {sha256(data).hexdigest()}
        return found | {read_bytes(data, path.name).info.text_sha256} if text else found
    except (OSError, SourceError, UnknownEncodingError, ModuleNotFoundError):
        return set()


def _tree(sidecar: Path) -> dict[str, Any]:
    try:
        if regular_size(sidecar) > SIZE_LIMIT:
            return {}
        tree = loads(read_regular(sidecar))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) else {}
