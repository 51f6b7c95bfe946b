"""Tables, JSON lines and graphs: what was entered comes out, and nothing of it runs in a spreadsheet."""

import csv
import io
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

import networkx as nx
import pytest

from annotator.__main__ import main
from annotator.formats.exchange.protocols import ExportOptions
from annotator.formats.exchange.registry import UnknownFormatError, export_format, export_formats
from annotator.formats.networks.graph_xml import gexf, graphml
from annotator.formats.tables.csv_tables import COLUMNS, CSV, TSV
from annotator.formats.tables.delimited import delimited_cell
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import relation_graph
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.running.engines import EngineError, run
from tests.unit.making import Desk, annotated


@dataclass(frozen=True)
class Out:
    name: str
    layer: Layer
    document: Document | None
    path: Path | None = None


ALL_TABLES = ExportOptions("annotation", as_folder=True)


def table(desk: Desk, name: str) -> list[dict[str, str]]:
    rows = CSV.piece(Out("talks.txt", desk.layer, desk.document), ALL_TABLES).content[name]
    return list(csv.DictReader(io.StringIO(rows.decode(), newline=""), fieldnames=COLUMNS[name]))


def test_annotations_come_in_order_with_names(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    rows = table(desk, "annotations")
    assert tuple(rows[0]) == COLUMNS["annotations"]
    assert [row["id"] for row in rows] == [a.id for a in desk.layer.in_order()]
    agreement = next(row for row in rows if row["type"] == "agreement")
    assert agreement["parties"] == "Aiko Mori; Carlo Bianchi"
    assert (agreement["topic"], agreement["status"]) == ("The two should train together", "agreed")
    assert agreement["note"] == '\'=1+1; "quoted"'
    text = desk.document.text
    assert all(text[int(row["start"]) : int(row["end"])] == row["quote"] for row in rows)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert next(csv.reader([delimited_cell(cell, ",")])) == [f"'{cell}"]


def test_hard_cells_survive_both_separators(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 'He said "a,b;\tc" and\nwent.')
    desk.annotate("claim", 'said "a,b;\tc" and\nwent')
    for wanted, delimiter in ((CSV, ","), (TSV, "\t")):
        data = wanted.piece(Out("a;b.txt", desk.layer, None), ALL_TABLES).content["annotations"].decode()
        (row,) = csv.reader(io.StringIO(data, newline=""), delimiter=delimiter)
        assert row[0] == "a;b.txt"
        assert row[7] == 'said "a,b;\tc" and\nwent'


def test_a_semicolon_in_a_name_is_escaped(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Mori; Sons spoke.")
    desk.annotate("actor", "Mori; Sons")
    assert table(desk, "annotations")[0]["entities"] == "Mori\\; Sons"


def test_every_role_has_a_row(tmp_path: Path) -> None:
    rows = table(annotated(tmp_path), "roles")
    assert [(row["role"], row["entity"], row["attitude"]) for row in rows if row["role"] == "target"] == [
        ("target", "Carlo Bianchi", "favourable")
    ]
    assert len(rows) == 5


def test_a_folder_gets_all_tables_and_the_same_bytes_from_any_number_of_jobs(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "below"
    folder.mkdir(parents=True)
    for number in range(3):
        annotated(folder, name=f"{number}.txt")
    found = find_sidecars([str(tmp_path / "in")])
    outputs = []
    for jobs in (1, 2):
        out = tmp_path / f"out{jobs}"
        summary = export_all(found.sidecars, "csv", out, unit="annotation", as_folder=True, jobs=jobs)
        assert summary.annotations == 15
        outputs.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert outputs[0] == outputs[1]
    assert sorted(outputs[0]) == sorted(f"{name}.csv" for name in COLUMNS)
    assert b"below/0.txt,mkato" in outputs[0]["annotations.csv"]


def test_where_nothing_can_be_exported_what_was_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(tmp_path).sidecar.write_bytes(b"{")
    out = tmp_path / "x.csv"
    out.write_text("mine")
    assert main(["export", str(tmp_path), "--to", "csv", "--out", str(out)]) == 1
    assert "Nothing was written" in "".join(capsys.readouterr())
    assert out.read_text() == "mine"


@pytest.mark.parametrize("name", ["talks.txt", "talks.txt.mkato.ann.json"])
def test_what_is_exported_is_not_written_over(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(tmp_path)
    before = (tmp_path / name).read_bytes()
    assert main(["export", str(tmp_path), "--to", "csv", "--out", str(tmp_path / name)]) == 1
    assert "Choose another name" in capsys.readouterr().err
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes that have names")
def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for arguments in (["export", "--to", "csv", "--out"], ["check", "--report"]):
        assert main([*arguments, str(pipe), str(tmp_path)]) == 1
        assert "pipe was not saved" in capsys.readouterr().err
        assert pipe.is_fifo()


def test_a_file_where_a_folder_is_needed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(tmp_path)
    (tmp_path / "taken").write_text("mine")
    for out in ("taken/", "taken/x.csv"):
        assert main(["export", str(tmp_path), "--to", "csv", "--out", f"{tmp_path}/{out}"]) == 1
        assert "a file" in capsys.readouterr().err
    assert (tmp_path / "taken").read_text() == "mine"


def test_an_encoding_that_nobody_knows_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", str(tmp_path), "--to", "csv", "--out", str(tmp_path / "x.csv"), "--encoding", "nope"])


def test_a_worker_that_is_ended_from_outside_is_said() -> None:
    with pytest.raises(EngineError, match="nothing was written"):
        list(run(os._exit, [1], 2))


def test_json_lines_hold_the_whole_document_or_one_annotation(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    jsonl = export_format("jsonl")
    exported = Out("talks.txt", desk.layer, desk.document)
    (line,) = jsonl.piece(exported, ExportOptions("document", as_folder=False)).content.splitlines()
    whole = json.loads(line)
    assert whole.pop("text") == desk.document.text
    assert whole == json.loads(desk.sidecar.read_bytes()) | {"modified": whole["modified"]}
    rows = jsonl.piece(exported, ExportOptions("annotation", as_folder=False)).content.splitlines()
    lines = [json.loads(line) for line in rows]
    assert [line["annotation"]["id"] for line in lines] == [a.id for a in desk.layer.in_order()]


def test_graphs_are_read_back_with_everything(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    graph = join_graphs([("talks.txt", relation_graph(desk.layer))]).graph
    for write, read in ((graphml, nx.parse_graphml), (gexf, None)):
        data = b"".join(write(graph))
        found = read(data.decode()) if read else nx.read_gexf(io.BytesIO(data), version="1.3")
        assert found.is_directed()
        labels = {values.get("label") for _node, values in found.nodes(data=True)}
        assert labels == {node.label for node in graph.nodes.values()}
        kinds = sorted(values["kind"] for _one, _other, values in found.edges(data=True))
        assert kinds == sorted(edge.kind for edge in graph.edges.values())
        claim = next(values for _one, _other, values in found.edges(data=True) if values["kind"] == "claim")
        assert (claim["attitude"], claim["count"], claim["symmetric"]) == ("favourable", 1, False)
        assert claim["evidence"].startswith("talks.txt:a")


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Mo\x01ri <b> spoke.")
    desk.annotate("actor", "Mo\x01ri <b>")
    # A file from elsewhere may hold what nobody can type here.
    (key,) = desk.layer.entities
    desk.layer.entities[key] = replace(desk.layer.entities[key], name="Mo\x01ri <b>")
    assert "Mo\ufffdri &lt;b&gt;" in b"".join(graphml(relation_graph(desk.layer))).decode()


def test_entities_of_one_name_and_type_are_one_across_documents(tmp_path: Path) -> None:
    graphs = [(name, relation_graph(annotated(tmp_path, name=name).layer)) for name in ("a.txt", "b.txt")]
    joined = join_graphs(graphs)
    one = graphs[0][1]
    assert len(joined.graph.nodes) == len(one.nodes)
    assert joined.joined == len(one.nodes)
    assert {edge.count for edge in joined.graph.edges.values()} == {2}
    documents = {evidence.partition(":")[0] for edge in joined.graph.edges.values() for evidence in edge.evidence}
    assert documents == {"a.txt", "b.txt"}


def test_entities_that_the_codebook_knows_are_one_across_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    (folder / "may").mkdir(parents=True)
    for name, who in (("a.txt", "Aiko Mori"), ("may/b.txt", "Aiko Sato"), ("may/c.txt", "Mori")):
        desk = Desk((folder / name).parent, name=Path(name).name)
        claim = desk.annotate("claim", "Mori said")
        desk.role(claim, "speakers", who)
        desk.role(claim, "targets", "Norland")
        desk.save()
    entities = [
        {"id": "e1", "name": "Aiko Mori", "type": "person", "aliases": ["aiko  sato", "Mori"]},
        {"id": "e2", "name": "Ken Mori", "type": "person", "aliases": ["Mori"]},
    ]
    known = {"format": "annotator-codebook", "version": 1, "name": "x", "entities": entities}

    def names() -> set[str]:
        arguments = (["export", "--to", "gexf"], ["chart"])
        made = []
        for number, command in enumerate(arguments):
            out = tmp_path / f"{number}.gexf"
            assert main([*command, str(folder), "--out", str(out), "--quiet"]) == code
            made.append({values["label"] for _node, values in nx.read_gexf(out, version="1.3").nodes(data=True)})
        assert made[0] == made[1]
        return made[0]

    code = 0
    assert names() == {"Aiko Mori", "Aiko Sato", "Mori", "Norland"}
    (folder / "codebook.json").write_text(json.dumps(known))
    assert names() == {"Aiko Mori", "Mori", "Norland"}
    (folder / "codebook.json").write_text("{")
    code = 1
    assert names() == {"Aiko Mori", "Aiko Sato", "Mori", "Norland"}
    assert str(folder / "codebook.json") in capsys.readouterr().err


def test_formats_are_found_by_name() -> None:
    assert export_formats()[:3] == ["csv", "tsv", "xlsx"]
    with pytest.raises(UnknownFormatError, match="csv, tsv, xlsx"):
        export_format("docx")
