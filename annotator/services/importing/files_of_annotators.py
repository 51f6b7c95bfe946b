"""Files beside each other that hold the same documents, one for each annotator, as some programs hand them out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.model.document import canonical


class Same(NamedTuple):
    """What is one document in all files: the source's number for it, its text, and the how many-th of such it is."""

    number: str
    text: bytes
    time: int


@dataclass(slots=True)
class _File:
    documents: dict[Same, None] = field(default_factory=dict)
    texts: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    times: Counter[tuple[str, str, bytes]] = field(default_factory=Counter)

    def take(self, read: ReadDocument) -> Same:
        digest = sha256(canonical(read.text or "").encode("utf-8", "surrogatepass")).digest()
        self.times[read.annotator, read.number, digest] += 1
        return Same(read.number, digest, self.times[read.annotator, read.number, digest])


class FilesOfAnnotators:
    """Told of all unnamed documents first, it knows which files belong together and what their documents are called."""

    def __init__(self) -> None:
        self._files: dict[Path, _File] = {}
        self._seen: dict[Path, _File] = defaultdict(_File)
        self._kin: dict[Path, set[Path]] | None = None
        self._names: dict[Same, str] = {}

    def note(self, path: Path, read: ReadDocument) -> None:
        """Remember a document of a file."""
        file = self._files.setdefault(path, _File())
        same = file.take(read)
        file.documents[same] = None
        file.texts[same.number].add(same.text)

    def kin(self, path: Path) -> set[Path]:
        """Give the other files that hold the same documents."""
        if self._kin is None:
            self._kin = self._related()
            self._name()
        return self._kin.get(path, set())

    def name(self, path: Path, read: ReadDocument) -> str:
        """Give the name of a document of a file that has kin; to be asked of all of them in their order."""
        return self._names.get(self._seen[path].take(read), read.name)

    def _related(self) -> dict[Path, set[Path]]:
        holding: defaultdict[Same, list[Path]] = defaultdict(list)
        for path, file in self._files.items():
            for same in file.documents:
                holding[same].append(path)
        shared: defaultdict[Path, Counter[Path]] = defaultdict(Counter)
        for paths in holding.values():
            for path in paths if len(paths) > 1 else ():
                shared[path].update(other for other in paths if other != path)
        return {
            path: {other for other, count in others.items() if _are_kin(self._files[path], self._files[other], count)}
            for path, others in shared.items()
        }

    def _name(self) -> None:
        assert self._kin is not None
        taken: set[str] = set()
        for same in self._of_kin(path for path, kin in self._kin.items() if kin):
            name = f"document-{same.number}" if same.number else f"document-{len(self._names) + 1}"
            if name in taken or not is_bare(name):
                name = f"document-{len(self._names) + 1}-{same.time}"
            self._names[same] = name
            taken.add(self._names[same])

    def _of_kin(self, paths: Iterable[Path]) -> dict[Same, None]:
        return {same: None for path in paths for same in self._files[path].documents}


def _are_kin(one: _File, other: _File, shared: int) -> bool:
    """Tell whether two files are of one set of documents: a text that occurs twice may do so by chance.

    Where numbers say which document is which, they must never say two things; else half of the texts have to be shared.
    """
    if all(one.texts) and all(other.texts):
        return all(one.texts[number] == other.texts[number] for number in one.texts.keys() & other.texts.keys())
    return 2 * shared >= min(len(one.documents), len(other.documents))
