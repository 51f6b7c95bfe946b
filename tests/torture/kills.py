"""Kills: the editor dies at any moment, and what it had acknowledged is there when its article is opened again."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from annotator.services.keeping.desk import Desk
from tests.places import ROOT
from tests.torture.editor import die_at, digest, edit, fork
from tests.unit.crashing import die, reopen, start

LIVES: Final = 8
"""So often one article is killed before another one is begun: a crash after a crash has to be survived too."""
LONGEST_SECONDS: Final = 0.15
LONGEST_WINDOW_SECONDS: Final = 3
SOONEST_CALL, LATEST_CALL = 5, 90
PATIENCE_SECONDS: Final = 60


@dataclass(slots=True)
class Figures:
    """What came of the kills."""

    kills: int = 0
    acknowledged: int = 0
    begun_and_there: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills:,} kills, {self.acknowledged:,} acknowledged actions; {self.begun_and_there:,} times the "
            f"action that was going on was there too; {len(self.lost):,} losses"
        )


def kill(number: int, seed: int, scratch: Path) -> Figures:
    """Kill so many editors, half of them at a moment and half at a call of the system."""
    figures, chance = Figures(), random.Random(seed)
    folder = scratch
    for count in range(number):
        if count % LIVES == 0:
            folder = scratch / str(count)
            folder.mkdir(parents=True)
            die(start(folder))
        _kill_one(folder, chance, figures)
    return figures


def kill_windows(number: int, seed: int, scratch: Path) -> Figures:
    """Kill so many real windows, without a screen, while a monkey is at their keys."""
    figures, chance = Figures(), random.Random(seed)
    folder = scratch
    for count in range(number):
        if count % LIVES == 0:
            folder = scratch / f"window-{count}"
            folder.mkdir()
            die(start(folder))
        _kill_window(folder, chance, figures)
    return figures


def _kill_window(folder: Path, chance: random.Random, figures: Figures) -> None:
    seed, seconds = chance.randrange(10**6), chance.uniform(0, LONGEST_WINDOW_SECONDS)
    command = [sys.executable, "-m", "tests.torture.killed_window", str(folder), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as window:
        assert window.stdout
        has_begun, _, _ = select.select([window.stdout], [], [], PATIENCE_SECONDS)
        time.sleep(seconds)
        has_ended = window.poll() is not None
        window.kill()
        acknowledged = window.stdout.read().split()
    figures.kills += 1
    figures.acknowledged += len(acknowledged)
    what = f"{folder.name}, monkey {seed}, after {seconds:.3f} s"
    if not has_begun or has_ended or not acknowledged:
        figures.lost.append(f"{what}: the window stumbled; it should have been killed")
    else:
        _hold_to(acknowledged[-1].decode(), folder, what, figures)


def _kill_one(folder: Path, chance: random.Random, figures: Figures) -> None:
    seed, at_call, half = chance.random(), chance.random() < 0.5, chance.random() < 0.5
    call, seconds = chance.randint(SOONEST_CALL, LATEST_CALL), chance.uniform(0, LONGEST_SECONDS)

    def work(acknowledgements: int) -> None:
        if at_call:
            die_at(call, half=half)
        edit(folder, int(seed * 10**9), acknowledgements)

    process, reader = fork(work)
    if not at_call:
        select.select([reader], [], [], PATIENCE_SECONDS)
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        acknowledged = pipe.read().split()
    _process, status = os.waitpid(process, 0)
    figures.kills += 1
    figures.acknowledged += len(acknowledged)
    how = f"at call {call}{' halfway' if half else ''}" if at_call else f"after {seconds:.3f} s"
    what = f"{folder.name}, editor {seed}, {how}"
    if not os.WIFSIGNALED(status):
        figures.lost.append(f"{what}: the editor stumbled; it should have been killed")
    elif acknowledged:
        _hold_to(acknowledged[-1].decode(), folder, what, figures)


def _hold_to(acknowledged: str, folder: Path, what: str, figures: Figures) -> None:
    """Open the article and look whether all that was acknowledged is there, and at most the next action besides."""
    try:
        desk = reopen(folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, the article should have opened
        figures.lost.append(f"{what}: the article does not open: {error!r}")
        return
    if digest(desk) != acknowledged:
        if _is_one_further(desk, acknowledged):
            figures.begun_and_there += 1
        else:
            figures.lost.append(f"{what}: what is there is not what was acknowledged")
    die(desk)


def _is_one_further(desk: Desk, acknowledged: str) -> bool:
    """Tell whether the action that the editor died in was made, and nothing else."""
    session = desk.session
    for there, back in ((session.undo, session.redo), (session.redo, session.undo)):
        if there():
            before = digest(desk)
            back()
            if before == acknowledged:
                return True
    return False
