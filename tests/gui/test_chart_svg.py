"""The chart as SVG: read back with a reader of XML, it says of every node and edge what it is."""

import json
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    ENTITY,
    POSITION_EDGE,
    TOPIC,
    Edge,
    Node,
    RelationGraph,
)
from annotator.ui.chart.chart_picture import drawing_of, svg, usual_size
from annotator.ui.toolkit import theme

SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.usefixtures("qapp")
MORI, BIANCHI, TRAIN, ALONE = (ENTITY, "mori"), (ENTITY, "bianchi"), (TOPIC, "train"), (ENTITY, "alone")


def graph(name: str = "Aiko Mori") -> RelationGraph:
    nodes = (
        Node(*MORI, name, "person", 3, ("a1",)),
        Node(*BIANCHI, "Carlo Bianchi", "person", 2, ("a2",)),
        Node(*TRAIN, "The two should train with each other", "", 1, ("a3",)),
        Node(*ALONE, "Norland", "state", 1, ("a4",)),
    )
    edges = (
        Edge(AGREEMENT_EDGE, BIANCHI, MORI, 2, ("proposed", "discussed"), ("a5", "a6")),
        Edge(CLAIM_EDGE, MORI, BIANCHI, 1, ("critical",), ('quote " < & \x01',)),
        Edge(POSITION_EDGE, MORI, TRAIN, 1, ("agree",), ("a8",)),
    )
    return RelationGraph(
        {node.key: node for node in nodes}, {(edge.kind, edge.source, edge.target): edge for edge in edges}
    )


def written(shown: RelationGraph, size: tuple[int, int] = (620, 560), name: str = "light") -> ET.Element:
    return ET.fromstring(svg(drawing_of(shown, QSize(*size), theme.theme_of(name))))


def groups(root: ET.Element, what: str) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if group.get("class") == what]


def words(group: ET.Element) -> str:
    return "".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))


def test_each_node_says_what_it_is_and_its_box_holds_its_name() -> None:
    root = written(graph())
    nodes = {group.get("data-key"): group for group in groups(root, "node")}
    assert set(nodes) == {"entity:mori", "entity:bianchi", "topic:train"}
    assert [loose.get("data-key") for loose in groups(root, "loose")] == ["entity:alone"]
    topic = nodes["topic:train"]
    assert topic.get("data-kind") == TOPIC
    assert topic.get("data-label") == words(topic) == "The two should train with each other"
    for node in nodes.values():
        x, y, width, height = map(float, (node.get("data-box") or "").split())
        assert x >= 0 <= y
        assert (x + width <= 620, y + height <= 560) == (True, True)
        for line in node.iter(f"{SVG}text"):
            assert x < float(line.get("x", 0)) < x + width
            assert y < float(line.get("y", 0)) < y + height


def test_each_edge_is_one_path_with_its_head_and_its_evidence() -> None:
    edges = groups(written(graph()), "edge")
    found = {}
    for edge in edges:
        (path,) = edge.iter(f"{SVG}path")
        (metadata,) = edge.iter(f"{SVG}metadata")
        assert (path.get("d") or "").startswith("M")
        key = (edge.get("data-kind"), edge.get("data-from"), edge.get("data-to"))
        found[key] = (edge.get("data-value"), edge.get("data-count"), json.loads(metadata.text or ""))
        assert bool(path.get("marker-end")) == (edge.get("data-kind") != AGREEMENT_EDGE)
    assert found == {
        ("agreement", "entity:bianchi", "entity:mori"): ("tentative", "2", ["a5", "a6"]),
        ("claim", "entity:mori", "entity:bianchi"): ("against", "1", ['quote " < & \x01']),
        ("position", "entity:mori", "topic:train"): ("for", "1", ["a8"]),
    }


def test_what_stands_otherwise_looks_otherwise() -> None:
    paths = {}
    for edge in groups(written(graph()), "edge"):
        (path,) = edge.iter(f"{SVG}path")
        paths[edge.get("data-kind")] = path
    against, position = paths[CLAIM_EDGE], paths[POSITION_EDGE]
    assert against.get("stroke") != position.get("stroke")
    assert against.get("stroke-dasharray")
    assert not position.get("stroke-dasharray")


@pytest.mark.parametrize(
    "name", ["a\x00b", "\ufffe\uffff", "\ud800", "<b>&amp;\"'", "two\nlines\tand more", "\u202efdp.exe"]
)
def test_it_is_well_formed_whatever_a_name_holds(name: str) -> None:
    root = written(graph(name))
    (node,) = [group for group in groups(root, "node") if group.get("data-key") == "entity:mori"]
    kept = name.isprintable() or name in ("two\nlines\tand more", "\u202efdp.exe")
    assert (node.get("data-label") == name) == kept
    assert words(node)
    assert "\u202e" not in words(node)


def test_title_and_description_tell_the_chart() -> None:
    root = written(graph())
    assert root.findtext(f"{SVG}title") == "Relationship chart"
    description = root.findtext(f"{SVG}desc") or ""
    assert description.startswith("4 nodes, 3 edges. ")
    assert "Aiko Mori → Carlo Bianchi: claim" in description
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("620", "560", "0 0 620 560")


def test_a_low_picture_has_no_key_and_an_empty_chart_is_one() -> None:
    assert groups(written(graph()), "key")[0].findtext(f"{SVG}text")
    assert groups(written(graph(), (620, 300)), "key")[0].find(f"{SVG}text") is None
    assert not groups(written(RelationGraph({}, {})), "node")
    assert usual_size(RelationGraph({}, {})) == (800, 600)


def test_both_themes_have_their_colours() -> None:
    grounds = {name: written(graph(), name=name).find(f"{SVG}rect") for name in ("light", "dark")}
    colors = {name: ground.get("fill") for name, ground in grounds.items() if ground is not None}
    assert colors == {name: theme.theme_of(name).base for name in ("light", "dark")}
