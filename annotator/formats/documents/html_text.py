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
# What is struck out or deleted is no part of the text; how to read a word aloud is none either.
_NOT_THE_TEXT: Final = ("del", "s", "strike", "rt", "rp", "rtc")
_RAISED: Final = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_QUOTES: Final = (("“", "”"), ("‘", "’"))
_SPACE: Final = re.compile("[ \t\r\n\f]+")
_LINES: Final = re.compile(" *\n[ \n]*")


def html_text(markup: str) -> str:
    """Give the text of all of a page, a block a line; "" for one without any."""
    root = _tree(markup)
    return "" if root is None else _LINES.sub("\n", _joined(_pieces(root))).strip()


def as_shown(markup: str) -> str:
    """Give a page's markup with what browsers show beside its words in the words themselves.

    Without deleted and struck-out text and the readings of rubies; quotations in quotation marks; raised numbers.
    """
    root = _tree(markup)
    return markup if root is None else lxml_html.tostring(root, encoding="unicode")


def _tree(markup: str) -> lxml_html.HtmlElement | None:
    """Parse a page, and put into words what is shown without them; None for one without anything."""
    if not markup.strip():
        return None
    # Markup in a str may not declare an encoding; bytes may, and then it is this one.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = lxml_html.document_fromstring(markup.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for element in list(root.iter(*_NOT_THE_TEXT)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in list(root.iter("sup")):
        text = element.text or ""
        if len(element) == 0 and text and all(ord(character) in _RAISED for character in text):
            element.text = text.translate(_RAISED)
            element.drop_tag()
    quotations = list(root.iter("q"))
    for element in quotations:
        _put_in_quotes(element)
    for element in quotations:
        # Whoever looks for the main text breaks lines at tags that it does not know.
        element.drop_tag()
    return root


def _put_in_quotes(element: lxml_html.HtmlElement) -> None:
    first, last = _QUOTES[sum(1 for _outer in element.iterancestors("q")) % 2]
    element.text = first + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + last
    else:
        element.text += last


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
