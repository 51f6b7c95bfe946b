"""The chart of many documents beside the article: what of their relations can be read, and what that rests on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.relation_graph import (
    CO_MENTION_EDGE,
    MEMBERSHIP_EDGE,
    EdgeKey,
    NodeKey,
    RelationGraph,
)
from annotator.model.vocabulary import ENTITY_TYPES
from annotator.services.charting.chart_filters import ChartFilters
from annotator.services.charting.importance import MOST_SHOWN, PartOfGraph, heaviest_edges
from annotator.services.index.days import NO_DAY, day_numbers
from annotator.services.index.edges import FolderGraph, evidence, evidence_of_node, first_names, told_by
from annotator.services.index.relations import ENTITY_NODE, MEMBER, DirectOptions, Keys, parts_of_key
from annotator.services.index.statement_rows import passing
from annotator.services.index.view import SPEAKING, FolderView, Mask, Rows

LEAST: Final = (1, 2, 3, 5, 10)
"""How many events a line may be asked to have at least."""


@dataclass(frozen=True, slots=True)
class WideOrder:
    """What is shown: of which ``documents`` (None for all), how many nodes and which lines; ``around`` a node alone."""

    filters: ChartFilters = field(default_factory=ChartFilters)
    documents: frozenset[Path] | None = None
    most: int = MOST_SHOWN[0]
    least: int = LEAST[0]
    around: NodeKey | None = None


@dataclass(frozen=True)
class WideChart:
    """A part of a folder's chart, that of one node's neighbours where it was asked for, and what both were made of."""

    order: WideOrder
    view: FolderView
    part: PartOfGraph
    near: RelationGraph | None = None
    alike: Keys = field(default_factory=lambda: np.empty(0, np.int64))
    """Nodes of one name and several types: which of them are there says whom one without a type is taken for."""

    def proofs(self, key: NodeKey | EdgeKey) -> Rows:
        """Give the rows of the index that a node or an edge rests on, by document and place."""
        mask, options = _mask(self.view, self.order), _options(self.order.filters)
        if len(key) == 2:
            found = evidence_of_node(self.view, key, options=options)
        elif key[0] == MEMBERSHIP_EDGE:
            return np.empty(0, np.intp)
        else:
            found = evidence(self.view, key, options=options)
        return found if mask is None else found[mask[found]]

    def keys_of(self, rows: Iterable[int]) -> frozenset[NodeKey | EdgeKey]:
        """Give the nodes and edges that rest on some rows."""
        mask = np.zeros(len(self.view.annotations), np.bool_)
        mask[list(rows)] = True
        keys = _told(self.view, self.order, mask)[0]
        others = np.setdiff1d(self.alike, keys)
        counts = np.concatenate([np.ones(len(keys), np.int64), np.zeros(len(others), np.int64)])
        graph = _graph_of(np.concatenate([keys, others]), counts, self.view, self.order)
        found = graph.graph(None, kinds=_kinds(self.order.filters))
        return frozenset((*(key for key, node in found.nodes.items() if node.annotations), *found.edges))


def wide_chart(view: FolderView, order: WideOrder, members: Keys | tuple[()] = ()) -> WideChart:
    """Give what is shown of a folder's chart; ``members`` are its memberships, as ``FolderIndex.edges`` has them."""
    keys, counts = _told(view, order)
    more = keys[:0] if isinstance(members, tuple) else _between(members, keys)
    weighed = np.concatenate([counts, np.ones(len(more), np.int64)])
    whole, kinds = _graph_of(np.concatenate([keys, more]), weighed, view, order), _kinds(order.filters)
    graph = order.filters.shown(whole.graph(order.most, least=order.least, kinds=kinds))
    part = heaviest_edges(graph)
    left = len(whole.nodes) - len(graph.nodes)
    near = None
    if order.around is not None and whole.number(order.around) is not None:
        most = max(order.most, MOST_SHOWN[0])
        near = heaviest_edges(whole.graph(most, least=order.least, kinds=kinds, around=order.around)).graph
    return WideChart(order, view, PartOfGraph(part.graph, left, part.edges_left), near, _alike(view, keys))


def memberships_in(keys: Keys) -> Keys:
    """Give the relations that are memberships."""
    found: Keys = keys[parts_of_key(keys)[0] == MEMBER]
    return found


def _told(view: FolderView, order: WideOrder, rows: Mask | None = None) -> tuple[Keys, Keys]:
    """Give the relations that rows tell of, of all where none are named, and the events that tell of each."""
    kept, options = _mask(view, order), _options(order.filters)
    mask = rows if kept is None else kept if rows is None else kept & rows
    found = told_by(view, SPEAKING, mask, options, _hidden(view, order.filters.entity_types))
    keys, counts = np.unique(found.counted().keys, return_counts=True)
    return keys, counts.astype(np.int64)


def _graph_of(keys: Keys, counts: Keys, view: FolderView, order: WideOrder) -> FolderGraph:
    names = first_names(view, SPEAKING, _mask(view, order), _options(order.filters))
    return FolderGraph(keys, counts, view.entities, names)


def _alike(view: FolderView, keys: Keys) -> Keys:
    untyped = (one for one in view.entities.untyped_numbers if len(view.entities.alike(one)) > 1)
    several = [other for one in untyped for other in view.entities.alike(one)]
    kinds, _values, sources, _targets = parts_of_key(keys)
    found: Keys = keys[(kinds == ENTITY_NODE) & np.isin(sources, several)]
    return found


def _between(members: Keys, keys: Keys) -> Keys:
    """Give the memberships of which both ends are nodes."""
    kinds, _values, sources, _targets = parts_of_key(keys)
    there = sources[kinds == ENTITY_NODE]
    _kinds_of, _none, ones, groups = parts_of_key(members)
    return members[np.isin(ones, there) & np.isin(groups, there)]


def _kinds(filters: ChartFilters) -> Collection[str]:
    """Give the kinds of edges; who is mentioned in one sentence is known of one document alone."""
    return (filters.kinds | {MEMBERSHIP_EDGE}) - {CO_MENTION_EDGE}


def _options(filters: ChartFilters) -> DirectOptions:
    return DirectOptions("for" if filters.level == "for" else "own", filters.positions)


def _hidden(view: FolderView, types: frozenset[str]) -> list[int]:
    if not types or types == frozenset(ENTITY_TYPES):
        return []
    return [number for number in view.entities.numbers() if view.entities.type(number) not in types]


def _mask(view: FolderView, order: WideOrder) -> Mask | None:
    """Give which rows are asked for, None where all are."""
    narrowed = order.filters.narrowed
    kept: Mask | None = None if narrowed.is_open else passing(view, narrowed) & _in_time(view, narrowed)
    if order.documents is not None:
        wanted = [one is not None and one.document in order.documents for one in view.files]
        of_files = np.array([*wanted, False], np.bool_)[view.annotations.file]
        kept = of_files if kept is None else kept & of_files
    return kept


def _in_time(view: FolderView, narrowed: AnnotationFilter) -> Mask:
    """Tell of which rows all that the date may mean lies in the time asked for."""
    table = view.annotations
    kept: NDArray[np.bool_] = np.ones(len(table), np.bool_)
    first, last = day_numbers(narrowed.start)[0], day_numbers(narrowed.end)[1]
    if narrowed.start or narrowed.end:
        kept &= table.last != NO_DAY
    if first != NO_DAY:
        kept &= table.first >= first
    if last != NO_DAY:
        kept &= table.last <= last
    return kept
