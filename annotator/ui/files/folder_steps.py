"""Steps over many documents in the window: looked at, made, taken back and made again, also after a crash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from annotator.formats.regular_files import read_regular
from annotator.model.clock import now, seconds_between
from annotator.model.edits import EditError
from annotator.model.entity import Entity
from annotator.model.history import History
from annotator.model.layer import Annotator
from annotator.model.topic import Topic
from annotator.services.editing.session import Session
from annotator.services.keeping.document_lock import Timeout
from annotator.services.keeping.open_document import own_sidecar
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.in_histories import carry_on, forget_parts, is_last_done, is_next, mark_of, part_of
from annotator.services.recoding.planning import OpenFile, Planner, Preview, Target, preview_of
from annotator.services.recoding.recodings import AnnotateNames, Recoding
from annotator.services.recoding.step_journal import (
    Phase,
    Step,
    StepError,
    StepFile,
    broken_off,
    came_to_hold,
    steps_of,
)
from annotator.services.recoding.stepping import CHANGED, Outcome, make, make_again, prepare, take_back
from annotator.services.running.progress import Cancelled, Progress
from annotator.ui.dialogs.recode_dialog import RecodeDialog, RecodeScope
from annotator.ui.dialogs.report_page import Report
from annotator.ui.dialogs.step_list import StepList
from annotator.ui.dialogs.step_preview import StepPreview, StepReport, document_shown
from annotator.ui.files.file_commands import FileCommands, Notify
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.waiting import Waiting
from annotator.ui.toolkit.words_on_screen import counted

NOT_SAVED = "The open document could not be saved, so nothing was changed in any."


@dataclass(frozen=True, slots=True)
class _Made:
    """A step of this window, when it was made or taken back, and the history of what was open then in its state."""

    step: Step
    time: str
    history: History | None
    state: object


class FolderSteps(QObject):
    """Makes steps over the documents of the open folder; undo takes the last one back in all of them.

    What is open goes through its session, so that its own undo is the same step.
    """

    written = Signal(object)
    """The annotation files that were written, as a list of paths."""
    changed = Signal()
    """Another step can be taken back, or made again."""

    def __init__(
        self,
        window: QWidget,
        bridge: SessionBridge,
        files: FileCommands,
        documents: DocumentPanel,
        notify: Notify,
    ) -> None:
        super().__init__(window)
        self._window, self._bridge, self._files = window, bridge, files
        self._documents, self._notify = documents, notify
        self._waiting = Waiting(window)
        self._done: list[_Made] = []
        self._undone: list[_Made] = []
        self._looked_at: Path | None = None

    @property
    def root(self) -> Path | None:
        """The folder that steps are made in: the open one, else that of the open document."""
        desk = self._files.desk
        return self._documents.folder or (desk.document_path.parent if desk else None)

    # Looking and making ------------------------------------------------------------------------------------------

    def look(self, recoding: Recoding, targets: Sequence[Target], progress: Progress) -> Preview:
        """Work out what a recoding would change; may be called in any thread once ``begin_look`` was."""
        annotator, root, opened = self._asked
        return preview_of(recoding, targets, annotator, root, opened=opened, progress=progress)

    def begin_look(self) -> bool:
        """Remember what is open as it is now; tells whether there is a folder, and somebody who annotates."""
        root, annotator = self.root, self._files.annotator()
        if root is None or annotator is None:
            return False
        self._asked: tuple[Annotator, Path, OpenFile | None] = (annotator, root, self._open_file())
        return True

    def ask(self, recoding: Recoding, targets: Sequence[Target]) -> bool:
        """Show what a recoding would change, and make it if that is wanted; tells whether it was."""
        if not self.begin_look():
            return False
        dialog = StepPreview(self._window, recoding.label, self.look, self._asked[1])
        dialog.ask(recoding, targets, "")
        return self.settle(dialog)

    def settle(self, dialog: StepPreview) -> bool:
        """Run a dialog that looks at a step, and make the step that was looked at; tells whether it was made."""
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        preview = dialog.preview
        dialog.deleteLater()
        return accepted and preview is not None and self.make(preview)

    def make(self, preview: Preview) -> bool:
        """Make a step that was looked at; tells whether anything was changed."""
        annotator, root = self._files.annotator(), self.root
        if annotator is None or root is None or not self._is_saved(preview):
            return False
        planner = Planner(preview.recoding, annotator, root, self._open_file())
        outcome: Outcome | None = None
        try:
            outcome = self._waiting.result(preview.recoding.label, partial(prepare, preview, planner))
            if outcome is None:
                self._bridge.message.emit("Nothing changes any more.")
                return False
            opened = self._make_in_session(planner, outcome)
            self._write(partial(make, outcome), outcome, opened)
        except Cancelled:
            if outcome:
                self._undo_in_session(outcome.step)
            self._bridge.message.emit("Stopped; what was changed was taken back.")
            return False
        except (OSError, Timeout) as error:
            self._notify(f"The step could not be recorded ({error}), so nothing was changed.")
            return False
        self._remember(self._done, outcome.step)
        self._forget_undone()
        self._tell(outcome, "changed", outcome.step.label)
        return True

    def _forget_undone(self) -> None:
        """Let nothing be made again that was taken back before this step, neither in all documents nor in one."""
        steps = [made.step for made in self._undone]
        kept = (self._files.kept.of(path) for step in steps for path in step.files)
        forget_parts([*([self._history] if self._history else ()), *(one.history for one in kept if one)], steps)
        self._undone.clear()

    # What is asked for -------------------------------------------------------------------------------------------

    def annotate_everywhere(self, recoding: AnnotateNames) -> None:
        """Annotate names in all documents that are listed, after a look at what that changes."""
        if annotator := self._files.annotator():
            paths = self._documents.paths
            self.ask(recoding, [Target(own_sidecar(path, annotator.id), None, path) for path in paths])

    def name_records(self, records: Sequence[object], *, many: bool) -> None:
        """Rename an entity or a topic of the open document, or merge several, in all documents that are listed."""
        entities = tuple(Who(one.type, one.name) for one in records if isinstance(one, Entity))
        topics = tuple(one.name for one in records if isinstance(one, Topic))
        way = f"{'merge' if many else 'rename'}-{'entit' if entities else 'topic'}"
        way += ("ies" if many else "y") if entities else "s" if many else ""
        self.recode(self.scope((), entities, topics), way)

    def scope(
        self,
        chosen: Sequence[Target],
        entities: Sequence[Who] = (),
        topics: Sequence[str] = (),
        codes: Sequence[str] = (),
    ) -> RecodeScope:
        """Say what is chosen, and what is known by name in the open document and the codebook."""
        book, layer = self._bridge.codebook, self._bridge.session.layer if self._bridge.session else None
        known = [*book.entities, *(layer.entities.values() if layer else ())]
        about = [*book.topics, *(layer.topics.values() if layer else ())]
        return RecodeScope(
            tuple(chosen),
            tuple(map(Target, self._documents.sidecars)),
            tuple(entities),
            tuple(topics),
            tuple(codes),
            tuple(sorted({Who(one.type, one.name) for one in known}, key=lambda who: who.name)),
            tuple(sorted({topic.name for topic in about})),
            tuple(dict.fromkeys(code.name for code in book.codes)),
        )

    def recode(self, scope: RecodeScope, way: str = "add-code") -> bool:
        """Ask what is to be done to what is chosen, and do it after a look; tells whether anything was changed."""
        if not self.begin_look():
            return False
        return self.settle(RecodeDialog(self._window, scope, self.look, self._asked[1], way))

    def show_list(self) -> None:
        """Show the steps that were made in this folder, to be taken back or made again."""
        steps = steps_of(self.root)
        if not steps:
            self._bridge.message.emit("No step was made over many documents of this folder.")
            return
        StepList(self._window, steps, self.take_back, self.make_again).exec()

    # Back and forth ----------------------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str:
        """What undo would take back in many documents, or "" where what is open has a later step of its own."""
        return _label(self._to_undo())

    @property
    def redo_label(self) -> str:
        """What redo would make again in many documents, or ""."""
        return _label(self._to_redo())

    def undo(self) -> bool:
        """Take the last step back in all documents if it is the last of all; tells whether it was."""
        if (made := self._to_undo()) is None:
            return False
        self._done.remove(made)
        self._go(made.step, forwards=False)
        self._remember(self._undone, made.step)
        return True

    def redo(self) -> bool:
        """Make the step again that was taken back last; tells whether there was one."""
        if (made := self._to_redo()) is None:
            return False
        self._undone.remove(made)
        self._go(made.step, forwards=True)
        self._remember(self._done, made.step)
        return True

    def take_back(self, step: Step) -> None:
        """Take back a step that was made earlier, or broken off."""
        self._done = [made for made in self._done if made.step.place != step.place]
        self._go(step, forwards=False)
        self._remember(self._undone, step)

    def make_again(self, step: Step) -> None:
        """Make a step again that was taken back earlier, or finish one that was broken off."""
        self._undone = [made for made in self._undone if made.step.place != step.place]
        self._go(step, forwards=True)
        self._remember(self._done, step)

    def look_at_folder(self) -> None:
        """Say what was broken off in another folder than before."""
        if self.root != self._looked_at:
            self._looked_at = self.root
            self.say_broken_off()

    def say_broken_off(self) -> None:
        """Say which steps in the open folder were left in the middle, and offer to finish them or take them back."""
        root = self.root
        for step in broken_off(root) if root else ():
            what = "in the middle of" if step.phase is Phase.DOING else "while it took back"
            self._notify(
                f"Annotator ended {what} “{step.label}” in {counted(len(step.files), 'document')}; some of them may "
                "be changed and others not.",
                [("Finish it", partial(self.make_again, step)), ("Take it back", partial(self.take_back, step))],
                lasting=True,
                about=step.root.name,
            )

    def _to_undo(self) -> _Made | None:
        """Give the step that was made last, unless what is open has a later one of its own."""
        made, history = self._done[-1] if self._done else None, self._history
        if made is None or history is None or not history.done or is_last_done(history, made.step):
            return made
        return made if _is_later(made, history) else None

    def _to_redo(self) -> _Made | None:
        """Give the step that was taken back last, unless what is open was changed or taken further back since."""
        made, history = self._undone[-1] if self._undone else None, self._history
        if made is None or history is None or is_next(history, made.step):
            return made
        return made if not history.undone and (not history.done or _is_later(made, history)) else None

    @property
    def _history(self) -> History | None:
        session = self._bridge.session
        return session.history if session else None

    def _go(self, step: Step, *, forwards: bool) -> None:
        outcome = Outcome(step)
        opened = self._go_in_session(step, outcome, forwards=forwards)
        work = make_again if forwards else take_back
        try:
            self._write(partial(work, step), outcome, opened, forwards=forwards)
        except Cancelled:
            self._notify(f"Stopped in the middle of “{step.label}”.", lasting=True)
            QTimer.singleShot(0, self.say_broken_off)
            return
        except (OSError, Timeout) as error:
            self._notify(f"“{step.label}” could not be {'made again' if forwards else 'taken back'} ({error}).")
            return
        self._tell(outcome, "made again" if forwards else "taken back", step.label)

    def _write(
        self, work: Callable[..., Outcome], outcome: Outcome, opened: Path | None, *, forwards: bool = True
    ) -> None:
        """Have the files written that are not open, and take in what came of it."""
        but = () if opened is None else (opened,)
        came = self._waiting.result(outcome.step.label, lambda progress: work(progress, but=but))
        if came is not outcome:
            outcome.done += came.done
            outcome.left |= came.left
        written = [path for path in outcome.done if path != opened]
        for path in written:
            carry_on(self._files.kept, outcome.step, outcome.step.files[path], forwards=forwards)
        self.written.emit(written)

    # What is open ------------------------------------------------------------------------------------------------

    def _open_file(self) -> OpenFile | None:
        session = self._bridge.session
        if session is None:
            return None
        return OpenFile(session.sidecar, session.document, session.layer.snapshot(), session.read_only)

    def _is_saved(self, preview: Preview) -> bool:
        desk = self._files.desk
        if desk is None or not any(file.is_open for file in preview.files):
            return True
        self._files.autosave.save_now()
        if not desk.is_saved or desk.disk_sha256 is None:
            self._notify(NOT_SAVED)
            return False
        return True

    def _make_in_session(self, planner: Planner, outcome: Outcome) -> Path | None:
        """Make the step in what is open, as one of its own; gives its file where it is one of the step's."""
        session = self._bridge.session
        if session is None or session.sidecar not in outcome.step.files:
            return None
        target = next(target for target in outcome.targets if target.sidecar == session.sidecar)
        draft = session.draft()
        planner.change(draft, target, session.document)
        session.commit(draft, planner.recoding.label, group=mark_of(outcome.step))
        self._save_open(outcome, outcome.step.files[session.sidecar].after)
        return session.sidecar

    def _go_in_session(self, step: Step, outcome: Outcome, *, forwards: bool) -> Path | None:
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
        self._save_open(outcome, becomes)
        return session.sidecar

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

    def _undo_in_session(self, step: Step) -> None:
        session = self._bridge.session
        if session and is_last_done(session.history, step):
            session.undo()

    def _save_open(self, outcome: Outcome, known_as: str | None) -> None:
        """Save what is open; its bytes stand from now on for those that steps knew by a hash."""
        desk = self._files.desk
        assert desk is not None
        path = desk.session.sidecar
        self._files.autosave.save_now()
        if not desk.is_saved:
            outcome.left[path] = "It is changed in the window, but could not be saved yet."
            return
        outcome.done.append(path)
        try:
            data = read_regular(path)
            if sha256(data).hexdigest() == desk.disk_sha256 and known_as is not None:
                steps = [made.step for made in (*self._done, *self._undone) if made.step is not outcome.step]
                came_to_hold([*steps, outcome.step], path, known_as, data)
        except (OSError, StepError):
            # Then the file is not as any step left it, which is said when one is to be taken back.
            return

    def _remember(self, steps: list[_Made], step: Step) -> None:
        history = self._history
        steps.append(_Made(step, now(), history, history.state if history else None))
        self.changed.emit()

    def _tell(self, outcome: Outcome, what: str, label: str) -> None:
        done = counted(len(outcome.done), "document")
        self._bridge.message.emit(f"{label}: {what} in {done}.")
        if not outcome.left:
            return
        names = [document_shown(path, outcome.step.root) for path in outcome.left]
        rows = tuple(zip(names, outcome.left.values(), strict=True))
        stay = f"{counted(len(rows), 'document')} stay{'' if len(rows) > 1 else 's'} as before"
        said = f"“{label}” was {what} in {done}; {stay}: {', '.join(names[:3])}{', …' if len(names) > 3 else ''}."
        report = Report(f"{label}: {stay}.", rows)
        show = lambda: StepReport(self._window, label, report).exec()  # noqa: E731
        self._notify(said, [("Show", show)], lasting=True, about=outcome.step.root.name)


def _label(made: _Made | None) -> str:
    return f"{made.step.label} in {counted(len(made.step.files), 'document')}" if made else ""


def _is_later(made: _Made, history: History) -> bool:
    """Tell whether a step was made, or taken back, after the last one of a document's own."""
    if history is made.history:
        return history.state is made.state
    return seconds_between(history.done[-1].time, made.time) >= 0
