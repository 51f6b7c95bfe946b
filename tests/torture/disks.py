"""Full disks: that of the documents, that of the journals or both have room for less and less."""

import os
import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.torture.works import WORKS

SIZE: Final = "128k"
PAGE: Final = 4096
MOST_PAGES_FREE: Final = 8
WHICH: Final = {"documents": "", "journals": "journals"}


@dataclass(slots=True)
class Figures:
    """What came of the full disks."""

    full: int = 0
    kept: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    skipped: str = ""

    def __str__(self) -> str:
        if self.skipped:
            return f"skipped: {self.skipped}"
        return (
            f"{self.full:,} full disks, {self.kept:,} steps said to be kept and there, "
            f"{self.refused:,} saves refused with a sentence; {len(self.lost):,} losses"
        )


def fill(number: int, seed: int, scratch: Path) -> Figures:
    """Save and journal on so many disks that run full; needs the right to mount one in memory."""
    chance, figures = random.Random(seed), Figures()
    for count in range(number):
        which = chance.choice(list(WHICH))
        folder = scratch / str(count)
        place = folder / WHICH[which]
        place.mkdir(parents=True)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(place)], capture_output=True, text=True
        )
        if mounted.returncode:
            figures.skipped = f"no disk can be mounted here without root ({mounted.stderr.strip()})"
            break
        try:
            _work_on_full(folder, place, chance, f"{count}, {which}", figures)
        finally:
            subprocess.run(["umount", "-l", str(place)], check=True)
    return figures


def _work_on_full(folder: Path, place: Path, chance: random.Random, what: str, figures: Figures) -> None:
    work, said = WORKS["save"], list[str]()
    work.prepare(folder)
    filler = place / "filler"
    _take_all_but(chance.randint(0, MOST_PAGES_FREE), filler)
    process = os.fork()
    answers = folder.with_name(f"{folder.name}.said")
    if process == 0:
        try:
            work.do(folder, said.append)
        except Exception as error:  # noqa: BLE001 - it has to be said which
            said.append(f"raised {error!r}")
        finally:
            answers.write_text("\n".join(said))
            os._exit(0)
    os.waitpid(process, 0)
    said = answers.read_text().splitlines()
    if chance.random() < 0.5:
        filler.unlink()
    figures.full += 1
    figures.kept += len({line for line in said if line.startswith("kept")})
    figures.refused += sum(line.startswith("refused") for line in said)
    figures.lost += [f"{what}: {line}" for line in said if line.startswith("raised")]
    try:
        figures.lost += [f"{what}: {loss}" for loss in work.losses(folder, said)]
    except Exception as error:  # noqa: BLE001 - whatever it is, the article should have opened
        figures.lost.append(f"{what}: the article does not open: {error!r}")


def _take_all_but(pages: int, filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * PAGE):
                pass
        except OSError:
            file.truncate(max(0, file.tell() - pages * PAGE))
