"""One source text, and what is recorded about it."""

from dataclasses import dataclass
from hashlib import sha256

from annotator.model.extra import Extra


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a sidecar records of its document: how it was read, and what the analyst knows about it."""

    name: str
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    reader: str = "plain 1"
    bytes_sha256: str = ""
    text_sha256: str = ""
    characters: int = 0
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    reliability: str | None = None
    credibility: str | None = None
    state: str = "in-progress"
    note: str = ""
    codes: tuple[str, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source text as it was read: the canonical text and the facts that identify it."""

    text: str
    info: DocumentInfo


def canonical(decoded: str) -> str:
    """Drop a byte-order mark, turn CRLF and CR into LF, and change nothing else."""
    text = decoded.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def text_sha256(text: str) -> str:
    """The hash of a canonical text in UTF-8; lone surrogates, which UTF-8 cannot hold, count as themselves."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
