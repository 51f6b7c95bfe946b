"""Where the program keeps what belongs to the user and to no document."""

import os
import warnings
from collections.abc import Callable
from pathlib import Path

import platformdirs

NAME = "annotator"
_NOWHERE = Path(os.devnull) / NAME


def problem() -> str:
    """Say which of the program's own folders cannot be written to, or ""."""
    folders = (settings_file().parent, journals())
    refused = [str(folder) for folder in folders if not _can_be_made(folder)]
    said = []
    if refused:
        said.append(
            f"Nothing can be written into {' and '.join(refused)}: preferences will not be kept, and a crash may cost "
            "what was not saved. Annotations are saved beside their articles as ever."
        )
    running = runtime()
    if running is None or not _can_be_made(running):
        said.append(
            f"{running or 'The folder that XDG_RUNTIME_DIR names'} is not there or not yours alone: what is opened by "
            "starting Annotator again comes up in a window of its own, and not here."
        )
    return " ".join(said)


def _can_be_made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _place(ask: Callable[..., Path]) -> Path:
    """Give a folder of the program; where nobody knows the user's home, one that cannot be made."""
    try:
        return ask(NAME, appauthor=False)
    except (OSError, RuntimeError):
        return _NOWHERE


def journals() -> Path:
    """The folder of the journals; may not exist yet."""
    return _place(platformdirs.user_state_path) / "journals"


def earlier_states() -> Path:
    """The folder of what files held before they were saved over; may not exist yet."""
    return _place(platformdirs.user_state_path) / "earlier"


def steps() -> Path:
    """The folder of what steps over many documents changed; may not exist yet."""
    return _place(platformdirs.user_state_path) / "steps"


def same_pairs() -> Path:
    """The folder of which entities were taken for one, and for two; may not exist yet."""
    return _place(platformdirs.user_state_path) / "same"


def suggesting() -> Path:
    """The folder of what was learned and refused of suggestions; may not exist yet."""
    return _place(platformdirs.user_state_path) / "suggesting"


def folder_caches() -> Path:
    """The folder of what was read of folders, which can be thrown away at any time; may not exist yet."""
    return _place(platformdirs.user_cache_path) / "folders"


def settings_file() -> Path:
    """The file of the preferences; may not exist yet."""
    return _place(platformdirs.user_config_path) / "settings.json"


def runtime() -> Path | None:
    """The folder for what lasts no longer than the login, such as sockets; may not exist yet.

    None where there is none that is the user's alone, as where somebody else made the one to fall back on.
    """
    with warnings.catch_warnings():
        # platformdirs warns where XDG_RUNTIME_DIR cannot be used, and gives another folder.
        warnings.simplefilter("ignore")
        try:
            return platformdirs.user_runtime_path(NAME, appauthor=False)
        except (OSError, RuntimeError):
            return None


def documents() -> Path:
    """The user's folder for documents, where the sample is copied to."""
    try:
        return platformdirs.user_documents_path()
    except (OSError, RuntimeError):
        return _NOWHERE
