"""Carries the news of the open review to its widgets, and makes decisions as steps of the session.

What compares annotators is loaded with the first review: the window starts without it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model import edits
from annotator.model.fields import DOCUMENT_DETAIL, ENTITY_DETAIL, TOPIC_DETAIL
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

Result = TypeVar("Result")
LETTERS = "ABCDEFGHI"
"""Those who have a lane, by their letters."""
HELD = "This is a review: press E to annotate by hand."
_SAME = "They do not differ here"
_PANES: Final = {ENTITY_DETAIL: "entities", TOPIC_DETAIL: "topics", DOCUMENT_DETAIL: "document"}
"""Where what a difference is about is edited by hand, if not in the inspector."""
_FEWEST_OF_A_MAJORITY: Final = 3
_REVIEWED: Final = "reviewed"


class ReviewBridge(QObject):
    """The open review, and the number of the difference that is looked at."""

    review_changed = Signal()
    """Another review is open, or none, or the colleagues' files were read again."""
    decided = Signal()
    current_changed = Signal()
    mode_changed = Signal()
    """The reviewer begins to annotate by hand, or goes back to deciding."""
    sought = Signal()
    """Something was looked for outside the list, which may have been narrowed down to other differences."""

    def __init__(self, bridge: SessionBridge, waiting: Waiting, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting = waiting
        self.review: Review | None = None
        self.current: int | None = None
        self.by_hand = False
        """Whether the reviewer annotates by hand, on purpose."""
        self.new: frozenset[int] = frozenset()
        """The differences that are left and came, or were changed, after the review was last worked at."""
        self.shown: Callable[[], Sequence[int]] = self._all
        """Gives the differences as the list shows them, in its order."""
        self._agreed: Group | None = None
        self._begun_by_hand: object = None
        self._was_noted = False
        self._forget: Callable[[], object] = lambda: None

    @property
    def is_deciding(self) -> bool:
        """Whether keys decide, so that nothing is annotated unless on purpose."""
        return self.review is not None and not self.by_hand

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
        return list(self.called().values())[: len(LETTERS)]

    def called(self) -> dict[str, str]:
        """Give everybody's name with the letter of the lane, by id."""
        colleagues = self.review.colleagues if self.review else {}
        letters = (*LETTERS, *("" for _who in self.annotators[len(LETTERS) :]))
        named = zip(letters, self.annotators, strict=False)
        return {who: f"{letter} {colleagues[who].name}".strip() for letter, who in named}

    def show_review(self, review: "Review | None") -> None:
        """Switch to another review, or to none."""
        self._forget()
        if self.review and self.review is not review:
            self.review.close()
        if review is None or self.review is None or review.session is not self.review.session:
            self._set_mode(by_hand=False, review=review)
        self.review = review
        # The review has subscribed before, and knows what was decided when it is asked.
        self._forget = review.session.subscribe(self._on_change) if review else lambda: None
        self.current = self._agreed = None
        self._find_new()
        self._was_noted = review.news.is_noted if review else False
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

    def take_majority(self) -> None:
        """Take what more than half of the annotators have; where nobody is in the majority all stays as it is."""
        from annotator.services.settling.opinions import majority

        if self.difference and not majority(self.difference):
            few = len(self.annotators) < _FEWEST_OF_A_MAJORITY
            self._say("A majority takes three annotators." if few else "There is no majority here: it stays open.")
        else:
            self._settle("Take the majority", lambda settling, difference: settling.take_majority(difference))

    def take_majorities(self) -> None:
        """Take the majority wherever one is clear, in one step; ties stay open."""
        numbers = self.review.clear_majorities() if self.review else []
        self._take_many(
            numbers, "with a clear majority", lambda settling, progress: settling.take_majorities(numbers, progress)
        )

    def begin_by_hand(self) -> str:
        """Annotate by hand from now on, what is looked at first; gives the pane where that is edited."""
        difference, review = self.difference, self.review
        if review is None:
            return ""
        self._set_mode(by_hand=True, review=review)
        if difference is None:
            return "inspector"
        target = self._step("Edit by hand", lambda settling: settling.edit(difference))
        self._begun_by_hand = review.session.history.state
        if target:
            self._bridge.select(target)
        return _PANES.get(difference.kind, "inspector")

    def end_by_hand(self) -> None:
        """Go back to deciding; where nothing was done by hand, nothing was decided by that either."""
        review = self.review
        if review is None or not self.by_hand:
            return
        if self._begun_by_hand is not None and review.session.history.state is self._begun_by_hand:
            review.session.undo()
            self._say("Nothing was changed by hand: the difference is as it was.")
        self._set_mode(by_hand=False, review=review)

    def comment(self, text: str, number: int | None = None) -> None:
        """Put a comment on a difference, on that looked at if none is named."""
        review = self.review
        difference = review.differences[number] if review and number is not None else self.difference
        if difference:
            self._step("Comment", lambda settling: settling.comment(difference, text))

    def mark_reviewed(self) -> None:
        """Say that the document is reviewed."""
        session = self.review.session if self.review else None
        if session and session.layer.document.state != _REVIEWED:
            mark = lambda draft: draft.put_document(state=_REVIEWED)  # noqa: E731
            self._bridge.run(f"Mark as {_REVIEWED}", mark, though_held=True)

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
        if self.review is None:
            return
        if not found:
            self._say(f"Everything {what} is taken already.")
            return

        def take(settling: "Settling") -> object:
            return self._waiting.result(f"Taking all {what}", lambda progress: make(settling, progress))

        behind = self._behind()
        try:
            taken = self._step(f"Take {len(found):,} {what}", take)
        except Cancelled:
            self._say("Stopped; nothing was taken.")
        else:
            self._go_on(behind)
            # Some may have been passed over: what is not to be there has no stance either.
            number = taken if isinstance(taken, int) else len(found)
            self._say(f"{number:,} {what} were taken; undo gives them back.")

    def correct(self, label: str, say: "Callable[[Draft], object]") -> None:
        """Correct which entities are the same one, in one step; everything is then compared anew.

        Where that is stopped, the step is taken back.
        """
        from annotator.services.settling.settle import Settling

        review = self.review
        if review is None:
            return

        def corrected(draft: "Draft") -> None:
            Settling(draft, review).note_known()  # what a first decision brings along comes with this one too
            say(draft)

        self._bridge.run(label, corrected, though_held=True)
        if not self._compare_anew():
            review.session.undo()

    def step(self, direction: int, *, only_left: bool = False) -> None:
        """Look at the next or previous difference that is shown, or one that is left; goes round at the ends."""
        review = self.review
        if review is None or not review.differences:
            return
        around = self._behind() if direction > 0 else self._behind()[::-1]
        if not only_left:
            around = around or [*self._all()]
        number = next((one for one in around if not (only_left and review.settled(one))), None)
        if number is None:
            self._say(self.left_words())
        else:
            self.look_at(number)

    def left_words(self) -> str:
        """Say how many differences are left."""
        review = self.review
        if review is None:
            return "No review is open."
        left = len(review.differences) - review.progress().settled
        if left == 0:
            return "Nothing is left to settle."
        shown = sum(review.settled(number) is None for number in self.shown())
        return f"{left:,} left to settle." if shown else f"{left:,} left to settle, none of them among what is shown."

    def _all(self) -> range:
        return range(len(self.review.differences) if self.review else 0)

    def _behind(self) -> list[int]:
        """Give the differences that are shown behind what is looked at, and then those before it."""
        shown = list(self.shown())
        if self.current not in shown:
            return shown
        place = shown.index(self.current)
        return [*shown[place + 1 :], *shown[:place]]

    def _go_on(self, behind: Sequence[int]) -> None:
        """Look at the next difference that is left where what is looked at is settled, of ``behind`` the first."""
        review = self.review
        if review is None or self.current is None or not review.settled(self.current):
            return
        following = next((number for number in behind if not review.settled(number)), None)
        if following is None:
            self._say(self.left_words())
        else:
            self.look_at(following)

    def _settle(self, label: str, make: "Callable[[Settling, Difference], object]") -> None:
        from annotator.services.comparing.difference_words import title

        review, difference = self.review, self.difference
        if review is None or difference is None:
            self._say(f"{_SAME}; {self.left_words()}" if self._agreed else self.left_words())
            return
        behind = self._behind()
        what = title(difference, review.alignment)
        self._step(f"{label}: {what}", lambda settling: make(settling, difference))
        self._go_on(behind)

    def _step(self, label: str, make: "Callable[[Settling], Result]") -> "Result | None":
        """Make one step of the review, which is no annotating by hand."""
        from annotator.services.settling.settle import Settling

        review = self.review
        if review is None:
            return None

        def settle(draft: "Draft") -> "Result":
            settling = Settling(draft, review)
            settling.note_known()
            return make(settling)

        return self._bridge.run(label, settle, though_held=True)

    def _set_mode(self, *, by_hand: bool, review: "Review | None") -> None:
        self._begun_by_hand = None
        self._bridge.held = HELD if review and not by_hand else ""
        if by_hand != self.by_hand:
            self.by_hand = by_hand
            self.mode_changed.emit()

    def _find_new(self, around: Iterable[int] | None = None) -> None:
        """Find what is new, of some differences or of all."""
        from annotator.services.settling.new_since import is_new

        review = self.review
        if review is None:
            self.new = frozenset()
            return
        looked_at = frozenset(self._all() if around is None else around)
        self.new = (self.new - looked_at) | {number for number in looked_at if is_new(review, number)}

    def _say(self, text: str) -> None:
        self._bridge.message.emit(text)

    def _on_change(self, change: Change) -> None:
        review = self.review
        if review is None or not change.touches((edits.REVIEW, edits.ANNOTATIONS, edits.LINKS)):
            return
        if review.is_outdated:
            # Once everybody has heard of the step: while it is compared, the window may have to be painted.
            QTimer.singleShot(0, self, self._follow_corrections)
        self._find_new(review.touched if review.news.is_noted == self._was_noted else None)
        self._was_noted = review.news.is_noted
        self.decided.emit()

    def _follow_corrections(self) -> None:
        # What undo, redo or a merge brought stays where comparing is stopped: it may be saved already.
        if not self._waiting.is_busy and not self._compare_anew():
            self._say("Stopped: all is compared as before, until F5.")

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
