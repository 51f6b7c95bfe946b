"""Controls that are typed or pasted reach no record, whatever the field; what stands there already stays as it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import edits, fields
from annotator.model.annotation import Annotation
from annotator.model.codebook import Code, CodebookHead
from annotator.model.decision import Decision
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.typed_text import plain_name, plain_typed, with_plain_text

BAD, GOOD = "a\x00b\x1b\x7f\x9b\ud800\uffff\tc\nd\u200d", "ab\tc\nd\u200d"
RECORDS = {
    edits.ENTITIES: Entity("e1", BAD, "other", (BAD,), (), {BAD: BAD}, BAD),
    edits.TOPICS: Topic("t1", BAD, None, BAD, BAD),
    edits.CODES: Code("c1", "actor", BAD, BAD, definition=BAD, examples=(BAD,)),
    edits.HEADS: CodebookHead(BAD),
    edits.LINKS: Link("l1", "supports", "a1", "a2", "me", "", BAD),
    edits.REVIEW: Decision("a1", "open", "me", "", (), BAD),
    edits.DOCUMENT: DocumentInfo("a.txt", title=BAD, note=BAD, codes=(BAD,)),
    edits.ANNOTATIONS: Annotation("a1", "claim", (), (), codes=(BAD,), note=BAD),
}


@pytest.mark.parametrize("table", RECORDS)
def test_every_field_that_somebody_fills_in_is_plain(table: str) -> None:
    made = with_plain_text(table, None, RECORDS[table])
    assert BAD not in repr(made)
    assert GOOD in (str(getattr(made, "name", "")), str(getattr(made, "note", "")), str(getattr(made, "comment", "")))
    assert with_plain_text(table, None, made) is made


def test_what_stands_there_already_and_what_the_text_says_stay() -> None:
    entity = RECORDS[edits.ENTITIES]
    assert isinstance(entity, Entity)
    changed = with_plain_text(edits.ENTITIES, entity, replace(entity, note=f"{BAD}!"))
    assert (changed.name, changed.note) == (BAD, f"{GOOD}!")
    quoted = Annotation("a1", "claim", (), ("a\x0cb",), before="\x0c", after="\x00")
    assert with_plain_text(edits.ANNOTATIONS, None, quoted) is quoted
    assert with_plain_text(edits.ENTITIES, entity, None) is None


@given(st.text())
def test_plain_text_can_be_written_to_any_file(text: str) -> None:
    plain = plain_typed(text)
    assert plain.encode().decode() == plain
    assert plain == plain_typed(plain)
    assert not set(plain) & {*map(chr, range(9)), "\x0b", "\x0c", "\x7f"}


def test_fields_of_every_table_are_known() -> None:
    assert {*RECORDS} == {*fields.OF_TABLE, edits.HEADS} - {edits.DELETED}


def test_a_name_loses_what_nobody_sees_and_keeps_joiners() -> None:
    assert plain_name("\u200bJosé\u00a0\n \u202eMu\u00adñoz\u2060\ufeff\x07") == "José Muñoz"
    assert plain_name("علی\u200cرضا ශ්\u200dරී ❤\ufe0f") == "علی\u200cرضا ශ්\u200dරී ❤\ufe0f"
