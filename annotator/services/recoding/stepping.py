"""Making a step over many documents, taking it back, and making it again: each file whole, or left and said."""

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from annotator.formats.regular_files import read_regular
from annotator.services.disk.at_path import not_read
from annotator.services.disk.atomic_file import ChangedOnDisk, SaveError
from annotator.services.keeping.desk import OPEN_ELSEWHERE
from annotator.services.keeping.document_lock import Timeout, let_go, take
from annotator.services.keeping.journal import journal_path
from annotator.services.keeping.save_document import bytes_of, put
from annotator.services.recoding.own_files import UNSAVED, LeftAloneError
from annotator.services.recoding.planning import Planner, Preview, Target
from annotator.services.recoding.step_journal import (
    Phase,
    Step,
    StepError,
    StepFile,
    StepJournal,
    forget,
    forget_old,
    held,
)
from annotator.services.running.garbage import collector_paused
from annotator.services.running.progress import Cancelled, Counter, Progress, no_progress
from annotator.services.user import state_folders
from annotator.services.user.earlier_states import keep_state, pack_states

CHANGED: Final = "The file was changed since, and stays as it is."
GONE: Final = "The file is not there any more."


@dataclass(slots=True)
class Outcome:
    """What came of a step: the files that are now as it wants them, and a sentence for each that is not.

    ``targets`` are what was asked for. ``read_again`` are files that were changed since the look, and were read again
    before they were changed.
    """

    step: Step
    targets: list[Target] = field(default_factory=list)
    done: list[Path] = field(default_factory=list)
    left: dict[Path, str] = field(default_factory=dict)
    read_again: list[Path] = field(default_factory=list)


def prepare(preview: Preview, planner: Planner, progress: Progress = no_progress) -> Outcome | None:
    """Work out the step that was looked at, from the files as they are now, and record it whole; None for no change.

    Nothing is written to any document's file. Raises OSError where it cannot be recorded, Cancelled where ``progress``
    does. May be called in any thread.
    """
    journal = StepJournal.begin(planner.recoding.label, planner.time, planner.annotator.id, planner.root)
    outcome = Outcome(journal.step)
    try:
        with held(journal.step):
            _record_all(preview, planner, journal, outcome, progress)
            if journal.step.files:
                journal.note(Phase.DOING)
    except BaseException:
        journal.close()
        forget(journal.step)
        raise
    journal.close()
    if not journal.step.files:
        forget(journal.step)
        return None
    return outcome


def _record_all(preview: Preview, planner: Planner, journal: StepJournal, outcome: Outcome, progress: Progress) -> None:
    counter = Counter(len(preview.files), progress)
    for file in preview.files:
        path = file.target.sidecar
        try:
            with collector_paused():
                planned = planner.plan(file.target)
                if not file.is_open and planned.file.sha256 != file.sha256:
                    outcome.read_again.append(path)
                if planned.transaction.edits:
                    layer = planned.file.layer.snapshot() if planned.is_open else planned.file.layer
                    before = read_regular(path) if planned.is_open else planned.file.data
                    layer.apply(planned.transaction.edits)
                    outcome.targets.append(file.target)
                    journal.add(path, before, bytes_of(layer), planned.passages)
        except LeftAloneError as error:
            outcome.left[path] = str(error)
        except OSError as error:
            outcome.left[path] = not_read("The file", error)
        counter.step(path)


def make(outcome: Outcome, progress: Progress = no_progress, *, but: Container[Path] = ()) -> Outcome:
    """Write the files of a step that is recorded, or the rest of them where it was broken off.

    ``but`` are files that somebody else has written or will. Where ``progress`` raises Cancelled, what was written is
    taken back. Raises OSError where the record cannot be written. May be called in any thread.
    """
    step = outcome.step
    try:
        return _go_through(step, outcome, progress, but, forwards=True)
    except Cancelled:
        take_back(step, but=but)
        raise


def take_back(step: Step, progress: Progress = no_progress, *, but: Container[Path] = ()) -> Outcome:
    """Give the files what they held before a step, where they are still as it left them; the others are named."""
    return _go_through(step, Outcome(step), progress, but, forwards=False)


def make_again(step: Step, progress: Progress = no_progress, *, but: Container[Path] = ()) -> Outcome:
    """Make a step again that was taken back, in the files that are still as they were before it; or finish it."""
    return make(Outcome(step), progress, but=but)


def _go_through(step: Step, outcome: Outcome, progress: Progress, but: Container[Path], *, forwards: bool) -> Outcome:
    with held(step):
        _note(step, Phase.DOING if forwards else Phase.UNDOING)
        counter = Counter(len(step.files), progress)
        for path, file in step.files.items():
            if path not in but:
                _try(outcome, path, lambda file=file: _put(step, file, forwards=forwards))  # type: ignore[misc]
            counter.step(path)
        _note(step, Phase.DONE if forwards else Phase.UNDONE)
    forget_old()
    return outcome


def _try(outcome: Outcome, path: Path, work: Callable[[], None]) -> None:
    try:
        work()
    except ChangedOnDisk:
        outcome.left[path] = CHANGED
    except (LeftAloneError, SaveError, StepError) as error:
        outcome.left[path] = str(error)
    except OSError as error:
        outcome.left[path] = not_read("The file", error)
    else:
        outcome.done.append(path)


def _note(step: Step, phase: Phase) -> None:
    if step.phase is phase:
        return
    journal = StepJournal.again(step)
    try:
        journal.note(phase)
    finally:
        journal.close()


def _put(step: Step, file: StepFile, *, forwards: bool) -> None:
    """Give a file what it is to hold; raises LeftAloneError, SaveError, StepError, OSError where it stays."""
    found, digest = _now(file.path)
    wanted, have = (file.before, file.after) if forwards else (file.after, file.before)
    if digest == have:
        return
    if digest != wanted:
        raise LeftAloneError(GONE if digest is None else CHANGED)
    data = step.bytes_of(file, after=forwards)
    journal = journal_path(state_folders.journals(), file.path)
    try:
        lock = take(journal)
    except Timeout:
        raise LeftAloneError(OPEN_ELSEWHERE) from None
    try:
        if journal.exists():
            raise LeftAloneError(UNSAVED)
        if data is not None:
            put(data, file.path, digest)
        elif found is not None:
            _remove(file.path, found)
        pack_states(file.path)
    finally:
        if lock:
            let_go(lock)


def _now(path: Path) -> tuple[bytes | None, str | None]:
    try:
        found = read_regular(path)
    except FileNotFoundError:
        return None, None
    return found, sha256(found).hexdigest()


def _remove(path: Path, held_before: bytes) -> None:
    """Remove a file that the step had made, which is kept with its earlier states."""
    keep_state(path, held_before)
    path.unlink()
