"""What a file held before it was saved over is kept: the last ten states, and one a day for thirty days."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.services.user import state_folders
from annotator.services.user.earlier_states import DAYS, LAST, StateError, keep_state, states_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_folders, "earlier_states", lambda: tmp_path / "earlier")


def test_states_come_back_as_they_were_the_latest_first(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for number in range(3):
        assert keep_state(path, f"state {number}".encode(), NOON + timedelta(seconds=number))
    assert [state.read() for state in states_of(path)] == [b"state 2", b"state 1", b"state 0"]
    assert states_of(path)[0].replaced == NOON + timedelta(seconds=2)
    assert states_of(tmp_path / "another.json") == []
    assert not keep_state(path, None)
    assert not keep_state(path, b"")


def test_the_last_ten_are_kept_and_the_last_of_each_of_thirty_days(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for day in range(40):
        for number in range(3):
            keep_state(path, f"{day} {number}".encode(), NOON + timedelta(days=day, hours=number))
    for number in range(12):
        keep_state(path, f"today {number}".encode(), NOON + timedelta(days=40, minutes=number))
    states = states_of(path)
    assert [state.read().decode() for state in states[:LAST]] == [f"today {number}" for number in range(11, 1, -1)]
    assert [state.read().decode() for state in states[LAST:]] == [f"{day} 2" for day in range(39, 39 - DAYS, -1)]


def test_what_is_kept_already_is_not_kept_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for number, data in enumerate((b"one", b"two", b"one")):
        keep_state(path, data, NOON + timedelta(seconds=number))
    assert [state.read() for state in states_of(path)] == [b"one", b"two"]


def test_nobody_else_may_look(tmp_path: Path) -> None:
    keep_state(tmp_path / "a.json", b"state")
    for path in (tmp_path / "earlier", *(tmp_path / "earlier").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_damaged_state_is_not_given_for_good(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    keep_state(path, b"state")
    state = states_of(path)[0]
    for damage in (b"", b"not packed", state.file.read_bytes()[:-3]):
        state.file.write_bytes(damage)
        with pytest.raises(StateError, match="damaged"):
            state.read()


def test_a_folder_that_takes_nothing_keeps_nobody_from_saving(tmp_path: Path) -> None:
    (tmp_path / "earlier").write_bytes(b"a file")
    assert not keep_state(tmp_path / "a.json", b"state")


def test_it_is_found_by_the_file_itself(tmp_path: Path) -> None:
    path, link = tmp_path / "a.json", tmp_path / "link.json"
    link.symlink_to(path)
    keep_state(link, b"state")
    assert [state.read() for state in states_of(path)] == [b"state"]
