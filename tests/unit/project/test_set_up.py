"""The scripts that look for Debian's libraries, run against a system that is made up for each test."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.patience import WAIT_SECONDS
from tests.places import ROOT

SCRIPT = ROOT / "packaging" / "debian" / "system-libraries.sh"
LIBRARIES = [line.split()[0] for line in SCRIPT.read_text().splitlines() if line.startswith("lib") and ".so." in line]

CHECKERS = {"xvfb": "Xvfb", "libxml2-utils": "xmllint", "desktop-file-utils": "desktop-file-validate",
            "appstream": "appstreamcli"}  # fmt: skip
"""What the tests need besides, by the package that brings it."""

pytestmark = pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="the scripts are for Debian")


class MadeUpSystem:
    """A folder of commands that say what the test wants them to, and write down how they were called."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "log"
        self.command("apt-get", f'echo "apt-get $*" >>"{self._log}"')
        for name in CHECKERS.values():
            self.command(name, "")
        self.user(0)
        self.libraries(LIBRARIES)

    def command(self, name: str, script: str) -> None:
        path = self._folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def user(self, number: int) -> None:
        self.command("id", f"echo {number}")

    def libraries(self, names: list[str]) -> None:
        lines = "".join(f"\t{name} (libc6,x86-64) => /lib/{name}\n" for name in names)
        self.command("ldconfig", f"cat <<'END'\n{lines}END")

    def run(self, *arguments: str, alone: bool = False) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PATH": str(self._folder) if alone else f"{self._folder}:{os.environ['PATH']}"}
        return subprocess.run(
            [SCRIPT, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
        )

    def installations(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []


@pytest.fixture
def system(tmp_path: Path) -> MadeUpSystem:
    return MadeUpSystem(tmp_path)


def test_nothing_is_asked_for_where_everything_is_there(system: MadeUpSystem) -> None:
    done = system.run("tests")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert system.installations() == []


def test_root_gets_what_is_missing_and_no_more(system: MadeUpSystem) -> None:
    system.libraries([name for name in LIBRARIES if name not in {"libEGL.so.1", "libxcb-cursor.so.0"}])
    assert system.run().returncode == 0
    update, install = system.installations()
    assert update.endswith("update")
    assert [word for word in install.split() if word.startswith("lib")] == ["libegl1", "libxcb-cursor0"]


def test_the_tests_get_what_they_need_besides(system: MadeUpSystem, tmp_path: Path) -> None:
    tools = ("sh", "uname", "find", "env", "sed", "cat", "echo")
    for name in tools:
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    for name in CHECKERS.values():
        (tmp_path / name).unlink()
    assert system.run(alone=True).returncode == 0
    assert system.installations() == []
    assert system.run("tests", alone=True).returncode == 0
    _update, install = system.installations()
    assert CHECKERS.keys() <= set(install.split())
    assert system.run("installed", alone=True).returncode == 0
    assert system.installations()[-1].split()[-3:] == ["xvfb", "xdotool", "-qq"]


def test_others_are_told_the_one_command(system: MadeUpSystem) -> None:
    system.user(1000)
    system.command("sudo", "exit 9")
    system.libraries(LIBRARIES[1:])
    done = system.run()
    assert done.returncode == 1
    assert "apt-get update && apt-get install --yes --no-install-recommends libgl1\n" in done.stderr
    assert system.installations() == []


def test_a_failed_installation_is_said_and_stops(system: MadeUpSystem) -> None:
    system.command("apt-get", "exit 100")
    system.libraries(LIBRARIES[1:])
    done = system.run()
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
