"""What is held of each annotation file and of each document of a folder."""

from array import array
from dataclasses import dataclass, field
from pathlib import Path

from annotator.services.index.digest import Facts, Words
from annotator.services.index.speaking import Choice
from annotator.services.index.view import FileFacts


@dataclass(slots=True)
class Held:
    """The rows of one digest in the columns, and the names that it uses; ``sha256`` is that of the bytes it is of."""

    facts: Facts
    annotations: slice
    parts: slice
    codes: slice
    profiles: "array[int]"
    topics: "array[int]"
    coded: "array[int]"
    same: dict[int, int]
    called_first: dict[int, int]
    topics_first: dict[int, int]
    sha256: bytes = b""
    words: Words | None = None
    live: bool = True
    used: bool = True
    """Whether its names are offered and told of: not while nobody may see them."""


@dataclass(slots=True)
class HeldFile:
    """An annotation file: what it holds on disk, and the open layer that stands in its place."""

    number: int
    path: Path
    document: Path
    annotator: str
    disk: Held | None = None
    open: Held | None = None
    is_open: bool = False
    problem: str = ""
    facts: FileFacts | None = None

    @property
    def current(self) -> Held | None:
        """What counts of it."""
        return self.open if self.is_open else self.disk

    @property
    def held(self) -> list[Held]:
        """All that is held of it, each once."""
        return list({id(one): one for one in (self.disk, self.open) if one is not None}.values())


@dataclass(slots=True)
class HeldDocument:
    """A document's files; ``counted`` are those that are no copies, ``whose`` has of each of these the annotator."""

    path: Path
    files: dict[Path, HeldFile] = field(default_factory=dict)
    counted: list[HeldFile] = field(default_factory=list)
    whose: tuple[str, ...] = ()
    choice: Choice | None = None
