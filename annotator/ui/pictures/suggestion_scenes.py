"""An article in which nothing is marked yet: what is suggested, one of them chosen; and words of the codebook."""

from typing import Final

from PySide6.QtCore import QTimer

from annotator.model.span import Span
from annotator.services.suggesting.choosing import suggest_all
from annotator.services.suggesting.open_suggestions import OpenSuggestions
from annotator.ui.dialogs.names_list import ask_names
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import Stage

_ARTICLE: Final = "japan-italy-ministers.txt"


def _suggestions(stage: Stage, wanted: str) -> None:
    """Show suggestions, and go to one of a type once some have come."""
    stage.store.settings.annotator_id = "newcomer"
    window = stage.article(_ARTICLE)
    window.suggesting.toggle()
    going: list[bool] = []

    def go() -> None:
        if window.suggesting.open and window.suggesting.open.shown and not going:
            going.append(True)
            QTimer.singleShot(0, step)

    def step() -> None:
        for _time in range(60):
            window.suggesting.step(1)
            if (current := window.suggesting.current) and current.type == wanted:
                break

    window.suggesting.moved.connect(go)


def _names(stage: Stage) -> None:
    """Show the list of names; asked here, since the scene waits in the dialog."""
    stage.store.settings.annotator_id = "newcomer"
    window = stage.article(_ARTICLE)
    if session := window.bridge.session:
        suggestions = OpenSuggestions(session.document, session.layer)
        suggestions.take(suggest_all(session.document, session.layer))
        ask_names(window, session.document, suggestions.names())


def _lit_words(stage: Stage) -> None:
    view = stage.article(_ARTICLE).view
    text = view.document_text
    words = [found for word in ("Japan", "cooperation", "ministers") if (found := text.find(word)) >= 0]
    view.set_words([Span(start, start + _LONG) for start in sorted(words)])


_LONG: Final = 7
SUGGESTION_SCENES: Final[dict[str, Scene]] = {
    "suggestions-actor": lambda stage: _suggestions(stage, "actor"),
    "suggestions-names": _names,
    "suggestions-claim": lambda stage: _suggestions(stage, "claim"),
    "words-lit-up": _lit_words,
}
