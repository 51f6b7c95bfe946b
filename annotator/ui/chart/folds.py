"""What of the window's chart is folded: groups by hand, and of a large chart its leaves and what counts least."""

from annotator.model.networks.relation_graph import NodeKey, RelationGraph
from annotator.services.charting.folding import Simplified, folded, members_of, simplified
from annotator.ui.chart.highlight import Key


class Folds:
    """Holds what is folded, and makes smaller graphs of those that it is shown."""

    def __init__(self) -> None:
        self.whole = False
        """Whether a large chart is shown as it is."""
        self.last = Simplified(RelationGraph({}, {}))
        """The last graph that was made, with how many nodes a large one holds folded or leaves out."""
        self._groups: dict[NodeKey, dict[NodeKey, NodeKey]] = {}

    @property
    def groups(self) -> list[NodeKey]:
        """The nodes into which others are folded by hand."""
        return list(self._groups)

    @property
    def any(self) -> bool:
        """Whether what is shown stands for more than itself."""
        return bool(self._groups or self.last.folded or self.last.left_out)

    def switch(self, graph: RelationGraph, key: NodeKey) -> None:
        """Fold the members of a group into it, or let them out again; ``graph`` has all memberships."""
        if key in self._groups:
            del self._groups[key]
        elif members := members_of(graph, key):
            self._groups[key] = members

    def can_fold(self, graph: RelationGraph, key: NodeKey) -> bool:
        """Tell whether there is anything to fold into a node, or to let out of it."""
        return key in self._groups or bool(members_of(graph, key))

    def clear(self) -> None:
        """Fold nothing any more."""
        self._groups.clear()
        self.whole = False

    def lit(self, annotation_ids: frozenset[str]) -> frozenset[Key]:
        """Give what stands for some annotations, of what is folded what holds it."""
        shown = self.last.graph
        nodes = {key for key, node in shown.nodes.items() if not annotation_ids.isdisjoint(node.evidence)}
        edges = {key for key, edge in shown.edges.items() if not annotation_ids.isdisjoint(edge.evidence)}
        return frozenset(nodes | edges)

    def of(self, graph: RelationGraph) -> RelationGraph:
        """Give a graph with everything folded."""
        into = {key: holder for members in self._groups.values() for key, holder in members.items()}
        smaller = folded(graph, into) if into else graph
        self.last = Simplified(smaller) if self.whole else simplified(smaller)
        return self.last.graph
