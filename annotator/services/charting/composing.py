"""From a graph to a composed chart, in a pane of a given size: laid out, grown from what was held, or brought over."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.model.networks.relation_graph import Node, RelationGraph
from annotator.services.charting.arranging import MOST_BOXES, Arrangement, Crowd, arranged, drawn
from annotator.services.charting.detail import DOTS, Written, unit_of
from annotator.services.charting.dots import Dots, dots, grown_dots
from annotator.services.charting.first_layout import first_layout
from annotator.services.charting.growth import begun, grown
from annotator.services.charting.lines import lines_of
from annotator.services.charting.pane import Area
from annotator.services.charting.picture import ChartPicture, ChartPlaces, Letters, NodeBox, NodeKey, Place, Size
from annotator.services.charting.points import Points, each_once
from annotator.services.charting.tray import BORDER, Tray, tray_of

Shown = Arrangement | Dots
WORTH_TIDYING = 4
"""So many crossings fewer are worth that everything moves."""


def picture_of(
    graph: RelationGraph, size: Size, letters: Letters, held: ChartPlaces | None = None
) -> tuple[ChartPicture, ChartPlaces]:
    """Compose a chart, and give what to hold of it for the next time.

    Without anything held all nodes get new places. What is held stays where it is: the chart grows by what is new. In a
    pane of another size than before the held places are brought over. An empty chart that is held begins to grow.
    """
    composing = _Composing.of(graph, size, letters)
    if held is None or not composing.knows(held):
        return composing.finished(composing.fresh(held), held)
    if held.size == size:
        return composing.finished(composing.grown(held), held)
    origin = held.origin or held
    if origin.size == size and composing.shows_what(origin):
        return composing.finished(composing.grown(origin), origin)
    if not composing.shows_what(origin):
        _picture, origin = picture_of(graph, origin.size, letters, origin)
    return composing.finished(composing.brought_over(origin), held, origin)


def tidied(graph: RelationGraph, size: Size, letters: Letters, held: ChartPlaces) -> tuple[ChartPicture, ChartPlaces]:
    """Compose a chart anew: all nodes get new places, but for those that are pinned."""
    composing = _Composing.of(graph, size, letters)
    pins = {key: held.places[key] for key in held.pinned if key in held.places}
    return composing.finished(composing.fresh(held), ChartPlaces(size, pins, pinned=frozenset(pins)))


def crossings_saved(picture: ChartPicture, graph: RelationGraph, letters: Letters, held: ChartPlaces) -> int:
    """Give how many crossings fewer a chart composed anew has; tidying is offered from ``WORTH_TIDYING`` on."""
    anew, _places = tidied(graph, (picture.width, picture.height), letters, held)
    return (picture.quality.crossings or 0) - (anew.quality.crossings or 0)


@dataclass(frozen=True, slots=True)
class _Composing:
    """A graph on its way into a pane."""

    graph: RelationGraph
    letters: Letters
    size: Size
    tray: Tray
    crowd: Crowd

    @classmethod
    def of(cls, graph: RelationGraph, size: Size, letters: Letters) -> "_Composing":
        linked = {end for edge in graph.edges.values() for end in (edge.source, edge.target)}
        nodes = [node for node in graph.nodes.values() if node.key in linked]
        tray = tray_of([node for node in graph.nodes.values() if node.key not in linked], size, letters)
        rank = {node.key: number for number, node in enumerate(nodes)}
        ends = [(rank[edge.source], rank[edge.target]) for edge in graph.edges.values()]
        pairs = np.array(ends, dtype=np.intp).reshape(-1, 2)
        area = Area(BORDER, BORDER, size[0] - BORDER, tray.top - BORDER / 2)
        return cls(graph, letters, size, tray, Crowd(nodes, pairs, each_once(pairs), area))

    def knows(self, held: ChartPlaces) -> bool:
        """Whether any node was shown."""
        return any(node.key in held.degrees for node in self.crowd.nodes)

    def shows_what(self, held: ChartPlaces) -> bool:
        """Whether the nodes are those that were shown."""
        return held.degrees.keys() == {node.key for node in self.crowd.nodes}

    def fresh(self, held: ChartPlaces | None) -> Shown:
        """Give all nodes new places; those that are pinned stay."""
        nodes, area = self.crowd.nodes, self.crowd.area
        if not nodes:
            return drawn(self.crowd, np.zeros((0, 2)), held.level if held else 0, ())
        boxes = len(nodes) <= MOST_BOXES
        room = area.size / unit_of(nodes, self.letters) if boxes else area.size
        base = first_layout(_names(nodes), self.crowd.joined, max(0.1, float(room[0] / room[1])))
        pins = self.places_of({key: held.places[key] for key in held.pinned if key in held.places} if held else {})
        found = arranged(base, self.crowd, self.letters, pins)
        if found and held and not held.degrees:
            found = begun(found, self.crowd)
        return found or dots(base, self.crowd, self.letters)

    def grown(self, held: ChartPlaces) -> Shown:
        """Let what was shown stay, and place what is new; only where that finds no room everything moves."""
        if held.level == DOTS:
            # Boxes are tried again where some nodes have gone.
            fits = len(self.crowd.nodes) <= min(MOST_BOXES, len(held.degrees) - 1)
            return self.fresh(held) if fits else grown_dots(self.places_of(held.places), self.crowd, self.letters)
        many = len(self.crowd.nodes) > MOST_BOXES
        return (None if many else grown(self.crowd, held, self.letters)) or self.fresh(held)

    def brought_over(self, origin: ChartPlaces) -> Shown:
        """Bring the places of a pane of another size over into this one."""
        places = self.places_of(origin.places)
        if len(places) > MOST_BOXES:
            return dots(places, self.crowd, self.letters)
        base = places / unit_of(self.crowd.nodes, self.letters)
        return arranged(base, self.crowd, self.letters) or dots(base, self.crowd, self.letters)

    def places_of(self, places: Mapping[NodeKey, Place]) -> Points:
        """Give places as rows, not numbers where there are none."""
        none = (np.nan, np.nan)
        rows = [places.get(node.key, none) for node in self.crowd.nodes]
        return np.array(rows, dtype=np.float64).reshape(-1, 2)

    def finished(
        self, shown: Shown, held: ChartPlaces | None, origin: ChartPlaces | None = None
    ) -> tuple[ChartPicture, ChartPlaces]:
        """Give the picture, and what to hold of it; the very same as before where nothing is another."""
        before = held or ChartPlaces(self.size)
        keys = [node.key for node in self.crowd.nodes]
        places = {**before.places, **dict(zip(keys, map(_place, shown.places.tolist()), strict=True))}
        degree = np.bincount(self.crowd.joined.ravel(), minlength=len(keys)).tolist()
        level = DOTS if isinstance(shown, Dots) else shown.level
        if before.size == self.size and before.places == places and before.level == level:
            origin = origin or before.origin
        now = ChartPlaces(self.size, places, level, before.pinned, dict(zip(keys, degree, strict=True)), origin)
        now = before if now == before else now
        return self._picture(shown, level, before.pinned), now

    def _picture(self, shown: Shown, level: int, pinned: frozenset[NodeKey]) -> ChartPicture:
        nodes, tray = self.crowd.nodes, self.tray
        boxes = _boxes(nodes, shown)
        return ChartPicture(
            *self.size,
            level=level,
            dots=level == DOTS,
            nodes=tuple(replace(box, pinned=box.key in pinned) for box in boxes) if pinned else tuple(boxes),
            names=shown.names if isinstance(shown, Dots) else (),
            edges=lines_of(self.graph.edges.values(), shown.curves),
            tray=tray.entries,
            tray_hidden=tray.hidden,
            tray_top=tray.top,
            tray_title=tray.title,
            tray_more=tray.more,
            quality=shown.quality,
        )


def _names(nodes: Sequence[Node]) -> list[Hashable]:
    """Give by what nodes are scattered: a document's chart and the same one joined by names look alike."""
    seen: Counter[tuple[str, str, str]] = Counter()
    names: list[Hashable] = []
    for node in nodes:
        name = (node.kind, node.type, " ".join(node.label.split()))
        names.append((*name, seen[name]))
        seen[name] += 1
    return names


def _place(row: list[float]) -> Place:
    return row[0], row[1]


def _boxes(nodes: Sequence[Node], shown: Shown) -> list[NodeBox]:
    corners = (shown.places - shown.sizes / 2).tolist()
    if isinstance(shown, Dots):
        names = [Written((), False, 0.0, False, width, height) for width, height in shown.sizes.tolist()]
    else:
        names = list(shown.names)
    return [_box(node, name, corner) for node, name, corner in zip(nodes, names, corners, strict=True)]


def _box(node: Node, name: Written, corner: list[float]) -> NodeBox:
    return NodeBox(
        node.key,
        node.kind,
        node.type,
        node.label,
        name.lines,
        name.shortened,
        name.points,
        name.bold,
        x=corner[0],
        y=corner[1],
        width=name.width,
        height=name.height,
    )
