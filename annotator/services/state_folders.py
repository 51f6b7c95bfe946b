"""Where the program keeps what belongs to the user and to no document."""

from pathlib import Path

import platformdirs

NAME = "annotator"


def journals() -> Path:
    """The folder of the journals; may not exist yet."""
    return platformdirs.user_state_path(NAME, appauthor=False) / "journals"


def settings_file() -> Path:
    """The file of the preferences; may not exist yet."""
    return platformdirs.user_config_path(NAME, appauthor=False) / "settings.json"


def documents() -> Path:
    """The user's folder for documents, where the sample is copied to."""
    return platformdirs.user_documents_path()
