"""A step over many documents in the one that is open: made, taken back and made again through its session."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from annotator.formats.regular_files import read_regular
from annotator.model.edits import EditError
from annotator.model.history import History
from annotator.services.editing.session import Session
from annotator.services.recoding.in_histories import is_last_done, is_next, mark_of, part_of
from annotator.services.recoding.planning import OpenFile, Planner, Preview
from annotator.services.recoding.step_journal import Step, StepError, StepFile, came_to_hold
from annotator.services.recoding.stepping import CHANGED, Outcome
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.session_bridge import SessionBridge


class StepInSession:
    """Takes a step's part through the open session, so that its own undo is the same step.

    ``saved_as`` is the file that was saved last, with the hash by which steps know what it now holds.
    """

    def __init__(self, bridge: SessionBridge, files: FileCommands) -> None:
        self._bridge, self._files = bridge, files
        self.saved_as: tuple[Path, str] | None = None

    @property
    def history(self) -> History | None:
        """The history of what is open."""
        session = self._bridge.session
        return session.history if session else None

    def open_file(self) -> OpenFile | None:
        """Give what is open as it is now."""
        session = self._bridge.session
        if session is None:
            return None
        return OpenFile(session.sidecar, session.document, session.layer.snapshot(), session.read_only)

    def is_saved(self, preview: Preview) -> bool:
        """Save what is open where a step changes it; tells whether it is as it lies on the disk."""
        desk = self._files.desk
        if desk is None or not any(file.is_open for file in preview.files):
            return True
        self._files.autosave.save_now()
        return desk.is_saved and desk.disk_sha256 is not None

    def make(self, planner: Planner, outcome: Outcome) -> Path | None:
        """Make the step in what is open, as one of its own; gives its file where it is one of the step's."""
        session = self._bridge.session
        if session is None or session.sidecar not in outcome.step.files:
            return None
        target = next(target for target in outcome.targets if target.sidecar == session.sidecar)
        draft = session.draft()
        planner.change(draft, target, session.document)
        session.commit(draft, planner.recoding.label, group=mark_of(outcome.step))
        self._save(outcome, outcome.step.files[session.sidecar].after)
        return session.sidecar

    def go(self, step: Step, outcome: Outcome, *, forwards: bool) -> Path | None:
        """Go back or forth in what is open: by its own undo where the step is its last, else by the edits."""
        session = self._bridge.session
        if session is None or (file := step.files.get(session.sidecar)) is None:
            return None
        self._files.autosave.save_now()
        wanted, becomes = (file.before, file.after) if forwards else (file.after, file.before)
        history = session.history
        if (is_last_done if forwards else is_next)(history, step):
            # A crash came before it was saved, and its journal brought it back.
            pass
        elif not forwards and is_last_done(history, step):
            session.undo()
        elif forwards and is_next(history, step):
            session.redo()
        elif self._holds(becomes):
            # It came as far as this before it was broken off.
            outcome.done.append(session.sidecar)
            return session.sidecar
        elif not self._apply_part(session, step, file, forwards=forwards, wanted=wanted):
            outcome.left[session.sidecar] = CHANGED
            return session.sidecar
        self._save(outcome, becomes)
        return session.sidecar

    def undo(self, step: Step) -> None:
        """Take a step's part back that was just made."""
        session = self._bridge.session
        if session and is_last_done(session.history, step):
            session.undo()

    def to_note(self) -> tuple[Path, str, str] | None:
        """Give the file that was saved last, the hash by which steps know it, and its own; once."""
        desk, saved, self.saved_as = self._files.desk, self.saved_as, None
        return (*saved, desk.disk_sha256) if desk and saved and desk.disk_sha256 else None

    def _holds(self, digest: str | None) -> bool:
        desk = self._files.desk
        return desk is not None and desk.is_saved and desk.disk_sha256 == digest

    def _apply_part(self, session: Session, step: Step, file: StepFile, *, forwards: bool, wanted: str | None) -> bool:
        if session.read_only or not self._holds(wanted):
            return False
        try:
            session.apply(part_of(step, file, forwards=forwards))
        except (EditError, StepError, OSError, ValueError):
            return False
        return True

    def _save(self, outcome: Outcome, known_as: str | None) -> None:
        desk = self._files.desk
        assert desk is not None
        path = desk.session.sidecar
        self._files.autosave.save_now()
        if not desk.is_saved:
            outcome.left[path] = "It is changed in the window, but could not be saved yet."
            return
        outcome.done.append(path)
        self.saved_as = (path, known_as) if known_as else None


def note_saved(steps: Iterable[Step], path: Path, known_as: str, digest: str) -> None:
    """Let what a session saved stand from now on for what steps know by a hash; in any thread."""
    try:
        data = read_regular(path)
        if sha256(data).hexdigest() == digest:
            came_to_hold(steps, path, known_as, data)
    except (OSError, StepError):
        # Then the file is not as any step left it, which is said when one is to be taken back.
        return
