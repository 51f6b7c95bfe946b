"""Suggesters in processes of their own: how often one is waited for."""

import subprocess
import sys

import pytest

from annotator.services.suggesting import apart
from annotator.services.suggesting.apart import _Process

ANSWERS = "import sys; sys.stdout.buffer.write((1).to_bytes(8) + b'+'); sys.stdout.flush(); "
HANGS = "import time; time.sleep(60)"


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the programs that are started in the place of a suggester, the last first; each is taken away."""
    programs: list[str] = []

    def start(_name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-S", "-c", programs.pop()]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(apart, "_started", start)
    monkeypatch.setattr(apart, "_START", 0)
    return programs


def test_one_that_never_answers_is_waited_for_once(programs: list[str]) -> None:
    programs += [HANGS] * 2
    process = _Process("a")
    assert [process.ask("", 0.1) for _document in range(3)] == ["it took more than 0.1 seconds."] * 3
    assert len(programs) == 1


def test_one_that_has_answered_may_be_late_now_and_then(programs: list[str]) -> None:
    programs += [HANGS] * 4 + [ANSWERS + HANGS]
    process = _Process("a")
    assert process.ask("", 30) == b""
    assert [process.ask("", 0.1) for _document in range(5)] == ["it took more than 0.1 seconds."] * 5
    assert len(programs) == 2
