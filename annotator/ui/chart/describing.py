"""Nodes and edges of a chart in words."""

from annotator.model.networks.relation_graph import ENTITY, RelationGraph
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, counted


def described(graph: RelationGraph, key: object) -> str:
    """Give a node or an edge in two lines: what it is called, and what it is; "" for an unknown one."""
    if key in graph.nodes:
        node = graph.nodes[key]
        kind = ENTITY_TYPE_WORDS.get(node.type, node.type) if node.kind == ENTITY else node.type or "topic"
        return f"{node.label}\n{kind}, {counted(node.annotations, 'annotation')}"
    edge = graph.edge(key)
    if edge is None:
        return ""
    source, target = graph.nodes[edge.source].label, graph.nodes[edge.target].label
    arrow = "–" if edge.symmetric else "→"
    value = f", {edge.value}" if edge.value else ""
    return f"{source} {arrow} {target}\n{edge.kind}, {edge.count}{value}"


def edges_in_words(graph: RelationGraph, most: int) -> str:
    """Give the first edges in sentences, for those who do not see the picture."""
    keys = list(graph.edges)
    words = ". ".join(described(graph, key).replace("\n", ": ") for key in keys[:most])
    return f"{words}, and {len(keys) - most:,} more" if len(keys) > most else words
