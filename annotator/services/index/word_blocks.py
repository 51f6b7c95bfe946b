"""In which rows words stand: the words of many files once, and for each the lines that have it.

What is typed has no white space in it, so it is part of a line where it is part of one of the line's words. Looking
through each word once takes a hundredth of looking through all that was written.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from annotator.services.index.digest import Words
from annotator.services.index.folder_rows import Bounds
from annotator.services.index.starts import as_typed

_FEW = 1000
"""The lines of so many words are taken one by one; of more all lines are looked through."""
Lines = NDArray[np.intp]


class WordBlock:
    """The words of some files, and the lines in which each stands; a line is a row of a file, file by file."""

    def __init__(self, texts: Sequence[bytes], begins: NDArray[np.int32], lines: NDArray[np.int32], size: int) -> None:
        self.size = size
        self._words = b"\n".join(texts)
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])]) if texts else np.empty(0, np.int64)
        self._begins, self._lines = begins, lines

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return len(self._words) + self._starts.nbytes + self._begins.nbytes + self._lines.nbytes

    def lines_with(self, word: bytes) -> Lines:
        """Give the lines of which a word is part, some of them several times."""
        places = np.fromiter(self._with(word), np.int64)
        words = np.searchsorted(self._starts, places, "right") - 1
        if len(words) <= _FEW:
            bounds = Bounds(self._begins[words].astype(np.int64), np.diff(self._begins)[words].astype(np.int64))
            return self._lines[bounds.places].astype(np.intp)
        has_it = np.zeros(len(self._starts), np.bool_)
        has_it[words] = True
        return self._lines[np.repeat(has_it, np.diff(self._begins))].astype(np.intp)

    def _with(self, word: bytes) -> Iterator[int]:
        """Give where it stands, once in each of the words that have it."""
        find = self._words.find
        at = find(word)
        while at >= 0:
            yield at
            end = find(b"\n", at)
            at = find(word, end) if end >= 0 else -1


class BlockMaker:
    """Makes a block of files, one after the other."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        """Of words as they are written."""
        self._words, self._many = array("i"), array("i")

    def __len__(self) -> int:
        """Give how many lines there are."""
        return len(self._many)

    def add(self, words: Words, rows: int) -> None:
        """Take the words of so many rows of a file."""
        number: Callable[[str], int] = self._numbers.__getitem__
        found, many = self._words, self._many
        for line in lines_of(words, rows):
            of_line = set(line.split())
            found.extend(map(number, of_line))
            many.append(len(of_line))

    def made(self) -> WordBlock:
        """Give the block. Words that are looked for in one form are one."""
        from scipy import sparse  # 10 MB, which a window has no need of before words are looked for

        known: defaultdict[str, int] = defaultdict(count().__next__)
        # Most words have one form; that of a few falls into several words.
        forms = [[known[form] for form in as_typed(word).split()] for word in self._numbers]
        one = np.array([of_word[0] if len(of_word) == 1 else -1 for of_word in forms], np.int32)
        lines = np.repeat(np.arange(len(self._many), dtype=np.int32), np.array(self._many, np.int32))
        written = np.array(self._words, np.int32)
        words = one[written] if len(written) else written
        other = np.flatnonzero(words < 0)
        more = [(form, line) for word, line in zip(written[other].tolist(), lines[other].tolist(), strict=True)
                for form in forms[word]]  # fmt: skip
        kept = words >= 0
        added = np.array(more, np.int32).reshape(-1, 2)
        words, lines = np.concatenate([words[kept], added[:, 0]]), np.concatenate([lines[kept], added[:, 1]])
        shape = (len(known), len(self._many))
        table = sparse.coo_array((np.ones(len(words), np.int8), (words, lines)), shape=shape).tocsr()
        texts = [word.encode("utf-8", "surrogatepass") for word in known]
        return WordBlock(texts, table.indptr.astype(np.int32), table.indices.astype(np.int32), len(self._many))


def lines_of(words: Words, rows: int) -> list[str]:
    """Give what is looked for in each of so many rows of a file, nothing where the words are too few."""
    texts = [" ".join(of_row) for of_row in zip(words.quotes, words.before, words.after, strict=True)]
    for place, note in words.notes.items():
        texts[place] += f" {note}"
    return (texts + [""] * rows)[:rows]
