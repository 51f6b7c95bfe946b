"""What an analyst taught about suggestions in one folder: habits and refusals, kept with the analyst's own data."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.proportion import loads
from annotator.services.suggesting.habits import VERSION, Habits
from annotator.services.suggesting.suggestion import Suggestion
from annotator.services.user import state_folders

_MOST: Final = 20_000
"""So many refusals are kept, the last ones."""


class OwnState:
    """Habits and refusals of one folder and analyst; what cannot be read counts nothing, and nothing ever raises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        tree = _read(path)
        self._habits = Habits.from_json(tree)
        kept = tree.get("refused")
        self._refused = dict.fromkeys(one for one in kept if isinstance(one, str)) if isinstance(kept, list) else {}

    @property
    def habits(self) -> Habits:
        """How far this analyst's annotations reach."""
        return self._habits

    @property
    def refused(self) -> frozenset[str]:
        """What was refused, by the keys that ``knowledge.refusal_here`` and ``refusal_everywhere`` give."""
        return frozenset(self._refused)

    def learn(self, suggestion: Suggestion) -> None:
        """Count the extent with which a suggestion was accepted; one without named extents teaches nothing."""
        if suggestion.extents:
            self._habits = self._habits.learned(suggestion.pattern, suggestion.extents[0])
            self._write()

    def put_habits(self, habits: Habits) -> None:
        """Take habits that were counted anew from annotation files."""
        self._habits = habits
        self._write()

    def refuse(self, key: str) -> None:
        """Remember that something was refused."""
        self._refused.pop(key, None)
        self._refused[key] = None
        for old in list(self._refused)[:-_MOST]:
            del self._refused[old]
        self._write()

    def allow(self, key: str) -> None:
        """Forget that something was refused."""
        if self._refused.pop(key, self) is None:
            self._write()

    def _write(self) -> None:
        from annotator.services.disk.atomic_file import write_atomically  # only who teaches something needs it

        tree = {**self._habits.to_json(), "refused": list(self._refused)}
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(self._path, orjson.dumps(tree, option=orjson.OPT_INDENT_2) + b"\n", private=True)


def own_state(folder: Path, annotator: str) -> OwnState:
    """Give what an annotator taught about a folder; the file's name tells nothing of what it holds."""
    key = sha256(os.fsencode(folder.resolve()) + b"\0" + annotator.encode()).hexdigest()[:32]
    return OwnState(state_folders.suggesting() / f"{key}.json")


def _read(path: Path) -> dict[str, Any]:
    try:
        tree = loads(read_regular(path))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) and tree.get("version") == VERSION else {}
