"""What can still be made of a journal that is damaged, or that was written on another text than the article has now.

Steps are made as far as they fit what stands: a step whose records are not as it expects, or that names what is not
there, is left out and counted. The journal itself is kept beside, so nothing in it is lost by that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_json import Loaded, SidecarError, load_sidecar
from annotator.model import edits
from annotator.model.document import DocumentInfo
from annotator.model.edits import EditError
from annotator.model.history import History
from annotator.model.invariants import named_in
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.transaction import Transaction
from annotator.services.keeping.journal import fingerprint, transaction_from_json
from annotator.services.keeping.open_document import Opened, placed_layer
from annotator.services.keeping.recovery import FoundJournal, Step, base_of, remembered, same_records, start_behind


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The layer as it was, as far as could be made, in the text as it is now.

    ``made`` counts the steps that the sidecar lacks and that were made, ``lost`` those that could not be read or do not
    fit. ``fits`` is false where the sidecar is another one than the journal knows: nothing may take its place unasked.
    """

    layer: Layer
    made: int
    lost: int
    fits: bool
    findings: tuple[Finding, ...] = ()


def salvage(journal: FoundJournal, opened: Opened) -> Salvaged:
    """Make of a journal what can be made; never raises for what is wrong with it."""
    is_same_text = journal.header is None or journal.header.text_sha256 == opened.document.info.text_sha256
    disk = opened.layer.snapshot() if is_same_text else _unplaced(opened.disk_bytes, journal, opened)
    replaying = _from_start(journal, opened, disk)
    found: list[Finding] = []
    layer = replaying.layer
    if not is_same_text:
        layer, found = placed_layer(Loaded(LayerColumns.of(layer), []), opened.document, [opened.document_path])
    return Salvaged(layer, replaying.made, replaying.lost + journal.lines.lost, replaying.fits, tuple(found))


def _from_start(journal: FoundJournal, opened: Opened, disk: Layer) -> "_Replaying":
    """Make the steps on the sidecar where the journal knows it, else on the copy that the journal began with."""
    start = start_behind(journal, opened.disk_sha256)
    if start is not None:
        return _Replaying(disk, fits=True).make(journal.steps, start)
    base = base_of(journal, lambda data: _unplaced(data, journal, opened))
    if base is None:
        # Only the steps tell what belongs where; those that the sidecar has already change nothing.
        return _Replaying(disk, fits=journal.header is None).make(journal.steps, 0)
    replaying = _Replaying(base, fits=False)
    for number, step in enumerate(journal.steps, 1):
        replaying.step(step, make=True)
        if "snapshot" in step and same_records(replaying.layer, disk):
            # The sidecar is the program's own, and what tells so was lost.
            return _Replaying(disk, fits=True).make(journal.steps, number)
    return replaying


class _Replaying:
    def __init__(self, layer: Layer, *, fits: bool) -> None:
        self.layer = layer
        self.fits = fits
        self.made = self.lost = 0
        self._history = History()
        self._left_out: set[int] = set()

    def make(self, steps: Sequence[Step], start: int) -> "_Replaying":
        """Make the steps from ``start`` on; the ones before are only remembered."""
        for number, step in enumerate(steps):
            self.step(step, make=number >= start)
        return self

    def step(self, step: Step, *, make: bool) -> None:
        """Make one step, or count it as lost."""
        try:
            transaction = self._transaction(step)
        except (AttributeError, KeyError, TypeError, ValueError):
            self.lost += 1
            return
        if transaction is None or not make:
            return
        if self._is_made(transaction):
            return
        if self._apply(transaction):
            self.made += 1
        else:
            self.lost += 1
            self._left_out.add(id(transaction))

    def _transaction(self, step: Step) -> Transaction | None:
        """Give what a step does, None where it changes nothing here; raises where it cannot be understood."""
        if "do" in step:
            transaction = transaction_from_json(step["do"])
            self._history.push(transaction)
            return transaction
        if remembered(self._history, step):
            return None
        if "undo" in step:
            return self._taken_back(step["undo"])
        if "redo" in step:
            redone = self._history.redo()
            if redone is not None and fingerprint(redone) != step["redo"]:
                self._history.undo()
                raise ValueError("the step that was made again is not there")
            return redone
        return None

    def _taken_back(self, wanted: object) -> Transaction | None:
        undone = self._history.undo()
        if undone is None or fingerprint(undone) != wanted:
            if undone:
                self._history.redo()
            raise ValueError("the step that was taken back is not there")
        return None if id(undone) in self._left_out else undone.inverted()

    def _is_made(self, transaction: Transaction) -> bool:
        return all(self.layer.get(edit.table, edit.key) == edit.after for edit in transaction.edits)

    def _apply(self, transaction: Transaction) -> bool:
        try:
            self.layer.apply(transaction.edits)
        except (EditError, AttributeError):
            return False
        if all(self._holds(edit) for edit in transaction.edits):
            return True
        self.layer.apply(transaction.inverted().edits)
        return False

    def _holds(self, edit: edits.Edit) -> bool:
        if edit.after is None or edit.table == edits.DOCUMENT:
            return True
        return all(named.holds(self.layer.get) for named in named_in(edit.table, edit.after))


def _unplaced(data: bytes | None, journal: FoundJournal, opened: Opened) -> Layer:
    """Give a sidecar's layer with the places that it records, or an empty one, on the text of the journal."""
    try:
        if data is not None:
            return load_sidecar(data).layer
    except SidecarError:
        pass
    info = next(_documents(journal.steps), opened.document.info)
    text = journal.header.text_sha256 if journal.header else info.text_sha256
    return Layer(opened.layer.head, replace(info, text_sha256=text))


def _documents(steps: Sequence[Step]) -> Iterator[DocumentInfo]:
    """Give what was known of the document before each step that changed it."""
    for step in steps:
        try:
            made = transaction_from_json(step["do"]).edits if "do" in step else ()
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        yield from (edit.before for edit in made if isinstance(edit.before, DocumentInfo))
