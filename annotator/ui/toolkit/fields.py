"""Single fields of a form: they show what they are told and say what was entered."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from annotator.model.edtf import is_edtf
from annotator.model.typed_text import plain_name
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.quiet_combo import QuietCombo
from annotator.ui.toolkit.safe_text import visible

UNSET = "–"


class ValueCombo(QuietCombo):
    """One of some fixed values or none; a value that is not among them is shown and kept."""

    chosen = Signal(object)
    """The value as the file holds it, or None."""

    def __init__(
        self,
        name: str,
        values: Sequence[str],
        words: Mapping[str, str] | None = None,
        *,
        may_be_unset: bool = True,
        letters: int = 8,
    ) -> None:
        super().__init__(name, letters)
        self._words = words or {}
        if may_be_unset:
            self.addItem(UNSET, None)
        for value in values:
            self.addItem(self._words.get(value, value), value)
        self.activated.connect(lambda _index: self.chosen.emit(self.currentData()))

    def show_value(self, value: str | None) -> None:
        """Show a value without saying that it was chosen."""
        with QSignalBlocker(self):
            index = self.findData(value)
            if index < 0 and value is not None:
                self.addItem(visible(value), value)
                index = self.count() - 1
            self.setCurrentIndex(index)


class TextField(QLineEdit):
    """A line of text, handed on when it is finished and has changed; with ``dates`` it takes EDTF dates alone."""

    entered = Signal(str)

    def __init__(self, name: str, hint: str = "", *, dates: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        show_hint(self, hint)
        self._dates = dates
        self._shown = ""
        self.editingFinished.connect(self._finish)
        self.textEdited.connect(self._judge)

    def show_text(self, text: str | None) -> None:
        """Show a text, unless somebody is writing here."""
        if (text or "") != self._shown or not self.hasFocus():
            self._shown = text or ""
            self.setText(self._shown)
            self.setCursorPosition(0)
            self._judge()

    @property
    def is_good(self) -> bool:
        """Whether what stands here can be taken."""
        return not self._dates or not self.text().strip() or is_edtf(self.text().strip())

    def _judge(self) -> None:
        good = self.is_good
        warning = theme.current().warning
        # The ring of the focus lies over the border.
        self.setStyleSheet("" if good else f"QLineEdit {{ border: 1px solid {warning}; color: {warning}; }}")
        self.setToolTip("" if good else "A date such as 2022-04-12, 2022-04, 2022 or ../2022-04-12")
        self.setAccessibleDescription(self.toolTip())

    def _finish(self) -> None:
        text = plain_name(self.text())
        if self.is_good and text != self._shown:
            self._shown = text
            self.entered.emit(text)
        elif not self.is_good and self.hasFocus():
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.toolTip(), self)
