"""Relationship charts as GraphML and GEXF 1.3, so that Gephi, yEd, igraph and networkx read them.

Both are directed throughout, since readers refuse a mixture; a symmetric relation is one edge that says so.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from annotator.model.relation_graph import AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE, Edge, Node, RelationGraph

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"
_NODE_KEYS = {"label": "string", "kind": "string", "type": "string", "annotations": "int"}
_EDGE_KEYS = {
    "kind": "string", "count": "int", "weight": "double", "symmetric": "boolean", "status": "string",
    "stance": "string", "attitude": "string", "evidence": "string",
}  # fmt: skip
_VALUE_KEY = {AGREEMENT_EDGE: "status", CLAIM_EDGE: "attitude", POSITION_EDGE: "stance"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(graph: RelationGraph) -> bytes:
    """Give a chart as GraphML, every key typed."""
    root = ET.Element("graphml", xmlns=_GRAPHML)
    for scope, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            attributes = {"id": f"{scope}_{name}", "for": scope, "attr.name": name, "attr.type": kind}
            ET.SubElement(root, "key", attributes)
    body = ET.SubElement(root, "graph", id="chart", edgedefault="directed")
    names = _names(graph)
    for key, node in graph.nodes.items():
        _data(ET.SubElement(body, "node", id=names[key]), "node", _node(node))
    for number, edge in enumerate(graph.edges.values()):
        attributes = {"id": f"edge{number}", "source": names[edge.source], "target": names[edge.target]}
        _data(ET.SubElement(body, "edge", attributes), "edge", _edge(edge))
    return _bytes(root)


def gexf(graph: RelationGraph) -> bytes:
    """Give a chart as GEXF 1.3, every attribute typed."""
    root = ET.Element("gexf", xmlns=_GEXF, version="1.3")
    body = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for scope, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        declared = ET.SubElement(body, "attributes", {"class": scope})
        for name, kind in keys.items():
            if name not in ("label", "weight"):
                known = {"int": "integer"}.get(kind, kind)
                ET.SubElement(declared, "attribute", id=f"{scope}_{name}", title=name, type=known)
    names = _names(graph)
    nodes, edges = ET.SubElement(body, "nodes"), ET.SubElement(body, "edges")
    for key, node in graph.nodes.items():
        _values(ET.SubElement(nodes, "node", id=names[key], label=_text(node.label)), "node", _node(node))
    for number, edge in enumerate(graph.edges.values()):
        ends = {"id": f"edge{number}", "source": names[edge.source], "target": names[edge.target]}
        element = ET.SubElement(edges, "edge", ends | {"weight": str(float(edge.count)), "kind": edge.kind})
        _values(element, "edge", _edge(edge))
    return _bytes(root)


def _names(graph: RelationGraph) -> dict[tuple[str, str], str]:
    return {key: f"n{number}" for number, key in enumerate(graph.nodes)}


def _node(node: Node) -> Iterator[tuple[str, str]]:
    yield "label", node.label
    yield "kind", node.kind
    yield "type", node.type
    yield "annotations", str(node.annotations)


def _edge(edge: Edge) -> Iterator[tuple[str, str]]:
    yield "kind", edge.kind
    yield "count", str(edge.count)
    yield "weight", str(float(edge.count))
    yield "symmetric", "true" if edge.symmetric else "false"
    if edge.kind in _VALUE_KEY and edge.value:
        yield _VALUE_KEY[edge.kind], edge.value
    yield "evidence", "; ".join(edge.evidence)


def _data(element: ET.Element, scope: str, values: Iterator[tuple[str, str]]) -> None:
    for name, value in values:
        ET.SubElement(element, "data", key=f"{scope}_{name}").text = _text(value)


def _values(element: ET.Element, scope: str, values: Iterator[tuple[str, str]]) -> None:
    listed = ET.SubElement(element, "attvalues")
    for name, value in values:
        if name not in ("label", "weight"):
            ET.SubElement(listed, "attvalue", {"for": f"{scope}_{name}", "value": _text(value)})


def _text(value: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", value)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
