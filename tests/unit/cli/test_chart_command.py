"""annotator chart with discourse networks: the files are read back by others, and what makes no sense is said."""

import csv
import io
import json
from pathlib import Path

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
    rows = [line.split(",") for line in matrix(graph).decode().splitlines()]
    assert (rows[1][3], rows[3][1]) == ("2.0", "0.0")
