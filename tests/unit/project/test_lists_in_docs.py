"""What is written of the fields is what the source says: whoever adds one cannot forget a page or a schema."""

import runpy

import pytest

from annotator.model import fields
from annotator.model.fields import Field
from tests.places import ROOT

SCRIPT = runpy.run_path(str(ROOT / "packaging" / "data" / "lists_in_docs.py"))
FIELDS = [field for wanted, _record in SCRIPT["RECORDS"].values() for field in wanted]


@pytest.mark.parametrize("name", [*SCRIPT["PAGES"], *SCRIPT["SCHEMAS"]])
def test_pages_and_schemas_are_as_make_docs_writes_them(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == SCRIPT["files"]()[name]


@pytest.mark.parametrize("field", dict.fromkeys((*FIELDS, fields.UNKNOWN)), ids=lambda field: field.key)
def test_every_field_says_in_a_sentence_what_it_holds(field: Field) -> None:
    assert len(field.meaning.split()) > 2
    assert field.meaning[0].isupper()
    assert field.meaning.endswith(".")


def test_every_kind_of_record_has_its_list() -> None:
    of_annotations_and_roles = {*fields.ANNOTATION.values(), *fields.ROLE.values(), fields.ANY_ANNOTATION}
    listed = {wanted for wanted, _record in SCRIPT["RECORDS"].values()} | {fields.ANY_ANNOTATION}
    assert {*fields.OF_TABLE.values()} | of_annotations_and_roles <= listed
