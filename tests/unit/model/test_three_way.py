"""One three-way merge for every kind of record: a field that is added is merged, and nothing is lost unsaid."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.record_json import CLASS_OF_TABLE
from annotator.model import edits, fields
from annotator.model.annotation import Role
from annotator.model.codebook import Code, CodebookHead
from annotator.model.fields import ATTRIBUTES, CODEBOOK, EMPTY, PAIRS, PLACE, TEXT_MAP, TEXTS, TRACE, UNKNOWN, Field
from annotator.model.link import Link
from annotator.model.span import Span
from annotator.model.three_way import PLACE_WORD, merge_record, merge_table
from annotator.model.topic import Topic
from tests.patience import times

KNOWN = {**fields.OF_TABLE, edits.HEADS: CODEBOOK}
CLASSES: dict[str, Any] = {**CLASS_OF_TABLE, edits.CODES: Code, edits.HEADS: CodebookHead}
_WORDS = st.sampled_from(("", "x", "y"))
_SOME = st.lists(st.sampled_from("pqr"), unique=True, max_size=3).map(tuple)
_MAPS = st.dictionaries(st.sampled_from("kl"), st.sampled_from(("u", "v")))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    fields.TEXT: _WORDS,
    fields.OPTIONAL_TEXT: st.none() | st.sampled_from("xy"),
    fields.OPTIONAL_DATE: st.none() | st.sampled_from(("2022", "2023")),
    fields.TEXTS: _SOME,
    fields.TRUTH: st.booleans(),
    fields.INTEGER: st.integers(0, 2),
    fields.OPTIONAL_INTEGER: st.none() | st.integers(0, 2),
    fields.TEXT_MAP: _MAPS,
    fields.ATTRIBUTES: _MAPS,
    fields.FRAGMENTS: st.sampled_from(((), (Span(0, 1),), (Span(0, 2), Span(4, 5)))),
    fields.ROLES: st.sampled_from(((), (Role("e1"),), (Role("e1", "a1"), Role("e2")))),
    fields.PAIRS: st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from("rs")), unique=True, max_size=2).map(tuple),
    fields.EXTRA: _MAPS.map(lambda found: tuple(("", name, value) for name, value in found.items())),
}
Told = dict[str, tuple[Any, Any]]


@st.composite
def records(draw: st.DrawFn, table: str) -> Any:
    values = {one.attribute: draw(VALUES[one.shape]) for one in (*KNOWN[table], UNKNOWN)}
    if table != edits.DOCUMENT and "id" in values:
        values["id"] = "i"
    return CLASSES[table](**values)


def merged(table: str, base: Any, kept: Any, other: Any) -> tuple[Any, Told]:
    told: Told = {}

    def tell(what: str, value: Any, lost: Any) -> None:
        told[what] = value, lost

    return merge_record(base, kept, other, KNOWN[table], tell), told


every_table = pytest.mark.parametrize("table", sorted(KNOWN))


@every_table
@given(st.data())
def test_what_one_side_alone_changed_is_taken_and_nothing_told(table: str, data: st.DataObject) -> None:
    base, changed = data.draw(records(table)), data.draw(records(table))
    assert merged(table, base, changed, base) == (changed, {})
    assert merged(table, base, base, changed) == (changed, {})
    for before in (None, base):
        assert merged(table, before, changed, changed) == (changed, {})


@every_table
@given(st.data())
def test_which_wins_is_the_only_difference(table: str, data: st.DataObject) -> None:
    base, one, other = (data.draw(side) for side in (st.none() | records(table), records(table), records(table)))
    (there, told), (back, told_back) = merged(table, base, one, other), merged(table, base, other, one)
    assert {what: sorted(map(repr, both)) for what, both in told.items()} == {
        what: sorted(map(repr, both)) for what, both in told_back.items()
    }
    for field in (*KNOWN[table], UNKNOWN):
        if field.group != TRACE and not _told(field, told):
            mine, theirs = getattr(there, field.attribute), getattr(back, field.attribute)
            assert _loose(field, mine) == _loose(field, theirs)


@every_table
@given(st.data())
def test_no_value_is_lost_unsaid(table: str, data: st.DataObject) -> None:
    base, one, other = (data.draw(side) for side in (st.none() | records(table), records(table), records(table)))
    result, told = merged(table, base, one, other)
    for field in (*KNOWN[table], UNKNOWN):
        old = EMPTY[field.shape] if base is None else getattr(base, field.attribute)
        now = _parts(field, getattr(result, field.attribute))
        for side in (one, other):
            new = [part for part in _parts(field, getattr(side, field.attribute)) if part not in _parts(field, old)]
            lost = [part for part in new if part not in now]
            assert not lost or field.group == TRACE or _told(field, told)
    for what, (kept, lost) in told.items():
        assert kept != lost, what


@times(2)
@given(st.data())
def test_records_of_tables_are_taken_from_whoever_changed_them(data: st.DataObject) -> None:
    names = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))
    drawn = (data.draw(names) for _side in range(3))
    base, one, other = ({key: Topic(key, name) for key, name in table.items()} for table in drawn)
    kept: list[Topic] = []

    def merge(old: Topic | None, mine: Topic, theirs: Topic) -> Topic:
        return merge_record(old, mine, theirs, KNOWN[edits.TOPICS], lambda *_told: None)

    def both(mine: dict[str, Topic], theirs: dict[str, Topic]) -> dict[str, Topic]:
        kept.clear()
        return merge_table((base, mine, theirs), merge, kept.append)

    assert both(one, base) == both(base, one) == both(one, one) == one
    assert not [record for record in kept if record in base.values() and record not in one.values()]
    result = both(one, other)
    for key in {*one, *other}:
        sides = (one.get(key), other.get(key))
        if None in sides and key in base and base[key] in sides:
            assert key not in result
        else:
            assert result[key] in sides
            assert (result[key] in kept) == (None in sides and key in base)


def _told(field: Field, told: Told) -> bool:
    if field.group == PLACE:
        return PLACE_WORD in told
    is_map = field.shape in (TEXT_MAP, ATTRIBUTES, fields.EXTRA)
    return field.attribute in told or (is_map and bool(told.keys() & {"k", "l"}))


def _parts(field: Field, value: Any) -> list[Any]:
    """What of a value has to be found again: its items where both sides' are joined, else the whole."""
    if field.shape in (TEXTS, PAIRS) and field.group == fields.CONTENT:
        return list(value)
    if field.shape in (TEXT_MAP, ATTRIBUTES):
        return list(value.items())
    return list(value) if field.shape == fields.EXTRA else [] if value == EMPTY[field.shape] else [value]


def _loose(field: Field, value: Any) -> Any:
    return sorted(map(repr, _parts(field, value)))


def test_traces_are_those_of_the_version_that_wins_and_no_difference() -> None:
    links = [Link("l1", "supports", "a", "b", author=who, created=who) for who in ("x", "y", "z")]
    assert merged(edits.LINKS, links[0], links[1], links[2]) == (links[1], {})
    assert merged(edits.LINKS, None, links[2], links[1]) == (links[2], {})


def test_without_the_version_before_what_one_side_filled_in_is_taken_whichever_wins() -> None:
    empty, full = Topic("t1", "Peace"), Topic("t1", "Peace", broader="t2", note="n")
    assert merged(edits.TOPICS, None, empty, full) == merged(edits.TOPICS, None, full, empty) == (full, {})
