"""The relationship chart of a folder: edges as numbers, kept up file by file; those that are asked for are made."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.relation_graph import ENTITY, TOPIC, Edge, EdgeKey, Node, NodeKey, RelationGraph
from annotator.services.index.digest import NONE
from annotator.services.index.distinct import distinct
from annotator.services.index.folder_rows import Bounds
from annotator.services.index.name_table import NameTable
from annotator.services.index.relations import (
    AGREES,
    EDGE_KINDS,
    END,
    ENTITY_NODE,
    KIND_OF_EDGE,
    MEMBER,
    POSITION,
    TOPIC_NODE,
    VALUES,
    Actors,
    DirectOptions,
    Keys,
    Told,
    key_of,
    parts_of_key,
    summed,
    told,
)
from annotator.services.index.view import SPEAKING, FolderView, Mask, PartRows, Rows, Whose

DRAWN: Final = 100
"""So many nodes are shown where nobody asks for more: more cannot be read."""
EdgeId = EdgeKey
Int = NDArray[np.int64]
Names = Callable[[Sequence[int]], str]
"""Gives what is called by some numbers, the first of which counts."""
Number = TypeVar("Number", bound=np.integer[Any])
_OWN: Final = DirectOptions()
_WORDS: Final = {kind: {place: word for place, word in enumerate(VALUES.get(kind, ())) if word} for kind in EDGE_KINDS}
"""By kind of edge the values of its events by their numbers; nothing where there is none."""


class FolderGraph:
    """Nodes and edges of many documents as numbers, a topic's below 0; those that are drawn are made when asked for.

    ``keys`` and ``counts`` are relations and the events that tell of each. Entities of no known type are the one of
    their name that is there with another.
    """

    def __init__(self, keys: Keys, counts: Int, entities: NameTable, name_of: Names) -> None:
        kinds, values, sources, targets = parts_of_key(keys)
        self._entities, self._name_of = entities, name_of
        is_entity, is_topic = kinds == ENTITY_NODE, kinds == TOPIC_NODE
        same = same_by_name(sources[is_entity], entities)
        self._group = {number: [number, *(one for one, of in same.items() if of == number)] for number in same.values()}
        sources = np.where(is_topic, ~sources, _replaced(sources, same))
        targets = np.where(kinds == POSITION, ~targets, _replaced(targets, same))
        nodes = np.concatenate([sources[is_entity], sources[is_topic]])
        self.nodes, where = np.unique(nodes, return_inverse=True)
        of_nodes = np.concatenate([counts[is_entity], counts[is_topic]])
        self.node_counts = np.bincount(where, weights=of_nodes, minlength=len(self.nodes)).astype(np.int64)
        swapped = (kinds == AGREES) & (sources > targets)
        sources, targets = np.where(swapped, targets, sources), np.where(swapped, sources, targets)
        edges = (kinds >= AGREES) & (sources != targets)
        self._kinds, self._values = kinds[edges], values[edges]
        self._sources, self._targets, self._counts = sources[edges], targets[edges], counts[edges]

    def graph(
        self,
        most: int | None = DRAWN,
        *,
        least: int = 1,
        kinds: Collection[str] = tuple(KIND_OF_EDGE),
        around: NodeKey | None = None,
    ) -> RelationGraph:
        """Give the nodes of most weight with the edges between them; the evidence is left to ``evidence``.

        Edges count that have at least so many events and are of the kinds. ``around`` a node are it, those that are
        linked with it, and the edges between all of these.
        """
        found = self._summed(least, {KIND_OF_EDGE[kind] for kind in kinds})
        places = self._shown(found, most, around)
        numbers, counts = self.nodes[places].tolist(), self.node_counts[places].tolist()
        nodes = {number: self._node(number, count) for number, count in zip(numbers, counts, strict=True)}
        made = self._edges(found, np.array(numbers, np.int64), nodes)
        edges = {(edge.kind, edge.source, edge.target): edge for edge in made}
        return RelationGraph({node.key: node for node in nodes.values()}, edges)

    def _edges(self, found: "_Summed", numbers: Int, nodes: Mapping[int, Node]) -> Iterator[Edge]:
        """Make the edges between some nodes."""
        found = found.at(found.within(np.sort(numbers)))
        keys = {number: node.key for number, node in nodes.items()}
        times = self._counts[found.places]
        ends = np.concatenate([[0], np.cumsum(times)])
        values = np.repeat(self._values[found.places], times).tolist()
        columns = (found.kinds, found.sources, found.targets, found.counts, ends[found.starts], ends[found.ends])
        for kind, one, other, count, start, end in zip(*(column.tolist() for column in columns), strict=True):
            source, target = keys[one], keys[other]
            if kind == AGREES and source > target:
                source, target = target, source
            told = () if kind == MEMBER else tuple(map(_WORDS[kind].get, values[start:end]))
            yield Edge(EDGE_KINDS[kind], source, target, count, told, ())

    def weights(self, kinds: Collection[str] = tuple(KIND_OF_EDGE)) -> Int:
        """Give for each of ``nodes`` how many events its edges have; memberships have none."""
        wanted = np.isin(self._kinds, [KIND_OF_EDGE[kind] for kind in kinds if KIND_OF_EDGE[kind] != MEMBER])
        return self._at_nodes((self._sources[wanted], self._targets[wanted]), self._counts[wanted])

    def _at_nodes(self, ends: tuple[Int, Int], counts: Int) -> Int:
        if not len(self.nodes):
            return np.empty(0, np.int64)
        # Numbers are near each other: a table is asked sooner than they are looked for.
        least = int(self.nodes[0])
        place_of = np.zeros(int(self.nodes[-1]) + 1 - least, np.intp)
        place_of[self.nodes - least] = np.arange(len(self.nodes))
        places = place_of[np.concatenate(ends) - least]
        whole = np.bincount(places, weights=np.concatenate([counts, counts]), minlength=len(self.nodes))
        return whole.astype(np.int64)

    def number(self, node: NodeKey) -> int | None:
        """Give the number of a node that is there."""
        kind, _colon, name = node[1].partition(":")
        wanted = {number for number in self._entities.named(name) if self._entities.type(number) == kind}
        there = self.nodes[self.nodes < 0] if node[0] == TOPIC else self.nodes[np.isin(self.nodes, list(wanted))]
        return next((int(number) for number in there.tolist() if self._node(number, 0).key == node), None)

    def _summed(self, least: int, kinds: set[int]) -> "_Summed":
        """Give the edges of some kinds that have so many events, memberships however many."""
        wanted = np.flatnonzero(np.isin(self._kinds, list(kinds)))
        kind, source, target = self._kinds[wanted], self._sources[wanted], self._targets[wanted]
        # Topics are below 0, so that each is told from where the lowest would be.
        ends = ((kind * (2 * END) + source + END) * (2 * END)) + target + END
        order = np.argsort(ends, kind="stable")
        kind, source, target, wanted, ends = (one[order] for one in (kind, source, target, wanted, ends))
        first = np.ones(len(order), np.bool_)
        first[1:] = ends[1:] != ends[:-1]
        starts = np.flatnonzero(first)
        kinds_of, ends = kind[starts], np.append(starts[1:], len(order))
        total = np.add.reduceat(self._counts[wanted], starts) if len(starts) else np.empty(0, np.int64)
        total = np.where(kinds_of == MEMBER, 0, total)
        kept = np.flatnonzero((total >= least) | (kinds_of == MEMBER))
        return _Summed(
            kinds_of[kept], source[starts][kept], target[starts][kept], total[kept], wanted, starts[kept], ends[kept]
        )  # fmt: skip

    def _shown(self, found: "_Summed", most: int | None, around: NodeKey | None) -> list[int]:
        """Give the places of the nodes that are shown, those of most weight first."""
        weight = self._at_nodes((found.sources, found.targets), found.counts)
        ranked = np.lexsort((np.arange(len(weight)), -self.node_counts, -weight))
        if around is not None:
            centre = self.number(around)
            beside = [found.targets[found.sources == centre], found.sources[found.targets == centre]]
            near = np.isin(self.nodes[ranked], np.concatenate(beside)) & (self.nodes[ranked] != centre)
            ranked = np.concatenate([ranked[self.nodes[ranked] == centre], ranked[near]])
        places: list[int] = ranked[:most].tolist()
        return places

    def _node(self, number: int, count: int) -> Node:
        name = self._name_of(self._group.get(number, (number,)))
        if number < 0:
            return Node(TOPIC, name, name, "", count, ())
        kind = self._entities.type(number)
        return Node(ENTITY, f"{kind}:{name}", name, kind, count, ())


class _Summed(NamedTuple):
    """Edges by kind and ends, the events of each, and at which places of all keys between which bounds they stand."""

    kinds: Int
    sources: Int
    targets: Int
    counts: Int
    places: NDArray[np.intp]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]

    def within(self, nodes: Int) -> NDArray[np.intp]:
        """Give the edges between nodes, which are in order."""
        return np.flatnonzero(np.isin(self.sources, nodes) & np.isin(self.targets, nodes))

    def at(self, edges: NDArray[np.intp]) -> "_Summed":
        """Give some edges, with their events alone."""
        bounds = Bounds(self.starts[edges], self.ends[edges] - self.starts[edges])
        starts = bounds.behind_each_other().starts
        columns = self.kinds[edges], self.sources[edges], self.targets[edges], self.counts[edges]
        return _Summed(*columns, self.places[bounds.places], starts, starts + bounds.counts)


def same_by_name(there: NDArray[np.integer[Any]], entities: NameTable) -> dict[int, int]:
    """Give the entities of no known type, and which of those that are there they are: the only other of their name."""
    untyped = [number for number in entities.untyped_numbers if len(entities.alike(number)) > 1]
    if not untyped or not len(there):
        return {}
    known = set(np.unique(there).tolist())
    found: dict[int, int] = {}
    for number in untyped:
        others = [other for other in entities.alike(number) if other != number and other in known]
        if number in known and len(others) == 1:
            found[number] = others[0]
    return found


def _replaced(numbers: NDArray[Number], same: Mapping[int, int]) -> NDArray[Number]:
    if not same:
        return numbers
    fresh = numbers.copy()
    for number, other in same.items():
        fresh[numbers == number] = other
    return fresh


def actors_of(parts: PartRows, files: NDArray[np.int32], view: FolderView, hidden: Collection[int] = ()) -> Actors:
    """Give who parts are of, as a chart of their document shows them; ``hidden`` entities are shown nowhere."""
    own, behind = parts.entity.copy(), parts.acts_for.copy()
    numbers = list({number for same in view.same_in_file.values() for number in same})
    for column in (own, behind):
        for place in np.flatnonzero(np.isin(column, numbers)).tolist() if numbers else ():
            number = int(column[place])
            column[place] = view.same_in_file.get(int(files[place]), {}).get(number, number)
    return Actors(*(_without(column, [*hidden, *view.entities.nameless]) for column in (own, behind)))


def actors_in_file(parts: PartRows, same: Mapping[int, int], nameless: Collection[int]) -> Actors:
    """Give who the parts of one file are of."""
    columns = [_replaced(column, same) for column in (parts.entity, parts.acts_for)]
    return Actors(*(_without(column, nameless) for column in columns))


def _without(numbers: NDArray[np.int32], gone: Collection[int]) -> NDArray[np.int32]:
    return np.where(np.isin(numbers, list(gone)), np.int32(NONE), numbers) if gone else numbers


def told_by(
    view: FolderView,
    whose: Whose = SPEAKING,
    mask: Mask | None = None,
    options: DirectOptions = _OWN,
    hidden: Collection[int] = (),
) -> Told:
    """Give the relations that rows tell of, those of a mask alone where there is one."""
    kept = view.mask(whose) if mask is None else view.mask(whose) & mask
    places = np.flatnonzero(view.live_parts & kept[view.parts.row])
    parts = view.parts.at(places)
    actors = actors_of(parts, view.annotations.file[parts.row], view, hidden)
    return told(np.flatnonzero(kept), view.annotations, parts, actors, options)


def direct_graph(
    view: FolderView,
    whose: Whose = SPEAKING,
    mask: Mask | None = None,
    options: DirectOptions = _OWN,
    hidden: Collection[int] = (),
) -> FolderGraph:
    """Give the chart of the rows of a mask, of all where there is none, as the command makes it of layers."""
    keys, counts = summed(told_by(view, whose, mask, options, hidden).counted_keys())
    return FolderGraph(keys, counts, view.entities, first_names(view, whose, mask, options))


def first_names(
    view: FolderView, whose: Whose = SPEAKING, mask: Mask | None = None, options: DirectOptions = _OWN
) -> Names:
    """Give what names entities, and topics by numbers below 0: as each is written where it comes first."""
    kept = view.mask(whose) if mask is None else view.mask(whose) & mask

    def name(numbers: Sequence[int]) -> str:
        number = numbers[0]
        if number < 0:
            written = view.topics.spellings(~number)
            if len(written) == 1:
                return view.topics.name(~number)
            found = told_by(view, whose, kept & (view.annotations.topic == ~number), options)
            return _topic_name(view, ~number, found.rows[parts_of_key(found.keys)[0] == TOPIC_NODE])
        written = set().union(*map(view.entities.spellings, numbers))
        return _entity_name(view, kept, numbers, options) if len(written) > 1 else view.entities.name(number)

    return name


def _topic_name(view: FolderView, topic: int, rows: NDArray[np.integer[Any]]) -> str:
    if not len(rows):
        return view.topics.name(topic)
    row = _first(view, rows)
    first = view.topics_first.get(int(view.annotations.file[row]), {}).get(topic)
    return view.topics.name(int(view.annotations.topic_written[row]) if first is None else first)


def _entity_name(view: FolderView, kept: Mask, numbers: Sequence[int], options: DirectOptions) -> str:
    wanted = [*numbers, *(one for same in view.same_in_file.values() for one, of in same.items() if of in numbers)]
    parts = view.parts
    named = np.isin(parts.entity, wanted) | np.isin(parts.acts_for, wanted)
    places = np.flatnonzero(named & view.live_parts & kept[parts.row])
    parts = parts.at(places)
    actors = actors_of(parts, view.annotations.file[parts.row], view)
    behind = (parts.acts_for >= 0) & (parts.field != 0) & (options.level == "for")
    who = np.where(behind, actors.behind, actors.own)
    there = np.flatnonzero(np.isin(who, numbers))
    if not len(there):
        return view.entities.name(numbers[0])
    row = _first(view, parts.row[there])
    at = int(there[np.flatnonzero(parts.row[there] == row)[0]])
    file = int(view.annotations.file[row])
    first = view.called_first.get(file, {}).get(int(who[at]))
    written = parts.acts_for_written[at] if behind[at] else parts.entity_written[at]
    return view.entities.name(view.called(file, int(written)) if first is None else first)


def _first(view: FolderView, rows: NDArray[np.integer[Any]]) -> int:
    """Give the row that comes first when files are read in their order."""
    return int(rows[np.lexsort((rows, view.file_order[view.annotations.file[rows]]))[0]])


def evidence(view: FolderView, edge: EdgeId, whose: Whose = SPEAKING, options: DirectOptions = _OWN) -> Rows:
    """Give the rows that an edge rests on, by document and place."""
    kind, source, target = edge
    one, other = _Standing(view, source, whose, options), _Standing(view, target, whose, options)
    found = told_by(view, whose, one.rows & other.rows, options)
    kinds, _values, sources, targets = parts_of_key(found.keys)
    targets = np.where(kinds == POSITION, ~targets, targets)
    matching = np.isin(sources, one.numbers) & np.isin(targets, other.numbers)
    if kind == EDGE_KINDS[AGREES]:
        matching |= np.isin(sources, other.numbers) & np.isin(targets, one.numbers)
    return in_order(view, distinct(found.rows[matching & (kinds == KIND_OF_EDGE[kind])]))


def evidence_of_node(view: FolderView, node: NodeKey, whose: Whose = SPEAKING, options: DirectOptions = _OWN) -> Rows:
    """Give the rows that a node rests on, by document and place."""
    standing = _Standing(view, node, whose, options)
    found = told_by(view, whose, standing.rows, options)
    kinds, _values, sources, _targets = parts_of_key(found.keys)
    sources = np.where(kinds == TOPIC_NODE, ~sources, sources)
    return in_order(view, distinct(found.rows[(kinds <= TOPIC_NODE) & np.isin(sources, standing.numbers)]))


def in_order(view: FolderView, rows: NDArray[np.integer[Any]]) -> Rows:
    """Give rows in the order of the documents and of their texts."""
    return rows[np.lexsort((rows, view.document_order[view.annotations.file[rows]]))].astype(np.intp)


class _Standing:
    """What stands for a node: its number with those of untyped entities that are it, and the rows that name one."""

    def __init__(self, view: FolderView, node: NodeKey, whose: Whose, options: DirectOptions) -> None:
        self.numbers: list[int] = []
        self.rows = np.zeros(len(view.annotations), np.bool_)
        if node[0] == TOPIC:
            topic = view.topics.find(node[1])
            if topic is not None:
                self.numbers.append(~topic)
                self.rows |= view.annotations.topic == topic
            return
        kind, _colon, name = node[1].partition(":")
        number = view.entities.find(name, kind)
        if number is None:
            return
        same = same_by_name(_there(view, whose, options), view.entities)
        self.numbers += [number, *(one for one, other in same.items() if other == number)]
        in_files = {
            one for found in view.same_in_file.values() for one, other in found.items() if other in self.numbers
        }
        wanted, parts = [*self.numbers, *in_files], view.parts
        self.rows[parts.row[np.isin(parts.entity, wanted) | np.isin(parts.acts_for, wanted)]] = True


def _there(view: FolderView, whose: Whose, options: DirectOptions) -> NDArray[np.int32]:
    """Give the entities that are nodes; only those matter of whose name there are several."""
    several = {other for number in view.entities.untyped_numbers for other in view.entities.alike(number)}
    if not several:
        return np.empty(0, np.int32)
    wanted = list(several)
    column = np.isin(view.parts.entity, wanted) | np.isin(view.parts.acts_for, wanted)
    places = np.flatnonzero(column & view.part_mask(whose))
    parts = view.parts.at(places)
    actors = actors_of(parts, view.annotations.file[parts.row], view)
    behind = (parts.acts_for >= 0) & (parts.field != 0) & (options.level == "for")
    shown: NDArray[np.int32] = np.where(behind, actors.behind, actors.own)
    return shown[shown >= 0]


class Edges:
    """What each file that speaks tells of, and the sums of all; a file's share is taken away and added again."""

    def __init__(self) -> None:
        self._of_file: dict[int, array[int]] = {}
        self._sums: tuple[Keys, Int] = np.empty(0, np.int64), np.empty(0, np.int64)
        """As they were when they were asked for last, keys in order."""
        self._changed: Counter[int] = Counter()
        """How many events more, or less, tell of a relation since."""

    def replace(self, file: int, keys: Iterable[int]) -> bool:
        """Let a file tell of other relations, none where it does not speak; tells whether that changes anything."""
        before, after = self._of_file.pop(file, array("q")), array("q", keys)
        if after:
            self._of_file[file] = after
        if before == after:
            return False
        self._changed.subtract(before)
        self._changed.update(after)
        return True

    def begin(self, files: Mapping[int, "array[int]"]) -> None:
        """Take the relations of all files."""
        self._of_file = dict(files)
        self._changed.clear()
        everything = array("q")
        for keys in self._of_file.values():
            everything.extend(keys)
        found, counts = summed(np.array(everything, np.int64))
        order = np.argsort(found)
        self._sums = found[order], counts[order]

    def sums(self) -> tuple[Keys, Int]:
        """Give all relations with the events that tell of each."""
        if self._changed:
            changed = dict(sorted(self._changed.items()))
            others, by = (np.fromiter(of, np.int64, len(changed)) for of in (changed.keys(), changed.values()))
            keys, counts = self._sums
            places = np.searchsorted(keys, others)
            known = places < len(keys)
            known[known] = keys[places[known]] == others[known]
            counts = counts.copy()
            counts[places[known]] += by[known]
            keys = np.insert(keys, places[~known], others[~known])
            counts = np.insert(counts, places[~known], by[~known])
            self._sums = keys[counts > 0], counts[counts > 0]
            self._changed.clear()
        return self._sums


def memberships(nodes: Collection[int], groups: Mapping[int, Iterable[int]]) -> list[int]:
    """Give the relations of members with their groups, where both are nodes of one document."""
    return [
        key_of(MEMBER, member, group)
        for member, of in groups.items()
        if member in nodes
        for group in dict.fromkeys(of)
        if group in nodes and group != member
    ]
