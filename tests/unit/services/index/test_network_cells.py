"""The weights of a network of three who spoke on two topics, worked out by hand."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from annotator.services.index.digest import STANCES
from annotator.services.index.network_cells import Cells, joint, positions

AGREE, DISAGREE = STANCES.index("agree"), STANCES.index("disagree")
ANNA, BERT, CLEO = range(3)
HARBOUR, TAXES = range(2)
SAID = (
    (ANNA, HARBOUR, AGREE),
    (ANNA, HARBOUR, AGREE),
    (BERT, HARBOUR, AGREE),
    (BERT, TAXES, DISAGREE),
    (CLEO, HARBOUR, DISAGREE),
)


@pytest.fixture
def cells() -> Cells:
    return cells_of(SAID)


def cells_of(said: Sequence[tuple[int, int, int]]) -> Cells:
    rows, columns, stance = np.array(said, np.int64).T
    return Cells(rows, columns, stance, (3, 2))


def weights(found: tuple[Any, Any, Any]) -> dict[tuple[int, int], float]:
    return {(one, other): weight for one, other, weight in zip(*(column.tolist() for column in found), strict=True)}


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("ignore", {(ANNA, BERT): 2, (ANNA, CLEO): 2, (BERT, CLEO): 1}),
        ("congruence", {(ANNA, BERT): 2}),
        ("conflict", {(ANNA, CLEO): 2, (BERT, CLEO): 1}),
        ("subtract", {(ANNA, BERT): 2, (ANNA, CLEO): -2, (BERT, CLEO): -1}),
    ],
)
def test_two_who_speak_on_one_topic_weigh_by_how_near_they_are(
    cells: Cells, aggregate: str, expected: dict[tuple[int, int], float]
) -> None:
    assert weights(joint(cells, aggregate, "none")) == expected


@pytest.mark.parametrize(
    ("normalise", "expected"),
    [
        ("average", {(ANNA, BERT): 1, (ANNA, CLEO): 4 / 3, (BERT, CLEO): 2 / 3}),
        ("product", {(ANNA, BERT): 1 / 2, (ANNA, CLEO): 1, (BERT, CLEO): 1 / 2}),
        ("cosine", {(ANNA, BERT): 2 / 8**0.5, (ANNA, CLEO): 1, (BERT, CLEO): 1 / 2**0.5}),
    ],
)
def test_weights_are_divided_by_how_much_both_said(
    cells: Cells, normalise: str, expected: dict[tuple[int, int], float]
) -> None:
    assert weights(joint(cells, "ignore", normalise)) == pytest.approx(expected)


@pytest.mark.parametrize(("aggregate", "expected"), [("ignore", 1 / 2**0.5), ("congruence", 2 / 10**0.5)])
def test_who_contradicts_oneself_is_longer_where_stances_do_not_count(aggregate: str, expected: float) -> None:
    cells = cells_of([*SAID, (ANNA, HARBOUR, DISAGREE)])
    assert weights(joint(cells, aggregate, "cosine"))[ANNA, BERT] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        ("ignore", {(ANNA, HARBOUR): 2, (BERT, HARBOUR): 1, (BERT, TAXES): 1, (CLEO, HARBOUR): 1}),
        ("subtract", {(ANNA, HARBOUR): 2, (BERT, HARBOUR): 1, (BERT, TAXES): -1, (CLEO, HARBOUR): -1}),
        ("combine", {(ANNA, HARBOUR): 1, (BERT, HARBOUR): 1, (BERT, TAXES): 2, (CLEO, HARBOUR): 2}),
    ],
)
def test_what_each_said_of_a_topic(cells: Cells, aggregate: str, expected: dict[tuple[int, int], float]) -> None:
    assert weights(positions(cells, aggregate, "none")) == expected
