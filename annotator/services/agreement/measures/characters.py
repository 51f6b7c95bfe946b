"""What every code point of a text is marked as, for coefficients that know no units.

A code point's category is what lies over it, joined by " + ", or "" for nothing. Most of a text is usually unannotated,
which inflates these coefficients: the share of unannotated text belongs beside them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotation import Annotation

UNANNOTATED = ""
Characters = Counter[tuple[str, str]]
"""How many code points the one and the other put into each pair of categories."""


def character_table(one: Iterable[Annotation], other: Iterable[Annotation], length: int) -> Characters:
    """Count, for every pair of categories, the code points that the one and the other put into them.

    ``length`` is that of the text.
    """
    stretches = _stretches([one, other], length)
    many = len(stretches.names)
    mine, theirs = stretches.labels
    table = np.bincount(mine * many + theirs, stretches.lengths, minlength=many**2).reshape(many, many)
    return _named(table.astype(np.int64), stretches.names)


def character_coincidences(layers: Sequence[Iterable[Annotation]], length: int) -> dict[tuple[str, str], float]:
    """Give the coincidences of any number of annotators, for Krippendorff's nominal α."""
    lengths, labels, names = _stretches(layers, length)
    many = len(layers)
    if many < 2:
        return {}
    counts = np.stack([(labels == category).sum(axis=0) for category in range(len(names))]).astype(np.float64)
    matrix = (counts * lengths) @ counts.T / (many - 1)
    matrix[np.diag_indices(len(names))] -= counts @ lengths / (many - 1)
    return dict(_named(matrix, names))


def unannotated_share(table: Characters) -> float | None:
    """Give the share of the text that neither has marked."""
    total = table.total()
    return table[UNANNOTATED, UNANNOTATED] / total if total else None


class _Stretches(NamedTuple):
    """The lengths of the pieces of a text, a row of categories for each annotator, and the categories' names."""

    lengths: NDArray[np.int64]
    labels: NDArray[np.int64]
    names: list[str]


def _stretches(layers: Sequence[Iterable[Annotation]], length: int) -> _Stretches:
    """Cut the text at every border."""
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for number, annotations in enumerate(layers):
        for annotation in annotations:
            spans.setdefault(annotation.type, []).extend(
                (number, max(0, start), min(length, end)) for start, end in annotation.fragments
            )
    tables = {name: np.array(found, dtype=np.int64).reshape(-1, 3) for name, found in sorted(spans.items())}
    tables = {name: table[table[:, 1] < table[:, 2]] for name, table in tables.items()}
    ends = [table[:, 1:].ravel() for table in tables.values()]
    borders = np.unique(np.concatenate([*ends, np.array([0, length], dtype=np.int64)]))
    labels, names = np.zeros((len(layers), max(0, len(borders) - 1)), dtype=np.int64), [UNANNOTATED]
    for name, table in tables.items():
        # Categories that nothing is put into are left out at once, so that many types make no more of them.
        found, places = np.unique(2 * labels + _covered(table, borders, len(layers)), return_inverse=True)
        names = [" + ".join(filter(None, (names[label // 2], name if label % 2 else ""))) for label in found]
        labels = places.reshape(labels.shape)
    return _Stretches(np.diff(borders), labels, names)


def _covered(table: NDArray[np.int64], borders: NDArray[np.int64], layers: int) -> NDArray[np.int64]:
    change = np.zeros((layers, len(borders)), dtype=np.int64)
    np.add.at(change, (table[:, 0], np.searchsorted(borders, table[:, 1])), 1)
    np.add.at(change, (table[:, 0], np.searchsorted(borders, table[:, 2])), -1)
    covered: NDArray[np.int64] = (np.cumsum(change, axis=1)[:, :-1] > 0).astype(np.int64)
    return covered


def _named(table: NDArray[np.int64] | NDArray[np.float64], names: Sequence[str]) -> Counter[tuple[str, str]]:
    rows, columns = np.nonzero(table)
    return Counter(
        {(names[r], names[c]): table[r, c].item() for r, c in zip(rows.tolist(), columns.tolist(), strict=True)}
    )
