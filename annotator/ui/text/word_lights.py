"""Lights up the words of the codebook in the article, and goes from one to the next."""

from concurrent.futures import Future

from PySide6.QtCore import QObject

from annotator.model.span import Span
from annotator.services.searching.lit_words import lit_words, next_lit
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread


class WordLights(QObject):
    """Looks for the words beside the window; what comes late for another article or codebook is dropped."""

    def __init__(self, bridge: SessionBridge, view: ArticleView) -> None:
        super().__init__(view)
        self._bridge, self._view = bridge, view
        self._executor = OneThread("words")
        self._turn = 0
        bridge.session_changed.connect(self._look)
        bridge.codebook_changed.connect(self._look)

    def go_on(self) -> None:
        """Put the caret on the next lit word."""
        found = next_lit(self._view.words, self._view.caret())
        if found is None:
            self._bridge.message.emit(
                "No word of the codebook stands here. Its topics and codes have a field for words to light up."
            )
            return
        self._bridge.select(None)
        self._view.set_caret(found.start)
        self._view.reveal(found)

    def _look(self) -> None:
        self._turn += 1
        session, words = self._bridge.session, [word for word, _leads_to in self._bridge.codebook.words]
        if session is None or not words:
            self._view.set_words(())
            return
        turn = self._turn

        def tell(done: "Future[list[Span]]") -> None:
            in_window(self, self._show, turn, done.result())

        self._executor.submit(lit_words, session.document.text, words).add_done_callback(tell)

    def _show(self, turn: int, spans: list[Span]) -> None:
        if turn == self._turn:
            self._view.set_words(spans)
