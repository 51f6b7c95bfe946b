"""Charts to compose: of the samples, of the codings beside some checkouts, and made up by rule."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from annotator.model.layer import Layer
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import (
    CLAIM_EDGE,
    ENTITY,
    POSITION_EDGE,
    TOPIC,
    Edge,
    GraphOptions,
    Node,
    RelationGraph,
    relation_graph,
)
from annotator.services.charting.picture import ChartPicture, Place, Size
from annotator.services.keeping.annotated_file import read_annotated
from tests.places import SEEDS, SHARED

ONE_DOCUMENT = [*sorted(SEEDS.glob("*.ann.json")), *sorted(SHARED.glob("*/*.ann.json"))]
"""The samples' annotation files, and codings of a real article where they are at hand."""


def name_of(path: Path) -> str:
    """Give a file's name for a test's."""
    return path.name.removesuffix(".ann.json")


@cache
def layer_in(path: Path) -> Layer:
    """Read an annotation file."""
    return read_annotated(path).layer


@cache
def chart_of(path: Path) -> RelationGraph:
    """Give the chart of one annotation file."""
    return relation_graph(layer_in(path))


@cache
def chart_of_folder() -> RelationGraph:
    """Give the chart of all samples, one annotator's of each."""
    return join_graphs((name_of(path), chart_of(path)) for path in sorted(SEEDS.glob("*.mkato.ann.json"))).graph


@cache
def growing(path: Path) -> list[RelationGraph]:
    """Give the charts that an analyst sees, annotation by annotation in the order of the text."""
    layer = layer_in(path)
    seen: list[str] = []
    charts = []
    for annotation in layer.in_order():
        seen.append(annotation.id)
        there = frozenset(seen)
        charts.append(relation_graph(layer, GraphOptions(keep=lambda one, there=there: one.id in there)))  # type: ignore[misc]
    return charts


def ring_and_leaves(nodes: int, ring: int = 6) -> RelationGraph:
    """Make a chart of any size: a ring of topics, each with the same number of entities around it."""
    keys = [(TOPIC, f"t{number}") if number < ring else (ENTITY, f"e{number}") for number in range(nodes)]
    edges = [
        (POSITION_EDGE if number >= ring else CLAIM_EDGE, key, keys[(number + 1) % ring])
        for number, key in enumerate(keys)
    ]
    return RelationGraph(
        {key: Node(*key, f"Node number {number}", "person", 1 + number % 4, ()) for number, key in enumerate(keys)},
        {ends: Edge(*ends, 1, ("agree",), ()) for ends in edges},
    )


def without_key(size: Size) -> Size:
    """Give the room that a pane leaves for chart and tray: the key takes one row or two, and none of a low pane."""
    width, height = size
    return width, height if height < 320 else height - (24 if width >= 780 else 46)


def middles(picture: ChartPicture) -> dict[tuple[str, str], Place]:
    """Give where the nodes stand."""
    return {box.key: box.middle for box in picture.nodes}


def moves(before: dict[tuple[str, str], Place], now: dict[tuple[str, str], Place]) -> Iterator[float]:
    """Give how many pixels each node has moved that was there before."""
    for key, (x, y) in now.items():
        if key in before:
            yield float(((x - before[key][0]) ** 2 + (y - before[key][1]) ** 2) ** 0.5)
