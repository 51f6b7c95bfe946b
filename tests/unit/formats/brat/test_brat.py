"""brat: files of others arrive whole, with what is broken in them named; our own come back as they were."""

from pathlib import Path

import pytest

from annotator.formats.brat.reader import BRAT
from annotator.formats.exchange.protocols import ImportOptions
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.import_order import ImportOrder, run_import
from tests.places import SEEDS
from tests.unit.formats.brat.brat_rules import opened
from tests.unit.imports import bring, layer_in, told
from tests.unit.making import Desk, annotated

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
    assert by_words["Mori"].attributes == {"Part-of": [{"annotation": by_words["Norland"].id, "words": "Norland"}]}
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


def _in_brat(folder: Path, text: str) -> list[tuple[str, str]]:
    """Give type and words of every annotation as brat has them."""
    (file,) = folder.glob("*/*.ann")
    bound = opened(text, file.read_text())
    return sorted((kind, " ".join(text[start:end] for start, end in spans)) for kind, spans in bound.values())


@pytest.mark.parametrize("space", ["\t", "\f", "\v", "\x85", "\u2028", "\u2029", "\x1c", "\n\t\n"])
def test_white_space_that_ends_a_line_of_brat_parts_an_annotation(space: str, tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = Desk(source, f"Mrs Mori{space}met\u00a0Bianchi.\n")
    mori = desk.annotate("actor", "Mrs Mori")
    desk.annotate("claim", f"Mori{space}met\u00a0Bianchi")
    claim = desk.annotate("agreement", f"Mrs Mori{space}")
    desk.role(claim, "parties", "Mori", mention=mori.id)
    desk.save()
    found = find_sidecars([str(source)]).sidecars
    summary = export_all(found, "brat", tmp_path / "brat", unit="document", as_folder=True)
    assert _in_brat(tmp_path / "brat", desk.document.text) == [
        ("actor", "Mrs Mori"), ("agreement", "Mrs Mori"), ("claim", "Mori met\u00a0Bianchi"),
    ]  # fmt: skip
    assert summary.losses["line ends and tabs inside annotations"] == 1
    assert bring("brat", tmp_path / "brat", tmp_path / "b").problems == {}


def test_the_sample_is_read_in_brat(tmp_path: Path) -> None:
    found = find_sidecars([str(SEEDS / "*.mkato.ann.json")]).sidecars
    export_all(found, "brat", tmp_path, unit="document", as_folder=True)
    count = 0
    for file in (tmp_path / "mkato").glob("*.ann"):
        layer = layer_in(SEEDS / f"{file.stem}.txt.mkato.ann.json")
        text = file.with_suffix(".txt").read_bytes().decode()
        places = {
            (kind, tuple(at for span in spans for at in range(*span) if not text[at].isspace()))
            for kind, spans in opened(text, file.read_text()).values()
        }
        assert places == {
            (one.type, tuple(at for span in one.fragments for at in range(*span) if not text[at].isspace()))
            for one in layer.annotations.values()
        }
        count += len(layer.annotations)
    assert count > 100


@pytest.mark.parametrize(("text", "ann"), [("a.TXT", "a.ANN"), ("A.txt", "a.ann"), ("Doc.Txt", "DOC.ann")])
def test_small_and_capital_letters_in_names_part_no_files(text: str, ann: str, tmp_path: Path) -> None:
    source = tmp_path / "lisa"
    source.mkdir()
    (source / text).write_text("Mori left.")
    (source / ann).write_text("T1\tPER 0 4\tMori\n")
    summary = bring("brat", tmp_path, tmp_path / "out")
    assert (summary.failed, summary.annotations, summary.unplaced) == ({}, 1, 0)


def test_accents_may_stand_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "lisa").mkdir()
    (tmp_path / "lisa" / "doc.txt").write_text("Cafe\u0301 Mu\u0308ller met Mori.")
    (tmp_path / "lisa" / "doc.ann").write_text("T1\tORG 0 13\tCaf\u00e9 M\u00fcller\n")
    summary = bring("brat", tmp_path, tmp_path / "out")
    assert (summary.problems, summary.unplaced) == ({}, 0)
    (only,) = layer_in(tmp_path / "out" / "doc.txt.lisa.ann.json").annotations.values()
    assert only.fragments == ((0, 13),)


def test_an_event_of_an_event_is_named_and_the_rest_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Mori")
    (tmp_path / "a.ann").write_text(
        "T1\tsay 0 4\tMori\nE1\tsay:T1\nE2\tsay:E1 Source:T1\nE3\tsay:T9\n*\tEquiv T1 E2\nA1\tSure E2 yes\n"
    )
    (read,) = BRAT.read(tmp_path / "a.ann", ImportOptions(None, tmp_path))
    assert [span.id for span in read.spans] == ["T1"]
    assert "E2 names E1, which is not there." in read.problems
    assert "E3 names T9, which is not there." in read.problems
