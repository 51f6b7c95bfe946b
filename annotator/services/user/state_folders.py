"""Where the program keeps what belongs to the user and to no document."""

import os
import warnings
from pathlib import Path

import platformdirs

NAME = "annotator"


def problem() -> str:
    """Say which of the program's own folders cannot be written to, or ""."""
    folders = (settings_file().parent, journals())
    refused = [str(folder) for folder in folders if not _can_be_made(folder)]
    if not refused:
        return ""
    return (
        f"Nothing can be written into {' and '.join(refused)}: preferences will not be kept, and a crash may cost "
        "what was not saved. Annotations are saved beside their articles as ever."
    )


def _can_be_made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def journals() -> Path:
    """The folder of the journals; may not exist yet."""
    return platformdirs.user_state_path(NAME, appauthor=False) / "journals"


def earlier_states() -> Path:
    """The folder of what files held before they were saved over; may not exist yet."""
    return platformdirs.user_state_path(NAME, appauthor=False) / "earlier"


def settings_file() -> Path:
    """The file of the preferences; may not exist yet."""
    return platformdirs.user_config_path(NAME, appauthor=False) / "settings.json"


def runtime() -> Path:
    """The folder for what lasts no longer than the login, such as sockets; may not exist yet."""
    with warnings.catch_warnings():
        # platformdirs warns where XDG_RUNTIME_DIR cannot be used, and gives another folder.
        warnings.simplefilter("ignore")
        return platformdirs.user_runtime_path(NAME, appauthor=False)


def documents() -> Path:
    """The user's folder for documents, where the sample is copied to."""
    return platformdirs.user_documents_path()
