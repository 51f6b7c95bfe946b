"""A second start of the real program: its files go to the app that runs, and it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end2end.program import Program
from tests.places import ROOT

pytestmark = pytest.mark.real_window


def start_again(environment: dict[str, str], *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "annotator", *map(str, paths)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=ROOT)


def test_a_second_start_hands_its_files_to_the_running_app(window_environment: dict[str, str], tmp_path: Path) -> None:
    for name in ("one.txt", "two 🤝.txt", "three.md"):
        (tmp_path / name).write_text("Ostia spoke to Norland.")
    program = Program(window_environment, tmp_path / "one.txt", errors=tmp_path / "stderr.log")
    try:
        program.wait_for(lambda state: state["dialog"] == "Who is annotating?")
        # Handed over while a question is open: it waits for the answer.
        assert start_again(window_environment, tmp_path / "two 🤝.txt").returncode == 0
        program.type("M. Kato")
        program.keys("Return")
        program.wait_for(lambda state: state["title"].startswith("two 🤝.txt"))
        program.keys("Ctrl+Home", "1")
        done = start_again(window_environment, tmp_path / "three.md", tmp_path / "one.txt")
        assert (done.returncode, done.stderr) == (0, "")
        program.wait_for(lambda state: state["title"].startswith("three.md"))
        assert (tmp_path / "two 🤝.txt.m-kato.ann.json").is_file()
        assert start_again(window_environment, tmp_path / "gone.txt").returncode == 0
        program.wait_for(lambda state: state["dialog"] == "gone.txt was not opened")
        program.keys("Return")
        assert start_again(window_environment, tmp_path / "one.txt").returncode == 0
        program.wait_for(lambda state: state["title"].startswith("one.txt"))
        assert "Traceback" not in program.end()
        # What the killed one left of its socket hinders nobody.
        program = Program(window_environment, tmp_path / "one.txt", errors=tmp_path / "stderr.log")
        program.wait_for(lambda state: state["title"].startswith("one.txt"))
        assert start_again(window_environment, tmp_path / "three.md").returncode == 0
        program.wait_for(lambda state: state["title"].startswith("three.md"))
        assert program.quit() == 0
    finally:
        assert "Traceback" not in program.end()
