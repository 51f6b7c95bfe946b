"""The chart's own keys, for the chart and for the list of keys."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

LIGHT: Final = "Light up the evidence"
CLOSER: Final = "Closer"
FARTHER: Final = "Farther"
FIT: Final = "Fit all in"
FOLD: Final = "Fold members in, or let them out"
BACK: Final = "Back to the text"
_WALK: Final = "Walk from node to node"
_KEYS: Final = {
    LIGHT: (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space),
    CLOSER: (Qt.Key.Key_Plus, Qt.Key.Key_Equal),
    FARTHER: (Qt.Key.Key_Minus,),
    FIT: (Qt.Key.Key_0,),
    FOLD: (Qt.Key.Key_F,),
    BACK: (Qt.Key.Key_Escape,),
}
_MEANINGS: Final = {key: what for what, keys in _KEYS.items() for key in keys}
_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def meaning(key: Qt.Key) -> str:
    """Give what a key does, or ""."""
    return _MEANINGS.get(key, "")


def key_of(what: str) -> str:
    """Give the first key that does something, as the system writes it."""
    return _native(_KEYS[what][0])


def table() -> list[tuple[str, str, str]]:
    """Give (keys, what they do, where) as the list of keys shows them."""
    rows = {_WALK: _ARROWS, **_KEYS}
    return [(", ".join(map(_native, keys)), what, "in the chart") for what, keys in rows.items()]


def _native(key: Qt.Key) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
