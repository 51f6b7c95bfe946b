"""What is otherwise in a folder after a change, and of how many files its answers are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FolderChange:
    """What is otherwise than before; empty where nothing is. ``names`` are also in how many documents each name is.

    ``rows`` tells that rows have other numbers, and nothing else is another.
    """

    files: frozenset[Path] = frozenset()
    documents: frozenset[Path] = frozenset()
    names: bool = False
    speaks: frozenset[Path] = frozenset()
    standing: bool = False
    rows: bool = False

    @property
    def edges(self) -> bool:
        """Whether edges of the folder's chart may be others."""
        return bool(self.files or self.speaks)


@dataclass(frozen=True, slots=True)
class Standing:
    """Of how many files an answer is made, those that could not be read, and the documents of which none speaks."""

    read: int
    expected: int
    problems: Mapping[Path, str]
    several: tuple[Path, ...]

    @property
    def sentence(self) -> str:
        """Say what is missing; "" where nothing is."""
        said = []
        if missing := max(self.expected - self.read, 0) + len(self.problems):
            said.append(f"{missing:,} of {self.expected:,} annotation files not read.")
        if self.several:
            count = len(self.several)
            said.append(f"Of {count:,} document{'' if count == 1 else 's'} nobody's file counts.")
        return " ".join(said)


@dataclass(slots=True)
class News:
    """What a change has touched so far; ``numbers`` are those of the files."""

    files: set[Path] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    documents: set[Path] = field(default_factory=set)
    settled: set[Path] = field(default_factory=set)
    """Documents that are others too, and of which everything is worked out."""
    speaks: set[Path] = field(default_factory=set)
    names: bool = False
    standing: bool = False
    anew: bool = False
    """Whether nothing is as it was: what was worked out of it has to be worked out again."""

    def touch(self, path: Path, number: int) -> None:
        """Note that a file is another."""
        self.files.add(path)
        self.numbers.add(number)

    def frozen(self) -> FolderChange:
        """Give what listeners hear of."""
        files, documents, speaks = (
            frozenset(self.files),
            frozenset(self.documents | self.settled),
            frozenset(self.speaks),
        )
        return FolderChange(files, documents, self.names, speaks, self.standing or bool(files))
