"""The names of an article that are listed to be marked at once, so many at a time."""

from typing import TYPE_CHECKING, Final

from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView

if TYPE_CHECKING:
    # Loaded when suggestions are shown for the first time, for which no article that is opened waits.
    from annotator.services.suggesting.open_suggestions import OpenSuggestions
    from annotator.services.suggesting.suggestion import Suggestion

MOST_LISTED: Final = 200
"""So many names are listed at once: a book has thousands, and the window would wait for the list."""


class NamesToMark:
    """Lists names; what was not taken of those listed last comes behind others the next time."""

    def __init__(self, bridge: SessionBridge, view: ArticleView) -> None:
        self._bridge, self._view = bridge, view
        self._left: set[object] = set()

    def forget(self) -> None:
        """Know nothing of another article."""
        self._left = set()

    def ask(self, suggested: "OpenSuggestions") -> "list[Suggestion]":
        """Give all places of the names that are checked, none where the list is left."""
        from annotator.ui.dialogs.names_list import ask_names

        names, asked_of = suggested.names(), self._bridge.session
        names.sort(key=lambda ones: _name_of(ones) in self._left)
        self._left = {_name_of(ones) for ones in names[:MOST_LISTED]}
        if len(names) > MOST_LISTED:
            self._bridge.message.emit(f"The first {MOST_LISTED} of {len(names):,} names are listed; N again the next.")
        if not names:
            self._bridge.message.emit("No names are suggested that are not marked yet.")
            return []
        chosen = ask_names(self._view.window(), suggested.document, names[:MOST_LISTED])
        # While the list is up another document may be opened from outside.
        return chosen if self._bridge.session is asked_of else []


def _name_of(ones: "list[Suggestion]") -> object:
    return tuple(who.key for who in ones[0].entities) or ones[0].place
