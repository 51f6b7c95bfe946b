"""Word documents (.docx, ECMA-376): the text as it stands after all tracked changes, notes at the end.

Left out: comments, deleted and moved-away text, hidden text, the readings of rubies, headers and footers, field codes.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from annotator.formats.documents.embedded_parts import EmbeddedParts
from annotator.formats.documents.extracted import Extracted, tidy
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.documents.symbol_fonts import symbol
from annotator.formats.documents.xml_part import local_name, parse_xml
from annotator.formats.documents.zip_archive import ZipArchive

_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Fallback repeats what Choice says to newer programs; del and moveFrom hold what is no longer part of the text.
_SKIPPED: Final = frozenset({"Fallback", "del", "moveFrom", "pPr", "rPr", "tblPr", "instrText", "delText", "rt"})
_CHARACTERS: Final = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\xad",
}


def read(data: bytes, name: str, _encoding: str | None) -> Extracted:
    """Give the text of a Word document: a paragraph a line, the cells of a table's row separated by tabs."""
    if data.startswith(_OLE):
        raise SourceError(
            f"{name} is protected by a password or of the older kind .doc. "
            "Save it as .docx without a password and open it again."
        )
    archive = ZipArchive(data, name)
    parts = EmbeddedParts(archive, name)
    lines = list(_blocks(parse_xml(archive.read(_MAIN), name), parts))
    for part in _NOTES:
        if part in archive:
            lines.extend(_notes(parse_xml(archive.read(part), name), parts))
    return Extracted(tidy("\n".join(lines)))


def _blocks(parent: etree._Element, parts: EmbeddedParts) -> Iterator[str]:
    """Give the paragraphs and the rows of tables below an element."""
    begun = ""
    for child in parent:
        kind = local_name(child)
        if begun and kind != "p":
            yield begun
            begun = ""
        if kind == "p":
            first, *beside = _paragraph(child, parts)
            if _ends_no_more(child):
                begun += first
                yield from beside
            else:
                yield from (begun + first, *beside)
                begun = ""
        elif kind == "tr":
            yield "\t".join("\n".join(_blocks(cell, parts)).strip() for cell in child.iterchildren("{*}tc", "{*}sdt"))
        elif kind == "altChunk":
            yield parts.text(child)
        elif kind not in _SKIPPED:
            yield from _blocks(child, parts)
    if begun:
        yield begun


def _ends_no_more(paragraph: etree._Element) -> bool:
    """Tell whether the mark at a paragraph's end was deleted or moved away, so that the next one goes on with it."""
    marks = paragraph.iterfind("{*}pPr/{*}rPr/*")
    return any(local_name(mark) in ("del", "moveFrom") for mark in marks)


def _is_hidden(run: etree._Element) -> bool:
    marks = [mark for mark in run.iterfind("{*}rPr/*") if local_name(mark) == "vanish"]
    return any(mark.get(f"{{{etree.QName(mark).namespace}}}val") not in ("0", "false", "off") for mark in marks)


def _paragraph(paragraph: etree._Element, parts: EmbeddedParts) -> Iterator[str]:
    boxes: list[etree._Element] = []
    yield "".join(_inline(paragraph, boxes))
    # What floats beside a paragraph is read after it.
    for box in boxes:
        yield from _blocks(box, parts)


def _inline(parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    for child in parent:
        kind = local_name(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind == "sym":
            namespace = etree.QName(child).namespace
            yield symbol(child.get(f"{{{namespace}}}font", ""), child.get(f"{{{namespace}}}char", ""))
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind not in _SKIPPED and not (kind == "r" and _is_hidden(child)):
            yield from _inline(child, boxes)


def _notes(root: etree._Element, parts: EmbeddedParts) -> Iterator[str]:
    for note in root:
        # The others are the lines that separate notes from the text.
        if note.get(f"{{{etree.QName(note).namespace}}}type") in (None, "normal"):
            yield from (line.strip() for line in _blocks(note, parts))
