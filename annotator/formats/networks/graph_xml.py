"""Networks as GraphML and GEXF 1.3, so that Gephi, yEd, igraph and networkx read them.

Both are directed throughout, since readers refuse a mixture; a symmetric relation is one edge that says so. Facts about
the formats are from http://graphml.graphdrawing.org/primer/graphml-primer.html and https://gexf.net/schema.html.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from annotator.formats.networks.graph_values import EDGE_KEYS, edge_values, node_keys, node_values
from annotator.formats.networks.xml_lines import Element, xml_lines
from annotator.formats.tables.delimited import Cell
from annotator.model.networks.relation_graph import Edge, RelationGraph

_GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
_GEXF: Final = "http://gexf.net/1.3"
_WINDOWS: Final = "graph_windows"
# GEXF writes these as attributes of its elements.
_OF_THE_ELEMENT: Final = frozenset({"label", "date"})
# What changes with time in a network of time windows.
_DYNAMIC: Final = frozenset({"count", "weight", "stance", "evidence"})


def graphml(graph: RelationGraph) -> Iterator[bytes]:
    """Give a network as GraphML, every key typed, line by line.

    The edges of time windows are parallel and carry the date; the graph lists all windows, those without edges too.
    """
    keys = [
        Element("key", {"id": f"{scope}_{name}", "for": scope, "attr.name": name, "attr.type": kind})
        for scope, known in (("node", node_keys(graph)), ("edge", EDGE_KEYS))
        for name, kind in known.items()
    ]
    windows = []
    if graph.days:
        declared = {"id": _WINDOWS, "for": "graph", "attr.name": "windows", "attr.type": "string"}
        keys.append(Element("key", declared))
        windows.append(Element("data", {"key": _WINDOWS}, "; ".join(graph.days)))
    body = Element("graph", {"id": "chart", "edgedefault": "directed"}, chain(windows, _graphml_parts(graph)))
    return xml_lines(Element("graphml", {"xmlns": _GRAPHML}, chain(keys, [body])))


def _graphml_parts(graph: RelationGraph) -> Iterator[Element]:
    names = _names(graph)
    for key, node in graph.nodes.items():
        yield Element("node", {"id": names[key]}, _data("node", node_values(node, graph)))
    for number, edge in enumerate(graph.edges.values()):
        attributes = {"id": f"edge{number}", "source": names[edge.source], "target": names[edge.target]}
        yield Element("edge", attributes, _data("edge", edge_values(edge)))


def gexf(graph: RelationGraph) -> Iterator[bytes]:
    """Give a network as GEXF 1.3, every attribute typed, line by line.

    The edges of time windows are one edge, whose weight has a value for each day: timestamps, no intervals. All nodes
    are there in every window, also where it has no edges.
    """
    moves = bool(graph.days)
    attributes = {"defaultedgetype": "directed", "mode": "dynamic" if moves else "static"}
    if moves:
        exact = "dateTime" if "T" in graph.days[0] else "date"
        attributes |= {"timeformat": exact, "timerepresentation": "timestamp"}
    parts = (Element("nodes", {}, _gexf_nodes(graph)), Element("edges", {}, _gexf_edges(graph, moves=moves)))
    body = Element("graph", attributes, chain(_declared(graph, moves=moves), parts))
    return xml_lines(Element("gexf", {"xmlns": _GEXF, "version": "1.3"}, [body]))


def _declared(graph: RelationGraph, *, moves: bool) -> Iterator[Element]:
    for scope, keys in (("node", node_keys(graph)), ("edge", EDGE_KEYS)):
        dynamic = _DYNAMIC if moves and scope == "edge" else frozenset[str]()
        for mode, wanted in (("static", keys.keys() - dynamic), ("dynamic", dynamic)):
            titles = [name for name in keys if name in wanted - _skipped(moves=moves)]
            if titles:
                types = {name: {"int": "integer"}.get(keys[name], keys[name]) for name in titles}
                declared = (
                    Element("attribute", {"id": f"{scope}_{name}", "title": name, "type": kind})
                    for name, kind in types.items()
                )
                yield Element("attributes", {"class": scope, "mode": mode}, declared)


def _skipped(*, moves: bool) -> frozenset[str]:
    return _OF_THE_ELEMENT if moves else _OF_THE_ELEMENT | {"weight"}


def _gexf_nodes(graph: RelationGraph) -> Iterator[Element]:
    names, spells = _names(graph), _spells(graph.days)
    for key, node in graph.nodes.items():
        values = Element("attvalues", {}, _values("node", node_values(node, graph)))
        yield Element("node", {"id": names[key], "label": node.label}, [values, *spells])


def _gexf_edges(graph: RelationGraph, *, moves: bool) -> Iterator[Element]:
    names = _names(graph)
    edges = graph.edges.values()
    for number, same in enumerate(_by_ends(edges) if moves else ([edge] for edge in edges)):
        first = same[0]
        ends = {"id": f"edge{number}", "source": names[first.source], "target": names[first.target]}
        if moves:
            yield _moving_edge(ends, same)
        else:
            values = Element("attvalues", {}, _values("edge", edge_values(first)))
            yield Element("edge", ends | {"weight": str(first.weight), "kind": first.kind}, [values])


def _moving_edge(ends: dict[str, str], same: list[Edge]) -> Element:
    lasting = ((name, value) for name, value in edge_values(same[0]) if name not in _DYNAMIC)
    values = list(_values("edge", lasting, {}))
    for edge in same:
        changing = ((name, value) for name, value in edge_values(edge) if name in _DYNAMIC)
        values += _values("edge", changing, {"timestamp": edge.date})
    return Element(
        "edge", ends | {"kind": same[0].kind}, [Element("attvalues", {}, values), *_spells([one.date for one in same])]
    )


def _spells(days: Sequence[str]) -> list[Element]:
    return [Element("spells", {}, [Element("spell", {"timestamp": day}) for day in days])] if days else []


def _by_ends(edges: Iterable[Edge]) -> Iterable[list[Edge]]:
    found: dict[tuple[object, ...], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.kind, edge.source, edge.target), []).append(edge)
    return found.values()


def _names(graph: RelationGraph) -> dict[tuple[str, str], str]:
    return {key: f"n{number}" for number, key in enumerate(graph.nodes)}


def _data(scope: str, values: Iterable[tuple[str, Cell]]) -> Iterator[Element]:
    for name, value in values:
        yield Element("data", {"key": f"{scope}_{name}"}, str(value))


def _values(scope: str, values: Iterable[tuple[str, Cell]], time: Mapping[str, str] | None = None) -> Iterator[Element]:
    skipped = _skipped(moves=time is not None)
    for name, value in values:
        if name not in skipped:
            yield Element("attvalue", {"for": f"{scope}_{name}", "value": str(value), **(time or {})})
