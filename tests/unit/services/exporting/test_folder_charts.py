"""Networks as the window asks for them: the figures of the command, of every file read once."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS
from annotator.services.charting.discourse import NetworkSeries
from annotator.services.exporting import folder_charts
from annotator.services.exporting.chart_order import ChartOrder, build_chart, find_charted, write_chart
from annotator.services.exporting.folder_charts import Charted, ChartFile, ChartStopped, FolderCharts
from annotator.services.folder.signature import signature_at
from tests.unit.discourse import samples, written

WEIGHTS = [(aggregate, divided) for aggregate in AGGREGATES["one-mode"] for divided in NORMALISATIONS["one-mode"]]
ONCE = [
    (aggregate, stretch) for aggregate in AGGREGATES["two-mode"] for stretch in ("all", "document", "week", "range")
]
ANY = ChartOrder((), Path("x.gexf"))
TIME = AnnotationFilter(start="2001", end="2022-06", possible=True)
ORDERS = (
    ANY,
    replace(ANY, level="for", narrowed=AnnotationFilter(stances=frozenset({"agree"}))),
    *(replace(ANY, network="one-mode", aggregate=aggregate, normalise=divided) for aggregate, divided in WEIGHTS),
    *(replace(ANY, network="two-mode", aggregate=aggregate, duplicates=stretch) for aggregate, stretch in ONCE),
    replace(ANY, network="one-mode", rows="topic", columns="speaker", communities=True),
    replace(ANY, network="two-mode", rows="for", backbone=0.3, count="both"),
    replace(ANY, network="two-mode", narrowed=TIME),
    replace(ANY, network="one-mode", window=3, unit="months", kernel="triangular", pair_weight="root"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sample = next(iter(samples().values()))
    (tmp_path / "folder").mkdir()
    return written(tmp_path / "folder", sample.rows)


def files_of(folder: Path) -> list[ChartFile]:
    found, _several = find_charted(ChartOrder((str(folder),), Path("x.gexf")))
    return [ChartFile(one, signature_at(one.path)) for one in found.sidecars]


def by_command(order: ChartOrder, folder: Path, out: Path) -> bytes:
    order = replace(order, paths=(str(folder),), out=out)
    found, _several = find_charted(order)
    built = build_chart(order, found)
    write_chart(order, built, lambda *_picture: None)
    return out.read_bytes() + repr((built.joined, sorted(built.left_out.items()), built.thinned)).encode()


def in_window(charted: Charted, out: Path) -> bytes:
    built, order = charted.built, replace(charted.order, out=out)
    if isinstance(charted.series, NetworkSeries) and order.window:
        graph, slices = charted.series.over_time()
        built = replace(built, graph=graph, slices=slices)
    write_chart(order, built, lambda *_picture: None)
    return out.read_bytes() + repr((built.joined, sorted(built.left_out.items()), built.thinned)).encode()


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: f"{order.network}-{order.aggregate}-{order.normalise}")
def test_the_figures_are_those_of_the_command_to_the_last_digit(
    order: ChartOrder, folder: Path, tmp_path: Path
) -> None:
    charts = FolderCharts()
    charted = charts.chart(order, files_of(folder))
    assert charted.built.graph.nodes
    assert in_window(charted, tmp_path / "window.gexf") == by_command(order, folder, tmp_path / "command.gexf")
    again = charts.chart(order, files_of(folder))
    assert in_window(again, tmp_path / "window.gexf") == by_command(order, folder, tmp_path / "command.gexf")


def test_what_is_open_counts_in_its_file_s_place_and_a_changed_file_is_read_again(folder: Path, tmp_path: Path) -> None:
    order, charts = ORDERS[2], FolderCharts()
    before = charts.chart(order, files_of(folder))
    first, *others = files_of(folder)
    layer = load_sidecar(first.found.path.read_bytes()).layer
    layer.annotations.clear()
    open_ = [ChartFile(first.found, ("open", 1), layer), *others]
    without = charts.chart(order, open_)
    assert len(without.statements) < len(before.statements)
    first.found.path.write_text(json.dumps(json.loads(first.found.path.read_bytes()) | {"annotations": []}))
    assert charts.chart(order, files_of(folder)).statements == without.statements


def test_each_file_is_read_once_for_what_is_asked_alike(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def bytes_of(path: Path) -> bytes:
        read.append(path)
        return path.read_bytes()

    monkeypatch.setattr(folder_charts, "read_sidecar_bytes", bytes_of)
    charts, files = FolderCharts(), files_of(folder)
    for order in ORDERS[2:6]:
        charts.chart(order, files)
    assert len(read) == len(files)
    charts.chart(ORDERS[0], files)
    charts.chart(ORDERS[2], files)
    assert len(read) == 2 * len(files)


def test_what_is_not_wanted_any_more_is_left_and_what_cannot_be_read_is_named(folder: Path) -> None:
    files = files_of(folder)
    with pytest.raises(ChartStopped):
        FolderCharts().chart(ORDERS[2], files, lambda: False)
    files[0].found.path.write_text("{")
    built = FolderCharts().chart(ORDERS[2], files).built
    assert list(built.failed) == [files[0].found.shown]
    assert len(built.done) == len(files) - 1
