"""Building the state of a document again from the journal that a crash left behind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.proportion import loads
from annotator.model import edits
from annotator.model.edits import EditError
from annotator.model.history import History
from annotator.model.layer import Layer
from annotator.model.transaction import Transaction
from annotator.services.keeping.journal import VERSION, Header, base_path, transaction_from_json

Step = dict[str, Any]
LayerReader = Callable[[bytes | None], Layer | None]


@dataclass(frozen=True, slots=True)
class FoundJournal:
    """A journal's header and whole lines; ``length`` is their size in bytes."""

    path: Path
    header: Header
    steps: list[Step]
    length: int

    @property
    def snapshots(self) -> int:
        """The number of the last snapshot."""
        return max((step["snapshot"] for step in self.steps if "snapshot" in step), default=0)


@dataclass(frozen=True, slots=True)
class Recovered:
    """The state at the journal's end with its history.

    ``steps`` counts what the sidecar on disk does not have. ``fits`` tells whether that sidecar is one that the journal
    knows; where it is not, somebody changed the file since, and the state builds on the copy from before.
    """

    layer: Layer
    history: History
    steps: int
    fits: bool


def find_journal(path: Path) -> FoundJournal | None:
    """Read a journal up to its last whole line; None when there is none or it cannot be understood."""
    try:
        data = read_regular(path)
        first, *lines = data.splitlines(keepends=True)
        head = loads(first)
        # Without its line feed it was cut off, and going on behind it would spoil it.
        if head["journal"] != VERSION or not first.endswith(b"\n"):
            return None
        header = Header(head["sidecar"], head["text_sha256"], head["base"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    steps, length = [], len(first)
    for line in lines:
        step = _step(line)
        if step is None:
            break
        steps.append(step)
        length += len(line)
    return FoundJournal(path, header, steps, length)


def recover(journal: FoundJournal, disk: Layer, disk_sha256: str | None, read_layer: LayerReader) -> Recovered | None:
    """Replay a journal onto the sidecar as it is on disk, or onto the copy of it that the journal began with.

    ``disk`` is the layer read from the sidecar (a fresh one where there is no file) and is changed. ``read_layer``
    reads the bytes of the copy; None means that there was no sidecar yet. Gives None when neither fits the journal.
    """
    try:
        start = _start(journal, disk_sha256)
        if start is not None:
            return _replayed(journal.steps, disk, start, fits=True)
        return _from_base(journal, disk, read_layer)
    except (EditError, AttributeError, KeyError, TypeError, ValueError):
        return None


def _start(journal: FoundJournal, disk_sha256: str | None) -> int | None:
    """Give the first step that the sidecar of a hash does not have, or None when the journal does not know it."""
    for saved in reversed(journal.steps):
        if disk_sha256 is not None and saved.get("saved") == disk_sha256:
            return _behind_snapshot(journal, saved["snapshot"])
    return 0 if journal.header.base == disk_sha256 else None


def _behind_snapshot(journal: FoundJournal, number: int) -> int:
    for index, step in enumerate(journal.steps):
        if step.get("snapshot") == number and "saved" not in step:
            return index + 1
    return 0


def _from_base(journal: FoundJournal, disk: Layer, read_layer: LayerReader) -> Recovered | None:
    base = _base(journal, read_layer)
    if base is None:
        return None
    start = _behind_snapshot(journal, journal.snapshots)
    if start:
        # The program may have died after the file was replaced and before the journal was told so.
        saved = _replayed(journal.steps[:start], base, 0, fits=True)
        if _same_records(saved.layer, disk):
            return _replayed(journal.steps, disk, start, fits=True)
        base = _base(journal, read_layer)
    return _replayed(journal.steps, base, 0, fits=False) if base else None


def _base(journal: FoundJournal, read_layer: LayerReader) -> Layer | None:
    if journal.header.base is None:
        return read_layer(None)
    try:
        return read_layer(read_regular(base_path(journal.path)))
    except OSError:
        return None


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
    if "undo" in step:
        undone = history.undo()
        return undone.inverted() if undone else None
    return history.redo() if "redo" in step else None


def _same_records(one: Layer, other: Layer) -> bool:
    return all(getattr(one, table) == getattr(other, table) for table in edits.TABLES)


def _step(line: bytes) -> Step | None:
    if not line.endswith(b"\n"):
        return None
    try:
        step = loads(line)
    except ValueError:
        return None
    return step if isinstance(step, dict) else None
