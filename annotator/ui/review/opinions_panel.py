"""What everybody has, side by side in words, with what is to be decided in bold; and the buttons that decide."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.review.review_bridge import NOTHING_LEFT, ReviewBridge
from annotator.ui.safe_text import PlainLabel

if TYPE_CHECKING:
    from annotator.services.review.differences import Difference

LETTERS = "ABCDEFGHI"
_ABSENT = "Not annotated"
_LONGEST = 300


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
        self.comment = QLineEdit(placeholderText="Comment (C)")
        self.comment.setAccessibleName("Comment on this difference")
        self.comment.editingFinished.connect(self._commit)
        self._cards = QHBoxLayout()
        self.buttons = {
            "all": QPushButton("Take all (T)"), "none": QPushButton("Take none (0)"), "edit": QPushButton("Edit (E)"),
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
        from annotator.services.review.difference_words import NOTHING, opinion_words, title

        review, difference, number = self._bridge.review, self._bridge.difference, self._bridge.current
        self.show()
        self._clear()
        for button in self.buttons.values():
            button.setEnabled(difference is not None)
        self.comment.setEnabled(difference is not None)
        if review is None or difference is None or number is None:
            self.heading.setText(NOTHING_LEFT)
            self.state.setText("")
            return
        name = title(difference)
        self.heading.setText(name[:1].upper() + name[1:])
        decision = review.settled(number)
        self.state.setText(f"settled: {decision.verdict}" if decision else "open")
        self.comment.setText(review.comment(number))
        words = opinion_words(difference, review.alignment)
        for place, who in enumerate(self._bridge.annotators):
            self._cards.addWidget(self._card(place, who, difference, words.get(who, NOTHING)), 1)

    def _card(self, place: int, who: str, difference: "Difference", words: str) -> QWidget:
        from annotator.services.review.difference_words import NOTHING, annotation_words
        from annotator.services.review.differences import MISSING

        review = self._bridge.review
        assert review is not None
        card = QFrame()
        card.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 6, 8, 6)
        name = PlainLabel(f"{LETTERS[place : place + 1]}  {review.colleagues[who].name}")
        name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column.addWidget(name)
        absent = words == NOTHING
        said = PlainLabel((_ABSENT if difference.kind == MISSING else "Nothing") if absent else words[:_LONGEST])
        said.setWordWrap(True)
        font = said.font()
        font.setBold(not absent)
        font.setItalic(absent)
        said.setFont(font)
        said.setAccessibleName(f"{review.colleagues[who].name}: {said.text()}")
        column.addWidget(said)
        member = difference.group.members.get(who)
        if member and difference.kind != MISSING:
            whole = PlainLabel(annotation_words(review.alignment.layers[who], member)[:_LONGEST])
            whole.setWordWrap(True)
            whole.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            column.addWidget(whole)
        for remark in self._remarks(who, difference):
            column.addWidget(remark)
        column.addStretch(1)
        button = QPushButton(f"Take {LETTERS[place : place + 1]}")
        button.setAccessibleName(f"Take what {review.colleagues[who].name} has")
        button.clicked.connect(partial(self._bridge.take_number, place))
        button.setEnabled(who in difference.opinions)
        column.addWidget(button)
        return card

    def _remarks(self, who: str, difference: "Difference") -> list[PlainLabel]:
        review, member = self._bridge.review, difference.group.members.get(who)
        if review is None or member is None:
            return []
        comments = [d.comment for d in review.alignment.layers[who].review.values() if d.target == member.id]
        remarks = [PlainLabel(f"Comment: {text[:_LONGEST]}") for text in comments if text]
        for remark in remarks:
            remark.setWordWrap(True)
        return remarks

    def _compose(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        top.addWidget(self.heading)
        top.addWidget(self.state)
        top.addStretch(1)
        for button in self.buttons.values():
            top.addWidget(button)
        bottom.addWidget(self.comment)
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
