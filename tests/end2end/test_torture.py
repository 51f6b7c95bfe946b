"""A little of ``make torture`` each time, held to all that was acknowledged."""

import subprocess
import sys

import pytest

from tests.places import ROOT
from tests.torture.faults import why_no_strace


@pytest.mark.parametrize(
    "arguments",
    [
        ["--kills", "10"],
        ["--windows", "1"],
        ["--faults", "30"],
        ["--disks", "3"],
        ["--damage", "192"],
        ["--interleavings", "25"],
        ["--events", "300"],
        ["--documents", "3"],
    ],
    ids=lambda arguments: arguments[0].strip("-"),
)
def test_nothing_acknowledged_is_lost(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=150
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = done.stdout.partition(": ")[2].strip()
    assert figures
    if figures.startswith("skipped"):
        pytest.skip(figures)
    if "--faults" in arguments and why_no_strace():
        pytest.skip(f"only faults in Python itself were tried: {why_no_strace()}")
