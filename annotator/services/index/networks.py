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

_Said = dict[int, dict[int, list[int]]]


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

    def graph(self, edges: NDArray[np.intp] | None = None) -> RelationGraph:
        """Give all nodes with the edges of some places, with all where none are given.

        They have no evidence, which ``evidence`` gives; counts and weights are the command's.
        """
        nodes = {node.key: node for node in (*self._by_name(self._nodes), *self._column_nodes)}
        return RelationGraph(nodes, self.made(np.arange(len(self.source)) if edges is None else edges))

    def made(self, places: NDArray[np.intp]) -> dict[EdgeKey, Edge]:
        """Make the edges of some places."""
        rows, ends = self._nodes, self._column_nodes if self.is_two_mode else self._nodes
        made: dict[EdgeKey, Edge] = {}
        for place in places.tolist():
            edge = self._edge(place, rows[self.source[place]].key, ends[self.target[place]].key)
            made[edge.kind, edge.source, edge.target] = edge
        return made

    def evidence(self, place: int) -> Rows:
        """Give the annotations that an edge rests on, in the order of time."""
        found = self.statements
        a, b = self.row_numbers[self.source[place]], int(self.target[place])
        if self.is_two_mode:
            ours = np.flatnonzero(found.actors.counted == a)
            return _each_once(found.rows[ours[found.topics.counted[ours] == self.column_numbers[b]]])
        places = self._near(self._said(int(a)), self._said(int(self.row_numbers[b])))
        return _each_once(found.rows[np.array(places, np.intp)])

    def evidence_of_row(self, place: int) -> Rows:
        """Give the annotations that the unit of a row rests on."""
        return _each_once(self.statements.rows[self.statements.actors.counted == self.row_numbers[place]])

    def evidence_of_column(self, place: int) -> Rows:
        """Give the annotations that the unit of a column rests on, in two modes."""
        return _each_once(self.statements.rows[self.statements.topics.counted == self.column_numbers[place]])

    def _said(self, number: int) -> "_Said":
        """Give by topic the stances of a unit, each with the places of its statements."""
        known = self._said_by.get(number)
        if known is None:
            known = self._said_by[number] = {}
            actors, order = self._by_actor
            places = order[slice(*np.searchsorted(actors, (number, number + 1)).tolist())]
            topics, stances = self.statements.topics.counted[places], self.statements.stance[places]
            for at, topic, stance in zip(places.tolist(), topics.tolist(), stances.tolist(), strict=True):
                known.setdefault(topic, {}).setdefault(stance, []).append(at)
        return known

    @cached_property
    def _said_by(self) -> "dict[int, _Said]":
        return {}

    @cached_property
    def _by_actor(self) -> tuple[Ints, Ints]:
        """The numbers of units in order, and the places of their statements."""
        order = np.argsort(self.statements.actors.counted, kind="stable")
        return self.statements.actors.counted[order], order

    def _near(self, one: "_Said", other: "_Said") -> list[int]:
        """Give the statements of two ends that weigh something with one of the other end's."""
        near, found = self._near_stances, list[int]()
        for topic in one.keys() & other.keys():
            for ours, theirs in ((one[topic], other[topic]), (other[topic], one[topic])):
                for stance, places in ours.items():
                    if not near[stance].isdisjoint(theirs):
                        found += places
        return sorted(found)

    @cached_property
    def _near_stances(self) -> dict[int, frozenset[int]]:
        """By stance those with which a statement weighs something."""
        near, there = nearness(self.options.aggregate), np.unique(self.statements.stance).tolist()
        return {one: frozenset(other for other in there if near(one, other)) for one in there}

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

    @cached_property
    def _nodes(self) -> list[Node]:
        kind = ENTITY if self.is_two_mode or self.options.statements.rows in ENTITY_VARIABLES else TOPIC
        counts = _rows_of(self.statements, self.statements.actors, self.row_numbers)
        return [_node(kind, unit, count) for unit, count in zip(self.rows, counts, strict=True)]

    @cached_property
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
    whole = found.units
    numbers, places = np.unique(axis.counted, return_inverse=True)
    at = np.searchsorted(whole.numbers, numbers)
    order = np.argsort(whole.ranks[at])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return tuple([whole.units[place] for place in at[order].tolist()]), numbers[order], rank[places]


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
