"""The relationship chart of all exported documents as one network file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from annotator.formats.exchange.protocols import FILE, Exported, ExportOptions, Piece, Place, Write
from annotator.formats.networks.graph_xml import gexf, graphml
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import RelationGraph, relation_graph


@dataclass(frozen=True)
class NetworkFormat:
    """Direct relations between entities; those of one name and type are one across documents."""

    name: str
    title: str
    suffix: str
    give: Callable[[RelationGraph], bytes]
    places: tuple[str, ...] = (FILE,)
    units: tuple[str, ...] = ("document",)
    extra: str = ""
    joins_documents: bool = True

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's chart with its name."""
        layer = exported.layer
        graph = relation_graph(layer)
        evidence = (*(n.evidence for n in graph.nodes.values()), *(e.evidence for e in graph.edges.values()))
        used = set().union(*evidence)
        unused = len(layer.annotations.keys() - used)
        return Piece((exported.name, graph), {"annotations that no node or edge rests on": unused})

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Join all charts into one."""
        charts: list[tuple[str, RelationGraph]] = []
        yield charts.append
        place.file().write(self.give(join_graphs(charts).graph))


GEXF: Final = NetworkFormat("gexf", "Relationship chart for Gephi (GEXF)", ".gexf", gexf)
GRAPHML: Final = NetworkFormat("graphml", "Relationship chart as GraphML", ".graphml", graphml)
