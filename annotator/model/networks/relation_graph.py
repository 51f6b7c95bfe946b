"""Who claims what of whom and who agrees with whom, as nodes and edges with their evidence."""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.networks.same_event import same_event_groups
from annotator.model.span import Span
from annotator.model.topic import Topic
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

NodeKey = tuple[str, str]
EdgeKey = tuple[str, NodeKey, NodeKey]


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
    def key(self) -> NodeKey:
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
    source: NodeKey
    target: NodeKey
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


class MadeWhenAsked(Mapping[EdgeKey, Edge]):
    """Edges that are too many to be held: each is made, with its evidence, when it is asked for."""

    @abstractmethod
    def weights(self) -> Iterator[tuple[EdgeKey, float]]:
        """Give the keys with the weights, in the order of the edges."""


@dataclass(frozen=True, slots=True)
class RelationGraph:
    """Nodes and edges by their keys, in the order of the text.

    ``days`` are the middles of a network's time windows, ``communities`` the numbers of those that nodes belong to.
    """

    nodes: dict[NodeKey, Node]
    edges: Mapping[EdgeKey, Edge]
    days: tuple[str, ...] = ()
    communities: Mapping[NodeKey, int] = field(default_factory=dict)

    def evidence_of(self, key: object) -> tuple[str, ...]:
        """Give the annotations behind a node or an edge, by its key; none for an unknown one."""
        if key in self.nodes:
            return self.nodes[key].evidence
        edge = self.edge(key)
        return edge.evidence if edge else ()

    def edge(self, key: object) -> Edge | None:
        """Give an edge by its key, None for anything else."""
        return self.edges.get(key)  # type: ignore[call-overload, no-any-return] # whatever else it is names none

    def weights(self) -> Iterator[tuple[EdgeKey, float]]:
        """Give the keys of the edges with their weights; for this no edge has to be made."""
        if isinstance(self.edges, MadeWhenAsked):
            return self.edges.weights()
        return ((key, edge.weight) for key, edge in self.edges.items())


@dataclass(frozen=True, slots=True)
class GraphOptions:
    """What is drawn. ``positions``: topic nodes for "untargeted" claims, for "all" claims and agreements, or "none".

    ``level``: entities as themselves ("own") or as those they act for ("for"). ``keep`` filters annotations, ``shown``
    entities by their names.
    """

    kinds: frozenset[str] = frozenset((AGREEMENT_EDGE, CLAIM_EDGE, POSITION_EDGE))
    positions: str = "untargeted"
    level: str = "own"
    keep: Callable[[Annotation], bool] | None = None
    entity_types: frozenset[str] | None = None
    sentences: tuple[Span, ...] = ()
    shown: Callable[[str], bool] | None = None


class Sayings:
    """What annotations say, one by one, as nodes and edges that they are evidence of.

    ``entity`` and ``topic`` give what an id names, None for what is not there.
    """

    def __init__(
        self, options: GraphOptions, entity: Callable[[str], Entity | None], topic: Callable[[str], Topic | None]
    ) -> None:
        self._options = options
        self._entity_of = entity
        self._topic_of = topic

    def counts(self, annotation: Annotation) -> bool:
        """Tell whether an annotation passes the filter."""
        return self._options.keep is None or self._options.keep(annotation)

    def said(self, annotation: Annotation) -> tuple[dict[NodeKey, None], dict[EdgeKey, str | None]]:
        """Give the nodes that an annotation is evidence of, and the edges with its status, attitude or stance.

        Both are in the order in which it names them; an annotation that does not pass says nothing.
        """
        if not self.counts(annotation):
            return {}, {}
        if annotation.type == ACTOR:
            return {key: None for key in map(self._node, annotation.entities) if key}, {}
        nodes = {key: None for _field, role in annotation.roles() if (key := self._shown(role))}
        if topic := self._topic(annotation):
            nodes[topic] = None
        edges: dict[EdgeKey, str | None] = {}
        for kind, source, target, value in self._edges(annotation):
            if source and target and source != target:
                edges.setdefault((kind, source, target), value)
        return nodes, edges

    def pairs(self, mentions: Iterable[Annotation]) -> Iterator[tuple[EdgeKey, str, str]]:
        """Give the edges between those mentioned together, with the two annotations; takes one sentence's mentions."""
        kept = [a for a in mentions if a.type == ACTOR and self.counts(a)]
        for one, other in combinations(kept, 2):
            for a in map(self._node, one.entities):
                for b in map(self._node, other.entities):
                    if a and b and a != b:
                        yield (CO_MENTION_EDGE, *_in_order(a, b)), one.id, other.id

    def memberships(self, nodes: Iterable[NodeKey]) -> list[EdgeKey]:
        """Give the edges from the nodes of members to those of their groups."""
        there = dict.fromkeys(nodes)
        found: list[EdgeKey] = []
        for key in there:
            entity = self._entity_of(key[1]) if key[0] == ENTITY else None
            groups = ((ENTITY, group) for group in (entity.member_of if entity else ()))
            found.extend((MEMBERSHIP_EDGE, key, group) for group in groups if group in there)
        return found

    def node(self, key: NodeKey, count: int, evidence: Iterable[str]) -> Node:
        """Give a node with the words of its entity or topic."""
        kind, identifier = key
        if kind == TOPIC:
            topic = self._topic_of(identifier)
            return Node(kind, identifier, topic.name if topic else "", "", count, tuple(evidence))
        entity = self._entity_of(identifier)
        return Node(
            kind, identifier, entity.name if entity else "", entity.type if entity else "", count, tuple(evidence)
        )

    def _edges(self, annotation: Annotation) -> Iterator[tuple[str, NodeKey | None, NodeKey | None, str | None]]:
        kinds = self._options.kinds
        if annotation.type == CLAIM and CLAIM_EDGE in kinds:
            for speaker in annotation.speakers:
                for target in annotation.targets:
                    yield CLAIM_EDGE, self._shown(speaker), self._node(target.entity), target.attitude
        if annotation.type == AGREEMENT and AGREEMENT_EDGE in kinds:
            for one, other in combinations(annotation.parties, 2):
                if one.side is None or one.side != other.side:
                    source, target_node = self._shown(one), self._shown(other)
                    if source and target_node:
                        yield AGREEMENT_EDGE, *_in_order(source, target_node), annotation.status
        if topic := self._topic(annotation):
            for role in annotation.speakers or annotation.parties:
                yield POSITION_EDGE, self._shown(role), topic, annotation.stance

    def _topic(self, annotation: Annotation) -> NodeKey | None:
        """Give the node of the topic on which an annotation takes a position, None where none is shown."""
        if POSITION_EDGE not in self._options.kinds or annotation.type == ACTOR or annotation.topic is None:
            return None
        untargeted = annotation.type == CLAIM and not annotation.targets
        wanted = self._options.positions == "all" or (self._options.positions == "untargeted" and untargeted)
        return (TOPIC, annotation.topic) if wanted and self._topic_of(annotation.topic) else None

    def _shown(self, role: Role) -> NodeKey | None:
        return self._node(role.acts_for or role.entity if self._options.level == "for" else role.entity)

    def _node(self, entity_id: str) -> NodeKey | None:
        entity, types, shown = self._entity_of(entity_id), self._options.entity_types, self._options.shown
        if entity is None or (types is not None and entity.type not in types) or (shown and not shown(entity.name)):
            return None
        return (ENTITY, entity_id)


@dataclass(slots=True)
class _Gathered:
    events: dict[str, str | None] = field(default_factory=dict)
    evidence: dict[str, None] = field(default_factory=dict)


def relation_graph(layer: Layer, options: GraphOptions | None = None) -> RelationGraph:
    """Build the direct relations of a layer, as docs/networks.md defines them."""
    options = options or GraphOptions()
    sayings = Sayings(options, layer.entities.get, layer.topics.get)
    event_of = same_event_groups(layer.links.values())
    nodes: defaultdict[NodeKey, _Gathered] = defaultdict(_Gathered)
    edges: defaultdict[EdgeKey, _Gathered] = defaultdict(_Gathered)

    def count(gathered: _Gathered, identifier: str, value: str | None) -> None:
        gathered.events.setdefault(event_of.get(identifier, identifier), value)
        gathered.evidence[identifier] = None

    for annotation in layer.in_order():
        said_nodes, said_edges = sayings.said(annotation)
        for key in said_nodes:
            count(nodes[key], annotation.id, None)
        for edge, value in said_edges.items():
            count(edges[edge], annotation.id, value)
    if CO_MENTION_EDGE in options.kinds:
        for sentence in options.sentences:
            for edge, one, other in sayings.pairs(layer.between(*sentence)):
                count(edges[edge], one, None)
                edges[edge].evidence[other] = None
    if MEMBERSHIP_EDGE in options.kinds:
        edges.update((edge, _Gathered()) for edge in sayings.memberships(nodes))
    return RelationGraph(
        {key: sayings.node(key, len(found.events), found.evidence) for key, found in nodes.items()},
        {key: edge_of(key, tuple(found.events.values()), found.evidence) for key, found in edges.items()},
    )


def edge_of(key: EdgeKey, values: tuple[str | None, ...], evidence: Iterable[str]) -> Edge:
    """Give an edge, counted by the values of its events."""
    return Edge(*key, len(values), values, tuple(evidence))


def _in_order(one: NodeKey, other: NodeKey) -> tuple[NodeKey, NodeKey]:
    return (one, other) if one < other else (other, one)
