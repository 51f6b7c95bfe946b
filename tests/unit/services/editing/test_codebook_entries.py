"""Codes of a codebook, and the pairs of entities that are kept apart."""

import pytest

from annotator.model import edits
from annotator.model.codebook import Code, Codebook
from annotator.model.codebook_layer import codebook_layer_of, codebook_of
from annotator.services.editing.codebook_entries import (
    code_for_name,
    delete_registered,
    edit_code,
    merge_codes,
    merge_registered,
)
from annotator.services.editing.draft import Draft
from tests.unit.colleagues import Entity, layer
from tests.unit.editing_desk import NOW

BOOK = Codebook(
    "Defence", blind=True,
    codes=(
        Code("c1", "claim", "Demand", "act", one_of_group=True, definition="asks", examples=("Pay!",)),
        Code("c2", "claim", "offer", definition="gives", examples=("Here.", "Pay!")),
        Code("c3", "claim", "threat", definition="asks"),
        Code("c4", "actor", "demand"),
    ),
    entities=tuple(Entity(f"e{number}", f"Name {number}") for number in range(1, 5)),
    distinct=(("e1", "e2"), ("e2", "e3"), ("e3", "e1"), ("e3", "e4")),
    extra=(("", "owner", "us"),),
)  # fmt: skip


def draft_of() -> Draft:
    return Draft(codebook_layer_of(BOOK, "codebook.json"), "mkato", NOW)


def made(draft: Draft) -> Codebook:
    draft.layer.apply(draft.transaction("").edits)
    return codebook_of(draft.layer)  # type: ignore[arg-type]


def test_a_code_is_known_by_type_and_name_or_made() -> None:
    draft = draft_of()
    assert code_for_name(draft, " DEMAND ", "claim").id == "c1"
    assert code_for_name(draft, "demand", "actor").id == "c4"
    new = code_for_name(draft, " own  act", "claim")
    assert new == Code(new.id, "claim", "own act")
    assert new.id.startswith("c")
    assert code_for_name(draft, "Own act", "claim") == new
    assert made(draft).codes == (*BOOK.codes, new)


def test_a_type_has_no_two_codes_of_one_name() -> None:
    draft = draft_of()
    assert not edit_code(draft, "c2", name="DEMAND")
    assert not edit_code(draft, "c4", type="claim")
    assert not edit_code(draft, "gone", name="x")
    assert edit_code(draft, "c1", name="demand", color="#123456")
    assert edit_code(draft, "c2", name="Threat of war")
    found = {code.id: code.name for code in made(draft).codes}
    assert found == {"c1": "demand", "c2": "Threat of war", "c3": "threat", "c4": "demand"}


def test_codes_of_one_type_become_one_with_all_examples_and_definitions() -> None:
    draft = draft_of()
    assert merge_codes(draft, "c1", ["c2", "c3", "c1", "gone", "c2"])
    (kept, other) = made(draft).codes
    assert kept == Code(
        "c1", "claim", "Demand", "act", one_of_group=True, definition="asks\ngives", examples=("Pay!", "Here.")
    )
    assert other.id == "c4"


@pytest.mark.parametrize(("keep", "gone"), [("c1", ["c4"]), ("c1", ["c2", "c4"]), ("gone", ["c1"])])
def test_codes_of_different_types_stay_apart(keep: str, gone: list[str]) -> None:
    draft = draft_of()
    assert not merge_codes(draft, keep, gone)
    assert not draft.transaction("").edits


def test_what_was_kept_apart_from_a_merged_one_is_apart_from_the_one_kept() -> None:
    draft = draft_of()
    merge_registered(draft, "e1", ["e3", "e1", "gone"])
    book = made(draft)
    assert [entity.id for entity in book.entities] == ["e1", "e2", "e4"]
    assert book.distinct == (("e1", "e2"), ("e1", "e4"))
    assert (book.name, book.blind, book.extra) == ("Defence", True, BOOK.extra)


def test_a_pair_goes_with_one_of_its_two() -> None:
    draft = draft_of()
    assert delete_registered(draft, "e3")
    book = made(draft)
    assert [entity.id for entity in book.entities] == ["e1", "e2", "e4"]
    assert book.distinct == (("e1", "e2"),)


def test_nothing_is_merged_into_what_is_not_there() -> None:
    draft = draft_of()
    merge_registered(draft, "gone", ["e1"])
    assert not draft.transaction("").edits


def test_the_layer_of_a_document_has_no_head_of_a_codebook() -> None:
    draft = Draft(layer(entities=[Entity("e1", "x"), Entity("e2", "y")]), "mkato", NOW)
    assert draft.codebook_head is None
    merge_registered(draft, "e1", ["e2"])
    assert {edit.table for edit in draft.transaction("").edits} == {edits.ENTITIES}
