"""Set-up where there is no apt: on macOS, on Windows, and on a Linux of another kind. Each system is made up here."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.places import ROOT

LIBRARIES = ROOT / "packaging" / "debian" / "system-libraries.sh"
PYTHON = ROOT / "packaging" / "debian" / "python.sh"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the systems are made up of shell scripts")


class MadeUpSystem:
    """A folder that holds all the commands there are."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.command("uname", f"echo {name}")
        self.command("ldconfig", "echo")
        (folder / "find").symlink_to(shutil.which("find") or "find")

    def command(self, name: str, script: str) -> str:
        path = self._folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return name

    def run(self, script: Path, *arguments: str) -> tuple[int, str, str]:
        done = subprocess.run(
            ["/bin/sh", script, *arguments],
            env={"PATH": str(self._folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["Darwin", "MINGW64_NT-10.0-26100"])
def test_nothing_is_looked_for_on_macos_and_windows(tmp_path: Path, name: str) -> None:
    assert MadeUpSystem(tmp_path, name).run(LIBRARIES, "tests") == (0, "", "")


def test_a_linux_without_apt_is_told_and_not_stopped(tmp_path: Path) -> None:
    code, out, said = MadeUpSystem(tmp_path, "Linux").run(LIBRARIES, "tests")
    assert (code, out) == (0, "")
    assert {"libegl1", "libxcb-cursor0", "xvfb"} <= set(said.split())


def test_a_linux_without_a_list_of_libraries_is_left_alone(tmp_path: Path) -> None:
    system = MadeUpSystem(tmp_path, "Linux")
    system.command("ldconfig", "echo no such option >&2; exit 1")
    assert system.run(LIBRARIES, "tests") == (0, "", "")


def test_a_python_that_is_whole_needs_no_apt(tmp_path: Path) -> None:
    system = MadeUpSystem(tmp_path, "Darwin")
    assert system.run(PYTHON, system.command("python", "exit 0")) == (0, "", "")


def test_a_python_without_venv_is_named_and_no_apt_recommended(tmp_path: Path) -> None:
    system = MadeUpSystem(tmp_path, "Darwin")
    python = system.command("python", 'case "$2" in *venv*) exit 1 ;; esac')
    code, out, said = system.run(PYTHON, python)
    assert (code, out) == (1, "")
    assert "'python' cannot make a virtual environment" in said
    assert "apt" not in said


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(("system", "programs"), [("", ".venv/bin"), ("Windows_NT", ".venv/Scripts")])
def test_make_finds_the_programs_where_the_system_puts_them(system: str, programs: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "lint"],
        cwd=ROOT,
        env=environment | {"OS": system},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0
    called = {word.rpartition("/")[0] for word in done.stdout.split() if word.startswith(".venv/")}
    assert called == {".venv", programs}
