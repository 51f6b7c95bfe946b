"""The codebook that comes with the program, and the schema that says what a codebook is."""

import copy
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from annotator.formats.codebooks.codebook_json import FORMAT, VERSION, load_codebook
from annotator.formats.resource_files import resource
from annotator.formats.sidecar.sidecar_names import SUFFIX
from annotator.model import fields, vocabulary
from annotator.model.codebook import Codebook
from annotator.services.codebook.folder_codebook import folder_codebook

CLAIM_ACTS = ["assertion", "demand", "offer", "promise", "threat", "refusal", "denial"]


@pytest.fixture
def data() -> bytes:
    return resource("codebook-default.json").read_bytes()


@pytest.fixture
def book(data: bytes) -> Codebook:
    return load_codebook(data, "codebook-default.json")


@pytest.fixture
def schema() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(resource("schema/codebook.schema.json").read_bytes())
    return read


def test_a_folder_without_a_codebook_has_the_default_one(book: Codebook, tmp_path: Path) -> None:
    assert folder_codebook(tmp_path) == book
    assert (book.name, book.topics, book.entities, book.blind) == ("default", (), (), False)


def test_claims_are_one_act_and_agreements_of_one_sort(book: Codebook) -> None:
    assert [code.name for code in book.codes_of("claim")] == CLAIM_ACTS
    assert [code.name for code in book.codes_of("agreement")] == ["commitment", "shared-view", "practice"]
    assert {code.group for code in book.codes_of("claim")} == {"act"}
    assert book.excluded_by("threat", "claim") == frozenset(CLAIM_ACTS) - {"threat"}
    assert book.excluded_by("practice", "agreement") == {"commitment", "shared-view"}


def test_every_code_says_when_it_applies(book: Codebook) -> None:
    assert [code.id for code in book.codes] == [f"c{number}" for number in range(1, len(book.codes) + 1)]
    assert all(20 < len(code.definition) < 220 and code.examples for code in book.codes)
    assert len({(code.type, code.name) for code in book.codes}) == len(book.codes)
    examples = [example for code in book.codes for example in code.examples]
    assert len(set(examples)) == len(examples)


def test_it_is_written_as_sidecars_are(data: bytes) -> None:
    again = json.dumps(json.loads(data), ensure_ascii=False, indent=2) + "\n"
    assert data.decode() == again


def test_the_schema_is_a_schema_and_holds_for_the_default_codebook(schema: dict[str, Any], data: bytes) -> None:
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(data))


def test_the_schema_knows_the_words_and_fields_of_the_code(schema: dict[str, Any]) -> None:
    parts = schema["$defs"]
    assert schema["properties"]["format"]["const"] == FORMAT
    assert schema["properties"]["version"]["const"] == VERSION
    assert tuple(parts["code"]["properties"]["type"]["enum"]) == vocabulary.TYPES
    assert tuple(parts["entity"]["properties"]["type"]["enum"]) == vocabulary.ENTITY_TYPES
    for name, table in (("topic", fields.TOPIC), ("entity", fields.ENTITY)):
        assert list(parts[name]["properties"]) == [field.key for field in table]
        assert parts[name]["required"] == [field.key for field in table if field.required]


def test_unknown_fields_are_allowed_at_every_level(schema: dict[str, Any], data: bytes) -> None:
    tree = json.loads(data)
    tree["seen_by"] = ["a colleague"]
    tree["codes"][0]["weight"] = 3
    tree["entities"] = [{"id": "e1", "name": "Norvia", "type": "state", "flag": "red"}]
    tree["topics"] = [{"id": "t1", "name": "The strait should stay open", "rank": 1}]
    Draft202012Validator(schema).validate(tree)
    assert load_codebook(json.dumps(tree).encode(), "codebook.json").entities[0].name == "Norvia"


def _without_name(tree: dict[str, Any]) -> None:
    del tree["codes"][0]["name"]


def _unknown_type(tree: dict[str, Any]) -> None:
    tree["codes"][0]["type"] = "rumour"


def _newer(tree: dict[str, Any]) -> None:
    tree["version"] = 2


def _lonely(tree: dict[str, Any]) -> None:
    tree["distinct"] = [["e1"]]


@pytest.mark.parametrize("break_it", [_without_name, _unknown_type, _newer, _lonely])
def test_the_schema_refuses_what_is_broken(schema: dict[str, Any], data: bytes, break_it: Any) -> None:
    tree = copy.deepcopy(json.loads(data))
    break_it(tree)
    assert not Draft202012Validator(schema).is_valid(tree)


def test_the_desktop_knows_annotation_files() -> None:
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    mime = ET.parse(resource("annotator-mime.xml")).getroot().find("m:mime-type", space)
    assert mime is not None
    assert [glob.get("pattern") for glob in mime.findall("m:glob", space)] == [f"*{SUFFIX}"]
    assert [parent.get("type") for parent in mime.findall("m:sub-class-of", space)] == ["application/json"]
    lines = dict(line.split("=", 1) for line in resource("annotator.desktop").read_text().splitlines() if "=" in line)
    assert mime.get("type") in lines["MimeType"].split(";")
    assert resource(f"icons/{lines['Icon']}.svg").is_file()
