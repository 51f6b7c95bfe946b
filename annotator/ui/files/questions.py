"""What is asked where work would be lost or replaced."""

from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.ui.toolkit.safe_text import message_box


def goes_on_with_own_work(window: QWidget, sidecar_name: str) -> bool:
    """Ask which counts where a file was changed after this program ended without saving: the own work, or the file."""
    box = message_box(
        window,
        "Unsaved work was found",
        f"{sidecar_name} was changed by somebody else after Annotator ended without saving.",
        "Go on with your own work (saving then replaces that file), or with the file as it is? "
        "Your own work is set aside, not lost, when you take the file.",
    )
    mine = box.addButton("Go on with my work", QMessageBox.ButtonRole.AcceptRole)
    box.addButton("Take the file", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is mine


def may_leave_unsaved(window: QWidget) -> bool:
    """Ask whether to close what could not be saved."""
    box = message_box(
        window,
        "Not saved",
        "Your last changes could not be saved into the annotation file.",
        "If you close now, they stay in the journal and come back when you open the document again on this computer.",
    )
    leave = box.addButton("Close", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    return box.clickedButton() is leave
