"""Who is annotating: asked once, and changed from the menu."""

import getpass

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.annotator_id import ADJUDICATED, Known, annotator_id, is_annotator_id, is_anothers
from annotator.model.layer import Annotator
from annotator.model.typed_text import plain_name
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.safe_text import PlainLabel

EXPLANATION = (
    "Your annotations go into files of your own, named after this id, so that colleagues can work on the same article. "
    "If several people share this login, each needs an id of their own."
)


class IdentityDialog(QDialog):
    """Name and id; the id follows the name until it is changed by hand."""

    def __init__(self, parent: QWidget | None, known: Annotator | None, ids: Known | None = None) -> None:
        """Ask, knowing which ``ids`` there are where one is about to annotate, and whose they are."""
        super().__init__(parent)
        self._ids = ids or {}
        self.setWindowTitle("Who is annotating?")
        self._name = QLineEdit(known.name if known else "")
        show_hint(self._name, "such as M. Kato")
        self._name.setAccessibleName("Your name")
        self._id = QLineEdit(known.id if known else self._id_for(""))
        self._id.setAccessibleName("Your id in file names")
        self._own_id = known is not None
        self._problem = PlainLabel()
        self._problem.setWordWrap(True)
        explanation = PlainLabel(EXPLANATION)
        explanation.setWordWrap(True)
        explanation.setMinimumWidth(380)
        form = QFormLayout()
        form.addRow("Your &name", self._name)
        form.addRow("Your &id", self._id)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(explanation)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)
        self._name.textEdited.connect(self._follow)
        self._id.textEdited.connect(self._take_over)
        self._judge()

    @property
    def annotator(self) -> Annotator:
        """What was entered."""
        return Annotator(self._id.text(), plain_name(self._name.text()))

    def _follow(self, name: str) -> None:
        if not self._own_id:
            self._id.setText(self._id_for(name))
        self._judge()

    def _id_for(self, name: str) -> str:
        return annotator_id(plain_name(name) or _login(), self._ids)

    def _take_over(self) -> None:
        self._own_id = True
        self._judge()

    def _whose(self, identifier: str) -> str:
        """Say whose files one would go on with."""
        if identifier not in self._ids:
            return ""
        others = ", ".join(f"“{name}”" for name in sorted(self._ids[identifier]) if name)
        if others and is_anothers(identifier, plain_name(self._name.text()), self._ids):
            return f"\nThis id is that of {others} here: you would go on in the files of somebody else."
        return "\nThere are files of this id here; you go on in them."

    def _judge(self) -> None:
        text = self._id.text()
        good = is_annotator_id(text)
        problem = "An id has small letters a–z, digits and hyphens, and begins and ends without a hyphen."
        if text == ADJUDICATED:
            problem = "This id is kept for files in which differences were settled."
        self._problem.setText(f"File: article.txt.{text}.ann.json{self._whose(text)}" if good else problem)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(good)


def ask_identity(parent: QWidget | None, known: Annotator | None, ids: Known | None = None) -> Annotator | None:
    """Ask who is annotating; None when the question was declined."""
    dialog = IdentityDialog(parent, known, ids)
    return dialog.annotator if dialog.exec() == QDialog.DialogCode.Accepted else None


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
