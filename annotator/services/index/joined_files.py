"""The files of a joined folder as a table: what many say in the same words stands there once."""

from collections.abc import Sequence
from typing import Final, Self

import msgspec
import numpy as np

from annotator.services.index.digest import Facts

_TEXTS: Final = 13
"""Document, annotator, problem, and the texts of the facts."""
_NUMBERS: Final = 7
"""Signature, when it was read, and the numbers of the facts."""


class JoinedFile(msgspec.Struct, frozen=True, gc=False):
    """A file below the folder, as it was when it was read at ``read_ns``, and what it says of its document."""

    path: str
    document: str
    annotator: str
    problem: str
    signature: tuple[int, ...]
    read_ns: int
    sha256: bytes
    facts: Facts


class FileTable(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Paths and hashes by file; columns of places among the ``texts``, and of ``numbers`` of 64 bits."""

    paths: tuple[str, ...]
    hashes: tuple[bytes, ...]
    texts: tuple[str, ...]
    places: bytes
    numbers: bytes

    @classmethod
    def of(cls, files: Sequence[JoinedFile]) -> Self:
        """Make a table of files."""
        known: dict[str, int] = {}
        places = [[known.setdefault(text, len(known)) for text in _texts(one)] for one in files]
        numbers = [(*one.signature, one.read_ns, one.facts.decided, one.facts.decisions) for one in files]
        return cls(
            tuple(one.path for one in files),
            tuple(one.sha256 for one in files),
            tuple(known),
            np.array(places, np.int32).reshape(-1, _TEXTS).T.tobytes(),
            np.array(numbers, np.int64).reshape(-1, _NUMBERS).T.tobytes(),
        )

    def files(self) -> list[JoinedFile]:
        """Give the files. Raises ValueError or LookupError where the table is none."""
        count = len(self.paths)
        places = np.frombuffer(self.places, np.int32).reshape(_TEXTS, count)
        numbers = np.frombuffer(self.numbers, np.int64).reshape(_NUMBERS, count).tolist()
        if len(self.hashes) != count:
            raise ValueError
        text = self.texts.__getitem__
        documents, annotators, problems, *said = (list(map(text, column)) for column in places.tolist())
        *signature, read_ns, decided, decisions = numbers
        facts = map(Facts, *said, decided, decisions)
        signatures = zip(*signature, strict=True)
        return list(
            map(JoinedFile, self.paths, documents, annotators, problems, signatures, read_ns, self.hashes, facts)
        )


def _texts(file: JoinedFile) -> tuple[str, ...]:
    facts = file.facts
    return (
        file.document, file.annotator, file.problem,
        facts.annotator, facts.document, facts.title, facts.publisher, facts.author, facts.published,
        facts.language, facts.state, facts.modified, facts.text_sha256,
    )  # fmt: skip
