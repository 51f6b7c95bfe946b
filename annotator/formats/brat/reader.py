"""brat standoff: a text beside a file of annotations, one a line (https://brat.nlplab.org/standoff.html)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from annotator.formats.brat.lines import BratLines
from annotator.formats.brat.records import spans_and_relations
from annotator.formats.exchange.input_files import read_text, text_beside
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF8, UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.regular_files import regular_size

_LINE_END = re.compile(r"\r\n|\n|\r")


class BratReader(ImportFormat):
    """``doc.ann`` with ``doc.txt`` beside it, or above it where several annotators share one."""

    name = "brat"
    suffixes = (".ann",)
    offset_units = (CODE_POINTS, UTF16, UTF8)

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give the one record of a file; lines that cannot be understood are its problems."""
        lines = BratLines()
        for number, line in enumerate(_LINE_END.split(read_text_or_nothing(path, options.encoding)), 1):
            lines.take(number, line)
        lines.end()
        spans, relations, entities, problems = spans_and_relations(lines)
        text = text_beside(path, f"{path.stem}.txt", options)
        yield ReadDocument(path.stem, text, problems=problems, spans=spans, relations=relations, entities=entities)


BRAT: Final = BratReader()


def read_text_or_nothing(path: Path, encoding: str | None) -> str:
    """Give a text, "" for an empty file, which says that nothing is annotated.

    brat writes UTF-8 whatever the encoding of the text that it annotates.
    """
    if not regular_size(path):
        return ""
    try:
        return read_text(path, None).removeprefix("\ufeff")
    except FormatError:
        return read_text(path, encoding)
