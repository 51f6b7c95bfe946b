"""The relationship chart of all exported documents as one network file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from annotator.formats.exchange.protocols import FILE, Exported, ExportOptions, FormatError, Piece, Place, Write
from annotator.formats.networks.graph_xml import gexf, graphml
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import RelationGraph, relation_graph

_Part = tuple[str, str, RelationGraph]


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
        """Give one document's chart with its name and annotator."""
        layer = exported.layer
        graph = relation_graph(layer)
        evidence = (*(n.evidence for n in graph.nodes.values()), *(e.evidence for e in graph.edges.values()))
        used = set().union(*evidence)
        unused = len(layer.annotations.keys() - used)
        return Piece(
            (exported.name, layer.head.annotator.id, graph), {"annotations that no node or edge rests on": unused}
        )

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Join all charts into one; nothing is counted twice, so that a document has one annotator in it."""
        charts: dict[str, tuple[str, RelationGraph]] = {}

        def write(part: _Part) -> None:
            name, annotator, graph = part
            before = charts[name][0] if name in charts else None
            if before is not None and ADJUDICATED not in (before, annotator):
                raise FormatError(
                    f"“{before}” has a file of this document too, and nothing may be counted twice. "
                    "Name the files of one annotator, or use: annotator chart --annotator."
                )
            if before != ADJUDICATED:
                charts[name] = annotator, graph

        yield write
        joined = join_graphs((name, graph) for name, (_annotator, graph) in charts.items())
        place.file().write(self.give(joined.graph))


GEXF: Final = NetworkFormat("gexf", "Relationship chart for Gephi (GEXF)", ".gexf", gexf)
GRAPHML: Final = NetworkFormat("graphml", "Relationship chart as GraphML", ".graphml", graphml)
