"""What a killed process left is removed, and nothing that anybody may still be writing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.services.disk import temporary_files
from annotator.services.disk.lock_beside import locked_beside, remove_unheld
from annotator.services.disk.temporary_files import DAY_SECONDS, hidden_name, remove_strays, temporary_prefix

SIDECAR = "talks.txt.mkato.ann.json"


def of_process(number: int, name: str) -> str:
    return name.replace(f"-{os.getpid()}-", f"-{number}-")


@pytest.fixture
def ended() -> int:
    """The number of a process that is there no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_process_left_goes_and_may_be_kept(tmp_path: Path, ended: int) -> None:
    (tmp_path / of_process(ended, hidden_name(SIDECAR))).write_bytes(b"half of")
    folder = tmp_path / of_process(ended, hidden_name("tables"))
    (folder / "inside").mkdir(parents=True)
    (tmp_path / of_process(ended, f"{temporary_prefix()}abc")).mkdir()
    kept: list[tuple[str, bytes]] = []
    assert len(remove_strays(tmp_path, lambda name, data: kept.append((name, data)))) == 3
    assert kept == [(SIDECAR, b"half of")]
    assert not list(tmp_path.iterdir())


def test_what_somebody_may_still_be_writing_stays(tmp_path: Path, ended: int) -> None:
    own = hidden_name(SIDECAR)
    machine, run = own.rsplit(".", 2)[1].split("-")[:2]
    dead = of_process(ended, own)
    names = [
        own,
        of_process(os.getppid(), own),
        dead.replace(machine, "0" * 6),
        dead.replace(run, "0" * 8),
        ".talks.txt.tmp",
        ".notes.0123abcd.tmp",
        f".{SIDECAR}.0123abcd.tmp",
        "talks.txt",
    ]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "aim").touch()
    (tmp_path / of_process(ended, hidden_name("link"))).symlink_to("aim")
    assert remove_strays(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == len(names) + 2


def test_what_is_older_than_the_start_of_the_machine_goes(
    tmp_path: Path, ended: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = of_process(ended, hidden_name(SIDECAR))
    run = own.rsplit(".", 2)[1].split("-")[1]
    stray = tmp_path / own.replace(run, "0" * 8)
    stray.touch()
    monkeypatch.setattr(temporary_files, "_up_seconds", lambda: 100.0)
    assert remove_strays(tmp_path) == []
    os.utime(stray, (time.time() - 101, time.time() - 101))
    assert remove_strays(tmp_path) == [stray]


def test_names_of_before_go_after_a_day(tmp_path: Path) -> None:
    stray = tmp_path / f".{SIDECAR}.0123abcd.tmp"
    stray.touch()
    assert remove_strays(tmp_path) == []
    os.utime(stray, (0, time.time() - DAY_SECONDS - 10))
    assert remove_strays(tmp_path) == [stray]


def test_what_another_user_left_stays(tmp_path: Path, ended: int, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / of_process(ended, hidden_name(SIDECAR))).touch()
    monkeypatch.setattr(temporary_files, "_user", lambda: 4711)
    assert remove_strays(tmp_path) == []
    assert remove_strays(tmp_path / "gone") == []


def test_a_lock_that_nobody_holds_goes(tmp_path: Path) -> None:
    (tmp_path / ".other.lock").touch()
    with locked_beside(tmp_path / SIDECAR):
        assert remove_unheld(tmp_path) == []
    lock = tmp_path / f".{SIDECAR}.lock"
    lock.touch()
    assert remove_unheld(tmp_path) == [lock]
