"""Where to save, and as what: asked with the kinds of files that can be written."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from annotator.ui.toolkit.safe_text import message_box


def ask_where(parent: QWidget, title: str, start: Path, forms: Mapping[str, str]) -> Path | None:
    """Ask for a file, whose name ends as the chosen kind does; None where nothing was chosen.

    ``forms`` leads from kinds in words, such as "CSV (*.csv)", to endings; the first is the usual one.
    """
    name, chosen = QFileDialog.getSaveFileName(parent, title, str(start), ";;".join(forms))
    if not name:
        return None
    if any(name.lower().endswith(ending) for ending in forms.values()):
        return Path(name)
    path = Path(name + forms.get(chosen, next(iter(forms.values()))))
    # The dialog asked about the name as it was typed.
    return path if not path.exists() or _may_replace(parent, path) else None


def _may_replace(parent: QWidget, path: Path) -> bool:
    box = message_box(parent, "Save", f"{path.name} is there already. Replace it?")
    replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    return box.clickedButton() is replace
