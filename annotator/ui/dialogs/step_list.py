"""The steps that were made over many documents, to be taken back or made again later."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.services.recoding.step_journal import Phase, Step
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.safe_text import PlainLabel, visible
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import counted

_STANDS = {
    Phase.DONE: "",
    Phase.UNDONE: " · taken back",
    Phase.DOING: " · broken off",
    Phase.UNDOING: " · broken off while it was taken back",
}


class StepList(QDialog):
    """Lists steps, the latest first; each can be taken back, or made again where it was taken back."""

    def __init__(
        self,
        parent: QWidget | None,
        steps: Sequence[Step],
        take_back: Callable[[Step], object],
        make_again: Callable[[Step], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Steps over many documents")
        open_with(self, 640, 380)
        self._steps = list(steps)
        label = PlainLabel(
            "What was changed in many documents at once. Taken back is what nobody changed since; the rest is named."
        )
        label.setWordWrap(True)
        self.rows = QListWidget()
        self.rows.setAccessibleName("Steps over many documents")
        give_room(self.rows)
        for step in self._steps:
            self.rows.addItem(QListWidgetItem(visible(_words(step))))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.back_button = buttons.addButton("Take &back", QDialogButtonBox.ButtonRole.ActionRole)
        self.again_button = buttons.addButton("Make a&gain", QDialogButtonBox.ButtonRole.ActionRole)
        self.back_button.clicked.connect(lambda: self._do(take_back))
        self.again_button.clicked.connect(lambda: self._do(make_again))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.rows, 1)
        layout.addWidget(buttons)
        self.rows.currentRowChanged.connect(self._offer)
        self.rows.setCurrentRow(0)
        self._offer(self.rows.currentRow())
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, row: int) -> None:
        step = self._steps[row] if row >= 0 else None
        self.back_button.setEnabled(step is not None and step.phase is not Phase.UNDONE)
        self.again_button.setEnabled(step is not None and step.phase is not Phase.DONE)
        self.again_button.setText("&Finish" if step and step.phase is Phase.DOING else "Make a&gain")

    def _do(self, work: Callable[[Step], object]) -> None:
        step = self._steps[self.rows.currentRow()]
        self.accept()
        work(step)


def _words(step: Step) -> str:
    time = step.time.replace("T", " ").removesuffix("Z")[:16]
    passages, documents = counted(step.passages, "passage"), counted(len(step.files), "document")
    return f"{time}  {step.label}: {passages} in {documents}{_STANDS[step.phase or Phase.DONE]}"
