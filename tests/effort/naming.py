"""Who an actor is: named, told what it is, and marked at all places by the fewest keys."""

from PySide6.QtWidgets import QAbstractButton

from annotator.model.vocabulary import ACTOR
from annotator.services.editing.occurrences import occurrences
from annotator.services.editing.offers import ENTITIES, Offer
from annotator.services.editing.same_entity import SameEntity
from annotator.services.folding.find_words import Way
from annotator.ui.panels.role_rows import EntityRows
from annotator.ui.toolkit.fields import ValueCombo
from annotator.ui.toolkit.name_button import NameButton
from tests.effort.goal import Goal, who, written
from tests.effort.hands import settle
from tests.effort.sight import Sight

MOST_SETS = 3
"""So many next best sets are looked through: more cost what picking costs."""


class Naming:
    """Names actors as the reference does."""

    def __init__(self, sight: Sight) -> None:
        self.sight, self.hands, self.bridge, self.window = sight, sight.hands, sight.bridge, sight.window

    def name(self, identifier: str, goal: Goal) -> None:
        """Give an actor its entities by what is offered or from lists, and mark its other places."""
        about = f"{self.sight.text[slice(*goal.fragments[0])]} is {', '.join(name for _kind, name in goal.entities)}"
        with self.hands.on("offered", about):
            self._take_offered(goal)
        with self.hands.on("entity", about):
            self._set_entities(identifier, goal)
        for kind, name in goal.entities:
            for entity in list(self.sight.layer.entities.values()):
                if written(entity.name) == name and entity.type != kind:
                    with self.hands.on("type", f"{name}: {entity.type} → {kind}"):
                        self.set_type(entity.id, kind)
        self._set_groups(identifier)
        with self.hands.on("all places"):
            self._all_places(identifier, goal)

    def set_type(self, entity_id: str, kind: str) -> None:
        """Set an entity's type: in the inspector where it is the one entity of what is selected, else in its list."""
        one = self.bridge.annotation
        if one is not None and one.type == ACTOR and one.entities == (entity_id,):
            combos = self.window.inspector.findChildren(ValueCombo)
            self.hands.choose(next(each for each in combos if each.accessibleName() == "Entity type"), kind)
            return
        self.hands.act()
        self.window.entities.choose(entity_id)
        settle()
        self.hands.choose(self.window.entities.type_field, kind)

    def _take_offered(self, goal: Goal) -> None:
        wanted = {name for _kind, name in goal.entities}
        while isinstance(offer := self.bridge.offer, SameEntity) and len(wanted) == 1:
            right = written(offer.named.name) in wanted
            self.hands.key("K" if right else "Shift+K")
            if right:
                return
        for _step in range(MOST_SETS if self._is_offered(wanted) else 0):
            offer = self.bridge.offer
            if isinstance(offer, Offer) and self._names_of(offer) == wanted:
                self.hands.key("Return")
                return
            self.hands.key("Tab")

    def _is_offered(self, wanted: set[str]) -> bool:
        sets = self.window.commands.offering._sets[:MOST_SETS]
        offer = self.bridge.offer
        return isinstance(offer, Offer) and offer in sets and any(self._names_of(each) == wanted for each in sets)

    def _names_of(self, offer: Offer) -> set[str]:
        return {who(self.sight.layer, one.entity)[1] for one in offer.fillers} if offer.field == ENTITIES else set()

    def _set_entities(self, identifier: str, goal: Goal) -> None:
        wanted = [name for _kind, name in goal.entities]
        for name in wanted:
            if name not in self._names(identifier) and len(self._names(identifier)) <= 1:
                self.hands.key("Q")
                self.sight.pick_entity(name)
                self.sight.select(identifier)
        for name in wanted:
            if name not in self._names(identifier):
                rows = self._entity_rows()
                own = [other for other in self._names(identifier) if other not in wanted]
                buttons = [b for b in rows.findChildren(NameButton) if own and own[0] in written(b.accessibleName())]
                self.hands.press(buttons[-1] if buttons else rows._add)
                self.sight.pick_entity(name)
                self.sight.select(identifier)
        for name in [other for other in self._names(identifier) if other not in wanted]:
            removing = self._entity_rows().findChildren(QAbstractButton)
            wanted_name = f"Remove entity {name}"
            self.hands.press(next(b for b in reversed(removing) if written(b.accessibleName()) == wanted_name))

    def _set_groups(self, identifier: str) -> None:
        """Say whose member the one is who is marked."""
        annotation = self.sight.layer.annotations[identifier]
        for entity_id, name in self.sight.missing_groups():
            if annotation.entities == (entity_id,):
                with self.hands.on("group", f"{self.sight.layer.entities[entity_id].name} in {name}"):
                    self.hands.key("Q")
                    self.hands.pick(f"member of {name}".__eq__, name)

    def _entity_rows(self) -> EntityRows:
        rows = self.window.inspector.findChild(EntityRows)
        assert rows
        return rows

    def _names(self, identifier: str) -> list[str]:
        layer = self.sight.layer
        return [who(layer, key)[1] for key in layer.annotations[identifier].entities]

    def _all_places(self, identifier: str, goal: Goal) -> None:
        """Mark all further places of the name by A where the ones that are proposed are right and more than one."""
        session, annotation = self.bridge.session, self.sight.layer.annotations[identifier]
        assert session
        entities = [self.sight.layer.entities[key] for key in annotation.entities]
        found = occurrences(session.document, self.sight.layer, entities, Way(whole_words=True, match_case=True))
        proposed = [each.span for each in found if each.is_proposed]
        wanted = {
            one.fragments[0]
            for one in self.sight.open_goals()
            if one.type == ACTOR and set(one.entities) == set(goal.entities) and len(one.fragments) == 1
        }
        if proposed and all(span in wanted for span in proposed):
            self.hands.answer()
            self.hands.key("A")
