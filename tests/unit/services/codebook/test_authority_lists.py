"""Lists of names that others keep become entities of the codebook, each once."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.codebooks.authority_list import read_authority_list
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.read_document import ReadEntity
from annotator.model.name_key import folded
from annotator.services.codebook.authority_files import read_authority_file, take_in
from annotator.services.codebook.codebook_desk import open_codebook
from annotator.services.editing.draft import Draft

TABLE = """name;type;aliases;member_of;note;wikidata
Norland;state;"The North";;;Q1
Aiko Mori;person;"Mori; A. Mori";Norland;minister;Q2
;;;;;
"""
SKOS = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <skos:Concept rdf:about="http://example.org/1">
    <skos:prefLabel xml:lang="it">Nordlandia</skos:prefLabel>
    <skos:prefLabel xml:lang="en">Norland</skos:prefLabel>
    <skos:altLabel xml:lang="en">The  North</skos:altLabel>
    <skos:definition>A state.</skos:definition>
  </skos:Concept>
  <rdf:Description rdf:about="http://example.org/2">
    <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
    <skos:prefLabel>Ostia</skos:prefLabel>
  </rdf:Description>
  <rdf:Description rdf:about="http://example.org/3"><skos:prefLabel>No concept</skos:prefLabel></rdf:Description>
</rdf:RDF>"""


def test_a_table_is_read() -> None:
    norland, mori = read_authority_list(b"\xef\xbb\xbf" + TABLE.encode(), "list.csv")
    assert norland == ReadEntity("line 2", "Norland", "state", ("The North",), (), {"wikidata": "Q1"})
    assert (mori.aliases, mori.member_of, mori.note) == (("Mori", "A. Mori"), ("Norland",), "minister")
    assert read_authority_list(TABLE.replace(";", "\t").encode(), "list.tsv")[0].name == "Norland"


def test_skos_is_read_with_the_labels_of_other_languages_as_aliases() -> None:
    norland, ostia = read_authority_list(SKOS.encode(), "list.rdf")
    assert norland == ReadEntity(
        "http://example.org/1",
        "Norland",
        "",
        ("Nordlandia", "The North"),
        (),
        {"uri": "http://example.org/1"},
        "A state.",
    )
    assert ostia.name == "Ostia"


def test_json_and_a_codebook_are_read() -> None:
    objects = [{"id": "e1", "name": "Norland", "aliases": ["N."], "external_ids": {"viaf": "7"}, "gnd": "9"}]
    for tree in (objects, {"format": "annotator-codebook", "version": 1, "entities": objects}):
        (norland,) = read_authority_list(json.dumps(tree).encode(), "list.json")
        assert norland == ReadEntity("e1", "Norland", "", ("N.",), (), {"gnd": "9", "viaf": "7"})


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.csv", b"title;x\n1;2\n", "line 1: no column is called"),
        ("a.csv", b"name\n\xff\n", "not UTF-8"),
        ("a.csv", b'name\n"open\n', "line"),
        ("a.csv", b"name\n", "names nobody"),
        ("a.json", b"{", "not whole JSON"),
        ("a.json", b"{}", "should be a list"),
        ("a.json", b"[3]", r"\$\[0\]"),
        ("a.json", b'[{"name": 3}]', "should be texts"),
        ("a.json", b'[{"name": "a", "aliases": {"b": 1}}]', "should be lists"),
        ("a.rdf", b"<a>", "not whole XML"),
        ("a.rdf", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "entities of its own"),
        ("a.rdf", b"<a/>", "names nobody"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(name: str, data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what) as caught:
        read_authority_list(data, name)
    assert name in str(caught.value)


def test_a_list_is_joined_with_what_is_there_and_undone_in_one_step(tmp_path: Path) -> None:
    desk = open_codebook(tmp_path, "mkato")
    files = {"list.csv": TABLE, "list.rdf": SKOS}
    counts = []
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        draft = desk.session.draft()
        taken = take_in(draft, read_authority_file(tmp_path / name))
        desk.session.commit(draft, name)
        counts.append((taken.added, taken.joined))
    assert counts == [(2, 0), (1, 1)]
    norland, mori, ostia = desk.codebook.entities
    assert (norland.type, norland.aliases) == ("state", ("The North", "Nordlandia"))
    assert norland.external_ids == {"uri": "http://example.org/1", "wikidata": "Q1"}
    assert mori.member_of == (norland.id,)
    assert ostia.name == "Ostia"
    desk.session.undo()
    assert len(desk.codebook.entities) == 2


names = st.text("ab ", min_size=1, max_size=3).filter(str.strip)
listed = st.lists(
    st.builds(ReadEntity, key=names, name=names.map(str.strip), aliases=st.lists(names.map(str.strip)).map(tuple)),
    max_size=6,
)


@given(listed)
def test_the_same_list_again_adds_nobody(entities: list[ReadEntity]) -> None:
    desk = open_codebook(None, "")
    draft = Draft(desk.session.layer, "", "")
    take_in(draft, entities)
    once = [entity.name for entity in draft.entities()]
    assert take_in(draft, entities).added == 0
    assert [entity.name for entity in draft.entities()] == once
    forms = [folded(name) for name in once]
    assert len(set(forms)) == len(forms)


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"gone\.csv could not be read"):
        read_authority_file(tmp_path / "gone.csv")
