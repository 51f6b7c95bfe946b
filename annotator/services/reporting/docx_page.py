"""Pages as a Word document (ECMA-376, transitional), written by hand: text, bookmarks, tables, a chart."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import count
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.formats.xml_text import xml_text
from annotator.services.reporting.docx_parts import DOCUMENT_END, DOCUMENT_START, PARTS, core_properties
from annotator.services.reporting.page import (
    Block,
    Chart,
    Ending,
    Heading,
    Mark,
    Opening,
    Page,
    Paragraph,
    Run,
    Table,
    color_of,
)

_LINES: Final = {"actor": "single", "claim": "dash", "agreement": "double"}
_FILLS: Final = {"actor": "e8ecf5", "claim": "f9f0e7", "agreement": "e7f1ee"}
# A word or more of a script that runs leftwards, with what stands between such words.
_LEFTWARDS: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL: Final = re.compile(f"[{_LEFTWARDS}](?:[^A-Za-z\u00c0-\u024f\u0370-\u058f]*[{_LEFTWARDS}])?")
_LETTER: Final = re.compile(f"[{_LEFTWARDS}A-Za-z\u00c0-\u024f\u0370-\u058f\u0900-\u1fff\u3040-\ud7ff]")
_BREAKS: Final = re.compile("([\n\u2028\u2029\u0085\x0b]|\t)")
_LANGUAGE: Final = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WIDTH: Final = 9638
"""Twentieths of a point between the margins."""
_LONGEST_NAME: Final = 40
"""So many characters the name of a bookmark may have."""


class DocxFile:
    """Writes pages one after the other into a stream; ``close`` makes the file whole."""

    def __init__(self, stream: BinaryIO, title: str, told: Sequence[str] = ()) -> None:
        self._zip = ZipFile(stream, "w", ZIP_DEFLATED)
        for name, text in (*PARTS.items(), ("docProps/core.xml", core_properties(xml_text(title)))):
            self._zip.writestr(_member(name), text)
        self._title, self._told = title, told
        self._numbers = count(1)
        self._names: dict[str, str] = {}

    def write(self, pages: Iterable[Page], contents: Sequence[Page] = ()) -> None:
        """Write all pages, below a list of contents where one is given, and close the file."""
        with self._zip.open(_member("word/document.xml"), "w") as part:
            part.write(DOCUMENT_START.encode())
            if contents or self._told:
                part.write(self._front(contents).encode())
            for page in pages:
                part.write(self._page(page, broken=bool(contents)).encode())
            part.write(DOCUMENT_END.encode())
        self._zip.close()

    def _front(self, contents: Sequence[Page]) -> str:
        lines = [_paragraph(_words(self._title), "Title")]
        lines += [_paragraph(_words(one, '<w:color w:val="5A6370"/>')) for one in self._told]
        for page in contents:
            told = _words(f"  {page.told}", '<w:color w:val="5A6370"/>')
            lines.append(_paragraph(self._link(page.anchor, _words(page.title)) + told, "Contents"))
        return "".join(lines)

    def _page(self, page: Page, *, broken: bool) -> str:
        out = []
        for block in page.blocks:
            if isinstance(block, Heading):
                break_before = "<w:pageBreakBefore/>" if broken and block.level == 1 else ""
                inside = self._bookmarked(block.anchor, _words(block.text))
                out.append(_paragraph(inside, f"Heading{block.level}", break_before))
            else:
                out.append(self._block(block, page.language))
        return "".join(out)

    def _block(self, block: Block, language: str) -> str:
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Chart):
            from annotator.services.reporting.chart_drawing import chart_drawing  # numpy comes with it

            return chart_drawing(block.title, block.graph, next(self._numbers))
        assert isinstance(block, Paragraph)
        spoken = language if block.of_text else ""
        body = "".join(self._piece(piece, spoken) for piece in block.pieces)
        letter = _LETTER.search("".join(piece.text for piece in block.pieces if isinstance(piece, Run)))
        style = "Note" if block.anchor else "Article" if block.of_text else ""
        more = ('<w:spacing w:before="160"/>' if block.gap else "") if block.of_text else ""
        bidi = "<w:bidi/>" if letter and _RTL.match(letter.group()) and block.of_text else ""
        return _paragraph(self._bookmarked(block.anchor, body), style, bidi + more)

    def _table(self, table: Table) -> str:
        shares = [int(share) for share in table.shares(_WIDTH)]
        grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
        heads = "".join(
            _cell(_paragraph(_words(head, "<w:b/>"), "Cell"), share)
            for head, share in zip(table.heads, shares, strict=False)
        )
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>" if heads else ""
        rows = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{self._cells(row, shares)}</w:tr>" for row in table.rows)
        title = _paragraph(_words(table.title, "<w:b/>"), "Cell", "<w:keepNext/>") if table.title else ""
        look = f'<w:tblLook w:val="0{"6" if heads else "4"}80" w:firstRow="{int(bool(heads))}" w:firstColumn="1"/>'
        properties = f'<w:tblPr><w:tblStyle w:val="Lines"/><w:tblW w:w="5000" w:type="pct"/>{look}</w:tblPr>'
        return f"{title}<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>{_paragraph('', 'Cell')}"

    def _cells(self, row: tuple[tuple[Run, ...], ...], shares: Sequence[int]) -> str:
        inside = ("".join(self._run(run, "") for run in runs) for runs in row)
        return "".join(_cell(_paragraph(one, "Cell"), share) for one, share in zip(inside, shares, strict=True))

    def _piece(self, piece: Run | Opening | Ending, language: str) -> str:
        if isinstance(piece, Run):
            return self._run(piece, language)
        mark = piece.mark
        look = f'<w:rStyle w:val="Mark"/><w:color w:val="{color_of(mark.type).upper()}"/>'
        if isinstance(piece, Opening):
            # Word draws one underline: of what has it not for itself, the beginning is written.
            return _words(f"[{mark.label}", look) if mark.lane else ""
        end = _words(f"{piece.text}]" if mark.lane else piece.text, look)
        return self._bookmarked(piece.anchor, self._link(mark.note, end))

    def _run(self, run: Run, language: str) -> str:
        look = "<w:b/>" if run.bold else ""
        if run.quiet and not run.marks:
            look += '<w:color w:val="5A6370"/>'
        look += _look_of(run.marks[0]) if run.marks else ""
        tag = f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/>'
        words = _words(run.text, look, tag if _LANGUAGE.fullmatch(language) else "")
        return self._link(run.link, words) if run.link else words

    def _link(self, anchor: str, words: str) -> str:
        return f'<w:hyperlink w:anchor="{self._name(anchor)}" w:history="1">{words}</w:hyperlink>'

    def _bookmarked(self, anchor: str, inside: str) -> str:
        if not anchor:
            return inside
        number = next(self._numbers)
        start = f'<w:bookmarkStart w:id="{number}" w:name="{self._name(anchor)}"/>'
        return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'

    def _name(self, anchor: str) -> str:
        """Give the bookmark's name, which may be neither long nor have a hyphen."""
        if anchor not in self._names:
            self._names[anchor] = f"_{len(self._names) + 1}_{re.sub('[^A-Za-z0-9_]', '_', anchor)}"[:_LONGEST_NAME]
        return self._names[anchor]


def _member(name: str) -> ZipInfo:
    """Give a member with a date of its own, so that the same pages are the same bytes."""
    member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = ZIP_DEFLATED
    return member


def _paragraph(inside: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{inside}</w:p>"


def _cell(inside: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _look_of(mark: Mark) -> str:
    color = color_of(mark.type).upper()
    line = _LINES.get(mark.type, "dotted")
    fill = _FILLS.get(mark.type, "EFF0F2").upper()
    return f'<w:u w:val="{line}" w:color="{color}"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _words(text: str, look: str = "", language: str = "") -> str:
    """Give runs of words, those that run leftwards apart; ``look`` is in the order that the schema wants."""
    out, at = [], 0
    for found in _RTL.finditer(text):
        out += [_one(text[at : found.start()], look + language), _one(found.group(), f"{look}<w:rtl/>{language}")]
        at = found.end()
    return "".join((*out, _one(text[at:], look + language)))


def _one(text: str, look: str) -> str:
    if not text:
        return ""
    parts = (_part(part) for part in _BREAKS.split(xml_text(_BREAKS.sub(_as_written, text))) if part)
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(parts)}</w:r>"


def _as_written(found: re.Match[str]) -> str:
    return found.group() if found.group() == "\t" else "\n"


def _part(part: str) -> str:
    if part == "\t":
        return "<w:tab/>"
    return "<w:br/>" if part == "\n" else f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>'


def docx_file(stream: BinaryIO, title: str, pages: Sequence[Page], told: Sequence[str] = ()) -> None:
    """Write pages as one Word document into a stream."""
    DocxFile(stream, title, told).write(pages, pages if len(pages) > 1 else ())
