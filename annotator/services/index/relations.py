"""The direct relations that rows tell of, as numbers: those that ``relation_graph`` makes of layers."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    MEMBERSHIP_EDGE,
    POSITION_EDGE,
)
from annotator.services.index.digest import ATTITUDES, FIELDS, NONE, STANCES, STATUSES, TYPES
from annotator.services.index.view import AnnotationRows, PartRows, Rows

ENTITY_NODE, TOPIC_NODE, AGREES, CLAIMS, POSITION, MEMBER = range(6)
"""What relations are of: that a node is spoken of, or a kind of edge."""
EDGE_KINDS: Final = {AGREES: AGREEMENT_EDGE, CLAIMS: CLAIM_EDGE, POSITION: POSITION_EDGE, MEMBER: MEMBERSHIP_EDGE}
KIND_OF_EDGE: Final = {name: kind for kind, name in EDGE_KINDS.items()}
VALUES: Final = {AGREES: STATUSES, CLAIMS: ATTITUDES, POSITION: STANCES}
SPEAKERS, TARGETS, PARTIES = FIELDS.index("speakers"), FIELDS.index("targets"), FIELDS.index("parties")
_ACTOR, _CLAIM = TYPES.index("actor"), TYPES.index("claim")
_END_BITS, _VALUE_BITS = 26, 7
END: Final = 1 << _END_BITS
"""Numbers of names are smaller."""
Keys = NDArray[np.int64]
Numbers = NDArray[np.int32]


def key_of(kind: int, source: int, target: int = 0, value: int = 0) -> int:
    """Give a relation as one number; those of one kind and value stand together."""
    return ((((kind << _VALUE_BITS) | value) << _END_BITS) | source) << _END_BITS | target


def parts_of_key(keys: Keys) -> tuple[Keys, Keys, Keys, Keys]:
    """Give kinds, values, sources and targets."""
    ends = keys >> (2 * _END_BITS)
    value = ends & ((1 << _VALUE_BITS) - 1)
    return ends >> _VALUE_BITS, value, (keys >> _END_BITS) & (END - 1), keys & (END - 1)


@dataclass(frozen=True, slots=True)
class DirectOptions:
    """Who is shown: "own", or those they act "for". Topics are shown of "untargeted" claims, of "all", or of "none"."""

    level: str = "own"
    positions: str = "untargeted"


@dataclass(frozen=True, slots=True)
class Told:
    """Relations with the rows that tell of them and their events, one for each row that does."""

    keys: Keys
    rows: NDArray[np.int64]
    events: NDArray[np.int64]

    def counted(self) -> "Told":
        """Give the relations of each event once, with the value that its first row has; in no order."""
        kept = self._counted()
        return self if kept is None else Told(self.keys[kept], self.rows[kept], self.events[kept])

    def counted_keys(self) -> Keys:
        """Give their keys alone."""
        kept = self._counted()
        return self.keys if kept is None else self.keys[kept]

    def _counted(self) -> Rows | None:
        """Give the places of those that count, None of all."""
        several = np.flatnonzero(self.events != self.rows)
        if not len(several):
            return None
        # Nearly all events have one row, which tells of nothing twice.
        least = int(self.events.min())
        has_several = np.zeros(int(self.events.max()) + 1 - least, np.bool_)
        has_several[self.events[several] - least] = True
        is_of_several = has_several[self.events - least]
        among = np.flatnonzero(is_of_several)
        among = among[_first(bare_keys(self.keys[among]), self.events[among], self.rows[among])]
        return np.concatenate([np.flatnonzero(~is_of_several), among])


def _first(bare: Keys, ends: Keys, order: Keys | None = None) -> Rows:
    """Give the places of the first of all that have the same key and the same end, by their order."""
    places = np.lexsort((ends, bare) if order is None else (order, ends, bare))
    bare, ends = bare[places], ends[places]
    first = np.ones(len(places), np.bool_)
    first[1:] = (bare[1:] != bare[:-1]) | (ends[1:] != ends[:-1])
    return places[first]


def bare_keys(keys: Keys) -> Keys:
    """Give keys without their values."""
    mask = ((1 << _VALUE_BITS) - 1) << (2 * _END_BITS)
    return keys & ~np.int64(mask)


def summed(keys: Keys) -> tuple[Keys, Keys]:
    """Give each key once, with how often it is there."""
    is_edge = keys >= key_of(AGREES, 0)
    edges, counts = np.unique(keys[is_edge], return_counts=True)
    # Nodes have small numbers, and are most of all.
    nodes = keys[~is_edge]
    is_topic, sources = nodes >= key_of(TOPIC_NODE, 0), (nodes >> _END_BITS) & (END - 1)
    found, of_them = [edges], [counts]
    for kind, which in ((ENTITY_NODE, ~is_topic), (TOPIC_NODE, is_topic)):
        times = np.bincount(sources[which])
        there = np.flatnonzero(times)
        found.append(_keys(kind, there))
        of_them.append(times[there])
    return np.concatenate(found), np.concatenate(of_them).astype(np.int64)


class Actors(NamedTuple):
    """By part, who it is of and whom that one acts for; ``NONE`` for nobody and for who is not shown."""

    own: Numbers
    behind: Numbers


def told(rows: Rows, annotations: AnnotationRows, parts: PartRows, actors: Actors, options: DirectOptions) -> Told:
    """Give the relations that rows tell of; ``parts`` are theirs alone.

    A key stands once for each row, with the value that comes first in it.
    """
    own = actors.own
    shown = np.where(parts.acts_for >= 0, actors.behind, own) if options.level == "for" else own
    groups: list[_Group] = [
        _spoken_of(parts, own, shown),
        _claims(parts, shown, own),
        _agreements(annotations, parts, shown),
    ]
    if options.positions != "none" and len(rows):
        on = _on_topics(rows, annotations, parts, options.positions)
        groups += [(_keys(TOPIC_NODE, annotations.topic[on]), on), _taken(on, annotations, parts, shown)]
    groups = [(keys, of_keys.astype(np.int64)) for keys, of_keys in groups]
    once = [_once_a_row(bare_keys(keys), of_keys) for keys, of_keys in groups]
    keys = np.concatenate([keys[kept] for (keys, _rows), kept in zip(groups, once, strict=True)])
    of_keys = np.concatenate([of_them[kept] for (_keys, of_them), kept in zip(groups, once, strict=True)])
    return Told(keys, of_keys, annotations.event[of_keys].astype(np.int64))


_NEAR: Final = 12
"""What rows tell of is compared so far ahead; of more in one row all is sorted."""


def _once_a_row(bare: Keys, rows: Keys) -> NDArray[Any]:
    """Tell which keys are the first of their kind in their row, whose value counts; rows are in order."""
    once = np.ones(len(bare), np.bool_)
    places, ahead = np.flatnonzero(rows[1:] == rows[:-1]), 1
    while len(places):
        if ahead > _NEAR:
            many = np.flatnonzero(np.isin(rows, rows[places]))
            once[many] = False
            once[many[_first(bare[many], rows[many])]] = True
            break
        once[places[bare[places] == bare[places + ahead]] + ahead] = False
        ahead += 1
        places = places[: np.searchsorted(places, len(bare) - ahead)]
        places = places[rows[places] == rows[places + ahead]]
    return once


_Group = tuple[Keys, NDArray[Any]]


def _spoken_of(parts: PartRows, actors: Numbers, shown: Numbers) -> _Group:
    """Give who is spoken of: of actor annotations the entity itself, for nobody acts there."""
    who = np.where(parts.field == 0, actors, shown)
    there = who != NONE
    return _keys(ENTITY_NODE, who[there]), parts.row[there]


def _claims(parts: PartRows, shown: Numbers, actors: Numbers) -> _Group:
    speakers = np.flatnonzero((parts.field == SPEAKERS) & (shown != NONE))
    targets = np.flatnonzero((parts.field == TARGETS) & (actors != NONE))
    one, other = pairs(parts.row[speakers], parts.row[targets])
    source, at = shown[speakers[one]], targets[other]
    apart = source != actors[at]
    keys = _keys(CLAIMS, source[apart], actors[at][apart], parts.attitude[at][apart])
    return keys, parts.row[at][apart]


def _agreements(annotations: AnnotationRows, parts: PartRows, shown: Numbers) -> _Group:
    parties = np.flatnonzero(parts.field == PARTIES)
    one, other = pairs(parts.row[parties], parts.row[parties])
    once = one < other
    one, other = parties[one[once]], parties[other[once]]
    sides, others = parts.side[one], parts.side[other]
    source, target = shown[one], shown[other]
    kept = ((sides == NONE) | (sides != others)) & (source != target) & (source != NONE) & (target != NONE)
    low, high = np.minimum(source, target)[kept], np.maximum(source, target)[kept]
    rows = parts.row[one][kept]
    return _keys(AGREES, low, high, annotations.status[rows]), rows


def _on_topics(rows: Rows, annotations: AnnotationRows, parts: PartRows, which: str) -> Rows:
    """Give the rows that take a position on a topic which is shown."""
    if which == "all":
        return rows[np.flatnonzero((annotations.topic[rows] >= 0) & (annotations.type[rows] != _ACTOR))]
    base = int(rows[0])
    has_target = np.zeros(int(rows[-1]) + 1 - base, np.bool_)
    has_target[parts.row[parts.field == TARGETS] - base] = True
    wanted = (annotations.topic[rows] >= 0) & (annotations.type[rows] == _CLAIM)
    return rows[np.flatnonzero(wanted & ~has_target[rows - base])]


def _taken(on: Rows, annotations: AnnotationRows, parts: PartRows, shown: Numbers) -> _Group:
    holders = np.flatnonzero(((parts.field == SPEAKERS) | (parts.field == PARTIES)) & (shown != NONE))
    _first, which = pairs(on, parts.row[holders])
    who = holders[which]
    rows = parts.row[who]
    return _keys(POSITION, shown[who], annotations.topic[rows], annotations.stance[rows]), rows


def _keys(
    kind: int,
    source: NDArray[np.integer[Any]],
    target: NDArray[np.int32] | int = 0,
    value: NDArray[np.int8] | int = 0,
) -> Keys:
    values = np.asarray(value, np.int64)
    return ((((kind << _VALUE_BITS) | values) << _END_BITS) | source.astype(np.int64)) << _END_BITS | target


def pairs(rows: NDArray[Any], others: NDArray[Any]) -> tuple[Rows, Rows]:
    """Give all pairs of equal rows of two columns in order, as their places."""
    if not len(others):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    least, most = int(others[0]), int(others[-1])
    begins = np.concatenate([[0], np.cumsum(np.bincount(others - least))])
    inside = np.flatnonzero((rows >= least) & (rows <= most))
    at = rows[inside] - least
    low, count = begins[at], begins[at + 1] - begins[at]
    first = np.repeat(inside, count)
    within = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    return first, np.repeat(low, count) + within
