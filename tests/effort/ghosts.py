"""Suggestions: names from the list of the article, claims and agreements where the words are right."""

from time import monotonic

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QTreeWidgetItem

from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.suggestion import Suggestion
from annotator.ui.dialogs.names_list import NamesList
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS
from tests.effort.goal import Goal, written
from tests.effort.hands import open_list, settle
from tests.effort.saying import STANCE_KEY, Saying
from tests.effort.sight import Sight

CHECKED = Qt.CheckState.Checked
LONGEST_SECONDS = 20
MOST_WIDENINGS = 2
"""A drag and a key mark anything: to widen more often costs as much."""


class Ghosts:
    """Accepts of the suggestions what costs less than to mark it by hand."""

    def __init__(self, sight: Sight, saying: Saying) -> None:
        self.sight, self.saying, self.hands, self.bridge = sight, saying, sight.hands, sight.bridge
        self.suggesting = sight.window.suggesting

    def take_names(self) -> None:
        """Have the names listed, check those that are right, and mark them at all their places."""
        with self.hands.doing(ACTOR), self.hands.on("list of names"):
            self.hands.key("G")
            until = monotonic() + LONGEST_SECONDS
            while self.suggesting.is_asking and monotonic() < until:
                settle()
            if self.suggesting.open is not None and self.suggesting.open.names():
                QTimer.singleShot(0, self._check_names)
                self.hands.key("N")
                settle()

    def _check_names(self) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NamesList)
        right = {id(one): self.is_right(one) for _item, one in dialog._suggestions}
        for number in range(dialog.rows.topLevelItemCount()):
            row = dialog.rows.topLevelItem(number)
            assert row
            ones = [(item, one) for item, one in dialog._suggestions if item.parent() is row]
            wanted = [item for item, one in ones if right[id(one)]]
            checked = bool(wanted) if len(ones) == 1 else 2 * len(wanted) > len(ones)
            state = Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
            with self.hands.on("list of names", row.text(0)):
                if row.checkState(0) != state:
                    self._tick(dialog, row)
                for item, one in ones:
                    if checked and not right[id(one)]:
                        if not row.isExpanded():
                            self.hands.act()
                            dialog.rows.setCurrentItem(row)
                            QTest.keyClick(dialog.rows, Qt.Key.Key_Right)
                            settle()
                        self._tick(dialog, item)
        for what in ("another name", "type", "member of"):
            for number in range(dialog.rows.topLevelItemCount()):
                self._say(dialog, number, what)
        self.hands.act()
        dialog.accept()

    def _tick(self, dialog: NamesList, item: QTreeWidgetItem) -> None:
        """Click on a row's box."""
        self.hands.act()
        dialog.rows.scrollToItem(item)
        before, option = item.checkState(0), QStyleOptionViewItem()
        option.rect = dialog.rows.visualItemRect(item)
        option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        box = dialog.rows.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, dialog.rows)
        QTest.mouseClick(
            dialog.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box.center()
        )
        settle()
        assert item.checkState(0) != before, f"no click reached the box of {item.text(0)}"

    def _say(self, dialog: NamesList, number: int, what: str) -> None:
        """Say what a name is where it is wanted otherwise and the list of the row has that."""
        row = dialog.rows.topLevelItem(number)
        chosen = [one for item, one in dialog._suggestions if item.parent() is row and item.checkState(0) == CHECKED]
        goals = [goal for one in chosen for goal in self.sight.open_goals()
                 if (goal.type, goal.fragments) == (one.type, one.fragments)]  # fmt: skip
        if row is None or not goals or len(goals[0].entities) != 1 or len(chosen[0].entities) != 1:
            return
        kind, name = goals[0].entities[0]
        now = dialog._as_said(chosen[0]).entities[0]
        wanted = {
            "another name": {name} - {written(now.name)},
            "type": {ENTITY_TYPE_WORDS[kind]} if written(now.name) == name and now.type != kind else set(),
            "member of": {f"member of {group}" for _kind, group in self.sight.groups_of((kind, name))
                          if written(now.name) == name and group != now.member_of},
        }[what]  # fmt: skip
        for words in wanted:
            self._choose(dialog, row, words, what)

    def _choose(self, dialog: NamesList, row: QTreeWidgetItem, words: str, what: str) -> None:
        """Take words of the list that a click on a row opens, if it has them."""
        dialog.rows.scrollToItem(row)
        place = QPoint(dialog.rows.columnViewportPosition(1) + 8, dialog.rows.visualItemRect(row).center().y())
        QTest.mouseClick(dialog.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        picker = open_list()
        if picker is None:
            return
        if not any(written(choice.text) == words for choice in picker._offer("")):
            picker._leave()
            settle()
            return
        with self.hands.on(f"{what} in list", f"{row.text(0)}: {words}"):
            self.hands.act()
            self.hands.pick(lambda text: text == words, words.removeprefix("member of "))

    def is_right(self, one: Suggestion) -> bool:
        """Tell whether a suggestion marks what is wanted and is not there yet."""
        return (one.type, one.fragments) in [(goal.type, goal.fragments) for goal in self.sight.open_goals()]

    def accept_for(self, goal: Goal) -> bool:
        """Mark something wanted by the suggestion that has its words or reaches them soon; tells whether it could."""
        found = self._for(goal)
        if found is None:
            return False
        place = self._where_to_click(found)
        if place is None:
            return False
        self.hands.click(place)
        if (current := self.suggesting.current) is None or current.place != found.place:
            return False
        for _step in range([found.fragments, *found.others].index(goal.fragments)):
            with self.hands.on("boundary"):
                self.hands.key("X")
        one = self.suggesting.current
        assert one is not None
        with_stance = goal.stance and goal.stance != one.stance and written(one.topic or "") == (goal.topic or "")
        if with_stance and goal.stance:
            self.hands.key(STANCE_KEY[goal.stance])
        elif goal.topic and written(self.bridge.last_topic) == goal.topic != written(one.topic or ""):
            self.hands.key("Y")
        elif goal.topic and written(one.topic or "") != goal.topic:
            with self.hands.on("topic", goal.topic):
                self.hands.key("O")
                self.hands.pick(lambda text: text in (goal.topic, f"New topic “{goal.topic}”"), goal.topic)
        else:
            self.hands.key("Shift+Return")
        return True

    def _where_to_click(self, one: Suggestion) -> int | None:
        """Give a letter on which a click goes to a suggestion: no annotation and no shorter suggestion is there."""
        if self.suggesting.open is None:
            return None
        places = (at for start, end in one.fragments for at in range(start, end) if self.sight.text[at].isalnum())
        return next((at for at in places if not self.sight.layer.at(at) and self.suggesting.open.at(at) is one), None)

    def _for(self, goal: Goal) -> Suggestion | None:
        if self.suggesting.open is None:
            return None
        near = [
            one for one in self.suggesting.open.shown
            if one.type == goal.type and goal.fragments in (one.fragments, *one.others[:MOST_WIDENINGS])
            and self._who_is_right(one, goal)
        ]  # fmt: skip
        return min(near, key=lambda one: [one.fragments, *one.others].index(goal.fragments), default=None)

    def _who_is_right(self, one: Suggestion, goal: Goal) -> bool:
        """Tell whether nobody would come with a suggestion who takes no such part."""
        wanted = {(field, part.who[1]) for field, parts in goal.roles for part in parts}
        return all((part.field, written(part.who.name)) in wanted for part in one.roles)
