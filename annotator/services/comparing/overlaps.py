"""Which annotations of two annotators overlap, and how far: found by sorted places, never by comparing all."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.model.span import in_order_and_apart

Indexes = NDArray[np.int64]

MOST_CANDIDATES = 4_000_000
"""Where more annotations than this lie over one another, each is held against those that begin nearest only."""


class Overlaps(NamedTuple):
    """Candidates: annotation ``rows[k]`` of the one and ``columns[k]`` of the other share code points.

    ``iou`` is the share of code points in both among those in either, in (0, 1].
    """

    rows: Indexes
    columns: Indexes
    iou: NDArray[np.float64]


class _Stretches(NamedTuple):
    starts: Indexes
    ends: Indexes
    owners: Indexes
    lengths: Indexes


def overlaps(one: Sequence[Annotation], other: Sequence[Annotation]) -> Overlaps:
    """Give every pair that shares a code point, whatever the types, sorted by row and column."""
    mine, theirs = _stretches(one), _stretches(other)
    first, second = _touching(mine, theirs, inside=True)
    more_second, more_first = _touching(theirs, mine, inside=False)
    first, second = np.concatenate([first, more_first]), np.concatenate([second, more_second])
    shared = np.minimum(mine.ends[first], theirs.ends[second]) - np.maximum(mine.starts[first], theirs.starts[second])
    pairs = mine.owners[first] * max(1, len(other)) + theirs.owners[second]
    keys, where = np.unique(pairs, return_inverse=True)
    common = np.bincount(where, shared, minlength=len(keys))
    rows, columns = np.divmod(keys, max(1, len(other)))
    either = mine.lengths[rows] + theirs.lengths[columns] - common
    return Overlaps(rows, columns, common / either)


def _stretches(annotations: Sequence[Annotation]) -> _Stretches:
    """Give all fragments, sorted by start; files may hold fragments that lie over one another, which count once."""
    found = [
        (start, end, owner)
        for owner, annotation in enumerate(annotations)
        for start, end in (
            in_order_and_apart(annotation.fragments) if len(annotation.fragments) > 1 else annotation.fragments
        )
        if start < end
    ]
    table = np.array(sorted(found), dtype=np.int64).reshape(-1, 3)
    starts, ends, owners = table[:, 0], table[:, 1], table[:, 2]
    lengths = np.bincount(owners, ends - starts, minlength=len(annotations)).astype(np.int64)
    return _Stretches(starts, ends, owners, lengths)


def _touching(one: _Stretches, other: _Stretches, *, inside: bool) -> tuple[Indexes, Indexes]:
    """Pair each stretch with those of the other that begin in it, at its own start only when ``inside``.

    Of two stretches that overlap, one begins in the other: asking both ways round finds each pair once.
    """
    low = np.searchsorted(other.starts, one.starts, side="left" if inside else "right")
    high = np.searchsorted(other.starts, one.ends, side="left")
    counts = np.maximum(high - low, 0)
    if counts.sum() > MOST_CANDIDATES:
        counts = np.minimum(counts, max(1, MOST_CANDIDATES // len(counts)))
    first = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    second = np.arange(counts.sum()) - np.repeat(begins - low, counts)
    return first, second
