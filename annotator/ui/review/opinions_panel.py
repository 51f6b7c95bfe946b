"""What everybody has, side by side in words, in a strip of constant height; and the buttons that decide."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.ui.review.opinion_card import OneLine, OpinionCard, fit
from annotator.ui.review.review_bridge import LETTERS, ReviewBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.push_button import ENTER, PushButton

if TYPE_CHECKING:
    from annotator.model.span import Span
    from annotator.services.comparing.align import Group
    from annotator.services.comparing.difference import Difference
    from annotator.services.settling.review import Review

_PLAIN, _MUTED = QPalette.ColorRole.WindowText, QPalette.ColorRole.PlaceholderText
_ABSENT = "Not annotated"
_BY_HAND = "You annotate by hand. E, or Esc in the text, goes back to the review."
LONGEST = 300
TAKE_KEYS = 5
"""So many annotators have keys of their own; of more, each has a button."""


class CommentLine(QLineEdit):
    """Enter writes what is typed, Esc takes it back; both lead back to the list."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._known = ""
        self.number: int | None = None
        """The difference that the comment is on."""

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not recorded yet."""
        return self.text().strip() != self._known.strip()

    def show_text(self, text: str) -> None:
        """Show what is recorded."""
        self._known = text
        self.setText(text)

    def take_back(self) -> None:
        """Show what is recorded in place of what was typed."""
        self.setText(self._known)

    def event(self, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined] # it is a key
            # Else the window's Esc would lead away, which records what is to be taken back.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.take_back()
            self.left.emit()
        elif event.key() in ENTER:
            self.editingFinished.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class OpinionsPanel(QWidget):
    """Shows the difference that is looked at; hidden while no review is open."""

    left = Signal()
    """The comment was finished: keys belong to the list again."""

    def __init__(self, bridge: ReviewBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.setObjectName("opinions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Opinions")
        self.heading, self.state = OneLine(), OneLine()
        self.comment = CommentLine()
        show_hint(self.comment, "Comment (C)")
        self.comment.setAccessibleName("Comment on this difference")
        self.comment.setMinimumWidth(44)
        self.comment.editingFinished.connect(self._commit)
        self.comment.left.connect(self.left)
        self.cards: list[OpinionCard] = []
        self._row = QHBoxLayout()
        self.buttons = {
            "majority": PushButton("Majority (M)"), "all": PushButton("All (T)"), "none": PushButton("None (0)"),
            "edit": PushButton(),
        }  # fmt: skip
        self.edit_wanted = self.buttons["edit"].clicked
        self.buttons["majority"].clicked.connect(bridge.take_majority)
        self.buttons["all"].clicked.connect(lambda: bridge.take(bridge.annotators))
        self.buttons["none"].clicked.connect(bridge.take_none)
        self._compose()
        bridge.review_changed.connect(self._make_cards)
        bridge.decided.connect(self._leave_comment)
        bridge.current_changed.connect(self._leave_comment)
        for news in (bridge.current_changed, bridge.decided, bridge.mode_changed):
            news.connect(self.refresh)
        theme.notifier.changed.connect(self._take_colors)
        bridge.mode_changed.connect(self._take_colors)
        self._take_colors()
        self._make_cards()

    def refresh(self) -> None:
        """Show the difference as it is now."""
        if self._bridge.review:
            self._show()
        else:
            self.hide()

    def _make_cards(self) -> None:
        """Put up a card for each annotator, which stays until others are compared."""
        focused = QApplication.focusWidget()
        if focused and self.isAncestorOf(focused):
            self.left.emit()
        for card in self.cards:
            card.hide()
            card.deleteLater()
        review = self._bridge.review
        self.cards = []
        for place, who in enumerate(self._bridge.annotators if review else ()):
            assert review
            letter = LETTERS[place : place + 1]
            key = letter if place < 2 else str(place + 1) if place < TAKE_KEYS else letter
            card = OpinionCard(letter, key, review.colleagues[who].name, partial(self._bridge.take_number, place))
            self.cards.append(card)
            self._row.addWidget(card, 1)
        self.refresh()

    def _show(self) -> None:
        bridge = self._bridge
        review, difference, number = bridge.review, bridge.difference, bridge.current
        self.show()
        can_decide = difference is not None and not bridge.by_hand
        for name, button in self.buttons.items():
            button.setEnabled(can_decide or (name == "edit" and bridge.by_hand))
        self.buttons["majority"].setVisible(len(bridge.annotators) > 2)
        self.buttons["edit"].setText("Back to the review (E)" if bridge.by_hand else "By hand (E)")
        for button in self.buttons.values():
            fit(button)
        self.comment.setEnabled(can_decide)
        if review and difference and number is not None:
            self._show_difference(review, difference, number)
        elif review and (group := bridge.group):
            self._show_agreed(review, group)
        else:
            self._show_words(bridge.left_words(), "")
            for card, name in zip(self.cards, bridge.called().values(), strict=True):
                card.show_opinion(name, "")
        if bridge.by_hand:
            self.state.setText(_BY_HAND)
        for card, who in zip(self.cards, bridge.annotators, strict=True):
            card.button.setEnabled(can_decide and difference is not None and who in difference.opinions)

    def _show_words(self, heading: str, state: str, comment: str = "") -> None:
        self.heading.setText(heading[:1].upper() + heading[1:])
        self.state.setText(state)
        self.comment.show_text(comment)
        self.comment.number = self._bridge.current

    def _show_difference(self, review: "Review", difference: "Difference", number: int) -> None:
        from annotator.services.comparing.difference import MISSING
        from annotator.services.comparing.difference_words import NOTHING, in_full, opinion_words
        from annotator.services.comparing.word_differences import differing_words

        self._show_words(in_full(difference, review.alignment), self._state(review, number), review.comment(number))
        words = opinion_words(difference, review.alignment)
        said = {who: text[:LONGEST] for who, text in words.items() if text != NOTHING}
        marks: dict[str, list[Span]] = dict(zip(said, differing_words([*said.values()]), strict=True))
        for card, (who, name) in zip(self.cards, self._bridge.called().items(), strict=True):
            nothing = _ABSENT if difference.kind == MISSING else "Nothing"
            rest = self._rest(review, difference, who)
            card.show_opinion(
                name,
                said.get(who, nothing if who in difference.opinions else "Not asked here"),
                marks.get(who, ()) if len(said) > 1 else (),
                rest,
            )

    def _state(self, review: "Review", number: int) -> str:
        from annotator.services.settling.decision_words import change_words, changes, settled_words
        from annotator.services.settling.opinions import alone

        called = self._bridge.called()
        if settled := settled_words(review, number, called):
            return f"settled: {settled}"
        changed = "; ".join(change_words(change, called) for change in changes(review, number))
        if changed:
            return f"changed since it was settled. {changed}"
        words = ["open", "new since you last worked at it" if number in self._bridge.new else ""]
        words.append(f"{called[only]} stands alone" if (only := alone(review.differences[number])) else "")
        return ", ".join(filter(None, words))

    def _show_agreed(self, review: "Review", group: "Group") -> None:
        from annotator.services.comparing.difference_words import annotation_words

        self._show_words("All agree", "taken" if self._bridge.target() else "not taken yet")
        for card, (who, name) in zip(self.cards, self._bridge.called().items(), strict=True):
            member = group.members.get(who)
            words = annotation_words(review.alignment.layers[who], member) if member else _ABSENT
            card.show_opinion(name, words[:LONGEST])

    def _rest(self, review: "Review", difference: "Difference", who: str) -> str:
        """Give the whole that an opinion is about, and what its annotator says of it to colleagues."""
        from annotator.services.comparing.difference import DETAILS, MISSING
        from annotator.services.comparing.difference_words import annotation_words

        member = difference.group.members.get(who)
        if member is None or difference.kind in DETAILS:
            return ""
        layer = review.alignment.layers[who]
        whole = [] if difference.kind == MISSING else [annotation_words(layer, member)[:LONGEST]]
        comments = [d.comment for d in layer.review.values() if d.target == member.id and d.comment]
        return "\n".join([*whole, *(f"Comment: {text[:LONGEST]}" for text in comments)])

    def _compose(self) -> None:
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        area, inside = QScrollArea(), QWidget()
        self._row.setContentsMargins(0, 0, 0, 0)
        inside.setLayout(self._row)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (area.viewport(), inside):
            widget.setAutoFillBackground(False)
        probe = OpinionCard("A", "A", "", lambda: None)
        area.setFixedHeight(probe.sizeHint().height() + area.horizontalScrollBar().sizeHint().height())
        bottom = QHBoxLayout()
        bottom.addWidget(self.comment, 1)
        for button in self.buttons.values():
            # A click leaves the keys with the list.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        for widget in (self.heading, self.state, area):
            column.addWidget(widget)
        column.addLayout(bottom)

    def _commit(self) -> None:
        number, text = self.comment.number, self.comment.text().strip()
        if number is not None and self.comment.isEnabled() and self.comment.is_changed:
            self.comment.show_text(text)
            self._bridge.comment(text, number)

    def _leave_comment(self) -> None:
        """Record what was typed before something else was done, which has taken the reviewer elsewhere."""
        if self.comment.hasFocus():
            self._commit()
            self.left.emit()

    def _take_colors(self) -> None:
        colors = theme.current()
        ground = colors.found if self._bridge.by_hand else colors.raised
        self.state.setForegroundRole(_PLAIN if self._bridge.by_hand else _MUTED)
        self.setStyleSheet(
            f"#opinions {{ background: {ground}; border-top: 1px solid {colors.border}; }}"
            f"#opinion {{ background: {colors.base}; border: 1px solid {colors.border}; }}"
        )
