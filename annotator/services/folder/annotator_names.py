"""Who has annotated in a folder: which ids there are, and what those who have them are called."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from annotator.model.annotator_id import RESERVED
from annotator.services.disk.at_path import is_folder, names_in
from annotator.services.folder.sidecar_head import annotator_name
from annotator.services.folder.walk import annotates

_READ_OF_EACH: Final = 3
"""So many files of an id are asked whose they are: people do not change their names from one to the next."""


def annotators_beside(path: Path) -> dict[str, frozenset[str]]:
    """Give the ids of the annotation files in a folder, or beside a file, with the names that stand in them.

    "" stands for none. Of every id a few files are read, those of the document before others. Never raises for what is
    in them.
    """
    folder, document = (path, "") if is_folder(path) else (path.parent, (annotates(path.name) or (path.name,))[0])
    files: dict[str, list[tuple[bool, str]]] = {}
    for name in names_in(folder):
        if parts := annotates(name):
            files.setdefault(parts[1], []).append((parts[0] != document, name))
    return names_of(
        (identifier, folder / name) for identifier, found in files.items() for _other, name in sorted(found)
    )


def names_of(files: Iterable[tuple[str, Path]]) -> dict[str, frozenset[str]]:
    """Give ids with the names that stand in the first of their files."""
    paths: dict[str, list[Path]] = {}
    for identifier, path in files:
        paths.setdefault(identifier, []).append(path)
    return {
        identifier: frozenset(map(annotator_name, islice(found, _READ_OF_EACH)))
        for identifier, found in sorted(paths.items())
        if identifier not in RESERVED
    }
