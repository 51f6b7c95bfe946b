"""Objects read into records: every shape, what is refused, and where it says so."""

import json
from typing import Any

import pytest

from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.record_json import (
    CLASS_OF_TABLE,
    read_record,
    record_from_json,
    record_to_json,
    with_extra,
)
from annotator.formats.sidecar.record_reader import MAX_DEPTH, MAX_NUMBER, TYPES_OF_SHAPE, check_tree, read_roles
from annotator.model import fields
from annotator.model.annotation import Annotation, Role
from annotator.model.fields import Field
from annotator.model.span import Span

GOOD: dict[str, Any] = {
    fields.TEXT: "x",
    fields.OPTIONAL_TEXT: None,
    fields.OPTIONAL_DATE: "2022",
    fields.TEXTS: ["x", ""],
    fields.TRUTH: False,
    fields.INTEGER: -3,
    fields.OPTIONAL_INTEGER: 0,
    fields.TEXT_MAP: {"wikidata": "Q1"},
    fields.ATTRIBUTES: {"deep": [{"n": 1.5}]},
    fields.FRAGMENTS: [[0, 2], [4, 5]],
    fields.ROLES: [{"entity": "e1"}],
}
BAD: dict[str, list[Any]] = {
    fields.TEXT: [None, 1, [], {}, True],
    fields.OPTIONAL_TEXT: [1, [], {}, False],
    fields.OPTIONAL_DATE: [2022, []],
    fields.TEXTS: [None, "x", {}],
    fields.TRUTH: [None, 0, "true"],
    fields.INTEGER: [None, True, 1.0, "1"],
    fields.OPTIONAL_INTEGER: [False, 1.0, "1"],
    fields.TEXT_MAP: [None, [], "x"],
    fields.ATTRIBUTES: [None, [], 1],
    fields.FRAGMENTS: [None, {}, 3],
    fields.ROLES: [None, {}, "e1"],
}


def whole(table: str, kind: str | None = None) -> dict[str, Any]:
    """An object with every field that a record of a table may have."""
    wanted = fields.annotation_fields(kind) if kind else fields.OF_TABLE[table]
    made = {field.key: field.values[0] if field.values else GOOD[field.shape] for field in wanted}
    return made | {"type": kind} if kind else made


EVERY = [(table, None) for table in CLASS_OF_TABLE if table != "annotations"] + [
    ("annotations", kind) for kind in ("actor", "claim", "agreement", "rumour")
]
EVERY_FIELD: list[tuple[str, str | None, Field]] = [
    (table, kind, field)
    for table, kind in EVERY
    for field in (fields.annotation_fields(kind) if kind else fields.OF_TABLE[table])
]


def findings_of(table: str, data: dict[str, Any]) -> list[Finding]:
    findings: list[Finding] = []
    record = read_record(table, data, "$.x[0]", findings)
    assert (record is None) is bool(findings)
    return findings


def test_every_shape_has_its_types_and_an_example() -> None:
    assert set(TYPES_OF_SHAPE) == set(GOOD) == set(BAD)


@pytest.mark.parametrize(("table", "kind"), EVERY)
def test_every_record_comes_back_with_its_keys_in_the_order_of_the_file(table: str, kind: str | None) -> None:
    data = whole(table, kind)
    record = record_from_json(table, data)
    assert type(record) is CLASS_OF_TABLE[table]
    for name in data.keys() & fields.ROLE.keys():
        data[name] = [{field.key: role.get(field.key) for field in fields.ROLE[name]} for role in data[name]]
    assert json.dumps(record_to_json(table, record)) == json.dumps(data)


@pytest.mark.parametrize(("table", "kind", "field"), EVERY_FIELD)
def test_a_value_of_another_type_is_refused_where_it_is(table: str, kind: str | None, field: Field) -> None:
    if field.key == "type" and kind:
        return  # says itself which fields there are
    for bad in BAD[field.shape]:
        found = findings_of(table, whole(table, kind) | {field.key: bad})
        assert [(one.code, one.path) for one in found] == [("wrong-type", f"$.x[0].{field.key}")]


@pytest.mark.parametrize(("table", "kind", "field"), EVERY_FIELD)
def test_a_field_that_is_not_there_is_its_default_unless_it_has_to_be(
    table: str, kind: str | None, field: Field
) -> None:
    data = whole(table, kind)
    del data[field.key]
    found = findings_of(table, data)
    if field.required and not (field.key == "type" and kind):
        assert found == [Finding("missing-field", "$.x[0]", f"The field “{field.key}” is missing.")]
    elif field.key != "type":
        assert found == []


@pytest.mark.parametrize(
    ("changed", "path", "sentence"),
    [
        ({"note": 3}, "note", "Expected text, found a whole number."),
        ({"topic": 1.5}, "topic", "Expected text or null, found a number."),
        ({"codes": None}, "codes", "Expected a list, found null."),
        ({"attributes": True}, "attributes", "Expected an object, found true or false."),
        ({"codes": ["x", 3, "y"]}, "codes[1]", "Expected text, found a whole number."),
        ({"fragments": [[0, 1], [2]]}, "fragments[1]", "Expected two whole numbers, start and end."),
        ({"fragments": [[0, 1, 2]]}, "fragments[0]", "Expected two whole numbers, start and end."),
        ({"fragments": [[0, 1.0]]}, "fragments[0]", "Expected two whole numbers, start and end."),
        ({"fragments": [[True, 1]]}, "fragments[0]", "Expected two whole numbers, start and end."),
        ({"fragments": [{}]}, "fragments[0]", "Expected two whole numbers, start and end."),
        ({"speakers": [{"entity": "e1"}, "e2"]}, "speakers[1]", "Expected an object, found text."),
        ({"speakers": [{"mention": "a1"}]}, "speakers[0]", "The field “entity” is missing."),
        (
            {"targets": [{"entity": "e1", "attitude": []}]},
            "targets[0].attitude",
            "Expected text or null, found a list.",
        ),
    ],
)
def test_what_is_wrong_is_said(changed: dict[str, Any], path: str, sentence: str) -> None:
    (found,) = findings_of("annotations", whole("annotations", "claim") | changed)
    assert (found.path, found.sentence) == (f"$.x[0].{path}", sentence)


def test_what_stands_behind_something_wrong_is_looked_at_too() -> None:
    found = findings_of("annotations", whole("annotations", "claim") | {"speakers": ["e1", {"entity": 2}, {}]})
    assert [finding.path for finding in found] == [f"$.x[0].speakers{place}" for place in ("[0]", "[1].entity", "[2]")]


def test_a_map_of_texts_holds_texts() -> None:
    (found,) = findings_of("entities", whole("entities") | {"external_ids": {"a": "1", "b": 2}})
    assert found == Finding("wrong-type", "$.x[0].external_ids.b", "Expected text, found a whole number.")


@pytest.mark.parametrize("number", [MAX_NUMBER + 1, -MAX_NUMBER - 1])
@pytest.mark.parametrize(
    ("table", "change", "path"),
    [
        ("document", lambda n: {"characters": n}, "characters"),
        ("annotations", lambda n: {"attributes": {"a": [0, n]}}, "attributes.a[1]"),
        ("annotations", lambda n: {"attributes": {"a": float(n) * 2}}, "attributes.a"),
        ("annotations", lambda n: {"fragments": [[0, 1], [0, n]]}, "fragments[1]"),
        ("annotations", lambda n: {"fragments": [[n, 0]]}, "fragments[0]"),
        ("annotations", lambda n: {"x": {"y": n}}, "x.y"),
    ],
)
def test_a_number_that_is_not_exact_everywhere_is_refused(table: str, change: Any, path: str, number: int) -> None:
    kind = "claim" if table == "annotations" else None
    (found,) = findings_of(table, whole(table, kind) | change(number))
    assert (found.code, found.path) == ("number-range", f"$.x[0].{path}")
    assert findings_of(table, whole(table, kind) | change(number // abs(number) * (MAX_NUMBER // 2))) == []


def test_numbers_up_to_the_limit_are_exact() -> None:
    for number in (MAX_NUMBER, -MAX_NUMBER):
        assert findings_of("document", whole("document") | {"characters": number}) == []
        assert findings_of("annotations", whole("annotations", "claim") | {"fragments": [[number, number]]}) == []
    assert MAX_NUMBER == 2**53


@pytest.mark.parametrize(("place", "depth"), [("attributes", 5), ("x", 3)])
def test_what_may_hold_anything_is_nested_no_deeper_than_a_file_may_be(place: str, depth: int) -> None:
    def nested(levels: int) -> dict[str, Any]:
        value: Any = 1
        for _level in range(levels):
            value = [value]
        return whole("annotations", "claim") | {place: {"deep": value} if place == "attributes" else value}

    most = MAX_DEPTH - depth - (place == "attributes")
    assert findings_of("annotations", nested(most)) == []
    (found,) = findings_of("annotations", nested(most + 1))
    assert (found.code, found.sentence) == ("too-deep", f"Nested more than {MAX_DEPTH} levels deep.")


def test_the_depth_is_counted_through_objects_and_lists() -> None:
    findings: list[Finding] = []
    check_tree({"a": [{"b": 1}]}, "$", findings, MAX_DEPTH - 3)
    assert findings == []
    check_tree({"a": [{"b": 1}]}, "$", findings, MAX_DEPTH - 2)
    assert findings == [Finding("too-deep", "$.a[0].b", f"Nested more than {MAX_DEPTH} levels deep.")]


def test_empty_lists_and_what_is_unknown_in_roles_are_kept() -> None:
    data = whole("annotations", "claim") | {"codes": [], "speakers": [], "fragments": []}
    record = record_from_json("annotations", data)
    assert isinstance(record, Annotation)
    assert (record.codes, record.speakers, record.fragments) == ((), (), ())
    findings: list[Finding] = []
    roles = read_roles("parties", [{"x": 1, "entity": "e1", "side": 2, "y": []}], "$", findings)
    assert roles == (Role("e1", side=2, extra=(("", "x", 1), ("side", "y", []))),)
    assert findings == []
    spans = record_from_json("annotations", whole("annotations", "claim"))
    assert isinstance(spans, Annotation)
    assert all(type(span) is Span for span in spans.fragments)


def test_an_object_of_the_wrong_shape_is_no_record() -> None:
    with pytest.raises(ValueError, match=r"^\$\.name: Expected text, found null\.$"):
        record_from_json("topics", {"id": "t1", "name": None})


def test_unknown_fields_stand_behind_what_they_stood_behind() -> None:
    data = {"a": 1, "b": 2}
    assert list(with_extra(data, (("a", "x", 3), ("", "y", 4), ("a", "z", 5), ("gone", "w", 6))).items()) == [
        ("y", 4), ("w", 6), ("a", 1), ("x", 3), ("z", 5), ("b", 2),
    ]  # fmt: skip
    assert list(with_extra(data, ())) == ["a", "b"]
