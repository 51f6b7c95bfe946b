"""The one owner of an open document's state: every change passes through here."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from annotator.model.clock import now
from annotator.model.document import Document
from annotator.model.history import History
from annotator.model.layer import Layer
from annotator.model.transaction import Change, Transaction
from annotator.services.editing.draft import Draft

Listener = Callable[[Change], None]


class ReadOnlyError(RuntimeError):
    """The layer may only be looked at; the message says why."""


class Recorder(Protocol):
    """What is told of every step before listeners are, so that a crash loses none."""

    def done(self, transaction: Transaction) -> None:
        """A step was made."""

    def undone(self) -> None:
        """The last step was taken back."""

    def redone(self) -> None:
        """The step taken back last was made again."""


class Session:
    """A document, one annotator's layer of it, and its history.

    ``sidecar`` is where the layer is saved. ``read_only`` says why nothing can be changed, or is "". Listeners hear of
    each step once, after state, history and journal agree.
    """

    def __init__(
        self,
        document: Document,
        layer: Layer,
        sidecar: Path,
        *,
        author: str,
        read_only: str = "",
        clock: Callable[[], str] = now,
    ) -> None:
        self.document = document
        self.layer = layer
        self.sidecar = sidecar
        self.author = author
        self.read_only = read_only
        self.history = History()
        self.recorder: Recorder | None = None
        self._clock = clock
        self._listeners: list[Listener] = []

    def draft(self) -> Draft:
        """Begin a step: edits are collected in the draft and made by ``commit``."""
        return Draft(self.layer, self.author, self._clock())

    def commit(self, draft: Draft, label: str, *, group: str = "", by: str = "") -> Change | None:
        """Make a draft's edits as one step, or nothing when there are none."""
        transaction = draft.transaction(label, group)
        return self.apply(transaction, by=by) if transaction.edits else None

    def apply(self, transaction: Transaction, *, by: str = "") -> Change:
        """Make one step. Raises EditError when it does not fit, ReadOnlyError when nothing may change."""
        self._make(transaction)
        self.history.push(transaction)
        if self.recorder:
            self.recorder.done(transaction)
        return self._announce(transaction, by)

    def undo(self, *, by: str = "undo") -> Change | None:
        """Take the last step back."""
        if self.read_only or (transaction := self.history.undo()) is None:
            return None
        inverse = transaction.inverted()
        self._make(inverse)
        if self.recorder:
            self.recorder.undone()
        return self._announce(inverse, by)

    def redo(self, *, by: str = "redo") -> Change | None:
        """Make the step taken back last again."""
        if self.read_only or (transaction := self.history.redo()) is None:
            return None
        self._make(transaction)
        if self.recorder:
            self.recorder.redone()
        return self._announce(transaction, by)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a listener called after each step; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _make(self, transaction: Transaction) -> None:
        if self.read_only:
            raise ReadOnlyError(self.read_only)
        self.layer.apply(transaction.edits)

    def _announce(self, transaction: Transaction, by: str) -> Change:
        change = Change(transaction.edits, transaction.label, by)
        for listener in tuple(self._listeners):
            listener(change)
        return change
