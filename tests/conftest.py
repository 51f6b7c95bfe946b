"""What every test stands on: folders of its own, no screen unless asked for, one locale."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=25)
settings.register_profile("ci", deadline=None, max_examples=25, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=1000)
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


def _at_once(file: int) -> None:
    os.fstat(file)  # fails as the real call does where the file is closed


@pytest.fixture(autouse=True, scope="session")
def unsynced() -> Iterator[None]:
    """Let no test wait until its disk has everything: only a machine that fails could show it, and none does.

    Programs that tests start do wait; that the program asks for it is tested where it writes.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in {"fsync", "fdatasync"} & set(dir(os)):
            patch.setattr(os, name, _at_once)
        yield


def pytest_xdist_auto_num_workers() -> int:
    """Have half as many processes more than there are cores: many tests wait for a timer or another process."""
    return len(os.sched_getaffinity(0)) * 3 // 2 if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
