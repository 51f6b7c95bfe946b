"""WebAnno TSV 3, which INCEpTION writes: annotations on tokens, relations beside their targets, chains."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from annotator.formats.documents.plain_text import SIZE_LIMIT
from annotator.formats.exchange.input_files import read_text
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.webanno.lines import Sentence, WebAnnoFile, read_lines
from annotator.formats.webanno.records import records_of


class WebAnnoReader(ImportFormat):
    """One document a file; its text is put together from the sentences, which the file holds."""

    name = "webanno-tsv"
    suffixes = (".tsv",)
    offset_units = (UTF16, CODE_POINTS)

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give the one record of a file. Raises FormatError, OSError."""
        found = read_lines(read_text(path, options.encoding))
        spans, relations, entities, problems = records_of(found)
        yield ReadDocument(
            path.stem, _text(found), problems=problems, spans=spans, relations=relations, entities=entities
        )


WEBANNO: Final = WebAnnoReader()


def _text(found: WebAnnoFile) -> str:
    """Put the sentences where their tokens say that they stand; what is between them was white space."""
    size = _utf16 if _counts_utf16(found) else len
    parts: list[str] = []
    at = 0
    for sentence in found.sentences:
        start, text = at, sentence.text
        if sentence.tokens:
            first = sentence.tokens[0]
            start = first.start - size(text[: max(0, text.find(first.words))])
            if start - at > SIZE_LIMIT:
                raise FormatError(f"{first.name} is said to begin at {first.start:,}, where no text reaches.")
        if parts and at > start and not parts[-1][start - at :].strip():
            # The sentence before was said to end with white space that is not there.
            parts[-1], at = parts[-1][: start - at], start
        parts.append(_space(sentence, start - at) + text)
        at = max(start, at) + size(text)
    return "".join([*parts, found.behind])


def _space(sentence: Sentence, length: int) -> str:
    told = sentence.before
    return told if told is not None and len(told) == length and not told.strip() else "\n" * max(0, length)


def _utf16(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _counts_utf16(found: WebAnnoFile) -> bool:
    """Tell whether the file counts UTF-16 units: tokens behind a character beyond the first 65,536 say so."""
    return all(_fits(sentence, _utf16) or not _fits(sentence, len) for sentence in found.sentences)


def _fits(sentence: Sentence, size: Callable[[str], int]) -> bool:
    if not sentence.tokens:
        return True
    first, last = sentence.tokens[0], sentence.tokens[-1]
    start, end = sentence.text.find(first.words), sentence.text.rfind(last.words) + len(last.words)
    return size(sentence.text[start:end]) == last.end - first.start
