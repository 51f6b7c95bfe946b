"""An analyst who knows the reference and sees the screen: takes at each place the cheapest way that is offered."""

from time import monotonic

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.vocabulary import ACTOR, AGREEMENT, PARTIES, SPEAKERS, TARGETS, VIA
from annotator.services.editing import roles
from annotator.services.editing.occurrences import occurrences
from annotator.services.editing.offers import TOPIC, Offer
from annotator.services.editing.same_entity import SameEntity
from annotator.services.folding.find_words import Way
from annotator.services.suggesting.suggestion import Suggestion
from annotator.ui.panels.role_rows import EntityRows, RoleRows
from annotator.ui.toolkit.fields import ValueCombo
from annotator.ui.toolkit.name_button import NameButton
from annotator.ui.window.main_window import MainWindow
from tests.effort.goal import Goal, Part, Who, goal_of, goals, memberships, missing, who, written
from tests.effort.hands import Hands, open_list, settle

KEY_OF = {ACTOR: "1", "claim": "2", AGREEMENT: "3"}
ROLE_KEY = {SPEAKERS: "S", TARGETS: "T", PARTIES: "P", VIA: "V"}
STANCE_KEY = {"agree": "+", "disagree": "-", "neutral": "0", "mixed": "M"}
ATTITUDE_KEY = {"favourable": "+", "critical": "-", "neutral": "0", "mixed": "m"}
MOST_WIDENINGS = 4
LONGEST_SECONDS = 20


class Analyst:
    """Annotates one article until it is as the reference is."""

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

    def annotate(self, *, with_suggestions: bool) -> list[Goal]:
        """Do it all; gives what could not be reached."""
        if with_suggestions:
            self._take_suggestions()
        for _round in range(3):
            for goal in self._in_reading_order():
                with self.hands.doing(goal.type):
                    self._reach(goal)
        self._remove_others()
        with self.hands.doing("entities"):
            self._set_memberships()
        return missing(self.layer, self.goals)

    def leave(self) -> None:
        """Close the document, with what was done written to its file."""
        self.window.files.close_document()
        settle()

    def _in_reading_order(self) -> list[Goal]:
        """Give what is wanted, actors of a stretch of text before what is said of them there."""

        def place(goal: Goal) -> tuple[int, bool]:
            is_actor = goal.type == ACTOR
            return (goal.fragments[0].start if is_actor else goal.fragments[-1].end), not is_actor

        return sorted(self.goals, key=place)

    # Suggestions

    def _take_suggestions(self) -> None:
        suggesting = self.window.suggesting
        self.hands.key("G")
        until = monotonic() + LONGEST_SECONDS
        while suggesting.is_asking and monotonic() < until:
            settle()
        if suggesting.open is None or not suggesting.open.shown:
            return
        self.hands.view.set_caret(0)
        self.hands.key("Tab")
        for _step in range(500):
            current = suggesting.current
            if current is None:
                break
            with self.hands.doing(current.type):
                self._judge(current)
        if suggesting.open is not None:
            self.hands.key("G")

    def _judge(self, current: Suggestion) -> None:
        suggesting, hands = self.window.suggesting, self.hands
        for widened in range(MOST_WIDENINGS + 1):
            if self._is_right(suggesting.current):
                break
            if widened == MOST_WIDENINGS or not self._has_right_extent(current):
                hands.key("Shift+Del" if self._is_never_marked(current) else "Del")
                return
            hands.key("X")
        one = suggesting.current
        assert one is not None
        assert suggesting.open is not None
        same = suggesting.open.same_name(one) if one.type == ACTOR else [one]
        if len(same) > 1 and all(self._is_right(each) for each in same):
            hands.key("A")
        elif one.type == ACTOR:
            hands.key("Return")
        else:
            self._accept_and_say(one)

    def _accept_and_say(self, one: Suggestion) -> None:
        """Accept by the key of what is to be said first, and say the rest while it is selected."""
        hands, place = self.hands, one.place
        goal = next(each for each in self.goals if (each.type, each.fragments) == (one.type, one.fragments))
        if goal.stance and goal.stance != one.stance:
            hands.key(STANCE_KEY[goal.stance])
        elif goal.topic and written(self.bridge.last_topic) == goal.topic != written(one.topic or ""):
            hands.key("Y")
        elif goal.topic and goal.topic != written(one.topic or ""):
            self.hands.key("O")
            self.hands.pick(lambda text: text in (goal.topic, f"New topic “{goal.topic}”"), goal.topic)
        else:
            hands.key("Return")
            return
        known = {written(entity.name) for entity in self.layer.entities.values()}
        named = {who[1] for _field, parts in goal.roles for part in parts for who in (part.who, part.acts_for) if who}
        if self.bridge.selected and named <= known:
            self._say(self.bridge.selected, goal)
        self._go_on_from(place)

    def _go_on_from(self, place: tuple[int, int, str]) -> None:
        """Go to the next suggestion: by a click, as annotations may stand between."""
        suggesting = self.window.suggesting
        if suggesting.open is not None and (following := suggesting.open.next_to(place, 1)):
            self.hands.act()
            suggesting._go_to(following)
            settle()

    def _has_right_extent(self, one: Suggestion) -> bool:
        likely = (one.fragments, *one.others[:MOST_WIDENINGS])
        return any(goal.type == one.type and goal.fragments in likely for goal in self._open_goals())

    def _is_never_marked(self, one: Suggestion) -> bool:
        """Tell whether a name is an actor nowhere in the article, so that one key refuses all its places."""
        assert self.bridge.session
        text = self.bridge.session.document.text
        names = {text[slice(*goal.fragments[0])] for goal in self.goals if goal.type == ACTOR}
        return one.type == ACTOR and one.quote(text)[0] not in names

    def _is_right(self, one: Suggestion | None) -> bool:
        wanted = [(goal.type, goal.fragments) for goal in self._open_goals()]
        return one is not None and (one.type, one.fragments) in wanted

    def _open_goals(self) -> list[Goal]:
        there = {(one.type, one.fragments) for one in self.layer.annotations.values()}
        return [goal for goal in self.goals if (goal.type, goal.fragments) not in there]

    # One annotation

    def _reach(self, goal: Goal) -> None:
        if goal not in missing(self.layer, [goal]):
            return
        annotation = self._there(goal)
        if annotation is None:
            annotation = self._mark(goal)
            if annotation is None:
                return
        elif self.bridge.selected != annotation.id:
            self.hands.click_annotation(annotation.id)
        if goal.type == ACTOR:
            self._name(annotation.id, goal)
        else:
            self._say(annotation.id, goal)

    def there(self, goal: Goal) -> Goal | None:
        """Give what stands where something is wanted."""
        one = self._there(goal)
        return goal_of(self.layer, one) if one else None

    def _there(self, goal: Goal) -> Annotation | None:
        wanted = (goal.type, goal.fragments)
        return next((one for one in self.layer.annotations.values() if (one.type, one.fragments) == wanted), None)

    def _mark(self, goal: Goal) -> Annotation | None:
        before = set(self.layer.annotations)
        self.hands.drag(goal.fragments[0])
        self.hands.key(KEY_OF[goal.type])
        made = next((key for key in self.layer.annotations if key not in before), None)
        for span in goal.fragments[1:]:
            self.hands.drag(span)
            self.hands.key("F")
        return self.layer.annotations.get(made or "")

    # Who an actor is

    def _name(self, identifier: str, goal: Goal) -> None:
        offer = self.bridge.offer
        while isinstance(offer, SameEntity) and len(goal.entities) == 1:
            right = written(offer.named.name) == goal.entities[0][1]
            self.hands.key("K" if right else "Shift+K")
            offer = self.bridge.offer
            if right:
                break
        self._set_entities(identifier, goal)
        self._set_types(goal)
        self._all_places(identifier, goal)

    def _set_entities(self, identifier: str, goal: Goal) -> None:
        wanted = [name for _kind, name in goal.entities]
        for name in wanted:
            if name not in self._names(identifier):
                rows = self._entity_rows()
                own = [other for other in self._names(identifier) if other not in wanted]
                buttons = [b for b in rows.findChildren(NameButton) if own and own[0] in written(b.accessibleName())]
                self.hands.press(buttons[-1] if buttons else rows._add)
                self._pick_entity(name)
                self._select(identifier)
        for name in [other for other in self._names(identifier) if other not in wanted]:
            removing = self._entity_rows().findChildren(QAbstractButton)
            wanted_name = f"Remove entity {name}"
            self.hands.press(next(b for b in reversed(removing) if written(b.accessibleName()) == wanted_name))

    def _entity_rows(self) -> EntityRows:
        rows = self.window.inspector.findChild(EntityRows)
        assert rows
        return rows

    def _names(self, identifier: str) -> list[str]:
        return [who(self.layer, key)[1] for key in self.layer.annotations[identifier].entities]

    def _set_types(self, goal: Goal) -> None:
        for kind, name in goal.entities:
            for entity in list(self.layer.entities.values()):
                if written(entity.name) == name and entity.type != kind:
                    self._in_entities(entity.id, kind)

    def _in_entities(self, entity_id: str, kind: str) -> None:
        """Set an entity's type: in the inspector where it is the one entity of what is selected, else in its list."""
        one = self.bridge.annotation
        if one is not None and one.type == ACTOR and one.entities == (entity_id,):
            combos = self.window.inspector.findChildren(ValueCombo)
            self.hands.choose(next(each for each in combos if each.accessibleName() == "Entity type"), kind)
            return
        panel = self.window.entities
        self.hands.act()
        panel.choose(entity_id)
        settle()
        self.hands.choose(panel.type_field, kind)

    def _all_places(self, identifier: str, goal: Goal) -> None:
        """Mark all further places of the name by A where the ones that are proposed are right and more than one."""
        session, annotation = self.bridge.session, self.layer.annotations[identifier]
        assert session
        entities = [self.layer.entities[key] for key in annotation.entities]
        found = occurrences(session.document, self.layer, entities, Way(whole_words=True, match_case=True))
        proposed = [each.span for each in found if each.is_proposed]
        wanted = {
            one.fragments[0]
            for one in self._open_goals()
            if one.type == ACTOR and set(one.entities) == set(goal.entities) and len(one.fragments) == 1
        }
        if proposed and all(span in wanted for span in proposed):
            self.hands.answer()
            self.hands.key("A")

    # What is said, by whom, about what

    def _say(self, identifier: str, goal: Goal) -> None:
        for field in (SPEAKERS, PARTIES, VIA):
            if goal.parts(field) or getattr(self.layer.annotations[identifier], field):
                self._set_role(identifier, field, goal.parts(field))
        if goal.parts(TARGETS) or self.layer.annotations[identifier].targets:
            self._set_role(identifier, TARGETS, goal.parts(TARGETS))
        self._select(identifier)
        self._set_topic(identifier, goal)
        now = goal_of(self.layer, self.layer.annotations[identifier])
        if goal.stance != now.stance:
            self.hands.key(STANCE_KEY[goal.stance or now.stance or "agree"])
        if goal.status != now.status and goal.status:
            self.hands.key("U")
            self.hands.pick(lambda text: text == goal.status, goal.status)

    def _set_role(self, identifier: str, field: str, wanted: tuple[Part, ...]) -> None:
        self._take_offers(identifier, field, wanted)
        for part in wanted:
            if part.who[1] not in self._in_role(identifier, field):
                self._select(identifier)
                self.hands.key(ROLE_KEY[field])
                self._pick_entity(part.who[1])
        for name in self._in_role(identifier, field):
            if name not in {part.who[1] for part in wanted}:
                self._remove_role(identifier, field, name)
        for part in wanted:
            self._set_details(identifier, field, part)

    def _take_offers(self, identifier: str, field: str, wanted: tuple[Part, ...]) -> None:
        names = {part.who[1] for part in wanted}
        if self.bridge.selected != identifier or self._in_role(identifier, field):
            return
        seen: list[Offer] = []
        while isinstance(offer := self.bridge.offer, Offer) and offer.field == field and offer not in seen:
            seen.append(offer)
            offered = [who(self.layer, filler.entity)[1] for filler in offer.fillers]
            if set(offered) == names:
                self.hands.key("Return")
                return
            right = [number for number, name in enumerate(offered) if name in names]
            if right and len(names) > 1 and len(right) == len(names):
                self.hands.key(f"Alt+{right[0] + 1}")
                continue
            if len(seen) > 2:
                break
            self.hands.key("Tab")
            if self.bridge.selected != identifier:
                self.hands.click_annotation(identifier)
                break

    def _in_role(self, identifier: str, field: str) -> list[str]:
        return [who(self.layer, role.entity)[1] for role in getattr(self.layer.annotations[identifier], field)]

    def _remove_role(self, identifier: str, field: str, name: str) -> None:
        """Take somebody out of a role in the inspector."""
        self._select(identifier)
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
        role = getattr(self.layer.annotations[identifier], field)[index]
        self._set_role_type(role.entity, part.who)
        now = who(self.layer, role.acts_for) if role.acts_for else None
        if now != part.acts_for:
            self._select(identifier)
            self.bridge.select(identifier, (field, index))
            self.hands.act()
            self.hands.key("B")
            name = part.acts_for[1] if part.acts_for else "Nobody"
            self.hands.pick(lambda text: text in (name, f"New entity “{name}”"), name if part.acts_for else "")
        if part.attitude != role.attitude and part.attitude:
            meant = self.bridge.selected_role or (TARGETS, len(self._in_role(identifier, TARGETS)) - 1)
            if meant != (field, index):
                self.bridge.select(identifier, (field, index))
                self.hands.act()
            self.hands.key("W")
            self._sign(ATTITUDE_KEY[part.attitude])
        if part.side != role.side:
            self.hands.act(2)
            self._set_side(identifier, index, part.side)

    def _sign(self, sign: str) -> None:
        self.hands.act()
        if picker := open_list():
            QTest.keyClicks(picker._edit, sign)
            settle()

    def _pick_entity(self, name: str) -> None:
        self.hands.pick(lambda text: text in (name, f"New entity “{name}”"), name)

    def _set_side(self, identifier: str, index: int, side: int | None) -> None:
        self.bridge.run("Set side", lambda draft: roles.change_role(draft, identifier, PARTIES, index, side=side))

    def _set_role_type(self, entity_id: str, wanted: Who) -> None:
        if self.layer.entities[entity_id].type != wanted[0]:
            self._in_entities(entity_id, wanted[0])

    def _set_topic(self, identifier: str, goal: Goal) -> None:
        now = goal_of(self.layer, self.layer.annotations[identifier]).topic
        if now == goal.topic or goal.topic is None:
            return
        offer = self.bridge.offer
        if isinstance(offer, Offer) and offer.field == TOPIC and written(offer.topic or "") == goal.topic:
            self.hands.key("Return")
        elif written(self.bridge.last_topic) == goal.topic:
            self.hands.key("Y")
        else:
            self.hands.key("O")
            self.hands.pick(lambda text: text in (goal.topic, f"New topic “{goal.topic}”"), goal.topic)

    def _select(self, identifier: str) -> None:
        if self.bridge.selected != identifier:
            self.hands.click_annotation(identifier)

    # In the end

    def _remove_others(self) -> None:
        """Delete what the reference does not have."""
        wanted = {(goal.type, goal.fragments) for goal in self.goals}
        for one in list(self.layer.annotations.values()):
            if (one.type, one.fragments) not in wanted:
                with self.hands.doing(one.type):
                    self.hands.click_annotation(one.id)
                    self.hands.key("Del")

    def _set_memberships(self) -> None:
        panel = self.window.entities
        for entity in list(self.layer.entities.values()):
            wanted = self.groups.get((entity.type, entity.name), frozenset())
            have = {who(self.layer, group)[1] for group in entity.member_of}
            for _kind, name in sorted(wanted):
                if name in have:
                    continue
                self.hands.act()
                panel.choose(entity.id)
                settle()
                self.hands.press(panel.groups._add)
                self._pick_entity(name)
