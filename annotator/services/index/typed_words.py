"""Rows in which typed words stand."""

import numpy as np
from numpy.typing import NDArray

from annotator.services.index.folded_words import NOWHERE, OfView
from annotator.services.index.starts import as_typed
from annotator.services.index.view import FolderView, Mask, Rows
from annotator.services.index.words import WordReader


def with_words(view: FolderView, rows: Rows, typed: str, reader: WordReader) -> Rows:
    """Give the rows of whose quote, context, note, names or codes all typed words are part; reads files once."""
    wanted = as_typed(typed).split()
    if not wanted or not len(rows):
        return rows
    of_view = reader.folded.of_view(view)
    named = [_named_with(of_view, view, word) for word in wanted]
    open_rows = rows[~np.logical_and.reduce(named)[rows]]
    numbers = np.flatnonzero(np.bincount(view.annotations.file[open_rows], minlength=len(view.files)))
    for block, row_of in reader.folded.blocks(of_view, view, numbers.tolist(), reader):
        for word, found in zip(wanted, named, strict=True):
            standing = row_of[block.lines_with(word.encode("utf-8", "surrogatepass"))]
            found[standing[standing != NOWHERE]] = True
    kept: Mask = np.logical_and.reduce(named)
    return rows[kept[rows]]


def _named_with(of_view: OfView, view: FolderView, word: str) -> Mask:
    """Give by row whether a word is part of a name in it: of an entity, a topic, a code or the document."""
    entities, topics, codes, documents = (
        np.array([word in name for name in names] or [False], np.bool_) for names in of_view.names
    )
    topic = view.annotations.topic
    found: Mask = documents[view.annotations.file] | ((topic >= 0) & topics[topic])
    if entities.any():
        found |= marked(len(found), view.parts.row[entities[view.parts.entity]])
    return found | marked(len(found), view.codes.row[codes[view.codes.code]]) if codes.any() else found


def marked(count: int, rows: NDArray[np.int32]) -> Mask:
    """Give a mask of so many rows that holds some."""
    found = np.zeros(count, np.bool_)
    found[rows] = True
    return found
