"""What the chart in the window is narrowed to."""

from dataclasses import dataclass, field

from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentences
from annotator.model.layer import Layer
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.relation_graph import (
    AGREEMENT_EDGE,
    CLAIM_EDGE,
    CO_MENTION_EDGE,
    MEMBERSHIP_EDGE,
    POSITION_EDGE,
    GraphOptions,
    RelationGraph,
)
from annotator.model.vocabulary import ENTITY_TYPES
from annotator.services.charting.folding import linking_memberships

DEFAULT_KINDS = frozenset({AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE})


@dataclass(slots=True)
class ChartFilters:
    """Kinds of edges, levels and values; empty sets let everything through. ``topics`` are names."""

    kinds: frozenset[str] = DEFAULT_KINDS
    positions: str = "untargeted"
    level: str = "own"
    entity_types: frozenset[str] = field(default_factory=frozenset)
    narrowed: AnnotationFilter = field(default_factory=AnnotationFilter)

    @property
    def is_open(self) -> bool:
        """Whether the chart shows what it shows by default."""
        return self == ChartFilters()

    def options(self, layer: Layer, text: str) -> GraphOptions:
        """Give the options with which a layer's graph is built; sentences are cut only where they are needed."""
        cut = tuple(sentences(text, rules_of(layer.document.language))) if CO_MENTION_EDGE in self.kinds else ()
        types = self.entity_types if self.entity_types and self.entity_types != frozenset(ENTITY_TYPES) else None
        kinds = self.kinds | {MEMBERSHIP_EDGE}
        return GraphOptions(kinds, self.positions, self.level, self.narrowed.of(layer), types, cut)

    def shown(self, graph: RelationGraph) -> RelationGraph:
        """Give what a picture shows of that graph: memberships that link who would be loose, or all if asked for."""
        return graph if MEMBERSHIP_EDGE in self.kinds else linking_memberships(graph)
