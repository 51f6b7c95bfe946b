"""The annotation file: the same bytes again, what it refuses, what it opens with findings, and its schema."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.resource_files import resource
from annotator.formats.sidecar.sidecar_json import (
    KEYS,
    SIZE_LIMIT,
    SidecarError,
    SidecarWriter,
    dump_sidecar,
    load_sidecar,
)
from annotator.model import fields as record_fields
from annotator.model.fields import annotation_fields
from tests.unit.making import annotated

SHAPE = {
    "not-json", "not-utf8", "empty", "foreign", "version", "too-deep", "number-range", "duplicate-key",
    "missing-field", "wrong-type", "too-large",
}  # fmt: skip
SCHEMA = json.loads(resource("schema/sidecar.schema.json").read_text())


@pytest.fixture
def tree(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(annotated(tmp_path).sidecar.read_bytes())
    return found


def load(tree: object, text: str | None = None) -> list[str]:
    """Give the codes of all findings, of a refusal too."""
    try:
        return [finding.code for finding in load_sidecar(orjson.dumps(tree), text).findings]
    except SidecarError as error:
        return [finding.code for finding in error.findings]


def test_what_was_saved_loads_without_findings_and_dumps_to_the_same_bytes(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    data = desk.sidecar.read_bytes()
    loaded = load_sidecar(data, desk.document.text)
    assert loaded.findings == []
    assert dump_sidecar(loaded.layer) == data
    assert data.endswith(b"}\n")
    assert not data.endswith(b"\n\n")
    assert list(json.loads(data)) == list(KEYS)


def test_annotations_are_sorted_by_place(tree: dict[str, Any]) -> None:
    places = [(a["fragments"][0][0], a["fragments"][-1][1], a["id"]) for a in tree["annotations"]]
    assert places == sorted(places)


def test_unknown_fields_stay_where_they_stood_at_every_level(tree: dict[str, Any]) -> None:
    tree = {"first": 1, **tree, "last": {"a": [1, None]}}
    tree["document"] = {"x-before": True, **tree["document"]}
    claim = next(a for a in tree["annotations"] if a.get("speakers"))
    claim["speakers"][0] = {"entity": claim["speakers"][0]["entity"], "x": "y", "mention": None, "for": None}
    tree["annotations"][0]["topic"] = "an actor has none, so it is unknown here"
    tree["entities"][0]["x-list"] = []
    data = orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    assert dump_sidecar(load_sidecar(data).layer) == data
    writer = SidecarWriter()
    assert [writer.dump(load_sidecar(data).layer) for _time in range(2)] == [data, data]


def test_lists_alone_and_empty_ones_are_written_the_same_again(tree: dict[str, Any]) -> None:
    for kept in (*KEYS[8:], None):
        fewer = tree | {key: [] for key in KEYS[8:] if key != kept}
        layer = load_sidecar(orjson.dumps(fewer)).layer
        assert SidecarWriter().dump(layer) == dump_sidecar(layer)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xff\xfe\x00", "not-utf8"),
        (b'{"format": "annotator-sidecar", ', "not-json"),
        (b'{"a": NaN}', "not-json"),
        (b"[]", "foreign"),
        (b'{"format": "other"}', "foreign"),
        (b'{"format": "annotator-sidecar", "version": "1"}', "version"),
        (b'{"format": "annotator-sidecar", "version": 0}', "version"),
        (b'{"format": "annotator-sidecar", "version": 1, "x": ' + b"[" * 80 + b"]" * 80 + b"}", "too-deep"),
        (b'{"format": "annotator-sidecar", "version": 1, "version": 1}', "duplicate-key"),
        (b'{"format": "annotator-sidecar", "version": 1}', "missing-field"),
    ],
)
def test_a_broken_shape_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(SidecarError) as refused:
        load_sidecar(data)
    assert refused.value.findings[0].code == code
    assert refused.value.findings[0].sentence.endswith(".")


def test_a_byte_order_mark_is_dropped(tree: dict[str, Any]) -> None:
    assert load_sidecar(b"\xef\xbb\xbf" + orjson.dumps(tree)).findings == []


def test_a_duplicate_key_is_found_where_it_is(tree: dict[str, Any]) -> None:
    data = orjson.dumps(tree).replace(b'"broader":null', b'"broader":null,"broader":"t1"', 1)
    with pytest.raises(SidecarError) as refused:
        load_sidecar(data)
    assert refused.value.findings[0].path == "$.topics[0]"


def test_large_numbers_are_refused_wherever_they_are(tree: dict[str, Any]) -> None:
    tree["annotations"][0]["attributes"] = {"n": [2**53 + 2]}
    assert load(tree) == ["number-range"]


def test_too_large_a_file_is_not_parsed() -> None:
    with pytest.raises(SidecarError, match="MiB"):
        load_sidecar(b" " * 100, size_limit=99)


def test_a_newer_version_says_so(tree: dict[str, Any]) -> None:
    loaded = load_sidecar(orjson.dumps(tree | {"version": 2}))
    assert loaded.newer
    assert [finding.code for finding in loaded.findings] == ["newer-version"]


def test_each_break_of_the_meaning_is_found_and_kept(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    text = desk.document.text
    whole = json.loads(desk.sidecar.read_bytes())

    def broken(change: object, index: int = -1) -> list[str]:
        tree = json.loads(json.dumps(whole))
        change(tree["annotations"][index], tree)  # type: ignore[operator]
        return load(tree, text)

    assert broken(lambda a, _t: a.update(fragments=[[3, len(text) + 5]])) == ["outside-text"]
    assert "empty-fragment" in broken(lambda a, _t: a.update(fragments=[[5, 5]]))
    assert "fragment-order" in broken(lambda a, _t: a.update(fragments=[[9, 12], [3, 5]]))
    assert broken(lambda a, _t: a.update(quote=["something else"])) == ["quote-differs"]
    assert broken(lambda a, _t: a.update(topic="t?")) == ["unknown-topic"]
    assert broken(lambda a, _t: a["speakers"][0].update(entity="e?")) == ["unknown-entity"]
    assert broken(lambda a, _t: a["speakers"][0].update(mention="a?")) == ["unknown-annotation"]
    assert broken(lambda a, _t: a["speakers"][0].update({"for": "e?"})) == ["unknown-entity"]
    assert broken(lambda a, _t: a.update(stance="maybe")) == ["unknown-value"]
    assert broken(lambda a, _t: a.update(date="yesterday")) == ["date"]
    assert broken(lambda _a, t: t["document"].update(name="../../etc/passwd")) == ["document-name"]
    assert broken(lambda _a, t: t["document"].update(text_sha256="0")) == ["text-changed"]
    assert (
        broken(lambda _a, t: t["links"].append({"id": "l", "type": "supports", "from": "x", "to": "y"}))
        == ["unknown-annotation"] * 2
    )
    assert broken(lambda a, t: t["annotations"].append(dict(a))) == ["duplicate-id"]


def test_a_value_that_no_list_knows_is_kept(tree: dict[str, Any]) -> None:
    tree["annotations"][-1]["stance"] = "maybe"
    tree["annotations"][0]["type"] = "rumour"
    layer = load_sidecar(orjson.dumps(tree)).layer
    again = json.loads(dump_sidecar(layer))
    assert again["annotations"] == tree["annotations"]


def test_the_schema_names_the_fields_of_the_code() -> None:
    definitions = SCHEMA["$defs"]
    tables = {
        "document": record_fields.DOCUMENT,
        "entity": record_fields.ENTITY,
        "topic": record_fields.TOPIC,
        "link": record_fields.LINK,
        "decision": record_fields.DECISION,
        "deletion": record_fields.DELETION,
        **{name: annotation_fields(name) for name in record_fields.ANNOTATION},
        **{f"{name}_role": fields for name, fields in record_fields.ROLE.items()},
    }
    assert {name: list(definitions[name]["properties"]) for name in tables} == {
        name: [field.key for field in fields] for name, fields in tables.items()
    }
    assert list(SCHEMA["properties"]) == list(KEYS)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


JUNK = st.sampled_from(
    [None, True, 3, -1, 2**60, 1.5, "", "x", "claim", "agree", [], ["x"], [1], [[1, 2]], [[1]], {}, {"x": 1}]
)


def _places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found.extend(_places(item, (*path, key)))
    return found


@given(data=st.data())
def test_the_schema_and_the_code_agree_on_every_change(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    tree = json.loads(annotated(tmp_path_factory.mktemp("schema")).sidecar.read_bytes())
    *way, last = data.draw(st.sampled_from(_places(tree)))
    holder: Any = tree
    for key in way:
        holder = holder[key]
    if data.draw(st.booleans()) and isinstance(holder, dict):
        del holder[last]
    else:
        holder[last] = data.draw(JUNK)
    good = jsonschema.Draft202012Validator(SCHEMA).is_valid(tree)
    codes = set(load(tree))
    assert good == (not codes & (SHAPE | {"unknown-value", "newer-version"})), codes


def refusal(tree: object) -> SidecarError:
    with pytest.raises(SidecarError) as refused:
        load_sidecar(orjson.dumps(tree))
    return refused.value


def test_a_refusal_says_the_first_thing_with_its_place_and_how_many_more() -> None:
    broken = refusal({"format": "annotator-sidecar", "version": 1, "annotator": [], "annotations": [], "links": {}})
    assert [(finding.code, finding.path) for finding in broken.findings] == [
        ("missing-field", "$"), ("wrong-type", "$.annotator"), ("wrong-type", "$.links"),
    ]  # fmt: skip
    assert str(broken) == "The field “document” is missing. (2 more)"
    assert str(SidecarError(broken.findings[:2])) == "The field “document” is missing. (1 more)"
    assert str(SidecarError(broken.findings[1:2])) == "$.annotator: Expected an object, found a list."


@pytest.mark.parametrize("version", [None, 0, -1, "1", 1.0, True])
def test_what_is_no_version_is_refused(tree: dict[str, Any], version: object) -> None:
    (found,) = refusal(tree | {"version": version}).findings
    assert (found.code, found.path) == ("version", "$.version")


@pytest.mark.parametrize("key", ["format", "version", "annotator", "document", "annotations"])
def test_what_a_file_cannot_do_without(tree: dict[str, Any], key: str) -> None:
    del tree[key]
    expected = {"format": "foreign", "version": "version"}.get(key, "missing-field")
    assert [finding.code for finding in refusal(tree).findings] == [expected]


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"format", "version", "annotator", "document", "annotations"}))
def test_what_a_file_can_do_without(tree: dict[str, Any], key: str) -> None:
    whole = load_sidecar(orjson.dumps(tree)).layer
    del tree[key]
    found = load_sidecar(orjson.dumps(tree | {"entities": tree.get("entities", [])}))
    assert not found.newer
    if key in ("generator", "created", "modified"):
        assert getattr(found.layer.head, key) == ""
        assert getattr(whole.head, key) != ""


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"format", "version"}))
def test_a_part_of_another_type_is_refused(tree: dict[str, Any], key: str) -> None:
    (found,) = refusal(tree | {key: 3}).findings
    assert (found.code, found.path) == ("wrong-type", f"$.{key}")


def test_an_item_that_is_no_object_is_refused_where_it_is(tree: dict[str, Any]) -> None:
    tree["topics"].append("t9")
    tree["links"] = [{}]
    found = [(finding.code, finding.path) for finding in refusal(tree).findings]
    assert found[0] == ("wrong-type", f"$.topics[{len(tree['topics']) - 1}]")
    assert {place for _code, place in found[1:]} == {"$.links[0]"}


def test_records_of_one_id_are_both_kept_and_it_is_said(tree: dict[str, Any]) -> None:
    for table in ("entities", "annotations"):
        first = tree[table][0]
        tree[table] += [dict(first), dict(first)]
        tree[table].append(dict(first) | {"id": f"{first['id']}-4"})
        loaded = load_sidecar(orjson.dumps(tree))
        ids = list(getattr(loaded.layer, table))
        assert ids[-4:][1:] == [f"{first['id']}-{number}" for number in (2, 3, 4)]
        assert len(ids) == len(tree[table])
        again = [finding for finding in loaded.findings if finding.path.startswith(f"$.{table}")]
        assert [finding.code for finding in again] == ["duplicate-id"] * 2
        assert again[0].path == f"$.{table}[{len(tree[table]) - 3}].id"
        assert again[0].sentence == f"The id “{first['id']}” stands twice; here read as {first['id']}-2."
        assert getattr(loaded.layer, table)[f"{first['id']}-2"].id == f"{first['id']}-2"


def test_of_two_decisions_alike_one_is_kept(tree: dict[str, Any]) -> None:
    decision = {"target": tree["annotations"][0]["id"], "verdict": "open", "by": "m", "at": "2026-01-01T00:00:00Z"}
    loaded = load_sidecar(orjson.dumps(tree | {"review": [decision, decision | {"comment": "later"}]}))
    assert [kept.comment for kept in loaded.layer.review.values()] == ["later"]
    assert loaded.findings == []


def test_what_a_newer_program_wrote_in_another_shape_is_refused_and_says_why(tree: dict[str, Any]) -> None:
    found = refusal(tree | {"version": 7, "annotations": {}}).findings
    assert [finding.code for finding in found] == ["newer-version", "wrong-type"]
    assert "(version 7 of the format)" in found[0].sentence


def test_the_head_is_read_whole_with_what_is_unknown(tree: dict[str, Any]) -> None:
    tree |= {"codebook": {"name": "talks", "sha256": "0f", "x": 1}, "y": {"z": [1]}}
    tree["annotator"] |= {"orcid": "0000"}
    head = load_sidecar(orjson.dumps(tree)).layer.head
    assert head.codebook is not None
    assert (head.codebook.name, head.codebook.sha256, head.codebook.extra) == ("talks", "0f", (("sha256", "x", 1),))
    assert (head.annotator.id, head.annotator.name) == ("mkato", "M. Kato")
    assert head.annotator.extra == (("name", "orcid", "0000"),)
    assert (head.generator, head.created, head.modified) == (tree["generator"], tree["created"], tree["modified"])
    assert head.extra == (("deleted", "y", {"z": [1]}),)
    tree["codebook"] = {}
    assert [(finding.code, finding.path) for finding in refusal(tree).findings] == [("missing-field", "$.codebook")]


@pytest.mark.parametrize(("depth", "refused"), [(62, False), (63, True), (64, True)])
def test_a_file_is_nested_no_deeper_than_64_levels(tree: dict[str, Any], depth: int, refused: bool) -> None:
    deep: Any = []
    for _level in range(depth):
        deep = [deep]
    for duplicates in (True, False):
        if not refused:
            assert load_sidecar(orjson.dumps(tree | {"x": deep}), duplicates=duplicates).findings == []
            continue
        with pytest.raises(SidecarError, match="more than 64 levels deep"):
            load_sidecar(orjson.dumps(tree | {"x": deep}), duplicates=duplicates)


def test_files_of_128_mebibytes_are_read() -> None:
    assert SIZE_LIMIT == 134_217_728


def test_a_file_that_is_too_large_is_refused_on_both_ways(tree: dict[str, Any]) -> None:
    data = orjson.dumps(tree)
    for duplicates in (True, False):
        assert load_sidecar(data, duplicates=duplicates, size_limit=len(data)).findings == []
        with pytest.raises(SidecarError, match="MiB"):
            load_sidecar(data, duplicates=duplicates, size_limit=len(data) - 1)


def test_keys_that_stand_twice_are_looked_for_unless_it_is_not_asked(tree: dict[str, Any]) -> None:
    data = orjson.dumps(tree).replace(b'"broader":null', b'"broader":null,"broader":null', 1)
    with pytest.raises(SidecarError, match="more than once"):
        load_sidecar(data)
    assert load_sidecar(data, duplicates=False).findings == []


def test_the_text_is_compared_where_it_is_at_hand(tree: dict[str, Any]) -> None:
    for duplicates in (True, False):
        assert load_sidecar(orjson.dumps(tree), duplicates=duplicates).findings == []
        found = load_sidecar(orjson.dumps(tree), "Another text.", duplicates=duplicates).findings
        assert found[0].code == "text-changed"
        assert {finding.code for finding in found[1:]} <= {"outside-text", "quote-differs"}
