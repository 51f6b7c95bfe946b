"""The chart as a picture to be saved or copied: as it stands, at a chosen size, with what is to stand below."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.model.clock import now
from annotator.services.charting.picture import ChartPicture
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.ui.chart.chart_panel import Shown
from annotator.ui.chart.chart_picture import Drawing, Foot, foot_of, image_of, pdf, png, svg
from annotator.ui.chart.composer import Composer
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.ask_where import ask_where
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, message_box
from annotator.ui.toolkit.screen_room import open_with

LEAST, MOST = 200, 6000
"""Pixels of a side."""
_PAUSE_MILLISECONDS = 150
_FILTERS: Final = {"PNG (*.png)": ".png", "SVG (*.svg)": ".svg", "PDF (*.pdf)": ".pdf"}
_THEMES: Final[dict[str | None, str]] = {theme.LIGHT: "Light", theme.DARK: "Dark"}
_SCALES: Final[dict[str | None, str]] = {"1": "as many", "2": "twice as many", "3": "three times", "4": "four times"}


class PictureDialog(QDialog):
    """Makes one picture after another of what is shown, as the choices change; saves or copies the last one."""

    def __init__(self, shown: Shown, caption: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Picture of the chart")
        self._shown, self._folder = shown, folder
        self.drawing: Drawing | None = None
        self._foot = Foot()
        self._composer = Composer(self)
        self._composer.held = shown.held
        self._composer.composed.connect(self._show)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._later.timeout.connect(self.compose)
        self._make_fields(caption)
        self._put_together()
        self.compose()

    def compose(self) -> None:
        """Make the picture anew; until it is there, the one before can be seen and nothing be saved."""
        self._later.stop()
        width = self.width_field.value()
        told = self.caption.text() if self.with_caption.isChecked() else ""
        day = now()[:10] if self.with_date.isChecked() else ""
        self._foot = foot_of(self._shown.graph, width, key=self.with_key.isChecked(), caption=told, date=day)
        self._let_use(False)
        size = (float(width), float(max(1, self.height_field.value() - self._foot.height)))
        self._composer.compose(self._shown.graph, size)

    def write(self, path: Path) -> None:
        """Write the picture, by the path's suffix. Raises SaveError."""
        if self.drawing:
            make: Callable[[Drawing], bytes] = {".svg": svg, ".pdf": pdf}.get(path.suffix.lower(), self._png)
            write_atomically(path, make(self.drawing))

    def copy(self) -> None:
        """Put the picture on the clipboard, as pixels, as SVG and as PDF: who pastes takes what it knows."""
        if self.drawing:
            data = QMimeData()
            data.setImageData(image_of(self.drawing, self._scale))
            data.setData("image/svg+xml", QByteArray(svg(self.drawing)))
            data.setData("application/pdf", QByteArray(pdf(self.drawing)))
            QGuiApplication.clipboard().setMimeData(data)
            self.status.setText("Copied.")

    def ask_and_save(self) -> None:
        """Ask where, and save there; what goes wrong is said."""
        path = ask_where(self, "Save picture", self._folder / "chart.png", _FILTERS)
        if path is None:
            return
        try:
            self.write(path)
        except (SaveError, OSError) as error:
            message_box(self, "The picture was not saved", str(error)).exec()
            return
        self.status.setText(f"Saved as {path.name}.")

    @property
    def _scale(self) -> float:
        return float(self.scale.value or 1)

    def _png(self, drawing: Drawing) -> bytes:
        return png(drawing, self._scale)

    def _make_fields(self, caption: str) -> None:
        width, height = self._shown.size
        self.width_field, self.height_field = _pixels("Width in pixels", width), _pixels("Height in pixels", height)
        self.scale = Choice("Pixels of a PNG", _SCALES)
        self.scale.show_value("2")
        self.colors = Choice("Theme", _THEMES)
        self.with_key, self.with_date = QCheckBox("&Key"), QCheckBox("&Date")
        self.with_key.setChecked(True)
        self.with_caption, self.caption = QCheckBox("C&aption"), QLineEdit(caption)
        self.caption.setAccessibleName("Caption")
        self.caption.setCursorPosition(0)
        self.with_caption.setChecked(bool(caption))
        for field in (self.width_field, self.height_field):
            field.valueChanged.connect(lambda _value: self._later.start())
        self.caption.textChanged.connect(lambda _text: self._later.start())
        self.colors.chosen.connect(self.compose)
        self.scale.chosen.connect(self._say)
        for box in (self.with_key, self.with_date, self.with_caption):
            box.toggled.connect(lambda _on: self.compose())

    def _put_together(self) -> None:
        sides = QHBoxLayout()
        sides.addWidget(self.width_field)
        sides.addWidget(PlainLabel("×"))
        sides.addWidget(self.height_field)
        form = QFormLayout()
        form.addRow("Size", sides)
        form.addRow("&PNG", self.scale)
        form.addRow("&Theme", self.colors)
        form.addRow(self.with_key)
        form.addRow(self.with_caption, self.caption)
        form.addRow(self.with_date)
        self.preview = _Preview()
        self.status = PlainLabel()
        self.status.setAccessibleName("What was made")
        upper = QHBoxLayout()
        upper.addLayout(form)
        upper.addWidget(self.preview, 1)
        self.save_button, self.copy_button, close = PushButton("Sa&ve…"), PushButton("&Copy"), PushButton("Close")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.ask_and_save)
        self.copy_button.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        lower = QHBoxLayout()
        lower.addWidget(self.status, 1)
        for button in (self.save_button, self.copy_button, close):
            lower.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(upper, 1)
        column.addLayout(lower)
        open_with(self, 820, 440)

    def _show(self, picture: ChartPicture) -> None:
        size = QSize(self.width_field.value(), self.height_field.value())
        colors = theme.theme_of(self.colors.value or theme.LIGHT)
        self.drawing = Drawing(self._shown.graph, picture, self._foot, size, colors)
        self.preview.show_drawing(self.drawing)
        self._let_use(True)
        self._say()

    def _say(self) -> None:
        scale = int(self._scale)
        pixels = f"{self.width_field.value() * scale:,} × {self.height_field.value() * scale:,}"
        self.status.setText(f"As PNG {pixels} pixels.")

    def _let_use(self, can: bool) -> None:
        self.save_button.setEnabled(can)
        self.copy_button.setEnabled(can)


class _Preview(QWidget):
    """Shows a drawing as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing: Drawing | None = None
        self.setAccessibleName("Preview")
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show another one."""
        self._drawing = drawing
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        size = QSize(self._drawing.size).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )
        scale = size.width() / self._drawing.size.width()
        with QPainter(self) as painter:
            painter.setClipRect(area)
            painter.translate(area.topLeft())
            painter.scale(scale, scale)
            self._drawing.paint(painter)


def _pixels(name: str, value: int) -> QSpinBox:
    field = QSpinBox(minimum=LEAST, maximum=MOST, singleStep=20)
    field.setValue(value)
    field.setAccessibleName(name)
    return field
