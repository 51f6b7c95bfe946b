"""The table of annotations as lines of text, a record at a time; ``csv_tables`` gives the same by columns.

A document has some dozens of annotations, most of them actors, which have half of the fields: for so few it costs less
to look at each record once than at each of two dozen columns.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from annotator.formats.tables.delimited import delimited_cell, known_cells, varied_cells
from annotator.formats.tables.joined_names import JoinedNames, joined
from annotator.model.annotation import Annotation, Role
from annotator.model.layer_columns import LayerColumns
from annotator.model.vocabulary import ACTOR

_OF_RELATIONS: Final = 8
"""So many columns, from the speakers to the attribution, say nothing of actors."""


def annotation_lines(layer: LayerColumns, document: str, separator: str) -> bytes:
    """Give the lines of a layer that is as it was parsed; ``document`` is its document's name with the folders."""
    of, cells, join = layer.annotations, known_cells(separator), separator.join
    of.make(("id", "fragments", "quote", "note", "created", "modified"))
    # Hardly any of these stands twice.
    varied = (of["id"], list(map(" … ".join, of["quote"])), of["note"], of["created"], of["modified"])
    places = _places(of["fragments"], separator)
    names = JoinedNames.of(layer.entities)
    of_relation = _cells_of_relations(layer, names, separator)
    where, nothing = join((cells[document], cells[layer.head.annotator.id])), separator * (_OF_RELATIONS - 1)
    lines: list[str] = []
    for one, place, key, quote, note, created, modified in zip(
        layer.records, places, *[varied_cells(column, separator) for column in varied], strict=True
    ):
        codes = cells[joined(one.codes)] if one.codes else ""
        line = (
            (
                where, key, ACTOR, place, quote, cells[names.of_keys(one.entities)], nothing, codes,
                "", cells[one.confidence], "", cells[one.origin], note, cells[one.author], created, modified,
            )
            if one.type == ACTOR else
            (
                where, key, one.type, place, quote, "", of_relation(one), codes,
                cells[one.certainty], cells[one.confidence], cells[one.date],
                cells[one.origin], note, cells[one.author], created, modified,
            )
        )  # fmt: skip
        lines.append(join(line))
    return "\n".join([*lines, ""]).encode()


def _cells_of_relations(layer: LayerColumns, names: JoinedNames, separator: str) -> Callable[[Annotation], str]:
    cells, join = known_cells(separator), separator.join
    topics: dict[str | None, str | None] = {key: topic.name for key, topic in layer.topics.items()}

    def of_roles(roles: Sequence[Role]) -> str:
        return cells[names.of_roles(roles)]

    def of_relation(one: Annotation) -> str:
        return join((
            of_roles(one.speakers) if one.speakers else "", of_roles(one.targets) if one.targets else "",
            of_roles(one.parties) if one.parties else "", of_roles(one.via) if one.via else "",
            cells[topics.get(one.topic, one.topic)], cells[one.stance], cells[one.status], cells[one.attribution],
        ))  # fmt: skip

    return of_relation


def _places(column: Sequence[Sequence[tuple[int, int]]], separator: str) -> list[str]:
    """Give for each the cells of its first start, its last end and all its fragments; they stand in order of place."""
    if column and column[0] and column[0][0][0] >= 0:
        with suppress(ValueError):  # several fragments
            return [f"{start}{separator}{end}{separator}{start}-{end}" for ((start, end),) in column]
    return [_place(fragments, separator) for fragments in column]


def _place(fragments: Sequence[tuple[int, int]], separator: str) -> str:
    ends = (fragments[0][0], fragments[-1][1]) if fragments else (None, None)
    cells = (*ends, ";".join([f"{start}-{end}" for start, end in fragments]))
    return separator.join([delimited_cell(cell, separator) for cell in cells])
