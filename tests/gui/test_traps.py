"""Traps of the libraries themselves, each sprung with the input that was seen to spring it."""

import subprocess
import sys

VOID_CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(100_000):
    thing.setObjectName("a name")
print("alive")
"""


def test_void_methods_keep_the_count_of_references_to_none() -> None:
    """PySide6 6.12.0 takes a reference from None at every call, and the process aborts after some 20,000."""
    done = subprocess.run([sys.executable, "-c", VOID_CALLS], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
