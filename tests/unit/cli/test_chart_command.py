"""annotator chart with discourse networks: the files are read back by others, and what makes no sense is said."""

import csv
import io
import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from annotator.__main__ import main
from annotator.formats.networks.matrix import matrix, node_names
from annotator.model.networks.relation_graph import Edge, Node, RelationGraph
from tests.unit.discourse import Row, samples, written

DEBATE = [
    Row("Norland, Ministry", "=Trade should stop", date="2022-04-01"),
    Row("Ostia", "=Trade should stop", "disagree", date="2022-04-02"),
    Row("Ostia", "=Trade should stop", "disagree", "b.txt", "2022-04-03"),
    Row("Islanders", "Ferries should run", document="b.txt", date="2022-04-03"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return written(tmp_path / "in", DEBATE)


def chart(folder: Path, name: str, *arguments: str) -> Path:
    out = folder.parent / name
    assert main(["chart", str(folder), "--out", str(out), "--quiet", *arguments]) == 0
    return out


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_the_matrix_has_both_triangles_and_isolates(folder: Path) -> None:
    found = cells(chart(folder, "x.matrix.csv", "--network", "one-mode", "--aggregate", "conflict"))
    assert found == [
        ["", "Islanders", "Norland, Ministry", "Ostia"],
        ["Islanders", "0.0", "0.0", "0.0"],
        ["Norland, Ministry", "0.0", "0.0", "2.0"],
        ["Ostia", "0.0", "2.0", "0.0"],
    ]


def test_the_matrix_of_two_modes_has_topics_as_columns(folder: Path) -> None:
    found = cells(chart(folder, "x.matrix.csv", "--network", "two-mode", "--aggregate", "subtract"))
    assert found[0] == ["", "'=Trade should stop", "Ferries should run"]
    assert found[3] == ["Ostia", "-2.0", "0.0"]


def test_the_edge_list_names_the_evidence(folder: Path) -> None:
    table = csv.DictReader(io.StringIO(chart(folder, "x.csv", "--network", "two-mode").read_text(), newline=""))
    by_source = {row["source"]: row for row in table}
    ostia = by_source["Ostia"]
    assert (ostia["target"], ostia["weight"], ostia["evidence"]) == ("'=Trade should stop", "2.0", "a.txt:a1; b.txt:a0")
    direct = chart(folder, "direct.csv").read_text()
    assert direct.splitlines()[0].startswith("source,target,kind,weight")
    assert direct.count(",position,") == 3


@pytest.mark.parametrize("suffix", ["gexf", "graphml"])
def test_graphs_of_actors_are_read_back(folder: Path, suffix: str) -> None:
    path = chart(folder, f"x.{suffix}", "--network", "one-mode", "--aggregate", "conflict", "--normalise", "average")
    found = nx.read_gexf(path, version="1.3") if suffix == "gexf" else nx.read_graphml(path)
    assert found.is_directed()
    ((_one, _other, values),) = found.edges(data=True)
    assert values["weight"] == pytest.approx(2 / 1.5)
    assert (values["kind"], values["symmetric"]) == ("conflict", True)
    assert sorted(node["label"] for _id, node in found.nodes(data=True)) == ["Islanders", "Norland, Ministry", "Ostia"]


def test_time_windows_are_timestamps_or_parallel_edges(folder: Path) -> None:
    wanted = ("--network", "two-mode", "--window", "1", "--kernel", "triangular")
    dynamic = chart(folder, "x.gexf", *wanted).read_text()
    assert 'timerepresentation="timestamp"' in dynamic
    assert 'start="' not in dynamic
    assert nx.read_gexf(io.BytesIO(dynamic.encode()), version="1.3").number_of_edges() == 3
    parallel = nx.read_graphml(chart(folder, "x.graphml", *wanted))
    assert sorted(values["date"] for _a, _b, values in parallel.edges(data=True)) == [
        "2022-04-01", "2022-04-02", "2022-04-03", "2022-04-03",
    ]  # fmt: skip
    rows = csv.DictReader(io.StringIO(chart(folder, "x.csv", *wanted).read_text(), newline=""))
    assert [row["date"] for row in rows] == ["2022-04-01", "2022-04-02", "2022-04-03", "2022-04-03"]


def test_windows_without_edges_belong_to_the_series(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ("--network", "one-mode", "--window", "1", "--from", "2022-04-01", "--to", "2022-04-04")
    report = folder.parent / "report.json"
    path = chart(folder, "x.gexf", *wanted, "--report", str(report))
    days = [f"2022-04-0{day}" for day in (1, 2, 3, 4)]
    assert json.loads(report.read_text())["windows"] == [
        {"day": day, "statements": count, "edges": 0} for day, count in zip(days, (1, 1, 2, 0), strict=True)
    ]
    spells = ET.parse(path).findall(".//{*}node[@label='Ostia']/{*}spells/{*}spell")
    assert [spell.get("timestamp") for spell in spells] == days
    assert nx.read_graphml(chart(folder, "x.graphml", *wanted)).graph["windows"] == "; ".join(days)
    capsys.readouterr()
    assert main(["chart", str(folder), "--out", str(path), *wanted]) == 0
    assert "4 windows, 4 without edges: 2022-04-01, 2022-04-02" in capsys.readouterr().err


def test_a_window_says_how_pairs_weigh(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["chart", str(folder), "--out", str(folder.parent / "x.csv"), "--network", "one-mode", "--window", "3"]
    for arguments, said in (
        (["--kernel", "gaussian"], "weighs the product of the two"),
        (["--kernel", "gaussian", "--pair-weight", "root"], "weighs the root of the product"),
    ):
        assert main([*wanted, *arguments]) == 0
        assert said in capsys.readouterr().err
    assert main([*wanted, "--unit", "years"]) == 0
    assert "No window lies wholly within the time" in capsys.readouterr().err


def test_nodes_and_statements_are_tables(folder: Path) -> None:
    nodes = cells(chart(folder, "x.nodes.csv", "--network", "two-mode"))
    assert nodes[0] == ["name", "label", "kind", "type", "annotations", "evidence"]
    assert nodes[3] == ["Ostia", "Ostia", "entity", "organization", "2", "a.txt:a1; b.txt:a0"]
    events = cells(chart(folder, "x.events.csv", "--network", "two-mode", "--from", "2022-04-03"))
    assert events == [
        ["date", "row", "row_type", "column", "column_type", "stance", "document", "annotation"],
        ["2022-04-03", "Ostia", "organization", "'=Trade should stop", "", "disagree", "b.txt", "a0"],
        ["2022-04-03", "Islanders", "organization", "Ferries should run", "", "agree", "b.txt", "a1"],
    ]


def test_ucinet_reads_labels_and_numbers(folder: Path) -> None:
    lines = chart(folder, "x.dl", "--network", "two-mode").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["dl nr=3, nc=2 format=fullmatrix", "row labels:"]
    assert lines[2:8] == [
        '"Islanders"', '"Norland, Ministry"', '"Ostia"',
        "column labels:", '"=Trade should stop"', '"Ferries should run"',
    ]  # fmt: skip
    assert lines[8:] == ["data:", "0.0 1.0", "1.0 0.0", "2.0 0.0"]
    square = chart(folder, "y.dl", "--network", "one-mode", "--aggregate", "conflict").read_text().splitlines()
    assert (square[0], square[-3:]) == ("dl n=3 format=fullmatrix", ["0.0 0.0 0.0", "0.0 0.0 2.0", "0.0 2.0 0.0"])


def test_what_cannot_be_read_is_said_in_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = min(folder.rglob("*.ann.json"))
    first.unlink()
    os.mkfifo(first)
    assert main(["chart", str(folder), "--out", str(folder.parent / "x.csv")]) == 1
    assert f"{first.name}: It could not be read: It is no regular file." in capsys.readouterr().err


def test_entities_are_left_out_and_dates_may_be_possible(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    direct = chart(folder, "x.csv", "--exclude-entity", "Ostia").read_text()
    assert "Ostia" not in direct
    assert "Islanders" in direct
    written(folder, [Row("Ostia", "Ferries", date="2022-04", document="c.txt")])
    for dates, count in (("certain", 1), ("possible", 2)):
        wanted = ("--network", "two-mode", "--entity", "Ostia", "--from", "2022-04-03", "--dates", dates)
        events = cells(chart(folder, "x.events.csv", *wanted))
        assert len(events) - 1 == count
    capsys.readouterr()
    assert main(["chart", str(folder), "--out", str(folder.parent / "x.csv"), "--from", "2022-04-03"]) == 0
    assert "1 without a date that is precise enough" in capsys.readouterr().err


def test_communities_and_backbone_are_found_and_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = folder.parent / "report.json"
    nodes = chart(folder, "x.nodes.csv", "--network", "two-mode", "--communities", "--report", str(report))
    assert [row[5] for row in cells(nodes)] == ["community", "2", "1", "1", "1", "2"]
    found = json.loads(report.read_text())
    assert (found["communities"], found["external_internal_index"]) == (2, -1)
    assert found["modularity"] == pytest.approx(1 - (3 / 4) ** 2 - (1 / 4) ** 2)
    drawn = nx.read_graphml(chart(folder, "x.graphml", "--network", "two-mode", "--communities"))
    assert {values["community"] for _node, values in drawn.nodes(data=True)} == {1, 2}
    capsys.readouterr()
    wanted = ["chart", str(folder), "--out", str(folder.parent / "x.csv"), "--network", "two-mode"]
    assert main([*wanted, "--backbone", "0.05", "--communities"]) == 0
    said = capsys.readouterr().err
    assert "3 edges are not of the backbone at the level 0.05" in said
    assert "modularity undefined" in said


def test_names_of_the_codebook_are_counted_as_one(folder: Path) -> None:
    entity = {"id": "e1", "name": "Norland, Ministry", "type": "organization", "aliases": ["Islanders"]}
    codebook = {"format": "annotator-codebook", "version": 1, "name": "c", "entities": [entity]}
    (folder / "codebook.json").write_text(json.dumps(codebook), encoding="utf-8")
    rows = csv.DictReader(io.StringIO(chart(folder, "x.csv").read_text(), newline=""))
    assert {row["source"] for row in rows} == {"Norland, Ministry", "Ostia"}


def test_the_report_says_what_counts_and_what_does_not(folder: Path) -> None:
    report = folder.parent / "report.json"
    chart(folder, "x.csv", "--network", "one-mode", "--from", "2022-04-02", "--report", str(report))
    found = json.loads(report.read_text())
    assert (found["statements"], found["left_out"]) == (3, {"outside the time asked for": 1})
    assert found["joined"] == 2


@pytest.mark.parametrize("name", samples())
def test_a_sample_gives_its_sums_from_files(name: str, tmp_path: Path) -> None:
    sample = samples()[name]
    (tmp_path / "in").mkdir()
    found = cells(chart(written(tmp_path / "in", sample.rows), "x.matrix.csv", "--network", "one-mode"))
    assert len(found) == 1 + sample.actors
    assert sum(float(cell) for row in found[1:] for cell in row[1:]) == sample.one_mode


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "x.doc"], "should end in one of"),
        (["--out", "x.csv", "--aggregate", "ignore"], "--network one-mode or two-mode"),
        (["--out", "x.csv", "--network", "two-mode", "--aggregate", "conflict"], "it has: ignore, subtract, combine"),
        (["--out", "x.csv", "--network", "one-mode", "--normalise", "activity"], "has no --normalise activity"),
        (["--out", "x.csv", "--network", "two-mode", "--aggregate", "combine", "--normalise", "activity"], "cannot be"),
        (["--out", "x.csv", "--network", "one-mode", "--kernel", "uniform"], "--kernel needs --window"),
        (["--out", "x.matrix.csv", "--network", "one-mode", "--window", "3"], "Time windows are many networks"),
        (["--out", "x.csv", "--network", "one-mode", "--from", "soon"], "is not a date"),
        (["--out", "x.csv", "--network", "one-mode", "--unit", "weeks"], "--unit needs --window"),
        (
            ["--out", "x.csv", "--network", "two-mode", "--window", "3", "--pair-weight", "root"],
            "no statements are pair",
        ),
        (["--out", "x.csv", "--network", "two-mode", "--rows", "topic"], "joins nothing"),
        (["--out", "x.csv", "--network", "one-mode", "--rows", "for", "--columns", "speaker"], "joins nothing"),
        (["--out", "x.csv", "--network", "two-mode", "--rows", "topic", "--level", "for"], "--level is for rows of"),
        (["--out", "x.csv", "--backbone", "5"], "level of significance"),
        (["--out", "x.csv", "--network", "one-mode", "--window", "3", "--communities"], "are of one"),
        (["--out", "x.events.csv"], "lists the statements of discourse networks"),
    ],
)
def test_what_makes_no_sense_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["chart", str(folder), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_names_that_stand_twice_are_told_apart() -> None:
    nodes = [
        Node("entity", "e1", "Georgia", "state", 1, ()),
        Node("entity", "e2", "Georgia", "place", 1, ()),
        Node("entity", "e3", "Rome", "state", 1, ()),
    ]
    edge = Edge("claim", nodes[0].key, nodes[2].key, 2, ("critical", None), ("a1", "a2"))
    graph = RelationGraph({node.key: node for node in nodes}, {("claim", edge.source, edge.target): edge})
    assert list(node_names(graph).values()) == ["Georgia (state)", "Georgia (place)", "Rome"]
    rows = [line.split(",") for line in b"".join(matrix(graph)).decode().splitlines()]
    assert (rows[1][3], rows[3][1]) == ("2.0", "0.0")
