"""The edges of a folder's network as the index counts them, for who asks a graph: made when they are looked at."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.discourse_network import unit_key
from annotator.model.networks.relation_graph import (
    ENTITY,
    POSITION_EDGE,
    TOPIC,
    Edge,
    EdgeKey,
    NodeKey,
    RelationGraph,
)
from annotator.model.networks.statements import ENTITY_VARIABLES
from annotator.services.charting.importance import NumberedEdges
from annotator.services.index.networks import FolderNetwork

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
        return dict(self._network.graph(places, with_loose=False).edges)

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


def graph_of(network: FolderNetwork) -> RelationGraph:
    """Give a network as a graph whose edges are made when they are asked for."""
    return RelationGraph(network.graph(np.empty(0, np.intp)).nodes, FolderEdges(network))
