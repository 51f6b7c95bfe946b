"""Asks suggesters beside the window about the open article, with what is known of the folder and the analyst."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.user.settings import Settings
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread
from annotator.ui.window.teaching import Teaching

if TYPE_CHECKING:
    # Loaded when suggestions are shown for the first time, for which no article that is opened waits.
    from annotator.services.index.index import FolderChange
    from annotator.services.suggesting.knowledge import Knowledge
    from annotator.services.suggesting.suggestion import Suggestion

READ_AHEAD_MILLISECONDS: Final = 500
"""So long after the opening what suggestions need is loaded beside the window, so that no key waits for it."""


class Asking(QObject):
    """What can be seen is asked about first; what comes late for another document or time is dropped."""

    answered = Signal(object, str)
    """Suggestions, None when all have answered, and why there are none where a suggester failed."""

    def __init__(self, bridge: SessionBridge, view: ArticleView, settings: Settings) -> None:
        super().__init__(view)
        self._bridge, self._view, self._settings = bridge, view, settings
        self.is_asking = False
        """Whether suggestions for a part of the text are still on their way."""
        self.is_reading = False
        """Whether those of this program are; suggesters of other packages may take long after them."""
        self._turn = 0
        self._executor = OneThread("suggest")
        # A suggester of another package may hang: nothing else waits for it.
        self._others = OneThread("suggest apart")
        self.teaching = Teaching(bridge, lambda do: self._executor.submit(do).add_done_callback(_raise))
        self._known: Knowledge | None = None
        bridge.folder.changed.connect(self._forget)
        bridge.folder.opened.connect(self._forget)
        bridge.codebook_changed.connect(self._forget)
        bridge.session_changed.connect(self._forget)
        self._soon = QTimer(self, singleShot=True, interval=READ_AHEAD_MILLISECONDS)
        self._soon.timeout.connect(self._read_ahead)
        bridge.session_changed.connect(self._soon.start)

    def knowledge(self) -> "Knowledge":
        """What is known of the folder and of this analyst; made again where the folder's names have changed."""
        from annotator.services.suggesting.with_model import pipeline_of

        if self._known is None:
            self._known = self._gathered()
        own = self.teaching.own()
        known = replace(self._known, pipeline=pipeline_of(self._settings.also_ask))
        return replace(known, habits=own.habits, refused=own.refused) if own else known

    def ask(self, document: Document, layer: Layer, knowledge: "Knowledge") -> None:
        """Ask about a text; ``layer`` is read in another thread and may not change."""
        self._turn += 1
        self.is_asking = self.is_reading = True
        turn, near, also_ask = self._turn, self._view.caret(), self._settings.also_ask

        def ask(parts: "Iterator[tuple[list[Suggestion], str]]", then: Callable[[], object]) -> None:
            for found, failed in parts:
                if turn != self._turn:
                    return
                in_window(self, self._take, turn, found, failed)
            then()

        def ask_others() -> None:
            in_window(self, self._be_read, turn)
            parts = _of_others(document, layer, knowledge, also_ask)
            self._others.submit(ask, parts, lambda: in_window(self, self._take, turn, None, "")).add_done_callback(
                _raise
            )

        self._executor.submit(ask, _in_parts(document, layer, knowledge, near), ask_others).add_done_callback(_raise)

    def stop(self) -> None:
        """Drop what is still on its way."""
        self._turn += 1
        self.is_asking = self.is_reading = False

    def _be_read(self, turn: int) -> None:
        if turn == self._turn:
            self.is_reading = False
            self.answered.emit([], "")

    def _take(self, turn: int, found: "list[Suggestion] | None", failed: str) -> None:
        if turn == self._turn:
            self.is_asking = found is not None
            self.answered.emit(found, failed)

    def _forget(self, change: "FolderChange | None" = None) -> None:
        if change is None or change.names:
            self._known = None

    def _gathered(self) -> "Knowledge":
        from annotator.services.proposing.known_names import known_in
        from annotator.services.suggesting.knowledge import Knowledge

        index, codebook = self._bridge.folder.index, self._bridge.codebook
        return Knowledge(codebook=codebook) if index is None else known_in(index.names, codebook)

    def _read_ahead(self) -> None:
        if session := self._bridge.session:
            text, caret, language = session.document.text, self._view.caret(), session.layer.document.language
            self._executor.submit(_read_ahead, text, caret, language)


def _in_parts(
    document: Document, layer: Layer, knowledge: "Knowledge", near: int
) -> "Iterator[tuple[list[Suggestion], str]]":
    """Ask suggesters of this program about each part of a text, the one around a place first.

    With the first answer comes what they do not know of the text's language, with the others "".
    """
    from annotator.services.suggesting.choosing import slices, suggest_in
    from annotator.services.suggesting.rules import what_is_missing

    missing = what_is_missing(document.text, layer.document.language)
    parts = sorted(slices(document.text), key=lambda part: 0 if part.contains(near) else abs(part.start - near) + 1)
    for part in parts:
        yield suggest_in(part, document, layer, knowledge), missing
        missing = ""


def _of_others(
    document: Document, layer: Layer, knowledge: "Knowledge", also_ask: str
) -> "Iterator[tuple[list[Suggestion], str]]":
    """Ask suggesters of other packages; with each answer comes why there is none where one failed, or ""."""
    from annotator.services.suggesting.apart import suggest_apart
    from annotator.services.suggesting.protocol import SuggesterError
    from annotator.services.suggesting.suggesters import is_own, usual_suggesters
    from annotator.services.suggesting.with_model import suggester_of

    chosen = suggester_of(also_ask)
    for name in dict.fromkeys((*usual_suggesters(), *([chosen] if chosen else []))):
        if not is_own(name):
            try:
                yield suggest_apart(name, document, layer, knowledge), ""
            except SuggesterError as error:
                yield [], str(error)


def _read_ahead(text: str, position: int, language: str | None) -> None:
    from annotator.services.editing.around import read_ahead

    read_ahead(text, position, language)
    import annotator.services.editing.accepting
    import annotator.services.suggesting.folder_names
    import annotator.services.suggesting.open_suggestions
    import annotator.services.suggesting.rules  # noqa: F401 - to have them at hand


def _raise(done: "Future[None]") -> None:
    done.result()
