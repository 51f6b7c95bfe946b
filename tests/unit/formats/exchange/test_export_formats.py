"""Workbooks, Parquet, networks and training data: exported by the command, and read back by what others use."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import networkx as nx
import openpyxl
import pandas as pd  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from annotator.__main__ import main
from annotator.formats.documents.plain_text import read_source
from annotator.formats.exchange.own_formats import READERS, WRITERS
from annotator.formats.exchange.protocols import FILE, ExportOptions
from annotator.formats.exchange.registry import export_format, export_formats, import_format
from annotator.formats.labels.conll import CONLL
from annotator.formats.labels.spacy_json import SPACY
from annotator.formats.tables import parquet as export_parquet
from annotator.formats.tables.csv_tables import COLUMNS
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from annotator.services.exporting.export_order import ExportOrder, run_export
from annotator.services.exporting.preview import preview
from tests.patience import times
from tests.unit.making import Desk, annotated

Export = Callable[..., Path]
KEEP_ALL = ("jsonl", "annotator", "xlsx", "report", "gexf", "graphml")
"""The first four have a place for what stands behind annotations; a chart is of relations alone."""
OPTIONS = ExportOptions("document", as_folder=False)


@dataclass(frozen=True)
class Out:
    name: str
    layer: Layer
    document: Document | None
    path: Path | None = None


@pytest.fixture
def export(tmp_path: Path) -> Export:
    def run(source: Path, to: str, out: str, code: int = 0) -> Path:
        arguments = ["export", str(source), "--to", to, "--out", f"{tmp_path}/{out}", "--quiet"]
        assert main([*arguments, "--report", str(tmp_path / "report.json")]) == code
        return tmp_path / out

    return run


def lost(tmp_path: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((tmp_path / "report.json").read_text())["lost"]
    return found


def of_csv(export: Export, folder: Path, table: str) -> pd.DataFrame:
    path = export(folder, "csv", "tables/") / f"{table}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_a_workbook_has_every_table_and_runs_no_cell(tmp_path: Path, export: Export) -> None:
    desk = annotated(tmp_path)
    desk.annotate("actor", "Norland")
    hard = '=HYPERLINK("x"), _x0041_, \x07'
    # A file from elsewhere may hold what nobody can type here.
    key = next(iter(desk.layer.annotations))
    desk.layer.annotations[key] = desk.layer.annotations[key]._replace(note=hard)
    desk.sidecar.unlink()
    desk.save()
    book = openpyxl.load_workbook(export(tmp_path, "xlsx", "x.xlsx"))
    assert book.sheetnames == list(COLUMNS)
    for sheet in book:
        assert [cell.value for cell in sheet[1]] == list(COLUMNS[sheet.title])
        assert sheet.freeze_panes == "A2"
        for row in sheet.iter_rows(min_row=2):
            assert {cell.data_type for cell in row} <= {"s", "inlineStr", "n"}
    sheet = book["annotations"]
    assert sheet.max_row == 1 + len(desk.layer.annotations)
    notes = [row[COLUMNS["annotations"].index("note")].value for row in sheet.iter_rows(min_row=2)]
    assert hard in [unescape(note or "") for note in notes]
    assert sheet["E2"].value == desk.document.text.index(sheet["H2"].value)
    with ZipFile(tmp_path / "x.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_workbook_says_what_it_had_to_cut(tmp_path: Path, export: Export) -> None:
    desk = Desk(tmp_path, "🤝" * 20_000)
    desk.annotate("claim", "🤝" * 20_000)
    desk.save()
    book = openpyxl.load_workbook(export(tmp_path, "xlsx", "x.xlsx"))
    assert len(book["annotations"]["H2"].value) == 32_767 // 2
    assert lost(tmp_path) == {"ends of cells longer than 32,767 characters": 1}


@pytest.mark.parametrize("group", [1, 50_000])
def test_parquet_has_the_tables_of_csv_with_types(
    tmp_path: Path, export: Export, monkeypatch: pytest.MonkeyPatch, group: int
) -> None:
    monkeypatch.setattr(export_parquet, "_GROUP", group)
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        annotated(tmp_path / "in", name=name)
    folder = export(tmp_path / "in", "parquet", "typed/")
    for table, columns in COLUMNS.items():
        frame = pd.read_parquet(folder / f"{table}.parquet")
        assert tuple(frame.columns) == columns
        expected = of_csv(export, tmp_path / "in", table)
        as_text = frame.astype(object).where(frame.notna(), "").astype(str).replace(r"\.0$", "", regex=True)
        guarded = as_text.map(lambda cell: f"'{cell}" if cell.startswith("=") else cell)
        assert guarded.to_numpy().tolist() == expected.to_numpy().tolist()
    frame = pd.read_parquet(folder / "annotations.parquet")
    assert (frame["start"].dtype, frame["end"].dtype) == ("int64", "int64")
    # Another export beside it is one data set with it.
    (folder / "more").mkdir()
    single = export(tmp_path / "in" / "a.txt.mkato.ann.json", "parquet", "single.parquet")
    single.replace(folder / "more" / "b.parquet")
    (folder / "annotations.parquet").replace(folder / "more" / "a.parquet")
    assert len(pd.read_parquet(folder / "more")) == 15


@pytest.mark.parametrize("name", ["xlsx", "parquet", "dna"])
def test_what_only_a_library_writes_is_looked_at_as_a_table(tmp_path: Path, name: str) -> None:
    annotated(tmp_path)
    order = ExportOrder((str(tmp_path),), name, str(tmp_path / "x"))
    look = preview(order)
    assert look.columns == COLUMNS["annotations"]
    assert (len(look.rows), look.failure) == (5, "")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(("annotator", "counts"), [("mkato", [1, 1, 1]), ("omar", []), ("", [])])
def test_the_window_counts_no_document_twice_in_a_network(tmp_path: Path, annotator: str, counts: list[int]) -> None:
    for who in ("mkato", "lrossi"):
        annotated(tmp_path, annotator=who)
    out = tmp_path / "x.graphml"
    summary = run_export(
        ExportOrder((str(tmp_path),), "graphml", str(out), annotators=(annotator,), leave_out_several=True)
    )
    assert out.exists() == bool(counts)
    if counts:
        assert [values["count"] for _a, _b, values in nx.read_graphml(out).edges(data=True)] == counts
    else:
        assert "none of them yours" in summary.failed["talks.txt"]


def test_an_empty_export_has_the_columns(tmp_path: Path, export: Export) -> None:
    desk = Desk(tmp_path)
    desk.save()
    assert tuple(pd.read_parquet(export(tmp_path, "parquet", "x.parquet")).columns) == COLUMNS["annotations"]
    assert openpyxl.load_workbook(export(tmp_path, "xlsx", "x.xlsx"))["links"].max_row == 1


@pytest.mark.parametrize("suffix", ["gexf", "graphml"])
def test_a_network_of_many_documents(tmp_path: Path, export: Export, suffix: str) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        annotated(tmp_path / "in", name=name)
    path = export(tmp_path / "in", suffix, f"x.{suffix}")
    found = nx.read_gexf(path, version="1.3") if suffix == "gexf" else nx.read_graphml(path)
    counts = sorted((values["kind"], values["count"]) for _a, _b, values in found.edges(data=True))
    assert counts == [("agreement", 2), ("claim", 2), ("position", 2)]
    assert path.read_bytes() == _charted(tmp_path / "in", suffix)


def _charted(folder: Path, suffix: str) -> bytes:
    out = folder.parent / f"chart.{suffix}"
    assert main(["chart", str(folder), "--out", str(out), "--quiet"]) == 0
    return out.read_bytes()


def test_a_network_counts_no_document_twice(tmp_path: Path, export: Export, capsys: pytest.CaptureFixture[str]) -> None:
    for annotator in ("mkato", "lrossi"):
        annotated(tmp_path, annotator=annotator)
    export(tmp_path, "graphml", "x.graphml", code=2)
    assert "Nothing may be counted twice" in capsys.readouterr().err
    assert not (tmp_path / "x.graphml").exists()
    annotated(tmp_path, annotator="adjudicated")
    graph = nx.read_graphml(export(tmp_path, "graphml", "x.graphml"))
    assert {values["count"] for _a, _b, values in graph.edges(data=True)} == {1}


def test_words_with_tags(tmp_path: Path, export: Export) -> None:
    annotated(tmp_path)
    lines = export(tmp_path, "conll", "x.conll").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["-DOCSTART- -X- -X- O", ""]
    assert [line for line in lines if line.endswith("-person")] == [
        "Aiko -X- _ B-person", "Mori -X- _ I-person", "Carlo -X- _ B-person", "Bianchi -X- _ I-person",
    ]  # fmt: skip
    assert "Cafe\u0301 -X- _ O" in lines
    assert lost(tmp_path) == {
        "overlapping annotations": 1,
        "roles": 5,
        "entities' names": 2,
        "entities with a type, aliases, memberships, external ids or a note": 3,
        "topics": 2,
        "stances and statuses": 2,
        "attributions, gradings, dates and notes": 1,
    }


@pytest.mark.parametrize("name", [name for name in export_formats() if name not in KEEP_ALL])
def test_nothing_of_what_stands_behind_annotations_is_lost_in_silence(
    tmp_path: Path, export: Export, name: str
) -> None:
    known = json.loads(annotated(tmp_path).sidecar.read_bytes())
    known["document"] |= {"url": "https://example.org", "reliability": "B", "codes": ["sport"]}
    known["entities"][0]["aliases"] = ["M."]
    known["topics"][0]["code"] = "0312"
    (tmp_path / "talks.txt.mkato.ann.json").write_text(json.dumps(known))
    one_file = FILE in export_format(name).places
    export(tmp_path, name, "x.out" if one_file else "out/")
    assert lost(tmp_path)["details of documents"] == 3
    assert any(key.startswith("entities with") for key in lost(tmp_path))
    assert lost(tmp_path)["topics with a broader one, a code or a note"] == 1


def test_what_prodigy_cannot_tell_apart_is_counted(tmp_path: Path, export: Export) -> None:
    desk = annotated(tmp_path)
    desk.annotate("claim", "مصر watches")
    desk.save_over()
    export(tmp_path, "prodigy", "x.jsonl")
    assert lost(tmp_path)["spans with the words and label of another"] == 1


def test_why_a_text_cannot_be_had_is_said(tmp_path: Path, export: Export, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(tmp_path).path.write_bytes(b"")
    export(tmp_path, "brat", "out/", code=1)
    assert "talks.txt is empty" in capsys.readouterr().err


def test_no_file_says_when_it_was_written_or_differs_without_cause(tmp_path: Path, export: Export) -> None:
    annotated(tmp_path)
    once, again = (export(tmp_path, "dna", out).read_bytes() for out in ("a.dna", "b.dna"))
    assert once == again
    with ZipFile(export(tmp_path, "refi-qda", "x.qdpx")) as project:
        assert {member.date_time[0] for member in project.infolist()} == {1980}
    assert openpyxl.load_workbook(export(tmp_path, "xlsx", "x.xlsx")).properties.created.year == 1980


def test_a_text_that_is_not_at_hand_is_said(tmp_path: Path, export: Export, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(tmp_path).path.unlink()
    for name in ("conll", "spacy"):
        export(tmp_path, name, "x.out", code=1)
        assert "not at hand" in capsys.readouterr().err


def test_spacy_lines_hold_every_annotation(tmp_path: Path, export: Export) -> None:
    desk = annotated(tmp_path)
    line = json.loads(export(tmp_path, "spacy", "x.jsonl").read_bytes())
    assert line["text"] == desk.document.text
    assert [line["text"][span["start"] : span["end"]] for span in line["spans"]["sc"]] == [
        annotation.text for annotation in desk.layer.in_order()
    ]
    assert [span["label"] for span in line["ents"]].count("person") == 2


@pytest.mark.parametrize("out", ["x.spacy", "x/"])
def test_training_files_open_in_spacy(tmp_path: Path, export: Export, out: str) -> None:
    import spacy

    desk = annotated(tmp_path)
    written = export(tmp_path, "spacy-docbin", out)
    file = written / "0001.spacy" if out.endswith("/") else written
    (document,) = spacy.tokens.DocBin().from_disk(file).get_docs(spacy.vocab.Vocab())
    assert document.text == desk.document.text
    assert [span.text for span in document.spans["sc"]] == [a.text for a in desk.layer.in_order()]
    assert [entity.label_ for entity in document.ents].count("person") == 2
    first = file.read_bytes()
    export(tmp_path, "spacy-docbin", out)
    assert file.read_bytes() == first


TEXTS = st.text(st.sampled_from("ab日ทูa 'é\u0301مn1.-\n\u2028🤝\u00a0"), min_size=1, max_size=40)


@times(4)
@given(TEXTS, st.data())
def test_training_data_keeps_its_promises_on_any_text(text: str, data: Any) -> None:
    document = read_source(f"{text}.".encode(), "a.txt")
    place = st.integers(0, len(document.text))
    pairs = data.draw(st.lists(st.tuples(place, place, st.sampled_from(["actor", "claim"])), max_size=5))
    made = [
        Annotation(f"a{number}", kind, (Span(min(one, other), max(one, other)),), ("",))
        for number, (one, other, kind) in enumerate(pairs)
        if one != other
    ]
    out = Out("a.txt", Layer(LayerHead(Annotator("m")), document.info, {}, {}, {a.id: a for a in made}), document)
    line = json.loads(SPACY.piece(out, OPTIONS).content)
    # Every character but one space behind each token is in a token, in order (what Doc.from_json demands) ...
    position = 0
    for token in line["tokens"]:
        assert token["start"] in (position, position + (document.text[position : position + 1] == " "))
        assert document.text[position : token["start"]] in ("", " ")
        position = token["end"]
    # ... and every span begins and ends with tokens.
    starts, ends = ({token[side] for token in line["tokens"]} for side in ("start", "end"))
    for span in line["ents"] + line["spans"]["sc"]:
        assert span["start"] in starts
        assert span["end"] in ends
    for one, other in zip(line["ents"], line["ents"][1:], strict=False):
        assert one["end"] <= other["start"]
    tagged = CONLL.piece(out, OPTIONS).content.decode().split("\n")
    before = "O"
    for row in tagged[2:]:
        assert not row or row.count(" ") == 3
        tag = row.rpartition(" ")[2] or "O"
        if tag.startswith("I-"):
            assert before in (tag, f"B-{tag[2:]}")
        before = tag


def test_a_list_says_of_the_program_s_own_what_they_say_themselves() -> None:
    for name, own in WRITERS.items():
        assert (name, own.title, own.units) == (name, export_format(name).title, export_format(name).units)
    for name, own in READERS.items():
        assert (name, own.title, own.suffixes) == (name, import_format(name).title, import_format(name).suffixes)
