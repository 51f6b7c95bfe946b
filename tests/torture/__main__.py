"""``make torture``: kill it, fill its disks, have two save at once, press any key; nothing acknowledged may be lost.

ARGS: ``--kills N``, ``--interleavings N``, ``--seed N`` and others, see ``--help``. Each prints its figures, and any
loss ends this with 1.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from tests import conftest
from tests.torture import damage, disks, faults, interleavings, kills


class Figures(Protocol):
    """What one kind of torture prints; ``lost`` has a line for each loss."""

    lost: list[str]


def interleave(number: int, seed: int, _scratch: Path) -> Figures:
    """Have editors save one file at the same time, in each of the ways that systems leave them."""
    figures = interleavings.Figures()
    modes = list(interleavings.MODES)
    for count, mode in enumerate(modes):
        share = number // len(modes) + (count < number % len(modes))
        interleavings.play(share, mode, figures, seed)
    return figures


def press_keys(number: int, seed: int, scratch: Path) -> Figures:
    """Send so many events to the real window, and compare model, window and disk in between."""
    from tests.torture import window  # Qt, which nobody may have loaded who forks

    return window.let_a_monkey_loose(number, seed, scratch)


def open_documents(number: int, seed: int, scratch: Path) -> Figures:
    """Open so many documents in one window, change each, and see what it takes and leaves."""
    from tests.torture import window

    return window.open_many(number, seed, scratch)


Torture = Callable[[int, int, Path], Figures]
TORTURES: dict[str, tuple[int, Torture]] = {
    "kills": (1000, kills.kill),
    "windows": (20, kills.kill_windows),
    "faults": (1000, faults.inject),
    "disks": (100, disks.fill),
    "damage": (1000, damage.damage),
    "interleavings": (2000, interleave),
    "documents": (1000, open_documents),
    "events": (100_000, press_keys),
}
"""By the name of the argument: how many by default, and what does them."""


IN_MEMORY: Final = ("documents", "events")
MEMORY: Final = Path("/dev/shm")


def main() -> int:
    """Do what is asked, or all; gives 1 where anything was lost."""
    options = vars(_parser().parse_args())
    seed = options.pop("seed")
    asked = {name: number for name, number in options.items() if number is not None}
    lost = 0
    for name, (usual, torture) in TORTURES.items():
        number = asked.get(name, 0 if asked else usual)
        if number:
            lost += _tortured(name, torture, number, seed)
    conftest.pytest_unconfigure()
    return int(lost > 0)


def _tortured(name: str, torture: Torture, number: int, seed: int) -> int:
    started = time.monotonic()
    with TemporaryDirectory(prefix=f"torture-{name}-", dir=_place(name)) as scratch:
        # Journals that nobody tells where to lie.
        os.environ["XDG_STATE_HOME"] = f"{scratch}/state"
        figures = torture(number, seed, Path(scratch))
    print(f"{name}, seed {seed}: {figures} ({time.monotonic() - started:.0f} s)", flush=True)
    for loss in figures.lost:
        print(f"  Lost: {loss}", flush=True)
    return len(figures.lost)


def _place(name: str) -> Path | None:
    """Give where to work; what tries no disk need not wait for one."""
    return MEMORY if name in IN_MEMORY and MEMORY.is_dir() else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    for name, (usual, torture) in TORTURES.items():
        said = (torture.__doc__ or "").partition("\n")[0]
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"{said} {usual:,} where nothing is asked for.")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="to play a run again")
    return parser


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Threads of what was tortured may still wait for what never comes.
    os._exit(code)
