"""Words searched for in many documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

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


def search_documents(
    paths: Sequence[Path],
    words: str,
    way: Way,
    *,
    tell: Callable[[FoundDocument], None],
    progress: Progress,
) -> SearchReport:
    """Search documents in the order given, and tell of each in which the words were found.

    Raises Cancelled where ``progress`` does, and ExpressionError for what is no expression.
    """
    if way.expression:
        expression_of(words, way)
    report = SearchReport()
    counter = Counter(len(paths), progress)
    for path in paths:
        try:
            text = read_document(path, progress=counter.still).text
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
