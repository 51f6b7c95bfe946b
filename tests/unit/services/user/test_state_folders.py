"""Where the program keeps what belongs to the user, and what is said where nothing can be kept."""

import os
from pathlib import Path

import platformdirs
import pytest

from annotator.services.user import state_folders


def under(name: str) -> Path:
    return Path(os.environ[name])


def test_each_thing_lies_where_the_system_has_its_kind() -> None:
    assert state_folders.journals() == under("XDG_STATE_HOME") / "annotator" / "journals"
    assert state_folders.settings_file() == under("XDG_CONFIG_HOME") / "annotator" / "settings.json"
    assert state_folders.runtime() == under("XDG_RUNTIME_DIR") / "annotator"
    assert state_folders.documents() == under("XDG_DOCUMENTS_DIR")
    # Asking makes nothing.
    assert not state_folders.journals().exists()
    assert not state_folders.settings_file().parent.exists()


def test_without_a_runtime_folder_another_one_is_given_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    # Warnings are errors here.
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    place = state_folders.runtime()
    assert place is not None
    assert place.is_absolute()


def test_where_the_folder_to_fall_back_on_is_somebody_else_s_it_is_said_what_goes_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_names: object, **_options: object) -> Path:
        raise PermissionError("runtime directory /tmp/runtime-1000 is owned by somebody else")

    monkeypatch.setattr(platformdirs, "user_runtime_path", refuse)
    assert state_folders.runtime() is None
    assert state_folders.problem() == (
        "The folder that XDG_RUNTIME_DIR names is not there or not yours alone: what is opened by starting Annotator "
        "again comes up in a window of its own, and not here."
    )


def test_where_nobody_knows_the_home_no_folder_is_made_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert "Nothing can be written into" in state_folders.problem()
    assert list(tmp_path.iterdir()) == []


def test_where_all_can_be_written_there_is_no_problem_and_the_folders_are_for_the_owner_alone() -> None:
    assert state_folders.problem() == ""
    for folder in (state_folders.journals(), state_folders.settings_file().parent):
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0
    assert state_folders.problem() == ""


def test_each_folder_that_cannot_be_made_is_named() -> None:
    preferences, journals = state_folders.settings_file().parent, state_folders.journals()
    preferences.parent.mkdir(exist_ok=True, parents=True)
    preferences.touch()
    said = state_folders.problem()
    assert str(preferences) in said
    assert str(journals) not in said
    assert "preferences will not be kept" in said
    journals.rmdir()
    journals.touch()
    assert f"into {preferences} and {journals}:" in state_folders.problem()
    preferences.unlink()
    assert f"into {journals}:" in state_folders.problem()


def test_a_folder_that_may_only_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    journals = state_folders.journals()
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != journals and real(path, mode))
    assert f"into {journals}:" in state_folders.problem()
