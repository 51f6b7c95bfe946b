"""Steps over many documents in the window: looked at, made, taken back and made again, also after a crash."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from annotator.model.entity import Entity
from annotator.model.layer import Annotator
from annotator.model.topic import Topic
from annotator.model.transaction import Transaction
from annotator.services.keeping.document_lock import Timeout
from annotator.services.keeping.open_document import own_sidecar
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.in_histories import carry_on, forget_parts, parts_of_closed
from annotator.services.recoding.planning import OpenFile, Planner, Preview, Target, preview_of
from annotator.services.recoding.recodings import AnnotateNames, Recoding
from annotator.services.recoding.step_journal import Phase, Step, broken_off, steps_of
from annotator.services.recoding.stepping import Outcome, make, make_again, prepare, take_back
from annotator.services.running.progress import Cancelled, Progress
from annotator.ui.dialogs.recode_dialog import RecodeDialog, RecodeScope
from annotator.ui.dialogs.report_page import Report
from annotator.ui.dialogs.step_list import StepList
from annotator.ui.dialogs.step_preview import StepPreview, StepReport, document_shown
from annotator.ui.files.file_commands import FileCommands, Notify
from annotator.ui.files.made_steps import MadeSteps
from annotator.ui.files.step_in_session import StepInSession, note_saved
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread
from annotator.ui.toolkit.waiting import Waiting
from annotator.ui.toolkit.words_on_screen import counted

_NAMED: Final = 3
NOT_SAVED: Final = "The open document could not be saved, so nothing was changed in any."


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
        self._waiting = Waiting(window, paints=True)
        self._open = StepInSession(bridge, files)
        self.made = MadeSteps()
        self._looked_at: Path | None = None
        self._looker = OneThread("folder-steps")

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
        self._asked: tuple[Annotator, Path, OpenFile | None] = (annotator, root, self._open.open_file())
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
        if annotator is None or root is None:
            return False
        if not self._open.is_saved(preview):
            self._notify(NOT_SAVED)
            return False
        planner = Planner(preview.recoding, annotator, root, self._open.open_file())
        outcome: Outcome | None = None
        try:
            outcome = self._waiting.result(preview.recoding.label, partial(prepare, preview, planner))
            if outcome is None:
                self._bridge.message.emit("Nothing changes any more.")
                return False
            opened = self._open.make(planner, outcome)
            self._write(partial(make, outcome), outcome, opened, forwards=True)
        except Cancelled:
            if outcome:
                self._open.undo(outcome.step)
            self._bridge.message.emit("Stopped; what was changed was taken back.")
            return False
        except (OSError, Timeout) as error:
            self._notify(f"The step could not be recorded ({error}), so nothing was changed.")
            return False
        self._note(outcome.step, forwards=True)
        self._forget_undone()
        self._tell(outcome, "changed", outcome.step.label)
        return True

    def _forget_undone(self) -> None:
        """Let nothing be made again that was taken back before this step, neither in all documents nor in one."""
        steps, history = self.made.undone, self._open.history
        kept = (self._files.kept.of(path) for step in steps for path in step.files)
        forget_parts([*([history] if history else ()), *(one.history for one in kept if one)], steps)
        self.made.forget_undone()

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
        root = self.root
        try:
            steps = self._waiting.result("Steps over many documents", lambda _progress: steps_of(root))
        except Cancelled:
            return
        if not steps:
            self._bridge.message.emit("No step was made over many documents of this folder.")
            return
        StepList(self._window, steps, self.take_back, self.make_again).exec()

    # Back and forth ----------------------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str:
        """What undo would take back in many documents, or "" where what is open has a later step of its own."""
        return _label(self.made.to_undo(self._open.history))

    @property
    def redo_label(self) -> str:
        """What redo would make again in many documents, or ""."""
        return _label(self.made.to_redo(self._open.history))

    def undo(self) -> bool:
        """Take the last step back in all documents if it is the last of all; tells whether it was."""
        step = self.made.to_undo(self._open.history)
        if step:
            self.take_back(step)
        return step is not None

    def redo(self) -> bool:
        """Make the step again that was taken back last; tells whether there was one."""
        step = self.made.to_redo(self._open.history)
        if step:
            self.make_again(step)
        return step is not None

    def take_back(self, step: Step) -> None:
        """Take back a step, also one that was made earlier, or broken off."""
        self._go(step, forwards=False)
        self._note(step, forwards=False)

    def make_again(self, step: Step) -> None:
        """Make a step again that was taken back, or finish one that was broken off."""
        self._go(step, forwards=True)
        self._note(step, forwards=True)

    def look_at_folder(self) -> None:
        """Say what was broken off in another folder than before."""
        if self.root != self._looked_at:
            self._looked_at = self.root
            self.say_broken_off()

    def say_broken_off(self) -> None:
        """Say which steps in the open folder were left in the middle, and offer to finish them or take them back."""
        if root := self.root:
            # Their records are read beside the window: twenty of 10,000 documents take seconds.
            self._looker.submit(lambda: in_window(self, self._say_broken_off, root, broken_off(root)))

    def _say_broken_off(self, root: Path, steps: list[Step]) -> None:
        for step in steps if root == self.root else ():
            is_made = step.phase is Phase.DOING
            what, again = ("in the middle of", "Finish it") if is_made else ("while it took back", "Make it again")
            self._notify(
                f"Annotator ended {what} “{step.label}” in {counted(len(step.files), 'document')}; some of them may "
                "be changed and others not.",
                [(again, partial(self.make_again, step)), ("Take it back", partial(self.take_back, step))],
                lasting=True,
                about=step.root.name,
            )

    def _go(self, step: Step, *, forwards: bool) -> None:
        outcome = Outcome(step)
        opened = self._open.go(step, outcome, forwards=forwards)
        work = make_again if forwards else take_back
        try:
            self._write(partial(work, step), outcome, opened, forwards=forwards)
        except Cancelled:
            self._notify(f"Stopped in the middle of “{step.label}”.", lasting=True)
            self.say_broken_off()
            return
        except (OSError, Timeout) as error:
            self._notify(f"“{step.label}” could not be {'made again' if forwards else 'taken back'} ({error}).")
            return
        self._tell(outcome, "made again" if forwards else "taken back", step.label)

    def _write(self, work: Callable[..., Outcome], outcome: Outcome, opened: Path | None, *, forwards: bool) -> None:
        """Have the files written that are not open, and take in what came of it."""
        step, kept, but = outcome.step, self._files.kept, () if opened is None else (opened,)
        saved, others = self._open.to_note(), [one for one in self.made.all if one.place != step.place]

        def write(progress: Progress) -> tuple[Outcome, dict[Path, Transaction]]:
            if saved:
                note_saved([*others, step], *saved)
            came = work(progress, but=but)
            return came, parts_of_closed(kept, step, came.done, forwards=forwards)

        came, parts = self._waiting.result(step.label, write)
        if came is not outcome:
            outcome.done += came.done
            outcome.left |= came.left
        written = [path for path in outcome.done if path != opened]
        for path in self._waiting.one_by_one([path for path in written if kept.of(path)]):
            carry_on(kept, step, step.files[path], parts.get(path), forwards=forwards)
        self.written.emit(written)

    def _note(self, step: Step, *, forwards: bool) -> None:
        self.made.note(step, self._open.history, forwards=forwards)
        self.changed.emit()

    def _tell(self, outcome: Outcome, what: str, label: str) -> None:
        done = counted(len(outcome.done), "document")
        self._bridge.message.emit(f"{label}: {what} in {done}.")
        if not outcome.left:
            return
        root, left = outcome.step.root, outcome.left
        names = [document_shown(path, root) for path in islice(left, _NAMED)]
        stay = f"{counted(len(left), 'document')} stay{'' if len(left) > 1 else 's'} as before"
        said = f"{label}: {what} in {done}; {stay}: {', '.join(names)}{', …' if len(left) > _NAMED else ''}."

        def show() -> None:
            rows = tuple((document_shown(path, root), why) for path, why in left.items())
            StepReport(self._window, label, Report(f"{label}: {stay}.", rows)).exec()

        # What was said of it before, as when it was taken back, holds no more.
        self._notify(said, [("Show", show)], lasting=True, about=root.name, instead_of=f"{label}: ")


def _label(step: Step | None) -> str:
    return f"{step.label} in {counted(len(step.files), 'document')}" if step else ""
