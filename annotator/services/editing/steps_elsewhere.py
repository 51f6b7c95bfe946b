"""Steps that change something other than the open document, such as the codebook, in their place among its steps.

The document's own history does not hold them: its file and its journal are no others by them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from annotator.model.history import History


class StepNotDoneError(RuntimeError):
    """A step could not be taken back or made again; the message says why."""


@dataclass(frozen=True, slots=True)
class StepElsewhere:
    """What was done, in words for the menu, and how to take it back and make it again.

    Both give a sentence to be said, "" for the usual one, and raise StepNotDoneError.
    """

    label: str
    undo: Callable[[], str]
    redo: Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Made:
    step: StepElsewhere
    state: object
    """The state of the document's history in which it was made."""
    behind: object = None
    """What redo of the document would make when it was taken back: another step since makes redo of it impossible."""


class StepsElsewhere:
    """Knows of each history which steps were made elsewhere meanwhile; forgets them with it."""

    def __init__(self) -> None:
        self._done: WeakKeyDictionary[History, list[_Made]] = WeakKeyDictionary()
        self._undone: WeakKeyDictionary[History, list[_Made]] = WeakKeyDictionary()

    def made(self, history: History, step: StepElsewhere) -> None:
        """Remember a step that was made just now."""
        self._undone.pop(history, None)
        self._done.setdefault(history, []).append(_Made(step, history.state))

    def to_undo(self, history: History) -> StepElsewhere | None:
        """Give the step that was made last, None where the document's own was."""
        made = self._last(history)
        return made.step if made else None

    def to_redo(self, history: History) -> StepElsewhere | None:
        """Give the step that was taken back last, None where the document's own was, or where others came since."""
        undone = self._undone.get(history)
        if not undone or undone[-1].state is not history.state or undone[-1].behind is not _next(history):
            return None
        return undone[-1].step

    def undo(self, history: History) -> str:
        """Take back what ``to_undo`` gives; gives what is to be said."""
        made = self._last(history)
        assert made is not None
        self._done[history].remove(made)
        said = made.step.undo() or f"Undone: {made.step.label}"
        self._undone.setdefault(history, []).append(_Made(made.step, made.state, _next(history)))
        return said

    def redo(self, history: History) -> str:
        """Make again what ``to_redo`` gives; gives what is to be said."""
        made = self._undone[history].pop()
        said = made.step.redo() or f"Done again: {made.step.label}"
        self._done.setdefault(history, []).append(_Made(made.step, made.state))
        return said

    def _last(self, history: History) -> _Made | None:
        here = (made for made in reversed(self._done.get(history, [])) if made.state is history.state)
        return next(here, None)


def _next(history: History) -> object:
    return history.undone[-1] if history.undone else None
