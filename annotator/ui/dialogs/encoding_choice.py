"""Which encoding a text has: chosen by eye, never guessed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.ui.toolkit.safe_text import PlainLabel, visible
from annotator.ui.toolkit.screen_room import open_with

PREVIEW = 4000


class EncodingDialog(QDialog):
    """Shows the beginning of the text as each encoding would read it."""

    def __init__(self, parent: QWidget | None, path: Path, data: bytes, candidates: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which encoding?")
        open_with(self, 640, 460)
        self._data = data
        self._combo = QComboBox()
        self._combo.setAccessibleName("Encoding")
        self._combo.addItems(list(candidates))
        self._combo.currentTextChanged.connect(self._show)
        self._preview = QPlainTextEdit(readOnly=True)
        self._preview.setAccessibleName("Preview of the text")
        explanation = PlainLabel(
            f"{path.name} is not UTF-8 text, and nothing in it says what it is. "
            "Choose the encoding in which all its letters look right."
        )
        explanation.setWordWrap(True)
        form = QFormLayout()
        form.addRow("&Encoding", self._combo)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(candidates))
        layout = QVBoxLayout(self)
        layout.addWidget(explanation)
        layout.addLayout(form)
        layout.addWidget(self._preview, 1)
        layout.addWidget(buttons)
        self._show(self._combo.currentText())

    @property
    def encoding(self) -> str:
        """The encoding chosen."""
        return self._combo.currentText()

    def _show(self, encoding: str) -> None:
        text = self._data[: PREVIEW * 2].decode(encoding, "replace")[:PREVIEW] if encoding else "No encoding fits."
        self._preview.setPlainText(visible(text))


def ask_encoding(parent: QWidget | None, path: Path, data: bytes, candidates: Sequence[str]) -> str | None:
    """Ask for the encoding of a text; None when the question was declined."""
    dialog = EncodingDialog(parent, path, data, candidates)
    return dialog.encoding if dialog.exec() == QDialog.DialogCode.Accepted else None
