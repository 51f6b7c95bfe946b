"""A chart as SVG within a page."""

from html import escape

from annotator.formats.xml_text import xml_text
from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.plain_letters import PIXELS_A_POINT
from annotator.services.reporting.drawn_chart import Line, Shape, Words, drawn_chart

_PITCH, _BELOW_MIDDLE = 1.07, 0.35


def chart_svg(title: str, graph: RelationGraph) -> str:
    """Give a figure with a chart; the table behind it tells all that it shows."""
    drawn = drawn_chart(graph)
    body = "".join(map(_part, drawn.parts))
    label = f"{title}: {len(graph.nodes):,} nodes, {len(graph.edges):,} edges; the table below has all of them"
    told = f'<figcaption class="quiet">{escape(drawn.told)}</figcaption>' if drawn.told else ""
    return (
        f'<figure><svg viewBox="0 0 {drawn.width:.0f} {drawn.height:.0f}" role="img" aria-label="{escape(label)}" '
        f'font-family="sans-serif">{body}</svg>{told}</figure>\n'
    )


def _part(part: Line | Shape | Words) -> str:
    if isinstance(part, Line):
        return _line(part)
    return _shape(part) if isinstance(part, Shape) else _words(part)


def _line(line: Line) -> str:
    (x, y), (bend_x, bend_y), (to_x, to_y) = line.start, line.control, line.end
    way = f"M{x:.1f} {y:.1f}Q{bend_x:.1f} {bend_y:.1f} {to_x:.1f} {to_y:.1f}"
    dash = f' stroke-dasharray="{" ".join(map(str, line.dash))}"' if line.dash else ""
    path = f'<path d="{way}" fill="none" stroke="#{line.color}" stroke-width="{line.width:.1f}"{dash}/>'
    if line.hollow:
        path += f'<path d="{way}" fill="none" stroke="#fff" stroke-width="{max(1.0, line.width - 2.5):.1f}"/>'
    head = f'<path d="{_polygon(line.head)}" fill="#{line.color}"/>' if line.head else ""
    return f"<g>{_title(line.title)}{path}{head}</g>"


def _shape(shape: Shape) -> str:
    ink = f'fill="#{shape.fill}"' + (f' stroke="#{shape.border}" stroke-width="1.2"' if shape.border else "")
    if shape.corners:
        return f'<path d="{_polygon(shape.corners)}" {ink}>{_title(shape.title)}</path>'
    if shape.circle:
        middle = shape.x + shape.width / 2, shape.y + shape.height / 2
        place = f'cx="{middle[0]:.1f}" cy="{middle[1]:.1f}" r="{shape.width / 2:.1f}"'
        return f"<circle {place} {ink}>{_title(shape.title)}</circle>"
    place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
    return f'<rect {place} rx="{shape.corner:.1f}" {ink}>{_title(shape.title)}</rect>'


def _words(words: Words) -> str:
    size = words.points * PIXELS_A_POINT
    middle = words.y + words.height / 2
    first = middle + size * (_BELOW_MIDDLE - _PITCH * (len(words.lines) - 1) / 2)
    x = words.x + words.width / 2 if words.middle else words.x
    look = f'font-size="{size:.1f}" fill="#{words.color}"'
    look += ' text-anchor="middle"' if words.middle else ""
    look += ' font-weight="600"' if words.bold else ""
    return "".join(
        f'<text x="{x:.1f}" y="{first + row * size * _PITCH:.1f}" {look}>{escape(xml_text(line))}</text>'
        for row, line in enumerate(words.lines)
    )


def _polygon(corners: tuple[tuple[float, float], ...]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _title(title: str) -> str:
    return f"<title>{escape(xml_text(title))}</title>" if title else ""
