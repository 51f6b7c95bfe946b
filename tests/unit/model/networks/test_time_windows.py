"""Networks that move through time: which windows there are, what lies in them and what it counts."""

from datetime import date, timedelta
from math import exp

import pytest

from annotator.model.networks.statements import Statement
from annotator.model.networks.time_windows import KERNELS, windows

FIRST = date(2022, 4, 1)


def said(*days: int) -> list[Statement]:
    return [Statement(("person", "m"), "x", "agree", "a", str(FIRST + timedelta(day)), str(day)) for day in days]


def shape(statements: list[Statement], width: int, *ends: date | None) -> list[tuple[int, list[int]]]:
    """The centres of the windows in days from the first, with the days of what lies in each."""
    found = windows(statements, width, "uniform", *ends)
    return [((w.centre - FIRST).days, [int(one.evidence) for one in w.statements]) for w in found]


def test_windows_lie_wholly_between_the_ends_a_day_apart_and_none_is_empty() -> None:
    assert shape(said(0, 1, 6), 2) == [(1, [0, 1]), (2, [1]), (5, [6])]
    assert shape(said(0, 1, 6), 0) == [(0, [0]), (1, [1]), (6, [6])]
    assert shape(said(0, 1, 6), 1) == [(0, [0]), (1, [1]), (6, [6])]
    assert shape(said(0, 6), 6) == [(3, [0, 6])]
    assert shape(said(0, 6), 7) == [(3, [0, 6])]
    assert shape(said(0, 6), 8) == []
    assert shape(said(), 2) == []


def test_the_ends_may_be_given() -> None:
    assert shape(said(3), 2, FIRST, FIRST + timedelta(4)) == [(2, [3]), (3, [3])]
    assert shape(said(0, 3), 2, None, FIRST + timedelta(3)) == [(1, [0]), (2, [3])]


def test_statements_stand_in_the_order_of_their_days_and_those_of_no_day_are_left_out() -> None:
    month = said(0)[0]._replace(date="2022-04", evidence="9")
    assert shape([month, *said(2, 0, 1)], 2) == [(1, [0, 1, 2])]
    assert shape([month], 2) == []


@pytest.mark.parametrize(
    ("kernel", "weights"),
    [
        ("uniform", [1, 1, 1, 1, 1]),
        ("triangular", [0, 0.5, 1, 0.5, 0]),
        ("epanechnikov", [0, 0.75, 1, 0.75, 0]),
        ("gaussian", [exp(-0.5), exp(-0.125), 1, exp(-0.125), exp(-0.5)]),
    ],
)
def test_a_statement_weighs_by_its_distance_from_the_centre(kernel: str, weights: list[float]) -> None:
    (window,) = windows(said(0, 1, 2, 3, 4), 4, kernel)
    assert [window.weigh(one) for one in window.statements] == pytest.approx(weights)
    assert window.weigh(said(0)[0]._replace(date="2022")) == 0
    assert set(KERNELS) == {"uniform", "triangular", "epanechnikov", "gaussian"}
