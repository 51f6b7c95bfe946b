"""Label Studio, doccano and Prodigy: what goes out comes back, and their own files arrive as they mean them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.__main__ import main
from annotator.formats.documents.plain_text import read_source
from annotator.formats.exchange.protocols import ExportOptions, ImportOptions
from annotator.formats.exchange.registry import export_format, import_format
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.annotation import Annotation
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
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
        "text": "Mori met Carlo Rossi.", "tokens": tokens, "_annotator_id": "news-ana", "answer": "reject",
        "spans": [{"start": 0, "end": 4, "token_start": 0, "token_end": 0, "label": "PER"},
                  {"start": 9, "end": 20, "token_start": 2, "token_end": 3, "label": "PER"}],
        "relations": [{"head": 0, "child": 3, "label": "opposes"}, {"head": 1, "child": 0, "label": "x"}],
    }  # fmt: skip
    (layer,) = imported(tmp_path, "prodigy", line, code=1)
    assert places(layer) == [("actor", "Mori"), ("actor", "Carlo Rossi")]
    (link,) = layer.links.values()
    assert layer.annotations[link.target].text == "Carlo Rossi"
    said = problems(tmp_path)
    assert "the answer was “reject”" in said
    assert "in no span" in said


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


@settings(max_examples=200)
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


@settings(max_examples=150)
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
