"""The relations of many documents as one chart: entities of one name and type are one, and topics of one name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.networks.actor_names import Actor, ActorNames
from annotator.model.networks.relation_graph import ENTITY, TOPIC, Edge, Node, RelationGraph

NodeKey = tuple[str, str]


@dataclass(slots=True)
class JoinedGraph:
    """One chart of many; ``joined`` counts the entities and topics that were taken for one already there."""

    graph: RelationGraph = field(default_factory=lambda: RelationGraph({}, {}))
    joined: int = 0


def join_graphs(graphs: Iterable[tuple[str, RelationGraph]]) -> JoinedGraph:
    """Join charts by name and type; evidence is named as ``document:annotation``, a node as where it came first."""
    whole, charts = JoinedGraph(), list(graphs)
    nodes = [node for _document, graph in charts for node in graph.nodes.values()]
    names = {kind: ActorNames(_actor(node) for node in nodes if node.kind == kind) for kind in (ENTITY, TOPIC)}
    for document, graph in charts:
        renamed = {key: _add_node(whole, node, names[node.kind], document) for key, node in graph.nodes.items()}
        for edge in graph.edges.values():
            _add_edge(whole.graph, edge, renamed, document)
    return whole


def _actor(node: Node) -> Actor:
    return node.type, " ".join(node.label.split())


def _add_node(whole: JoinedGraph, node: Node, names: ActorNames, document: str) -> NodeKey:
    """Add a node to the chart of all, and give its key there."""
    type_, label = names.called(_actor(node))
    key = (node.kind, label if node.kind == TOPIC else f"{type_}:{label}")
    known = whole.graph.nodes.get(key)
    whole.joined += known is not None
    count = node.annotations + (known.annotations if known else 0)
    evidence = (known.evidence if known else ()) + tuple(f"{document}:{identifier}" for identifier in node.evidence)
    whole.graph.nodes[key] = Node(*key, label, type_, count, evidence)
    return key


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
