"""A folder's codebook: the same bytes again, changed and undone as a document is, and shared without loss."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.codebooks.codebook_json import CodebookError, dump_codebook, load_codebook
from annotator.model import edits
from annotator.model.codebook import Code, Codebook
from annotator.model.codebook_layer import CodebookLayer, codebook_layer_of, codebook_of
from annotator.model.codebook_merge import merge_codebooks
from annotator.model.entity import Entity
from annotator.model.layer import edits_between
from annotator.model.topic import Topic
from annotator.model.vocabulary import ENTITY_TYPES, TYPES
from annotator.services.codebook.codebook_desk import NO_FOLDER, CodebookDesk, SavedCodebook, open_codebook
from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.services.disk.atomic_file import SaveError
from annotator.services.editing.codebook_entries import (
    code_for_name,
    delete_registered,
    edit_code,
    merge_codes,
    merge_registered,
)
from annotator.services.editing.entities import edit_entity
from annotator.services.editing.named import entity_for_name

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = texts.filter(bool)
some = st.lists(texts, max_size=3).map(tuple)


def unique(records: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(records, max_size=4, unique_by=lambda record: record.id).map(tuple)


codebooks = st.builds(
    Codebook,
    name=texts,
    modified=texts,
    blind=st.booleans(),
    codes=unique(
        st.builds(
            Code,
            id=names,
            type=st.sampled_from(TYPES),
            name=texts,
            group=texts,
            one_of_group=st.booleans(),
            color=st.none() | texts,
            definition=texts,
            examples=some,
            extra=st.just(()),
        )
    ),
    topics=unique(st.builds(Topic, id=names, name=texts, broader=st.none() | texts, note=texts, extra=st.just(()))),
    entities=unique(
        st.builds(
            Entity,
            id=names,
            name=texts,
            type=st.sampled_from(ENTITY_TYPES),
            aliases=some,
            member_of=some,
            external_ids=st.dictionaries(texts, texts, max_size=2),
            note=texts,
            extra=st.just(()),
        )
    ),
    distinct=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    extra=st.just(()),
)


@given(codebooks)
def test_what_is_written_is_read_and_written_again(codebook: Codebook) -> None:
    data = dump_codebook(codebook)
    assert load_codebook(data, NAME) == codebook
    assert dump_codebook(load_codebook(data, NAME)) == data
    layer = codebook_layer_of(codebook, NAME)
    assert codebook_of(layer, codebook.modified) == codebook
    snapshot = layer.snapshot()
    assert codebook_of(snapshot, codebook.modified) == codebook
    snapshot.codes.clear()
    assert codebook_of(layer, codebook.modified) == codebook


@given(codebooks, codebooks)
def test_the_edits_between_two_make_the_one_the_other(one: Codebook, other: Codebook) -> None:
    before, after = codebook_layer_of(one, NAME), codebook_layer_of(other, NAME)
    made = edits_between(before, after)
    before.apply(made)
    assert all(getattr(before, table) == getattr(after, table) for table in ("codes", "topics", "entities"))
    before.apply(tuple(edit.inverted() for edit in reversed(made)))
    assert codebook_of(before, one.modified) == one


@given(codebooks, codebooks)
def test_what_one_alone_changed_is_taken(base: Codebook, changed: Codebook) -> None:
    for mine, theirs in ((base, changed), (changed, base), (changed, changed)):
        merged = merge_codebooks(base, mine, theirs)
        assert not merged.conflicts
        for table in ("codes", "topics", "entities"):
            assert {r.id for r in getattr(merged.codebook, table)} == {r.id for r in getattr(changed, table)}


def test_fields_of_later_versions_stay_where_they_stood(tmp_path: Path) -> None:
    tree = {
        "format": "annotator-codebook",
        "version": 1,
        "name": "x",
        "modified": "",
        "blind": False,
        "owner": {"deep": [1]},
        "codes": [],
        "topics": [],
        "entities": [
            {"id": "e1", "born": 1970, "name": "Kishi", "type": "person", "aliases": [], "member_of": [],
             "external_ids": {}, "note": ""}
        ],
        "distinct": [],
    }  # fmt: skip
    data = json.dumps(tree, indent=2).encode() + b"\n"
    assert dump_codebook(load_codebook(data, NAME)) == data


def desk_of(folder: Path) -> CodebookDesk:
    return open_codebook(folder, "mkato")


def add(desk: CodebookDesk, name: str) -> str:
    draft = desk.session.draft()
    made = entity_for_name(draft, name).id
    desk.session.commit(draft, f"Add {name}")
    return made


def test_a_new_codebook_begins_with_the_programs_codes_and_is_written_when_it_changes(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    assert desk.is_saved
    assert desk.codebook.codes
    add(desk, "Norland")
    assert [desk.is_saved, desk.save(), desk.is_saved] == [False, SavedCodebook(), True]
    assert [entity.name for entity in folder_codebook(tmp_path).entities] == ["Norland"]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    again = (tmp_path / NAME).read_bytes()
    assert dump_codebook(load_codebook(again, NAME)) == again


def test_undo_goes_back_to_the_same_bytes(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    kept, other, third = (add(desk, name) for name in ("Norland", "The North", "Ostia"))
    layer = desk.layer
    layer.apply(edits_between(layer, codebook_layer_of(
        replace(desk.codebook, distinct=((other, third), (kept, other))), NAME
    )))  # fmt: skip
    before = dump_codebook(desk.codebook)
    draft = desk.session.draft()
    edit_entity(draft, third, external_ids={"wikidata": "Q1"}, aliases=("O",))
    merge_registered(draft, kept, [other])
    desk.session.commit(draft, "Merge")
    assert set(desk.codebook.distinct) == {(kept, third)}
    assert desk.codebook.entities[0].aliases == ("The North",)
    draft = desk.session.draft()
    assert delete_registered(draft, third)
    desk.session.commit(draft, "Delete")
    assert not desk.codebook.distinct
    while desk.session.undo():
        if len(desk.codebook.entities) == 3:
            assert dump_codebook(desk.codebook) == before
            break


def test_codes_are_made_renamed_and_merged(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    draft = desk.session.draft()
    one = code_for_name(draft, " new  act ", "claim")
    other = code_for_name(draft, "other act", "claim")
    actor = code_for_name(draft, "new act", "actor")
    assert one.name == "new act"
    assert code_for_name(draft, "New Act", "claim").id == one.id
    assert not edit_code(draft, other.id, name="NEW ACT")
    assert edit_code(draft, other.id, examples=("He acts.",), color="#112233")
    assert not merge_codes(draft, one.id, [actor.id])
    assert merge_codes(draft, one.id, [other.id])
    desk.session.commit(draft, "Codes")
    assert isinstance(desk.session.layer, CodebookLayer)
    found = desk.session.layer.get(edits.CODES, one.id)
    assert isinstance(found, Code)
    assert found.examples == ("He acts.",)
    assert desk.session.layer.get(edits.CODES, other.id) is None


def test_two_who_edit_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    first = desk_of(tmp_path)
    norland = add(first, "Norland")
    first.save()
    mine, theirs = desk_of(tmp_path), desk_of(tmp_path)
    add(mine, "Ostia")
    add(theirs, "Westmark")
    for desk, name in ((mine, "Norland of mine"), (theirs, "Norland of theirs")):
        draft = desk.session.draft()
        edit_entity(draft, norland, name=name, aliases=(name[-4:],))
        desk.session.commit(draft, "Rename")
    theirs.save()
    saved = mine.save()
    assert saved.took_in
    assert len(saved.conflicts) == 1
    assert "Norland of mine" in saved.conflicts[0]
    on_disk = folder_codebook(tmp_path)
    assert {entity.name for entity in on_disk.entities} == {"Norland of theirs", "Ostia", "Westmark"}
    assert set(on_disk.entities[0].aliases) == {"mine", "eirs"}
    assert theirs.save() == SavedCodebook(took_in=True)
    names = {entity.name for entity in theirs.codebook.entities}
    assert names == {entity.name for entity in on_disk.entities}


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b'{"format": "other", "version": 1}',
        b'{"format": "annotator-codebook", "version": 9}',
        b'{"format": "annotator-codebook", "version": 1, "name": "a", "name": "b"}',
        b'{"format": "annotator-codebook", "version":1, "topics": [{"id": "t", "name": "a"}, {"id": "t", "name": ""}]}',
        b'{"format": "annotator-codebook", "version": 1, "entities": [{"id": "e1"}]}',
        b'{"format": "annotator-codebook", "version": 1, "entities": [3]}',
    ],
)
def test_what_cannot_be_understood_is_read_only_and_stays(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / NAME).write_bytes(bad)
    desk = desk_of(tmp_path)
    assert NAME in desk.session.read_only
    assert "Mend the file" in desk.session.read_only
    assert (tmp_path / NAME).read_bytes() == bad


def test_a_colleagues_broken_file_is_not_written_over(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    add(desk, "Norland")
    (tmp_path / NAME).write_bytes(b"{")
    with pytest.raises(CodebookError):
        desk.save()
    assert (tmp_path / NAME).read_bytes() == b"{"
    assert not desk.is_saved


def test_without_a_folder_it_may_be_looked_at() -> None:
    assert open_codebook(None, "").session.read_only == NO_FOLDER


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "gone")
    add(desk, "Norland")
    with pytest.raises(SaveError, match="not there any more"):
        desk.save()
