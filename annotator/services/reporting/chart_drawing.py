"""A chart as a DrawingML group, which Word 2010 and later and LibreOffice draw and let edit."""

from html import escape
from typing import Final

from annotator.formats.xml_text import xml_text
from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.reporting.drawn_chart import DrawnChart, Line, Shape, Words, drawn_chart

_UNITS: Final = 9525
"""English metric units of a pixel."""
_WIDEST, _HIGHEST = 640, 860
"""Pixels of a page between its margins."""
_DASH: Final[dict[tuple[float, ...], str]] = {(6.0, 3.4): "dash", (1.8, 2.6): "sysDot"}
_GROUP: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"


def chart_drawing(title: str, graph: RelationGraph, number: int) -> str:
    """Give the paragraph that holds a chart, and one that says what was left out."""
    drawn = drawn_chart(graph)
    scale = min(1.0, _WIDEST / drawn.width, _HIGHEST / drawn.height)
    width, height = round(drawn.width * scale * _UNITS), round(drawn.height * scale * _UNITS)
    told = f"{title}: {len(graph.nodes):,} nodes, {len(graph.edges):,} edges; the table below has all of them"
    shapes = "".join(_shapes(drawn, number * 100_000, scale))
    whole = f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
    group = (
        f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>{whole}<a:chOff x="0" y="0"/>'
        f'<a:chExt cx="{width}" cy="{height}"/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>'
    )
    drawing = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr="{escape(told)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_GROUP}">{group}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    body = (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wpg">{drawing}</mc:Choice>'
        f"<mc:Fallback><w:t>{escape(told)}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    said = f'<w:p><w:r><w:t xml:space="preserve">{escape(drawn.told)}</w:t></w:r></w:p>' if drawn.told else ""
    return body + said


def _shapes(drawn: DrawnChart, number: int, scale: float) -> list[str]:
    out: list[str] = []
    for part in drawn.parts:
        if isinstance(part, Line):
            out += _line(part, number + len(out), scale)
        elif isinstance(part, Shape):
            out.append(_shape(part, number + len(out), scale))
        else:
            out.append(_words(part, number + len(out), scale))
    return out


def _line(line: Line, number: int, scale: float) -> list[str]:
    points = (line.start, line.control, line.end)
    (left, top), (right, bottom) = _corners(points)
    size = max(1, _emu(right - left, scale)), max(1, _emu(bottom - top, scale))
    (x, y), (bend_x, bend_y), (to_x, to_y) = (
        (_emu(at_x - left, scale), _emu(at_y - top, scale)) for at_x, at_y in points
    )
    way = (
        f'<a:path w="{size[0]}" h="{size[1]}" fill="none"><a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo><a:quadBezTo>'
        f'<a:pt x="{bend_x}" y="{bend_y}"/><a:pt x="{to_x}" y="{to_y}"/></a:quadBezTo></a:path>'
    )
    dash = f'<a:prstDash val="{_DASH.get(line.dash, "solid")}"/>' if line.dash else ""
    compound = ' cmpd="dbl"' if line.hollow else ""
    ink = f'<a:ln w="{_emu(line.width, scale)}"{compound}>{_solid(line.color)}{dash}</a:ln>'
    place = _place(left, top, size, scale)
    made = [_made(number, line.title or "line", f"{place}{_custom(way)}<a:noFill/>{ink}")]
    if line.head:
        made.append(
            _made(number + 1, "head", _polygon(line.head, scale) + _solid(line.color) + "<a:ln><a:noFill/></a:ln>")
        )
    return made


def _shape(shape: Shape, number: int, scale: float) -> str:
    border = (
        f'<a:ln w="{_emu(1.2, scale)}">{_solid(shape.border)}</a:ln>' if shape.border else "<a:ln><a:noFill/></a:ln>"
    )
    if shape.corners:
        form = _polygon(shape.corners, scale)
    else:
        least = max(1.0, min(shape.width, shape.height))
        kind = "ellipse" if shape.circle else "roundRect" if shape.corner else "rect"
        round_by = round(50_000 * min(1.0, 2 * shape.corner / least))
        adjust = f'<a:gd name="adj" fmla="val {round_by}"/>' if kind == "roundRect" else ""
        size = max(1, _emu(shape.width, scale)), max(1, _emu(shape.height, scale))
        geometry = f'<a:prstGeom prst="{kind}"><a:avLst>{adjust}</a:avLst></a:prstGeom>'
        form = _place(shape.x, shape.y, size, scale) + geometry
    return _made(number, shape.title or "shape", form + _solid(shape.fill) + border)


def _words(words: Words, number: int, scale: float) -> str:
    half_points = max(2, round(2 * words.points * scale))
    bold = "<w:b/>" if words.bold else ""
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    look = f'<w:rPr>{bold}<w:color w:val="{words.color.upper()}"/>{size}</w:rPr>'
    side = "center" if words.middle else "left"
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(xml_text(line))}</w:t>' for line in words.lines)
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="ChartName"/><w:jc w:val="{side}"/></w:pPr><w:r>{look}{lines}</w:r></w:p>'
    # Letters may be wider than they were thought to be: the box is, to both sides where they stand in the middle.
    wider = 0.25 * words.width + 6
    left = words.x - (wider if words.middle else 0.0)
    room = _emu(words.width + wider * (2 if words.middle else 1), scale), _emu(words.height, scale)
    form = (
        _place(left, words.y, room, scale)
        + '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
    )
    text = f"<wps:txbx><w:txbxContent>{paragraph}</w:txbxContent></wps:txbx>"
    body = '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>'
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="name"/><wps:cNvSpPr txBox="1"/><wps:spPr>{form}</wps:spPr>'
        f"{text}{body}</wps:wsp>"
    )


def _made(number: int, name: str, form: str) -> str:
    told = escape(xml_text(name))
    named = f'<wps:cNvPr id="{number}" name="{told}"/><wps:cNvSpPr/>'
    return f"<wps:wsp>{named}<wps:spPr>{form}</wps:spPr><wps:bodyPr/></wps:wsp>"


def _polygon(corners: tuple[tuple[float, float], ...], scale: float) -> str:
    (left, top), (right, bottom) = _corners(corners)
    size = max(1, _emu(right - left, scale)), max(1, _emu(bottom - top, scale))
    points = [f'<a:pt x="{_emu(x - left, scale)}" y="{_emu(y - top, scale)}"/>' for x, y in corners]
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points[1:])
    path = f'<a:path w="{size[0]}" h="{size[1]}"><a:moveTo>{points[0]}</a:moveTo>{lines}<a:close/></a:path>'
    return _place(left, top, size, scale) + _custom(path)


def _custom(path: str) -> str:
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f"<a:pathLst>{path}</a:pathLst></a:custGeom>"
    )


def _place(x: float, y: float, size: tuple[int, int], scale: float) -> str:
    left, top = _emu(x, scale), _emu(y, scale)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{size[0]}" cy="{size[1]}"/></a:xfrm>'


def _corners(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], tuple[float, float]]:
    across, down = zip(*points, strict=True)
    return (min(across), min(down)), (max(across), max(down))


def _solid(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color.upper()}"/></a:solidFill>'


def _emu(pixels: float, scale: float) -> int:
    return round(pixels * scale * _UNITS)
