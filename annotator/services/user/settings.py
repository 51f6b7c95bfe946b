"""Preferences as a JSON file: what is damaged or unknown is left alone, and defaults stand in."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.proportion import loads
from annotator.model.layer import Annotator
from annotator.services.disk.at_path import OWNER_ONLY
from annotator.services.user.state_folders import settings_file

RECENT = 12
"""How many recent files are remembered."""
LEAST_GAP, LARGEST_GAP = 0.4, 2.0
LEAST_COLUMN, LARGEST_COLUMN = 20, 120
LEAST_IDLE, LARGEST_IDLE = 0.5, 60.0
"""Seconds after the last change."""


@dataclass(slots=True)
class Settings:
    """What the user chose; ``geometry`` and ``layout`` are the window's own, ``chart_window`` the chart's, in base64.

    ``folder_views`` has by folder how the list of documents was left (``folder_views.py``).

    ``pane_shares`` has by pane which parts of the window's width and height it takes.

    ``text_size`` is in points, 0 for the usual one; ``line_gap`` (the room under a line) and ``column_width`` are
    multiples of the font's height. ``former_names`` are what else the annotator is called in files of the id.
    ``suggestions`` are shown when they are "asked" for, "always" or "never", those that are at least so sure as
    ``suggestions_from``, 0 to 1; ``also_ask`` is the suggester with a model that is asked besides the usual ones.

    ``type_colors`` leads from "light actor" and the like to ``#rrggbb``.
    """

    annotator_id: str = ""
    annotator_name: str = ""
    former_names: list[str] = field(default_factory=list)
    theme: str = "system"
    text_font: str = ""
    text_size: float = 0.0
    line_gap: float = 0.72
    column_width: int = 44
    autosave_seconds: float = 2.0
    type_colors: dict[str, str] = field(default_factory=dict)
    first_steps_done: bool = False
    recent: list[str] = field(default_factory=list)
    geometry: str = ""
    layout: str = ""
    pane_shares: dict[str, list[float]] = field(default_factory=dict)
    chart_window: str = ""
    keys: dict[str, list[str]] = field(default_factory=dict)
    folder_views: dict[str, dict[str, Any]] = field(default_factory=dict)
    suggestions: str = "asked"
    suggestions_from: float = 0.5
    also_ask: str = ""

    @property
    def annotator(self) -> Annotator | None:
        """Who is annotating; None where that was not asked yet."""
        return Annotator(self.annotator_id, self.annotator_name) if self.annotator_id else None

    def forget(self, path: Path) -> None:
        """Take a path that is gone out of the recent ones."""
        self.recent = [other for other in self.recent if other != str(path)]

    def remember(self, path: Path) -> None:
        """Put a path in front of the recent ones; one whose name is no text could not be written down."""
        name = str(path)
        if not _can_be_written(name):
            return
        self.recent = [name, *(other for other in self.recent if other != name)][:RECENT]


class SettingsStore:
    """Reads the preferences once, and writes them when told to.

    ``problem`` says in a sentence what could not be read, or is "". Fields of the file that this version does not know,
    ``unknown``, are passed over and written back.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_file()
        self.problem = ""
        self._unknown: dict[str, Any] = {}
        self.settings = self._read()

    @property
    def unknown(self) -> list[str]:
        """The names of fields that this version does not know."""
        return sorted(self._unknown)

    def write(self) -> None:
        """Write the preferences; raises SaveError where that cannot be done."""
        from annotator.services.disk.atomic_file import write_atomically  # nothing is written before the first paint

        self.path.parent.mkdir(parents=True, exist_ok=True)
        data = {**self._unknown, **asdict(self.settings)}
        write_atomically(self.path, orjson.dumps(data, option=orjson.OPT_INDENT_2) + b"\n", private=True)

    def _make_private(self) -> None:
        """Let nobody else read which documents were open: versions before this one made files that all could read."""
        with suppress(OSError):
            if os.name == "posix" and self.path.stat().st_mode & 0o077:
                self.path.chmod(OWNER_ONLY)

    def _read(self) -> Settings:
        try:
            data = loads(read_regular(self.path))
            self._make_private()
            if not isinstance(data, dict):
                raise ValueError("not an object")
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError) as error:
            self.problem = f"The preferences in {self.path} could not be read ({error}); the defaults are in use."
            return Settings()
        known = {setting.name: setting for setting in fields(Settings)}
        self._unknown = {name: value for name, value in data.items() if name not in known}
        good = {name: value for name, value in data.items() if name in known and _VALID[name](value)}
        bad = sorted(set(data) & set(known) - set(good))
        if bad:
            self.problem = (
                f"In the preferences in {self.path}, {', '.join(bad)} made no sense; the defaults are in use."
            )
        return Settings(**good)


def _can_be_written(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(value: object) -> bool:
    return isinstance(value, str)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shares(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(_number(one) and 0 < one <= 1 for one in value)


def _color(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch("#[0-9a-f]{6}", value))


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_VALID: dict[str, Callable[[Any], bool]] = {
    "annotator_id": _text,
    "annotator_name": _text,
    "former_names": _texts,
    "theme": lambda value: value in ("system", "light", "dark"),
    "text_size": lambda value: _number(value) and (value == 0 or 6 <= value <= 48),
    "text_font": _text,
    "line_gap": lambda value: _number(value) and LEAST_GAP <= value <= LARGEST_GAP,
    "column_width": lambda value: _number(value) and LEAST_COLUMN <= value <= LARGEST_COLUMN,
    "autosave_seconds": lambda value: _number(value) and LEAST_IDLE <= value <= LARGEST_IDLE,
    "type_colors": lambda value: isinstance(value, dict) and all(map(_color, value.values())),
    "first_steps_done": lambda value: isinstance(value, bool),
    "recent": _texts,
    "geometry": _text,
    "layout": _text,
    "pane_shares": lambda value: isinstance(value, dict) and all(map(_shares, value.values())),
    "chart_window": _text,
    "keys": lambda value: isinstance(value, dict) and all(map(_texts, value.values())),
    "folder_views": lambda value: isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()),
    "suggestions": lambda value: value in ("asked", "always", "never"),
    "suggestions_from": lambda value: _number(value) and 0 <= value <= 1,
    "also_ask": _text,
}
