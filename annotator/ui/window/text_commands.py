"""What the keys of the article do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.formats.languages.names import span_under
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.selections import drawn
from annotator.formats.languages.sentences import sentence_at
from annotator.formats.languages.words import trimmed
from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, LINK_TYPES, PARTIES, SPEAKERS, TARGETS, VIA
from annotator.services.editing import annotations
from annotator.services.editing.links import link
from annotator.services.editing.occurrences import Occurrence, annotate_all, occurrences
from annotator.services.editing.offers import Offer
from annotator.services.editing.same_entity import SameEntity
from annotator.services.editing.session import Session
from annotator.services.folding.find_words import Way
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.recodings import AnnotateNames
from annotator.ui.dialogs.occurrence_preview import ask_occurrences
from annotator.ui.panels.choices import (
    ask_attitude,
    ask_for,
    ask_link_type,
    ask_role,
    ask_status,
    ask_topic,
    set_attitude,
    set_last_topic,
    set_stance,
)
from annotator.ui.panels.who_choices import ask_who
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView
from annotator.ui.window.offering import Offering
from annotator.ui.window.same_commands import SameCommands

ATTITUDE_OF_ACTION = {
    "favourable": "favourable", "critical": "critical", "neutral_attitude": "neutral", "mixed_attitude": "mixed",
}  # fmt: skip
_SHORT = 40
SINGLES = 9
"""So many of what is offered have a key of their own."""
_READ_AHEAD_MILLISECONDS = 300
"""A language's words are read so long after the opening, so that neither it nor the first key waits for them."""


class TextCommands(QObject):
    """Turns keys and clicks on the article into steps of the session."""

    task_changed = Signal(str)
    """What has been begun and waits for its end, in words; "" when nothing does any more."""

    everywhere_wanted = Signal(object)
    """An AnnotateNames that is to be made in all documents."""

    def __init__(
        self, bridge: SessionBridge, view: ArticleView, same: SameCommands, open_inspector: Callable[[], None]
    ) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._view = view
        self._open_inspector = open_inspector
        self._linking_from: str | None = None
        self.offering = Offering(bridge, same)
        view.annotation_picked.connect(self._picked)
        bridge.judged = self._judged
        bridge.session_changed.connect(self._leave_link)
        bridge.changed.connect(self._check_link)
        bridge.session_changed.connect(lambda: QTimer.singleShot(_READ_AHEAD_MILLISECONDS, self, self._read_ahead))

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the actions that belong to the article."""
        return {
            "annotate_actor": lambda: self.annotate("actor"),
            "annotate_claim": lambda: self.annotate("claim"),
            "annotate_agreement": lambda: self.annotate("agreement"),
            "annotate_all": self.annotate_all,
            "annotate_everywhere": self.annotate_everywhere,
            "accept": self.accept,
            "next_annotation": lambda: self.step(1),
            "previous_annotation": lambda: self.step(-1),
            "end_left": lambda: self.move_end(first=False, step=-1),
            "end_right": lambda: self.move_end(first=False, step=1),
            "start_left": lambda: self.move_end(first=True, step=-1),
            "start_right": lambda: self.move_end(first=True, step=1),
            "end_word_left": lambda: self.move_end(first=False, step=-1, by_word=True),
            "end_word_right": lambda: self.move_end(first=False, step=1, by_word=True),
            "start_word_left": lambda: self.move_end(first=True, step=-1, by_word=True),
            "start_word_right": lambda: self.move_end(first=True, step=1, by_word=True),
            "add_fragment": self.add_fragment,
            "place_here": self.place_here,
            "duplicate": self.duplicate,
            "link": self.begin_link,
            "delete": self.delete,
            "set_speaker": lambda: self._ask_role(SPEAKERS),
            "set_target": lambda: self._ask_role(TARGETS),
            "set_party": lambda: self._ask_role(PARTIES),
            "set_via": lambda: self._ask_role(VIA),
            "set_for": lambda: ask_for(self._bridge, self._window(), self._judged()),
            "say_who": lambda: ask_who(self._bridge, self._window(), self._judged()),
            "set_topic": lambda: ask_topic(self._bridge, self._window(), self._judged()),
            "set_status": lambda: ask_status(self._bridge, self._window(), self._judged()),
            "agree": lambda: self._say_stance("agree"),
            "disagree": lambda: self._say_stance("disagree"),
            "neutral": lambda: self._say_stance("neutral"),
            "mixed": lambda: self._say_stance("mixed"),
            "set_attitude": lambda: ask_attitude(self._bridge, self._window(), self._judged()),
            **{name: partial(self._say_attitude, value) for name, value in ATTITUDE_OF_ACTION.items()},
            "last_topic": lambda: set_last_topic(self._bridge),
            **{f"take_offered_{n}": partial(self.offering.take_single, n - 1) for n in range(1, SINGLES + 1)},
            "dismiss": self.dismiss,
            "copy": self._view.copy,
        }

    def annotate(self, annotation_type: str) -> None:
        """Annotate the selection, or the name or sentence under the caret; the tool then offers what likely follows."""
        session = self._bridge.session
        span = self._wanted_span(annotation_type)
        if session is None or span is None:
            self._bridge.message.emit(
                "There is nothing here to annotate: put the caret on a word, or select some text."
            )
            return
        if known := self._same(session, span, annotation_type):
            self._bridge.message.emit(f"This {annotation_type} is annotated already; D makes a second one.")
            self.show_annotation(known.id)
            return
        codebook = self._bridge.codebook
        made = self._bridge.run(
            f"Annotate {annotation_type} “{_short(session.document.text[slice(*span)])}”",
            lambda draft: annotations.annotate(draft, session.document, [span], annotation_type, codebook=codebook),
        )
        if made:
            self._bridge.select(made.id, offer=self.offering.offer_for(made.id))
            # Reading goes on behind what was marked.
            self._view.set_caret(made.end)
            self._view.reveal(Span(made.start, made.end))

    def annotate_all(self) -> None:
        """Annotate all occurrences of the selected actor's names, after a look at them."""
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None or annotation is None or annotation.type != ACTOR:
            self._bridge.message.emit("Select an actor first: A annotates all occurrences of its names.")
            return
        entities = [session.layer.entities[e] for e in annotation.entities if e in session.layer.entities]
        document, layer = session.document, session.layer

        def look(way: Way) -> list[Occurrence]:
            return occurrences(document, layer, entities, way)

        if not look(Way(whole_words=True, any_accents=True)):
            self._bridge.message.emit("All occurrences of this actor's names are annotated.")
            return
        names = " and ".join(entity.name for entity in entities)
        chosen = ask_occurrences(self._window(), document, names, look)
        if chosen:
            self._bridge.run(
                f"Annotate {len(chosen)} occurrences of “{_short(names)}”",
                lambda draft: annotate_all(draft, session.document, annotation.entities, chosen),
            )
            self._bridge.message.emit(f"{len(chosen)} occurrences annotated.")

    def annotate_everywhere(self) -> None:
        """Have the selected actor's names annotated in all documents, after a look at what that changes."""
        session, annotation = self._bridge.session, self._bridge.annotation
        known = session.layer.entities if session else {}
        entities = [known[key] for key in annotation.entities if key in known] if annotation else []
        if len(entities) != 1:
            self._bridge.message.emit("Select an actor of one entity first: its names are annotated in all documents.")
            return
        entity = entities[0]
        self.everywhere_wanted.emit(AnnotateNames(Who(entity.type, entity.name), entity.names))

    def accept(self) -> None:
        """Take the offer, finish a link, or open the inspector."""
        if self._linking_from and self._bridge.selected:
            self._finish_link(self._bridge.selected)
        elif offer := self._bridge.offer:
            self.offering.accept(offer)
        elif self._bridge.selected:
            self._open_inspector()
        elif self._view.annotations_under_caret():
            self._bridge.select(self._view.annotations_under_caret()[0])

    @property
    def is_linking(self) -> bool:
        """Whether a link was begun and waits for its other end."""
        return self._linking_from is not None

    @property
    def is_busy(self) -> bool:
        """Whether keys are about a link that was begun, or about an offer."""
        return self._linking_from is not None or self._bridge.offer is not None

    def step(self, direction: int) -> None:
        """Select the next or previous annotation from the selected one, or from the caret; goes round at the ends."""
        if not self.offering.show_next(direction) and (found := self.neighbour(direction)):
            self.show_annotation(found.id)

    def neighbour(self, direction: int) -> Annotation | None:
        """Give the next or previous annotation from the selected one, or from the caret; goes round at the ends."""
        session = self._bridge.session
        if session is None or not len(session.layer.places):
            return None
        places = session.layer.places
        here = self._bridge.annotation
        if here:
            rank = places.rank(here.place) + direction
        else:
            rank = places.rank((self._view.caret(), -1, "")) - (direction < 0)
        return session.layer.annotations[places.by_rank(rank % len(places))]

    def move_end(self, *, first: bool, step: int, by_word: bool = False) -> None:
        """Move one end of the selected annotation."""
        session, selected = self._bridge.session, self._bridge.selected
        if session is None or selected is None:
            return
        moved = self._bridge.run(
            "Move an annotation's end",
            lambda draft: annotations.move_end(
                draft, session.document, selected, first=first, step=step, by_word=by_word
            ),
            group=f"ends:{selected}",
        )
        if moved is False:
            self._bridge.message.emit("The end cannot go further this way.")
        elif self._bridge.annotation and self._bridge.annotation.type == ACTOR:
            self._bridge.put_offer(self.offering.offer_for(selected))

    def add_fragment(self) -> None:
        """Add the text's selection to the selected annotation."""
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None or annotation is None:
            return
        span = self._selection(annotation.type)
        if span is None:
            self._bridge.message.emit("Select the text to be added as a further fragment, then press F.")
            return
        self._bridge.run(
            "Add a fragment", lambda draft: annotations.add_fragment(draft, session.document, annotation.id, span)
        )
        self._view.clear_selection()

    def place_here(self) -> None:
        """Put the selected annotation, such as one that lost its place, at the text's selection."""
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None or annotation is None:
            return
        span = self._selection(annotation.type)
        if span is None:
            self._bridge.message.emit("Select the text where the annotation belongs, then press H.")
            return
        self._bridge.run(
            f"Place “{_short(annotation.text)}” here",
            lambda draft: annotations.place(draft, session.document, annotation.id, span),
        )
        self._view.clear_selection()

    def duplicate(self) -> None:
        """Copy the selected annotation to the same place, and select the copy."""
        if selected := self._bridge.selected:
            copy = self._bridge.run("Duplicate an annotation", lambda draft: annotations.duplicate(draft, selected))
            if copy:
                self._bridge.select(copy.id)
                self._bridge.message.emit("Duplicated; the copy is selected and has no topic yet.")

    def delete(self) -> None:
        """Delete the selected annotation."""
        if annotation := self._bridge.annotation:
            label = f"Delete {annotation.type} “{_short(annotation.text)}”"
            self._bridge.run(label, lambda draft: annotations.delete(draft, annotation.id))

    def begin_link(self) -> None:
        """Take the selected annotation as one end of a link; the next one picked is the other."""
        self._linking_from = self._bridge.selected
        if self._linking_from:
            self.task_changed.emit(
                "Link: click the other annotation, or go there with Tab and press Enter. Esc cancels."
            )

    def dismiss(self) -> None:
        """Leave, one after the other: a link begun, an offer, lit evidence, the text's selection, the annotation."""
        if self._linking_from:
            self._leave_link()
            self._bridge.message.emit("No link was made.")
        elif self._bridge.offer:
            self._bridge.put_offer(None)
        elif self._bridge.lit:
            self._bridge.light(frozenset())
        elif self._view.selected_span():
            self._view.clear_selection()
        else:
            self._bridge.select(None)

    def _picked(self, annotation_id: str) -> None:
        if self._linking_from and annotation_id and annotation_id != self._linking_from:
            self._finish_link(annotation_id)
        else:
            self._bridge.select(annotation_id or None)

    def _finish_link(self, other: str) -> None:
        source = self._linking_from
        self._leave_link()
        if source is None or source == other:
            self._bridge.message.emit("An annotation cannot be linked to itself.")
            return

        def make(link_type: str) -> None:
            self._bridge.run(f"Link: {link_type}", lambda draft: link(draft, source, other, link_type))

        self._bridge.select(source)
        ask_link_type(self._bridge, self._window(), self._judged(), LINK_TYPES, make)

    def _leave_link(self) -> None:
        self._linking_from = None
        self.task_changed.emit("")

    def _check_link(self) -> None:
        layer = self._bridge.session.layer if self._bridge.session else None
        if self._linking_from and layer and self._linking_from not in layer.annotations:
            self._leave_link()

    def _ask_role(self, field: str) -> None:
        ask_role(self._bridge, field, self._window(), self._judged())

    def _say_attitude(self, value: str) -> None:
        if not self.offering.accept_with_attitude(value):
            set_attitude(self._bridge, value)

    def _say_stance(self, value: str) -> None:
        if not self.offering.accept_with_stance(value):
            set_stance(self._bridge, value)
            self.offering.offer_target()

    def go_to_selected(self) -> None:
        """Put caret and keys where the selected annotation stands in the text."""
        if self._bridge.selected:
            self.show_annotation(self._bridge.selected)
        self._view.setFocus()

    def show_annotation(self, annotation_id: str, offer: Offer | SameEntity | None = None) -> None:
        """Select an annotation, with the caret where it begins."""
        self._bridge.select(annotation_id, offer=offer)
        annotation = self._bridge.annotation
        if annotation and annotation.fragments:
            self._view.set_caret(annotation.start)
            self._view.reveal(Span(annotation.start, annotation.end))

    def _read_ahead(self) -> None:
        if session := self._bridge.session:
            language = session.layer.document.language
            span_under("A", 0, ACTOR, rules_of(language))
            guess_entity_type("A", language)

    def _wanted_span(self, annotation_type: str) -> Span | None:
        session = self._bridge.session
        if session is None:
            return None
        language = rules_of(session.layer.document.language)
        return self._selection(annotation_type) or span_under(
            session.document.text, self._view.caret(), annotation_type, language
        )

    def _selection(self, annotation_type: str) -> Span | None:
        """Give the selection drawn to its words, or as it is where Alt was held."""
        session, span = self._bridge.session, self._view.selected_span()
        if session is None or span is None:
            return None
        if self._view.is_as_drawn:
            return span if trimmed(session.document.text, span) else None
        return drawn(session.document.text, span, annotation_type)

    def _same(self, session: Session, span: Span, annotation_type: str) -> Annotation | None:
        there = session.layer.between(*span)
        return next((a for a in there if a.type == annotation_type and a.fragments == (span,)), None)

    def _window(self) -> QWidget:
        return self._view.window()

    def _judged(self) -> QRect:
        """Give where on the screen the selected annotation's sentences are, or the caret."""
        session, annotation = self._bridge.session, self._bridge.annotation
        seen = QRect()
        if session and annotation and annotation.fragments:
            text, language = session.document.text, rules_of(session.layer.document.language)
            spans = [sentence_at(text, place, language) for place in (annotation.start, annotation.end - 1)]
            ends = [end for span in (*spans, Span(annotation.start, annotation.end)) if span for end in span]
            seen = self._view.area_of(Span(min(ends), max(ends)))
        seen = seen if not seen.isEmpty() else self._view.cursorRect()
        return QRect(self._view.viewport().mapToGlobal(seen.topLeft()), seen.size())


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"
