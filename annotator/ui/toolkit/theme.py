"""Colours for the light and the dark theme, in one place.

Text colours keep a contrast of at least 4.5 to 1 on their ground, lines and shapes 3 to 1 (WCAG 2.2 AA). Colours that
tell annotation types apart also differ in lightness.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SYSTEM: Final = "system"
LIGHT: Final = "light"
DARK: Final = "dark"
CHOICES: Final = (SYSTEM, LIGHT, DARK)


_OUTLINED: Final = (
    "QAbstractButton",
    "QAbstractSpinBox",
    "QComboBox",
    "QLineEdit",
    "QMenu",
    "QPlainTextEdit",
    "QProgressBar",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme as ``#rrggbb``, by what they are for."""

    name: str
    window: str
    base: str
    raised: str
    border: str
    outline: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selection: str
    warning: str
    found: str
    types: dict[str, str]
    entity_types: dict[str, str]
    values: dict[str, str]

    @property
    def is_dark(self) -> bool:
        """Whether the ground is darker than the text."""
        return self.name == DARK

    def type_color(self, annotation_type: str) -> QColor:
        """Give the colour of an annotation type."""
        return QColor(self.types.get(annotation_type, self.muted))

    def entity_color(self, entity_type: str) -> QColor:
        """Give the colour of an entity type, or of "topic"."""
        return QColor(self.entity_types.get(entity_type, self.muted))

    def value_color(self, value: str | None) -> QColor:
        """Give the colour of a status group, a stance or an attitude; grey for none."""
        return QColor(self.values.get(value or "", self.muted))


_LIGHT = Theme(
    name=LIGHT,
    window="#f3f4f6",
    base="#ffffff",
    raised="#fafbfc",
    border="#d3d7de",
    outline="#858c96",
    text="#1a1d21",
    muted="#5a6370",
    accent="#1f5fbf",
    on_accent="#ffffff",
    selection="#cfe0fa",
    warning="#a4340f",
    found="#ffe48a",
    types={"actor": "#1a439a", "claim": "#ad4f00", "agreement": "#0a6b50"},
    entity_types={
        "person": "#2f6fb5",
        "organization": "#7a5195",
        "state": "#a3472f",
        "igo": "#4b7a2b",
        "group": "#8a6a00",
        "place": "#3c7d86",
        "other": "#5f6873",
        "topic": "#6b6f76",
    },
    values={
        "standing": "#0a6b50",
        "tentative": "#8a6a00",
        "opposed": "#b3261e",
        "agree": "#0a6b50",
        "favourable": "#0a6b50",
        "disagree": "#b3261e",
        "critical": "#b3261e",
        "mixed": "#7a5195",
        "neutral": "#5a6370",
    },
)

_DARK = Theme(
    name=DARK,
    window="#17191c",
    base="#1e2125",
    raised="#24282d",
    border="#3b4149",
    outline="#6a717b",
    text="#e4e6e9",
    muted="#a0a8b3",
    accent="#7fb0ff",
    on_accent="#10141a",
    selection="#2b4469",
    warning="#ff9d7a",
    found="#514510",
    types={"actor": "#78a9fb", "claim": "#f3a75c", "agreement": "#93efc9"},
    entity_types={
        "person": "#7fb3f0",
        "organization": "#c39be0",
        "state": "#f0937a",
        "igo": "#a3d47c",
        "group": "#e2c15a",
        "place": "#83cdd6",
        "other": "#aab2bd",
        "topic": "#b7bcc4",
    },
    values={
        "standing": "#7fe0b8",
        "tentative": "#e2c15a",
        "opposed": "#ff8f85",
        "agree": "#7fe0b8",
        "favourable": "#7fe0b8",
        "disagree": "#ff8f85",
        "critical": "#ff8f85",
        "mixed": "#c39be0",
        "neutral": "#a0a8b3",
    },
)


class _Current(QObject):
    """Holds the theme in use and tells when another one is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = _LIGHT
        self.own_colors: Mapping[str, str] = {}


notifier = _Current()
"""Its ``changed`` signal comes after the application's palette has been set."""


def theme_of(name: str) -> Theme:
    """Give the "dark" or the "light" theme."""
    return _DARK if name == DARK else _LIGHT


def current() -> Theme:
    """Give the theme in use."""
    return notifier.theme


def contrast(one: str, other: str) -> float:
    """Give the contrast of two ``#rrggbb`` colours, from 1 to 21 (WCAG 2.2, 1.4.3, relative luminance)."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def use_type_colors(own: Mapping[str, str]) -> None:
    """Take the user's own colours of types, by theme and type as in "light actor", from the next ``apply`` on."""
    notifier.own_colors = dict(own)


def apply(choice: str) -> None:
    """Put the application into the "light" or "dark" theme, or into the one that the system asks for."""
    hints = QGuiApplication.styleHints()
    dark = choice == DARK or (choice != LIGHT and hints.colorScheme() == Qt.ColorScheme.Dark)
    theme = _DARK if dark else _LIGHT
    own = notifier.own_colors
    theme = replace(theme, types={name: own.get(f"{theme.name} {name}", usual) for name, usual in theme.types.items()})
    palette = _palette(theme)
    QApplication.setPalette(palette)
    for name, colors in _special(theme).items():
        special = QPalette(palette)
        for role, color in colors.items():
            special.setColor(role, color)
        QApplication.setPalette(special, name)  # type: ignore[arg-type] # the stub asks for bytes, the call for text
    notifier.theme = theme
    notifier.changed.emit()


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(theme.window))
    colors = {
        role.Window: theme.window,
        role.Base: theme.base,
        role.AlternateBase: theme.raised,
        role.Button: theme.raised,
        role.ToolTipBase: theme.raised,
        role.Text: theme.text,
        role.WindowText: theme.text,
        role.ButtonText: theme.text,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Accent: theme.accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Mid: theme.border,
        role.Dark: theme.border,
    }
    for color_role, color in colors.items():
        palette.setColor(color_role, QColor(color))
    for color_role in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(theme.muted))
    return palette


def _special(theme: Theme) -> dict[str, dict[QPalette.ColorRole, QColor]]:
    """Give what kinds of widgets have colours of their own for.

    The style outlines a field or a button in the colour of its window, darkened to 1/1.4: hardly to be seen where the
    window is dark. Rows are selected as softly as in the lists that paint themselves.
    """
    role = QPalette.ColorRole
    outlined = {role.Window: QColor(theme.outline).lighter(140)}
    selected = {role.Highlight: QColor(theme.selection), role.HighlightedText: QColor(theme.text)}
    lists = dict.fromkeys(("QListView", "QTreeView"), outlined | selected)
    return {**dict.fromkeys(_OUTLINED, outlined), **lists, "QTableView": selected}
