"""What a reader takes out of a document: its text, and what the document says of itself."""

import re
from dataclasses import dataclass
from typing import Final

# What no text holds: controls other than tab and line feed, halves of characters, and code points that are none.
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text with LF between lines; ``encoding`` is "" where a kind of document has none to choose."""

    text: str
    encoding: str = ""
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None


def tidy(text: str) -> str:
    """Give the text with LF ends of lines, without what no text holds, and without empty lines around it."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return _NO_TEXT.sub("", unified).strip("\n \t") + "\n"


def whole_characters(text: str) -> str:
    """Put characters together that a reader gives in two halves, as UTF-16 has them; a lonely half goes."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def one_line(value: object) -> str | None:
    """Give a fact such as a title on one line, or None where there is nothing in it."""
    return " ".join(_NO_TEXT.sub(" ", str(value)).split()) or None if value else None
