"""Suggestions: names from the list of the article, claims and agreements where the words are right."""

from time import monotonic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.suggestion import Suggestion
from annotator.ui.dialogs.names_list import NamesList
from tests.effort.goal import Goal, written
from tests.effort.hands import settle
from tests.effort.saying import STANCE_KEY, Saying
from tests.effort.sight import Sight

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
        with self.hands.doing(ACTOR):
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
            if row.checkState(0) != state:
                self.hands.act()
                row.setCheckState(0, state)
            for item, one in ones:
                if checked and not right[id(one)]:
                    self.hands.act(1 if row.isExpanded() else 2)
                    row.setExpanded(True)
                    item.setCheckState(0, Qt.CheckState.Unchecked)
        self.hands.act()
        dialog.accept()

    def is_right(self, one: Suggestion) -> bool:
        """Tell whether a suggestion marks what is wanted and is not there yet."""
        return (one.type, one.fragments) in [(goal.type, goal.fragments) for goal in self.sight.open_goals()]

    def accept_for(self, goal: Goal) -> bool:
        """Mark something wanted by the suggestion that has its words or reaches them soon; tells whether it could."""
        found = self._for(goal)
        if found is None:
            return False
        self.hands.act()
        self.suggesting._go_to(found)
        settle()
        for _step in range([found.fragments, *found.others].index(goal.fragments)):
            self.hands.key("X")
        one = self.suggesting.current
        assert one is not None
        with_stance = goal.stance and goal.stance != one.stance and written(one.topic or "") == (goal.topic or "")
        if with_stance and goal.stance:
            self.hands.key(STANCE_KEY[goal.stance])
        elif goal.topic and written(self.bridge.last_topic) == goal.topic != written(one.topic or ""):
            self.hands.key("Y")
        elif goal.topic and written(one.topic or "") != goal.topic:
            self.hands.key("O")
            self.hands.pick(lambda text: text in (goal.topic, f"New topic “{goal.topic}”"), goal.topic)
        else:
            self.hands.key("Shift+Return")
        return True

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
