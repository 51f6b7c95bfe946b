"""The preferences: what is changed shows at once; Cancel puts back what was."""

from collections.abc import Callable, Sequence
from copy import deepcopy

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.services.user.settings import LARGEST_IDLE, LEAST_IDLE, Settings
from annotator.ui.actions.key_bindings import KeyBindings
from annotator.ui.preferences.keys_page import KeysPage
from annotator.ui.preferences.reading_page import ReadingPage
from annotator.ui.preferences.suggesting_page import SuggestingPage
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.screen_room import open_with

_BUTTON = QDialogButtonBox.StandardButton


class PreferencesDialog(QDialog):
    """Works on ``draft``, a copy of the settings; ``changed`` says that the window may show it."""

    changed = Signal()

    def __init__(
        self, parent: QWidget | None, settings: Settings, passed_over: Sequence[str], ask_identity: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_with(self, 640, 520)
        self._settings = settings
        self._ask = ask_identity
        self.draft = deepcopy(settings)
        self.reading = ReadingPage(self.draft)
        self.suggesting = SuggestingPage(self.draft)
        bindings = KeyBindings(self.draft.keys)
        self.keys = KeysPage(bindings)
        self._passed_over = [*passed_over, *bindings.problems]
        self.tabs = QTabWidget()
        self.tabs.addTab(self._work_page(), "&Annotating")
        self.tabs.addTab(self.reading, "A&ppearance")
        self.tabs.addTab(self.keys, "&Keys")
        self.tabs.addTab(self.suggesting, "Suggest&ions")
        self.buttons = QDialogButtonBox(_BUTTON.Ok | _BUTTON.Cancel | _BUTTON.RestoreDefaults)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        restore = self.buttons.button(_BUTTON.RestoreDefaults)
        restore.setText("Restore defaults")
        restore.clicked.connect(self._restore)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.buttons)
        self.reading.changed.connect(self._tell)
        self.keys.changed.connect(self._tell)
        self.idle.valueChanged.connect(lambda _value: self._tell())

    def _work_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setVerticalSpacing(10)
        self._who = PlainLabel()
        change = PushButton("C&hange…")
        change.clicked.connect(self._change_identity)
        line = QHBoxLayout()
        line.addWidget(self._who, 1)
        line.addWidget(change)
        form.addRow("Who is annotating", line)
        self.idle = QDoubleSpinBox(minimum=LEAST_IDLE, maximum=LARGEST_IDLE, singleStep=0.5, decimals=1)
        self.idle.setSuffix(" idle seconds")
        self.idle.setValue(self.draft.autosave_seconds)
        form.addRow("&Save after", self.idle)
        note = PlainLabel("Every step is in the journal at once, also before it is saved; saving cannot be turned off.")
        note.setWordWrap(True)
        form.addRow("", note)
        self.forget = PushButton("&Forget what was read")
        self.forget.setToolTip("It is read again when its folder is opened; annotation files stay as they are.")
        self.forget.clicked.connect(self._forget)
        form.addRow("Kept of folders", self.forget)
        if self._passed_over:
            names = ", ".join(self._passed_over)
            passed = PlainLabel(f"Not understood in the file of the preferences, and passed over: {names}.")
            passed.setWordWrap(True)
            passed.setStyleSheet(f"color: {theme.current().warning}")
            form.addRow("", passed)
        self._show_identity()
        return page

    def _forget(self) -> None:
        """Throw away what was read of folders; it holds at once, there is nothing in it to be missed."""
        from annotator.services.index.cache import forget_folders

        forget_folders()
        self.forget.setText("Forgotten")
        self.forget.setEnabled(False)

    def _show_identity(self) -> None:
        settings = self._settings
        name = f"{settings.annotator_name} ({settings.annotator_id})" if settings.annotator_name else ""
        self._who.setText(name or settings.annotator_id or "Asked when the first document is opened")

    def _change_identity(self) -> None:
        self._ask()
        # Who annotates is not a matter of trying out: it holds at once, and Cancel does not take it back.
        self.draft.annotator_id = self._settings.annotator_id
        self.draft.annotator_name = self._settings.annotator_name
        self._show_identity()

    def _tell(self) -> None:
        self.draft.autosave_seconds = self.idle.value()
        self.draft.keys = self.keys.bindings.rebound
        self.changed.emit()
        self.reading.show_colors()

    def _restore(self) -> None:
        self.idle.setValue(Settings().autosave_seconds)
        self.keys.show_bindings(KeyBindings({}))
        self.suggesting.reset()
        self.reading.reset()
