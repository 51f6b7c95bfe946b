"""Networks as GraphML and GEXF 1.3, so that Gephi, yEd, igraph and networkx read them.

Both are directed throughout, since readers refuse a mixture; a symmetric relation is one edge that says so. Facts about
the formats are from http://graphml.graphdrawing.org/primer/graphml-primer.html and https://gexf.net/schema.html.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from annotator.formats.networks.graph_values import EDGE_KEYS, edge_values, node_keys, node_values
from annotator.formats.tables.delimited import Cell
from annotator.formats.xml_text import xml_text
from annotator.model.networks.relation_graph import Edge, RelationGraph

_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_GEXF: Final = "http://gexf.net/1.3"
_WINDOWS: Final = "graph_windows"
# GEXF writes these as attributes of its elements.
_OF_THE_ELEMENT: Final = frozenset({"label", "date"})
# What changes with time in a network of time windows.
_DYNAMIC: Final = frozenset({"count", "weight", "stance", "evidence"})


def graphml(graph: RelationGraph) -> bytes:
    """Give a network as GraphML, every key typed.

    The edges of time windows are parallel and carry the date; the graph lists all windows, those without edges too.
    """
    root = ET.Element("graphml", xmlns=_GRAPHML)
    for scope, keys in (("node", node_keys(graph)), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            attributes = {"id": f"{scope}_{name}", "for": scope, "attr.name": name, "attr.type": kind}
            ET.SubElement(root, "key", attributes)
    if graph.days:
        ET.SubElement(root, "key", {"id": _WINDOWS, "for": "graph", "attr.name": "windows", "attr.type": "string"})
    body = ET.SubElement(root, "graph", id="chart", edgedefault="directed")
    if graph.days:
        ET.SubElement(body, "data", key=_WINDOWS).text = "; ".join(graph.days)
    names = _names(graph)
    for key, node in graph.nodes.items():
        _data(ET.SubElement(body, "node", id=names[key]), "node", node_values(node, graph))
    for number, edge in enumerate(graph.edges.values()):
        attributes = {"id": f"edge{number}", "source": names[edge.source], "target": names[edge.target]}
        _data(ET.SubElement(body, "edge", attributes), "edge", edge_values(edge))
    return _bytes(root)


def gexf(graph: RelationGraph) -> bytes:
    """Give a network as GEXF 1.3, every attribute typed.

    The edges of time windows are one edge, whose weight has a value for each day: timestamps, no intervals. All nodes
    are there in every window, also where it has no edges.
    """
    moves = bool(graph.days)
    attributes = {"defaultedgetype": "directed", "mode": "dynamic" if moves else "static"}
    if moves:
        exact = "dateTime" if "T" in graph.days[0] else "date"
        attributes |= {"timeformat": exact, "timerepresentation": "timestamp"}
    root = ET.Element("gexf", xmlns=_GEXF, version="1.3")
    body = ET.SubElement(root, "graph", attributes)
    _declare(body, graph, moves=moves)
    names = _names(graph)
    nodes, edges = ET.SubElement(body, "nodes"), ET.SubElement(body, "edges")
    for key, node in graph.nodes.items():
        element = ET.SubElement(nodes, "node", id=names[key], label=xml_text(node.label))
        _values(ET.SubElement(element, "attvalues"), "node", node_values(node, graph))
        _spells(element, graph.days)
    for number, same in enumerate(_by_ends(graph.edges.values()).values()):
        ends = {"id": f"edge{number}", "source": names[same[0].source], "target": names[same[0].target]}
        _gexf_edge(edges, ends, same, moves=moves)
    return _bytes(root)


def _declare(body: ET.Element, graph: RelationGraph, *, moves: bool) -> None:
    for scope, keys in (("node", node_keys(graph)), ("edge", EDGE_KEYS)):
        dynamic = _DYNAMIC if moves and scope == "edge" else frozenset[str]()
        for mode, wanted in (("static", keys.keys() - dynamic), ("dynamic", dynamic)):
            titles = [name for name in keys if name in wanted - _skipped(moves=moves)]
            if titles:
                declared = ET.SubElement(body, "attributes", {"class": scope, "mode": mode})
                for name in titles:
                    known = {"int": "integer"}.get(keys[name], keys[name])
                    ET.SubElement(declared, "attribute", id=f"{scope}_{name}", title=name, type=known)


def _skipped(*, moves: bool) -> frozenset[str]:
    return _OF_THE_ELEMENT if moves else _OF_THE_ELEMENT | {"weight"}


def _gexf_edge(parent: ET.Element, ends: dict[str, str], same: list[Edge], *, moves: bool) -> None:
    if not moves:
        element = ET.SubElement(parent, "edge", ends | {"weight": str(same[0].weight), "kind": same[0].kind})
        _values(ET.SubElement(element, "attvalues"), "edge", edge_values(same[0]))
        return
    element = ET.SubElement(parent, "edge", ends | {"kind": same[0].kind})
    listed = ET.SubElement(element, "attvalues")
    _values(listed, "edge", ((name, value) for name, value in edge_values(same[0]) if name not in _DYNAMIC), {})
    for edge in same:
        changing = ((name, value) for name, value in edge_values(edge) if name in _DYNAMIC)
        _values(listed, "edge", changing, {"timestamp": edge.date})
    _spells(element, [edge.date for edge in same])


def _spells(element: ET.Element, days: Sequence[str]) -> None:
    if days:
        spells = ET.SubElement(element, "spells")
        for day in days:
            ET.SubElement(spells, "spell", timestamp=day)


def _by_ends(edges: Iterable[Edge]) -> dict[tuple[object, ...], list[Edge]]:
    found: dict[tuple[object, ...], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.kind, edge.source, edge.target), []).append(edge)
    return found


def _names(graph: RelationGraph) -> dict[tuple[str, str], str]:
    return {key: f"n{number}" for number, key in enumerate(graph.nodes)}


def _data(element: ET.Element, scope: str, values: Iterator[tuple[str, Cell]]) -> None:
    for name, value in values:
        ET.SubElement(element, "data", key=f"{scope}_{name}").text = xml_text(str(value))


def _values(
    listed: ET.Element, scope: str, values: Iterator[tuple[str, Cell]], time: dict[str, str] | None = None
) -> None:
    for name, value in values:
        if name not in _skipped(moves=time is not None):
            ET.SubElement(listed, "attvalue", {"for": f"{scope}_{name}", "value": xml_text(str(value)), **(time or {})})


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
