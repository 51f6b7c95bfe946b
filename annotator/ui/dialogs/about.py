"""Version, licences, and where files are."""

from PySide6.QtWidgets import QMessageBox, QWidget

from annotator import __version__
from annotator.services.user import state_folders
from annotator.ui.toolkit.safe_text import message_box

_PARTS = (
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "orjson",
    "msgspec",
    "platformdirs",
    "filelock",
    "scipy",
    "edlib",
    "regex",
    "jinja2",
)


def about_text() -> str:
    """Give the lines of the dialog."""
    parts = ", ".join(f"{name} {found}" for name in _PARTS if (found := _version(name)))
    return "\n\n".join(
        (
            "Annotations are saved beside each article, in files that end in .ann.json.",
            f"Preferences: {state_folders.settings_file()}\nJournals of unsaved work: {state_folders.journals()}",
            (
                f"Annotator is free software under the Apache License 2.0. It is built on {parts}; "
                "Qt is used under the GNU Lesser General Public License 3."
            ),
        )
    )


def show_about(parent: QWidget) -> None:
    """Show the dialog."""
    message_box(
        parent, "About Annotator", f"Annotator {__version__}", about_text(), QMessageBox.Icon.Information
    ).exec()


def _version(name: str) -> str | None:
    # Only for this dialog: it would cost the program's start.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None
