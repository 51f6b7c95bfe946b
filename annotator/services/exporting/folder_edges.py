"""The edges of a folder's network as the index counts them, for who asks a graph: made when they are looked at."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.discourse_network import unit_key
from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    ENTITY,
    POSITION_EDGE,
    TOPIC,
    Edge,
    EdgeKey,
    NodeKey,
    RelationGraph,
)
from annotator.model.networks.statements import ENTITY_VARIABLES
from annotator.services.charting.importance import NumberedEdges, ProvedEdges
from annotator.services.index.edges import direct_graph, evidence, evidence_of_node
from annotator.services.index.networks import FolderNetwork
from annotator.services.index.relations import DirectOptions
from annotator.services.index.view import FolderView

_KINDS = (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE)
ROW_OF_INDEX = "\0"
"""Begins what names a row of the index as a piece of evidence; no document is called so."""


class FolderEdges(NumberedEdges):
    """The edges of one network."""

    def __init__(self, network: FolderNetwork) -> None:
        self._network = network
        self.kind = POSITION_EDGE if network.is_two_mode else network.options.aggregate
        of_entities = network.is_two_mode or network.options.statements.rows in ENTITY_VARIABLES
        rows = [unit_key(ENTITY if of_entities else TOPIC, unit) for unit in network.rows]
        self.ends: Sequence[NodeKey] = [*rows, *(unit_key(TOPIC, unit) for unit in network.columns)]
        self._rows = len(rows)
        self.source = network.source.astype(np.intp)
        self.target = network.target.astype(np.intp) + (self._rows if network.is_two_mode else 0)
        self.weight = network.weight

    def __len__(self) -> int:
        return len(self.source)

    def __iter__(self) -> Iterator[EdgeKey]:
        return (key for key, _weight in self.weights())

    def __getitem__(self, key: EdgeKey) -> Edge:
        return self.made(np.array([self._place(key)]))[key]

    def weights(self) -> Iterator[tuple[EdgeKey, float]]:
        """Give the keys with the weights; no edge is made."""
        ends, kind = self.ends, self.kind
        places = zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
        return (((kind, ends[one], ends[other]), weight) for one, other, weight in places)

    def made(self, places: NDArray[np.intp]) -> dict[EdgeKey, Edge]:
        """Make the edges of some places."""
        return self._network.made(places)

    def proofs(self, key: object) -> tuple[str, ...]:
        """Give the rows of the index that a node or an edge rests on; none for an unknown one."""
        place = self._numbers.get(key) if isinstance(key, tuple) and len(key) == 2 else None
        if place is not None:
            network, rows = self._network, self._rows
            found = network.evidence_of_row(place) if place < rows else network.evidence_of_column(place - rows)
        else:
            try:
                found = self._network.evidence(self._place(key))
            except KeyError:
                return ()
        return tuple(f"{ROW_OF_INDEX}{row}" for row in found.tolist())

    @cached_property
    def _numbers(self) -> dict[NodeKey, int]:
        return {key: place for place, key in enumerate(self.ends)}

    @cached_property
    def _in_order(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Give what edges are found by, in order, and their places."""
        codes = self.source * len(self.ends) + self.target
        order = np.argsort(codes, kind="stable")
        return codes[order], order

    def _place(self, key: object) -> int:
        """Give the place of an edge; raises KeyError."""
        if not isinstance(key, tuple) or len(key) != 3 or key[0] != self.kind:
            raise KeyError(key)
        one, other = (self._numbers.get(end, -1) for end in key[1:])
        codes, order = self._in_order
        at = int(np.searchsorted(codes, one * len(self.ends) + other))
        if min(one, other) < 0 or at >= len(codes) or codes[at] != one * len(self.ends) + other:
            raise KeyError(key)
        return int(order[at])


class FolderRelations(ProvedEdges):
    """The relations of a folder; only what they rest on is looked up when it is asked for."""

    def __init__(self, graph: RelationGraph, view: FolderView, options: DirectOptions) -> None:
        self._graph, self._view, self._options = graph, view, options

    def __len__(self) -> int:
        return len(self._graph.edges)

    def __iter__(self) -> Iterator[EdgeKey]:
        return iter(self._graph.edges)

    def __getitem__(self, key: EdgeKey) -> Edge:
        return self._graph.edges[key]

    def weights(self) -> Iterator[tuple[EdgeKey, float]]:
        """Give the keys with the weights."""
        return self._graph.weights()

    def proofs(self, key: object) -> tuple[str, ...]:
        """Give the rows of the index that a node or an edge rests on; none for an unknown one."""
        if node := self._graph.nodes.get(key):  # type: ignore[call-overload] # whatever else it is names none
            found = evidence_of_node(self._view, node.key, options=self._options)
        elif edge := self._graph.edge(key):
            found = evidence(self._view, (edge.kind, edge.source, edge.target), options=self._options)
        else:
            return ()
        return tuple(f"{ROW_OF_INDEX}{row}" for row in found.tolist())


def relations_of(view: FolderView, level: str) -> RelationGraph:
    """Give the relations of all that counts in the index, entities as themselves or as those they act "for"."""
    options = DirectOptions(level="for" if level == "for" else "own")
    graph = direct_graph(view, options=options).graph(None, kinds=_KINDS)
    return RelationGraph(graph.nodes, FolderRelations(graph, view, options))


def graph_of(network: FolderNetwork) -> RelationGraph:
    """Give a network as a graph whose edges are made when they are asked for."""
    return RelationGraph(network.graph(np.empty(0, np.intp)).nodes, FolderEdges(network))
