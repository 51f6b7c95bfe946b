"""The differences of a review as a list: by place or by kind, narrowed by kind, type and annotator."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout

from annotator.model.vocabulary import TYPES
from annotator.ui.review.difference_model import DifferenceModel
from annotator.ui.review.review_bridge import ReviewBridge
from annotator.ui.toolkit.panel_parts import Choice, Panel
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.row_list import RowList
from annotator.ui.toolkit.safe_text import PlainLabel, explain

if TYPE_CHECKING:
    from annotator.services.settling.review import Standing

_LETTERS = 3
"""Of what a list of values is narrowed to, at least: three of them stand beside one another in a small window too."""
_DONE = "Ctrl+D marks the document as reviewed, Ctrl+Shift+N opens the next one to review."
_LEFT, _NEW, _ALL = "left", "new", "all"


class DifferenceList(Panel):
    """Shows what is left and what is settled; follows the difference that is looked at and sets it."""

    def __init__(self, bridge: ReviewBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._following = False
        self._admits: Callable[[int], bool] = bool
        self.rows = RowList("Differences")
        self.model = DifferenceModel(bridge)
        self.rows.setModel(self.model)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Share of differences that are settled")
        self.count = PlainLabel()
        self.count.setAccessibleName("Progress")
        self.count.setWordWrap(True)
        self.agreed = PushButton()
        self.agreed.clicked.connect(bridge.take_agreed)
        self.majority = PushButton()
        self.majority.clicked.connect(bridge.take_majorities)
        self.finish = PushButton("Reviewed: open the next one")
        for button in (self.agreed, self.majority, self.finish):
            # A click leaves the keys with the list, and they do not get lost when the button goes.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bridge.shown = lambda: self.model.numbers
        self.legend = PlainLabel()
        self.legend.setAccessibleName("Lanes under the lines of the article")
        self.legend.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.legend.setWordWrap(True)
        self.order = Choice("Sort differences", {"place": "By place", "kind": "By kind"})
        self.shown = Choice("Show", {_LEFT: "Left", _NEW: "New", _ALL: "All"})
        self.shown.show_value(_ALL)
        self.kind = Choice("Show kind")
        self.type = Choice("Show type", {None: "All types", **{name: f"{name}s" for name in TYPES}})
        self.annotator = Choice("Show annotator")
        self._compose()
        for choice in (self.order, self.shown, self.kind, self.type, self.annotator):
            choice.chosen.connect(self._fill)
        bridge.review_changed.connect(self._show_review)
        bridge.decided.connect(self._on_decided)
        bridge.current_changed.connect(self._follow)
        bridge.sought.connect(self._reveal)
        self.rows.selectionModel().selectionChanged.connect(self._on_selected)
        self._show_review()

    def _compose(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.order, self.shown):
            first.addWidget(widget)
        for widget in (self.kind, self.type, self.annotator):
            widget.setMinimumContentsLength(_LETTERS)
            second.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.addWidget(self.count)
        layout.addWidget(self.progress)
        layout.addWidget(self.agreed)
        layout.addWidget(self.majority)
        layout.addWidget(self.finish)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.legend)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.rows)

    def _show_review(self) -> None:
        review = self._bridge.review
        found = {difference.kind for difference in review.differences} if review else ()
        kinds = [kind for kind in _kinds() if kind in found] if found else []
        self.kind.put_choices({None: "All kinds", **{kind: kind for kind in kinds}})
        self.annotator.put_choices({None: "Everybody", **{who: who for who in self._bridge.annotators}})
        lanes = self._bridge.lane_names()
        self.legend.setText(f"Lanes: {', '.join(lanes)}" if lanes else "")
        self._fill()

    def _reveal(self) -> None:
        """Show what is looked at although the list was narrowed down to others."""
        if self._bridge.current is not None and self.model.row_of(self._bridge.current) is None:
            self.shown.show_value(_ALL)
            for choice in (self.kind, self.type, self.annotator):
                choice.show_value(None)
            self._fill()

    def _fill(self) -> None:
        review = self._bridge.review
        self._admits = self._filter()
        self._following = True
        if review:
            total = len(review.differences)
            rank = {kind: number * total for number, kind in enumerate(_kinds() if self.order.value == "kind" else ())}
            numbers = filter(self._admits, range(total))
            self.model.fill(numbers, lambda number: rank.get(review.differences[number].kind, 0) + number)
        else:
            self.model.fill((), int)
        self._following = False
        self._follow()
        self._say()

    def _filter(self) -> Callable[[int], bool]:
        """Give what tells whether a difference is to be shown as the choices are now."""
        review, shown = self._bridge.review, self.shown.value
        kind, annotation_type, who = self.kind.value, self.type.value, self.annotator.value

        def admits(number: int) -> bool:
            assert review is not None
            if (shown == _LEFT and review.settled(number)) or (shown == _NEW and number not in self._bridge.new):
                return False
            difference = review.differences[number]
            members = difference.group.members.values()
            return (
                kind in (None, difference.kind)
                and (annotation_type is None or annotation_type in [a.type for a in members])
                and (who is None or (who in difference.opinions and difference.opinions[who].value is not None))
            )

        return admits

    def _on_decided(self) -> None:
        self._following = True
        for number in self._bridge.review.touched if self._bridge.review else ():
            self.model.put(number, shown=self._admits(number))
        self._following = False
        self.rows.viewport().update()
        self._say()

    def _say(self) -> None:
        review = self._bridge.review
        if review is None:
            self.count.setText("")
            return
        progress = review.progress()
        # Else Qt paints the bar, with what lies around it, before the step goes on.
        self.progress.setUpdatesEnabled(False)
        self.progress.setMaximum(max(1, progress.total))
        self.progress.setValue(progress.settled if progress.total else 1)
        self.progress.setUpdatesEnabled(True)
        self.count.setText(self._count_words(progress))
        self._show_button(self.agreed, f"Take all {progress.agreed:,} that all agree on", progress.agreed)
        clear = len(review.clear_majorities()) if len(self._bridge.annotators) > 2 else 0
        self._show_button(self.majority, f"Take {clear:,} with a clear majority", clear)
        self._show_button(self.finish, self.finish.text(), int(progress.is_done))
        left, new = progress.total - progress.settled, len(self._bridge.new)
        for value, word, number in ((_LEFT, "Left", left), (_NEW, "New", new), (_ALL, "All", progress.total)):
            self.shown.setItemText(self.shown.findData(value), f"{word} ({number:,})")
        shown = self.model.rowCount()
        nothing = "No difference fits the filter." if progress.total else "There is nothing to settle."
        self.rows.show_empty("" if shown else nothing)

    def _count_words(self, progress: "Standing") -> str:
        left, new = progress.total - progress.settled, len(self._bridge.new)
        if not progress.total:
            return "The files do not differ."
        words = [f"{progress.settled:,} of {progress.total:,} settled", f"{left:,} left" if left else ""]
        text = ", ".join(filter(None, (*words, f"{new:,} new" if new else "")))
        return text if left else f"{text}. {self._bridge.left_words()} {'' if progress.agreed else _DONE}".strip()

    def _show_button(self, button: PushButton, text: str, wanted: int) -> None:
        button.setText(text)
        explain(button, text)
        if not wanted and button.hasFocus():
            self.rows.setFocus()
        button.setVisible(bool(wanted))

    def _follow(self) -> None:
        row = self.model.row_of(self._bridge.current)
        self._following = True
        if row is not None:
            if row not in {index.row() for index in self.rows.selectionModel().selectedRows()}:
                self.rows.selectRow(row)
            self.rows.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        else:
            self.rows.clearSelection()
        self._following = False

    def _on_selected(self, _on: QItemSelection, _off: QItemSelection) -> None:
        ids = self.rows.selected_ids()
        if not self._following and ids:
            self._bridge.look_at(int(ids[0]))


def _kinds() -> Sequence[str]:
    from annotator.services.comparing.difference import KINDS

    return KINDS
