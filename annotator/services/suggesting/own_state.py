"""What an analyst taught about suggestions in one folder: habits and refusals, kept with the analyst's own data."""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final

import orjson

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.proportion import loads
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.suggesting.habits import VERSION, Habits
from annotator.services.suggesting.suggestion import Suggestion
from annotator.services.user import state_folders

_MOST: Final = 20_000
"""So many refusals are kept, the last ones."""


def _at_once(write: Callable[[], None]) -> None:
    write()


class OwnState:
    """Habits and refusals of one folder and analyst; what cannot be read counts nothing, and nothing ever raises.

    ``later`` has the file written, beside a window for instance; what is taught holds at once.
    """

    def __init__(self, path: Path, later: Callable[[Callable[[], None]], object] = _at_once) -> None:
        self._path, self._later, self._lock = path, later, Lock()
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

    def learn(self, *accepted: Suggestion) -> bool:
        """Count the extents of accepted suggestions; those without named extents teach nothing, of which it tells."""
        telling = [(one.pattern, one.extents[0]) for one in accepted if one.extents]
        with self._lock:
            for pattern, extent in telling:
                self._habits = self._habits.learned(pattern, extent)
        if telling:
            self._write()
        return bool(telling)

    def learn_from(self, document: Document, layer: Layer) -> None:
        """Count the extents of what was marked by hand."""
        from annotator.services.suggesting.learning import learned_from

        added = learned_from(Habits(), document, layer)
        if not added.counts:
            return
        with self._lock:
            for pattern, row in added.counts.items():
                for extent, weight in row.items():
                    self._habits = self._habits.learned(pattern, extent, weight)
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

        def write() -> None:
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_atomically(self._path, orjson.dumps(tree, option=orjson.OPT_INDENT_2) + b"\n", private=True)

        self._later(write)


def own_state(folder: Path, annotator: str, later: Callable[[Callable[[], None]], object] = _at_once) -> OwnState:
    """Give what an annotator taught about a folder; the file's name tells nothing of what it holds."""
    key = sha256(os.fsencode(folder.resolve()) + b"\0" + annotator.encode()).hexdigest()[:32]
    return OwnState(state_folders.suggesting() / f"{key}.json", later)


def _read(path: Path) -> dict[str, Any]:
    try:
        tree = loads(read_regular(path))
    except (OSError, ValueError):
        return {}
    return tree if isinstance(tree, dict) and tree.get("version") == VERSION else {}
