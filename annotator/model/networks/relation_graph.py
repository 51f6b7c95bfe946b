"""Who claims what of whom and who agrees with whom, as nodes and edges with their evidence."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeVar

from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.model.networks.same_event import same_event_groups
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM, STATUS_GROUP_OF

AGREEMENT_EDGE = "agreement"
CLAIM_EDGE = "claim"
POSITION_EDGE = "position"
CO_MENTION_EDGE = "co-mention"
MEMBERSHIP_EDGE = "membership"
EDGE_KINDS = (AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE, CO_MENTION_EDGE, MEMBERSHIP_EDGE)
JOINT_EDGES = ("ignore", "congruence", "conflict", "subtract")
"""The edges of discourse networks of actors, named by how they are weighed."""
SYMMETRIC_KINDS = (AGREEMENT_EDGE, CO_MENTION_EDGE, *JOINT_EDGES)

ENTITY = "entity"
TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Node:
    """An entity or a topic; ``type`` is the entity's type, "" for a topic; ``annotations`` counts same events once."""

    kind: str
    id: str
    label: str
    type: str
    annotations: int
    evidence: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What tells nodes apart: kind and id."""
        return (self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Edge:
    """All evidence of one kind between two nodes.

    ``source`` and ``target`` are node keys, in sorted order where the kind is symmetric. ``count`` counts same events
    once. ``values`` has the status, attitude or stance of each counted event, None where none was set. ``given_weight``
    is what a discourse network makes of them, None for the count; ``date`` is the centre of its time window, if any.
    """

    kind: str
    source: tuple[str, str]
    target: tuple[str, str]
    count: int
    values: tuple[str | None, ...]
    evidence: tuple[str, ...]
    given_weight: float | None = None
    date: str = ""

    @property
    def weight(self) -> float:
        """What a network's file gives as the edge's weight."""
        return float(self.count) if self.given_weight is None else self.given_weight

    @property
    def symmetric(self) -> bool:
        """Whether the edge has no direction."""
        return self.kind in SYMMETRIC_KINDS

    @property
    def value(self) -> str | None:
        """The one status, attitude or stance of the edge: its group where statuses differ, else "mixed"."""
        values = set(self.values)
        if len(values) == 1:
            return next(iter(values))
        groups = {STATUS_GROUP_OF.get(value or "") for value in values} if self.kind == AGREEMENT_EDGE else set()
        common = next(iter(groups)) if len(groups) == 1 else None
        return common or "mixed"


@dataclass(frozen=True, slots=True)
class RelationGraph:
    """Nodes and edges by their keys, in the order of the text."""

    nodes: dict[tuple[str, str], Node]
    edges: dict[tuple[str, tuple[str, str], tuple[str, str]], Edge]

    def evidence_of(self, key: object) -> tuple[str, ...]:
        """Give the annotations behind a node or an edge, by its key; none for an unknown one."""
        if key in self.nodes:
            return self.nodes[key].evidence
        return self.edges[key].evidence if key in self.edges else ()


@dataclass(frozen=True, slots=True)
class GraphOptions:
    """What is drawn. ``positions``: topic nodes for "untargeted" claims, for "all" claims and agreements, or "none".

    ``level``: entities as themselves ("own") or as those they act for ("for"). ``keep`` filters annotations.
    """

    kinds: frozenset[str] = frozenset((AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE))
    positions: str = "untargeted"
    level: str = "own"
    keep: Callable[[Annotation], bool] | None = None
    entity_types: frozenset[str] | None = None
    sentences: tuple[Span, ...] = ()


_Key = TypeVar("_Key")
_Ends = tuple[tuple[str, str], tuple[str, str]]


@dataclass(slots=True)
class _Gathered:
    events: dict[str, str | None] = field(default_factory=dict)
    evidence: dict[str, None] = field(default_factory=dict)


class _Builder:
    def __init__(self, layer: Layer, options: GraphOptions) -> None:
        self._layer = layer
        self._options = options
        self._event_of = same_event_groups(layer.links.values())
        self._nodes: defaultdict[tuple[str, str], _Gathered] = defaultdict(_Gathered)
        self._edges: defaultdict[tuple[str, tuple[str, str], tuple[str, str]], _Gathered] = defaultdict(_Gathered)

    def build(self) -> RelationGraph:
        keep = self._options.keep
        annotations = [a for a in self._layer.in_order() if keep is None or keep(a)]
        for annotation in annotations:
            self._take_in(annotation)
        if CO_MENTION_EDGE in self._options.kinds:
            self._co_mentions(annotations)
        if MEMBERSHIP_EDGE in self._options.kinds:
            self._memberships()
        nodes = {key: self._node(key, gathered) for key, gathered in self._nodes.items()}
        edges = {key: _edge(key, gathered) for key, gathered in self._edges.items()}
        return RelationGraph(nodes, edges)

    def _take_in(self, annotation: Annotation) -> None:
        if annotation.type == ACTOR:
            for entity_id in annotation.entities:
                self._entity(entity_id, annotation)
            return
        for _field, role in annotation.roles():
            self._entity(self._shown(role), annotation)
        if annotation.type == CLAIM and CLAIM_EDGE in self._options.kinds:
            self._claims(annotation)
        if annotation.type == AGREEMENT and AGREEMENT_EDGE in self._options.kinds:
            self._agreements(annotation)
        if POSITION_EDGE in self._options.kinds:
            self._positions(annotation)

    def _claims(self, annotation: Annotation) -> None:
        for speaker in annotation.speakers:
            for target in annotation.targets:
                source, aim = self._entity(self._shown(speaker)), self._entity(target.entity)
                if source and aim and source != aim:
                    self._edge(CLAIM_EDGE, (source, aim), annotation, target.attitude)

    def _agreements(self, annotation: Annotation) -> None:
        for one, other in combinations(annotation.parties, 2):
            if one.side is not None and one.side == other.side:
                continue
            source, target = self._entity(self._shown(one)), self._entity(self._shown(other))
            if source and target and source != target:
                self._edge(AGREEMENT_EDGE, _in_order(source, target), annotation, annotation.status)

    def _positions(self, annotation: Annotation) -> None:
        wanted = self._options.positions
        untargeted = annotation.type == CLAIM and not annotation.targets
        if annotation.topic not in self._layer.topics or not (
            wanted == "all" or (wanted == "untargeted" and untargeted)
        ):
            return
        topic = (TOPIC, annotation.topic or "")
        self._count(self._nodes, topic, annotation, None)
        for role in annotation.speakers or annotation.parties:
            if source := self._entity(self._shown(role)):
                self._edge(POSITION_EDGE, (source, topic), annotation, annotation.stance)

    def _co_mentions(self, annotations: Iterable[Annotation]) -> None:
        kept = {annotation.id for annotation in annotations if annotation.type == ACTOR}
        for sentence in self._options.sentences:
            mentions = [a for a in self._layer.between(*sentence) if a.id in kept]
            for one, other in combinations(mentions, 2):
                for a in one.entities:
                    for b in other.entities:
                        source, target = self._entity(a), self._entity(b)
                        if source and target and source != target:
                            ends = _in_order(source, target)
                            self._edge(CO_MENTION_EDGE, ends, one, None)
                            self._edges[CO_MENTION_EDGE, *ends].evidence[other.id] = None

    def _memberships(self) -> None:
        for _kind, entity_id in list(self._nodes):
            entity = self._layer.entities.get(entity_id)
            for group in entity.member_of if entity else ():
                if (ENTITY, group) in self._nodes:
                    self._edges[MEMBERSHIP_EDGE, (ENTITY, entity_id), (ENTITY, group)] = _Gathered()

    def _shown(self, role: Role) -> str:
        return role.acts_for or role.entity if self._options.level == "for" else role.entity

    def _entity(self, entity_id: str, annotation: Annotation | None = None) -> tuple[str, str] | None:
        entity = self._layer.entities.get(entity_id)
        types = self._options.entity_types
        if entity is None or (types is not None and entity.type not in types):
            return None
        key = (ENTITY, entity_id)
        if annotation is not None:
            self._count(self._nodes, key, annotation, None)
        return key

    def _edge(self, kind: str, ends: _Ends, annotation: Annotation, value: str | None) -> None:
        self._count(self._edges, (kind, *ends), annotation, value)

    def _count(
        self, gathered: defaultdict[_Key, _Gathered], key: _Key, annotation: Annotation, value: str | None
    ) -> None:
        found = gathered[key]
        found.events.setdefault(self._event_of.get(annotation.id, annotation.id), value)
        found.evidence[annotation.id] = None

    def _node(self, key: tuple[str, str], gathered: _Gathered) -> Node:
        kind, identifier = key
        count, evidence = len(gathered.events), tuple(gathered.evidence)
        if kind == TOPIC:
            return Node(kind, identifier, self._layer.topics[identifier].name, "", count, evidence)
        entity = self._layer.entities[identifier]
        return Node(kind, identifier, entity.name, entity.type, count, evidence)


def _in_order(one: tuple[str, str], other: tuple[str, str]) -> _Ends:
    return (one, other) if one < other else (other, one)


def _edge(key: tuple[str, tuple[str, str], tuple[str, str]], gathered: _Gathered) -> Edge:
    return Edge(*key, len(gathered.events), tuple(gathered.events.values()), tuple(gathered.evidence))


def relation_graph(layer: Layer, options: GraphOptions | None = None) -> RelationGraph:
    """Build the direct relations of a layer, as docs/networks.md defines them."""
    return _Builder(layer, options or GraphOptions()).build()
