"""A relation graph made ready to be drawn: sizes, bends and words, without colours or places."""

from collections import defaultdict
from dataclasses import dataclass, field

from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    MEMBERSHIP_EDGE,
    POSITION_EDGE,
    TOPIC,
    Edge,
    Node,
    RelationGraph,
)
from annotator.model.vocabulary import STATUS_GROUP_OF
from annotator.ui.toolkit.safe_text import visible

NodeKey = tuple[str, str]
LABEL_LIMIT = 34
_BEND = 22.0


@dataclass(frozen=True, slots=True)
class NodeMark:
    """A node: its shape's name, radius in pixels, and label."""

    key: NodeKey
    shape: str
    radius: float
    label: str


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """An edge between nodes by rank; ``value`` names its colour, ``bend`` is how far it leaves the straight line."""

    key: object
    source: int
    target: int
    kind: str
    value: str
    width: float
    bend: float
    directed: bool


@dataclass(slots=True)
class ChartScene:
    """All marks; lit ones stand out when any are. ``scale`` makes nodes smaller where they would crowd."""

    nodes: list[NodeMark] = field(default_factory=list)
    edges: list[EdgeMark] = field(default_factory=list)
    rank: dict[NodeKey, int] = field(default_factory=dict)
    lit_nodes: frozenset[int] = frozenset()
    lit_edges: frozenset[int] = frozenset()
    focused: int | None = None
    scale: float = 1.0

    def radius(self, rank: int) -> float:
        """Give a node's radius in pixels; nodes of a crowded chart are drawn smaller."""
        return self.nodes[rank].radius * self.scale

    @property
    def anything_lit(self) -> bool:
        """Whether something stands out."""
        return bool(self.lit_nodes or self.lit_edges)

    def pairs(self) -> list[tuple[int, int]]:
        """Give the edges as pairs of ranks."""
        return [(edge.source, edge.target) for edge in self.edges]


def chart_scene(graph: RelationGraph) -> ChartScene:
    """Make a graph ready to be drawn."""
    nodes = [_node(node) for node in graph.nodes.values()]
    rank = {node.key: index for index, node in enumerate(nodes)}
    together: dict[frozenset[int], list[Edge]] = defaultdict(list)
    for edge in graph.edges.values():
        together[frozenset((rank[edge.source], rank[edge.target]))].append(edge)
    marks = []
    for edges in together.values():
        for index, edge in enumerate(edges):
            marks.append(_edge(edge, rank, (index - (len(edges) - 1) / 2) * _BEND))
    return ChartScene(nodes, marks, rank)


def light(scene: ChartScene, graph: RelationGraph, annotation_ids: frozenset[str]) -> None:
    """Let the nodes and edges stand out whose evidence is among some annotations."""
    scene.lit_nodes = frozenset(
        scene.rank[key] for key, node in graph.nodes.items() if not annotation_ids.isdisjoint(node.evidence)
    )
    scene.lit_edges = frozenset(
        index for index, mark in enumerate(scene.edges) if not annotation_ids.isdisjoint(graph.evidence_of(mark.key))
    )


def _node(node: Node) -> NodeMark:
    name = " ".join(visible(node.label).split())
    label = name if len(name) <= LABEL_LIMIT else name[: LABEL_LIMIT - 1].rstrip() + "…"
    shape = TOPIC if node.kind == TOPIC else node.type
    return NodeMark(node.key, shape, min(20.0, 6.0 + 2.4 * node.annotations**0.5), label)


def _edge(edge: Edge, rank: dict[NodeKey, int], bend: float) -> EdgeMark:
    source, target = rank[edge.source], rank[edge.target]
    # Bends are told from the lower rank to the higher, so that edges of both directions part.
    bend = bend if source < target else -bend
    value = edge.value or ""
    if edge.kind == AGREEMENT_EDGE:
        value = STATUS_GROUP_OF.get(value, value)
    width = min(6.0, 1.2 + 0.8 * edge.count)
    if edge.kind == MEMBERSHIP_EDGE or edge.kind not in (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE):
        width = 1.0
    return EdgeMark(
        (edge.kind, edge.source, edge.target), source, target, edge.kind, value, width, bend, not edge.symmetric
    )
