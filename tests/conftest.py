"""What every test stands on: folders of its own, no screen unless asked for, one locale."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "default"))

_SESSION_USER = Path(tempfile.mkdtemp(prefix="annotator-tests-"))


def user_environment(home: Path) -> dict[str, str]:
    """Make the folders of a user who has never started the program, and give the variables that lead there."""
    folders = {
        "HOME": home,
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_DOCUMENTS_DIR": home / "Documents",
        "XDG_RUNTIME_DIR": home / ".run",
        "XDG_STATE_HOME": home / ".local" / "state",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {name: str(folder) for name, folder in folders.items()}


# Before anything imports Qt or asks for a folder: no test may touch what belongs to the person who runs it.
os.environ.update(user_environment(_SESSION_USER))
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(_name, None)


def pytest_unconfigure() -> None:
    """Remove the folders of the whole run."""
    shutil.rmtree(_SESSION_USER, ignore_errors=True)


@pytest.fixture(autouse=True)
def user_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test the folders of a new user: settings, journals and recent files never leak into the next."""
    home = tmp_path_factory.mktemp("user")
    for name, folder in user_environment(home).items():
        monkeypatch.setenv(name, folder)
    return home
