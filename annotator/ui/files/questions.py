"""What is asked where work would be lost or replaced."""

from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.ui.toolkit.safe_text import message_box
from annotator.ui.toolkit.words_on_screen import counted

BOTH, OWN, FILE = "both", "own", "file"


def which_work_counts(window: QWidget, sidecar_name: str, own: int, in_file: int) -> str:
    """Ask which counts where a file was changed after this program ended without saving: BOTH, the OWN work, the FILE.

    ``own`` and ``in_file`` are the numbers of annotations. Neither is lost by any answer.
    """
    box = message_box(
        window,
        "Unsaved work was found",
        f"{sidecar_name} was changed by somebody else after Annotator ended without saving. "
        f"It has {counted(in_file, 'annotation')} now, your unsaved work has {own:,}.",
        "Merging takes in what both have, as one step that can be undone. Going on with your work keeps the file "
        "beside it as .bak; taking the file keeps your work under File › Recover.",
    )
    both = box.addButton("Merge both", QMessageBox.ButtonRole.AcceptRole)
    mine = box.addButton("Go on with my work", QMessageBox.ButtonRole.ActionRole)
    box.addButton("Take the file", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(both)
    box.exec()
    return BOTH if box.clickedButton() is both else OWN if box.clickedButton() is mine else FILE


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
