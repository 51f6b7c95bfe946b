"""A step over many documents as a step in the histories of those that are open or were visited."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.clock import now
from annotator.model.edits import Edit, EditError
from annotator.model.history import History
from annotator.model.layer import edits_between
from annotator.model.transaction import Transaction
from annotator.services.keeping.kept_sessions import KeptSessions, Work
from annotator.services.recoding.step_journal import Step, StepError, StepFile


def mark_of(step: Step) -> str:
    """Give the group by which a document's history knows its part of a step."""
    return f"step:{step.place.stem}"


def is_last_done(history: History, step: Step) -> bool:
    """Tell whether a document's part of a step is what its own undo would take back."""
    return bool(history.done) and history.done[-1].group == mark_of(step)


def is_next(history: History, step: Step) -> bool:
    """Tell whether a document's part of a step is what its own redo would make again."""
    return bool(history.undone) and history.undone[-1].group == mark_of(step)


def forget_parts(histories: Iterable[History], steps: Iterable[Step]) -> None:
    """Let documents not make again alone their part of steps that are made again in all documents or in none."""
    gone = set(map(mark_of, steps))
    for history in histories:
        if any(part.group in gone for part in history.undone):
            history.forget_undone()


def part_of(step: Step, file: StepFile, *, forwards: bool) -> Transaction:
    """Give what a step does to one file, or its way back, as a step of that document; raises StepError, OSError."""
    was, becomes = (step.bytes_of(file, after=after) for after in (not forwards, forwards))
    edits: tuple[Edit, ...] = ()
    if was is not None and becomes is not None:
        edits = edits_between(load_sidecar(was).layer, load_sidecar(becomes).layer)
    return Transaction(edits, step.label, step.annotator, now(), mark_of(step))


def parts_of_closed(
    kept: KeptSessions, step: Step, paths: Iterable[Path], *, forwards: bool
) -> dict[Path, Transaction]:
    """Give what a step did to documents that were visited, where their histories do not say it; in any thread."""
    parts: dict[Path, Transaction] = {}
    for path in paths:
        work = kept.of(path)
        if work and not (is_next if forwards else is_last_done)(work.history, step):
            with suppress(StepError, OSError, ValueError):
                parts[path] = part_of(step, step.files[path], forwards=forwards)
    return parts


def carry_on(kept: KeptSessions, step: Step, file: StepFile, part: Transaction | None, *, forwards: bool) -> None:
    """Let what is kept of a closed document have the step that its file has got, or has lost, ``part`` of it."""
    work = kept.of(file.path)
    held, becomes = (file.before, file.after) if forwards else (file.after, file.before)
    if work is None or work.file_sha256 != held or becomes is None:
        return
    history = work.history
    try:
        if not forwards and is_last_done(history, step):
            work.layer.apply(history.done[-1].inverted().edits)
            history.undo()
        elif forwards and is_next(history, step):
            work.layer.apply(history.undone[-1].edits)
            history.redo()
        elif part is None:
            kept.forget(file.path)
            return
        else:
            work.layer.apply(part.edits)
            history.push(part)
    except EditError:
        # Coming back says then that undo begins anew.
        kept.forget(file.path)
        return
    history.mark_saved(history.state)
    kept.change(file.path, Work(work.layer, history, becomes, work.text_sha256))
