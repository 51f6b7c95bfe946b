"""Building the state of a document again from the journal that a crash left behind."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from annotator.formats.regular_files import read_regular
from annotator.model import edits
from annotator.model.edits import EditError
from annotator.model.history import History
from annotator.model.layer import Layer
from annotator.model.transaction import Transaction
from annotator.services.keeping.journal import (
    EARLIER,
    UNDONE_BEFORE,
    Header,
    base_path,
    last_saved,
    transaction_from_json,
)
from annotator.services.keeping.journal_lines import READABLE, ReadLines, Record, read_lines

Step = Record
LayerReader = Callable[[bytes | None], Layer | None]


@dataclass(frozen=True, slots=True)
class FoundJournal:
    """A journal as it was found; ``header`` is None where no copy of it could be read."""

    path: Path
    header: Header | None
    lines: ReadLines

    @property
    def steps(self) -> list[Step]:
        """The records that could be read, in their order."""
        return self.lines.records

    @property
    def is_of_another_version(self) -> bool:
        """Whether another version of the program wrote it, whose steps may mean something else."""
        return self.lines.header is not None and self.lines.header.get("journal") not in READABLE

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is missing."""
        return self.header is not None and not self.lines.lost

    @property
    def beginning(self) -> int:
        """The number of steps from before the document was opened, which the sidecar had from the first."""
        return next((number for number, step in enumerate(self.steps) if not EARLIER & step.keys()), len(self.steps))

    @property
    def snapshots(self) -> int:
        """The number of the last snapshot."""
        return max((step["snapshot"] for step in self.steps if _is_number(step.get("snapshot"))), default=0)

    def knows_as_saved(self, disk_sha256: str | None) -> bool:
        """Tell whether the sidecar is one that was saved when the journal took nothing more: it holds every step."""
        return disk_sha256 is not None and last_saved(self.path) == disk_sha256


@dataclass(frozen=True, slots=True)
class Recovered:
    """The state at the journal's end with its history.

    ``steps`` counts what the sidecar on disk does not have. ``fits`` tells whether that sidecar is one that the journal
    knows; where it is not, somebody changed the file since, and the state builds on the copy from before, ``base``.
    """

    layer: Layer
    history: History
    steps: int
    fits: bool
    base: Layer | None = None


def find_journal(path: Path) -> FoundJournal | None:
    """Read what can be read of a journal, whatever happened to it; None where there is none."""
    try:
        data = read_regular(path)
    except OSError:
        return None
    if not data:
        return None
    lines = read_lines(data)
    if lines.header is None and not lines.records and not lines.lost:
        return None  # a crash came before the first step was written
    return FoundJournal(path, _header(lines.header), lines)


def _header(record: Record | None) -> Header | None:
    known = record or {}
    sidecar, text, base = (known.get(name) for name in ("sidecar", "text_sha256", "base"))
    if known.get("journal") not in READABLE or not isinstance(sidecar, str) or not isinstance(text, str):
        return None
    return Header(sidecar, text, base) if base is None or isinstance(base, str) else None


def recover(journal: FoundJournal, disk: Layer, disk_sha256: str | None, read_layer: LayerReader) -> Recovered | None:
    """Replay a journal onto the sidecar as it is on disk, or onto the copy of it that the journal began with.

    ``disk`` is the layer read from the sidecar (a fresh one where there is no file) and is changed. ``read_layer``
    reads the bytes of the copy; None means that there was no sidecar yet. Gives None when neither fits the journal.
    """
    try:
        start = start_behind(journal, disk_sha256)
        if start is not None:
            return _replayed(journal.steps, disk, start, fits=True)
        return _from_base(journal, disk, read_layer)
    except (EditError, AttributeError, KeyError, TypeError, ValueError):
        return None


def start_behind(journal: FoundJournal, disk_sha256: str | None) -> int | None:
    """Give the first step that the sidecar of a hash does not have, or None when the journal does not know it."""
    for saved in reversed(journal.steps):
        if disk_sha256 is not None and saved.get("saved") == disk_sha256:
            return _behind_snapshot(journal, saved["snapshot"])
    return journal.beginning if journal.header and journal.header.base == disk_sha256 else None


def _behind_snapshot(journal: FoundJournal, number: int) -> int:
    for index, step in enumerate(journal.steps):
        if step.get("snapshot") == number and "saved" not in step:
            return index + 1
    return journal.beginning


def _from_base(journal: FoundJournal, disk: Layer, read_layer: LayerReader) -> Recovered | None:
    base = base_of(journal, read_layer)
    if base is None:
        return None
    before = base.snapshot()
    if start := _behind_unnoted(journal.steps, base, disk):
        return _replayed(journal.steps, disk, start, fits=True)
    return replace(_replayed(journal.steps, before.snapshot(), journal.beginning, fits=False), base=before)


def _behind_unnoted(steps: list[Step], layer: Layer, disk: Layer) -> int:
    """Give the first step behind the last snapshot that the sidecar holds, 0 where it holds none; changes the layer.

    The program may have died after the file was replaced and before the journal was told so, and, opened again, have
    gone on to other snapshots.
    """
    noted = [step["snapshot"] for step in steps if "saved" in step]
    history, start = History(), 0
    for number, step in enumerate(steps, 1):
        if transaction := _take(history, step):
            layer.apply(transaction.edits)
        if "snapshot" in step and step["snapshot"] not in noted and same_records(layer, disk):
            start = number
    return start


def base_of(journal: FoundJournal, read_layer: LayerReader) -> Layer | None:
    """Give the layer that the journal began with, None where its copy is spoiled or gone."""
    if journal.header is None:
        return None
    if journal.header.base is None:
        return read_layer(None)
    try:
        data = read_regular(base_path(journal.path))
    except OSError:
        return None
    return read_layer(data) if sha256(data).hexdigest() == journal.header.base else None


def _replayed(steps: list[Step], layer: Layer, start: int, *, fits: bool) -> Recovered:
    """Make the steps from ``start`` on; the ones before are only remembered, so that they can be undone."""
    history = History()
    for step in steps[:start]:
        _take(history, step)
    history.mark_saved(history.state if fits else None)
    for step in steps[start:]:
        if transaction := _take(history, step):
            layer.apply(transaction.edits)
    return Recovered(layer, history, sum("snapshot" not in step for step in steps[start:]), fits)


def _take(history: History, step: Step) -> Transaction | None:
    if "do" in step:
        transaction = transaction_from_json(step["do"])
        history.push(transaction)
        return transaction
    if remembered(history, step):
        return None
    if "undo" in step:
        undone = history.undo()
        return undone.inverted() if undone else None
    return history.redo() if "redo" in step else None


def remembered(history: History, step: Step) -> bool:
    """Take a step from before the document was opened into a history, as done or undone; tells whether it is one."""
    for how in EARLIER & step.keys():
        history.remember(transaction_from_json(step[how]), undone=how == UNDONE_BEFORE)
        return True
    return False


def same_records(one: Layer, other: Layer) -> bool:
    """Tell whether two layers hold the same."""
    return all(getattr(one, table) == getattr(other, table) for table in edits.TABLES)


def _is_number(value: object) -> bool:
    return type(value) is int
