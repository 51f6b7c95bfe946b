"""WebAnno TSV: spans over tokens, parts of tokens, relations, chains, slots; and real articles."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from tests.places import SEEDS, SHARED
from tests.unit.imports import bring, layer_in, told
from tests.unit.making import Desk

GUM = SHARED / "data" / "gum-news"
SMALL = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Say|ROLE_webanno.custom.Say:roles_webanno.custom.SayLink|de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity
#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation
#T_RL=webanno.custom.Rel|kind|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity


#Text=😀 Mori\\tsaid
1-1\t0-2\t😀\t_\t_\t_\t_\t_\t_\t_\t_\t
1-2\t3-7\tMori\thttp://www.wikidata.org/entity/Q1\tPER\\_X\t_\t_\tname\t*->1-1\t_\t_\t
1-3\t8-12\tsaid\t_\t_\tSource\t1-2\t_\t_\t_\t_\t

#Text=She met the-Rossi club.
2-1\t13-16\tShe\t_\t_\t_\t_\tpro\t*->1-2\t_\t_\t
2-2\t17-20\tmet\t_\t_\t_\t_\t_\t_\t_\t_\t
2-3\t21-30\tthe-Rossi\t*[1]\tORG[1]\t_\t_\t_\t_\tnear\t1-2[0_1]\t
2-3.1\t25-30\tRossi\t*[2]\tPER[2]\t_\t_\t_\t_\t_\t_\t
2-4\t31-35\tclub\t*[1]\tORG[1]\t_\t_\t_\t_\t_\t_\t
2-5\t35-36\t.\t_\t_\t_\t_\t_\t_\t_\t_\t
garbage
"""


def test_every_kind_of_layer_finds_its_place(tmp_path: Path) -> None:
    (tmp_path / "lisa").mkdir()
    (tmp_path / "lisa" / "doc.tsv").write_text(SMALL)
    maps = ("ORG=actor/organization", "Say=claim")
    summary = bring("webanno-tsv", tmp_path, tmp_path / "out", maps=maps, roles=("Source=speaker",))
    assert summary.failed == {}
    assert list(summary.problems.values()) == [["line 20: “garbage” is no token and was left out."]]
    found = layer_in(tmp_path / "out" / "doc.txt.lisa.ann.json")
    assert (tmp_path / "out" / "doc.txt").read_text() == "😀 Mori\tsaid\nShe met the-Rossi club."
    words = {(a.text, a.type, a.codes) for a in found.annotations.values()}
    assert words == {
        ("Mori", "actor", ("PER_X",)), ("Mori", "actor", ("name",)), ("said", "claim", ()),
        ("She", "actor", ("pro",)), ("the-Rossi club", "actor", ("organization",)), ("Rossi", "actor", ("PER",)),
    }  # fmt: skip
    names = {entity.id: entity.name for entity in found.entities.values()}
    by = {(a.text, a.codes[:1]): a for a in found.annotations.values()}
    assert by["She", ("pro",)].entities == by["Mori", ("name",)].entities
    mori = by["Mori", ("PER_X",)]
    assert found.entities[mori.entities[0]].external_ids == {"wikidata": "Q1"}
    assert [(names[r.entity], r.mention) for r in by["said", ()].speakers] == [("Mori", mori.id)]
    assert mori.attributes["near"] == ["the-Rossi club"]
    assert list(summary.countings) == ["UTF-16 units"]


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.tsv").write_text("a\tb\n")
    summary = bring("webanno-tsv", tmp_path, tmp_path / "out")
    assert "does not begin with" in summary.failed[str(tmp_path / "table.tsv")]
    assert not (tmp_path / "out").exists()


def _own_articles(folder: Path) -> tuple[Path, str, str]:
    found = find_sidecars([str(SEEDS / "*.mkato.ann.json")]).sidecars
    export_all(found, "webanno-tsv", folder, unit="document", as_folder=True)
    return folder / "mkato", "Nobuo Kishi", "Tokyo and Rome agree to do more together on defence"


def _real_articles(_folder: Path) -> tuple[Path, str, str]:
    return GUM, "Indonesian Navy", "Over 900 asylum seekers rescued off Indonesian coast"


@pytest.mark.parametrize("articles", [_own_articles, *([_real_articles] if GUM.is_dir() else [])])
def test_articles_arrive_whole(articles: Callable[[Path], tuple[Path, str, str]], tmp_path: Path) -> None:
    folder, name, first = articles(tmp_path / "in")
    summary = bring("webanno-tsv", folder, tmp_path / "out")
    assert (summary.failed, summary.problems, summary.unplaced) == ({}, {}, 0)
    assert len(summary.done) == len(list(folder.glob("*.tsv")))
    sidecars = list((tmp_path / "out").glob("*.ann.json"))
    layers = [layer_in(path) for path in sidecars]
    names = Counter(
        found.entities[entity].name for found in layers for a in found.annotations.values() for entity in a.entities
    )
    assert names[name] >= 2
    assert first in {path.read_text().split("\n")[0] for path in (tmp_path / "out").glob("*.txt")}


def test_own_annotations_come_back(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = Desk(source, "  Mori; said |so|_*\\n.\n \n😀 Rossi-Bianchi -> agreed.\n\n")
    mori = desk.annotate("actor", "Mori")
    claim = desk.annotate("claim", "aid |so|_*\\n.\n \n😀 Ros")
    desk.role(claim, "speakers", "Mori", mention=mori.id)
    desk.set(claim, topic="So; [it] is\\n", stance="agree", note="a\nb|c_->*", codes=("de[1]mand", "offer"))
    desk.annotate("agreement", "Bianchi -> agreed")
    desk.save()
    found = find_sidecars([str(source)]).sidecars
    summary = export_all(found, "webanno-tsv", tmp_path / "tsv", unit="document", as_folder=True)
    assert not +summary.losses
    back = bring("webanno-tsv", tmp_path / "tsv", tmp_path / "b")
    assert (back.failed, back.problems, back.unmapped, back.kept_apart) == ({}, {}, {}, {})
    assert (tmp_path / "b" / "talks.txt").read_bytes() == desk.path.read_bytes()
    assert told(layer_in(tmp_path / "b" / desk.sidecar.name)) == told(desk.layer)


def test_a_layer_behind_the_first_sentence_is_said_and_left_out(tmp_path: Path) -> None:
    head, row = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Say|value\n\n", "1-1\t0-4\tMori\tMINE\t\n"
    late = "#T_SP=webanno.custom.Other|value"
    (tmp_path / "doc.tsv").write_text(f"{head}#Text=Mori\n{row}{late}\n")
    summary = bring("webanno-tsv", tmp_path, tmp_path / "out", annotator="lisa", maps=("Say=claim",))
    assert summary.failed == {}
    assert list(summary.problems.values()) == [[f"line 6: “{late}” stands behind the first sentence; it was left out."]]
    assert summary.annotations == 1
