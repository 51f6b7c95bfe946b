"""What the analyst of the script sees and wants, for all who do a part of the work."""

from PySide6.QtWidgets import QAbstractButton

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.vocabulary import ACTOR
from annotator.ui.window.main_window import MainWindow
from tests.effort.goal import Goal, Who, goal_of, goals, memberships, missing, who, written
from tests.effort.hands import Hands


class Sight:
    """The window, the hands, and what is not there yet of the reference."""

    def __init__(self, window: MainWindow, reference: Layer) -> None:
        self.window, self.bridge = window, window.bridge
        self.hands = Hands(window)
        self.goals = goals(reference)
        self.groups = memberships(reference)

    @property
    def layer(self) -> Layer:
        """What is annotated by now."""
        assert self.bridge.session
        return self.bridge.session.layer

    @property
    def text(self) -> str:
        """The article."""
        assert self.bridge.session
        return self.bridge.session.document.text

    def open_goals(self) -> list[Goal]:
        """Give what is not marked yet."""
        there = {(one.type, one.fragments) for one in self.layer.annotations.values()}
        return [goal for goal in self.goals if (goal.type, goal.fragments) not in there]

    def missing(self) -> list[Goal]:
        """Give what is not there as it is wanted."""
        return missing(self.layer, self.goals)

    def there(self, goal: Goal) -> Annotation | None:
        """Give what stands where something is wanted."""
        wanted = (goal.type, goal.fragments)
        return next((one for one in self.layer.annotations.values() if (one.type, one.fragments) == wanted), None)

    def now(self, identifier: str) -> Goal:
        """Give an annotation as it is by names."""
        return goal_of(self.layer, self.layer.annotations[identifier])

    def select(self, identifier: str) -> None:
        """Have an annotation selected."""
        if self.bridge.selected != identifier:
            self.hands.click_annotation(identifier)

    def pick_entity(self, name: str) -> None:
        """Take an entity from the list that is open."""
        self.hands.pick(lambda text: text in (name, f"New entity “{name}”"), name)

    def groups_of(self, name: Who) -> frozenset[Who]:
        """Give the groups that somebody is wanted to be a member of."""
        return self.groups.get(name, frozenset())

    def missing_groups(self) -> list[tuple[str, str]]:
        """Give the ids of entities with the name of a group that they should be members of and are not."""
        return [
            (entity.id, group[1])
            for entity in self.layer.entities.values()
            for group in sorted(self.groups_of((entity.type, written(entity.name))))
            if group[1] not in {who(self.layer, key)[1] for key in entity.member_of}
        ]

    def remove_others(self) -> None:
        """Delete what the reference does not have."""
        wanted = {(goal.type, goal.fragments) for goal in self.goals}
        for one in list(self.layer.annotations.values()):
            if (one.type, one.fragments) not in wanted:
                with self.hands.doing(one.type), self.hands.on("delete", one.text):
                    self.hands.click_annotation(one.id)
                    self.hands.key("Del")

    def remove_wrong_groups(self) -> None:
        """Take entities out of groups of which the reference does not make them members."""
        used = {key for one in self.layer.annotations.values() for key in one.entities_involved()}
        for entity in [self.layer.entities[key] for key in used]:
            wanted = {name for _kind, name in self.groups_of(who(self.layer, entity.id))}
            for name in [who(self.layer, key)[1] for key in entity.member_of]:
                if name in wanted:
                    continue
                with self.hands.on("wrong group", f"{entity.name} in {name}"):
                    self.hands.act()
                    self.window.entities.choose(entity.id)
                    buttons = self.window.entities.groups.findChildren(QAbstractButton)
                    label = f"No member of {name}"
                    self.hands.press(next(b for b in reversed(buttons) if written(b.accessibleName()) == label))


def is_actor(goal: Goal) -> bool:
    """Tell whether somebody is marked."""
    return goal.type == ACTOR
