"""The page for how things look: the theme, the article's font and room, and the colours of the types."""

from dataclasses import fields

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor, QFontDatabase, QIcon, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QWidget,
)

from annotator.model.vocabulary import TYPES
from annotator.services.user.settings import (
    LARGEST_COLUMN,
    LARGEST_GAP,
    LEAST_COLUMN,
    LEAST_GAP,
    Settings,
)
from annotator.ui.text.reading import LARGEST, SMALLEST, Reading
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel

LEAST_CONTRAST = 4.5
_THEMES = {theme.SYSTEM: "As the system", theme.LIGHT: "Light", theme.DARK: "Dark"}
FIELDS = ("theme", "text_font", "text_size", "line_gap", "column_width", "type_colors")


class ReadingPage(QWidget):
    """Shows a draft of the settings and changes it."""

    changed = Signal()

    def __init__(self, draft: Settings) -> None:
        super().__init__()
        self._draft = draft
        self.theme = QComboBox()
        for choice, words in _THEMES.items():
            self.theme.addItem(words, choice)
        self.font_family = QComboBox()
        self.font_family.addItem("As the system", "")
        for family in QFontDatabase.families():
            self.font_family.addItem(family, family)
        self.text_size = QDoubleSpinBox(minimum=SMALLEST, maximum=LARGEST, singleStep=0.5, decimals=1, suffix=" points")
        self.gap = QDoubleSpinBox(minimum=LEAST_GAP, maximum=LARGEST_GAP, singleStep=0.05, decimals=2)
        self.gap.setSuffix(" × the font's height")
        self.column = QSpinBox(minimum=LEAST_COLUMN, maximum=LARGEST_COLUMN, suffix=" × the font's height")
        self.color_buttons = {name: PushButton(f" {name.capitalize()}") for name in TYPES}
        self.warning = PlainLabel()
        self.warning.setWordWrap(True)
        self._put_together()
        self._connect()
        self.show_draft()

    def show_draft(self) -> None:
        """Show what the draft says."""
        reading = Reading.of(self._draft)
        boxes = (self.theme, self.font_family, self.text_size, self.gap, self.column)
        blockers = [QSignalBlocker(box) for box in boxes]
        self.theme.setCurrentIndex(self.theme.findData(self._draft.theme))
        self.font_family.setCurrentIndex(max(0, self.font_family.findData(reading.family)))
        self.text_size.setValue(reading.points)
        self.gap.setValue(reading.gap)
        self.column.setValue(reading.column)
        del blockers
        self.show_colors()

    def show_colors(self) -> None:
        """Show the colours of the theme in use, and which of them are hard to read."""
        current = theme.current()
        weak = []
        for name, button in self.color_buttons.items():
            color = current.types[name]
            picture = QPixmap(16, 16)
            picture.fill(QColor(color))
            button.setIcon(QIcon(picture))
            if theme.contrast(color, current.base) < LEAST_CONTRAST:
                weak.append(name)
        which = " and ".join(weak)
        self.warning.setText(f"The colour of {which} is hard to tell from the ground." if weak else "")
        self.warning.setStyleSheet(f"color: {current.warning}")

    def reset(self) -> None:
        """Put the usual values of this page into the draft."""
        usual = Settings()
        for setting in fields(Settings):
            if setting.name in FIELDS:
                setattr(self._draft, setting.name, getattr(usual, setting.name))
        self.show_draft()
        self.changed.emit()

    def _put_together(self) -> None:
        colors = QHBoxLayout()
        colors.setSpacing(6)
        for button in self.color_buttons.values():
            colors.addWidget(button)
        colors.addStretch(1)
        form = QFormLayout(self)
        form.setVerticalSpacing(10)
        form.addRow("&Theme", self.theme)
        form.addRow("Article's &font", self.font_family)
        form.addRow("&Size", self.text_size)
        form.addRow("&Room under lines", self.gap)
        form.addRow("Column's &width, at most", self.column)
        form.addRow("Colours of the types", colors)
        form.addRow("", self.warning)

    def _connect(self) -> None:
        self.theme.activated.connect(lambda _index: self._set("theme", self.theme.currentData()))
        self.font_family.activated.connect(lambda _index: self._set("text_font", self.font_family.currentData()))
        self.text_size.valueChanged.connect(lambda value: self._set("text_size", value))
        self.gap.valueChanged.connect(lambda value: self._set("line_gap", round(value, 2)))
        self.column.valueChanged.connect(lambda value: self._set("column_width", value))
        for name, button in self.color_buttons.items():
            button.clicked.connect(lambda _checked=False, name=name: self._ask_color(name))

    def _set(self, name: str, value: object) -> None:
        setattr(self._draft, name, value)
        self.changed.emit()

    def _ask_color(self, name: str) -> None:
        current = theme.current()
        color = QColorDialog.getColor(QColor(current.types[name]), self, f"Colour of {name}s, {current.name} theme")
        if color.isValid():
            own = {**self._draft.type_colors, f"{current.name} {name}": color.name()}
            self._set("type_colors", own)
