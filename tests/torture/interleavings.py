"""Two editors, or three, save one file at the same time, paused and changed over between any two calls of the system.

Each opens the file as it was, makes an annotation and saves. Whoever is told that somebody else changed the file merges
and saves again; whoever was told "saved" looks once more later, as the window does by its poll. After that every
annotation whose maker was told "saved" has to be in the file. ``Turns`` lets one thread run at a time, and a seed says
which, so that every failure can be played again.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from threading import Condition, Thread, local
from typing import Any, Final
from unittest.mock import patch

from annotator.model.layer import Annotator, Layer
from annotator.model.span import Span
from annotator.services.disk import atomic_file, lock_beside
from annotator.services.disk.atomic_file import ChangedOnDisk
from annotator.services.editing.annotations import annotate
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.keeping.open_document import open_path
from annotator.services.merging.their_version import merge_their_version, read_their_version

KATO: Final = Annotator("mkato", "M. Kato")
WORDS: Final = ("Norland", "Ostia", "Vesland")
TEXT: Final = "Norland met Ostia, and Vesland watched while others wrote.\n"
CALLS: Final = ("open", "close", "stat", "lstat", "fsync", "replace", "rename", "link", "unlink", "chmod", "read")
MODES: Final = {
    "exchange and lock": (),
    "exchange alone": ("lock",),
    "lock alone": ("exchange",),
    "links alone": ("exchange", "lock"),
    "nothing": ("exchange", "lock", "link"),
}
"""What the system does not have in each."""


@dataclass(slots=True)
class Figures:
    """What came of the interleavings."""

    played: int = 0
    switches: int = 0
    told_changed: int = 0
    written_over: int = 0
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.played:,} interleavings, {self.switches:,} changes of turn, {self.told_changed:,} saves "
            f"refused and merged, {self.written_over:,} written over, noticed afterwards and merged, "
            f"{len(self.lost):,} silent losses"
        )


class Turns:
    """Lets one of several threads run at a time; at each pause the dice say whether another one goes on."""

    def __init__(self, seed: int) -> None:
        self.switches = 0
        self._dice = Random(seed)
        self._change = Condition()
        self._alive: list[int] = []
        self._turn = 0
        self._mine = local()

    def play(self, works: Sequence[Callable[[], None]]) -> None:
        """Do all works at the same time."""
        self._alive = list(range(len(works)))
        self._turn = self._dice.choice(self._alive)
        threads = [Thread(target=self._run, args=(number, work), daemon=True) for number, work in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive(), "an interleaving hangs"

    def pause(self, often: float = 0.35) -> None:
        """Perhaps let another one go on; only in the threads that are played."""
        number = getattr(self._mine, "number", None)
        if number is None:
            return
        with self._change:
            if self._dice.random() < often:
                self._give(self._dice.choice(self._alive))
            self._change.wait_for(lambda: self._turn == number)

    def _run(self, number: int, work: Callable[[], None]) -> None:
        self._mine.number = number
        with self._change:
            self._change.wait_for(lambda: self._turn == number)
        try:
            work()
        finally:
            with self._change:
                self._alive.remove(number)
                if self._alive:
                    self._give(self._dice.choice(self._alive))

    def _give(self, number: int) -> None:
        self.switches += number != self._turn
        self._turn = number
        self._change.notify_all()


def play(number: int, mode: str, figures: Figures, first: int = 0) -> Figures:
    """Play so many interleavings, seeded from ``first`` on, and count what came of them."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as place:
        for seed in range(first, first + number):
            folder = Path(place) / str(seed)
            folder.mkdir()
            _play_one(folder, seed, mode, figures)
            shutil.rmtree(folder)
    return figures


def play_all(number: int) -> dict[str, Figures]:
    """Play so many interleavings in each mode; gives the figures by mode."""
    return {mode: play(number, mode, Figures()) for mode in MODES}


def _play_one(folder: Path, seed: int, mode: str, figures: Figures) -> None:
    article = folder / "talks.txt"
    article.write_text(TEXT, encoding="utf-8")
    begun = open_desk(article, KATO, journals=folder / "before")
    if seed % 3:
        _annotate(begun, "others")
        begun.save()
    begun.close()
    number = 3 if seed % 5 == 0 else 2
    desks = [open_desk(article, KATO, journals=folder / word) for word in WORDS[:number]]
    for desk, word in zip(desks, WORDS, strict=False):
        _annotate(desk, word)
    turns = Turns(seed)
    with _paused(turns, mode):
        turns.play([lambda desk=desk: _save(desk, figures) for desk in desks])  # type: ignore[misc]
        for _round in desks:
            for desk in desks:
                if _differs(desk):
                    figures.written_over += not set(_words(desk.session.layer)) <= set(_words_on_disk(article))
                    merge_their_version(desk, read_their_version(desk))
                    _save(desk, figures)
    wanted = {*WORDS[:number], *(("others",) if seed % 3 else ())}
    if missing := wanted.difference(_words_on_disk(article)):
        figures.lost.append(f"{mode}, seed {seed}: {', '.join(sorted(missing))}")
    figures.played += 1
    figures.switches += turns.switches
    for desk in desks:
        desk.close()


def _save(desk: Desk, figures: Figures) -> None:
    """Save, as the window does it whose analyst merges whenever that is offered."""
    for _time in range(20):
        try:
            desk.save()
        except ChangedOnDisk:
            figures.told_changed += 1
            merge_their_version(desk, read_their_version(desk))
        if desk.is_saved and not _differs(desk):
            return


def _differs(desk: Desk) -> bool:
    return sha256(desk.session.sidecar.read_bytes()).hexdigest() != desk.disk_sha256


def _words(layer: Layer) -> list[str]:
    return [annotation.text for annotation in layer.annotations.values()]


def _words_on_disk(article: Path) -> list[str]:
    return _words(open_path(article, KATO).layer)


def _annotate(desk: Desk, word: str) -> None:
    draft = desk.session.draft()
    start = desk.session.document.text.index(word)
    annotate(draft, desk.session.document, [Span(start, start + len(word))], "actor")
    desk.session.commit(draft, f"Annotate {word}")


@contextmanager
def _paused(turns: Turns, mode: str) -> Iterator[None]:
    """Pause before each call of the system, and take away what the mode does not have."""
    missing = MODES[mode]

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def paused(*arguments: Any, **more: Any) -> Any:
            turns.pause()
            return call(*arguments, **more)

        return paused

    def refused(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    patches = [patch.object(os, name, watched(getattr(os, name))) for name in CALLS]
    for name in ("exchange", "rename_to_new"):
        real = getattr(atomic_file, name)
        patches.append(patch.object(atomic_file, name, (lambda *_: False) if "exchange" in missing else watched(real)))
    if "lock" in missing:
        patches.append(patch.object(lock_beside, "_lock", refused))
    if "link" in missing:
        patches.append(patch.object(os, "link", refused))
    sleepers = (lock_beside, atomic_file)
    patches.extend(patch.object(module, "sleep", lambda _seconds: turns.pause(1.0)) for module in sleepers)
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in reversed(patches):
            one.stop()


if __name__ == "__main__":
    for played_mode, found in play_all(400).items():
        print(f"{played_mode}: {found}")
