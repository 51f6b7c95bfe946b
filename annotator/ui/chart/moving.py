"""A picture on its way into another one, and with a node that is being dragged."""

from dataclasses import replace

from annotator.services.charting.picture import ChartPicture, EdgeLine, NodeBox, NodeKey, Place


def between(old: ChartPicture, new: ChartPicture, part: float) -> ChartPicture:
    """Give the new picture with what was in the old one as far on its way, from 0 to 1; the rest is there at once."""
    boxes = {box.key: box for box in old.nodes}
    lines = {line.key: line for line in old.edges}
    nodes = tuple(_box_between(boxes[box.key], box, part) if box.key in boxes else box for box in new.nodes)
    edges = tuple(_line_between(lines[line.key], line, part) if line.key in lines else line for line in new.edges)
    return replace(new, nodes=nodes, edges=edges)


def moves(old: ChartPicture, new: ChartPicture) -> bool:
    """Tell whether a box is elsewhere in the new picture than it was."""
    middles = {box.key: box.middle for box in old.nodes}
    return any(_far(middles.get(box.key, box.middle), box.middle) for box in new.nodes)


def dragged(picture: ChartPicture, key: NodeKey, by: Place) -> ChartPicture:
    """Give a picture with one node elsewhere; its lines follow it as they are."""
    nodes = tuple(
        replace(box, x=box.x + by[0], y=box.y + by[1], pinned=True) if box.key == key else box for box in picture.nodes
    )
    return replace(picture, nodes=nodes, edges=tuple(_follow(line, key, by) for line in picture.edges))


def _follow(line: EdgeLine, key: NodeKey, by: Place) -> EdgeLine:
    if key not in (line.source, line.target):
        return line
    half = (by[0] / 2, by[1] / 2)
    start = _sum(line.start, by) if line.source == key else line.start
    end = _sum(line.end, by) if line.target == key else line.end
    return replace(line, start=start, control=_sum(line.control, half), end=end)


def _box_between(old: NodeBox, new: NodeBox, part: float) -> NodeBox:
    if not _far(old.middle, new.middle):
        return new
    x, y = _on_the_way(old.middle, new.middle, part)
    return replace(new, x=x - new.width / 2, y=y - new.height / 2)


def _line_between(old: EdgeLine, new: EdgeLine, part: float) -> EdgeLine:
    if (old.start, old.control, old.end) == (new.start, new.control, new.end):
        return new
    return replace(
        new,
        start=_on_the_way(old.start, new.start, part),
        control=_on_the_way(old.control, new.control, part),
        end=_on_the_way(old.end, new.end, part),
    )


def _on_the_way(old: Place, new: Place, part: float) -> Place:
    return old[0] + (new[0] - old[0]) * part, old[1] + (new[1] - old[1]) * part


def _sum(place: Place, by: Place) -> Place:
    return place[0] + by[0], place[1] + by[1]


def _far(old: Place, new: Place) -> bool:
    return abs(old[0] - new[0]) > 0.5 or abs(old[1] - new[1]) > 0.5
