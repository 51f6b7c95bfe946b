"""The direct relations of a folder kept up with its files: only what a file says otherwise is counted again."""

from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np

from annotator.services.index.contents import Contents
from annotator.services.index.edges import Edges, actors_in_file, memberships, told_by
from annotator.services.index.held import Held, HeldFile
from annotator.services.index.relations import ENTITY_NODE, DirectOptions, Keys, parts_of_key, told
from annotator.services.index.view import AnnotationRows, FolderView, PartRows

_FEW: Final = 500
"""Edges of more files are made anew with those of all."""


class KeptEdges:
    """The edges of what counts in a folder, from the first time that they are asked for."""

    def __init__(self) -> None:
        self._edges: Edges | None = None
        self._behind: set[int] = set()
        """Files of which the edges are still those of before: nobody has asked for them since."""

    def fall_behind(self, numbers: Iterable[int], *, anew: bool) -> None:
        """Note files that say something else, or that nothing is as it was."""
        if anew:
            self._edges = None
            self._behind.clear()
        elif self._edges is not None:
            self._behind.update(numbers)

    def edges(self, contents: Contents, view: FolderView) -> Edges:
        """Give the edges as they are now."""
        if self._edges is None or len(self._behind) > _FEW:
            self._edges = Edges()
            self._edges.begin(_told_by_all(contents, view))
        else:
            for number in self._behind:
                file = contents.files[number]
                self._edges.replace(number, _told_by(contents, file) if file else ())
        self._behind.clear()
        return self._edges


def _told_by(contents: Contents, file: HeldFile) -> Iterable[int]:
    """Give the relations that a file tells of, where it speaks."""
    held, rows = file.current, contents.rows
    if held is None or not (contents.speaks[file.number] and contents.seen[file.number]):
        return ()
    parts = PartRows(rows.parts.small[:, held.parts], rows.parts.large[:, held.parts])
    annotations = AnnotationRows(rows.annotations.small, rows.annotations.large)
    places = np.arange(held.annotations.start, held.annotations.stop)
    actors = actors_in_file(parts, held.same, contents.names.entity_table.nameless)
    keys = told(places, annotations, parts, actors, DirectOptions()).counted().keys
    return [*keys.tolist(), *_memberships(contents, held, keys)]


def _told_by_all(contents: Contents, view: FolderView) -> "dict[int, array[int]]":
    found = told_by(view).counted()
    files = view.annotations.file[found.rows]
    order = np.argsort(files, kind="stable")
    files, keys = files[order], found.keys[order]
    numbers, starts = np.unique(files, return_index=True)
    told_of: dict[int, array[int]] = {}
    for number, start, end in zip(numbers.tolist(), starts.tolist(), [*starts.tolist(), len(files)][1:], strict=True):
        file = contents.files[number]
        held = file.current if file else None
        of_file = told_of[number] = array("q", keys[start:end].tobytes())
        if held:
            of_file.extend(_memberships(contents, held, keys[start:end]))
    return told_of


def _memberships(contents: Contents, held: Held, keys: Keys) -> list[int]:
    """Give who is a member of which group in a file that speaks of both."""
    names, groups = contents.names, dict[int, list[int]]()
    for place in held.profiles:
        member = names.counted_of[place]
        if member not in groups and member not in held.same:
            profile = names.profiles[place]
            of = [names.counted(profile.scope, group) for group in profile.member_of]
            groups[member] = [held.same.get(group, group) for group in of]
    if not any(groups.values()):
        return []
    kinds, _values, sources, _targets = parts_of_key(keys)
    return memberships(frozenset(sources[kinds == ENTITY_NODE].tolist()), groups)
