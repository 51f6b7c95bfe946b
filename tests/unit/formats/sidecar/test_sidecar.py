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
from annotator.formats.sidecar.sidecar_json import KEYS, SidecarError, dump_sidecar, load_sidecar
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
