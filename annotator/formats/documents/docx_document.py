"""Word documents (.docx, ECMA-376): the text as it stands after all tracked changes, notes at the end.

Left out: comments, deleted and moved-away text, headers and footers, field codes.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from annotator.formats.documents.extracted import Extracted, tidy
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.documents.xml_part import local_name, parse_xml
from annotator.formats.documents.zip_archive import ZipArchive

_MAIN = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Fallback repeats what Choice says to newer programs; del and moveFrom hold what is no longer part of the text.
_SKIPPED: Final = frozenset({"Fallback", "del", "moveFrom", "pPr", "rPr", "tblPr", "instrText", "delText"})
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
    lines = list(_blocks(parse_xml(archive.read(_MAIN), name)))
    for part in _NOTES:
        if part in archive:
            lines.extend(_notes(parse_xml(archive.read(part), name)))
    return Extracted(tidy("\n".join(lines)))


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Give the paragraphs and the rows of tables below an element."""
    for child in parent:
        kind = local_name(child)
        if kind == "p":
            yield from _paragraph(child)
        elif kind == "tr":
            yield "\t".join("\n".join(_blocks(cell)).strip() for cell in child.iterchildren("{*}tc", "{*}sdt"))
        elif kind not in _SKIPPED:
            yield from _blocks(child)


def _paragraph(paragraph: etree._Element) -> Iterator[str]:
    boxes: list[etree._Element] = []
    yield "".join(_inline(paragraph, boxes))
    # What floats beside a paragraph is read after it.
    for box in boxes:
        yield from _blocks(box)


def _inline(parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    for child in parent:
        kind = local_name(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind not in _SKIPPED:
            yield from _inline(child, boxes)


def _notes(root: etree._Element) -> Iterator[str]:
    for note in root:
        # The others are the lines that separate notes from the text.
        if note.get(f"{{{etree.QName(note).namespace}}}type") in (None, "normal"):
            yield from (line.strip() for line in _blocks(note))
