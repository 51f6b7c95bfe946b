"""What every code point of a text is marked as, for coefficients that know no units.

A code point's category is the set of types that lie over it. Most of a text is usually unannotated, which inflates
these coefficients: the share of unannotated text belongs beside them.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation
from annotator.model.vocabulary import TYPES

_BITS = {name: 1 << number for number, name in enumerate(TYPES)}
_OTHER = 1 << len(TYPES)
CATEGORIES = 2 * _OTHER
UNANNOTATED = 0


def character_table(one: Iterable[Annotation], other: Iterable[Annotation], length: int) -> NDArray[np.int64]:
    """Count, for every pair of categories, the code points that the one and the other put into them.

    ``length`` is that of the text; the table is ``CATEGORIES`` × ``CATEGORIES``, and category 0 is unannotated.
    """
    weights, (mine, theirs) = _stretches([one, other], length)
    table = np.bincount(mine * CATEGORIES + theirs, weights, minlength=CATEGORIES**2)
    return table.astype(np.int64).reshape(CATEGORIES, CATEGORIES)


def character_coincidences(layers: Sequence[Iterable[Annotation]], length: int) -> NDArray[np.float64]:
    """Give the matrix of coincidences of any number of annotators, for Krippendorff's nominal α."""
    weights, labels = _stretches(layers, length)
    many = len(labels)
    matrix = np.zeros((CATEGORIES, CATEGORIES))
    if many < 2 or not len(weights):
        return matrix
    counts = np.stack([(labels == category).sum(axis=0) for category in range(CATEGORIES)]).astype(np.float64)
    matrix = (counts * weights) @ counts.T / (many - 1)
    matrix[np.diag_indices(CATEGORIES)] -= counts @ weights / (many - 1)
    return matrix


def unannotated_share(table: NDArray[np.int64]) -> float | None:
    """Give the share of the text that neither has marked."""
    total = table.sum()
    return float(table[UNANNOTATED, UNANNOTATED] / total) if total else None


def _stretches(layers: Sequence[Iterable[Annotation]], length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut the text at every border; give the lengths of the pieces, and a row of categories for each layer."""
    spans = [
        (number, _BITS.get(annotation.type, _OTHER), max(0, start), min(length, end))
        for number, annotations in enumerate(layers)
        for annotation in annotations
        for start, end in annotation.fragments
    ]
    table = np.array([span for span in spans if span[2] < span[3]], dtype=np.int64).reshape(-1, 4)
    borders = np.unique(np.concatenate([table[:, 2], table[:, 3], np.array([0, length], dtype=np.int64)]))
    labels = np.zeros((len(layers), max(0, len(borders) - 1)), dtype=np.int64)
    for number in range(len(layers)):
        for bit in (*_BITS.values(), _OTHER):
            own = table[(table[:, 0] == number) & (table[:, 1] == bit)]
            change = np.zeros(len(borders), dtype=np.int64)
            np.add.at(change, np.searchsorted(borders, own[:, 2]), 1)
            np.add.at(change, np.searchsorted(borders, own[:, 3]), -1)
            labels[number] |= np.where(np.cumsum(change)[:-1] > 0, bit, 0)
    return np.diff(borders), labels
