"""A chart is ordered once: the order says what makes no sense together, and is built and written without a terminal."""

from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.exporting.chart_order import ChartOrder, build_chart, find_charted, write_chart
from annotator.services.running.progress import Cancelled
from tests.unit.making import annotated


def ordered(folder: Path, name: str = "x.csv", network: str = "direct") -> ChartOrder:
    return ChartOrder((str(folder),), folder / name, network)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"out": Path("x.doc")}, "x.doc should end in one of: .png, .svg"),
        ({"network": "direct", "window": 7}, "--window is for discourse networks"),
        ({"narrowed": AnnotationFilter(end="soon")}, "“soon” is not a date"),
        ({"aggregate": "combine"}, "A one-mode network has no --aggregate combine"),
        ({"normalise": "activity"}, "A one-mode network has no --normalise activity"),
        ({"network": "two-mode", "aggregate": "combine", "normalise": "activity"}, "which cannot be normalised"),
        ({"kernel": "gaussian"}, "--kernel needs --window."),
        ({"window": 7, "out": Path("x.matrix.csv")}, "Time windows are many networks"),
        ({"mark": True, "out": Path("x.gexf")}, ".gexf has no byte-order mark; --bom is for .csv."),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(tmp_path: Path, wrong: dict[str, object], sentence: str) -> None:
    order = ordered(tmp_path, network="one-mode")
    assert order.problem() == ""
    assert sentence in replace(order, **wrong).problem()  # type: ignore[arg-type]


def test_files_are_found_counted_once_and_written_in_the_form_of_the_name(tmp_path: Path) -> None:
    for annotator in ("lrossi", "mkato"):
        annotated(tmp_path, annotator=annotator)
    found, several = find_charted(ordered(tmp_path))
    assert (found.sidecars, len(several)) == ([], 1)
    assert several[0].endswith("Say whose with --annotator.")
    order = replace(ordered(tmp_path, "x.graphml"), annotators=("mkato",))
    found, several = find_charted(order)
    built = build_chart(order, found)
    assert (several, built.done, built.failed, built.statements) == (
        [], [str(tmp_path / "talks.txt.mkato.ann.json")], {}, None,
    )  # fmt: skip
    drawn: list[tuple[RelationGraph, Path, tuple[int, int] | None, str]] = []
    write_chart(order, built, lambda *picture: drawn.append(picture))
    assert len(nx.read_graphml(order.out)) == len(built.graph.nodes)
    assert not drawn
    picture = replace(order, out=tmp_path / "x.svg")
    write_chart(picture, built, lambda *picture: drawn.append(picture))
    write_chart(replace(picture, size=(620, 560), theme="dark"), built, lambda *picture: drawn.append(picture))
    assert drawn == [
        (built.graph, tmp_path / "x.svg", None, "light"),
        (built.graph, tmp_path / "x.svg", (620, 560), "dark"),
    ]


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("x.svg", (800, 600), ""),
        ("x.gexf", (800, 600), "--size is for pictures"),
        ("x.png", (100, 600), "160 to 5,000"),
    ],
)
def test_a_size_is_for_pictures_and_within_reason(tmp_path: Path, name: str, size: tuple[int, int], said: str) -> None:
    problem = replace(ordered(tmp_path, name), size=size).problem()
    assert said in problem
    assert bool(problem) == bool(said)


def test_a_broken_file_is_named_and_stopping_stops(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        annotated(tmp_path, name=name)
    broken = tmp_path / "b.txt.mkato.ann.json"
    broken.write_text("{")
    order = ordered(tmp_path, network="two-mode")
    found, _several = find_charted(order)
    built = build_chart(order, found)
    assert (len(built.done), list(built.failed)) == (2, [str(broken)])
    assert built.troubles[0].startswith(f"{broken}: ")
    assert built.statements is not None

    def stop(count: int, _total: int, _name: str) -> None:
        if count == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        build_chart(order, found, stop)


@pytest.mark.parametrize("name", ["x.csv", "x.matrix.csv", "x.nodes.csv", "x.events.csv"])
def test_a_table_begins_with_a_mark_where_that_is_asked_for(tmp_path: Path, name: str) -> None:
    annotated(tmp_path)
    order = ordered(tmp_path, name, "two-mode")
    built = build_chart(order, find_charted(order)[0])
    write_chart(order, built, lambda *_picture: None)
    plain = order.out.read_bytes()
    write_chart(replace(order, mark=True), built, lambda *_picture: None)
    assert order.out.read_bytes() == b"\xef\xbb\xbf" + plain
