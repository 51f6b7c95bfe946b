"""Which annotations count: every field by itself, and dates to their first and last day."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.networks.annotation_filter import AnnotationFilter, why_not_in_time
from annotator.model.topic import Topic

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def passes(annotation: Annotation, published: str | None = None, **wanted: Any) -> bool:
    topics = {"t1": Topic("t1", "Peace"), "t2": Topic("t2", "War")}
    layer = Layer(LayerHead(Annotator("m")), replace(DocumentInfo("a.txt"), published=published), topics=topics)
    sets: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in wanted.items()
    }
    keep = AnnotationFilter(**sets).of(layer)
    return keep is None or keep(annotation)


CLAIM = Annotation("a1", "claim", (), ("q",), topic="t1", stance="agree", codes=("hope", "fear"), date="2022-04-12")
AGREEMENT = Annotation("a2", "agreement", (), ("q",), topic="t1", stance="agree", status="signed")
ACTOR = Annotation("a3", "actor", (), ("q",), codes=("hope",))


def test_an_open_filter_lets_everything_through() -> None:
    assert AnnotationFilter().is_open
    assert AnnotationFilter(by_published=True).is_open
    assert AnnotationFilter().of(Layer(LayerHead(Annotator("m")), DocumentInfo("a.txt"))) is None
    assert not AnnotationFilter(codes=frozenset(["x"])).is_open
    assert not AnnotationFilter(end="2022").is_open


@pytest.mark.parametrize(
    ("wanted", "passing"),
    [
        ({"topics": ["Peace"]}, [True, True, False]),
        ({"topics": ["Peace", "War"]}, [True, True, False]),
        ({"topics": ["War"]}, [False, False, False]),
        ({"topics": ["nobody's"]}, [False, False, False]),
        ({"codes": ["fear", "joy"]}, [True, False, False]),
        ({"topics": ["Pe\u00adace\u00a0"], "codes": ["fe\u200bar"]}, [True, False, False]),
        ({"topics": ["peace"]}, [False, False, False]),
        ({"codes": ["joy"]}, [False, False, False]),
        ({"stances": ["agree"]}, [True, True, False]),
        ({"stances": ["disagree", "mixed"]}, [False, True, False]),
        ({"statuses": ["signed", "ended"]}, [True, True, False]),
        ({"statuses": ["ended"]}, [True, False, False]),
        ({"topics": ["Peace"], "codes": ["joy"]}, [False, False, False]),
        ({"topics": ["War"], "codes": ["hope"]}, [False, False, False]),
        ({"stances": ["agree"], "statuses": ["ended"]}, [True, False, False]),
    ],
)
def test_each_field_narrows_what_has_it(wanted: dict[str, Any], passing: list[bool]) -> None:
    assert [passes(one, **wanted) for one in (CLAIM, AGREEMENT, ACTOR)] == passing


def test_dates_are_those_of_the_event_else_of_the_document_unless_it_is_asked_for() -> None:
    spring = {"start": "2022-04-01", "end": "2022-04-30"}
    assert passes(CLAIM, "2021-01-01", **spring)
    assert not passes(CLAIM, "2021-01-01", **spring, by_published=True)
    assert passes(AGREEMENT, "2022-04-12", **spring)
    assert not passes(AGREEMENT, "2021-01-01", **spring)
    assert not passes(AGREEMENT, None, **spring)
    assert not passes(CLAIM, None, **spring, by_published=True)
    assert not passes(ACTOR, "2022-04-12", **spring)


def in_time(date: str, start: str, end: str) -> bool | None:
    """Whether a date counts, None where it has none."""
    reason = why_not_in_time(date, start, end)
    return None if reason == "without a date" else not reason


@given(DAYS, st.integers(0, 400), st.integers(-500, 500))
def test_a_day_counts_from_the_first_to_the_last_both_included(first: date, length: int, away: int) -> None:
    last, day = first + timedelta(length), first + timedelta(away)
    assert in_time(str(day), str(first), str(last)) is (first <= day <= last)
    assert in_time(str(day), str(first), "") is (first <= day)
    assert in_time(str(day), "", str(last)) is (day <= last)
    assert in_time(str(last), str(first), str(last)) is True
    assert in_time(str(first), str(first), str(last)) is True


@given(DAYS)
def test_a_month_or_a_year_as_an_end_has_its_last_day_in_it_and_as_a_start_its_first(day: date) -> None:
    next_month = (day.replace(day=1) + timedelta(31)).replace(day=1)
    last = next_month - timedelta(1)
    assert in_time(str(last), "", f"{day:%Y-%m}") is True
    assert in_time(str(next_month), "", f"{day:%Y-%m}") is False
    assert in_time(str(day.replace(day=1)), f"{day:%Y-%m}", "") is True
    assert in_time(str(day.replace(day=1) - timedelta(1)), f"{day:%Y-%m}", "") is False
    assert in_time(f"{day.year}-12-31", "", f"{day.year}") is True
    assert in_time(f"{day.year + 1}-01-01", "", f"{day.year}") is False
    assert in_time(f"{day.year - 1}-12-31", f"{day.year}", "") is False


def test_what_has_no_date_cannot_be_told_where_dates_are_asked_for() -> None:
    assert in_time("", "", "") is True
    assert in_time("soon", "", "") is True
    for start, end in (("2022", ""), ("", "2022"), ("2021", "2022")):
        assert in_time("", start, end) is None
        assert in_time("soon", start, end) is None


@pytest.mark.parametrize(
    ("date", "start", "end", "certain", "possible"),
    [
        ("2022-04-12/..", "2030", "", "without a date that is precise enough", ""),
        ("2022-04-12/..", "2022-04-12", "", "", ""),
        ("2022-04-12/..", "", "2021", "outside the time asked for", "outside the time asked for"),
        ("../2022-04-12", "", "1900", "without a date that is precise enough", ""),
        ("../2022-04-12", "2023", "", "outside the time asked for", "outside the time asked for"),
        ("2022-04~", "2022-04-12", "2022-04-12", "without a date that is precise enough", ""),
        ("2022-04-12?", "2022-04-12", "2022-04-12", "", ""),
        ("2022-04", "2022-04", "2022-04", "", ""),
        ("202X", "2022", "2022", "without a date that is precise enough", ""),
        ("2022-21", "2022-03", "2022-05", "", ""),
        ("2022-21", "2022-12", "2022-12", "outside the time asked for", "outside the time asked for"),
        ("-0044", "0001", "0100", "outside the time asked for", "outside the time asked for"),
        ("-0044", "-0050", "-0040", "", ""),
    ],
)
def test_a_date_counts_where_all_that_it_may_mean_lies_between_or_where_any_may(
    date: str, start: str, end: str, certain: str, possible: str
) -> None:
    assert why_not_in_time(date, start, end) == certain
    assert why_not_in_time(date, start, end, possible=True) == possible
    assert passes(CLAIM._replace(date=date), start=start, end=end) is (certain == "")
    assert passes(CLAIM._replace(date=date), start=start, end=end, possible=True) is (possible == "")


def test_entities_publishers_and_what_is_not_to_count() -> None:
    layer = Layer(
        LayerHead(Annotator("m")),
        DocumentInfo("a.txt", publisher="The  Post"),
        {"e1": Entity("e1", "Japan"), "e2": Entity("e2", "Italy")},
        {"t1": Topic("t1", "Peace")},
    )
    claim = CLAIM._replace(speakers=(Role("e1"),))

    def counts(**wanted: str) -> bool:
        asked: dict[str, Any] = {name: frozenset([value]) for name, value in wanted.items()}
        keep = AnnotationFilter(**asked).of(layer)
        return keep is None or keep(claim)

    assert counts(entities="Japan")
    assert not counts(entities="Italy")
    assert counts(publishers="The Post")
    assert not counts(publishers="The Times")
    assert not counts(no_publishers="The Post")
    assert counts(no_publishers="The Times")
    assert not counts(no_topics="Peace")
    assert counts(no_topics="War")
    assert not counts(no_codes="fear")
    assert counts(no_codes="joy")
    narrowed = AnnotationFilter(no_entities=frozenset(["Ja\u00adpan"]))
    shown = narrowed.entity_test()
    assert shown
    assert [shown(name) for name in ("Japan", "Italy")] == [False, True]
    assert AnnotationFilter().entity_test() is None
