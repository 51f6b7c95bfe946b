"""Discourse networks of a folder as sparse matrices: the numbers of ``model/networks``, to the last digit.

Without a kernel all sums are of whole numbers and halves, which floating point holds exactly, whatever their order.
Windows with a kernel go through the model's own functions.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import (
    ONE_MODE,
    TWO_MODE,
    unit_key,
)
from annotator.model.networks.relation_graph import (
    ENTITY,
    POSITION_EDGE,
    TOPIC,
    Edge,
    EdgeKey,
    Node,
    NodeKey,
    RelationGraph,
)
from annotator.model.networks.statements import (
    ENTITY_VARIABLES,
    Unit,
)
from annotator.services.charting.discourse import NetworkOptions
from annotator.services.index.countable import countable
from annotator.services.index.counts import each_once
from annotator.services.index.digest import STANCES
from annotator.services.index.network_cells import Cells, Floats, joint, nearness, positions
from annotator.services.index.statement_rows import Axis, FolderStatements, Ints, folder_statements
from annotator.services.index.view import SPEAKING, FolderView, Rows, Whose


@dataclass(frozen=True)
class FolderNetwork:
    """A network of a folder: its units, and edges as numbers; those that are drawn or written become ``Edge``s.

    ``rows`` are the units that are joined, ``columns`` those that they are joined with in two modes; ``source`` and
    ``target`` are places among them, and ``weight`` what the command gives. ``statements`` are those that count of all
    that were ``found``; the numbers are those of the units in them.
    """

    options: NetworkOptions
    statements: FolderStatements
    left_out: Counter[str]
    rows: tuple[Unit, ...]
    columns: tuple[Unit, ...]
    source: Ints
    target: Ints
    weight: Floats
    row_numbers: Ints
    column_numbers: Ints
    found: FolderStatements

    @property
    def is_two_mode(self) -> bool:
        """Whether rows are joined with columns."""
        return self.options.network == TWO_MODE

    @property
    def ends(self) -> tuple[Unit, ...]:
        """What ``target`` gives places of."""
        return self.columns if self.is_two_mode else self.rows

    @cached_property
    def joined(self) -> int:
        """How many names were taken for one already there: of other documents, or written otherwise in one."""
        return _joined(self.statements, self.found)

    def matrix(self) -> Floats:
        """Give the weights as a table: rows by columns, or rows by rows, both halves alike."""
        table = np.zeros((len(self.rows), len(self.ends)))
        table[self.source, self.target] = self.weight
        if not self.is_two_mode:
            table[self.target, self.source] = self.weight
        return table

    def strongest(self, most: int) -> NDArray[np.intp]:
        """Give the places of the edges between the units of most weight, so many of them."""
        weight = np.zeros(len(self.rows) + len(self.ends) * self.is_two_mode)
        shift = len(self.rows) if self.is_two_mode else 0
        np.add.at(weight, self.source, np.abs(self.weight))
        np.add.at(weight, self.target + shift, np.abs(self.weight))
        kept = np.zeros(len(weight), np.bool_)
        kept[np.argsort(-weight, kind="stable")[:most]] = True
        return np.flatnonzero(kept[self.source] & kept[self.target + shift])

    def graph(self, edges: NDArray[np.intp] | None = None, *, with_loose: bool = True) -> RelationGraph:
        """Give the edges of some places, of all where none are given, with all nodes or those of these edges alone.

        They have no evidence, which ``evidence`` gives; counts and weights are the command's.
        """
        places = np.arange(len(self.source)) if edges is None else edges
        rows, columns = self._nodes(), self._column_nodes()
        ends = columns if self.is_two_mode else rows
        made: dict[EdgeKey, Edge] = {}
        for place in places.tolist():
            edge = self._edge(place, rows[self.source[place]].key, ends[self.target[place]].key)
            made[edge.kind, edge.source, edge.target] = edge
        linked = {end for edge in made.values() for end in (edge.source, edge.target)}
        nodes = {node.key: node for node in (*self._by_name(rows), *columns) if with_loose or node.key in linked}
        return RelationGraph(nodes, made)

    def evidence(self, place: int) -> Rows:
        """Give the annotations that an edge rests on, in the order of time."""
        found = self.statements
        a, b = self.row_numbers[self.source[place]], int(self.target[place])
        ours = np.flatnonzero(found.actors.counted == a)
        if self.is_two_mode:
            return _each_once(found.rows[ours[found.topics.counted[ours] == self.column_numbers[b]]])
        theirs = np.flatnonzero(found.actors.counted == self.row_numbers[b])
        kept = [*self._near(ours, theirs), *self._near(theirs, ours)]
        return _each_once(found.rows[np.array(sorted(kept), np.intp)])

    def evidence_of_row(self, place: int) -> Rows:
        """Give the annotations that the unit of a row rests on."""
        return _each_once(self.statements.rows[self.statements.actors.counted == self.row_numbers[place]])

    def evidence_of_column(self, place: int) -> Rows:
        """Give the annotations that the unit of a column rests on, in two modes."""
        return _each_once(self.statements.rows[self.statements.topics.counted == self.column_numbers[place]])

    def _near(self, ours: Ints, theirs: Ints) -> list[int]:
        """Give the statements of one end that weigh something with one of the other end's."""
        found, beside = self.statements, Counter[tuple[int, int]]()
        for at in theirs.tolist():
            beside[int(found.topics.counted[at]), int(found.stance[at])] += 1
        near = nearness(self.options.aggregate)
        by_topic: dict[int, list[int]] = {}
        for topic, stance in beside:
            by_topic.setdefault(topic, []).append(stance)
        return [
            at
            for at in ours.tolist()
            if any(near(int(found.stance[at]), other) for other in by_topic.get(int(found.topics.counted[at]), ()))
        ]

    def _edge(self, place: int, source: NodeKey, target: NodeKey) -> Edge:
        weight, aggregate = float(self.weight[place]), self.options.aggregate
        if self.is_two_mode:
            stances = self._stances(place)
            return Edge(POSITION_EDGE, source, target, len(stances), stances, (), weight)
        value = {"congruence": "agree", "conflict": "disagree", "ignore": None}.get(
            aggregate, "agree" if weight > 0 else "disagree"
        )
        return Edge(aggregate, source, target, len(self.evidence(place)), (value,), (), weight)

    def _stances(self, place: int) -> tuple[str, ...]:
        found = self.statements
        of_edge = (found.actors.counted == self.row_numbers[self.source[place]]) & (
            found.topics.counted == self.column_numbers[self.target[place]]
        )
        return tuple(STANCES[stance] for stance in found.stance[of_edge].tolist())

    def _nodes(self) -> list[Node]:
        kind = ENTITY if self.is_two_mode or self.options.statements.rows in ENTITY_VARIABLES else TOPIC
        counts = _rows_of(self.statements, self.statements.actors, self.row_numbers)
        return [_node(kind, unit, count) for unit, count in zip(self.rows, counts, strict=True)]

    def _column_nodes(self) -> list[Node]:
        counts = _rows_of(self.statements, self.statements.topics, self.column_numbers)
        return [_node(TOPIC, unit, count) for unit, count in zip(self.columns, counts, strict=True)]

    @staticmethod
    def _by_name(nodes: list[Node]) -> list[Node]:
        return sorted(nodes, key=lambda node: (node.label, node.type))


def folder_network(
    view: FolderView,
    options: NetworkOptions,
    narrowed: AnnotationFilter | None = None,
    whose: Whose = SPEAKING,
    *,
    broadest: bool = False,
    most: int | None = None,
) -> FolderNetwork:
    """Build a network of the whole time; ``most`` leaves in one mode only so many who speak most."""
    found = folder_statements(view, options.statements, narrowed or AnnotationFilter(), whose, broadest=broadest)
    return network_of(found, options, most)


def network_of(found: FolderStatements, options: NetworkOptions, most: int | None = None) -> FolderNetwork:
    """Build a network of statements, of those that can be counted."""
    counted, left_out = countable(found, options.counting)
    return network_among(counted, found, options, found.left_out + left_out, most)


def network_among(
    counted: FolderStatements,
    found: FolderStatements,
    options: NetworkOptions,
    left_out: Counter[str],
    most: int | None = None,
) -> FolderNetwork:
    """Give the network of what counts of the statements that were found."""
    if most is not None and options.network == ONE_MODE:
        counted = _who_speak_most(counted, most)
    rows, row_numbers, row_places = _units(counted.actors, found.actors)
    columns, column_numbers, column_places = _units(counted.topics, found.topics)
    cells = Cells(row_places, column_places, counted.stance, (len(rows), len(columns)))
    if options.network == ONE_MODE:
        source, target, weight = joint(cells, options.aggregate, options.normalise)
        columns, column_numbers = (), column_numbers[:0]
    else:
        source, target, weight = positions(cells, options.aggregate, options.normalise)
    return FolderNetwork(
        options, counted, left_out, rows, columns, source, target, weight, row_numbers, column_numbers, found
    )  # fmt: skip


def _who_speak_most(counted: FolderStatements, most: int) -> FolderStatements:
    there = counted.actors.counted
    if not len(there):
        return counted
    totals = np.bincount(there)
    kept = np.zeros(len(totals), np.bool_)
    kept[np.argsort(-totals, kind="stable")[:most]] = True
    return counted.at(np.flatnonzero(kept[there]))


def _units(axis: Axis, found: Axis) -> tuple[tuple[Unit, ...], Ints, Ints]:
    """Give the units of an axis by type and name, their numbers, and the place of each statement's among them.

    They are called as they are where they come first of all that was found.
    """
    numbers, places = np.unique(axis.counted, return_inverse=True)
    units = [unit_of(axis, found, number) for number in numbers.tolist()]
    order = sorted(range(len(units)), key=units.__getitem__)
    rank = np.empty(len(units), np.int64)
    rank[order] = np.arange(len(units))
    of_statements = rank[places] if units else places.astype(np.int64)
    return tuple(units[place] for place in order), numbers[order] if units else numbers, of_statements


def unit_of(axis: Axis, found: Axis, number: int) -> Unit:
    """Give what a number stands for, as it is written where it comes first."""
    kind, _name = axis.unit(number, number)
    first = int(found.written[np.argmax(found.counted == number)]) if _is_written_otherwise(axis, number) else number
    return kind, axis.unit(number, first)[1]


def _is_written_otherwise(axis: Axis, number: int) -> bool:
    """Tell whether one of the names that are taken for one is written in another way than the others."""
    table = axis.table
    alike = table.alike(number) if axis.kind is None else (number,)
    return len(set().union(*map(table.spellings, alike))) > 1


def _rows_of(found: FolderStatements, axis: Axis, numbers: Ints) -> list[int]:
    """Give how many annotations stand behind each unit."""
    if not len(found):
        return [0] * len(numbers)
    there, counts = np.unique(each_once(axis.counted, found.rows)[0], return_counts=True)
    of_number = dict(zip(there.tolist(), counts.tolist(), strict=True))
    return [of_number.get(number, 0) for number in numbers.tolist()]


def _node(kind: str, unit: Unit, count: int) -> Node:
    return Node(*unit_key(kind, unit), unit[1], unit[0], count, ())


def _each_once(rows: Ints) -> Rows:
    return np.array(list(dict.fromkeys(rows.tolist())), np.intp)


def _joined(counted: FolderStatements, found: FolderStatements) -> int:
    """Count the names that were taken for one already there, as the command does."""
    ways: dict[tuple[str, int, int], set[int]] = {}
    for axis in (found.actors, found.topics):
        space = axis.variable if axis.kind is not None else ENTITY
        for file, number, way in zip(found.files.tolist(), axis.counted.tolist(), axis.written.tolist(), strict=True):
            ways.setdefault((space, file, number), set()).add(way)
    total = 0
    for axis in (counted.actors, counted.topics):
        space = axis.variable if axis.kind is not None else ENTITY
        there = set(zip(counted.files.tolist(), axis.counted.tolist(), strict=True))
        # A number is counted once in the folder, however many documents have it.
        total += sum(len(ways[space, *key]) for key in there) - len({number for _file, number in there})
    return total
