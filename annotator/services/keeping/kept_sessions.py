"""What was done in documents that were closed, so that coming back to one goes on where it was left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from annotator.model import edits
from annotator.model.history import History
from annotator.model.layer import Layer
from annotator.services.keeping.desk import Desk
from annotator.services.keeping.recovery import same_records
from annotator.services.keeping.whereabouts import Whereabouts

DOCUMENTS: Final = 50
RECORDS: Final = 100_000
"""So many records and edits are held of all documents together, about a kilobyte each; at least the last document."""


@dataclass(frozen=True, slots=True)
class Work:
    """A layer and the history that led to it, with what was on disk then; ``file_sha256`` is None without a file."""

    layer: Layer
    history: History
    file_sha256: str | None
    text_sha256: str

    @property
    def size(self) -> int:
        """How many records and edits are held for it."""
        records = sum(len(getattr(self.layer, table)) for table in edits.TABLES if table != edits.DOCUMENT)
        return records + sum(len(step.edits) for step in (*self.history.done, *self.history.undone))


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one document; without ``work`` only the place is known."""

    work: Work | None
    place: Whereabouts | None


class KeptSessions:
    """Keeps the documents visited last, each by its annotation file, for as long as the program runs.

    Whoever changes a file that nobody has open, as one step over many documents does, may ``change`` what is kept of it
    with it; any other change is seen by what is on disk then, and undo begins anew.
    """

    def __init__(self) -> None:
        self._kept: dict[Path, Kept] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def put_away(self, desk: Desk, place: Whereabouts | None) -> None:
        """Keep what a desk that is about to be closed has; what is not saved is kept by its journal alone."""
        sidecar = desk.session.sidecar
        former = self._kept.pop(sidecar, None)
        work = former.work if former and desk.session.read_only else None
        if desk.is_saved and not desk.session.read_only:
            session = desk.session
            text = session.document.info.text_sha256
            work = Work(session.layer, session.history, desk.disk_sha256, text)
        self._kept[sidecar] = Kept(work, place)
        self._let_go()

    def take_up(self, desk: Desk) -> Whereabouts | None:
        """Go on in a desk that was just opened, where its files are those that were left, else say why not.

        Gives the place where the analyst was, None where the document was not visited or has another text.
        """
        kept = self._kept.get(desk.session.sidecar)
        if kept is None:
            return None
        work = kept.work
        if work and not desk.recovered and (not desk.session.read_only or desk.unchecked):
            self._go_on(desk, work)
        is_same_text = work is None or work.text_sha256 == desk.session.document.info.text_sha256
        return kept.place if is_same_text else None

    def of(self, sidecar: Path) -> Work | None:
        """Give what was done in a document that is not open, None where nothing is kept."""
        kept = self._kept.get(sidecar)
        return kept.work if kept else None

    def change(self, sidecar: Path, work: Work) -> None:
        """Keep other work of a document that is not open: what its file now holds, and how that came to be."""
        self._kept[sidecar] = replace(self._kept[sidecar], work=work)

    def forget(self, sidecar: Path) -> None:
        """Forget what was done in a document; where the analyst was in it stays."""
        if sidecar in self._kept:
            self._kept[sidecar] = replace(self._kept[sidecar], work=None)

    def _go_on(self, desk: Desk, work: Work) -> None:
        if not (work.history.done or work.history.undone):
            return
        changed = next(_changed(desk, work), "")
        if changed:
            desk.news.append(f"{changed} was changed since you left it, so undo begins anew.")
        else:
            desk.go_on(work.layer, work.history)

    def _let_go(self) -> None:
        """Forget the documents that were not visited longest, beyond what is kept."""
        for sidecar in list(self._kept)[:-DOCUMENTS]:
            del self._kept[sidecar]
        room = RECORDS
        for number, (sidecar, kept) in enumerate(reversed(list(self._kept.items()))):
            room -= kept.work.size if kept.work else 0
            if room < 0 and number:
                self.forget(sidecar)


def _changed(desk: Desk, work: Work) -> Iterator[str]:
    """Name what is another one than it was, the annotation file first."""
    if work.file_sha256 != desk.disk_sha256:
        yield desk.session.sidecar.name
    if work.text_sha256 != desk.session.document.info.text_sha256 or not same_records(work.layer, desk.session.layer):
        yield desk.document_path.name
