"""Words searched for in many documents."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.model.span import Span
from annotator.services.folding.find_words import Way
from annotator.services.reading.document_file import read_document
from annotator.services.running.progress import Counter, Progress
from annotator.services.searching.find_in_text import ExpressionError, expression_of, find_in_text

SHOWN_OF_A_DOCUMENT = 50
"""So many places of one document are listed; all are counted."""
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the words stand in the canonical text, and the text around them in one line."""

    span: Span
    excerpt: str


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document in which the words were found ``count`` times; ``hits`` are the first ones."""

    path: Path
    count: int
    hits: list[Hit]


@dataclass(slots=True)
class SearchReport:
    """Why documents were not searched."""

    unread: dict[Path, str] = field(default_factory=dict)


class Texts(Protocol):
    """Texts of documents that are known already."""

    def without(self, words: str, paths: Iterable[Path], /) -> set[Path]:
        """Give documents in which the words certainly do not stand."""

    def text(self, path: Path, progress: Progress, /) -> str:
        """Give the text of a document. Raises what ``read_document`` does."""


class _ReadAnew:
    def without(self, _words: str, _paths: Iterable[Path], /) -> set[Path]:
        return set()

    def text(self, path: Path, progress: Progress, /) -> str:
        return read_document(path, progress=progress).text


_READ_ANEW: Final = _ReadAnew()


def search_documents(
    paths: Sequence[Path],
    words: str,
    way: Way,
    *,
    tell: Callable[[FoundDocument], None],
    progress: Progress,
    texts: Texts = _READ_ANEW,
) -> SearchReport:
    """Search documents in the order given, and tell of each in which the words were found.

    ``texts`` spare reading those that are known; what is found in them is what find in a document finds. Raises
    Cancelled where ``progress`` does, and ExpressionError for what is no expression.
    """
    if way.expression:
        expression_of(words, way)
    report = SearchReport()
    counter = Counter(len(paths), progress)
    passed_over = set() if way.expression else texts.without(words, paths)
    for path in paths:
        if path in passed_over:
            counter.step(path)
            continue
        try:
            text = texts.text(path, counter.still)
            spans = find_in_text(text, words, way)
        except UnknownEncodingError:
            report.unread[path] = "it is not in UTF-8, and its encoding is not certain"
        except (SourceError, ExpressionError) as error:
            report.unread[path] = str(error)
        except OSError as error:
            report.unread[path] = error.strerror or "it could not be read"
        else:
            if spans:
                hits = [Hit(span, _excerpt(text, span)) for span in spans[:SHOWN_OF_A_DOCUMENT]]
                tell(FoundDocument(path, len(spans), hits))
        counter.step(path)
    return report


def _excerpt(text: str, span: Span) -> str:
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before = " ".join(text[start : span.start].split(" ")[1 if start else 0 :])
    around = f"{before}{text[span.start : end]}"
    return f"{'…' if start else ''}{' '.join(around.split())}{'…' if end < len(text) else ''}"
