"""The steps over many documents that a window made and took back, and which of them undo and redo come to next."""

from dataclasses import dataclass

from annotator.model.clock import now, seconds_between
from annotator.model.history import History
from annotator.services.recoding.in_histories import is_last_done, is_next
from annotator.services.recoding.step_journal import Step


@dataclass(frozen=True, slots=True)
class _Made:
    """A step of this window, when it was made or taken back, and the history of what was open then in its state."""

    step: Step
    time: str
    history: History | None
    state: object


class MadeSteps:
    """Knows the order in which steps were made, among themselves and with those of the open document alone."""

    def __init__(self) -> None:
        self._done: list[_Made] = []
        self._undone: list[_Made] = []

    @property
    def all(self) -> list[Step]:
        """All steps that can be taken back or made again."""
        return [made.step for made in (*self._done, *self._undone)]

    @property
    def undone(self) -> list[Step]:
        """The steps that were taken back."""
        return [made.step for made in self._undone]

    def forget_undone(self) -> None:
        """Make nothing again from now on."""
        self._undone.clear()

    def clear(self) -> None:
        """Forget all, as a window that was just opened."""
        self._done, self._undone = [], []

    def note(self, step: Step, history: History | None, *, forwards: bool) -> None:
        """Note that a step was just made, or taken back, beside what is open."""
        self._done, self._undone = ([m for m in steps if m.step.place != step.place]
                                    for steps in (self._done, self._undone))  # fmt: skip
        steps = self._done if forwards else self._undone
        steps.append(_Made(step, now(), history, history.state if history else None))

    def to_undo(self, history: History | None) -> Step | None:
        """Give the step that was made last, unless what is open has a later one of its own."""
        made = self._done[-1] if self._done else None
        if made is None or history is None or not history.done or is_last_done(history, made.step):
            return made.step if made else None
        return made.step if _is_later(made, history) else None

    def to_redo(self, history: History | None) -> Step | None:
        """Give the step that was taken back last, unless what is open was changed or taken further back since."""
        made = self._undone[-1] if self._undone else None
        if made is None or history is None or is_next(history, made.step):
            return made.step if made else None
        return made.step if not history.undone and (not history.done or _is_later(made, history)) else None


def _is_later(made: _Made, history: History) -> bool:
    """Tell whether a step was made, or taken back, after the last one of a document's own."""
    if history is made.history:
        return history.state is made.state
    return seconds_between(history.done[-1].time, made.time) >= 0
