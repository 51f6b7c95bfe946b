"""What the chart's page promises, counted in the files that the command writes: in both themes, at each pane's size."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from annotator.__main__ import main
from annotator.model.layer import Annotator
from annotator.services.keeping.desk import open_desk
from annotator.ui.chart.chart_panel import ChartPanel
from annotator.ui.toolkit.theme import contrast, theme_of
from tests.places import SEEDS, SHARED
from tests.svg_charts import SvgChart, read_chart

pytestmark = pytest.mark.usefixtures("qapp")
SAMPLES = sorted(SEEDS.glob("*.mkato.ann.json"))
CODINGS = sorted((SHARED / "references").glob("*.ann.json"))
"""Codings of a real article, where they are at hand."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


def drawn(out: Path, what: Path, size: str, theme: str = "light") -> SvgChart:
    path = out / f"{what.name}-{size}-{theme}.svg"
    if not path.exists():
        options = ["--annotator", "mkato", "--size", size, "--theme", theme, "--out", str(path), "--quiet"]
        assert main(["chart", str(what), *options]) == 0
    return read_chart(path)


def holds(chart: SvgChart, *, under: int, crossings: int, shortened: float) -> None:
    assert chart.nodes
    assert chart.overlaps() == 0
    assert chart.outside() == []
    assert all(node.written for node in chart.nodes)
    assert chart.shortened() <= shortened * len(chart.nodes)
    assert chart.under_boxes() <= under
    assert chart.crossings() <= crossings


@pytest.mark.parametrize("size", ["620x560", "600x800", "800x600"])
@pytest.mark.parametrize("what", [*SAMPLES, *CODINGS], ids=lambda path: path.name.split(".txt")[0])
def test_a_document_in_a_pane_of_the_usual_size(out: Path, what: Path, size: str) -> None:
    holds(drawn(out, what, size), under=1, crossings=2, shortened=0.05)


@pytest.mark.parametrize("what", [*SAMPLES, *CODINGS], ids=lambda path: path.name.split(".txt")[0])
def test_a_document_in_the_smallest_pane(out: Path, what: Path) -> None:
    holds(drawn(out, what, "460x430"), under=2, crossings=4, shortened=0.15)


@pytest.mark.parametrize("what", [*SAMPLES, *CODINGS], ids=lambda path: path.name.split(".txt")[0])
def test_a_small_document_in_a_low_pane(out: Path, what: Path) -> None:
    chart = drawn(out, what, "400x300")
    if len(chart.nodes) <= 13:
        holds(chart, under=2, crossings=4, shortened=0.15)


def test_the_folder_in_a_chart_view(out: Path) -> None:
    holds(drawn(out, SEEDS, "1400x900"), under=8, crossings=10, shortened=0.05)


@pytest.mark.parametrize("what", [SAMPLES[0], SEEDS], ids=["document", "folder"])
def test_the_themes_differ_in_colours_alone(out: Path, what: Path) -> None:
    charts = [drawn(out, what, "620x560", theme) for theme in ("light", "dark")]
    places = [[(node.key, node.box) for node in chart.nodes] for chart in charts]
    assert places[0] == places[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_line_and_border_stands_out_from_the_ground(out: Path, theme: str) -> None:
    chart = drawn(out, SEEDS, "1400x900", theme)
    ground = theme_of(theme).base
    colors = {edge.color for edge in chart.edges} | {node.color for node in chart.nodes}
    assert min(contrast(color, ground) for color in colors) >= 3


def test_values_are_told_by_colour_and_dash(out: Path) -> None:
    chart = drawn(out, SEEDS, "1400x900")
    looks = {edge.value: (edge.color, edge.dash) for edge in chart.edges if edge.kind in ("claim", "position")}
    assert len(set(looks.values())) == len(looks) >= 3
    assert not looks["for"][1]
    memberships = [edge for edge in chart.edges if edge.kind == "membership"]
    assert memberships
    assert not any(edge.dash for edge in memberships)


def test_the_window_shows_the_very_picture_of_the_command(out: Path, qtbot: QtBot, tmp_path: Path) -> None:
    sample = SAMPLES[0]
    panel = ChartPanel()
    qtbot.addWidget(panel)
    panel.show()
    article = SEEDS / sample.name.removesuffix(".mkato.ann.json")
    desk = open_desk(article, Annotator("mkato", "M. Kato"), journals=tmp_path)
    panel.show_session(desk.session)
    panel.resize(QSize(620, 560))
    qtbot.waitUntil(lambda: panel.is_still and bool(panel._legend.height()))
    panel.resize(QSize(620, 2 * 560 - panel.view.height() - panel._legend.height()))
    qtbot.waitUntil(lambda: panel.is_still and panel.view.height() + panel._legend.height() == 560)
    named = {node.label: node.box for node in drawn(out, sample, "620x560").nodes}
    panel.show_session(None)
    panel.show_session(desk.session)
    qtbot.waitUntil(lambda: panel.is_still)
    for box in panel.view.picture.nodes:
        assert named[box.label] == pytest.approx((box.x, box.y, box.width, box.height), abs=0.01)
    desk.close()
