"""Importing: what others say of a text arrives once, in its place, and is named where it cannot."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.__main__ import main
from annotator.formats.exchange.offset_units import CODE_POINTS, UNITS, UTF8, UTF16, Counting, OffsetMap, decide
from annotator.formats.exchange.read_document import (
    ReadDocument,
    ReadEntity,
    ReadRelation,
    ReadRole,
    ReadSpan,
    ReadTopic,
)
from annotator.formats.exchange.registry import import_format
from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model.document import canonical
from annotator.model.layer import Layer
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.batch_import import ImportSummary, import_all
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_layer import Made, make_records
from annotator.services.importing.import_mapping import Mapping, MappingError, make_mapping
from tests.unit.making import Desk, annotated

TIME = "2026-11-24T10:00:00Z"
HARD = st.text("ab \r\n\ufeff😀e\u0301ß\u2028𝔘", max_size=20)


def made_of(read: ReadDocument, mapping: Mapping | None = None) -> Made:
    assert read.text is not None
    text = canonical(read.text)
    return make_records(read, text, mapping or Mapping(), units=UNITS, author="lisa", time=TIME)


def import_from(name: str, folder: Path, out: Path, annotator: str = "") -> ImportSummary:
    wanted = import_format(name)
    return import_all(wanted, find_sources([str(folder)], wanted.suffixes).files, out, annotator=annotator)


@example("\r\r\na", CODE_POINTS, 1, False)
@given(HARD, st.sampled_from(UNITS), st.sampled_from((1, 2)), st.booleans())
def test_every_counting_leads_to_the_same_place(came: str, unit: str, line_end: int, mark: bool) -> None:
    counting = Counting(unit, line_end, mark)
    base = came if mark else came.removeprefix("\ufeff")
    base = base.replace("\r\n", "\n") if line_end == 1 else base
    encoding, size = {CODE_POINTS: ("utf-32-le", 4), UTF16: ("utf-16-le", 2), UTF8: ("utf-8", 1)}[unit]
    offsets = OffsetMap(came, counting)
    text = canonical(came)
    for start in range(len(base)):
        for end in range(start + 1, len(base) + 1):
            words = base[start:end]
            if words.startswith(("\n", "\ufeff")) or words.endswith("\r"):
                continue  # half a line end, or a mark that the canonical text has not
            first, last = (len(base[:edge].encode(encoding)) // size for edge in (start, end))
            found = offsets.span(first, last)
            assert found is not None
            # Where CRLF counts one, a CR that is left stands for a line end of its own, whatever follows.
            assert text[slice(*found)] == (words.replace("\r", "\n") if line_end == 1 else canonical(words))


def test_quotes_decide_how_a_file_counts() -> None:
    came = "😀 Ä\r\nMori met Rossi.\r\nNorland left."
    text = canonical(came)
    for counting in (Counting(CODE_POINTS, 1), Counting(CODE_POINTS, 2), Counting(UTF16, 2), Counting(UTF8, 1)):
        base = came if counting.line_end == 2 else text
        encoding, size = {CODE_POINTS: ("utf-32-le", 4), UTF16: ("utf-16-le", 2), UTF8: ("utf-8", 1)}[counting.unit]
        spans = []
        for words in ("Mori", "Rossi", "Norland"):
            start = len(base[: base.index(words)].encode(encoding)) // size
            spans.append((((start, start + len(words)),), words))
        decided = decide(came, spans, UNITS)
        assert (decided.counting, decided.held, decided.quoted) == (counting, 3, 3)


def test_labels_roles_and_relations_get_their_meaning() -> None:
    text = "Mori said that Norland lied. She agreed with Rossi on that."
    place = {words: (text.index(words), text.index(words) + len(words)) for words in ("Mori", "Norland", "Rossi")}
    actors = [
        ReadSpan(words, "PER", (spot,), words, entities=("m",) * (words == "Mori")) for words, spot in place.items()
    ]
    claim = ReadSpan("c", "content", ((0, 27),), None, topic="Norland lies", values={"stance": "agree", "status": "x"},
                     roles=(ReadRole("Source", "Mori"), ReadRole("Goal2", entity="Norland", attitude="critical"),
                            ReadRole("Cause", "Rossi")))  # fmt: skip
    pact = ReadSpan("p", "agreement", ((33, 58),), None, roles=(ReadRole("party", "Rossi"),))
    relations = (
        ReadRelation("Party", "p", "Mori"),
        ReadRelation("same_event", "c", "p"),
        ReadRelation("near", "c", "p"),
    )
    entities = (ReadEntity("m", "Aiko Mori", "person", external_ids={"wikidata": "Q1"}),)
    topics = (ReadTopic("Norland lies", broader="Lies", code="7"),)
    read = ReadDocument("a", text, spans=(*actors, claim, pact), relations=relations, entities=entities, topics=topics)
    mapping = make_mapping(None, ["PER=actor/person", "content=claim/assert"], ["Source=speaker", "Goal=target"])
    made = made_of(read, mapping)
    names = {entity.id: entity.name for entity in made.entities.values()}
    by_type = {
        kind: [a for a in made.annotations.values() if a.type == kind] for kind in ("actor", "claim", "agreement")
    }
    assert [names[a.entities[0]] for a in by_type["actor"]] == ["Aiko Mori", "Norland", "Rossi"]
    assert {a.codes for a in by_type["actor"]} == {("person",)}
    (found,) = by_type["claim"]
    assert (found.codes, found.stance, made.topics[found.topic or ""].name) == (("assert",), "agree", "Norland lies")
    assert [(names[role.entity], role.mention) for role in found.speakers] == [("Aiko Mori", by_type["actor"][0].id)]
    assert [(names[role.entity], role.attitude) for role in found.targets] == [("Norland", "critical")]
    near = [{"annotation": by_type["agreement"][0].id, "words": text[33:58]}]
    cause = [{"annotation": by_type["actor"][2].id, "words": "Rossi"}]
    assert found.attributes == {"status": "x", "Cause": cause, "near": near}
    (pact_found,) = by_type["agreement"]
    assert [names[role.entity] for role in pact_found.parties] == ["Rossi", "Aiko Mori"]
    assert pact_found.stance == "agree"
    assert [(link.type, link.source, link.target) for link in made.links.values()] == [
        ("same-event", found.id, pact_found.id)
    ]
    assert {topic.name: topic.broader and made.topics[topic.broader].name for topic in made.topics.values()} == {
        "Norland lies": "Lies", "Lies": None,
    }  # fmt: skip
    assert made.kept_apart == {"Cause": 1, "near": 1}
    assert not made.unmapped
    assert not made.problems


def test_what_does_not_stand_at_its_offsets_is_found_or_kept_without_a_place() -> None:
    text = "Mori met Rossi. Rossi left."
    spans = [
        ReadSpan("T1", "PER", ((1, 5),), "Mori"),
        ReadSpan("T2", "PER", ((3, 8),), "Rossi"),
        ReadSpan("T3", "PER", ((90, 95),), None),
        ReadSpan("T4", "PER", ((9, 14), (16, 21)), "Rossi Rossi"),
    ]
    made = made_of(ReadDocument("a", text, spans=tuple(spans)))
    found = list(made.annotations.values())
    assert [a.fragments for a in found] == [((0, 4),), (), (), ((9, 14), (16, 21))]
    assert found[1].quote == ("Rossi",)
    assert [problem.split()[0] for problem in made.problems] == ["T1", "T2", "T3"]
    assert made.unmapped == {"PER": 4}


def test_a_quote_stands_at_its_offsets_however_it_is_typeset() -> None:
    text = "Jose\u0301 O’Brien met the co\u00adun\u200bcil. Jose\u0301 O’Brien left."
    spans = [
        ReadSpan("T1", "PER", ((33, 46),), "José O'Brien"),
        ReadSpan("T2", "ORG", ((18, 31),), "the\u00a0council"),
    ]
    made = made_of(ReadDocument("a", text, spans=tuple(spans)))
    assert [(a.fragments, a.quote) for a in made.annotations.values()] == [
        (((33, 46),), ("Jose\u0301 O’Brien",)),
        (((18, 31),), ("the co\u00adun\u200bcil",)),
    ]
    assert not made.problems


def test_a_quote_that_left_its_offsets_is_found_however_it_is_typeset() -> None:
    text = "O’Neill met Jose\u0301 Mu\u00ad\u00f1oz. O'Neill left."
    spans = [
        ReadSpan("T1", "PER", ((1, 2),), "Jos\u00e9 Mun\u0303oz"),
        ReadSpan("T2", "PER", ((1, 2),), "O'Neill"),
        ReadSpan("T3", "PER", ((1, 2),), "O‘Neill"),
        ReadSpan("T4", "PER", ((1, 2),), "O‘Neill", after=" met"),
    ]
    made = made_of(ReadDocument("a", text, spans=tuple(spans)))
    found = [" ".join(text[start:end] for start, end in one.fragments) for one in made.annotations.values()]
    assert found == ["Jose\u0301 Mu\u00ad\u00f1oz", "O'Neill", "", "O’Neill"]


def test_annotations_that_say_the_same_again_are_kept_and_counted() -> None:
    spans = [
        ReadSpan("T1", "PER", ((0, 4),), "Mori"),
        ReadSpan("T2", "PER", ((0, 4),), "Mori"),
        ReadSpan("T3", "ORG", ((0, 4),), "Mori"),
        ReadSpan("T4", "PER", ((9, 14),), "Rossi"),
    ]
    made = made_of(ReadDocument("a", "Mori met Rossi.", spans=tuple(spans)))
    assert (len(made.annotations), made.doubles) == (4, 1)


@pytest.mark.parametrize("name", ["jsonl", "annotator"])
def test_own_files_come_back_byte_for_byte(tmp_path: Path, name: str) -> None:
    desk = annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    exported = tmp_path / "exported"
    export_all(found, name, exported, unit="document", as_folder=True)
    summary = import_from(name, exported, tmp_path / "back")
    assert (summary.failed, summary.problems, summary.countings) == ({}, {}, {CODE_POINTS: 1})
    document = tmp_path / "back" / "talks.txt"
    assert document.read_bytes() == desk.path.read_bytes()
    sidecar = tmp_path / "back" / desk.sidecar.name
    done = replace(load_sidecar(desk.sidecar.read_bytes()).layer, document=replace(desk.layer.document, state="done"))
    assert sidecar.read_bytes() == dump_sidecar(done)
    again = import_from(name, exported, tmp_path / "back")
    assert [why for why in again.failed.values() if "is there already" in why]
    assert sidecar.read_bytes() == dump_sidecar(done)


def test_a_broken_line_is_named_and_the_others_arrive(tmp_path: Path) -> None:
    annotated(tmp_path)
    source = tmp_path / "all.jsonl"
    export_all(find_sidecars([str(tmp_path)]).sidecars, "jsonl", source, unit="document", as_folder=False)
    good = source.read_bytes()
    source.write_bytes(b'{"annotation": {}}\n[1]\n' + good + b"{")
    summary = import_from("jsonl", source, tmp_path / "out", annotator="omar")
    (why,) = summary.failed.values()
    assert why.startswith("line 1: This is a single annotation without its text.")
    assert why.endswith("(2 more lines could not be read)")
    assert (tmp_path / "out" / "talks.txt.omar.ann.json").exists()
    assert summary.annotations == 5


def test_a_name_that_no_file_can_have_stops_no_other_document(tmp_path: Path) -> None:
    lines = [{"text": "Mori met Rossi.", "meta": {"document": name}} for name in ("con.txt", "talks.txt")]
    source = tmp_path / "in" / "all.jsonl"
    source.parent.mkdir()
    source.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    summary = import_from("prodigy", source, tmp_path / "out")
    assert "con.txt" in summary.failed[str(source)]
    assert (tmp_path / "out" / "talks.txt").read_text() == "Mori met Rossi."


def test_a_folder_that_cannot_be_made_is_no_fault_of_the_source(tmp_path: Path) -> None:
    (tmp_path / "in" / "may").mkdir(parents=True)
    annotated(tmp_path / "in" / "may")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "may").write_text("mine")
    (why,) = import_from("annotator", tmp_path / "in", tmp_path / "out", annotator="mkato").failed.values()
    assert why.startswith("talks.txt was not saved: ")


def test_names_that_leave_the_folder_are_refused(tmp_path: Path) -> None:
    annotated(tmp_path)
    source = tmp_path / "all.jsonl"
    export_all(find_sidecars([str(tmp_path)]).sidecars, "jsonl", source, unit="document", as_folder=False)
    tree = json.loads(source.read_bytes())
    for name in ("../../evil.txt", "/etc/evil.txt", "con.txt", "a\\..\\b.txt"):
        tree["document"]["name"] = name
        source.write_text(json.dumps(tree))
        summary = import_from("jsonl", source, tmp_path / "out")
        assert "cannot be the name of a file" in summary.failed[str(source)]
    assert not (tmp_path / "out").exists()


def test_a_mapping_file_is_read_and_a_wrong_one_named(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    labels = {"PER": "actor/person", "content": {"type": "claim", "topic": "T"}}
    file.write_text(json.dumps({"labels": labels, "roles": {"Source": "speaker"}}))
    mapping = make_mapping(file, ["PER=actor"], [])
    meaning = mapping.meaning("content")
    assert meaning is not None
    assert (meaning.type, meaning.topic, mapping.role("Source2")) == ("claim", "T", "speakers")
    assert mapping.meaning("PER") != make_mapping(file, [], []).meaning("PER")
    for wrong in ('{"labels": {"PER": "thing"}}', '{"roles": {"a": "b"}}', '{"x": 1}', "{", '{"labels": []}'):
        file.write_text(wrong)
        with pytest.raises(MappingError):
            make_mapping(file, [], [])
    for pair in ("PER", "=actor", "PER=thing"):
        with pytest.raises(MappingError):
            make_mapping(None, [pair], [])


def test_documents_whose_names_are_canonically_equal_are_one(tmp_path: Path) -> None:
    for annotator, name in (("ana", "Caf\u00e9"), ("bo", "Cafe\u0301")):
        folder = tmp_path / "in" / annotator
        folder.mkdir(parents=True)
        (folder / f"{name}.txt").write_text("Mori left.", encoding="utf-8")
        (folder / f"{name}.ann").write_text("T1\tPER 0 4\tMori\n", encoding="utf-8")
    summary = import_from("brat", tmp_path / "in", tmp_path / "out")
    assert not summary.failed
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "Caf\u00e9.txt",
        "Caf\u00e9.txt.ana.ann.json",
        "Caf\u00e9.txt.bo.ann.json",
    ]
    again = import_from("brat", tmp_path / "in", tmp_path / "out")
    assert len(again.failed) == 2


def _of_one_name(folder: Path) -> list[str]:
    """Make two documents of one name and one annotator in two folders, and give what is said in them."""
    for name in ("a", "b"):
        (folder / "in" / name).mkdir(parents=True)
        desk = Desk(folder / "in" / name, f"Mori met {name}.\n")
        desk.annotate("actor", "Mori")
        desk.save()
    return ["Mori met a.\n", "Mori met b.\n"]


@pytest.mark.parametrize("name", ["jsonl", "annotator", "brat", "webanno-tsv", "web-annotation", "cas-xmi", "refi-qda"])
@pytest.mark.parametrize("paths", [["in"], ["in/a", "in/b"], ["in/a/talks.txt", "in/b/talks.txt"]])
def test_documents_of_one_name_stay_apart(tmp_path: Path, name: str, paths: list[str]) -> None:
    texts = _of_one_name(tmp_path)
    suffix = {"jsonl": ".jsonl", "refi-qda": ".qdpx"}.get(name, "/")
    out = f"{tmp_path}/x{suffix}"
    assert main(["export", *(f"{tmp_path}/{path}" for path in paths), "--to", name, "--out", out, "--quiet"]) == 0
    assert main(["import", out, "--from", name, "--out", f"{tmp_path}/back", "--quiet"]) == 0
    found = list((tmp_path / "back").rglob("*.txt"))
    assert sorted(path.read_text() for path in found) == texts
    assert len(list((tmp_path / "back").rglob("*.mkato.ann.json"))) == 2
    if name == "jsonl":
        assert {path.parent.name for path in found} == {"a", "b"}


FORMATS_WITH_RELATIONS = {
    "brat": "/", "webanno-tsv": "/", "web-annotation": "/", "cas-xmi": "/", "cas-json": "/", "label-studio": ".json",
    "doccano": ".jsonl", "prodigy": ".jsonl", "refi-qda": ".qdpx", "jsonl": ".jsonl", "annotator": "/",
}  # fmt: skip


def _relations(layer: Layer) -> set[tuple[str, str, str]]:
    """Give what attributes of annotations lead to, by the words at both ends."""
    return {
        (one.text, name, layer.annotations[item["annotation"]].text)
        for one in layer.annotations.values()
        for name, value in one.attributes.items()
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, dict)
    }


@pytest.mark.parametrize("name", FORMATS_WITH_RELATIONS)
def test_relations_without_a_meaning_lead_to_the_same_annotation_after_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / "in" / "ana").mkdir(parents=True)
    (tmp_path / "in" / "ana" / "doc.txt").write_text("Mori met Rossi in Rome, said Mori.")
    (tmp_path / "in" / "ana" / "doc.ann").write_text(
        "T1\tactor 0 4\tMori\nT2\tactor 9 14\tRossi\nT3\tactor 18 22\tRome\nT4\tactor 29 33\tMori\n"
        "T5\tclaim 24 28\tsaid\nE1\tclaim:T5 Where:T3 Who:T4\n"
        "R1\tknows Arg1:T1 Arg2:T2\nR2\tknows Arg1:T1 Arg2:T3\nR3\tis Arg1:T4 Arg2:T1\n"
    )
    assert import_from("brat", tmp_path / "in", tmp_path / "first").kept_apart == {
        "knows": 2,
        "is": 1,
        "Where": 1,
        "Who": 1,
    }
    first = load_sidecar((tmp_path / "first" / "doc.txt.ana.ann.json").read_bytes()).layer
    wanted = {
        ("Mori", "knows", "Rossi"), ("Mori", "knows", "Rome"), ("Mori", "is", "Mori"),
        ("said", "Where", "Rome"), ("said", "Who", "Mori"),
    }  # fmt: skip
    assert _relations(first) == wanted
    out = f"{tmp_path}/x{FORMATS_WITH_RELATIONS[name]}"
    report = tmp_path / "report.json"
    arguments = ["export", str(tmp_path / "first"), "--to", name, "--out", out, "--quiet", "--report", str(report)]
    assert main(arguments) == 0
    assert "attributes" not in json.loads(report.read_bytes())["lost"]
    assert main(["import", out, "--from", name, "--out", f"{tmp_path}/back", "--quiet"]) == 0
    (sidecar,) = (tmp_path / "back").rglob("*.ann.json")
    back = load_sidecar(sidecar.read_bytes()).layer
    assert _relations(back) == wanted
    both = [one for one in back.annotations.values() if one.attributes and one.text == "Mori"]
    assert sorted(one.start for one in both) == [0, 29]
    assert main(["check", str(tmp_path / "back")]) == 0
