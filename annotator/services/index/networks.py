"""Discourse networks of a folder as sparse matrices: the numbers of ``model/networks``, to the last digit.

Without a kernel all sums are of whole numbers and halves, which floating point holds exactly, whatever their order.
Windows with a kernel go through the model's own functions.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from annotator.model.networks.annotation_filter import IMPRECISE, NO_DATE, OUTSIDE, AnnotationFilter
from annotator.model.networks.discourse_network import (
    ONE_MODE,
    TWO_MODE,
    Counts,
    one_mode,
    two_mode,
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
    ALL,
    ENTITY_VARIABLES,
    FOR,
    LEVELS,
    MIXED,
    SPEAKER,
    Counting,
    Statement,
    Unit,
)
from annotator.model.networks.time_windows import STATEMENTS, WindowSeries
from annotator.services.charting.discourse import NetworkOptions, WindowCount
from annotator.services.index.counts import each_once
from annotator.services.index.days import NO_DAY, OPEN_END, OPEN_START, date_of, day_numbers, months_of
from annotator.services.index.digest import NONE, STANCES
from annotator.services.index.statement_rows import Axis, FolderStatements, Ints, folder_statements
from annotator.services.index.view import SPEAKING, FolderView, Mask, Rows, Whose

Floats = NDArray[np.float64]
_FIRST_DAY, _LAST_DAY = 1, 3_652_059
_AGREE, _DISAGREE, _MIXED = (STANCES.index(word) for word in ("agree", "disagree", MIXED))
_LEVELS: Final = {STANCES.index(word): level for word, level in LEVELS.items()}
_WIDTH: Final = len(STANCES)
_WORD: Final = {FOR: SPEAKER}


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
    return _network(counted, found, options, found.left_out + left_out, most)


def _network(
    counted: FolderStatements,
    found: FolderStatements,
    options: NetworkOptions,
    left_out: Counter[str],
    most: int | None = None,
) -> FolderNetwork:
    if most is not None and options.network == ONE_MODE:
        counted = _who_speak_most(counted, most)
    rows, row_numbers, row_places = _units(counted.actors, found.actors)
    columns, column_numbers, column_places = _units(counted.topics, found.topics)
    cells = _Cells(row_places, column_places, counted.stance, (len(rows), len(columns)))
    if options.network == ONE_MODE:
        source, target, weight = _joint(cells, options.aggregate, options.normalise)
        columns, column_numbers = (), column_numbers[:0]
    else:
        source, target, weight = _positions(cells, options.aggregate, options.normalise)
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


# What counts


def countable(found: FolderStatements, counting: Counting) -> tuple[FolderStatements, Counter[str]]:
    """Leave out what ``model/networks/statements.countable`` leaves out, with the same reasons."""
    kept, left_out = np.ones(len(found), np.bool_), Counter[str]()

    def leave_out(which: Mask, reason: str) -> None:
        count = int((kept & which).sum())
        if count:
            left_out[reason] += count
            kept[which] = False

    for axis, variable in ((found.actors, counting.rows), (found.topics, counting.columns)):
        leave_out(axis.counted == NONE, f"without a{'n' * (variable == 'author')} {_WORD.get(variable, variable)}")
    if not counting.mixed:
        leave_out(found.stance == _MIXED, MIXED)
    leave_out(~np.isin(found.stance, [*_LEVELS, _MIXED]), "without a stance")
    for which, reason in _outside(found, counting):
        leave_out(which, reason)
    periods = _periods(found, counting.duplicates)
    undated = found.last == NO_DAY
    imprecise = periods == NONE
    if counting.daily:
        imprecise = imprecise | ~_on_one_day(found)
    leave_out(imprecise & undated, NO_DATE)
    leave_out(imprecise, IMPRECISE)
    places = np.flatnonzero(kept)
    if counting.duplicates != ALL and len(places):
        stance = np.zeros(len(places), np.int64) if counting.ignore_stance else found.stance[places]
        units = (found.actors.counted[places] << 32) | found.topics.counted[places]
        order = np.lexsort((places, periods[places], stance, units))
        columns = [column[order] for column in (units, stance, periods[places])]
        same = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
        first = order[np.concatenate([[True], ~same])]
        if again := len(places) - len(first):
            left_out["counted before"] += again
        places = places[np.sort(first)]
    return found.at(places), left_out


def _outside(found: FolderStatements, counting: Counting) -> list[tuple[Mask, str]]:
    """Give what lies outside the time that counts, as ``why_not_in_time`` does."""
    if not (counting.start or counting.end):
        return []
    first, last = found.first, found.last
    low, high = day_numbers(counting.start)[0], day_numbers(counting.end)[1]
    no_low, no_high = low in (NO_DAY, OPEN_START), high in (NO_DAY, OPEN_END)
    undated = last == NO_DAY
    outside = np.zeros(len(found), np.bool_)
    inside = np.ones(len(found), np.bool_)
    if not no_low:
        outside |= (last != OPEN_END) & (last < low)
        inside &= (first != OPEN_START) & (first >= low)
    if not no_high:
        outside |= (first != OPEN_START) & (first > high)
        inside &= (last != OPEN_END) & (last <= high)
    if counting.possible:
        inside[:] = True
    return [(undated, NO_DATE), (outside, OUTSIDE), (~inside, IMPRECISE)]


def _on_one_day(found: FolderStatements) -> Mask:
    single: Mask = (found.first == found.last) & (found.first >= _FIRST_DAY) & (found.first <= _LAST_DAY)
    return single


def _periods(found: FolderStatements, duplicates: str) -> Ints:
    """Give the stretch in which a statement counts once, ``NONE`` where its date does not say."""
    if duplicates == "document":
        return found.view.document_order[found.files].astype(np.int64)
    if duplicates not in _STRETCHES:
        return np.zeros(len(found), np.int64)
    closed = (found.first > OPEN_START) & (found.last != OPEN_END) & (found.last != NO_DAY)
    first, last = np.where(closed, found.first, 1), np.where(closed, found.last, 1)
    number = _STRETCHES[duplicates]
    one, other = number(first), number(last)
    # What is counted from before the calendar may be below 0, as NONE is.
    return np.where(closed & (one == other), one - one.min(initial=0), NONE)


def _weeks(numbers: Ints) -> Ints:
    """Give weeks; days that Python's calendar does not reach stand for themselves."""
    inside = (numbers >= _FIRST_DAY) & (numbers <= _LAST_DAY)
    return np.where(inside, (numbers - 1) // 7, numbers * 7 + 2**40)


_STRETCHES: Final[Mapping[str, Callable[[Ints], Ints]]] = {
    "week": _weeks,
    "month": months_of,
    "year": lambda numbers: months_of(numbers) // 12,
}


# Matrices


class _Cells:
    """How much each unit said, by topic and stance, as sparse matrices."""

    def __init__(self, rows: Ints, columns: Ints, stance: Ints, shape: tuple[int, int]) -> None:
        self.shape = shape
        ones = np.ones(len(rows))
        self.whole = sparse.csr_array((ones, (rows, columns * _WIDTH + stance)), shape=(shape[0], shape[1] * _WIDTH))
        self.by_stance = {
            level: sparse.csr_array((ones[here], (rows[here], columns[here])), shape=shape)
            for level in np.unique(stance).tolist()
            for here in (stance == level,)
        }
        self.topics = sparse.csr_array((ones, (rows, columns)), shape=shape)
        self.totals = np.bincount(rows, minlength=shape[0]).astype(np.float64)


def nearness(aggregate: str) -> Callable[[int, int], float]:
    """Give how near two stances (places among ``STANCES``) are, by the way of counting."""

    def near(one: int, other: int) -> float:
        if aggregate == "ignore":
            return 1.0
        apart = abs(_LEVELS[one] - _LEVELS[other]) / 2
        return {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[aggregate]

    return near


def _product(cells: _Cells, aggregate: str) -> Any:
    """Give what every two units weigh together."""
    if aggregate == "ignore":
        return cells.topics @ cells.topics.T
    near, whole = nearness(aggregate), sparse.csr_array((cells.shape[0], cells.shape[0]))
    for one, said in cells.by_stance.items():
        others = [other * near(one, level) for level, other in cells.by_stance.items() if near(one, level)]
        if others:
            whole = whole + said @ sum(others[1:], others[0]).T
    return whole


def _joint(cells: _Cells, aggregate: str, normalise: str) -> tuple[Ints, Ints, Floats]:
    weights = sparse.triu(_product(cells, aggregate), 1, format="coo")
    source, target, weight = weights.row.astype(np.int64), weights.col.astype(np.int64), weights.data
    divisor = _DIVISORS[normalise](cells, aggregate, source, target)
    kept = (weight != 0) & (divisor != 0)
    source, target, weight = source[kept], target[kept], weight[kept] / divisor[kept]
    order = np.lexsort((target, source))
    return source[order], target[order], weight[order]


def _jaccard(cells: _Cells, _aggregate: str, source: Ints, target: Ints) -> Floats:
    said = cells.whole
    there = said.copy()
    there.data = np.ones_like(there.data)
    ours, theirs = _at(said @ there.T, source, target), _at(there @ said.T, source, target)
    return (cells.totals[source] - ours) + (cells.totals[target] - theirs) + _at(said @ said.T, source, target)


def _at(matrix: Any, source: Ints, target: Ints) -> Floats:
    found: Floats = np.asarray(matrix.tocsr()[source, target]).ravel()
    return found


def _cosine(cells: _Cells, aggregate: str, source: Ints, target: Ints) -> Floats:
    kind = "ignore" if aggregate == "ignore" else "congruence"
    near, squares = nearness(kind), np.zeros(cells.shape[0])
    for one, said in cells.by_stance.items():
        for level, other in cells.by_stance.items():
            if weight := near(one, level):
                squares += np.asarray(said.multiply(other).sum(axis=1)).ravel() * weight
    lengths = np.sqrt(squares)
    return lengths[source] * lengths[target]


_DIVISORS: Final[Mapping[str, Callable[[_Cells, str, Ints, Ints], Floats]]] = {
    "none": lambda _cells, _aggregate, source, _target: np.ones(len(source)),
    "average": lambda cells, _aggregate, source, target: (cells.totals[source] + cells.totals[target]) / 2,
    "jaccard": _jaccard,
    "cosine": _cosine,
    "product": lambda cells, _aggregate, source, target: cells.totals[source] * cells.totals[target],
}


def _positions(cells: _Cells, aggregate: str, normalise: str) -> tuple[Ints, Ints, Floats]:
    there = cells.topics.tocoo()
    source, target = there.row.astype(np.int64), there.col.astype(np.int64)

    def said(*stances: int) -> Floats:
        found = np.zeros(len(source))
        for stance in stances:
            if stance in cells.by_stance:
                found += _at(cells.by_stance[stance], source, target)
        return found

    if aggregate == "ignore":
        weight = there.data.astype(np.float64)
    elif aggregate == "subtract":
        weight = said(_AGREE) - said(_DISAGREE)
    else:
        weight = (said(_AGREE, _MIXED) > 0) + 2.0 * (said(_DISAGREE, _MIXED) > 0)
    in_column: Floats = np.asarray(cells.topics.sum(axis=0)).ravel()
    divisor = {"none": np.ones(len(source)), "activity": cells.totals[source], "prominence": in_column[target]}[
        normalise
    ]
    kept = (weight != 0) & (divisor != 0)
    source, target, weight = source[kept], target[kept], weight[kept] / divisor[kept]
    order = np.lexsort((source, target))
    return source[order], target[order], weight[order]


# Units


def _units(axis: Axis, found: Axis) -> tuple[tuple[Unit, ...], Ints, Ints]:
    """Give the units of an axis by type and name, their numbers, and the place of each statement's among them.

    They are called as they are where they come first of all that was found.
    """
    numbers, places = np.unique(axis.counted, return_inverse=True)
    units = [_unit(axis, found, number) for number in numbers.tolist()]
    order = sorted(range(len(units)), key=units.__getitem__)
    rank = np.empty(len(units), np.int64)
    rank[order] = np.arange(len(units))
    of_statements = rank[places] if units else places.astype(np.int64)
    return tuple(units[place] for place in order), numbers[order] if units else numbers, of_statements


def _unit(axis: Axis, found: Axis, number: int) -> Unit:
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


# Time


def window_counts(network: FolderNetwork) -> list[WindowCount]:
    """Give the windows of a network that moves through time, with how many statements and edges each has."""
    return [
        WindowCount(day, len(statements), len(graph.source) if isinstance(graph, FolderNetwork) else len(graph.edges))
        for day, statements, graph in _windows(network)
    ]


def network_at(network: FolderNetwork, day: str) -> RelationGraph:
    """Give the network of the window with a centre (``WindowCount.day``): its edges, and the nodes of the whole."""
    for centre, places, weights in window_places(network):
        if centre == day:
            graph = network_of_window(network, places, weights)
            edges = graph.graph().edges if isinstance(graph, FolderNetwork) else graph.edges
            return RelationGraph(network.graph(np.empty(0, np.intp)).nodes, dict(edges), (day,))
    return RelationGraph({}, {})


def _windows(network: FolderNetwork) -> Any:
    for centre, places, weights in window_places(network):
        yield centre, places, network_of_window(network, places, weights)


def network_of_window(network: FolderNetwork, places: Ints, weights: Sequence[float]) -> FolderNetwork | RelationGraph:
    """Give the network of the statements in a window: without a kernel as numbers, else by the model."""
    options = network.options
    part = network.statements.at(places)
    if options.kernel == "uniform":
        return _network(part, network.found, options, Counter())
    kept = [sqrt(weight) for weight in weights] if options.pair_weight != "product" else weights
    counts = Counts(_as_statements(network, places), kept)
    if options.network == ONE_MODE:
        return one_mode(counts, options.aggregate, options.normalise, options.statements.rows)
    return two_mode(counts, options.aggregate, options.normalise)


def _as_statements(network: FolderNetwork, places: Ints) -> list[Statement]:
    found = network.statements
    rows = dict(zip(network.row_numbers.tolist(), network.rows, strict=True))
    columns = {number: _unit(found.topics, network.found.topics, number)
               for number in np.unique(found.topics.counted[places]).tolist()}  # fmt: skip
    return [
        Statement(
            rows[int(found.actors.counted[at])],
            columns[int(found.topics.counted[at])],
            STANCES[int(found.stance[at])],
            str(int(found.files[at])),
            str(date_of(int(found.first[at])) or ""),
            str(int(found.rows[at])),
        )
        for at in places.tolist()
    ]


def window_places(network: FolderNetwork) -> Any:
    """Give the windows: the day of each, the places of its statements, and what these weigh."""
    options, found = network.options, network.statements
    whole = np.arange(len(found))
    dated = _as_statements(network, whole) if options.unit == STATEMENTS or options.kernel != "uniform" else None
    ends = tuple(_end(text, which) for which, text in enumerate((options.counting.start, options.counting.end)))
    numbers = {id(one): place for place, one in enumerate(dated)} if dated else {}
    if dated is not None:
        for window in WindowSeries(dated, options.window, options.kernel, (ends[0], ends[1]), options.unit):
            places = np.array([numbers[id(one)] for one in window.statements], np.int64)
            yield window.centre.isoformat(), places, list(window.weights)
        return
    yield from _plain_windows(network, ends)


def _end(text: str, which: int) -> Any:
    number = day_numbers(text)[which]
    return None if number in (NO_DAY, OPEN_START, OPEN_END) else date_of(number)


def _plain_windows(network: FolderNetwork, ends: tuple[Any, ...]) -> Any:
    """Give windows without a kernel: which statements lie in each is looked up in their sorted days."""
    options, found = network.options, network.statements
    dated = np.flatnonzero(_on_one_day(found))
    if not len(dated):
        return
    dated = dated[np.argsort(found.first[dated], kind="stable")]
    unit = _UNITS[options.unit]
    numbers = unit(found.first[dated])
    first = int(unit(np.array([ends[0].toordinal() - 1]))[0]) + 1 if ends[0] else int(numbers[0])
    last = int(unit(np.array([ends[1].toordinal() + 1]))[0]) - 1 if ends[1] else int(numbers[-1])
    half = options.window // 2
    centres = range(first + half, last - half + 1)
    low = np.searchsorted(numbers, np.arange(first, last - 2 * half + 1), "left")
    high = np.searchsorted(numbers, np.arange(first + 2 * half, last + 1), "right")
    for at, centre in enumerate(centres):
        places = dated[low[at] : high[at]]
        yield _day_of(options.unit, centre), places, ()


_UNITS: Final[Mapping[str, Callable[[Ints], Ints]]] = {
    "days": lambda numbers: numbers,
    "weeks": lambda numbers: (numbers - 1) // 7,
    "months": months_of,
    "years": lambda numbers: months_of(numbers) // 12,
}


def _day_of(unit: str, number: int) -> str:
    """Give the first day of a unit."""
    if unit == "days":
        return date.fromordinal(number).isoformat()
    if unit == "weeks":
        return date.fromordinal(number * 7 + 1).isoformat()
    year, month = divmod(number, 12) if unit == "months" else (number, 0)
    return date(year, month + 1, 1).isoformat()
