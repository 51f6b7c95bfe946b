"""Undo and redo without limit, and whether all is saved."""

from typing import Final

from annotator.model.transaction import Transaction

_BEGINNING: Final = object()


class History:
    """The steps done and undone; it does not apply them."""

    def __init__(self) -> None:
        self._done: list[Transaction] = []
        self._undone: list[Transaction] = []
        self._saved: object = _BEGINNING

    def push(self, transaction: Transaction) -> None:
        """Record a step; it joins the last one when it continues it, and forgets what was undone."""
        joins = bool(self._done) and not self._undone and transaction.continues(self._done[-1])
        self._undone.clear()
        if joins:
            self._done[-1] = transaction.after(self._done[-1])
        else:
            self._done.append(transaction)

    def remember(self, transaction: Transaction, *, undone: bool = False) -> None:
        """Take a step as it once was done, or undone: the one that was undone last comes last."""
        (self._undone if undone else self._done).append(transaction)

    def forget_undone(self) -> None:
        """Let nothing be redone any more: something else was done since, elsewhere."""
        self._undone.clear()

    def undo(self) -> Transaction | None:
        """Step back: give the transaction to invert and apply, or None at the beginning."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Transaction | None:
        """Step forward again: give the transaction to apply, or None at the end."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    @property
    def state(self) -> object:
        """A token for the present state; the same one after undo and redo have led back to it."""
        return self._done[-1] if self._done else _BEGINNING

    def mark_saved(self, state: object) -> None:
        """Remember that a state is the saved one; None when no state in reach is."""
        self._saved = state

    @property
    def is_clean(self) -> bool:
        """Whether the present state is the saved one."""
        return self.state is self._saved

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        return self._undone[-1].label if self._undone else None

    @property
    def done(self) -> tuple[Transaction, ...]:
        """The steps that lead to the present state, oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Transaction, ...]:
        """The steps that were taken back, the one that redo makes first last."""
        return tuple(self._undone)
