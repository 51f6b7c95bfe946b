"""Carries the news of the open review to its widgets, and makes decisions as steps of the session.

What compares annotators is loaded with the first review: the window starts without it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model import edits
from annotator.model.transaction import Change
from annotator.services.running.progress import Cancelled, Progress
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.waiting import Waiting

if TYPE_CHECKING:
    from annotator.services.comparing.align import Group
    from annotator.services.comparing.difference import Difference
    from annotator.services.editing.draft import Draft
    from annotator.services.settling.review import Review
    from annotator.services.settling.settle import Settling

LETTERS = "ABCDEFGHI"
"""Those who have a lane, by their letters."""
NOTHING_LEFT = "Nothing is left to settle."


class ReviewBridge(QObject):
    """The open review, and the number of the difference that is looked at."""

    review_changed = Signal()
    """Another review is open, or none, or the colleagues' files were read again."""
    decided = Signal()
    current_changed = Signal()
    sought = Signal()
    """Something was looked for outside the list, which may have been narrowed down to other differences."""

    def __init__(self, bridge: SessionBridge, waiting: Waiting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting = waiting
        self.review: Review | None = None
        self.current: int | None = None
        self._agreed: Group | None = None
        self._forget: Callable[[], object] = lambda: None

    @property
    def difference(self) -> "Difference | None":
        """The difference that is looked at."""
        return self.review.differences[self.current] if self.review and self.current is not None else None

    @property
    def group(self) -> "Group | None":
        """What is compared where the review looks: that of the difference, or one that all agree on."""
        return self.difference.group if self.difference else self._agreed

    @property
    def annotators(self) -> list[str]:
        """The colleagues' ids, in the order of their keys."""
        return list(self.review.alignment.annotators) if self.review else []

    def lane_names(self) -> list[str]:
        """Give the letter and the name of everybody who has a lane, in their order."""
        colleagues = self.review.colleagues if self.review else {}
        return [f"{letter} {colleagues[who].name}" for letter, who in zip(LETTERS, self.annotators, strict=False)]

    def show_review(self, review: "Review | None") -> None:
        """Switch to another review, or to none."""
        self._forget()
        if self.review and self.review is not review:
            self.review.close()
        self.review = review
        # The review has subscribed before, and knows what was decided when it is asked.
        self._forget = review.session.subscribe(self._on_change) if review else lambda: None
        self.current = self._agreed = None
        if review and review.differences:
            self.current = review.next_left(-1, 1) or 0
        self.review_changed.emit()
        self.current_changed.emit()

    def look_at(self, number: int | None) -> None:
        """Look at another difference, and select the adjudicated annotation that stands for it."""
        if number != self.current:
            self.current, self._agreed = number, None
            self.current_changed.emit()

    def look_for(self, source: str) -> None:
        """Look at a colleague's annotation: at its differences one after the other, or at how all agree on it."""
        review = self.review
        if review is None:
            return
        numbers = review.numbers_of(source)
        if not numbers:
            self.current, self._agreed = None, review.group_of(source)
            self.current_changed.emit()
        elif self.current in numbers:
            self.look_at(numbers[(numbers.index(self.current) + 1) % len(numbers)])
        else:
            self.look_at(next((number for number in numbers if not review.settled(number)), numbers[0]))
        self.sought.emit()

    def target(self) -> str | None:
        """Give the adjudicated annotation of what is looked at, where there is one."""
        if self.review is None or self.group is None:
            return None
        return next(filter(None, map(self.review.target_of, self.group.sources)), None)

    def take(self, annotators: Sequence[str]) -> None:
        """Take what some annotators have, and go on to the next difference that is left."""
        who = " and ".join(annotators) if len(annotators) < 3 else "all"
        self._settle(f"Take {who}", lambda settling, difference: settling.take(difference, annotators))

    def take_number(self, number: int) -> None:
        """Take what the annotator of a key has."""
        if number < len(self.annotators):
            self.take([self.annotators[number]])

    def take_none(self) -> None:
        """Take nobody's."""
        self._settle("Take none", lambda settling, difference: settling.take_none(difference))

    def edit(self) -> None:
        """Settle by hand: select the adjudicated annotation, to be edited in the inspector."""
        from annotator.services.settling.settle import Settling

        difference = self.difference
        if self.review is None or difference is None:
            return
        review = self.review
        target = self._bridge.run("Edit by hand", lambda draft: Settling(draft, review).edit(difference))
        if target:
            self._bridge.select(target)
        else:
            self._bridge.message.emit("Now edit it in the pane of entities, of topics or of the document.")

    def comment(self, text: str) -> None:
        """Put a comment on the difference looked at."""
        from annotator.services.settling.settle import Settling

        difference = self.difference
        if self.review is None or difference is None:
            return
        review = self.review
        self._bridge.run("Comment", lambda draft: Settling(draft, review).comment(difference, text))

    def take_agreed(self) -> None:
        """Take everything that all agree on, in one step."""
        groups = self.review.agreed() if self.review else []
        self._take_many(groups, "that all agree on", lambda settling, progress: settling.take_agreed(groups, progress))

    def take_undisputed(self) -> None:
        """Take every detail that only one side holds and nobody holds otherwise, in one step."""
        numbers = self.review.undisputed() if self.review else []
        self._take_many(
            numbers, "that nobody contradicts", lambda settling, progress: settling.take_undisputed(numbers, progress)
        )

    def _take_many(self, found: Sequence[object], what: str, make: "Callable[[Settling, Progress], object]") -> None:
        from annotator.services.settling.settle import Settling

        review = self.review
        if review is None:
            return
        if not found:
            self._bridge.message.emit(f"Everything {what} is taken already.")
            return

        def take(draft: "Draft") -> None:
            settling = Settling(draft, review)
            self._waiting.result(f"Taking all {what}", lambda progress: make(settling, progress))

        try:
            self._bridge.run(f"Take {len(found):,} {what}", take)
        except Cancelled:
            self._bridge.message.emit("Stopped; nothing was taken.")
        else:
            self._bridge.message.emit(f"{len(found):,} {what} were taken; undo gives them back.")

    def correct(self, label: str, say: "Callable[[Draft], object]") -> None:
        """Correct which entities are the same one, in one step; everything is then compared anew.

        Where that is stopped, the step is taken back.
        """
        from annotator.services.settling.settle import Settling

        review = self.review
        if review is None:
            return

        def corrected(draft: "Draft") -> None:
            Settling(draft, review)  # what a first decision brings along comes with this one too
            say(draft)

        self._bridge.run(label, corrected)
        if not self._compare_anew():
            review.session.undo()

    def step(self, direction: int, *, only_left: bool = False) -> None:
        """Look at the next or previous difference, or the next one that is left; goes round at the ends."""
        review = self.review
        if review is None or not review.differences:
            return
        here = self.current or 0
        number = review.next_left(here, direction) if only_left else (here + direction) % len(review.differences)
        if number is None:
            self._bridge.message.emit(NOTHING_LEFT)
        else:
            self.look_at(number)

    def _settle(self, label: str, make: "Callable[[Settling, Difference], object]") -> None:
        from annotator.services.comparing.difference_words import title
        from annotator.services.settling.settle import Settling

        review, difference, number = self.review, self.difference, self.current
        if review is None or difference is None or number is None:
            self._bridge.message.emit(NOTHING_LEFT if review else "No review is open.")
            return
        what = title(difference, review.alignment)
        self._bridge.run(f"{label}: {what}", lambda draft: make(Settling(draft, review), difference))
        if review.settled(number) and (following := review.next_left(number, 1)) is not None:
            self.look_at(following)

    def _on_change(self, change: Change) -> None:
        review = self.review
        if review is None or not change.touches((edits.REVIEW, edits.ANNOTATIONS, edits.LINKS)):
            return
        if review.is_outdated:
            # Once everybody has heard of the step: while it is compared, the window may have to be painted.
            QTimer.singleShot(0, self, self._follow_corrections)
        self.decided.emit()

    def _follow_corrections(self) -> None:
        # What undo, redo or a merge brought stays where comparing is stopped: it may be saved already.
        if not self._waiting.is_busy and not self._compare_anew():
            self._bridge.message.emit("Stopped: all is compared as before, until F5.")

    def _compare_anew(self) -> bool:
        """Compare all once more where other entities are the same now; tells whether that was not stopped."""
        from annotator.services.settling.open_review import compared_anew

        review = self.review
        if review is None or not review.is_outdated:
            return True
        here = self.difference.start if self.difference else -1
        try:
            fresh = self._waiting.result("Comparing anew", lambda progress: compared_anew(review, progress))
        except Cancelled:
            return False
        self.show_review(fresh)
        self.look_at(next((n for n, found in enumerate(fresh.differences) if found.start >= here), self.current))
        return True
