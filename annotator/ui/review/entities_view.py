"""Which entities of the colleagues are taken for one, for the reviewer to correct."""

from PySide6.QtWidgets import QAbstractItemView, QWidget

from annotator.services.comparing.correspondence import EntityOf
from annotator.services.comparing.same_entity import say_apart, say_same
from annotator.ui.review.review_bridge import ReviewBridge
from annotator.ui.toolkit.filtered_list import KEY, FilteredList
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.screen_room import open_with


class EntitiesView(FilteredList):
    """A row for each entity with the name that everybody gives it; rows can be joined, and a row taken apart."""

    def __init__(self, bridge: ReviewBridge, parent: QWidget | None) -> None:
        names = [colleague.name for colleague in bridge.review.colleagues.values()] if bridge.review else []
        super().__init__(parent, "Entities taken for one", "Search the entities", names)
        open_with(self, 760, 460)
        self._bridge = bridge
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.same, self.apart = PushButton("These are the &same entity"), PushButton("&Not the same entity")
        self.same.setToolTip("Choose two or more rows; all annotations are then compared anew")
        self.apart.setToolTip("Choose a row with two annotators' entities; all annotations are then compared anew")
        self.add_buttons(self.same, self.apart)
        self.same.clicked.connect(self.join)
        self.apart.clicked.connect(self.part)
        self.list.itemSelectionChanged.connect(self._enable)
        bridge.review_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the entities as they are compared now."""
        self.list.clear()
        review = self._bridge.review
        if review is None:
            return
        layers = review.alignment.layers
        for group in review.alignment.same.groups():
            names = {who: [layers[who].entities[entity].name for own, entity in group if own == who] for who in layers}
            self.add_row([" + ".join(names[annotator]) for annotator in review.colleagues], group)
        self.ready()
        self._enable()

    def join(self) -> None:
        """Take the chosen rows for one entity."""
        groups = self._chosen()
        self._bridge.correct("These are the same entity", lambda draft: say_same(draft, groups))

    def part(self) -> None:
        """Take the entities of the chosen row for different ones."""
        (group,) = self._chosen()
        self._bridge.correct("Not the same entity", lambda draft: say_apart(draft, group))

    def _chosen(self) -> list[tuple[EntityOf, ...]]:
        return [tuple(map(tuple, item.data(0, KEY))) for item in self.list.selectedItems() if not item.isHidden()]

    def _enable(self) -> None:
        chosen = self._chosen()
        self.same.setEnabled(len(chosen) > 1)
        self.apart.setEnabled(len(chosen) == 1 and len({who for who, _entity in chosen[0]}) > 1)
