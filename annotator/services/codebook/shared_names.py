"""Entities of many documents under the names of their folder's codebook, so that one is the same in all of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.codebook import Codebook
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.services.disk.at_path import is_file
from annotator.services.folder.find_files import FoundSidecar

Names = Mapping[tuple[str, str], str]
"""The name of an entity in a codebook, by the type and the folded name or alias that a file has."""


def named_by_codebook(layer: Layer, found: FoundSidecar) -> tuple[Layer, str]:
    """Give the layer with the codebook's names for entities that have one of its names or aliases, and the same type.

    The codebook is the one in the sidecar's folder, else the nearest above it as far as the path that was asked for.
    A name that several of its entities share says nothing. Where it cannot be read the layer is as it was, and a
    sentence says so.
    """
    folder = next((folder for folder in found.folders() if is_file(folder / NAME)), None)
    if folder is None:
        return layer, ""
    status = (folder / NAME).stat()
    names, problem = _names(folder, status.st_mtime_ns, status.st_size)
    entities = {
        key: replace(entity, name=names.get((entity.type, folded(entity.name)), entity.name))
        for key, entity in layer.entities.items()
    }
    return replace(layer, entities=entities), problem


@lru_cache
def _names(folder: Path, _changed: int, _size: int) -> tuple[Names, str]:
    try:
        return names_of(folder_codebook(folder)), ""
    except CodebookError as error:
        return {}, str(error)


def names_of(codebook: Codebook) -> Names:
    """Give the names of a codebook's entities; a name that several of one type share says nothing."""
    called: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in codebook.entities:
        for name in entity.names:
            called[entity.type, folded(name)].add(entity.name)
    return {key: next(iter(names)) for key, names in called.items() if len(names) == 1}
