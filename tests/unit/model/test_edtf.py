"""Dates as files hold them, level 1 of EDTF (ISO 8601-2:2019): which there are, and which days they may mean."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.edtf import Day, days, is_edtf

DATES = st.dates(min_value=date(1000, 1, 1))
MARKS = st.sampled_from(["", "?", "~", "%"])


@pytest.mark.parametrize(
    "text",
    [
        "2022", "2022-04", "2022-04-12", "0001-01-01", "9999-12-31", "-0044-03-15", "Y17000", "Y-17000",
        "2022?", "2022-04~", "2022-04-12%", "202X", "20XX", "2022-XX", "2022-04-XX", "2022-XX-XX", "20XX-04",
        "2022-21", "2022-22", "2022-23", "2022-24", "2022-01", "2022-12", "2020-02-29", "2000-02-29",
        "2022-04/2022-06", "2022/2023-04-12", "2022-04-12/..", "2022-04-12/", "../2022-04-12", "/2022-04-12",
        "2022~/2023?",
    ],
)  # fmt: skip
def test_a_date_or_an_interval(text: str) -> None:
    assert is_edtf(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "x", "22", "222", "20222", "2022-4", "2022-04-1", "2022-4-12", "2022/4", "12.04.2022", "2022–04–12",
        "2022-00", "2022-13", "2022-20", "2022-25", "2022-04-00", "2022-04-31", "2022-02-30", "2021-02-29",
        "1900-02-29", "2022-13-01", "2022-21-01", "2022-04-12T10:00", "2022-04-12 ", " 2022", "2022\n", "2022??",
        "2XXX", "XXXX",
        "..", "/", "../", "/..", "../..", "2022/2023/2024", "2022//2023", "2022-02-30/2022-04", "2022-04/2022-13",
        "../2022-02-30", "/2022-02-30", "2022-02-30/..", "Y2022", "٢٠٢٢",
    ],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert not is_edtf(text)
    assert days(text) is None


@given(DATES, MARKS)
def test_a_day_is_itself_however_sure_it_is(day: date, mark: str) -> None:
    assert days(f"{day}{mark}") == (Day(day.year, day.month, day.day),) * 2
    assert [one and one.as_date() for one in days(str(day)) or ()] == [day, day]


@given(DATES, MARKS)
def test_a_month_is_all_its_days(day: date, mark: str) -> None:
    last = monthrange(day.year, day.month)[1]
    month = f"{day:%Y-%m}"
    assert days(f"{month}{mark}") == days(f"{month}-XX") == (
        Day(day.year, day.month, 1), Day(day.year, day.month, last),
    )  # fmt: skip


@given(DATES, MARKS)
def test_a_year_is_all_its_days(day: date, mark: str) -> None:
    year = f"{day.year}"
    whole = (Day(day.year, 1, 1), Day(day.year, 12, 31))
    assert days(f"{year}{mark}") == days(f"{year}-XX") == days(f"{year}-XX-XX") == whole


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("202X", (Day(2020, 1, 1), Day(2029, 12, 31))),
        ("20XX", (Day(2000, 1, 1), Day(2099, 12, 31))),
        ("20XX-04", (Day(2000, 4, 1), Day(2099, 4, 30))),
        ("2022-04-12/..", (Day(2022, 4, 12), None)),
        ("2022-04/", (Day(2022, 4, 1), None)),
        ("../2022-04", (None, Day(2022, 4, 30))),
        ("/2022", (None, Day(2022, 12, 31))),
        ("2022?/2023-02~", (Day(2022, 1, 1), Day(2023, 2, 28))),
        ("2024-02", (Day(2024, 2, 1), Day(2024, 2, 29))),
        ("2022-12", (Day(2022, 12, 1), Day(2022, 12, 31))),
        ("2022-21", (Day(2022, 3, 1), Day(2022, 5, 31))),
        ("2022-22~", (Day(2022, 6, 1), Day(2022, 8, 31))),
        ("2022-23", (Day(2022, 9, 1), Day(2022, 11, 30))),
        ("2023-24", (Day(2023, 12, 1), Day(2024, 2, 29))),
        ("2022-21/2022-22", (Day(2022, 3, 1), Day(2022, 8, 31))),
        ("-0044-03-15", (Day(-44, 3, 15), Day(-44, 3, 15))),
        ("-0044", (Day(-44, 1, 1), Day(-44, 12, 31))),
        ("0000-02", (Day(0, 2, 1), Day(0, 2, 29))),
        ("Y-17000", (Day(-17000, 1, 1), Day(-17000, 12, 31))),
        ("Y17000", (Day(17000, 1, 1), Day(17000, 12, 31))),
        ("-0044/0014", (Day(-44, 1, 1), Day(14, 12, 31))),
    ],
)
def test_what_is_unknown_widens_and_an_open_end_stays_open(text: str, found: tuple[Day | None, Day | None]) -> None:
    assert days(text) == found


def test_days_before_the_year_1_come_before_it_and_have_no_date_of_pythons() -> None:
    assert Day(-44, 3, 15) < Day(-43, 1, 1) < Day(0, 12, 31) < Day(1, 1, 1) < Day(17000, 1, 1)
    assert Day(0, 12, 31).as_date() is Day(17000, 1, 1).as_date() is None


@given(DATES, DATES)
def test_an_interval_goes_from_the_first_day_of_one_to_the_last_of_the_other(one: date, other: date) -> None:
    first, last = Day(one.year, one.month, one.day), Day(other.year, other.month, other.day)
    assert days(f"{one}/{other}") == (first, last)
    assert days(f"{one:%Y-%m}/{other:%Y}") == (first._replace(day=1), Day(other.year, 12, 31))


@given(DATES)
def test_days_that_the_calendar_has_are_dates_and_others_are_not(day: date) -> None:
    last = monthrange(day.year, day.month)[1]
    for number in range(1, 33):
        assert is_edtf(f"{day:%Y-%m}-{number:02}") == (number <= last)
    for number in range(20):
        assert is_edtf(f"{day:%Y}-{number:02}") == (1 <= number <= 12)
