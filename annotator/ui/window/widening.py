"""The key that changes how far an annotation reaches: name and noun phrase, content, clause and sentence."""

from typing import TYPE_CHECKING

from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView

if TYPE_CHECKING:
    # Loaded when the key is pressed for the first time.
    from annotator.services.suggesting.suggestion import Fragments


class Widening:
    """Gives the selected annotation its next likely extent; what the analyst marked at first comes round again."""

    def __init__(self, bridge: SessionBridge, view: ArticleView) -> None:
        self._bridge, self._view = bridge, view
        self._extents: tuple[str, list[Fragments]] = ("", [])

    def widen(self) -> None:
        """Give the next extent, or say why there is none."""
        from annotator.services.editing.annotations import placed

        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None or annotation is None:
            self._bridge.message.emit("Select an annotation first: X changes how far it reaches.")
            return
        extents = self._extents_of(annotation, session.document, session.layer)
        if len(extents) <= 1:
            self._bridge.message.emit("No other extent is likely; brackets and Alt+arrows move its ends.")
            return
        wanted = extents[(extents.index(annotation.fragments) + 1) % len(extents)]
        self._bridge.run(
            f"Change how far a {annotation.type} reaches",
            lambda draft: draft.put(placed(annotation, session.document.text, wanted)),
            group=f"extent:{annotation.id}",
        )
        self._view.reveal(Span(wanted[0].start, wanted[-1].end))

    def _extents_of(self, annotation: Annotation, document: Document, layer: Layer) -> "list[Fragments]":
        from annotator.services.suggesting.widening import likely_extents

        known_id, extents = self._extents
        if known_id != annotation.id or annotation.fragments not in extents:
            extents = likely_extents(document, layer, annotation)
            self._extents = (annotation.id, extents)
        return extents
