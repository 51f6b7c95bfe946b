"""What the keys of suggestions do: show and hide them, go from one to the next, accept, refuse and widen."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from annotator.model.annotation import Annotation
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.span import Span
from annotator.model.transaction import Change
from annotator.model.vocabulary import ACTOR
from annotator.services.user.settings import Settings
from annotator.ui.panels.suggestion_bar import SuggestionBar
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView
from annotator.ui.toolkit.words_on_screen import counted
from annotator.ui.window.asking import Asking
from annotator.ui.window.names_to_mark import NamesToMark
from annotator.ui.window.said_of_one import SAID_OF_ONE, why_not
from annotator.ui.window.text_commands import TextCommands
from annotator.ui.window.widening import Widening

if TYPE_CHECKING:
    # Loaded when suggestions are shown for the first time, for which no article that is opened waits.
    from annotator.services.suggesting.open_suggestions import OpenSuggestions, Place
    from annotator.services.suggesting.suggestion import Suggestion

STANCES: Final = ("agree", "disagree", "neutral", "mixed")
NEVER: Final = "never"
ALWAYS: Final = "always"


class Suggesting(QObject):
    """Shows what is suggested, and does what its keys and buttons say.

    Nothing of a suggestion is in the layer before it is accepted, and each that is accepted is one step of undo.
    """

    moved = Signal()
    """One is at another suggestion, or at none."""

    def __init__(
        self,
        bridge: SessionBridge,
        view: ArticleView,
        commands: TextCommands,
        settings: Settings,
        open_inspector: Callable[[], None],
    ) -> None:
        super().__init__(view)
        self._bridge, self._view, self._commands, self._settings = bridge, view, commands, settings
        self._open_inspector = open_inspector
        self.bar = SuggestionBar()
        self.open: OpenSuggestions | None = None
        """What is suggested, None while suggestions are hidden."""
        self._told: set[str] = set()
        self._asked_by = ("", "")
        self._names_wanted = False
        self._names_to_mark, self._widening = NamesToMark(bridge, view), Widening(bridge, view)
        self._asking = Asking(bridge, view, settings)
        self._asking.answered.connect(self._take)
        self._teaching = self._asking.teaching
        self.bar.threshold_chosen.connect(self._set_threshold)
        self.bar.accepted.connect(self._accept_and_go_on)
        self.bar.refused.connect(self._refuse)
        self.bar.closed.connect(self.hide)
        bridge.session_changed.connect(self._begin)
        bridge.changed.connect(self._follow)
        bridge.selection_changed.connect(self._leave_for_selected)
        bridge.codebook_changed.connect(self._look_whether_allowed)
        view.annotation_picked.connect(self._pick)
        view.selectionChanged.connect(self._leave_for_selection)
        commands.offering.knowledge = self._asking.knowledge

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the keys that are about a suggestion where one is at hand, else about annotations."""
        commands = self._commands.slots()
        said = {name: self._or(partial(self._accept_and, name, commands[name]), commands[name]) for name in SAID_OF_ONE}
        said |= {name: self._or(partial(self._accept_with, stance=name), commands[name]) for name in STANCES}
        said["last_topic"] = self._or(self._accept_with_last_topic, commands["last_topic"])
        return said | {
            "suggestions": self.toggle,
            "next_annotation": lambda: self.step(1),
            "previous_annotation": lambda: self.step(-1),
            "accept": self._or(self._accept_and_go_on, commands["accept"]),
            "accept_and_inspect": self._or(self._accept_and_inspect, commands["accept"]),
            "accept_all": self.accept_all_shown,
            "accept_sentence": self.accept_sentence,
            "list_names": self.list_names,
            "delete": self._or(self._refuse, commands["delete"]),
            "refuse_everywhere": self._or(lambda: self._refuse(everywhere=True), _nothing),
            "annotate_all": self._or(self._accept_name, commands["annotate_all"]),
            "widen": self._or(self._widen, self._widening.widen),
        }

    @property
    def current(self) -> "Suggestion | None":
        """The suggestion that keys are about: an offer comes before it, and a selected annotation is another thing."""
        return None if self.open is None or self._commands.is_busy else self.open.current

    @property
    def is_asking(self) -> bool:
        """Whether suggestions for a part of the text are still on their way."""
        return self._asking.is_asking

    # Showing and hiding

    def toggle(self) -> None:
        """Show suggestions, or hide them."""
        if self.open is not None:
            self.hide()
        elif why_not := self._why_not():
            self._bridge.message.emit(why_not)
        else:
            self._show()

    def hide(self) -> None:
        """Hide suggestions."""
        self._asking.stop()
        self._names_wanted = False
        self.open = None
        self._view.set_ghosts(())
        self.bar.hide()

    def _begin(self) -> None:
        self._names_to_mark.forget()
        was_shown = self.open is not None
        self.hide()
        if (was_shown or self._settings.suggestions == ALWAYS) and not self._why_not():
            self._show()

    def _show(self) -> None:
        from annotator.services.suggesting.open_suggestions import OpenSuggestions

        session = self._bridge.session
        if session is None:
            return
        self._asked_by = self._wish()
        self._teaching.from_hand()
        self.open = OpenSuggestions(
            session.document, session.layer, self._asking.knowledge(), self._settings.suggestions_from
        )
        self._asking.ask(session.document, session.layer.snapshot(), self.open.knowledge)
        self._paint()
        self.bar.show()

    def _why_not(self) -> str:
        session = self._bridge.session
        if session is None:
            return "Open an article first."
        if session.read_only:
            return session.read_only
        if self._bridge.codebook.without_suggestions:
            return "The codebook of this folder forbids suggestions."
        if session.author == ADJUDICATED:
            return "In a review nothing is suggested."
        return "Suggestions are switched off in the preferences." if self._settings.suggestions == NEVER else ""

    def follow_preferences(self) -> None:
        """Ask again, or hide what is not wanted any more, after the preferences were changed."""
        if self.open is not None and self._asked_by != self._wish():
            self._begin()

    def _wish(self) -> tuple[str, str]:
        return self._settings.suggestions, self._settings.also_ask

    def _look_whether_allowed(self) -> None:
        if self.open is not None and self._why_not():
            self.hide()

    # What comes

    def _take(self, found: "list[Suggestion] | None", failed: str) -> None:
        if self.open is None or self._bridge.session is None:
            return
        self.open.take(found or ())
        if failed and failed not in self._told:
            self._told.add(failed)
            self._bridge.message.emit(failed)
        self._paint()
        if self._names_wanted and not self._asking.is_reading:
            self._names_are_there()

    def _names_are_there(self) -> None:
        """List the names that were waited for, unless something else is being done by now: its keys would choose."""
        if self._view.hasFocus():
            self.list_names()
        else:
            self._names_wanted = False
            self._bridge.message.emit("The names of the article are there: N lists them.")

    def _follow(self, change: Change) -> None:
        if self.open is not None:
            self.open.follow(change)
            self._paint()

    # Going from one to the next

    def step(self, direction: int) -> None:
        """Go to the nearest suggestion or annotation behind where one is, or before it; goes round at the ends."""
        if self.open is None or self._commands.is_linking:
            self._commands.step(direction)
            return
        if self._commands.offering.show_next(direction):
            return
        here = self._here()
        ghost, annotation = self.open.next_to(here, direction), self._commands.neighbour(direction)
        if (
            annotation is not None
            and _is_behind(annotation, here, direction)
            and (ghost is None or _sooner(annotation.place, ghost.place, direction))
        ):
            self._go_to_annotation(annotation)
        elif ghost is not None:
            self._go_to(ghost)
        else:
            self._go_round(direction)

    def _here(self) -> "Place":
        current, annotation = self.current, self._bridge.annotation
        if current is not None:
            return current.place
        return annotation.place if annotation else (self._view.caret(), -1, "")

    def _go_round(self, direction: int) -> None:
        assert self.open is not None
        end = (-1, -1, "") if direction > 0 else (len(self.open.document.text) + 1, 0, "")
        ghost, annotation = self.open.next_to(end, direction), self._commands.neighbour(direction)
        if annotation is not None and (ghost is None or _sooner(annotation.place, ghost.place, direction)):
            self._go_to_annotation(annotation)
        elif ghost is not None:
            self._go_to(ghost)

    def _go_to_annotation(self, annotation: Annotation) -> None:
        self.leave()
        self._commands.show_annotation(annotation.id)

    def _go_to(self, suggestion: "Suggestion | None") -> None:
        if self.open is None:
            return
        self._bridge.select(None)
        self.open.go_to(suggestion)
        if suggestion is not None:
            self._view.set_caret(suggestion.start)
            self._view.reveal(Span(suggestion.start, suggestion.end))
        self._paint()

    def leave(self) -> None:
        """Be at no suggestion; they stay shown."""
        if self.open is not None:
            self.open.current = None
            self._paint()

    def _leave_for_selected(self) -> None:
        if self._bridge.selected is not None and self.open is not None and self.open.current is not None:
            self.leave()

    def _leave_for_selection(self) -> None:
        """Be at no suggestion where words are selected: keys are about these, as the analyst sees."""
        if self.open is not None and self.open.current is not None and self._view.textCursor().hasSelection():
            self.leave()

    def _pick(self, annotation_id: str) -> None:
        if self.open is not None and not annotation_id and (found := self.open.at(self._view.caret())):
            self._go_to(found)

    # Accepting and refusing

    def _accept_and_go_on(self) -> None:
        current = self.current
        if current is not None and self._accept([current]) and self.open is not None:
            self._bridge.select(None)
            self._go_to(self.open.next_to(current.place, 1) or self.open.next_to((-1, -1, ""), 1))

    def _accept_and_inspect(self) -> None:
        if (current := self.current) and (made := self._accept([current])):
            self._commands.show_annotation(made[0].id)
            self._open_inspector()

    def _accept_and(self, action: str, say: Callable[[], object]) -> None:
        """Accept what is at hand, and say something of it; it stays selected, for more to be said."""
        current = self.current
        if current is not None and (refused := why_not(action, current)):
            self._bridge.message.emit(refused)
        elif current is not None and (made := self._accept([current])):
            self._commands.show_annotation(made[0].id, offer=self._commands.offering.offer_for(made[0].id))
            say()

    def _accept_with(self, **said: str) -> None:
        """Accept what is at hand with something said of it, in one step; nothing is taken that was not seen."""
        current = self.current
        if current is None or current.type == ACTOR:
            self._bridge.message.emit("Actors have no stance and no topic; go to a claim or an agreement.")
        elif made := self._accept([replace(current, **said)]):  # type: ignore[arg-type]
            self._commands.show_annotation(made[0].id, offer=self._commands.offering.offer_for(made[0].id))
            self._bridge.message.emit(f"Accepted, {', '.join(said.values())}.")

    def _accept_with_last_topic(self) -> None:
        if topic := self._bridge.last_topic:
            self._accept_with(topic=topic)
        else:
            self._bridge.message.emit("No topic was given yet: O gives one, and Y then gives it again.")

    def _accept_name(self) -> None:
        """Accept all places of a name with one key; of what names nobody, the one place."""
        current = self.current
        if current is not None and self.open is not None:
            wanted = self.open.same_name(current) if current.type == ACTOR else [current]
            if made := self._accept(wanted):
                names = current.entities[0].name if current.entities else current.type
                self._bridge.message.emit(f"Marked at {counted(len(made), 'place')}: {names}.")
                self._go_to(self.open.next_to(current.place, 1))

    def accept_all_shown(self) -> None:
        """Accept all that is shown, in one step."""
        if self._gives_way():
            return
        if self.open is None or not self.open.shown:
            self._bridge.message.emit(self._why_not() or "No suggestions are shown: G shows them.")
        elif made := self._accept(list(self.open.shown)):
            self._bridge.message.emit(f"{counted(len(made), 'suggestion')} accepted; Ctrl+Z takes all back.")

    def accept_sentence(self) -> None:
        """Accept all that is shown in the sentence at hand, in one step, and go on behind it."""
        if self._gives_way():
            return
        if self.open is None:
            self._bridge.message.emit(self._why_not() or "Suggestions are hidden: G shows them.")
            return
        here = self.current.start if self.current is not None else self._view.caret()
        wanted = self.open.in_sentence(here)
        if not wanted:
            self._bridge.message.emit("Nothing is suggested in this sentence.")
        elif made := self._accept(wanted):
            self._bridge.select(None)
            self._bridge.message.emit(f"{counted(len(made), 'suggestion')} accepted; Ctrl+Z takes all back.")
            self._go_to(self.open.next_to(max(one.place for one in wanted), 1))

    def _gives_way(self) -> bool:
        """Say that something else is begun, which a key for many suggestions would leave undone."""
        if self._commands.is_busy:
            self._bridge.message.emit("Something is offered first: Enter takes it, Esc drops it.")
        return self._commands.is_busy

    def list_names(self) -> None:
        """List the names of the article, and mark those that are checked at all their places, in one step."""
        if self.open is None:
            self.toggle()
        self._names_wanted = self.open is not None and self._asking.is_reading
        if self.open is None or self._names_wanted:
            return
        chosen = self._names_to_mark.ask(self.open)
        if chosen and (made := self._accept(chosen)):
            self._bridge.message.emit(f"{counted(len(made), 'actor')} marked; Ctrl+Z takes all back.")

    def _accept(self, wanted: "list[Suggestion]") -> list[Annotation]:
        from annotator.services.editing.accepting import accept_all

        session, codebook = self._bridge.session, self._bridge.codebook
        if session is None:
            return []
        one = wanted[0]
        what = f"suggested {one.type}" if len(wanted) == 1 else f"{len(wanted)} suggestions"
        made = self._bridge.run(f"Accept {what}", lambda draft: accept_all(draft, session.document, wanted, codebook))
        own = self._teaching.own()
        if made and own and own.learn(*wanted) and self.open is not None:
            self.open.learn(own.habits)
            self._paint()
        return made or []

    def _refuse(self, *, everywhere: bool = False) -> None:
        if (current := self.current) and self.open is not None:
            key = self.open.refuse(current, everywhere=everywhere)
            if own := self._teaching.own():
                own.refuse(key)
            self._bridge.message.emit(
                "Refused in the whole folder." if everywhere else "Refused in this document; Shift+Del: in the folder."
            )
            self._go_to(self.open.next_to(current.place, 1))

    def _widen(self) -> None:
        if self.open is not None and self.current is not None:
            if not self.open.widen():
                self._bridge.message.emit("No other extent is likely.")
            self._paint()

    # Within

    def _or(self, do: Callable[[], object], otherwise: Callable[[], object]) -> Callable[[], object]:
        return lambda: do() if self.current is not None else otherwise()

    def _set_threshold(self, threshold: float) -> None:
        self._settings.suggestions_from = threshold
        if self.open is not None:
            self.open.set_threshold(threshold)
            self._paint()

    def _paint(self) -> None:
        if self.open is None:
            return
        current = self.open.current
        self._view.set_ghosts(self.open.shown, current)
        text = self.open.document.text
        self.bar.show_state(current, text, len(self.open.shown), self.open.threshold, asking=self._asking.is_asking)
        self.moved.emit()


def _is_behind(annotation: Annotation, here: "Place", direction: int) -> bool:
    return _sooner(here, annotation.place, direction)


def _sooner(one: "Place", other: "Place", direction: int) -> bool:
    return one < other if direction > 0 else one > other


def _nothing() -> None:
    """Do nothing: the key is about suggestions alone."""
