"""All the text of a page's markup, for messages and for pages in which no main text can be told apart."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml import html as lxml_html

_SKIPPED: Final = frozenset({"script", "style", "head", "template", "noscript", "svg", "object", "iframe", "select"})
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_SPACE: Final = re.compile("[ \t\r\n\f]+")
_LINES: Final = re.compile(" *\n[ \n]*")


def html_text(markup: str) -> str:
    """Give the text of all of a page, a block a line; "" for one without any."""
    if not markup.strip():
        return ""
    # Markup in a str may not declare an encoding; bytes may, and then it is this one.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = lxml_html.document_fromstring(markup.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    return _LINES.sub("\n", _joined(_pieces(root))).strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    tag = element.tag
    if isinstance(tag, str) and tag not in _SKIPPED:
        border = "\n" if tag in _BLOCKS else "\t" if tag in ("td", "th") else ""
        yield border
        yield _SPACE.sub(" ", element.text or "")
        if tag == "br":
            yield "\n"
        for child in element:
            yield from _pieces(child)
        yield "\n" if border == "\n" else ""
    yield _SPACE.sub(" ", element.tail or "")


def _joined(pieces: Iterator[str]) -> str:
    """Join pieces; spaces that meet across elements count once."""
    kept: list[str] = []
    for piece in pieces:
        if piece:
            kept.append(piece[1:] if piece.startswith(" ") and kept and kept[-1].endswith((" ", "\n", "\t")) else piece)
    return "".join(kept)
