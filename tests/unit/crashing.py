"""Desks that die like killed processes, and what is to be found of their work afterwards."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.model.layer import Annotator
from annotator.model.span import Span
from annotator.services.editing import annotations
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.keeping.journal import journal_path
from tests.unit.making import TEXT

KATO = Annotator("mkato", "M. Kato")
ARTICLE = "a.txt"


def start(folder: Path) -> Desk:
    """A desk for a new article in a folder."""
    (folder / ARTICLE).write_text(TEXT)
    return reopen(folder)


def reopen(folder: Path) -> Desk:
    """The desk of that article as the next start of the program opens it."""
    return open_desk(folder / ARTICLE, KATO, journals=folder / "journals")


def journal_of(desk: Desk) -> Path:
    """Where a desk of these writes its journal."""
    return journal_path(desk.document_path.parent / "journals", desk.session.sidecar)


def die(desk: Desk) -> None:
    """End as a killed process does: nothing is saved, nothing tidied up; the lock goes with the process."""
    desk._journal.release()
    if desk._lock:
        desk._lock.release()


def title(desk: Desk, words: str) -> None:
    """Make the smallest step there is."""
    draft = desk.session.draft()
    draft.put_document(title=words)
    desk.session.commit(draft, "Title")


def title_of(desk: Desk) -> str | None:
    """Give what the last of such steps left."""
    return desk.session.layer.document.title


def act(desk: Desk, chance: random.Random) -> None:
    """Do something: mostly a step, sometimes one back or forth, sometimes saving."""
    kind = chance.choice(["add", "add", "add", "change", "delete", "undo", "redo", "save"])
    if kind == "save":
        desk.save()
    else:
        change(desk, chance, kind)


def change(desk: Desk, chance: random.Random, kind: str) -> None:
    """Make a step of a kind."""
    session = desk.session
    if kind == "undo":
        session.undo()
    elif kind == "redo":
        session.redo()
    else:
        draft = session.draft()
        known = list(session.layer.annotations)
        if kind == "add" or not known:
            start_at = chance.randrange(len(TEXT) - 5)
            span = Span(start_at, start_at + 1 + chance.randrange(4))
            annotations.annotate(draft, session.document, [span], chance.choice(["actor", "claim", "agreement"]))
        elif kind == "delete":
            annotations.delete(draft, chance.choice(known))
        else:
            annotations.set_fields(draft, chance.choice(known), note=str(chance.random()))
        session.commit(draft, kind)


def records(desk: Desk) -> list[object]:
    """All that a desk's layer holds, to be compared."""
    layer = desk.session.layer
    tables = (layer.annotations, layer.entities, layer.topics, layer.links, layer.deleted)
    return [layer.document, *(dict(table) for table in tables)]


@dataclass(frozen=True)
class Moment:
    """What is on disk and on screen at one moment: the journal's size, the sidecar, and the state with its history."""

    written: int
    sidecar: bytes | None
    records: list[object]
    undoable: int
    is_saved: bool

    @classmethod
    def of(cls, desk: Desk) -> "Moment":
        sidecar, journal = desk.session.sidecar, journal_of(desk)
        return cls(
            journal.stat().st_size if journal.exists() else 0,
            sidecar.read_bytes() if sidecar.exists() else None,
            records(desk),
            len(desk.session.history.done),
            desk.is_saved,
        )


def moments(desk: Desk, chance: random.Random, steps: int) -> Iterator[Moment]:
    """Work for some steps, saving among them in its three stages, and give every moment at which one may die."""
    yield Moment.of(desk)
    for _step in range(steps):
        kind = chance.choice(["add", "add", "add", "change", "delete", "undo", "redo", "save", "save"])
        if kind != "save":
            change(desk, chance, kind)
            yield Moment.of(desk)
        elif not desk.is_saved:
            job = desk.begin_save()
            yield Moment.of(desk)
            saved = job.run()
            yield Moment.of(desk)
            desk.end_save(job, saved)
            yield Moment.of(desk)


def died_at(moment: Moment, cut: int, of: Path, into: Path) -> Path:
    """Make the folder that is left where the program died at a moment, its journal written as far as ``cut``."""
    into.mkdir()
    shutil.copy(of / ARTICLE, into)
    (into / "journals").mkdir()
    sidecar = into / f"{ARTICLE}.{KATO.id}.ann.json"
    if moment.sidecar is not None:
        sidecar.write_bytes(moment.sidecar)
    journal = journal_path(into / "journals", sidecar)
    for path in (of / "journals").iterdir():
        if path.suffix != ".lock" and cut:
            data = path.read_bytes()
            journal.with_suffix(path.suffix).write_bytes(data[:cut] if path.suffix == journal.suffix else data)
    return into
