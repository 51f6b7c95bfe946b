"""A little of ``make torture`` each time: kills and two who save at once, held to all that was acknowledged."""

import subprocess
import sys

import pytest

from tests.places import ROOT


@pytest.mark.parametrize("arguments", [["--kills", "10"], ["--interleavings", "25"]])
def test_nothing_acknowledged_is_lost(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=150
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert arguments[0].strip("-") in done.stdout
