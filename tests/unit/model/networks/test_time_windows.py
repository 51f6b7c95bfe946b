"""Networks that move through time: which windows there are, what lies in them and what it counts."""

from datetime import date, timedelta
from math import exp

import pytest

from annotator.model.networks.statements import Statement
from annotator.model.networks.time_windows import KERNELS, WINDOW_UNITS, WindowSeries

FIRST = date(2022, 4, 1)


def said(*days: int) -> list[Statement]:
    return [Statement(("person", "m"), ("", "x"), "agree", "a", str(FIRST + timedelta(day)), str(day)) for day in days]


def shape(
    statements: list[Statement], width: int, first: date | None = None, last: date | None = None
) -> list[tuple[int, list[int]]]:
    """The centres of the windows in days from the first, with the days of what lies in each."""
    found = WindowSeries(statements, width, "uniform", (first, last))
    return [((w.centre - FIRST).days, [int(one.evidence) for one in w.statements]) for w in found]


def test_windows_lie_wholly_between_the_ends_a_day_apart_and_empty_ones_are_there() -> None:
    assert shape(said(0, 1, 6), 2) == [(1, [0, 1]), (2, [1]), (3, []), (4, []), (5, [6])]
    assert shape(said(0, 1, 3), 0) == [(0, [0]), (1, [1]), (2, []), (3, [3])]
    assert shape(said(0, 1, 3), 1) == [(0, [0]), (1, [1]), (2, []), (3, [3])]
    assert shape(said(0, 6), 6) == [(3, [0, 6])]
    assert shape(said(0, 6), 7) == [(3, [0, 6])]
    assert shape(said(0, 6), 8) == []
    assert shape(said(), 2) == []


def test_the_ends_may_be_given() -> None:
    assert shape(said(3), 2, FIRST, FIRST + timedelta(4)) == [(1, []), (2, [3]), (3, [3])]
    assert shape(said(0, 3), 2, None, FIRST + timedelta(3)) == [(1, [0]), (2, [3])]


def centres(
    found: list[Statement], width: int, unit: str, first: date | None = None, last: date | None = None
) -> list[tuple[str, str]]:
    """The centres of the windows, with what lies in each."""
    return [
        (window.centre.isoformat(), "".join(one.evidence for one in window.statements))
        for window in WindowSeries(found, width, "uniform", (first, last), unit)
    ]


def dated(**days: str) -> list[Statement]:
    return [said(0)[0]._replace(date=day, evidence=name) for name, day in days.items()]


def test_windows_may_be_of_weeks_months_and_years() -> None:
    # Monday the 3rd and Sunday the 9th of January 2022 are of one week.
    week = dated(a="2022-01-03", b="2022-01-09", c="2022-01-10", d="2022-01-24")
    assert centres(week, 1, "weeks") == [
        ("2022-01-03", "ab"), ("2022-01-10", "c"), ("2022-01-17", ""), ("2022-01-24", "d"),
    ]  # fmt: skip
    assert centres(week, 3, "weeks") == [("2022-01-10", "abc"), ("2022-01-17", "cd")]
    month = dated(a="2021-12-31", b="2022-01-01", c="2022-03-15")
    assert centres(month, 1, "months") == [
        ("2021-12-01", "a"), ("2022-01-01", "b"), ("2022-02-01", ""), ("2022-03-01", "c"),
    ]  # fmt: skip
    assert centres(month, 2, "years") == []
    assert centres(month, 1, "years") == [("2021-01-01", "a"), ("2022-01-01", "bc")]


def test_of_a_range_that_begins_or_ends_within_a_unit_only_whole_units_count() -> None:
    month = dated(a="2022-01-15", b="2022-02-15", c="2022-03-15")
    assert centres(month, 1, "months", date(2022, 1, 2), date(2022, 3, 31)) == [
        ("2022-02-01", "b"),
        ("2022-03-01", "c"),
    ]
    assert centres(month, 1, "months", date(2022, 1, 1), date(2022, 3, 30)) == [
        ("2022-01-01", "a"),
        ("2022-02-01", "b"),
    ]


def test_windows_of_statements_are_about_one_of_them_and_those_of_one_day_a_second_apart() -> None:
    found = dated(c="2022-04-03", a="2022-04-01", b="2022-04-01", d="2022-05-01")
    assert centres(found, 3, "statements") == [("2022-04-01T00:00:01", "abc"), ("2022-04-03T00:00:00", "bcd")]
    assert set(WINDOW_UNITS) == {"days", "weeks", "months", "years", "statements"}


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
    (window,) = WindowSeries(said(0, 1, 2, 3, 4), 4, kernel)
    assert window.weights == pytest.approx(weights)
    assert set(KERNELS) == {"uniform", "triangular", "epanechnikov", "gaussian"}
