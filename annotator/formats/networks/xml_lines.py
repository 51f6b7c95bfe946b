"""XML written line by line, so that a file of millions of elements needs no more memory than one of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from annotator.formats.xml_text import xml_text

_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
)
_TO_ESCAPE: Final = re.compile("[^ !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Inside: TypeAlias = "str | Iterable[Element]"


class Element(NamedTuple):
    """An element with its text, or with the elements in it, which are made when they are written."""

    tag: str
    attributes: Mapping[str, str]
    inside: _Inside = ""


def xml_lines(root: Element, streamed: int = 3) -> Iterator[bytes]:
    """Give a document in UTF-8, indented by two spaces a level; signs that XML cannot hold are replaced.

    What lies below so many levels is given an element at a time.
    """
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield from _streamed(root, "", streamed)


def _streamed(element: Element, indent: str, levels: int) -> Iterator[bytes]:
    if not levels or isinstance(element.inside, str):
        written: list[str] = []
        _write(element, indent, written)
        yield "".join(written).encode()
        return
    start, is_empty = _start(element, indent), True
    for inner in element.inside:
        if is_empty:
            yield f"{start}>\n".encode()
            is_empty = False
        yield from _streamed(inner, indent + "  ", levels - 1)
    yield (f"{start} />\n" if is_empty else f"{indent}</{element.tag}>\n").encode()


def _write(element: Element, indent: str, written: list[str]) -> None:
    tag, _attributes, inside = element
    start = _start(element, indent)
    if isinstance(inside, str):
        written.append(f"{start}>{_escaped(inside, _TEXT)}</{tag}>\n" if inside else f"{start} />\n")
        return
    place = len(written)
    for inner in inside:
        _write(inner, indent + "  ", written)
    if len(written) == place:
        written.append(f"{start} />\n")
    else:
        written.insert(place, f"{start}>\n")
        written.append(f"{indent}</{tag}>\n")


def _start(element: Element, indent: str) -> str:
    parts = [f"{indent}<{element.tag}"]
    parts += [f' {name}="{_escaped(value, _ATTRIBUTE)}"' for name, value in element.attributes.items()]
    return "".join(parts)


def _escaped(text: str, signs: dict[int, str]) -> str:
    return xml_text(text).translate(signs) if _TO_ESCAPE.search(text) else text
