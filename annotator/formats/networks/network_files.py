"""The relationship chart of all exported documents as one network file."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.protocols import Exported, ExportFormat, ExportOptions, Piece, Place, Write
from annotator.formats.networks.graph_xml import gexf, graphml
from annotator.model.annotation import Annotation
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.one_record_a_name import one_record_a_name
from annotator.model.networks.relation_graph import RelationGraph, relation_graph
from annotator.model.vocabulary import CLAIM, PARTIES, SPEAKERS, TARGETS


class NetworkFormat(ExportFormat):
    """Direct relations between entities; those of one name and type are one across documents."""

    joins_documents = True
    holds = Holds(
        entity=("name", "type"),
        topic=("name",),
        annotation=("type", SPEAKERS, TARGETS, PARTIES, "topic", "stance", "status"),
        role=("entity", "attitude"),
    )

    @abstractmethod
    def give(self, graph: RelationGraph) -> Iterable[bytes]:
        """Give a network as the bytes of its file, in pieces."""

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's chart with its name."""
        layer, _joined = one_record_a_name(exported.layer)
        graph = relation_graph(layer)
        evidence = (*(n.evidence for n in graph.nodes.values()), *(e.evidence for e in graph.edges.values()))
        used = set().union(*evidence)
        unused = len(layer.annotations.keys() - used)
        losses = {
            "annotations that no node or edge rests on": unused,
            "topics and stances that no edge shows": sum(
                bool(one.topic) + bool(one.stance) for one in layer.annotations.values() if not _is_position(one)
            ),
        }
        return Piece((exported.name, graph), losses, len(layer.annotations) - unused)

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Join all charts into one."""
        charts: list[tuple[str, RelationGraph]] = []
        yield charts.append
        place.file().writelines(self.give(join_graphs(charts).graph))


def _is_position(annotation: Annotation) -> bool:
    """Tell whether an edge leads to an annotation's topic, which those of claims with a target do not."""
    return annotation.type == CLAIM and bool(annotation.topic and annotation.speakers) and not annotation.targets


class Gexf(NetworkFormat):
    """For Gephi."""

    name = "gexf"

    def give(self, graph: RelationGraph) -> Iterable[bytes]:
        """Give a network as GEXF."""
        return gexf(graph)


class GraphMl(NetworkFormat):
    """For yEd, igraph and networkx."""

    name = "graphml"

    def give(self, graph: RelationGraph) -> Iterable[bytes]:
        """Give a network as GraphML."""
        return graphml(graph)


GEXF: Final = Gexf()
GRAPHML: Final = GraphMl()
