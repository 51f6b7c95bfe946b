"""The relations of many documents as one chart: entities of one name and type are one, and topics of one name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.networks.actor_names import Actor, ActorNames
from annotator.model.networks.relation_graph import ENTITY, TOPIC, Edge, EdgeKey, Node, NodeKey, RelationGraph


@dataclass(slots=True)
class JoinedGraph:
    """One chart of many; ``joined`` counts the entities and topics that were taken for one already there."""

    graph: RelationGraph = field(default_factory=lambda: RelationGraph({}, {}))
    joined: int = 0


@dataclass(slots=True)
class _Gathered:
    """What documents say of one node or edge; lists, since joining tuples costs the square of their number."""

    count: int = 0
    values: list[str | None] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def add(self, count: int, values: Iterable[str | None], evidence: Iterable[str], document: str) -> None:
        self.count += count
        self.values.extend(values)
        self.evidence.extend(f"{document}:{identifier}" for identifier in evidence)


def join_graphs(graphs: Iterable[tuple[str, RelationGraph]]) -> JoinedGraph:
    """Join charts by name and type; evidence is named as ``document:annotation``, a node as where it came first.

    Events are counted once a chart: charts are made of layers in which a name has one record (``one_record_a_name``).
    """
    charts = list(graphs)
    every = [node for _document, graph in charts for node in graph.nodes.values()]
    names = {kind: ActorNames(_actor(node) for node in every if node.kind == kind) for kind in (ENTITY, TOPIC)}
    nodes: dict[NodeKey, tuple[Actor, _Gathered]] = {}
    edges: dict[EdgeKey, _Gathered] = {}
    for document, graph in charts:
        renamed: dict[NodeKey, NodeKey] = {}
        for key, node in graph.nodes.items():
            actor = names[node.kind].called(_actor(node))
            renamed[key] = (node.kind, actor[1] if node.kind == TOPIC else f"{actor[0]}:{actor[1]}")
            nodes.setdefault(renamed[key], (actor, _Gathered()))[1].add(node.annotations, (), node.evidence, document)
        for edge in graph.edges.values():
            if known := _key(edge, renamed):
                edges.setdefault(known, _Gathered()).add(edge.count, edge.values, edge.evidence, document)
    whole = RelationGraph(
        {
            key: Node(*key, name, kind, found.count, tuple(found.evidence))
            for key, ((kind, name), found) in nodes.items()
        },
        {key: Edge(*key, found.count, tuple(found.values), tuple(found.evidence)) for key, found in edges.items()},
    )
    return JoinedGraph(whole, len(every) - len(nodes))


def _actor(node: Node) -> Actor:
    return node.type, " ".join(node.label.split())


def _key(edge: Edge, renamed: dict[NodeKey, NodeKey]) -> EdgeKey | None:
    """Give the key of an edge between the nodes of all documents, None where both ends are one."""
    source, target = renamed[edge.source], renamed[edge.target]
    if source == target:
        return None
    if edge.symmetric:
        source, target = sorted((source, target))
    return edge.kind, source, target
