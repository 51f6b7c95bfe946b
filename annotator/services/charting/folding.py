"""Charts made smaller: nodes folded into another one, and only the strongest ones shown. Graphs to graphs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotator.model.networks.relation_graph import MEMBERSHIP_EDGE, Edge, EdgeKey, Node, NodeKey, RelationGraph

FOLDED_FROM = 80
"""From so many linked nodes on leaves are folded into their neighbours."""
STRONGEST_FROM, STRONGEST = 150, 120
"""From so many linked nodes on only so many are shown."""


@dataclass(slots=True)
class _Gathered:
    count: int = 0
    values: list[str | None] = field(default_factory=list)
    evidence: dict[str, None] = field(default_factory=dict)
    first: Edge | None = None

    def add(self, edge: Edge) -> None:
        self.first = self.first or edge
        self.count += edge.count
        self.values.extend(edge.values)
        self.evidence.update(dict.fromkeys(edge.evidence))


def folded(graph: RelationGraph, into: Mapping[NodeKey, NodeKey]) -> RelationGraph:
    """Fold nodes into others, which say how many they hold: "Japan +3".

    Edges of what is folded end at what holds it, those of one kind between the same two as one; edges between the two
    become evidence of what holds them. Who is folded into one that is folded itself is folded with it.
    """
    holder = {key: _holder(key, into, graph) for key in graph.nodes}
    held: defaultdict[NodeKey, list[NodeKey]] = defaultdict(list)
    for key, other in holder.items():
        if key != other:
            held[other].append(key)
    inside: defaultdict[NodeKey, dict[str, None]] = defaultdict(dict)
    edges: dict[EdgeKey, _Gathered] = {}
    for edge in graph.edges.values():
        source, target = holder[edge.source], holder[edge.target]
        if source == target:
            inside[source].update(dict.fromkeys(edge.evidence))
            continue
        ends = (target, source) if edge.symmetric and target < source else (source, target)
        edges.setdefault((edge.kind, *ends), _Gathered()).add(edge)
    nodes = {
        key: _holding(node, [graph.nodes[one] for one in held[key]], inside[key]) if key in held else node
        for key, node in graph.nodes.items()
        if holder[key] == key
    }
    return replace(graph, nodes=nodes, edges={key: _merged(key, found) for key, found in edges.items()})


def _holder(key: NodeKey, into: Mapping[NodeKey, NodeKey], graph: RelationGraph) -> NodeKey:
    """Give where a node ends up; of a circle, and of what is folded into nothing that is there, nothing is folded."""
    seen, at = [key], key
    while at in into and into[at] in graph.nodes:
        at = into[at]
        if at in seen:
            return key
        seen.append(at)
    return at


def _holding(node: Node, held: list[Node], inside: Iterable[str]) -> Node:
    evidence = dict.fromkeys((*node.evidence, *inside, *(one for other in held for one in other.evidence)))
    return replace(node, label=f"{node.label} +{len(held)}", evidence=tuple(evidence))


def _merged(key: EdgeKey, found: _Gathered) -> Edge:
    given = found.first.given_weight if found.first and found.count == found.first.count else None
    return Edge(*key, found.count, tuple(found.values), tuple(found.evidence), given)


def members_of(graph: RelationGraph, group: NodeKey) -> dict[NodeKey, NodeKey]:
    """Give what to fold into a group: its members in the chart, and theirs, by the chart's memberships."""
    found: dict[NodeKey, NodeKey] = {}
    waiting = [group]
    for at in waiting:
        for edge in graph.edges.values():
            if edge.kind == MEMBERSHIP_EDGE and edge.target == at and edge.source not in (group, *found):
                found[edge.source] = group
                waiting.append(edge.source)
    return found


def leaves_of(graph: RelationGraph) -> dict[NodeKey, NodeKey]:
    """Give what to fold into its one neighbour: nodes with no other, but for two that have each other alone."""
    near = _neighbours(graph)
    return {
        key: next(iter(others))
        for key, others in near.items()
        if len(others) == 1 and len(near[next(iter(others))]) > 1
    }


def linking_memberships(graph: RelationGraph) -> RelationGraph:
    """Leave the memberships of those whom nothing else links: the others add lines that cross, and bring nobody in."""
    linked = {
        end for edge in graph.edges.values() if edge.kind != MEMBERSHIP_EDGE for end in (edge.source, edge.target)
    }
    kept = {key: edge for key, edge in graph.edges.items() if edge.kind != MEMBERSHIP_EDGE or edge.source not in linked}
    return replace(graph, edges=kept)


def strongest(graph: RelationGraph, most: int = STRONGEST) -> RelationGraph:
    """Leave the nodes with the heaviest edges, and the edges between them; what was loose stays."""
    weight: defaultdict[NodeKey, float] = defaultdict(float)
    for edge in graph.edges.values():
        weight[edge.source] += abs(edge.weight)
        weight[edge.target] += abs(edge.weight)
    left_out = set(sorted(weight, key=lambda key: (-weight[key], key))[most:])
    return replace(
        graph,
        nodes={key: node for key, node in graph.nodes.items() if key not in left_out},
        edges={key: edge for key, edge in graph.edges.items() if left_out.isdisjoint((edge.source, edge.target))},
    )


@dataclass(frozen=True, slots=True)
class Simplified:
    """A chart that can be read, and how many nodes are folded into others and how many are left out."""

    graph: RelationGraph
    folded: int = 0
    left_out: int = 0


def simplified(graph: RelationGraph) -> Simplified:
    """Fold the leaves of a large chart, and of what is still too large leave the strongest nodes."""
    leaves = leaves_of(graph) if len(_neighbours(graph)) >= FOLDED_FROM else {}
    smaller = folded(graph, leaves) if leaves else graph
    left = strongest(smaller) if len(_neighbours(smaller)) >= STRONGEST_FROM else smaller
    return Simplified(left, len(leaves), len(smaller.nodes) - len(left.nodes))


def _neighbours(graph: RelationGraph) -> dict[NodeKey, set[NodeKey]]:
    near: defaultdict[NodeKey, set[NodeKey]] = defaultdict(set)
    for edge in graph.edges.values():
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    return near
