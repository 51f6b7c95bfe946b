"""The preferences in use: what they change in the window, while they are tried out and when they are taken."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from annotator.services.user.settings import Settings, SettingsStore
from annotator.ui.actions.actions import set_keys
from annotator.ui.actions.key_bindings import KeyBindings
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.text.article_view import ArticleView
from annotator.ui.text.reading import Reading
from annotator.ui.toolkit import theme

if TYPE_CHECKING:
    from annotator.ui.preferences.dialog import PreferencesDialog

_SET_HERE = (
    "theme", "text_font", "text_size", "line_gap", "column_width", "type_colors", "autosave_seconds", "keys",
    "suggestions", "also_ask",
)  # fmt: skip


class Preferences(QObject):
    """Opens the dialog and hands what is chosen to those it concerns."""

    taken = Signal()
    """What was tried out is what holds from now on."""

    def __init__(
        self, window: QWidget, store: SettingsStore, view: ArticleView, files: FileCommands, ask: Callable[[], object]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._store = store
        self._view = view
        self._files = files
        self._ask = ask
        self._actions: Mapping[str, QAction] = {}
        view.text_size_changed.connect(self._remember_text_size)

    def begin(self, actions: Mapping[str, QAction]) -> str:
        """Use what was chosen before; gives a sentence about keys that made no sense, or ""."""
        self._actions = actions
        settings = self._store.settings
        self._files.autosave.set_idle(settings.autosave_seconds)
        bindings = KeyBindings(settings.keys)
        twice = [f"{key} ({', '.join(names)})" for key, names in bindings.conflicts()]
        if not bindings.problems and not twice:
            return ""
        wrong = ", ".join([*bindings.problems, *twice])
        return f"In the preferences in {self._store.path} these keys made no sense: {wrong}. Preferences mends them."

    def open(self) -> "PreferencesDialog":
        """Open the dialog."""
        from annotator.ui.preferences.dialog import PreferencesDialog

        dialog = PreferencesDialog(self._window, self._store.settings, self._store.unknown, self._ask)
        dialog.changed.connect(lambda: self._use(dialog.draft))
        dialog.finished.connect(lambda code: self._end(dialog, accepted=code == QDialog.DialogCode.Accepted))
        dialog.open()
        return dialog

    def choose_theme(self, choice: str) -> None:
        """Take another theme at once."""
        self._store.settings.theme = choice
        theme.apply(choice)
        self._files.write_settings()

    def _end(self, dialog: "PreferencesDialog", *, accepted: bool) -> None:
        if not accepted:
            self._use(self._store.settings)
            return
        for setting in fields(Settings):
            if setting.name in _SET_HERE:
                setattr(self._store.settings, setting.name, getattr(dialog.draft, setting.name))
        self._use(self._store.settings)
        self._files.write_settings()
        self.taken.emit()

    def _use(self, settings: Settings) -> None:
        self._view.set_reading(Reading.of(settings))
        self._files.autosave.set_idle(settings.autosave_seconds)
        theme.use_type_colors(settings.type_colors)
        theme.apply(settings.theme)
        bindings = KeyBindings(settings.keys)
        for name, action in self._actions.items():
            set_keys(action, bindings.keys(name))

    def _remember_text_size(self, points: float) -> None:
        self._store.settings.text_size = points
