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
_END: Final = 1 << _END_BITS
Keys = NDArray[np.int64]
Numbers = NDArray[np.int32]


def key_of(kind: int, source: int, target: int = 0, value: int = 0) -> int:
    """Give a relation as one number; those of one kind and value stand together."""
    return ((((kind << _VALUE_BITS) | value) << _END_BITS) | source) << _END_BITS | target


def parts_of_key(keys: Keys) -> tuple[Keys, Keys, Keys, Keys]:
    """Give kinds, values, sources and targets."""
    ends = keys >> (2 * _END_BITS)
    value = ends & ((1 << _VALUE_BITS) - 1)
    return ends >> _VALUE_BITS, value, (keys >> _END_BITS) & (_END - 1), keys & (_END - 1)


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
        """Give the relations of each event once, with the value that its first row has."""
        bare = bare_keys(self.keys)
        order = np.lexsort((self.rows, self.events, bare))
        bare, events = bare[order], self.events[order]
        first = np.ones(len(order), np.bool_)
        first[1:] = (bare[1:] != bare[:-1]) | (events[1:] != events[:-1])
        return Told(self.keys[order][first], self.rows[order][first], events[first])


def bare_keys(keys: Keys) -> Keys:
    """Give keys without their values."""
    mask = ((1 << _VALUE_BITS) - 1) << (2 * _END_BITS)
    return keys & ~np.int64(mask)


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
    keys = np.concatenate([keys for keys, _rows in groups])
    of_keys = np.concatenate([of_them for _keys, of_them in groups]).astype(np.int64)
    # Of one row the first value counts; the order of what is equal stays.
    bare = bare_keys(keys)
    order = np.lexsort((of_keys, bare))
    bare, keys, of_keys = bare[order], keys[order], of_keys[order]
    first = np.ones(len(keys), np.bool_)
    first[1:] = (bare[1:] != bare[:-1]) | (of_keys[1:] != of_keys[:-1])
    return Told(keys[first], of_keys[first], annotations.event[of_keys[first]].astype(np.int64))


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
    source: NDArray[np.int32],
    target: NDArray[np.int32] | int = 0,
    value: NDArray[np.int8] | int = 0,
) -> Keys:
    values = np.asarray(value, np.int64)
    return ((((kind << _VALUE_BITS) | values) << _END_BITS) | source.astype(np.int64)) << _END_BITS | target


def pairs(rows: NDArray[Any], others: NDArray[Any]) -> tuple[Rows, Rows]:
    """Give all pairs of equal rows of two columns in order, as their places."""
    low, high = np.searchsorted(others, rows, "left"), np.searchsorted(others, rows, "right")
    count = high - low
    first = np.repeat(np.arange(len(rows)), count)
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return first, np.repeat(low, count) + within
