"""The relations of many documents as one chart: entities of one name and type are one, and topics of one name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.networks.relation_graph import TOPIC, Edge, Node, RelationGraph

NodeKey = tuple[str, str]


@dataclass(slots=True)
class JoinedGraph:
    """One chart of many; ``joined`` counts the entities and topics that were taken for one already there."""

    graph: RelationGraph = field(default_factory=lambda: RelationGraph({}, {}))
    joined: int = 0


def join_graphs(graphs: Iterable[tuple[str, RelationGraph]]) -> JoinedGraph:
    """Join charts by name, white space folded, and type; evidence is named as ``document:annotation``."""
    whole = JoinedGraph()
    for document, graph in graphs:
        renamed = {key: _joined_key(node) for key, node in graph.nodes.items()}
        for key, node in graph.nodes.items():
            _add_node(whole, renamed[key], node, document)
        for edge in graph.edges.values():
            _add_edge(whole.graph, edge, renamed, document)
    return whole


def _joined_key(node: Node) -> NodeKey:
    name = " ".join(node.label.split())
    return (node.kind, name if node.kind == TOPIC else f"{node.type}:{name}")


def _add_node(whole: JoinedGraph, key: NodeKey, node: Node, document: str) -> None:
    evidence = tuple(f"{document}:{identifier}" for identifier in node.evidence)
    known = whole.graph.nodes.get(key)
    whole.joined += known is not None
    count = node.annotations + (known.annotations if known else 0)
    evidence = (known.evidence if known else ()) + evidence
    whole.graph.nodes[key] = Node(node.kind, key[1], node.label, node.type, count, evidence)


def _add_edge(graph: RelationGraph, edge: Edge, renamed: dict[NodeKey, NodeKey], document: str) -> None:
    source, target = renamed[edge.source], renamed[edge.target]
    if source == target:
        return
    if edge.symmetric:
        source, target = sorted((source, target))
    key = (edge.kind, source, target)
    known = graph.edges.get(key)
    evidence = tuple(f"{document}:{identifier}" for identifier in edge.evidence)
    graph.edges[key] = Edge(
        edge.kind,
        source,
        target,
        edge.count + (known.count if known else 0),
        (known.values if known else ()) + edge.values,
        (known.evidence if known else ()) + evidence,
    )
