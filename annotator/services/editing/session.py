"""The one owner of an open document's state: every change passes through here."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from annotator.model.clock import now
from annotator.model.document import Document
from annotator.model.edits import EditError
from annotator.model.history import History
from annotator.model.layer import Layer, edits_between
from annotator.model.transaction import Change, Transaction
from annotator.services.editing.draft import Draft

Listener = Callable[[Change], None]


class ReadOnlyError(RuntimeError):
    """The layer may only be looked at; the message says why."""


class Recorder(Protocol):
    """What is told of every step before listeners are, so that a crash loses none."""

    def done(self, transaction: Transaction) -> None:
        """A step was made."""

    def undone(self, transaction: Transaction) -> None:
        """The last step was taken back."""

    def redone(self, transaction: Transaction) -> None:
        """The step taken back last was made again."""


class Session:
    """A document, one annotator's layer of it, and its history.

    All of it is changed here alone. Listeners hear of each step once, after state, history and journal agree, and of
    other changes of the state as a change without edits. All of them hear, whatever one of them does: the step is made,
    and what a listener raises is no fault of it, so that goes where unexpected errors go (``sys.excepthook``).
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
        self.author = author
        self.recorder: Recorder | None = None
        self._document = document
        self._layer = layer
        self._sidecar = sidecar
        self._read_only = read_only
        self._history = History()
        self._clock = clock
        self._listeners: list[Listener] = []

    @property
    def document(self) -> Document:
        """The document, as it was read."""
        return self._document

    @property
    def layer(self) -> Layer:
        """The annotator's layer of it."""
        return self._layer

    @property
    def history(self) -> History:
        """The steps that led to the layer as it is."""
        return self._history

    @property
    def sidecar(self) -> Path:
        """Where the layer is saved."""
        return self._sidecar

    @property
    def read_only(self) -> str:
        """Why nothing can be changed, or ""."""
        return self._read_only

    def draft(self) -> Draft:
        """Begin a step: edits are collected in the draft and made by ``commit``."""
        return Draft(self._layer, self.author, self._clock())

    def commit(self, draft: Draft, label: str, *, group: str = "", by: str = "") -> Change | None:
        """Make a draft's edits as one step, or nothing when there are none."""
        transaction = draft.transaction(label, group)
        return self.apply(transaction, by=by) if transaction.edits else None

    def apply(self, transaction: Transaction, *, by: str = "") -> Change:
        """Make one step. Raises EditError when it does not fit, ReadOnlyError when nothing may change."""
        self._make(transaction)
        self._history.push(transaction)
        return self._made(transaction, by, lambda recorder: recorder.done(transaction))

    def undo(self, *, by: str = "undo") -> Change | None:
        """Take the last step back."""
        if self._read_only or (transaction := self._history.undo()) is None:
            return None
        inverse = transaction.inverted()
        try:
            self._make(inverse)
        except EditError:
            self._history.redo()
            raise
        return self._made(inverse, by, lambda recorder: recorder.undone(transaction))

    def redo(self, *, by: str = "redo") -> Change | None:
        """Make the step taken back last again."""
        if self._read_only or (transaction := self._history.redo()) is None:
            return None
        try:
            self._make(transaction)
        except EditError:
            self._history.undo()
            raise
        return self._made(transaction, by, lambda recorder: recorder.redone(transaction))

    def take_over(self, layer: Layer, history: History, label: str, *, by: str = "") -> Change:
        """Go on with another layer of the document and the history that led to it, such as what was recovered."""
        change = Change(edits_between(self._layer, layer), label, by)
        self._layer, self._history = layer, history
        self._announce(change)
        return change

    def restrict(self, read_only: str) -> None:
        """Let nothing be changed any more, and say why; "" lets it be changed again."""
        if read_only != self._read_only:
            self._read_only = read_only
            self._announce(Change((), ""))

    def saved(self, state: object, sidecar: Path) -> None:
        """Remember that a state of the history is saved, and where; who saves tells of it."""
        self._sidecar = sidecar
        self._history.mark_saved(state)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have a listener called after each step; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _make(self, transaction: Transaction) -> None:
        if self._read_only:
            raise ReadOnlyError(self._read_only)
        self._layer.apply(transaction.edits)

    def _made(self, transaction: Transaction, by: str, record: Callable[[Recorder], None]) -> Change:
        change = Change(transaction.edits, transaction.label, by)
        try:
            if self.recorder:
                record(self.recorder)
        finally:
            self._announce(change)
        return change

    def _announce(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            # One before it may have ended that this one listens.
            if listener not in self._listeners:
                continue
            try:
                listener(change)
            except Exception as error:  # noqa: BLE001 - whatever it is, the others have to hear of the step
                sys.excepthook(type(error), error, error.__traceback__)
