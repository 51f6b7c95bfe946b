"""Label Studio, doccano and Prodigy: what goes out comes back, and their own files arrive as they mean them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.__main__ import main
from annotator.formats.documents.plain_text import read_source
from annotator.formats.exchange.protocols import ExportOptions, ImportOptions
from annotator.formats.exchange.registry import export_format, import_format
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.annotation import Annotation
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from tests.patience import times
from tests.unit.formats.exchange.test_export_formats import Out
from tests.unit.imports import bring
from tests.unit.making import Desk, annotated

TOOLS = ("label-studio", "doccano", "prodigy")


def imported(folder: Path, name: str, data: Any, *, code: int = 0) -> list[Layer]:
    """Import one file through the command, and give the layers that came to be, by name of their files."""
    (folder / "in").mkdir()
    lines = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    (folder / "in" / f"x.json{'' if name == 'label-studio' else 'l'}").write_bytes(lines)
    arguments = ["import", str(folder / "in"), "--from", name, "--out", str(folder / "out"), "--quiet"]
    assert main([*arguments, "--report", str(folder / "report.json")]) == code
    return [load_sidecar(path.read_bytes()).layer for path in sorted((folder / "out").rglob("*.ann.json"))]


def places(layer: Layer) -> list[tuple[str, str]]:
    return [(annotation.type, annotation.text) for annotation in layer.in_order()]


def problems(folder: Path) -> str:
    return json.dumps(json.loads((folder / "report.json").read_text()), ensure_ascii=False)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_goes_out_comes_back(tmp_path: Path, tool: str) -> None:
    desk = Desk(tmp_path, "🤝 Mori met Rossi; Mori hailed Rossi.\nNorland left.")
    for words in ("Mori", "Rossi", "Norland"):
        desk.annotate("actor", words)
    claim = desk.annotate("claim", "Mori hailed Rossi")
    mentions = {annotation.text: annotation for annotation in desk.layer.annotations.values()}
    desk.role(claim, "speakers", "Mori", mention=mentions["Mori"].id)
    desk.set(claim, topic="They get on", stance="agree")
    desk.save()
    out = tmp_path / "talks.jsonl"
    assert main(["export", str(desk.sidecar), "--to", tool, "--out", str(out), "--quiet"]) == 0
    (layer,) = imported(tmp_path, tool, out.read_bytes())
    assert places(layer) == places(desk.layer)
    assert layer.head.annotator.id == "mkato"
    assert layer.document.name == "talks.txt"
    (came,) = (annotation for annotation in layer.annotations.values() if annotation.type == "claim")
    (role,) = came.speakers
    assert layer.annotations[role.mention or ""].text == "Mori"
    if tool == "label-studio":
        assert came.stance == "agree"
        assert layer.topics[came.topic or ""].name == "They get on"


def test_label_studio_with_its_configuration(tmp_path: Path) -> None:
    annotated(tmp_path)
    assert main(["export", str(tmp_path), "--to", "label-studio", "--out", f"{tmp_path}/ls/", "--quiet"]) == 0
    (task,) = json.loads((tmp_path / "ls" / "tasks.json").read_bytes())
    used = {result["from_name"] for result in task["annotations"][0]["result"] if "from_name" in result}
    configuration = (tmp_path / "ls" / "labelling-configuration.xml").read_text()
    assert all(f'name="{name}"' in configuration for name in used)
    assert 'Label value="agreement"' in configuration.replace("'", '"')


LABEL_STUDIO = {
    "id": 7,
    "file_upload": "talk.txt",
    "data": {"body": "🤝 Mori met Rossi.", "url": "http://example.org/a/very/long/address/of/the/page"},
    "annotations": [
        {
            "completed_by": {"id": 3, "email": "Ana@example.org", "first_name": "Ana", "last_name": "Lind"},
            "result": [
                {"id": "r1", "type": "labels", "from_name": "ner", "to_name": "t",
                 "value": {"start": 3, "end": 7, "text": "Mori", "labels": ["PER", "MIN"]}},
                {"id": "r1", "type": "choices", "from_name": "sure", "to_name": "t",
                 "value": {"start": 3, "end": 7, "choices": ["very"]}},
                {"id": "r2", "type": "labels", "from_name": "ner", "to_name": "t",
                 "value": {"start": 12, "end": 17, "text": "Rossi", "labels": ["PER"]}},
                {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right", "labels": ["meets"]},
                {"type": "choices", "from_name": "kind", "to_name": "t", "value": {"choices": ["news"]}},
                {"type": "rating", "from_name": "stars", "to_name": "t", "value": {"rating": 4}},
            ],
        },
        {"completed_by": 4, "result": []},
        {"completed_by": 4, "result": []},
    ],
}  # fmt: skip


def test_old_label_studio_counts_in_utf16_and_tells_annotators_apart(tmp_path: Path) -> None:
    layers = imported(tmp_path, "label-studio", [LABEL_STUDIO], code=1)
    assert [layer.head.annotator.id for layer in layers] == ["ana", "annotator-4-2", "annotator-4"]
    ana = layers[0]
    assert (ana.document.name, ana.document.codes, ana.head.annotator.name) == ("talk.txt", ("news",), "Ana Lind")
    assert places(ana) == [("actor", "Mori"), ("actor", "Rossi")]
    mori = next(ana.in_order())
    assert set(mori.codes) == {"PER", "MIN"}
    assert mori.attributes["sure"] == "very"
    assert "stars" in problems(tmp_path)
    assert "UTF-16" in problems(tmp_path)


def test_both_forms_of_doccano_in_either_unit(tmp_path: Path) -> None:
    text = "🤝 Mori met Rossi."
    lines = [
        {"id": 1, "text": text, "label": [[2, 6, "PER"], [11, 16, "PER"]], "editor": "ana"},
        {"id": 2, "text": text, "entities": [{"id": 5, "label": "PER", "start_offset": 3, "end_offset": 7},
                                             {"id": 6, "label": "PER", "start_offset": 12, "end_offset": 17}],
         "relations": [{"id": 1, "from_id": 5, "to_id": 6, "type": "supports"}], "Comments": ["Look again"]},
    ]  # fmt: skip
    layers = imported(tmp_path, "doccano", b"\n".join(json.dumps(line).encode() for line in lines))
    assert [places(layer) for layer in layers] == [[("actor", "Mori"), ("actor", "Rossi")]] * 2
    assert [link.type for link in layers[1].links.values()] == ["supports"]
    assert layers[1].document.note == "Look again"


def test_prodigy_relations_lead_from_word_to_word(tmp_path: Path) -> None:
    words = ["Mori", "met", "Carlo", "Rossi", "."]
    tokens, position = [], 0
    for number, word in enumerate(words):
        tokens.append({"text": word, "start": position, "end": position + len(word), "id": number, "ws": number < 3})
        position += len(word) + (number < 3)
    line = {
        "text": "Mori met Carlo Rossi.", "tokens": tokens, "_annotator_id": "news-ana", "answer": "accept",
        "spans": [{"start": 0, "end": 4, "token_start": 0, "token_end": 0, "label": "PER"},
                  {"start": 9, "end": 20, "token_start": 2, "token_end": 3, "label": "PER"}],
        "relations": [{"head": 0, "child": 3, "label": "opposes"}, {"head": 1, "child": 0, "label": "x"}],
    }  # fmt: skip
    (layer,) = imported(tmp_path, "prodigy", line, code=1)
    assert places(layer) == [("actor", "Mori"), ("actor", "Carlo Rossi")]
    (link,) = layer.links.values()
    assert layer.annotations[link.target].text == "Carlo Rossi"
    assert "in no span" in problems(tmp_path)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff", b"{", b"[1, 2]", b'{"a": 1}', b"[" * 200 + b"]" * 200, b'[{"data": 3}]', b'{"text": 1}']
)
def test_bad_input_is_said_in_a_sentence(
    tmp_path: Path, tool: str, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path, tool, data, code=1) == []
    said = capsys.readouterr().err
    assert "x.json" in said
    assert "Traceback" not in said


WEIRD = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.sampled_from(["", "a", "r1", "labels", "relation", "/p[1]"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "type", "value", "start", "end", "labels", "label", "text", "from_id", "result", "head",
                         "entities", "relations", "start_offset", "end_offset", "spans", "tokens", "completed_by"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@times(2)
@given(WEIRD, WEIRD, WEIRD)
def test_whatever_stands_there_a_reader_reads_on(tmp_path_factory: Any, one: Any, other: Any, third: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "weird.json"
    task = {"data": {"text": "Mori met."}, "annotations": [{"result": one, "completed_by": other}], "meta": third}
    line = {"text": "Mori met.", "label": one, "labels": third, "entities": one, "relations": other, "spans": one,
            "tokens": third, "meta": third, "Comments": other, "answer": third}  # fmt: skip
    for tool, value in zip(TOOLS, ([task], line, line), strict=True):
        path.write_text(json.dumps(value))
        for read in import_format(tool).read(path, ImportOptions()):
            assert read.text == "Mori met."


@times(2)
@given(st.text(st.sampled_from("ab é\u0301\n🤝.\u00a0"), min_size=1, max_size=30), st.data())
def test_every_span_comes_back_from_any_text(tmp_path_factory: Any, text: str, data: Any) -> None:
    document = read_source(f"{text}.".encode(), "a.txt")
    place = st.integers(0, len(document.text))
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=4))
    wanted = {(min(pair), max(pair)) for pair in pairs if document.text[min(pair) : max(pair)].strip()}
    made = [Annotation(f"a{n}", "claim", (Span(*pair),), ("",)) for n, pair in enumerate(sorted(wanted))]
    layer = Layer(LayerHead(Annotator("m")), document.info, {}, {}, {a.id: a for a in made})
    path = tmp_path_factory.getbasetemp() / "spans.json"
    for tool in ("label-studio", "prodigy"):
        piece = export_format(tool).piece(Out("a.txt", layer, document), ExportOptions("document", as_folder=False))
        path.write_bytes(b"[" + piece.content + b"]" if tool == "label-studio" else piece.content)
        (read,) = import_format(tool).read(path, ImportOptions())
        words = {(span.fragments[0], span.quote) for span in read.spans}
        assert {document.text[slice(*fragment)].strip() for fragment, _quote in words} == {
            document.text[slice(*pair)].strip() for pair in wanted
        }


def test_what_no_label_studio_writes_stops_no_task(tmp_path: Path) -> None:
    (source := tmp_path / "in").mkdir()
    results = [
        {"id": "r", "type": "labels", "value": {"start": 0, "end": 4, "labels": 7}},
        {"id": "r", "type": "choices", "from_name": "topic", "value": {"start": 0, "end": 4, "choices": []}},
        {"id": "s", "type": "labels", "value": {"start": 0, "end": 4, "labels": "PER"}},
    ]
    task = {"id": 1, "data": {"text": "Mori met"}, "annotations": [{"completed_by": 1, "result": results}]}
    (source / "a.json").write_text(json.dumps([task]))
    summary = bring("label-studio", source, tmp_path / "out")
    assert (summary.failed, summary.annotations) == ({}, 2)


def lines_of(*items: Any) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in items)


def report_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return found


def test_only_what_was_accepted_in_prodigy_is_an_annotation(tmp_path: Path) -> None:
    span = {"start": 0, "end": 4, "label": "PER"}
    layers = imported(tmp_path, "prodigy", lines_of(
        {"text": "Mori met Rossi.", "spans": [span, span, {**span, "label": "MIN"}], "answer": "accept"},
        {"text": "May rain fell.", "spans": [span], "answer": "reject"},
        {"text": "Rome said yes.", "spans": [span], "answer": "ignore"},
        {"text": "Ostia said no.", "label": "politics", "answer": "accept"},
        {"text": "Ostia voted.", "options": [{"id": "A"}, {"id": "B"}], "accept": ["B"], "answer": "accept"},
    ))  # fmt: skip
    assert [places(layer) for layer in layers] == [[("actor", "Mori"), ("actor", "Mori")], [], []]
    assert [layer.document.codes for layer in layers] == [(), ("politics",), ("B",)]
    assert report_of(tmp_path)["left_out"] == {
        "spans that stand twice": 1, "tasks answered “reject”": 1, "tasks answered “ignore”": 1,
    }  # fmt: skip


def test_sessions_of_prodigy_are_annotators_of_one_document(tmp_path: Path) -> None:
    def task(text: str, who: str, *spans: int) -> dict[str, Any]:
        found = [{"start": start, "end": start + 4, "label": "PER"} for start in spans]
        return {"text": text, "spans": found, "answer": "accept", "_session_id": who}

    data = lines_of(
        task("Mori met Rome.", "ds-ana", 0), task("Yes.", "ds-ana"), task("Yes.", "ds-ana"),
        task("Yes.", "ds-bo"), task("Mori met Rome.", "ds-bo", 0, 9), task("Yes.", "ds-bo"),
    )  # fmt: skip
    imported(tmp_path, "prodigy", data)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"x-{number}.txt{whose}" for number in (1, 2, 3) for whose in ("", ".ds-ana.ann.json", ".ds-bo.ann.json")
    }
    arguments = ["import", str(tmp_path / "in"), "--from", "prodigy", "--annotator", "eva", "--quiet"]
    assert main([*arguments, "--out", str(tmp_path / "one")]) == 0
    assert len(list((tmp_path / "one").glob("*.txt"))) == 6


DOCCANO_SHAPES: tuple[dict[str, Any], ...] = (
    {"text": "Mori left Rome.", "labels": [[0, 4, "PER"], [0, 4, "PER"]]},
    {"data": "Mori left Rome.", "label": [[10, 14, "LOC"]]},
    {"text": "Mori left Rome.", "entities": [[0, 4, "PER"]], "cats": ["travel"]},
    {"text": "Mori left Rome.", "entities": [{"id": 7, "label": "PER", "start_offset": 0, "end_offset": 4}]},
    {"text": "Mori left Rome.", "annotations": [{"label": 5, "start_offset": 0, "end_offset": 4, "user": 3},
                                                {"label": 2, "user": 3}]},
    {"text": "Mori left Rome.", "label": ["travel", "short"], "Comments": [{"id": 1, "comment": "why?"}],
     "meta": {"page": 3}},
    {"text": "Mori left Rome.", "label": "travel", "origin": "wire", "odd": {"a": 1}},
    {"text": "Mori left Rome.", "label": [["PER"], [0, 4, "PER"]]},
)  # fmt: skip


def test_every_shape_of_doccano_is_read_or_counted(tmp_path: Path) -> None:
    layers = imported(tmp_path, "doccano", lines_of(*({"id": n, **line} for n, line in enumerate(DOCCANO_SHAPES))))
    found = [([(one.codes, one.text) for one in layer.in_order()], layer.document.codes) for layer in layers]
    mori = ((("PER",), "Mori"),)
    assert [(tuple(places), codes) for places, codes in found] == [
        (mori, ()), (((("LOC",), "Rome"),), ()), (mori, ("travel",)), (mori, ()), (((("5",), "Mori"),), ("2",)),
        ((), ("travel", "short")), ((), ("travel",)), (mori, ()),
    ]  # fmt: skip
    assert [layer.document.note for layer in layers[5:7]] == ["why?; page: 3", "origin: wire"]
    assert layers[4].head.annotator.id == "annotator-3"
    assert report_of(tmp_path)["left_out"] == {
        "labels that stand twice": 1, "values that are not understood": 1, "labels without a start and an end": 1,
    }  # fmt: skip


def test_doccanos_list_of_classified_texts_is_read(tmp_path: Path) -> None:
    (layer, _other) = imported(
        tmp_path, "doccano", [{"id": 1, "text": "Yes.", "label": ["a"]}, {"id": 2, "text": "No."}]
    )
    assert layer.document.codes == ("a",)


def test_doccano_may_count_what_a_reader_takes_for_letters(tmp_path: Path) -> None:
    line = {"text": "👩‍👩‍👧 e\u0301🇮🇹 Mori met Rome.", "label": [[5, 9, "PER"], [14, 18, "LOC"]]}
    (layer,) = imported(tmp_path, "doccano", lines_of(line, {"text": "Mori left.", "label": [[0, 4, "PER"]]}))[:1]
    assert [one.text for one in layer.in_order()] == ["Mori", "Rome"]
    assert "graphemes" in report_of(tmp_path)["offsets"]


def test_labels_that_fit_no_words_are_said(tmp_path: Path) -> None:
    imported(
        tmp_path,
        "doccano",
        {"text": "🤝🤝🤝 Mori met Bianchi and Rome.", "label": [[6, 9, "A"], [14, 16, "B"]]},
        code=1,
    )
    assert "Only 0 of 2 labels begin and end with a word" in problems(tmp_path)


def folder_of(folder: Path, files: dict[str, bytes], tool: str = "doccano") -> set[str]:
    for name, data in files.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_bytes(data)
    arguments = ["import", str(folder / "in"), "--from", tool, "--out", str(folder / "out"), "--quiet"]
    assert main(arguments) == 0
    return {str(path.relative_to(folder / "out")) for path in (folder / "out").rglob("*.json")}


ANA = lines_of({"id": 1, "text": "Mori left.", "label": [[0, 4, "PER"]]}, {"id": 2, "text": "Yes.", "label": []})
BO = lines_of({"id": 1, "text": "Mori left.", "label": []}, {"id": 3, "text": "No.", "label": []})
ELSE = lines_of({"id": 1, "text": "Maybe.", "label": []}, {"id": 9, "text": "Yes.", "label": []})
SHARED = ("document-1.txt.ana", "document-2.txt.ana", "document-1.txt.bo", "document-3.txt.bo")


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        # A file a user, beside each other or in folders of their own.
        ({"ana.jsonl": ANA, "bo.jsonl": BO}, SHARED),
        ({"x/ana.jsonl": ANA, "x/bo.jsonl": BO}, [f"x/{name}" for name in SHARED]),
        ({"ana/all.jsonl": ANA, "bo/all.jsonl": BO}, SHARED),
        # Two sets that have a text in common by chance.
        ({"train.jsonl": ANA, "test.jsonl": ELSE},
         ("train-1.txt.in", "train-2.txt.in", "test-1.txt.in", "test-9.txt.in")),
    ],
)  # fmt: skip
def test_files_with_the_same_documents_are_of_one_annotator_each(
    tmp_path: Path, files: dict[str, bytes], wanted: Sequence[str]
) -> None:
    assert folder_of(tmp_path, files) == {f"{name}.ann.json" for name in wanted}


def test_tasks_of_one_upload_are_documents_of_their_own(tmp_path: Path) -> None:
    def task(number: int, text: str, mail: str, **more: Any) -> dict[str, Any]:
        value = {"start": 0, "end": 4, "text": text[:4], "labels": ["PER"]}
        results = [{"id": "r", "type": "labels", "from_name": "l", "to_name": "t", "value": value}]
        by = {"completed_by": {"email": f"{mail}@example.org"}, "result": results}
        return {"id": number, "data": {"text": text}, "annotations": [by], **more}

    tasks = [
        task(4, "Mori left.", "ana", file_upload="ab-batch.json"),
        task(5, "Rome won.", "ana", file_upload="ab-batch.json"),
        task(6, "Mori left.", "bo", file_upload="ab-batch.json"),
        task(7, "Mori left.", "bo", file_upload="cd-talk.txt"),
    ]  # fmt: skip
    layers = imported(tmp_path, "label-studio", tasks)
    assert [layer.document.name for layer in layers] == [
        "ab-batch-4.txt", "ab-batch-5.txt", "ab-batch-6.txt", "cd-talk.txt",
    ]  # fmt: skip


def test_label_studio_tells_what_was_cancelled_predicted_and_said_twice(tmp_path: Path) -> None:
    text = "Mori said yes.\nRome said no."
    place = {"start": 10, "end": 19, "text": "yes.\\nRome", "labels": ["X"]}
    results = [
        {"id": name, "type": "labels", "from_name": "l", "to_name": "t", "value": place} for name in ("a", "b")
    ] + [
        {"id": "c", "type": "labels", "from_name": "l", "to_name": "t", "value": {**place, "labels": ["Y"]}},
        {"type": "relation", "from_id": "b", "to_id": "c", "direction": "right", "labels": ["supports"]},
        {"type": "taxonomy", "from_name": "t", "value": {"taxonomy": [["news", "abroad"]]}},
    ]  # fmt: skip
    done = [{"completed_by": 1, "result": results}, {"completed_by": 2, "was_cancelled": True, "result": results}]
    task = {"id": 1, "data": {"text": text}, "annotations": done, "predictions": [{"result": results}], "drafts": [{}]}
    skipped = {"id": 2, "data": {"text": "No."}, "annotations": [{"was_cancelled": True, "result": []}]}
    (layer,) = imported(tmp_path, "label-studio", [task, skipped])
    assert sorted((one.codes, one.text) for one in layer.in_order()) == [
        (("X",), "yes.\nRome"), (("Y",), "yes.\nRome"),
    ]  # fmt: skip
    assert (layer.document.codes, len(layer.links)) == (("news / abroad",), 1)
    assert report_of(tmp_path)["left_out"] == {
        "annotations that were cancelled": 2, "predictions": 1, "drafts": 1, "regions that stand twice": 1,
    }  # fmt: skip


def test_label_studios_file_an_annotation_is_read(tmp_path: Path) -> None:
    value = {"start": 0, "end": 4, "text": "Mori", "labels": ["PER"]}
    stored = {"id": 9, "completed_by": {"email": "ana@example.org"}, "task": {"id": 3, "data": {"text": "Mori left."}},
              "result": [{"id": "r", "type": "labels", "from_name": "l", "to_name": "t", "value": value}]}  # fmt: skip
    (layer,) = imported(tmp_path, "label-studio", stored)
    assert (layer.head.annotator.id, places(layer)) == ("ana", [("actor", "Mori")])


OF_OTHERS = {
    "label-studio": json.dumps([LABEL_STUDIO]).encode(),
    "doccano": lines_of({"text": "Mori left.", "label": [[0, 4, "PER"]]}),
    "prodigy": lines_of({"text": "Mori left.", "spans": [], "answer": "accept"}),
    "jsonl": lines_of({"format": "annotator-sidecar", "text": "Mori left.", "annotations": []}),
    "spacy": lines_of({"text": "Mori left.", "ents": []}),
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("other", OF_OTHERS)
def test_a_file_of_another_program_is_refused(tmp_path: Path, tool: str, other: str) -> None:
    if tool != other:
        assert imported(tmp_path, tool, OF_OTHERS[other], code=1) == []
        assert report_of(tmp_path)["failed"]


def test_what_was_brought_into_label_studio_is_still_its_annotators(tmp_path: Path) -> None:
    def by(who: int, lead_time: float | None) -> dict[str, Any]:
        value = {"start": 0, "end": 4, "text": "Mori", "labels": ["PER"]}
        results = [{"id": "r", "type": "labels", "from_name": "l", "to_name": "t", "value": value}]
        return {"completed_by": who, "lead_time": lead_time, "result": results}

    data = {"text": "Mori left.", "name": "a.txt", "annotator": "ana"}
    task = {"id": 1, "data": data, "annotations": [by(1, None), by(2, 3.5)]}
    layers = imported(tmp_path, "label-studio", [task])
    assert sorted(layer.head.annotator.id for layer in layers) == ["ana", "annotator-2"]


def test_a_mention_of_several_fills_their_roles_by_one_relation(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "The two left.\n")
    two = desk.annotate("actor", "The two")
    claim = desk.annotate("claim", "left")
    desk.role(claim, "speakers", "Mori", "Rossi", mention=two.id)
    desk.set(two, entities=tuple(role.entity for role in desk.layer.annotations[claim.id].speakers))
    desk.save()
    for tool, count in (("doccano", 1), ("prodigy", 1), ("label-studio", 1)):
        out = tmp_path / f"{tool}.json"
        assert main(["export", str(desk.sidecar), "--to", tool, "--out", str(out), "--quiet"]) == 0
        assert out.read_text().count('"speaker"') == count
    (source := tmp_path / "x").mkdir()
    (layer,) = imported(source, "label-studio", (tmp_path / "label-studio.json").read_bytes())
    (came,) = (one for one in layer.annotations.values() if one.type == "claim")
    assert sorted(layer.entities[role.entity].name for role in came.speakers) == ["Mori", "Rossi"]


def test_label_studios_minimal_json_is_read(tmp_path: Path) -> None:
    place = {"start": 0, "end": 4, "text": "Mori"}
    item = {
        "id": 5, "annotation_id": 9, "annotator": "ana@example.org", "lead_time": 3.1, "created_at": "2026-01-02",
        "text": "Mori left.", "sure": [{**place, "choices": ["very"]}], "kind": {"choices": ["news", "home"]},
        "code": ["x", "y"],
        "ner": [{**place, "labels": ["PER"]}, {"start": 5, "end": 9, "text": "left", "labels": ["V"]}],
    }  # fmt: skip
    layers = imported(tmp_path, "label-studio", [item, {**item, "annotation_id": 10, "annotator": 2, "ner": []}])
    assert [layer.head.annotator.id for layer in layers] == ["ana", "annotator-2"]
    found = {one.text: (one.codes, one.attributes) for one in layers[0].annotations.values()}
    assert found == {"Mori": (("PER",), {"sure": "very"}), "left": (("V",), {})}
    assert layers[0].document.codes == ("news", "home")
    assert report_of(tmp_path)["left_out"] == {"values without a place": 4}
    assert len(list((tmp_path / "out").glob("*.txt"))) == 1
