"""An analyst who knows the reference and sees the screen: takes at each place the cheapest way that is offered."""

from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.ui.window.main_window import MainWindow
from tests.effort.ghosts import Ghosts
from tests.effort.goal import Goal, goal_of
from tests.effort.hands import settle
from tests.effort.naming import Naming
from tests.effort.saying import Saying
from tests.effort.sight import Sight

KEY_OF = {ACTOR: "1", CLAIM: "2", AGREEMENT: "3"}
ROUNDS = 3


class Analyst:
    """Annotates one article until it is as the reference is."""

    def __init__(self, window: MainWindow, reference: Layer) -> None:
        self.window = window
        self.sight = Sight(window, reference)
        self.hands, self.goals = self.sight.hands, self.sight.goals
        self.naming = Naming(self.sight)
        self.saying = Saying(self.sight, self.naming)
        self.ghosts = Ghosts(self.sight, self.saying)

    def annotate(self, *, with_suggestions: bool) -> list[str]:
        """Do it all; gives what could not be reached, in words."""
        if with_suggestions:
            self.ghosts.take_names()
        for _round in range(ROUNDS):
            for goal in self._in_reading_order():
                with self.hands.doing(goal.type):
                    self._reach(goal)
        self.sight.remove_others()
        with self.hands.doing("entities"):
            self.sight.remove_wrong_groups()
            self._set_memberships()
        missed = [f"{goal}\n      but: {self._as_it_is(goal)}" for goal in self.sight.missing()]
        return [*missed, *(f"{who} is no member of {group}" for who, group in self.sight.missing_groups())]

    def leave(self) -> None:
        """Close the document, with what was done written to its file."""
        self.window.files.close_document()
        settle()

    def _in_reading_order(self) -> list[Goal]:
        """Give what is wanted, actors of a stretch of text before what is said of them there."""

        def place(goal: Goal) -> tuple[int, bool]:
            is_actor = goal.type == ACTOR
            return (goal.fragments[0].start if is_actor else self._sentence_end(goal)), not is_actor

        return sorted(self.goals, key=place)

    def _sentence_end(self, goal: Goal) -> int:
        """Give where the sentence ends in which something ends: who speaks may be named behind it."""
        end = goal.fragments[-1].end
        sentence = sentence_at(self.sight.text, end - 1, rules_of("en"))
        return max(end, sentence.end) if sentence else end

    def _as_it_is(self, goal: Goal) -> Goal | None:
        one = self.sight.there(goal)
        return goal_of(self.sight.layer, one) if one else None

    def _reach(self, goal: Goal) -> None:
        if goal not in self.sight.missing():
            return
        annotation = self.sight.there(goal) or self._mark(goal)
        if annotation is None:
            return
        self.sight.select(annotation.id)
        if goal.type == ACTOR:
            self.naming.name(annotation.id, goal)
        else:
            self.saying.say(annotation.id, goal)

    def _mark(self, goal: Goal) -> Annotation | None:
        about = " … ".join(self.sight.text[slice(*span)] for span in goal.fragments)
        with self.hands.on("mark suggested", about):
            if goal.type != ACTOR and self.ghosts.accept_for(goal):
                return self.sight.there(goal)
        with self.hands.on("mark by hand", about):
            return self._mark_by_hand(goal)

    def _mark_by_hand(self, goal: Goal) -> Annotation | None:
        before = set(self.sight.layer.annotations)
        self.hands.drag(goal.fragments[0])
        self.hands.key(KEY_OF[goal.type])
        made = next((key for key in self.sight.layer.annotations if key not in before), None)
        for span in goal.fragments[1:]:
            self.hands.drag(span)
            self.hands.key("F")
        return self.sight.layer.annotations.get(made or "")

    def _set_memberships(self) -> None:
        panel = self.window.entities
        for entity_id, name in self.sight.missing_groups():
            with self.hands.on("group", f"{self.sight.layer.entities[entity_id].name} in {name}"):
                self.hands.act()
                panel.choose(entity_id)
                settle()
                self.hands.press(panel.groups._add)
                self.sight.pick_entity(name)
