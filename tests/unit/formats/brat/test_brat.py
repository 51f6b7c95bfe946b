"""brat: files of others arrive whole, with what is broken in them named; our own come back as they were."""

from pathlib import Path

from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.import_order import ImportOrder, run_import
from tests.unit.imports import bring, layer_in, told
from tests.unit.making import annotated

TEXT = "😀 Mori said Rossi\r\nlied. Mori, head of Norland, left."
ANN = """T1\tPER 2 6\tMori
T2\tPER 12 17\tRossi
T3\tsay 7 11\tsaid
T4\tPER 24 28;38 45\tMori Norland
T5\tORG 38 45\tNor
land
E1\tsay:T3 Source:T1 Target2:T2 Time:T9
E2\tlie:T3 Agent:T2
A1\tStance E1 disagree
A2\tNegated E1
M3\tCode T1 minister
N1\tReference T5 Wikidata:Q42\tNorland Republic
#1\tAnnotatorNotes T1\tthe one
with a hat
#2\tTopic E1\tRossi tells the truth
R1\tsupports Arg1:T3 Arg2:T1
R2\tPart-of Arg1:T1 Arg2:T5
*\tEquiv T1 T4
X7 what is this
T8 broken
A9\tSure T77 yes
"""


def test_every_kind_of_line_finds_its_place(tmp_path: Path) -> None:
    source = tmp_path / "lisa"
    source.mkdir()
    (source / "doc.txt").write_bytes(TEXT.encode())
    (source / "doc.ann").write_text(ANN)
    maps = ("PER=actor/person", "ORG=actor/organization", "say=claim")
    summary = bring("brat", tmp_path, tmp_path / "out", maps=maps, roles=("Source=speaker", "Target=target"))
    assert summary.failed == {}
    assert summary.countings == {"code points, CRLF as 1": 1}
    found = layer_in(tmp_path / "out" / "doc.txt.lisa.ann.json")
    assert (tmp_path / "out" / "doc.txt").read_bytes() == TEXT.encode()
    by_words = {annotation.text: annotation for annotation in found.annotations.values()}
    assert set(by_words) == {"Mori", "Rossi", "said", "Mori … Norland", "Norland"}
    names = {entity.id: entity.name for entity in found.entities.values()}
    claim = by_words["said"]
    assert [(names[role.entity], role.mention) for role in claim.speakers] == [("Mori Norland", by_words["Mori"].id)]
    assert [names[role.entity] for role in claim.targets] == ["Rossi"]
    assert claim.stance == "disagree"
    assert found.topics[claim.topic or ""].name == "Rossi tells the truth"
    assert claim.attributes == {"Negated": "true", "event": "lie Agent:Rossi", "Time": ["T9"]}
    assert by_words["Mori"].codes == ("minister", "person")
    assert by_words["Mori"].note == "the one\nwith a hat"
    assert by_words["Mori"].entities == by_words["Mori … Norland"].entities
    assert by_words["Mori"].attributes == {"Part-of": ["Norland"]}
    (norland,) = by_words["Norland"].entities
    assert (names[norland], found.entities[norland].external_ids) == ("Norland Republic", {"wikidata": "Q42"})
    assert [link.type for link in found.links.values()] == ["supports"]
    (problems,) = summary.problems.values()
    assert [
        words in problem for words, problem in zip(("X7", "T8 broken", "A9 names T77", "T9"), problems, strict=True)
    ]


def test_annotators_folders_become_sidecars_side_by_side_where_texts_agree(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    for who in ("Lisa R", "omar"):
        (source / who / "may").mkdir(parents=True)
        for name, text in (("same", "Mori left."), ("other", f"Mori left {who}.")):
            (source / who / "may" / f"{name}.txt").write_text(text)
            (source / who / "may" / f"{name}.ann").write_text("T1\tactor 0 4\tMori\n")
    (source / "shared.txt").write_text("Mori came.")
    (source / "omar" / "shared.ann").write_text("")
    summary = bring("brat", source, out)
    assert (summary.failed, summary.problems) == ({}, {})
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()) == [
        "Lisa R/may/other.txt", "Lisa R/may/other.txt.lisa-r.ann.json", "may/same.txt", "may/same.txt.lisa-r.ann.json",
        "may/same.txt.omar.ann.json", "omar/may/other.txt", "omar/may/other.txt.omar.ann.json",
        "shared.txt", "shared.txt.omar.ann.json",
    ]  # fmt: skip
    (note,) = summary.notes
    assert note.startswith("may/other.txt has different texts")
    named = bring("brat", source / "Lisa R", tmp_path / "named", annotator="zoe")
    assert {path.name for path in named.written} == {
        "same.txt", "same.txt.zoe.ann.json", "other.txt", "other.txt.zoe.ann.json",
    }  # fmt: skip


def test_own_annotations_come_back(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = annotated(source)
    found = find_sidecars([str(source)]).sidecars
    summary = export_all(found, "brat", tmp_path / "brat", unit="document", as_folder=True)
    assert {name: count for name, count in summary.losses.items() if count} == {
        "attitudes, sides and on whose behalf": 1,
        "entities with a type, aliases, memberships, external ids or a note": 3,
    }
    assert (tmp_path / "brat" / "annotation.conf").read_text().startswith("[entities]\nactor\n")
    back = bring("brat", tmp_path / "brat", tmp_path / "b")
    assert (back.failed, back.problems, back.unmapped, back.kept_apart) == ({}, {}, {}, {})
    assert told(layer_in(tmp_path / "b" / desk.sidecar.name)) == told(desk.layer)


def test_a_text_in_another_encoding_needs_to_be_told_of(tmp_path: Path) -> None:
    source = tmp_path / "lisa"
    source.mkdir()
    (source / "doc.txt").write_bytes("Müller kam.".encode("cp1252"))
    (source / "doc.ann").write_text("T1\tactor 0 6\tMüller\n", encoding="utf-8")
    summary = bring("brat", source, tmp_path / "out")
    assert "--encoding" in summary.failed[str(source / "doc.ann")]
    done = run_import(ImportOrder((str(source),), "brat", str(tmp_path / "out"), encoding="cp1252"))
    assert (done.failed, done.problems, done.annotations) == ({}, {}, 1)
    assert (tmp_path / "out" / "doc.txt").read_text(encoding="utf-8") == "Müller kam."
