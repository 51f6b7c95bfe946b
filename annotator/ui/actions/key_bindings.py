"""Which keys do what: the product's, changed by the analyst; one key never does two things."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from annotator.ui.actions.actions import ROWS, WINDOW, ActionRow

_ROW = {row.name: row for row in ROWS}
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class KeyBindings:
    """A draft of the keys; ``rebound`` is what differs from the product's, by action."""

    def __init__(self, rebound: Mapping[str, Sequence[str]]) -> None:
        known = {name: list(keys) for name, keys in rebound.items() if name in _ROW and all(map(_is_key, keys))}
        self.problems = [f"keys of {name}" for name in rebound if name not in known]
        self._keys = {row.name: known.get(row.name, list(row.keys)) for row in ROWS}

    @property
    def rebound(self) -> dict[str, list[str]]:
        """The keys that differ from the product's, by action."""
        return {name: keys for name, keys in self._keys.items() if keys != list(_ROW[name].keys)}

    def keys(self, name: str) -> list[str]:
        """Give an action's keys in Qt's portable notation."""
        return self._keys[name]

    def holders(self, key: str, name: str) -> list[ActionRow]:
        """Give the other actions that have a key where this one would hold."""
        having = [other for other, keys in self._keys.items() if other != name and _same(key) in map(_same, keys)]
        return [_ROW[other] for other in having if _meet(name, other)]

    def refusal(self, key: str, name: str) -> str:
        """Say why an action cannot have a key, or ""."""
        if not _is_key(key):
            return "This key cannot be used."
        if _ROW[name].scope != WINDOW or not _types_a_letter(key):
            return ""
        return "It works in the whole window, so its key needs Ctrl or Alt: others are typed into lists and fields."

    def bind(self, key: str, name: str) -> None:
        """Give an action one key in place of its own, and take that key from those that had it."""
        self._take_away(key, name)
        self._keys[name] = [key]

    def clear(self, name: str) -> None:
        """Leave an action without keys; the menus and the palette still have it."""
        self._keys[name] = []

    def reset(self, name: str) -> None:
        """Give an action the product's keys again."""
        for key in _ROW[name].keys:
            self._take_away(key, name)
        self._keys[name] = list(_ROW[name].keys)

    def conflicts(self) -> Iterator[tuple[str, list[str]]]:
        """Give each key that several actions have, with their names; only a file changed by hand has any."""
        users: dict[str, list[str]] = {}
        for name, keys in self._keys.items():
            for key in keys:
                users.setdefault(_same(key), []).append(name)
        for key, names in users.items():
            meeting = [name for name in names if any(other != name and _meet(name, other) for other in names)]
            if meeting:
                yield key, meeting

    def _take_away(self, key: str, name: str) -> None:
        for row in self.holders(key, name):
            self._keys[row.name] = [other for other in self._keys[row.name] if _same(other) != _same(key)]


def _meet(name: str, other: str) -> bool:
    """Tell whether keys of both actions hold in one place: the article's and a list's never do."""
    scopes = {_ROW[name].scope, _ROW[other].scope}
    return len(scopes) == 1 or WINDOW in scopes


def native(keys: Sequence[str]) -> str:
    """Give keys as the system writes them."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def _is_key(key: str) -> bool:
    combination = _combination(key)
    return combination is not None and combination.key() not in (Qt.Key.Key_unknown, Qt.Key(0))


def _combination(key: str) -> QKeyCombination | None:
    sequence = QKeySequence.fromString(key, _PORTABLE)
    return sequence[0] if sequence.count() == 1 else None  # type: ignore[index] # the stub lacks it


def _same(key: str) -> str:
    return QKeySequence.fromString(key, _PORTABLE).toString(_PORTABLE)


def _types_a_letter(key: str) -> bool:
    combination = _combination(key)
    if combination is None or combination.keyboardModifiers() & _MODIFIERS:
        return False
    return combination.key() < Qt.Key.Key_Escape or combination.key() in (
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    )
