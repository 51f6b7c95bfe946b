"""What keys make of a marked passage: another type, two of one, one of two; and where nothing is marked yet."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from annotator.formats.languages.line_breaks import LineBreaks
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.words import trimmed
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.language import Language
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.services.editing.annotations import change_type
from annotator.services.editing.splitting import join, split
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView


class Reshaping(QObject):
    """Changes the selected annotation as a whole; every change is one step of undo."""

    def __init__(self, bridge: SessionBridge, view: ArticleView) -> None:
        super().__init__(view)
        self._bridge, self._view = bridge, view

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of its actions."""
        return {
            "split": self.split,
            "join": self.join_with_next,
            **{f"make_{kind}": partial(self.make, kind) for kind in (ACTOR, CLAIM, AGREEMENT)},
            "next_paragraph": self.next_paragraph,
        }

    def split(self) -> None:
        """Cut the selected annotation at the caret."""
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None or annotation is None:
            return
        caret = self._view.caret()
        if not annotation.start < caret < annotation.end:
            self._bridge.message.emit(
                "Put the caret among the words of the selected annotation, where it is to be cut."
            )
            return
        made = self._bridge.run(
            f"Split a {annotation.type}", lambda draft: split(draft, session.document, annotation.id, caret)
        )
        if made:
            self._bridge.message.emit(f"Two {annotation.type}s now; both say what the one said.")

    def join_with_next(self) -> None:
        """Make the selected annotation and the next one of its type one."""
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None or annotation is None:
            return
        other = _next_of_type(session.layer, annotation)
        if other is None:
            self._bridge.message.emit(f"There is no {annotation.type} behind this one to join it with.")
            return
        codebook = self._bridge.codebook
        self._bridge.run(
            f"Join two {annotation.type}s",
            lambda draft: join(draft, session.document, annotation.id, other.id, codebook),
        )
        self._bridge.message.emit(f"Joined with “{other.text[:40]}”; Ctrl+Z takes it back.")

    def make(self, annotation_type: str) -> None:
        """Give the selected annotation another type, with all of it that fits."""
        annotation, codebook = self._bridge.annotation, self._bridge.codebook
        if annotation is None or annotation.type == annotation_type:
            return
        self._bridge.run(
            f"Change {annotation.type} to {annotation_type}",
            lambda draft: change_type(draft, annotation.id, annotation_type, codebook),
        )

    def next_paragraph(self) -> None:
        """Put the caret into the next paragraph in which nothing is marked; goes round at the end."""
        session = self._bridge.session
        if session is None:
            return
        found = next_bare_paragraph(session.document, session.layer, self._view.caret(), _language(session.layer))
        if found is None:
            self._bridge.message.emit("Something is marked in every paragraph.")
            return
        self._bridge.select(None)
        self._view.set_caret(found.start)
        self._view.reveal(found)


def next_bare_paragraph(document: Document, layer: Layer, position: int, language: Language) -> Span | None:
    """Give the next paragraph behind a position's own without any annotation, from the beginning again at the end."""
    text, breaks = document.text, LineBreaks(document.text, language)
    here = next(breaks.paragraph_ends(position, len(text)), len(text))
    for low, high in ((here + 1, len(text)), (0, here)):
        start = low
        for end in (*breaks.paragraph_ends(low, high), high):
            found = trimmed(text, Span(start, end))
            if found and not layer.between(*found) and not found.contains(position):
                return found
            start = end + 1
    return None


def _language(layer: Layer) -> Language:
    return rules_of(layer.document.language)


def _next_of_type(layer: Layer, annotation: Annotation) -> Annotation | None:
    places = layer.places
    for rank in range(places.rank(annotation.place) + 1, len(places)):
        other = layer.annotations[places.by_rank(rank)]
        if other.type == annotation.type:
            return other
    return None
