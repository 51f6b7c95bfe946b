"""OpenDocument texts (.odt, ISO/IEC 26300): the text as it stands after all tracked changes, notes at the end.

Left out: comments, deleted text, headers and footers.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from annotator.formats.documents.extracted import Extracted, tidy
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.documents.xml_part import local_name, parse_xml
from annotator.formats.documents.zip_archive import ZipArchive

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SKIPPED: Final = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "note-citation", "forms", "sequence-decls", "title", "desc",
     "alphabetical-index-mark", "ruby-text"}
)  # fmt: skip
# In the markup any run of these counts as one space; real ones are elements of their own.
_SPACE: Final = re.compile("[ \t\r\n]+")
_SPACES_AT_ONCE: Final = 1000


def read(data: bytes, name: str, _encoding: str | None) -> Extracted:
    """Give the text of an OpenDocument text: a paragraph a line, the cells of a table's row separated by tabs."""
    archive = ZipArchive(data, name)
    if _MANIFEST in archive and b":encryption-data" in archive.read(_MANIFEST):
        raise SourceError(f"{name} is protected by a password. Save it without one and open it again.")
    root = parse_xml(archive.read(_CONTENT), name)
    bodies = [element for element in root if local_name(element) == "body"]
    notes: list[etree._Element] = []
    lines = [line for body in bodies for line in _blocks(body, notes)]
    # A note may hold none itself, but what is broken may say so.
    lines.extend(line for note in list(notes) for line in _blocks(note, []))
    return Extracted(tidy("\n".join(lines)))


def _blocks(parent: etree._Element, notes: list[etree._Element]) -> Iterator[str]:
    for child in parent:
        kind = local_name(child)
        if kind in ("p", "h") and str(child.tag).startswith(_TEXT):
            boxes: list[etree._Element] = []
            yield "".join(_collapsed(_inline(child, notes, boxes))).strip(" ")
            for box in boxes:
                yield from _blocks(box, notes)
        elif kind == "table-row":
            yield "\t".join("\n".join(_blocks(cell, notes)) for cell in child)
        elif kind not in _SKIPPED:
            yield from _blocks(child, notes)


def _inline(parent: etree._Element, notes: list[etree._Element], boxes: list[etree._Element]) -> Iterator[str]:
    """Give pieces: text of the markup, whose white space collapses, and one element's character, which does not."""
    yield _SPACE.sub(" ", parent.text or "")
    for child in parent:
        kind = local_name(child)
        if kind == "s":
            yield _KEPT + " " * _count(child)
        elif kind == "tab":
            yield _KEPT + "\t"
        elif kind == "line-break":
            yield _KEPT + "\n"
        elif kind == "note":
            notes.extend(part for part in child if local_name(part) == "note-body")
        elif kind == "text-box":
            boxes.append(child)
        elif kind not in _SKIPPED:
            yield from _inline(child, notes, boxes)
        yield _SPACE.sub(" ", child.tail or "")


_KEPT: Final = "\x00"
"""Stands before a piece that is no white space of the markup; it can be in no XML."""


def _collapsed(pieces: Iterator[str]) -> Iterator[str]:
    """Let white space that meets across elements count once."""
    after_space = False
    for piece in pieces:
        if piece.startswith(_KEPT):
            yield piece[1:]
            after_space = False
        elif piece:
            yield piece[1:] if after_space and piece.startswith(" ") else piece
            after_space = piece.endswith(" ")


def _count(element: etree._Element) -> int:
    given = element.get(f"{_TEXT}c", "1")
    return min(int(given), _SPACES_AT_ONCE) if given.isdecimal() else 1
