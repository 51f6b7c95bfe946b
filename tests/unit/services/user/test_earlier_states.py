"""What a file held before it was saved over is kept: the last ten states, and one a day for thirty days."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.services.disk.temporary_files import hidden_name
from annotator.services.user import state_folders
from annotator.services.user.earlier_states import DAYS, LAST, StateError, keep_state, pack_states, states_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_folders, "earlier_states", lambda: tmp_path / "earlier")


def test_states_come_back_as_they_were_the_latest_first(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for number in range(3):
        assert keep_state(path, f"state {number}".encode(), time=NOON + timedelta(seconds=number))
    assert [state.read() for state in states_of(path)] == [b"state 2", b"state 1", b"state 0"]
    assert states_of(path)[0].replaced == NOON + timedelta(seconds=2)
    assert states_of(tmp_path / "another.json") == []
    assert not keep_state(path, b"")


def test_the_last_ten_are_kept_and_the_last_of_each_of_thirty_days(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for day in range(40):
        for number in range(3):
            keep_state(path, f"{day} {number}".encode(), time=NOON + timedelta(days=day, hours=number))
    for number in range(12):
        keep_state(path, f"today {number}".encode(), time=NOON + timedelta(days=40, minutes=number))
    states = states_of(path)
    assert [state.read().decode() for state in states[:LAST]] == [f"today {number}" for number in range(11, 1, -1)]
    assert [state.read().decode() for state in states[LAST:]] == [f"{day} 2" for day in range(39, 39 - DAYS, -1)]


def test_what_is_kept_already_is_not_kept_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for number, data in enumerate((b"one", b"two", b"one")):
        keep_state(path, data, time=NOON + timedelta(seconds=number))
    assert [state.read() for state in states_of(path)] == [b"one", b"two"]


def test_nobody_else_may_look(tmp_path: Path) -> None:
    keep_state(tmp_path / "a.json", b"state")
    for path in (tmp_path / "earlier", *(tmp_path / "earlier").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_damaged_state_is_not_given_for_good(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    keep_state(path, b"state")
    state = states_of(path)[0]
    pack_states(path)
    packed = states_of(path)[0]
    half = packed.file.read_bytes()[:-3]
    for one, damage in ((state, b"stat"), (packed, b""), (packed, b"not packed"), (packed, half)):
        one.file.write_bytes(damage)
        with pytest.raises(StateError, match="damaged"):
            one.read()


def test_states_are_written_as_they_are_and_packed_when_nobody_waits(tmp_path: Path) -> None:
    path, data = tmp_path / "a.json", b"state " * 1000
    keep_state(path, data, time=NOON)
    plain = states_of(path)[0]
    assert plain.file.read_bytes() == data
    (plain.file.parent / hidden_name("state")).write_bytes(b"of a process that lives")
    stray = plain.file.parent / hidden_name("state").replace(f"-{os.getpid()}-", "-4194399-")
    stray.write_bytes(b"of a process that was killed")
    pack_states(path)
    packed = states_of(path)[0]
    assert (packed.replaced, packed.sha256) == (plain.replaced, plain.sha256)
    assert packed.file.stat().st_size < len(data) / 10
    assert not plain.file.exists()
    assert not stray.exists()
    assert plain.read() == packed.read() == data, "who listed it before has to find it"
    # A kill may come between the two.
    plain.file.write_bytes(data)
    assert [state.file for state in states_of(path)] == [packed.file]


def test_what_is_spoiled_is_not_packed_away(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    keep_state(path, b"state", time=NOON)
    states_of(path)[0].file.write_bytes(b"")
    pack_states(path)
    assert len(states_of(path)) == 1


def test_a_folder_that_takes_nothing_keeps_nobody_from_saving(tmp_path: Path) -> None:
    (tmp_path / "earlier").write_bytes(b"a file")
    assert not keep_state(tmp_path / "a.json", b"state")


def test_it_is_found_by_the_file_itself(tmp_path: Path) -> None:
    path, link = tmp_path / "a.json", tmp_path / "link.json"
    link.symlink_to(path)
    keep_state(link, b"state")
    assert [state.read() for state in states_of(path)] == [b"state"]
