"""A relation graph that follows its layer: each change costs what it says, however much there is."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple
from weakref import proxy

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.edits import Edit, Record
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.link import Link
from annotator.model.networks.evidence_rows import EvidenceRows, EvidenceTable
from annotator.model.networks.mentioned_together import MentionedTogether, Pairs
from annotator.model.networks.relation_graph import (
    CO_MENTION_EDGE,
    ENTITY,
    MEMBERSHIP_EDGE,
    TOPIC,
    Edge,
    EdgeKey,
    GraphOptions,
    Node,
    NodeKey,
    RelationGraph,
    Sayings,
    edge_of,
)
from annotator.model.networks.same_event import EventGroups
from annotator.model.place_index import SortKey
from annotator.model.span import Span
from annotator.model.topic import Topic

_KIND_OF: Final = {edits.ENTITIES: ENTITY, edits.TOPICS: TOPIC}


class _Told(NamedTuple):
    """What an annotation says, where it says it, and the event that it tells with others."""

    place: SortKey
    fragments: tuple[Span, ...]
    event: str | None
    nodes: tuple[NodeKey, ...]
    edges: tuple[tuple[EdgeKey, str | None], ...]


def _loosely(method: Any) -> Callable[..., Any]:
    """Give a method that does not hold its object, which holds it: both go with the last who has the object.

    A graph that only the collector frees may never go, since that leaves alone what large documents are made of.
    """
    return partial(method.__func__, proxy(method.__self__))


class GrowingGraph:
    """The relations of a layer, those that ``relation_graph`` gives, kept up by ``follow`` with every change.

    ``layer`` is looked at, never changed. Where the graph was made of a snapshot, the layer itself may take its place
    before ``follow`` is told of all that it has gone through since, at once.
    """

    def __init__(self, layer: Layer, options: GraphOptions | None = None) -> None:
        self.layer = layer
        self._options = options or GraphOptions()
        self._before: dict[str, dict[str, Record | None]] = {}
        self._sayings = self._say(self._options)
        self._groups = EventGroups(layer.links.values())
        of_node = map(_loosely, (self._make_node, self._place, self._rank_of_node))
        self._nodes: EvidenceTable[NodeKey, Node] = EvidenceTable(*of_node)
        of_edge = map(_loosely, (self._make_edge, self._place, self._rank_of_edge))
        self._edges: EvidenceTable[EdgeKey, Edge] = EvidenceTable(*of_edge)
        for annotation in layer.in_order():
            self._take(annotation.id, self._told(annotation), is_last=True)
        self._together = MentionedTogether(self._options.sentences if self._shows(CO_MENTION_EDGE) else ())
        self._together.look_at_all(self._pairs_in, self._groups.event_of)
        self._edges.settle()
        self._nodes.settle()
        self._memberships = self._find_memberships()
        self._graph: RelationGraph | None = None

    def _say(self, options: GraphOptions) -> Sayings:
        return Sayings(options, _loosely(self._entity), _loosely(self._topic))

    @property
    def graph(self) -> RelationGraph:
        """The graph as it is now; one that was given before stays as it was."""
        if self._graph is None:
            edges = {**self._edges.made, **self._together.made, **self._memberships}
            self._graph = RelationGraph(self._nodes.made.copy(), edges)
        return self._graph

    def keys_of(self, annotation_id: str) -> set[NodeKey | EdgeKey]:
        """Give the nodes and edges that an annotation is evidence of."""
        annotation = self.layer.annotations.get(annotation_id)
        if annotation is None:
            return set()
        nodes, edges = self._sayings.said(annotation)
        return {*nodes, *edges, *self._together.edges_of(annotation_id, annotation.fragments)}

    def follow(self, changed: Iterable[Edit], options: GraphOptions | None = None) -> None:
        """Take in edits that the layer has gone through; what they do not alter leaves the graph the one it is.

        ``options`` are given where the filter has to change with them; it may judge anew those annotations alone that
        the edits touch, or whose topics they touch.
        """
        changed = _one_a_record(changed)
        for edit in changed:
            self._before.setdefault(edit.table, {})[edit.key] = edit.before
        touched = self._touched(changed)
        before = {key: self._told(found) for key in touched if (found := self._annotation(key))}
        self._before.clear()
        self._groups.follow(*_links_of(changed))
        if options is not None:
            self._options = options
            self._sayings = self._say(options)
        now = {key: self._told(found) for key in touched if (found := self._annotation(key))}
        if options is None and _tells_nothing_else(changed, before, now):
            return
        self._replace(before, now)
        self._nodes.stale((_KIND_OF[edit.table], edit.key) for edit in changed if edit.table in _KIND_OF)
        self._edges.settle()
        if self._nodes.settle() or any(edit.table == edits.ENTITIES for edit in changed):
            self._memberships = self._find_memberships()
        self._graph = None

    def _replace(self, before: Mapping[str, _Told], now: Mapping[str, _Told]) -> None:
        """Let go of what annotations said before, and take in what they say now."""
        other = [key for key in {**before, **now} if before.get(key) != now.get(key)]
        places = {key: told.place for key, told in before.items()}
        for key in other:
            if told := before.get(key):
                for table, keys in self._tables(told):
                    table.remove(keys, key, told.event, places)
        for key in other:
            if told := now.get(key):
                self._take(key, told)
        told_there = [told for key in other for tell in (before, now) if (told := tell.get(key))]
        spans = [span for told in told_there for span in told.fragments]
        self._together.look_again(spans, self._pairs_in, self._groups.event_of)

    def _touched(self, changed: Iterable[Edit]) -> set[str]:
        """Give the annotations that may say something else than before."""
        found: set[str] = set()
        for edit in changed:
            match edit.table:
                case edits.ANNOTATIONS:
                    found.add(edit.key)
                case edits.TOPICS:
                    found.update(self.layer.references.with_topic(edit.key))
                case edits.ENTITIES:
                    if self._is_another(edit):
                        found.update(self.layer.references.with_entity(edit.key))
                case edits.LINKS:
                    for link in (edit.before, edit.after):
                        if isinstance(link, Link):
                            found |= self._groups.group_of(link.source) | self._groups.group_of(link.target)
        return found

    def _is_another(self, edit: Edit) -> bool:
        """Tell whether an entity came, went, or changed to a type that is shown or hidden."""
        before, after = edit.before, edit.after
        if isinstance(before, Entity) and isinstance(after, Entity):
            return self._options.entity_types is not None and before.type != after.type
        return True

    def _told(self, annotation: Annotation) -> _Told:
        nodes, edges = self._sayings.said(annotation)
        event = self._groups.event_of.get(annotation.id)
        return _Told(annotation.place, annotation.fragments, event, tuple(nodes), tuple(edges.items()))

    def _take(self, identifier: str, told: _Told, *, is_last: bool = False) -> None:
        self._nodes.add([(key, None) for key in told.nodes], identifier, told.event, is_last=is_last)
        self._edges.add(told.edges, identifier, told.event, is_last=is_last)

    def _tables(self, told: _Told) -> tuple[tuple[Any, Iterable[Any]], ...]:
        return (self._nodes, told.nodes), (self._edges, (key for key, _value in told.edges))

    def _make_node(self, key: NodeKey, rows: EvidenceRows) -> Node:
        return self._sayings.node(key, rows.count, rows.ids)

    def _make_edge(self, key: EdgeKey, rows: EvidenceRows) -> Edge:
        return edge_of(key, rows.values_of(self._groups.event_of), rows.ids)

    def _rank_of_node(self, key: NodeKey, identifier: str) -> int:
        return self._told(self.layer.annotations[identifier]).nodes.index(key)

    def _rank_of_edge(self, key: EdgeKey, identifier: str) -> int:
        return [edge for edge, _value in self._told(self.layer.annotations[identifier]).edges].index(key)

    def _place(self, identifier: str) -> SortKey:
        return self.layer.annotations[identifier].place

    def _pairs_in(self, sentence: Span) -> Pairs:
        return self._sayings.pairs(self.layer.between(*sentence))

    def _shows(self, kind: str) -> bool:
        return kind in self._options.kinds

    def _find_memberships(self) -> dict[EdgeKey, Edge]:
        keys = self._sayings.memberships(self._nodes.made) if self._shows(MEMBERSHIP_EDGE) else ()
        return {key: edge_of(key, (), ()) for key in keys}

    # Records as they are, or as they were while what they said is looked for ----------------------------------------

    def _entity(self, identifier: str) -> Entity | None:
        found = self._record(edits.ENTITIES, identifier, self.layer.entities)
        return found if isinstance(found, Entity) else None

    def _topic(self, identifier: str) -> Topic | None:
        found = self._record(edits.TOPICS, identifier, self.layer.topics)
        return found if isinstance(found, Topic) else None

    def _annotation(self, identifier: str) -> Annotation | None:
        found = self._record(edits.ANNOTATIONS, identifier, self.layer.annotations)
        return found if isinstance(found, Annotation) else None

    def _record(self, table: str, key: str, now: Mapping[str, Record]) -> Record | None:
        before = self._before.get(table)
        return before[key] if before and key in before else now.get(key)


def _tells_nothing_else(changed: Iterable[Edit], before: Mapping[str, _Told], now: Mapping[str, _Told]) -> bool:
    """Tell whether annotations alone changed, and those that say something say the same in the same place."""
    says = {key for told in (before, now) for key, one in told.items() if one.nodes}
    return all(edit.table == edits.ANNOTATIONS for edit in changed) and all(
        before.get(key) == now.get(key) for key in says
    )


def _one_a_record(changed: Iterable[Edit]) -> tuple[Edit, ...]:
    """Give what became of each record: of several edits the first tells what it was, and the last what it is."""
    whole: dict[tuple[str, str], Edit] = {}
    for edit in changed:
        first = whole.get((edit.table, edit.key), edit)
        whole[edit.table, edit.key] = edit if first is edit else Edit(edit.table, edit.key, first.before, edit.after)
    return tuple(whole.values())


def _links_of(changed: Iterable[Edit]) -> tuple[list[Link], list[Link]]:
    """Give the links that went and those that came."""
    edited = [edit for edit in changed if edit.table == edits.LINKS]
    gone = [edit.before for edit in edited if isinstance(edit.before, Link)]
    come = [edit.after for edit in edited if isinstance(edit.after, Link)]
    return gone, come
