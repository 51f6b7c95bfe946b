"""What everybody has, side by side in words, with what is to be decided in bold; and the buttons that decide."""

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.ui.review.review_bridge import LETTERS, NOTHING_LEFT, ReviewBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel

if TYPE_CHECKING:
    from annotator.services.comparing.align import Group
    from annotator.services.comparing.difference import Difference
    from annotator.services.settling.review import Review

_ABSENT = "Not annotated"
LONGEST = 300


class OpinionsPanel(QWidget):
    """Shows the difference that is looked at; hidden while no review is open."""

    def __init__(self, bridge: ReviewBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.setObjectName("opinions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Opinions")
        self.heading, self.state = PlainLabel(), PlainLabel()
        self.state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.comment = QLineEdit()
        show_hint(self.comment, "Comment (C)")
        self.comment.setAccessibleName("Comment on this difference")
        self.comment.editingFinished.connect(self._commit)
        self._cards = QHBoxLayout()
        self.buttons = {
            "all": PushButton("Take all (T)"), "none": PushButton("Take none (0)"), "edit": PushButton("Edit (E)"),
        }  # fmt: skip
        self.buttons["all"].clicked.connect(lambda: bridge.take(bridge.annotators))
        self.buttons["none"].clicked.connect(bridge.take_none)
        self.buttons["edit"].clicked.connect(bridge.edit)
        self._compose()
        bridge.review_changed.connect(self.refresh)
        bridge.current_changed.connect(self.refresh)
        bridge.decided.connect(self.refresh)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()
        self.refresh()

    def refresh(self) -> None:
        """Show the difference as it is now."""
        if self._bridge.review:
            self._show()
        else:
            self.hide()

    def _show(self) -> None:
        review, difference, number = self._bridge.review, self._bridge.difference, self._bridge.current
        self.show()
        self._clear()
        for button in self.buttons.values():
            button.setEnabled(difference is not None)
        self.comment.setEnabled(difference is not None)
        if review and difference and number is not None:
            self._show_difference(review, difference, number)
        elif review and (group := self._bridge.group):
            self._show_agreed(review, group)
        else:
            self.heading.setText(NOTHING_LEFT)
            self.state.setText("")

    def _show_difference(self, review: "Review", difference: "Difference", number: int) -> None:
        from annotator.services.comparing.difference_words import NOTHING, opinion_words, title

        name = title(difference, review.alignment)
        self.heading.setText(name[:1].upper() + name[1:])
        decision = review.settled(number)
        self.state.setText(f"settled: {decision.verdict}" if decision else "open")
        self.comment.setText(review.comment(number))
        words = opinion_words(difference, review.alignment)
        for place, who in enumerate(self._bridge.annotators):
            self._cards.addWidget(self._card(place, who, difference, words.get(who, NOTHING)), 1)

    def _show_agreed(self, review: "Review", group: "Group") -> None:
        from annotator.services.comparing.difference_words import annotation_words

        self.heading.setText("All agree")
        self.state.setText("taken" if self._bridge.target() else "not taken yet")
        self.comment.setText("")
        for place, (who, annotation) in enumerate(group.members.items()):
            words = annotation_words(review.alignment.layers[who], annotation)
            self._cards.addWidget(self._named_card(place, who, words), 1)

    def _card(self, place: int, who: str, difference: "Difference", words: str) -> QWidget:
        from annotator.services.comparing.difference import MISSING
        from annotator.services.comparing.difference_words import NOTHING, annotation_words

        review = self._bridge.review
        assert review is not None
        absent = (_ABSENT if difference.kind == MISSING else "Nothing") if words == NOTHING else ""
        card = self._named_card(place, who, absent or words, absent=bool(absent))
        column = cast("QVBoxLayout", card.layout())
        member = difference.group.members.get(who)
        if member and difference.kind != MISSING:
            whole = PlainLabel(annotation_words(review.alignment.layers[who], member)[:LONGEST])
            whole.setWordWrap(True)
            whole.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            column.addWidget(whole)
        for remark in self._remarks(who, difference):
            column.addWidget(remark)
        column.addStretch(1)
        button = PushButton(f"Take {LETTERS[place : place + 1]}")
        button.setAccessibleName(f"Take what {review.colleagues[who].name} has")
        button.clicked.connect(partial(self._bridge.take_number, place))
        button.setEnabled(who in difference.opinions)
        column.addWidget(button)
        return card

    def _named_card(self, place: int, who: str, words: str, *, absent: bool = False) -> QFrame:
        """Give a card that says what somebody has."""
        name = self._bridge.review.colleagues[who].name if self._bridge.review else who
        card = QFrame()
        card.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 6, 8, 6)
        whose, said = PlainLabel(f"{LETTERS[place : place + 1]}  {name}"), PlainLabel(words[:LONGEST])
        whose.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        said.setWordWrap(True)
        font = said.font()
        font.setBold(not absent)
        font.setItalic(absent)
        said.setFont(font)
        said.setAccessibleName(name)
        column.addWidget(whose)
        column.addWidget(said)
        return card

    def _remarks(self, who: str, difference: "Difference") -> list[PlainLabel]:
        review, member = self._bridge.review, difference.group.members.get(who)
        if review is None or member is None:
            return []
        comments = [d.comment for d in review.alignment.layers[who].review.values() if d.target == member.id]
        remarks = [PlainLabel(f"Comment: {text[:LONGEST]}") for text in comments if text]
        for remark in remarks:
            remark.setWordWrap(True)
        return remarks

    def _compose(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.setWordWrap(True)
        top.addWidget(self.heading, 1)
        top.addWidget(self.state)
        bottom.addWidget(self.comment, 1)
        for button in self.buttons.values():
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(top)
        column.addLayout(self._cards)
        column.addLayout(bottom)

    def _clear(self) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _commit(self) -> None:
        number, review = self._bridge.current, self._bridge.review
        text = self.comment.text().strip()
        if review and number is not None and text != review.comment(number):
            self._bridge.comment(text)

    def _take_colors(self) -> None:
        colors = theme.current()
        self.setStyleSheet(f"#opinions {{ background: {colors.raised}; border-top: 1px solid {colors.border}; }}")
