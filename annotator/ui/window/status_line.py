"""What is selected, how many annotations there are, and whether all is saved."""

from PySide6.QtWidgets import QStatusBar, QWidget

from annotator.model.annotation import Annotation
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import counted

MESSAGE_MILLISECONDS = 6000
_QUOTE = 60


class StatusLine(QStatusBar):
    """The window's last line; ``show_saved`` is told how safe the work is."""

    def __init__(self, bridge: SessionBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setSizeGripEnabled(False)
        self._selected, self._count, self._saved = PlainLabel(), PlainLabel(), PlainLabel()
        self._selected.setAccessibleName("Selected annotation")
        self._count.setAccessibleName("Number of annotations")
        self._saved.setAccessibleName("Saved or not")
        self._selected.setContentsMargins(6, 0, 0, 0)
        self._saved.setContentsMargins(6, 0, 8, 0)
        self.addWidget(self._selected, 1)
        self.addPermanentWidget(self._count)
        self.addPermanentWidget(self._saved)
        bridge.message.connect(lambda text: self.showMessage(text, MESSAGE_MILLISECONDS))
        bridge.selection_changed.connect(self._show_selected)
        bridge.changed.connect(self._show_all)
        bridge.session_changed.connect(self._show_all)
        self._show_all()

    @property
    def saved_text(self) -> str:
        """What is said about saving."""
        return self._saved.text()

    def show_saved(self, text: str) -> None:
        """Say how safe the work is."""
        self._saved.setText(text)

    def _show_all(self) -> None:
        session = self._bridge.session
        count = len(session.layer.annotations) if session else 0
        self._count.setText("" if session is None else counted(count, "annotation"))
        self._show_selected()

    def _show_selected(self) -> None:
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None:
            self._selected.setText("")
        elif annotation is None:
            self._selected.setText("Nothing selected")
        else:
            self._selected.setText(_in_words(annotation))


def _in_words(annotation: Annotation) -> str:
    quote = " ".join(annotation.text.split())
    short = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
    return f"{annotation.type.capitalize()} “{short}”"
