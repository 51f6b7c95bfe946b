"""Damaged journals: bits flipped, lines lost, doubled, changed over; what is not taken up again is said and kept."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.editing import annotations
from tests.unit.crashing import die, journal_of, reopen, start

STEPS: Final = 30
HEADERS: Final = 2
Spoil = Callable[[list[bytes]], list[bytes]]


@dataclass(slots=True)
class Figures:
    """What came of the damage."""

    damaged: int = 0
    steps: int = 0
    there: int = 0
    said: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.damaged:,} damaged journals of {STEPS} steps each: {self.there:,} of {self.steps:,} steps there "
            f"again, the rest said and kept aside {self.said:,} times; {len(self.lost):,} losses"
        )


def damage(number: int, seed: int, scratch: Path) -> Figures:
    """Damage so many journals, each record in turn and in each way, and open their articles."""
    original = scratch / "original"
    original.mkdir()
    made = _make(original)
    chance, figures, ways = random.Random(seed), Figures(), list(WAYS)
    for count in range(number):
        folder = scratch / str(count)
        shutil.copytree(original, folder)
        way, record = ways[count % len(ways)], count // len(ways) % (STEPS + HEADERS)
        spoil = partial(WAYS[way], record=record, chance=chance)
        _hold(folder, spoil, f"{way}, record {record}", made, figures)
        shutil.rmtree(folder)
    return figures


def _make(folder: Path) -> dict[str, Annotation]:
    desk = start(folder)
    for number in range(STEPS):
        draft = desk.session.draft()
        annotations.annotate(draft, desk.session.document, [Span(number, number + 3)], "actor")
        desk.session.commit(draft, "Annotate")
    die(desk)
    return dict(desk.session.layer.annotations)


def _hold(folder: Path, spoil: Spoil, what: str, made: dict[str, Annotation], figures: Figures) -> None:
    """Damage the journal that was copied, open, and hold what is there to what was made."""
    beside = folder / "journals"
    old = next(beside.glob("*.journal"))
    desk = reopen(folder)
    for path in list(beside.iterdir()):
        if path.stem == old.stem and path.suffix != ".lock":
            path.rename(journal_of(desk).with_suffix(path.suffix))
    die(desk)
    lines = journal_of(desk).read_bytes().splitlines(keepends=True)
    spoiled = spoil(lines)
    if spoiled == lines[:-1]:
        return  # as if the last step had never been made: nothing in the file tells that it was
    journal_of(desk).write_bytes(b"".join(spoiled))
    figures.damaged += 1
    figures.steps += STEPS
    try:
        again = reopen(folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, the article should have opened
        figures.lost.append(f"{what}: the article does not open: {error!r}")
        return
    there = dict(again.session.layer.annotations)
    figures.there += len(there)
    if any(made.get(key) != annotation for key, annotation in there.items()):
        figures.lost.append(f"{what}: something is there that was never made")
    if len(there) < STEPS:
        asides = [path for path in beside.glob("*.journal") if path != journal_of(again)]
        figures.said += bool(again.news and asides)
        if not again.news or not asides:
            figures.lost.append(f"{what}: {len(there)} of {STEPS} steps, said: {again.news}, kept: {len(asides)}")
        elif len(there) < STEPS - 2:
            figures.lost.append(f"{what}: {len(there)} of {STEPS} steps, though one record was damaged")
    die(again)


def _flipped(lines: list[bytes], record: int, chance: random.Random) -> list[bytes]:
    line = bytearray(lines[record])
    line[chance.randrange(len(line))] ^= 1 << chance.randrange(8)
    return [*lines[:record], bytes(line), *lines[record + 1 :]]


def _overwritten(lines: list[bytes], record: int, chance: random.Random) -> list[bytes]:
    return [*lines[:record], bytes(len(lines[record]) - 1) + b"\n", *lines[record + 1 :]]


def _cut(lines: list[bytes], record: int, chance: random.Random) -> list[bytes]:
    # A line that ends whole may be all there ever was; damage shows where one ends in the middle and more follows.
    return [*lines[:record], lines[record][: len(lines[record]) // 2], b"\n", *lines[record + 1 :]]


WAYS: Final[dict[str, Callable[..., list[bytes]]]] = {
    "a bit flipped": _flipped,
    "zeros": _overwritten,
    "a line lost in its middle": _cut,
    "gone": lambda lines, record, chance: [*lines[:record], *lines[record + 1 :]],
    "doubled": lambda lines, record, chance: [*lines[: record + 1], *lines[record:]],
    "changed over": lambda lines, record, chance: [
        *lines[:record],
        *reversed(lines[record : record + 2]),
        *lines[record + 2 :],
    ],
}
