"""What is said, by whom, about what and how: by what is offered, by signs, and from lists."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from annotator.model.annotation import Role
from annotator.model.vocabulary import ACTOR, PARTIES, SPEAKERS, TARGETS, VIA
from annotator.services.editing.fillers import likely_targets
from annotator.services.editing.offers import TOPIC, Offer
from annotator.services.editing.picks import sentence_of
from annotator.ui.panels.role_rows import RoleRows
from annotator.ui.toolkit.fields import ValueCombo
from tests.effort.goal import Goal, Part, who, written
from tests.effort.hands import open_list, settle
from tests.effort.naming import Naming
from tests.effort.sight import Sight

ROLE_KEY = {SPEAKERS: "S", TARGETS: "T", PARTIES: "P", VIA: "V"}
STANCE_KEY = {"agree": "+", "disagree": "-", "neutral": "0", "mixed": "M"}
ATTITUDE_KEY = {"favourable": "+", "critical": "-", "neutral": "0", "mixed": "m"}


class Saying:
    """Says of claims and agreements what the reference says."""

    def __init__(self, sight: Sight, naming: Naming) -> None:
        self.sight, self.naming, self.hands, self.bridge = sight, naming, sight.hands, sight.bridge
        self.window = sight.window

    def say(self, identifier: str, goal: Goal) -> None:
        """Make an annotation say all that is wanted of it."""
        for field in (SPEAKERS, PARTIES, VIA):
            if goal.parts(field) or self._held(identifier, field):
                self._set_role(identifier, field, goal)
        with self.hands.on("topic", f"{goal.topic}"):
            self.sight.select(identifier)
            self._set_topic(identifier, goal)
        if goal.stance != self.sight.now(identifier).stance:
            with self.hands.on("stance"):
                self.hands.key(STANCE_KEY[goal.stance or self.sight.now(identifier).stance or "agree"])
        if goal.parts(TARGETS) or self._held(identifier, TARGETS):
            self._set_role(identifier, TARGETS, goal)
        if goal.status and goal.status != self.sight.now(identifier).status:
            with self.hands.on("status", f"{self.sight.now(identifier).status} → {goal.status}"):
                self.sight.select(identifier)
                self.hands.key("U")
                self.hands.pick(lambda text: text == goal.status, goal.status)

    def _set_role(self, identifier: str, field: str, goal: Goal) -> None:
        wanted = goal.parts(field)
        if field != TARGETS:
            with self.hands.on(f"{field} offered"):
                self._take_offers(identifier, field, goal)
        if field == TARGETS:
            with self.hands.on("target offered", f"{[(part.who[1], part.attitude) for part in wanted]}"):
                self._take_targets(wanted)
            with self.hands.on("attitude", f"{[(part.who[1], part.attitude) for part in wanted]}"):
                self._set_target_with_attitude(identifier, wanted)
        if len(wanted) > 1 and not self._held(identifier, field) and self._several_listed(identifier, wanted):
            with self.hands.on(field, "all of them"):
                self.sight.select(identifier)
                self.hands.key(ROLE_KEY[field])
                names = {part.who[1] for part in wanted}
                self.hands.pick(lambda text: set(text.split(", ")) == names, wanted[0].who[1])
        for part in wanted:
            if part.who[1] not in self._in_role(identifier, field):
                with self.hands.on(field, part.who[1]):
                    self.sight.select(identifier)
                    self.hands.key(ROLE_KEY[field])
                    self.sight.pick_entity(part.who[1])
            if field == TARGETS and part.who[1] in self._in_role(identifier, field):
                self._set_details(identifier, field, part)
                with self.hands.on("target offered"):
                    self._take_targets(wanted)
        for name in self._in_role(identifier, field):
            if name not in {part.who[1] for part in wanted}:
                with self.hands.on("remove role", f"{field} {name}"):
                    self._remove_role(identifier, field, name)
        for part in wanted:
            self._set_details(identifier, field, part)

    # What is offered

    def _take_offers(self, identifier: str, field: str, goal: Goal) -> None:
        if self.bridge.selected != identifier or self._held(identifier, field):
            return
        names = {part.who[1] for part in goal.parts(field)}
        sets = [one for one in self.window.commands.offering._sets[:3] if one.field == field]
        offer = self.bridge.offer
        if not names or not isinstance(offer, Offer) or offer not in sets:
            return
        right = next((number for number, one in enumerate(sets) if self._offered(one) == names), None)
        if right is not None:
            for _step in range(right):
                self.hands.key("Tab")
            self._take(identifier, goal)
        elif names > (some := self._offered(offer) & names) and len(some) > 1:
            for name in some:
                offer = self.bridge.offer
                fillers = offer.fillers if isinstance(offer, Offer) else ()
                numbers = [who(self.sight.layer, one.entity)[1] for one in fillers]
                if name in numbers:
                    self.hands.key(f"Alt+{numbers.index(name) + 1}")

    def _several_listed(self, identifier: str, wanted: tuple[Part, ...]) -> bool:
        """Tell whether one mention in the sentence stands for all, which the list then has as one row."""
        session, names = self.bridge.session, {part.who[1] for part in wanted}
        assert session
        layer, annotation = self.sight.layer, self.sight.layer.annotations[identifier]
        near = layer.between(*sentence_of(session.document, annotation, layer.document.language))
        return any({who(layer, key)[1] for key in one.entities} == names for one in near if one.type == ACTOR)

    def _take_targets(self, wanted: tuple[Part, ...]) -> None:
        """Take the targets that are offered one after the other while they are wanted."""
        while isinstance(offer := self.bridge.offer, Offer) and offer.field == TARGETS:
            part = next((each for each in wanted if {each.who[1]} == self._offered(offer)), None)
            if part is None:
                return
            self.hands.key(f"Alt+{ATTITUDE_KEY[part.attitude].upper()}" if part.attitude else "Return")

    def _take(self, identifier: str, goal: Goal) -> None:
        offer = self.bridge.offer
        assert isinstance(offer, Offer)
        with_stance = offer.field in (SPEAKERS, PARTIES, TOPIC) and goal.stance != self.sight.now(identifier).stance
        self.hands.key(STANCE_KEY[goal.stance] if with_stance and goal.stance else "Return")

    def _offered(self, offer: Offer) -> set[str]:
        return {who(self.sight.layer, filler.entity)[1] for filler in offer.fillers}

    def _set_topic(self, identifier: str, goal: Goal) -> None:
        if goal.topic is None or self.sight.now(identifier).topic == goal.topic:
            return
        offer, sets = self.bridge.offer, self.window.commands.offering._sets[:2]
        names = [written(one.topic) for one in sets if one.field == TOPIC]
        if isinstance(offer, Offer) and offer.field == TOPIC and offer in sets and goal.topic in names:
            for _step in range(names.index(goal.topic)):
                self.hands.key("Tab")
            self._take(identifier, goal)
        elif written(self.bridge.last_topic) == goal.topic:
            self.hands.key("Y")
        else:
            self.hands.key("O")
            self.hands.pick(lambda text: text in (goal.topic, f"New topic “{goal.topic}”"), goal.topic)

    def _set_target_with_attitude(self, identifier: str, wanted: tuple[Part, ...]) -> None:
        """Set a target and the attitude to it by one list where the target is among the likely ones."""
        if self._held(identifier, TARGETS) or not any(part.attitude for part in wanted):
            return
        self.sight.select(identifier)
        likely = likely_targets(self.sight.layer, self.sight.layer.annotations[identifier])[:3]
        names = [who(self.sight.layer, one.entity)[1] for one in likely]
        part = next((each for name in names for each in wanted if each.who[1] == name and each.attitude), None)
        if part is None:
            return
        self.hands.key("W")
        if part.who[1] == names[0]:
            self._sign(ATTITUDE_KEY[part.attitude or ""])
        else:
            row = f"{part.who[1]}: {part.attitude}"
            self.hands.pick(lambda text: text == row, part.who[1])

    # Roles by hand

    def _held(self, identifier: str, field: str) -> tuple[Role, ...]:
        return tuple(getattr(self.sight.layer.annotations[identifier], field))

    def _in_role(self, identifier: str, field: str) -> list[str]:
        return [who(self.sight.layer, role.entity)[1] for role in self._held(identifier, field)]

    def _remove_role(self, identifier: str, field: str, name: str) -> None:
        """Take somebody out of a role in the inspector."""
        self.sight.select(identifier)
        for rows in self.window.inspector.findChildren(RoleRows):
            # Rows that are no longer shown may not be gone yet: they stand first.
            for button in reversed(rows.findChildren(QAbstractButton)) if rows._field == field else ():
                if button.accessibleName().startswith("Remove ") and button.accessibleName().endswith(name):
                    self.hands.press(button)
                    return

    def _set_details(self, identifier: str, field: str, part: Part) -> None:
        if part.who[1] not in self._in_role(identifier, field):
            return
        index = self._in_role(identifier, field).index(part.who[1])
        role = getattr(self.sight.layer.annotations[identifier], field)[index]
        if self.sight.layer.entities[role.entity].type != part.who[0]:
            self.naming.set_type(role.entity, part.who[0])
        now = who(self.sight.layer, role.acts_for) if role.acts_for else None
        if now != part.acts_for:
            with self.hands.on("for", f"{part.who[1]}: {now} → {part.acts_for}"):
                self._set_for(identifier, field, index, part)
        if part.attitude != role.attitude and part.attitude:
            with self.hands.on("attitude", f"{part.who[1]} {part.attitude}"):
                self._set_attitude(identifier, field, index, part)
        if part.side != role.side:
            with self.hands.on("side", f"{part.who[1]} {part.side}"):
                self.sight.select(identifier)
                rows = next(one for one in self.window.inspector.findChildren(RoleRows) if one._field == PARTIES)
                combos = [one for one in rows.findChildren(ValueCombo) if not one.isHidden()]
                self.hands.choose(combos[len(combos) - len(self._held(identifier, PARTIES)) + index], str(part.side))

    def _set_attitude(self, identifier: str, field: str, index: int, part: Part) -> None:
        meant = self.bridge.selected_role or (TARGETS, len(self._in_role(identifier, TARGETS)) - 1)
        self.sight.select(identifier)
        if meant != (field, index):
            self.bridge.select(identifier, (field, index))
            self.hands.act()
        self.hands.key(f"Alt+{ATTITUDE_KEY[part.attitude or ''].upper()}")

    def _set_for(self, identifier: str, field: str, index: int, part: Part) -> None:
        self.sight.select(identifier)
        acting = [name for name in (SPEAKERS, PARTIES) if self._held(identifier, name)][:1]
        last = (acting[0], len(self._held(identifier, acting[0])) - 1) if acting else None
        if self.bridge.selected_role != (field, index) and (self.bridge.selected_role or last != (field, index)):
            self.bridge.select(identifier, (field, index))
            self.hands.act()
        self.hands.key("B")
        name = part.acts_for[1] if part.acts_for else "Nobody"
        self.hands.pick(lambda text: text in (name, f"New entity “{name}”"), name if part.acts_for else "")

    def _sign(self, sign: str) -> None:
        self.hands.act()
        if picker := open_list():
            QTest.keyClicks(picker._edit, sign)
            settle()
