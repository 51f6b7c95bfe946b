"""Who holds what about which topic: which statements there are, and which of them count."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.networks.statements import (
    NOTHING,
    Counting,
    Statement,
    StatementOptions,
    Unit,
    broadest_topics,
    countable,
    day_of,
    in_order_of_time,
    named_alike,
    statements,
)
from annotator.model.topic import Topic

MORI, ROSSI, OSTIA = ("person", "Aiko Mori"), ("person", "Rossi"), ("state", "Ostia")


def claim(key: str, **fields: Any) -> Annotation:
    return Annotation(
        key, "claim", (), ("s",), **({"speakers": (Role("e1"),), "topic": "t1", "stance": "agree"} | fields)
    )


def layer(*annotations: Annotation, links: tuple[Link, ...] = (), published: str | None = "2022-01-01") -> Layer:
    return Layer(
        LayerHead(Annotator("m")),
        DocumentInfo("a.txt", published=published),
        {
            key: Entity(key, name, kind)
            for key, (kind, name) in zip(["e1", "e2", "e3"], (MORI, ROSSI, OSTIA), strict=True)
        },
        {"t1": Topic("t1", "Peace  is near"), "t2": Topic("t2", "War")},
        {annotation.id: annotation for annotation in annotations},
        {link.id: link for link in links},
    )


def found(made: Layer, keep: Any = None, **options: Any) -> list[Statement]:
    return statements(made, "a.txt", keep, StatementOptions(**options)).counted


def test_a_statement_is_who_holds_what_where_and_when_with_its_evidence() -> None:
    made = layer(
        claim("a1", speakers=(Role("e1"), Role("e2")), date="2022-04-12"), claim("a2", topic="t2", stance=None)
    )
    assert found(made) == [
        Statement(MORI, ("", "Peace is near"), "agree", "a.txt", "2022-04-12", "a.txt:a1"),
        Statement(ROSSI, ("", "Peace is near"), "agree", "a.txt", "2022-04-12", "a.txt:a1"),
        Statement(MORI, ("", "War"), "", "a.txt", "2022-01-01", "a.txt:a2"),
    ]


def test_what_is_not_known_is_empty() -> None:
    made = layer(claim("a1", topic=None, speakers=(Role("e9"),)), claim("a2", topic="t9"), published=None)
    assert [(one.actor, one.topic, one.date) for one in found(made)] == [(("", "e9"), NOTHING, ""), (MORI, NOTHING, "")]
    assert [one.actor for one in found(layer(claim("a1", speakers=())))] == [NOTHING]
    assert found(layer(Annotation("a1", "actor", (), ("q",), entities=("e1",)))) == []


def test_a_document_may_give_the_date() -> None:
    made = layer(claim("a1", date="2022-04-12"))
    assert [one.date for one in found(made, by_published=True)] == ["2022-01-01"]


def test_those_that_are_kept_and_of_the_stances_asked_for() -> None:
    made = layer(claim("a1"), claim("a2", stance="disagree"), claim("a3", stance=None))
    assert [one.evidence for one in found(made, stances=frozenset(["disagree", "mixed"]))] == ["a.txt:a2"]
    assert [one.evidence for one in found(made, lambda annotation: annotation.id != "a2")] == ["a.txt:a1", "a.txt:a3"]


def test_of_one_event_the_same_is_said_once_and_what_differs_again() -> None:
    told = (Link("l1", "same-event", "a1", "a2"), Link("l2", "same-event", "a2", "a3"))
    made = layer(claim("a1"), claim("a2"), claim("a3", stance="mixed"), claim("a4"), links=told)
    assert [one.evidence for one in found(made)] == ["a.txt:a1", "a.txt:a3", "a.txt:a4"]
    again = layer(claim("a1", speakers=(Role("e1"), Role("e1"))))
    assert len(found(again)) == 1


@pytest.mark.parametrize("status", ["agreed", "signed", "in-force"])
def test_a_standing_agreement_counts_for_each_party_where_it_is_asked_for(status: str) -> None:
    parties = (Role("e1", acts_for="e3"), Role("e2"))
    signed = Annotation("a1", "agreement", (), ("s",), parties=parties, topic="t1", stance="agree", status=status)
    made = layer(signed, claim("a2"))
    assert [one.evidence for one in found(made)] == ["a.txt:a2"]
    assert [one.actor for one in found(made, count="agreements")] == [MORI, ROSSI]
    assert [one.actor for one in found(made, count="both", rows="for")] == [OSTIA, ROSSI, MORI]


@pytest.mark.parametrize("status", [None, "proposed", "ended"])
def test_an_agreement_that_does_not_stand_never_counts(status: str | None) -> None:
    made = layer(
        Annotation("a1", "agreement", (), ("s",), parties=(Role("e1"),), topic="t1", stance="agree", status=status)
    )
    for count in ("agreements", "both"):
        told = statements(made, "a.txt", None, StatementOptions(count=count))
        assert (told.counted, dict(told.left_out)) == ([], {"not standing": 1})
    assert not statements(made, "a.txt", None, StatementOptions()).left_out


@pytest.mark.parametrize(
    ("rows", "columns", "pairs"),
    [
        ("speaker", "for", [(MORI, OSTIA), (ROSSI, ROSSI)]),
        ("for", "speaker", [(OSTIA, MORI), (ROSSI, ROSSI)]),
        ("speaker", "target", [(MORI, OSTIA), (ROSSI, OSTIA)]),
        ("for", "code", [(OSTIA, ("code", "hope")), (OSTIA, ("code", "fear")), (ROSSI, ("code", "hope")),
                         (ROSSI, ("code", "fear"))]),
        ("publisher", "topic", [(("publisher", "The Post"), ("", "War"))]),
        ("author", "document", [(("author", "A. Rao"), ("document", "a.txt"))]),
        ("topic", "topic", [(("", "War"), ("", "War"))]),
    ],
)  # fmt: skip
def test_any_two_variables_make_rows_and_columns(rows: str, columns: str, pairs: list[tuple[Unit, Unit]]) -> None:
    who = (Role("e1", acts_for="e3"), Role("e2"))
    made = layer(claim("a1", speakers=who, targets=(Role("e3"),), topic="t2", codes=("hope", "fear")))
    made = replace(made, document=replace(made.document, publisher="The  Post", author="A. Rao"))
    assert [(one.actor, one.topic) for one in found(made, rows=rows, columns=columns)] == pairs


def test_what_has_no_unit_is_named_by_what_it_lacks() -> None:
    bare = layer(claim("a1"))
    for variable, reason in {
        "target": "without a target", "code": "without a code", "publisher": "without a publisher",
        "author": "without an author",
    }.items():  # fmt: skip
        lacking = found(bare, columns=variable)
        assert countable(lacking, Counting(columns=variable)).left_out == {reason: 1}
        assert countable(found(bare, rows=variable), Counting(rows=variable)).left_out == {reason: 1}


def test_statements_follow_by_date_then_by_document_whatever_the_order_of_the_files() -> None:
    dates = ["-0044", "2022", "2022-04", "2022-04-12", "2022-04-12/..", "2022-21", "2023-01-01", "", "soon"]
    ordered = [said(date=date, document=name) for date in dates for name in "ab"]
    again = in_order_of_time(reversed(ordered))
    assert [(one.date, one.document) for one in again[:3]] == [("-0044", "a"), ("-0044", "b"), ("2022", "a")]
    assert [(one.document, one.date in ("", "soon")) for one in again[-4:]] == [
        ("a", True),
        ("a", True),
        ("b", True),
        ("b", True),
    ]
    assert again[:-4] == in_order_of_time(ordered)[:-4]
    same_day = [said(who=who) for who in "xyz"]
    assert in_order_of_time(same_day) == same_day


def test_the_broadest_topic_stands_for_its_narrower_ones_and_a_circle_ends() -> None:
    made = layer(claim("a1", topic="t3"), claim("a2", topic="t5"), claim("a3", topic=None), claim("a4", topic="t9"))
    made.topics |= {
        "t3": Topic("t3", "c", broader="t2"),
        "t2": Topic("t2", "b", broader="t1"),
        "t5": Topic("t5", "e", broader="t6"),
        "t6": Topic("t6", "f", broader="t5"),
        "t1": Topic("t1", "a", broader="gone"),
    }
    wide = broadest_topics(made)
    topics = [annotation.topic for annotation in wide.annotations.values()]
    assert (topics[0], topics[2:]) == ("t1", [None, "t9"])
    assert topics[1] in ("t5", "t6")
    assert (wide.entities, wide.links, wide.document) == (made.entities, made.links, made.document)


def said(
    stance: str = "agree", date: str = "2022-04-12", document: str = "a", topic: str = "x", who: str = "m"
) -> Statement:
    return Statement(("person", who), ("", topic), stance, document, date, "")


def test_a_day_is_known_only_where_it_is_one() -> None:
    assert day_of(said(date="2022-04-12")) == date(2022, 4, 12)
    for not_one in ("2022-04", "2022", "", "soon", "2022-04-12/2022-04-13", "2022-04-12/.."):
        assert day_of(said(date=not_one)) is None


@pytest.mark.parametrize(
    ("statement", "counting", "reason"),
    [
        (said(topic=""), Counting(), "without a topic"),
        (said(topic="", stance=""), Counting(), "without a topic"),
        (said(""), Counting(), "without a stance"),
        (said("mixed"), Counting(), "mixed"),
        (said("mixed"), Counting(mixed=True), ""),
        (said(""), Counting(mixed=True), "without a stance"),
        (said("neutral"), Counting(), ""),
        (said("disagree", date=""), Counting(), ""),
        (said(who=""), Counting(), ""),
        (said()._replace(actor=NOTHING), Counting(), "without a speaker"),
        (said()._replace(actor=NOTHING), Counting(rows="for"), "without a speaker"),
        (said(date=""), Counting(start="2022"), "without a date"),
        (said(date=""), Counting(duplicates="week"), "without a date"),
        (said(date=""), Counting(daily=True), "without a date"),
        (said(date="2022-04"), Counting(start="2022-04-12"), "without a date that is precise enough"),
        (said(date="2022-04"), Counting(start="2022-04-12", possible=True), ""),
        (said(date="2022-03"), Counting(start="2022-04-12", possible=True), "outside the time asked for"),
        (said(date="2022-21"), Counting(start="2022-12", end="2022-12"), "outside the time asked for"),
        (said(date="2022-04"), Counting(daily=True), "without a date that is precise enough"),
        (said(), Counting(daily=True), ""),
        (said(), Counting(start="2022-04-12", end="2022-04-12"), ""),
        (said(), Counting(start="2022-04-13"), "outside the time asked for"),
        (said(), Counting(end="2022-04-11"), "outside the time asked for"),
        (said(date="2022-04"), Counting(duplicates="week"), "without a date that is precise enough"),
        (said(date="2022-04"), Counting(duplicates="month"), ""),
        (said(date="2022"), Counting(duplicates="month"), "without a date that is precise enough"),
        (said(date="2022"), Counting(duplicates="year"), ""),
        (said(date="2022-04-12/.."), Counting(duplicates="year"), "without a date that is precise enough"),
        (said(date="2022-04-11/2022-04-17"), Counting(duplicates="week"), ""),
    ],
)
def test_what_does_not_count_is_left_out_with_its_reason(statement: Statement, counting: Counting, reason: str) -> None:
    result = countable([statement], counting)
    assert (result.counted, dict(result.left_out)) == (([], {reason: 1}) if reason else ([statement], {}))


def test_the_same_counts_once_in_a_stretch_and_what_differs_counts_again() -> None:
    first = said()
    others = [said("disagree"), said(topic="y"), said(who="r"), said(document="b"), said(date="2022-04-18")]
    week = countable([first, first, *others], Counting("week"))
    assert week.counted == [first, *others[:3], others[4]]
    assert week.left_out == {"counted before": 2}
    assert countable([first, *others], Counting("document")).counted == [first, *others[:4]]
    assert countable([first, first], Counting("range")).counted == [first]
    assert countable([first, first], Counting()).counted == [first, first]
    assert countable([first, *others], Counting("range", ignore_stance=True)).counted == [first, *others[1:3]]


@pytest.mark.parametrize(
    ("duplicates", "one", "same", "other"),
    [
        ("week", "2022-04-11", "2022-04-17", "2022-04-18"),
        ("month", "2022-04-01", "2022-04-30", "2023-04-01"),
        ("year", "2022-01-01", "2022-12-31", "2023-01-01"),
    ],
)
def test_stretches_end_with_the_calendar(duplicates: str, one: str, same: str, other: str) -> None:
    dated = [said(date=day) for day in (one, same, other)]
    assert countable(dated, Counting(duplicates)).counted == [dated[0], dated[2]]


def test_a_name_written_in_two_ways_is_one_called_as_where_it_came_first() -> None:
    one = Statement(("person", "Jose\u0301 O’Neill"), ("", "Tax\u00adcuts"), "agree", "a.txt", "", "a.txt:a1")
    other = Statement(("other", "José O'Neill"), ("", "Taxcuts"), "agree", "b.txt", "", "b.txt:a1")
    apart = other._replace(actor=("other", "José O'NEILL"))
    same = list(named_alike([one, other, apart]))
    assert [(s.actor, s.topic, s.evidence) for s in same] == [
        (one.actor, one.topic, "a.txt:a1"),
        (one.actor, one.topic, "b.txt:a1"),
        (apart.actor, one.topic, "b.txt:a1"),
    ]
