"""The folder's codebook: its entities, topics and codes, to be looked up and changed."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QMessageBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.transaction import Change
from annotator.services.codebook.codebook_desk import CodebookDesk
from annotator.services.disk.atomic_file import SaveError
from annotator.services.editing.draft import Draft
from annotator.ui.panels.registered_panels import RegisteredCodes, RegisteredEntities, RegisteredTopics
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, message_box
from annotator.ui.toolkit.screen_room import open_with

IDLE_MILLISECONDS = 2000
"""So long after the last change it is saved."""


class CodebookEditor(QDialog):
    """Every change is one step of undo, is used at once, and is saved two seconds later, on request and on closing."""

    changed = Signal(object)
    """The Codebook as it is now."""

    def __init__(self, desk: CodebookDesk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.bridge = SessionBridge(self)
        self.bridge.show_session(desk.session)
        self.setWindowTitle("Codebook")
        self.setModal(True)
        open_with(self, 760, 640)
        self.state = PlainLabel()
        self.state.setWordWrap(True)
        self.entities, self.topics = RegisteredEntities(self.bridge), RegisteredTopics(self.bridge)
        self.codes = RegisteredCodes(self.bridge)
        self.tabs = QTabWidget()
        for panel in (self.entities, self.topics, self.codes):
            self.tabs.addTab(panel, panel.many.capitalize())
            panel.escape_pressed.connect(self.close)
        self.blind = QCheckBox("&Hide colleagues' annotations of a document until one's own are done")
        self.blind.setEnabled(not desk.session.read_only)
        self.blind.clicked.connect(self._set_blind)
        self.suggestions = QCheckBox("&No suggestions while annotating")
        self.suggestions.setEnabled(not desk.session.read_only)
        self.suggestions.clicked.connect(self._set_suggestions)
        self._timer = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self._timer.timeout.connect(self.save)
        self._compose()
        self.bridge.changed.connect(self._on_change)
        self.bridge.message.connect(self.state.setText)
        self._show_state()

    def save(self) -> bool:
        """Save what was changed, and tell whether all is saved; what went wrong is said in the dialog."""
        self._timer.stop()
        if self.desk.is_saved:
            return True
        try:
            saved = self.desk.save()
        except (SaveError, CodebookError) as error:
            self._show_state(f"Not saved: {error}")
            return False
        self._show_state("Saved, with what somebody else changed meanwhile" if saved.took_in else "")
        if saved.conflicts:
            what = "You and somebody else changed the same things. What the other one wrote is kept."
            message_box(self, "Codebook", what, "\n".join(saved.conflicts)).exec()
        return True

    def done(self, code: int) -> None:
        if (focused := self.focusWidget()) is not None:
            # What is still being typed is entered.
            focused.clearFocus()
        if self.save() or self._may_leave():
            super().done(code)

    def step_history(self, *, undo: bool) -> None:
        """Take the last change back, or make it again."""
        session = self.desk.session
        change = session.undo() if undo else session.redo()
        if change:
            self.state.setText(f"{'Undone' if undo else 'Done again'}: {change.label}")

    def _compose(self) -> None:
        buttons = QHBoxLayout()
        self.undo_button = self._button("&Undo", QKeySequence.StandardKey.Undo, lambda: self.step_history(undo=True))
        self.redo_button = self._button("&Redo", QKeySequence.StandardKey.Redo, lambda: self.step_history(undo=False))
        self.save_button = self._button("&Save", QKeySequence.StandardKey.Save, self.save)
        self.close_button = self._button("&Close", None, self.close)
        for button in (self.undo_button, self.redo_button):
            buttons.addWidget(button)
        buttons.addWidget(self.state, 1)
        for button in (self.save_button, self.close_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        book = self.desk.codebook
        title = PlainLabel(f"{book.name or 'Codebook'}  –  {self.desk.path}")
        column.addWidget(title)
        self.why_not = PlainLabel(self.desk.session.read_only)
        self.why_not.setWordWrap(True)
        self.why_not.setVisible(bool(self.desk.session.read_only))
        column.addWidget(self.why_not)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.blind)
        column.addWidget(self.suggestions)
        column.addLayout(buttons)
        self.entities.setFocus()

    def _set_blind(self, blind: bool) -> None:
        def change(draft: Draft) -> None:
            if head := draft.codebook_head:
                draft.put(replace(head, blind=blind))

        self.bridge.run("Hide colleagues' annotations" if blind else "Show colleagues' annotations", change)

    def _set_suggestions(self, without: bool) -> None:
        def change(draft: Draft) -> None:
            if head := draft.codebook_head:
                draft.put(replace(head, without_suggestions=without))

        self.bridge.run("Forbid suggestions" if without else "Allow suggestions", change)

    def _button(self, text: str, key: QKeySequence.StandardKey | None, slot: Callable[[], object]) -> PushButton:
        button = PushButton(text)
        button.clicked.connect(lambda _checked: slot())
        if key is not None:
            button.setShortcut(QKeySequence(key))
        return button

    def _on_change(self, _change: Change) -> None:
        self._timer.start()
        self._show_state()
        self.changed.emit(self.desk.codebook)

    def _show_state(self, words: str = "") -> None:
        session = self.desk.session
        saved = "Read only" if session.read_only else "Saved" if self.desk.is_saved else "Changed"
        self.state.setText(words or saved)
        self.undo_button.setEnabled(bool(session.history.undo_label) and not session.read_only)
        self.redo_button.setEnabled(bool(session.history.redo_label) and not session.read_only)
        self.save_button.setEnabled(not self.desk.is_saved)
        self.blind.setChecked(self.desk.codebook.blind)
        self.suggestions.setChecked(self.desk.codebook.without_suggestions)

    def _may_leave(self) -> bool:
        box = message_box(
            self, "Codebook", "The last changes of the codebook could not be saved.", "They are lost if you close now."
        )
        leave = box.addButton("Close without saving", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is leave
