"""Codings that a program has written as selections of their own, gathered into what they were selected for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from annotator.formats.exchange.read_document import ReadRelation
from annotator.formats.refi_qda.codes import CONTINUES, CodePath, belongs_to, is_own
from annotator.formats.refi_qda.marks import Mark, split_mark
from annotator.formats.refi_qda.selections import Selection
from annotator.model.vocabulary import TYPES


@dataclass(slots=True)
class Gathered:
    """The selections of one user, and the links that their marks tell of: further parts, and those of the layer."""

    selections: list[Selection] = field(default_factory=list)
    continued: list[ReadRelation] = field(default_factory=list)
    links: list[ReadRelation] = field(default_factory=list)


def gathered(selections: Iterable[Selection]) -> Gathered:
    """Join what marks or places say is one annotation."""
    found = Gathered()
    marked: defaultdict[tuple[int, int], list[tuple[Selection, Mark]]] = defaultdict(list)
    placed: defaultdict[tuple[int, int], list[Selection]] = defaultdict(list)
    for number, selection in enumerate(selections, 1):
        note, mark = split_mark(selection.note)
        bare = replace(selection, note=note, guid=selection.guid or f"selection {number}")
        if mark:
            marked[mark.number, mark.part].append((bare, mark))
        elif len(bare.paths) == 1 and is_own(bare.paths[0]):
            placed[bare.place].append(bare)
        else:
            found.selections.append(bare)
    for group in placed.values():
        found.selections.extend(_of_one_place(group))
    _take_marked(marked, found)
    return found


def _of_one_place(group: list[Selection]) -> Iterator[Selection]:
    """Give each type that a place is coded with the other codes that fit it, each to the first."""
    types = [selection for selection in group if selection.paths[0][0] in TYPES and len(selection.paths[0]) == 1]
    rest = [selection for selection in group if selection not in types]
    for first in types:
        kind = first.paths[0][0]
        own = [other for other in rest if belongs_to(other.paths[0], kind)]
        rest = [other for other in rest if other not in own]
        yield _joined([first, *own])
    yield from rest


def _take_marked(marked: dict[tuple[int, int], list[tuple[Selection, Mark]]], found: Gathered) -> None:
    first: dict[int, str] = {}
    wanted: list[tuple[str, str, int]] = []
    for (number, _part), group in sorted(marked.items(), key=lambda item: item[0]):
        mark = group[0][1]
        whole = _joined([selection for selection, _mark in group])
        if mark.type in TYPES:
            whole = replace(whole, paths=tuple(dict.fromkeys([(mark.type,), *whole.paths, *mark.shared])))
        found.selections.append(whole)
        if number in first:
            found.continued.append(ReadRelation(CONTINUES, whole.guid, first[number]))
        else:
            first[number] = whole.guid
            wanted += [(kind, whole.guid, target) for kind, target in mark.links]
    found.links = [ReadRelation(kind, source, first[target]) for kind, source, target in wanted if target in first]


def _joined(group: list[Selection]) -> Selection:
    paths: dict[CodePath, None] = {path: None for selection in group for path in selection.paths}
    notes = dict.fromkeys(selection.note for selection in group if selection.note)
    return replace(group[0], paths=tuple(paths), note="\n".join(notes))
