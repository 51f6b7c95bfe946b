"""In which sentence of its document each passage begins, by the rules of the document's language."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from annotator.formats.documents.plain_text import SourceError
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentences
from annotator.services.index.counts import Numbers
from annotator.services.index.digest import NONE
from annotator.services.index.view import FolderView, Rows
from annotator.services.reading.document_file import read_document

_DOCUMENTS = 4000
"""The sentences of so many documents are kept."""


def sentence_numbers(view: FolderView, rows: Rows) -> Numbers:
    """Give for each row a number of the sentence in which its passage begins, no two documents share one.

    It is ``NONE`` for a passage without a place, and where the document cannot be read or is another text by now. Reads
    the documents that were not read for this before.
    """
    numbers = np.full(len(rows), NONE, np.int64)
    files = view.annotations.file[rows]
    for number in np.unique(files).tolist():
        facts = view.files[number]
        if facts is None:
            continue
        starts = _starts(facts.document, facts.text_sha256, facts.language)
        places = np.flatnonzero((files == number) & (view.annotations.start[rows] >= 0))
        if len(starts):
            within = np.searchsorted(starts, view.annotations.start[rows[places]], "right") - 1
            document = int(view.document_numbers[number])
            numbers[places] = np.where(within >= 0, (document << 32) | within, NONE)
    known, inverse = np.unique(numbers, return_inverse=True)
    # Numbers from 0 on, so that pairs of them can be made; what is unknown stays so.
    return inverse.reshape(-1) - int(bool(len(known)) and known[0] == NONE)


@lru_cache(_DOCUMENTS)
def _starts(document: Path, text_sha256: str, language: str) -> Numbers:
    """Give where the sentences of a document begin, nothing where it is not the text of this hash."""
    try:
        read = read_document(document)
    except (SourceError, OSError):
        return np.empty(0, np.int64)
    if text_sha256 and read.info.text_sha256 != text_sha256:
        return np.empty(0, np.int64)
    return np.array([span.start for span in sentences(read.text, rules_of(language or None))], np.int64)
