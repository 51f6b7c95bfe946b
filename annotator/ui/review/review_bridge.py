"""Carries the news of the open review to its widgets, and makes decisions as steps of the session.

What compares annotators is loaded with the first review: the window starts without it.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.model import edits
from annotator.model.transaction import Change
from annotator.ui.session_bridge import SessionBridge

if TYPE_CHECKING:
    from annotator.services.authoring.draft import Draft
    from annotator.services.review.differences import Difference
    from annotator.services.review.review import Review
    from annotator.services.review.settling import Settling

NOTHING_LEFT = "Nothing is left to settle."


class ReviewBridge(QObject):
    """The open review, and the number of the difference that is looked at."""

    review_changed = Signal()
    """Another review is open, or none, or the colleagues' files were read again."""
    decided = Signal()
    current_changed = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.review: Review | None = None
        self.current: int | None = None
        bridge.changed.connect(self._on_change)

    @property
    def difference(self) -> "Difference | None":
        """The difference that is looked at."""
        return self.review.differences[self.current] if self.review and self.current is not None else None

    @property
    def annotators(self) -> list[str]:
        """The colleagues' ids, in the order of their keys."""
        return list(self.review.alignment.annotators) if self.review else []

    def show_review(self, review: "Review | None") -> None:
        """Switch to another review, or to none."""
        if self.review and self.review is not review:
            self.review.close()
        self.review = review
        left = review.left() if review else []
        self.current = left[0] if left else 0 if review and review.differences else None
        self.review_changed.emit()
        self.current_changed.emit()

    def look_at(self, number: int | None) -> None:
        """Look at another difference, and select the adjudicated annotation that stands for it."""
        if number != self.current:
            self.current = number
            self.current_changed.emit()

    def target(self) -> str | None:
        """Give the adjudicated annotation of the difference looked at, where there is one."""
        if self.review is None or self.difference is None:
            return None
        return next(filter(None, map(self.review.target_of, self.difference.group.sources)), None)

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
        from annotator.services.review.settling import Settling

        difference = self.difference
        if self.review is None or difference is None:
            return
        review = self.review
        target = self._bridge.run("Edit by hand", lambda draft: Settling(draft, review).edit(difference))
        if target:
            self._bridge.select(target)

    def comment(self, text: str) -> None:
        """Put a comment on the difference looked at."""
        from annotator.services.review.settling import Settling

        difference = self.difference
        if self.review is None or difference is None:
            return
        review = self.review
        self._bridge.run("Comment", lambda draft: Settling(draft, review).comment(difference, text))

    def take_agreed(self) -> None:
        """Take everything that all agree on, in one step."""
        from annotator.services.review.settling import Settling

        review = self.review
        if review is None:
            return
        groups = review.agreed()
        if not groups:
            self._bridge.message.emit("Everything that all agree on is taken already.")
            return
        self._bridge.run(f"Take {len(groups)} that all agree on", lambda d: Settling(d, review).take_agreed(groups))
        self._bridge.message.emit(f"{len(groups)} that all agree on were taken; undo gives them back.")

    def correct(self, label: str, say: "Callable[[Draft], object]") -> None:
        """Correct which entities are the same one, in one step; everything is then compared anew."""
        from annotator.services.review.settling import Settling

        review = self.review
        if review is None:
            return

        def corrected(draft: "Draft") -> None:
            Settling(draft, review)  # what a first decision brings along comes with this one too
            say(draft)

        self._bridge.run(label, corrected)

    def step(self, direction: int, *, only_left: bool = False) -> None:
        """Look at the next or previous difference, or the next one that is left; goes round at the ends."""
        review = self.review
        if review is None or not review.differences:
            return
        numbers = review.left() if only_left else list(range(len(review.differences)))
        if not numbers:
            self._bridge.message.emit(NOTHING_LEFT)
            return
        here = self.current if self.current is not None else -1
        behind = [number for number in numbers if number > here]
        before = [number for number in numbers if number < here]
        self.look_at((behind or numbers)[0] if direction > 0 else (before or numbers)[-1])

    def _settle(self, label: str, make: "Callable[[Settling, Difference], object]") -> None:
        from annotator.services.review.difference_words import title
        from annotator.services.review.settling import Settling

        review, difference, number = self.review, self.difference, self.current
        if review is None or difference is None or number is None:
            self._bridge.message.emit(NOTHING_LEFT if review else "No review is open.")
            return
        self._bridge.run(f"{label}: {title(difference)}", lambda draft: make(Settling(draft, review), difference))
        if review.settled(number) and review.left():
            self.step(1, only_left=True)

    def _on_change(self, change: Change) -> None:
        if self.review is None or not change.touches((edits.REVIEW, edits.ANNOTATIONS, edits.LINKS)):
            return
        from annotator.services.review.same_entity import touches_entities

        if touches_entities(change):
            self._compare_anew(self.review)
        else:
            self.decided.emit()

    def _compare_anew(self, review: "Review") -> None:
        from annotator.services.review.review import Review

        here = self.difference.start if self.difference else -1
        self.show_review(Review(review.session, review.colleagues.values()))
        differences = self.review.differences if self.review else []
        self.look_at(next((n for n, found in enumerate(differences) if found.start >= here), self.current))
