"""The page for suggestions: when they are shown, and which suggester with a model is asked besides the rules."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from annotator.services.user.settings import Settings
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread
from annotator.ui.toolkit.safe_text import PlainLabel

_SUGGESTIONS = {"asked": "When asked for", "always": "In every article that is opened", "never": "Never"}
_NOBODY = "Nobody"
_NOTE = (
    "Rules and the names of the folder are always asked. A parser or another suggester with a model is asked "
    "beside the window, on this machine."
)
_NONE = "None is installed: the guide says how, under Suggestions for many documents."


class SuggestingPage(QWidget):
    """Shows a draft of the settings and changes it; what is installed is looked up beside the window."""

    changed = Signal()

    def __init__(self, draft: Settings) -> None:
        super().__init__()
        self._draft = draft
        self.shown = QComboBox()
        for choice, words in _SUGGESTIONS.items():
            self.shown.addItem(words, choice)
        self.also_ask = QComboBox()
        self.note = _wrapped(_NOTE)
        self.broken = _wrapped("")
        form = QFormLayout(self)
        form.setVerticalSpacing(10)
        form.addRow("Sho&wn", self.shown)
        form.addRow("A&lso ask", self.also_ask)
        form.addRow("", self.note)
        form.addRow("", self.broken)
        self.shown.activated.connect(lambda _index: self._set("suggestions", self.shown.currentData()))
        self.also_ask.activated.connect(lambda _index: self._set("also_ask", self.also_ask.currentData()))
        self._installed: dict[str, str] = {}
        self.show_draft()
        self._thread = OneThread("suggesters")
        self._thread.submit(_look, self)

    def show_draft(self) -> None:
        """Show what the draft says; who was chosen and is not installed any more stays to be seen."""
        self.shown.setCurrentIndex(max(0, self.shown.findData(self._draft.suggestions)))
        chosen = self._draft.also_ask
        self.also_ask.clear()
        self.also_ask.addItem(_NOBODY, "")
        for key, title in self._installed.items():
            self.also_ask.addItem(title, key)
        if chosen and chosen not in self._installed:
            self.also_ask.addItem(f"{chosen} (not found)", chosen)
        self.also_ask.setCurrentIndex(self.also_ask.findData(chosen))
        self.also_ask.setEnabled(self.also_ask.count() > 1)

    def show_installed(self, installed: dict[str, str], broken: dict[str, str]) -> None:
        """Show who is installed, and which suggesters of other packages cannot be used."""
        self._installed = installed
        self.show_draft()
        self.note.setText(_NOTE if installed else _NONE)
        faults = "; ".join(f"“{name}”: {why}" for name, why in broken.items())
        self.broken.setText(f"Cannot be used: {faults}." if faults else "")
        self.broken.setStyleSheet(f"color: {theme.current().warning}")

    def reset(self) -> None:
        """Put the usual values of this page into the draft."""
        usual = Settings()
        self._draft.suggestions, self._draft.also_ask = usual.suggestions, usual.also_ask
        self.show_draft()
        self.changed.emit()

    def _set(self, name: str, value: object) -> None:
        setattr(self._draft, name, value)
        self.changed.emit()


def _look(page: SuggestingPage) -> None:
    """Look up what is installed; packages of others are imported for it, which may take its time."""
    from annotator.services.suggesting.suggesters import broken_suggesters
    from annotator.services.suggesting.with_model import with_model

    in_window(page, page.show_installed, dict(with_model()), broken_suggesters())


def _wrapped(text: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    return label
