"""WebAnno TSV: spans over tokens, parts of tokens, relations, chains, slots; and real articles."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.documents.plain_text import read_source
from annotator.formats.exchange.protocols import ExportOptions
from annotator.formats.exchange.registry import export_format
from annotator.model.layer import Layer
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from tests.patience import times
from tests.places import SEEDS, SHARED
from tests.unit.formats.exchange.test_round_trips import PLACES, layer_with
from tests.unit.formats.tables.test_exports import Out
from tests.unit.formats.webanno.inception_rules import Opened, opened
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
    club = next(one for one in found.annotations.values() if one.text == "the-Rossi club")
    assert mori.attributes["near"] == [{"annotation": club.id, "words": "the-Rossi club"}]
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


def _stands(layer: Layer, text: str) -> list[tuple[str, str, str]]:
    """Give type, words and topic of every annotation, without the white space around it."""
    found = []
    for annotation in layer.annotations.values():
        words = text[annotation.start : annotation.end].strip()
        found.append((annotation.type, words, layer.topics[annotation.topic].name if annotation.topic else ""))
    return sorted(found)


def _in_inception(file: Path) -> tuple[Opened, list[tuple[str, str, str]]]:
    found = opened(file.read_text())
    for begin, end, words in found.tokens.values():
        assert found.said(begin, end) == words.replace("\\\\", "\\")
    spans = [
        (str(one["value"]), found.said(one["begin"], one["end"]), str(one.get("topic", ""))) for one in found.spans
    ]
    return found, sorted(spans)


def _bare(told: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Leave out the white space, which INCEpTION fills in by itself between sentences."""
    return [(kind, "".join(words.split()), topic) for kind, words, topic in told]


def test_the_sample_stands_in_inception_where_it_stood(tmp_path: Path) -> None:
    found = find_sidecars([str(SEEDS / "*.mkato.ann.json")]).sidecars
    export_all(found, "webanno-tsv", tmp_path, unit="document", as_folder=True)
    tokens = 0
    for file in sorted((tmp_path / "mkato").iterdir()):
        name = file.name.removesuffix(".tsv")
        layer = layer_in(SEEDS / f"{name}.mkato.ann.json")
        inception, there = _in_inception(file)
        assert _bare(there) == _bare(_stands(layer, (SEEDS / name).read_text()))
        roles = sum(bool(role.mention) for one in layer.annotations.values() for _field, role in one.roles())
        assert len(inception.relations) == roles + len(layer.links)
        tokens += len(inception.tokens)
    assert tokens > 1000


@pytest.mark.parametrize(
    "text",
    [
        "Mori left.\n\nBianchi 😀 stayed.\n",
        "\n  Mori\n \n\tBianchi|_ \\u00e4 \\\n\n",
        "Mori\x0b\x0c \u2028a\u0085 Bianchi",
    ],
)
def test_blank_lines_and_odd_spaces_move_nothing_in_inception(text: str, tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = Desk(source, text)
    desk.annotate("actor", "Mori")
    desk.annotate("actor", "Bianchi")
    desk.save()
    export_all(find_sidecars([str(source)]).sidecars, "webanno-tsv", tmp_path / "tsv", unit="document", as_folder=True)
    file = tmp_path / "tsv" / "mkato" / "talks.txt.tsv"
    assert [words for _kind, words, _topic in _in_inception(file)[1]] == ["Bianchi", "Mori"]
    sentences = [line for line in file.read_text().split("\n") if line.startswith("#Text=")]
    assert all(line == line.rstrip() and line[6:7].strip() for line in sentences)
    assert bring("webanno-tsv", tmp_path / "tsv", tmp_path / "b").problems == {}
    assert (tmp_path / "b" / "talks.txt").read_bytes().decode() == text


def _read(tmp_path: Path, head: str, rows: str, **options: Any) -> Layer:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "doc.tsv").write_text(f"#FORMAT=WebAnno TSV 3.3\n{head}\n\n\n{rows}\n")
    summary = bring("webanno-tsv", tmp_path / "in", tmp_path / "out", annotator="lisa", **options)
    assert (summary.failed, summary.problems) == ({}, {})
    return layer_in(tmp_path / "out" / "doc.txt.lisa.ann.json")


def test_a_chain_is_an_entity_with_its_mentions(tmp_path: Path) -> None:
    layer = _read(
        tmp_path,
        "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation",
        """#Text=She and Dr Mori saw Ostia and its port
1-1\t0-3\tShe\tpro[7]\tana->7-1\t
1-2\t4-7\tand\t_\t_\t
1-3\t8-10\tDr\tnam[7]\t*->7-2\t
1-4\t11-15\tMori\tnam[7]\t*->7-2\t
1-5\t16-19\tsaw\t_\t_\t
1-6\t20-25\tOstia\tnam[2]|nom[3]\t*->2-1|*->3-1\t
1-7\t26-29\tand\tnom[3]\t*->3-1\t
1-8\t30-33\tits\tnom[3]|pro[2]\t*->3-1|ana->2-2\t
1-9\t34-38\tport\tnom[3]\t*->3-1\t""",
    )
    told = {one.text: (one.codes, layer.entities[one.entities[0]].name) for one in layer.annotations.values()}
    assert told == {
        "She": (("pro",), "Dr Mori"),
        "Dr Mori": (("nam",), "Dr Mori"),
        "Ostia": (("nam",), "Ostia"),
        "Ostia and its port": (("nom",), "Ostia and its port"),
        "its": (("pro",), "Ostia"),
    }
    she = next(one for one in layer.annotations.values() if one.text == "She")
    assert (len(layer.entities), she.attributes["referenceRelation"]) == (3, "ana")


def test_slots_take_any_annotation_and_there_may_be_several(tmp_path: Path) -> None:
    say, name, place = "webanno.custom.Say", "webanno.custom.Name", "webanno.custom.Place"
    slots = (
        f"ROLE_{say}:who_{say}WhoLink|uima.tcas.Annotation",
        f"ROLE_{say}:where_{say}WhereLink|{place}",
    )
    layer = _read(
        tmp_path,
        f"#T_SP={name}|value\n#T_SP={say}|{'|'.join(slots)}\n#T_SP={place}|value",
        """#Text=Mori said so in Ostia
1-1\t0-4\tMori\tPER[4]\t_\t_\t_\t_\t_\t
1-2\t5-9\tsaid\t_\tSource;Topic[1]|_[2]\t1-1[4];1-5[3]|*\twhere[1]|_[2]\t1-5|*\t_\t
1-3\t10-12\tso\t_\t_[2]\t*\t_[2]\t*\t_\t
1-4\t13-15\tin\t_\t_\t_\t_\t_\t_\t
1-5\t16-21\tOstia\t_\t_\t_\t_\t_\tLOC[3]\t""",
        maps=("Say=claim",),
        roles=("Source=speaker", "where=target"),
    )
    claims = {one.text: one for one in layer.annotations.values() if one.type == "claim"}
    assert set(claims) == {"said", "said so"}
    said = claims["said"]
    assert [layer.entities[role.entity].name for role in said.speakers] == ["Mori"]
    assert [layer.entities[role.entity].name for role in said.targets] == ["Ostia"]
    assert "Topic" in said.attributes
    assert not claims["said so"].roles()


def test_escapes_of_java_are_read_in_the_text(tmp_path: Path) -> None:
    layer = _read(
        tmp_path,
        "#T_SP=webanno.custom.Name|value",
        """#Text=K\\u00E4the \\uD83E\\uDD1D \\\\u00E4 \\"Mori\\" \\/
1-1\t0-5\tKäthe\tPER\t
1-2\t6-8\t🤝\t_\t
1-3\t9-15\t\\u00E4\t_\t
1-4\t17-21\tMori\tPER\t""",
    )
    assert (tmp_path / "out" / "doc.txt").read_text() == 'Käthe 🤝 \\u00E4 "Mori" /'
    assert sorted(one.text for one in layer.annotations.values()) == ["Käthe", "Mori"]


def test_a_part_of_a_token_goes_on_with_the_next(tmp_path: Path) -> None:
    layer = _read(
        tmp_path,
        "#T_SP=webanno.custom.Name|value",
        """#Text=pro-Mori talks now
1-1\t0-8\tpro-Mori\t_\t
1-1.1\t4-8\tMori\tORG[1]\t
1-2\t9-14\ttalks\tORG[1]\t
1-3\t15-18\tnow\t_\t
1-3.1\t15-17\tno\tORG[1]\t""",
    )
    assert [one.fragments for one in layer.annotations.values()] == [((4, 17),)]


SIGNS = st.text(
    "ab A.!。😀e\u0301\n\u2028م\u00a0\t\u00ad\u200b\u200e\x0b\x0c\x85\\|_;*[]->中ไ", min_size=1, max_size=40
)


@times(2)
@given(text=SIGNS.filter(lambda text: any(map(str.isalnum, text))), places=PLACES)
def test_whatever_the_text_inception_has_every_annotation_where_it_stood(
    text: str, places: list[list[tuple[int, int]]]
) -> None:
    layer, document = layer_with(text, places), read_source(text.encode(), "doc.txt")
    piece = export_format("webanno-tsv").piece(
        Out("doc.txt", layer, document), ExportOptions("document", as_folder=True)
    )
    ((_name, data),) = piece.content
    inception, units = opened(data.decode()), text.encode("utf-16-le")
    for begin, end, _words in inception.tokens.values():
        assert inception.said(begin, end) == units[2 * begin : 2 * end].decode("utf-16-le")
    to_utf16 = Utf16Offsets(text).to_utf16
    covered = (
        (one.type, [at for span in one.fragments for at in range(*span) if not text[at].isspace()])
        for one in layer.annotations.values()
    )
    wanted = sorted((kind, to_utf16(at[0]), to_utf16(at[-1] + 1)) for kind, at in covered if at)
    assert sorted((one["value"], one["begin"], one["end"]) for one in inception.spans) == wanted
