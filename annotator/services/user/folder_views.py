"""How the list of documents was left in each folder: its order, what it is narrowed to, and whose files count."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.services.user.settings import Settings

REMEMBERED: Final = 50
"""Of so many folders, those used last, it is remembered."""


@dataclass(frozen=True, slots=True)
class FolderView:
    """``closed`` are the groups that are closed, by their paths below the folder; None and "" are the usual."""

    sort: str | None = None
    shown: str | None = None
    whose: str = ""
    closed: frozenset[str] = frozenset()


class FolderViews:
    """Keeps the views in the settings, or, without any, for as long as the program runs."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()

    def of(self, folder: Path | None) -> FolderView:
        """Give how a folder's list was left; the usual way for one that is not remembered."""
        found = self._settings.folder_views.get(str(folder), {}) if folder else {}
        closed = found.get("closed", [])
        return FolderView(
            _text(found.get("sort")) or None,
            _text(found.get("shown")) or None,
            _text(found.get("whose")),
            frozenset(filter(_text, closed)) if isinstance(closed, list) else frozenset(),
        )

    def keep(self, folder: Path | None, view: FolderView) -> None:
        """Remember how a folder's list is."""
        if folder is None:
            return
        kept = {name: one for name, one in self._settings.folder_views.items() if name != str(folder)}
        if view != FolderView():
            kept[str(folder)] = _written(view.sort, view.shown, view.whose, view.closed)
        self._settings.folder_views = dict(list(kept.items())[-REMEMBERED:])


def _written(sort: str | None, shown: str | None, whose: str, closed: Iterable[str]) -> dict[str, Any]:
    given: dict[str, Any] = {"sort": sort, "shown": shown, "whose": whose, "closed": sorted(closed)}
    return {name: value for name, value in given.items() if value}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
