"""A command that is stopped, or that the disk has no room for, leaves nothing half-written and says so."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.patience import WAIT_SECONDS
from tests.places import ROOT
from tests.unit.making import annotated

# The first answer is awaited for ever: whoever runs the test says when it is over. A shell that runs it in the
# background may have set Ctrl+C aside, and nohup the closing of the terminal.
IN_THE_MIDDLE = """
import signal, sys
from annotator.__main__ import main
from annotator.services.exporting import batch_export
def wait(*_):
    print("in the middle", flush=True)
    signal.pause()
batch_export._take = wait
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
sys.exit(main(sys.argv[1:]))
"""
needs_signals = pytest.mark.skipif(os.name == "nt", reason="there are no such signals")


@needs_signals
@pytest.mark.parametrize("asked", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_stopping_leaves_nothing(tmp_path: Path, asked: str, jobs: int) -> None:
    annotated(tmp_path)
    out = tmp_path / "out"
    command = ["export", tmp_path, "--to", "csv", "--out", f"{out}/", "--jobs", jobs]
    process = subprocess.Popen(
        [sys.executable, "-c", IN_THE_MIDDLE, *map(str, command)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "in the middle\n"
    assert any(out.iterdir())
    if asked == "SIGINT":
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    else:
        process.send_signal(getattr(signal, asked))
    try:
        _out, errors = process.communicate(timeout=WAIT_SECONDS)
    finally:
        # Also of one that did not hear it, and of its workers.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert (process.returncode, errors) == (130, "annotator: Stopped; nothing half-written is left.\n")
    assert not out.exists()


@needs_signals
@pytest.mark.parametrize("to", ["csv", "xlsx", "dna", "parquet", "refi-qda"])
def test_a_disk_without_room_leaves_nothing(tmp_path: Path, to: str) -> None:
    import resource

    annotated(tmp_path)
    (tmp_path / "out").mkdir()
    command = ["export", tmp_path, "--to", to, "--out", tmp_path / "out" / "x"]
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)),
    )
    assert done.returncode == 1
    assert done.stderr.startswith("annotator: x was not saved: ")
    assert done.stderr.count("\n") == 1
    assert not list((tmp_path / "out").iterdir())
