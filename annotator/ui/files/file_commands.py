"""Opening, saving and closing documents, and what is asked of the analyst on the way."""

import os
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.formats.documents.kinds import SUFFIXES
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.finding import Finding
from annotator.model.clock import now
from annotator.model.codebook import Codebook
from annotator.model.layer import Annotator
from annotator.services.codebook.folder_codebook import codebook_home, folder_codebook
from annotator.services.comparing.colleagues import is_adjudicated, is_review
from annotator.services.disk.at_path import is_folder, is_there, not_read
from annotator.services.disk.atomic_file import ChangedOnDisk, SaveError
from annotator.services.folder.annotator_names import annotators_beside
from annotator.services.keeping.clear_away import StrayWork, clear_away
from annotator.services.keeping.desk import Desk, desk_of
from annotator.services.keeping.kept_sessions import KeptSessions
from annotator.services.keeping.open_document import Opened
from annotator.services.keeping.whereabouts import Whereabouts
from annotator.services.user.sample import copy_sample
from annotator.services.user.settings import SettingsStore
from annotator.ui.dialogs.identity import ask_identity
from annotator.ui.files.autosave import Autosave
from annotator.ui.files.changed_on_disk import ChangedOnDiskCommands
from annotator.ui.files.document_reader import DocumentReader
from annotator.ui.files.questions import BOTH, FILE, OWN, may_leave_unsaved, which_work_counts
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread
from annotator.ui.toolkit.safe_text import message_box

Notify = Callable[..., None]


class FileCommands(QObject):
    """Owns the open desk; everything it cannot do is said in a dialog or in a notice, and files stay as they were."""

    opened = Signal(object)
    """A desk was opened, or None: all is closed."""
    folder_opened = Signal(Path)
    review_wanted = Signal(object)
    """Annotation files, as a list of paths, that are to be reviewed."""
    saved_text = Signal(str)
    put_with_states = Signal(object)
    """The names of files with whose earlier states something was put that a killed process had left."""

    def __init__(self, bridge: SessionBridge, store: SettingsStore, window: QWidget, notify: Notify) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._store = store
        self._window = window
        self._notify = notify
        self.desk: Desk | None = None
        self.kept = KeptSessions()
        self.where: Callable[[], Whereabouts | None] = lambda: None
        """Says where in the article the analyst is."""
        self.root: Callable[[], Path | None] = lambda: None
        """Gives the folder that is listed."""
        self._then: Callable[[], object] | None = None
        self.reader = DocumentReader(window)
        self.reader.gone.connect(self._forget)
        self._checker = OneThread("check")
        self.autosave = Autosave(self)
        self.autosave.saved.connect(self._say_saved)
        self.autosave.failed.connect(self._save_failed)
        self.changed_on_disk = ChangedOnDiskCommands(
            window,
            lambda: self.desk,
            save=self.save,
            reload=self._reload,
            save_elsewhere=self.save_elsewhere,
            notify=notify,
        )
        bridge.changed.connect(self._on_change)

    # Opening -----------------------------------------------------------------------------------------------------

    def ask_article(self) -> None:
        """Let the analyst choose an article or an annotation file."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        name, _filter = QFileDialog.getOpenFileName(
            self._window, "Open article", self._last_folder(), f"Articles and annotations ({patterns} *.ann.json)"
        )
        if name:
            self.open_path(Path(name))

    def ask_folder(self) -> None:
        """Let the analyst choose a folder."""
        if name := QFileDialog.getExistingDirectory(self._window, "Open folder", self._last_folder()):
            self.open_path(Path(name))

    def try_sample(self) -> None:
        """Copy the sample to the user's documents, unless it is there, and open the copy."""
        try:
            folder = copy_sample()
        except OSError as error:
            self._say("The sample could not be copied", f"The sample could not be copied to your documents: {error}.")
            return
        self.open_path(folder)

    def open_path(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Open a folder, an article or an annotation file; ``then`` is done when a document is open.

        What takes a while is read beside the window.
        """
        path = file_called(path.absolute())
        if is_folder(path):
            self._open_folder(path)
        elif is_review([path]):
            self.review_wanted.emit([path])
        elif annotator := self.annotator(path):
            self._then = then
            self._open_document(path, annotator)

    def stop_opening(self) -> None:
        """Read no further what was to be opened."""
        if path := self.reader.path:
            self.reader.stop()
            self._bridge.message.emit(f"Stopped; {path.name} was not opened.")

    def _open_document(self, path: Path, annotator: Annotator) -> None:
        if self._is_shown(path, annotator):
            self.reader.stop()
            self._end_opening()
        elif path != self.reader.path and (not self._is_open(path) or self.close_document()):
            # What is open stays until it is certain that something else can take its place.
            self.reader.open(path, annotator, partial(self._replace, path))

    def _replace(self, path: Path, desk: Desk) -> None:
        if not self.close_document():
            desk.close()
            return
        self.take_desk(desk, path)
        self._end_opening()

    def _end_opening(self) -> None:
        if self._then:
            self._then()

    def _open_folder(self, folder: Path) -> None:
        try:
            os.scandir(folder).close()
        except OSError as error:
            self._say(f"{folder.name} was not opened", not_read(f"The folder {folder}", error))
            return
        self.folder_opened.emit(folder)
        self._remember(folder)

    def _is_shown(self, path: Path, annotator: Annotator) -> bool:
        """Tell whether opening a path would only show what is open, and take its undo away."""
        if self.desk is None or self.desk.session.read_only or self.desk.session.author != annotator.id:
            return False
        return self._is_open(path)

    def take_first(self, opened: Opened, path: Path) -> None:
        """Go on with what the window began with, read from a path."""
        if annotator := self.annotator():
            self.take_desk(desk_of(opened, annotator), path)

    def take_desk(self, desk: Desk, path: Path) -> None:
        """Show a desk that was opened elsewhere, and remember it by a path; nothing else may be open."""
        self.reader.stop()
        codebook, problem = _codebook(self.codebook_home(desk))
        self._show(desk, codebook, path)
        if problem:
            self._notify(problem)

    def _is_open(self, path: Path) -> bool:
        return self.desk is not None and path in (self.desk.document_path, self.desk.session.sidecar)

    @property
    def annotator_id(self) -> str:
        """The id of who is annotating, "" where it is not known yet."""
        return self._store.settings.annotator_id

    def annotator(self, path: Path | None = None) -> Annotator | None:
        """Who is annotating; asked where it is not known yet, None when the question was declined.

        ``path`` is what is to be opened: ids that others have there are not proposed.
        """
        return self._store.settings.annotator or self.ask_annotator(path)

    def ask_annotator(self, path: Path | None = None) -> Annotator | None:
        """Ask who is annotating and remember it."""
        settings = self._store.settings
        path = path or (self.desk.document_path if self.desk else None)
        annotator = ask_identity(self._window, settings.annotator, annotators_beside(path) if path else None)
        if annotator:
            self.reader.stop()
            settings.annotator_id, settings.annotator_name = annotator.id, annotator.name
            self.write_settings()
        return annotator

    def write_settings(self) -> None:
        """Write the preferences, and say so where that cannot be done."""
        try:
            self._store.write()
        except (SaveError, OSError) as error:
            self._notify(f"The preferences could not be saved: {error}")

    @property
    def window(self) -> QWidget:
        """The window over which dialogs open."""
        return self._window

    def codebook_home(self, desk: Desk) -> Path:
        """Give the folder whose codebook is used in a document."""
        return codebook_home(desk.document_path.parent, self.root())

    def use_codebook(self, codebook: Codebook) -> None:
        """Offer what a changed codebook holds in the open document."""
        if self.desk:
            self._bridge.use_codebook(codebook)

    # Saving and closing ------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save at once."""
        if self.desk is None:
            return
        if self.desk.session.read_only:
            self._notify(self.desk.session.read_only, [("Save elsewhere…", self.save_elsewhere)])
            return
        self.autosave.save_now()
        if self.desk.is_saved:
            self._say_saved()

    def save_elsewhere(self) -> bool:
        """Save a copy of the article and of the annotations into another folder, and go on there."""
        if self.desk is None:
            return False
        folder = QFileDialog.getExistingDirectory(
            self._window, "Save the article and its annotations into", self._last_folder()
        )
        if not folder:
            return False
        self.autosave.finish()
        try:
            target = self.desk.save_into(Path(folder))
        except (SaveError, FileExistsError) as error:
            self._say("Not saved", str(error))
            return False
        except OSError as error:
            self._say("Not saved", not_read(self.desk.document_path, error))
            return False
        self._put_away(self.desk)
        self.open_path(target)
        return True

    def close_document(self) -> bool:
        """Save and close; tells whether the document may go, asking where it could not be saved."""
        if self.desk is None:
            return True
        self.autosave.save_now()
        if not self.desk.is_saved and not self.desk.session.read_only and not may_leave_unsaved(self._window):
            return False
        self._put_away(self.desk)
        return True

    def _put_away(self, desk: Desk) -> None:
        self.autosave.watch(None)
        self.kept.put_away(desk, self.where())
        desk.close()
        self.desk = None
        self._bridge.show_session(None)
        self.opened.emit(None)

    # What happens ------------------------------------------------------------------------------------------------

    def _show(self, desk: Desk, codebook: Codebook, path: Path) -> None:
        self.desk = desk
        place = self.kept.take_up(desk)
        counts = self._settle_recovered(desk)
        self._bridge.show_session(desk.session, codebook, place)
        # The article is painted by now: it does not wait for the disk.
        self._remember(path)
        self.autosave.watch(desk)
        self.opened.emit(desk)
        self._say_saved()
        if counts == BOTH:
            self.changed_on_disk.merge()
        elif counts == OWN or (desk.recovered and desk.recovered.fits and desk.recovered.steps):
            self.autosave.changed()
        if desk.unchecked:
            self._check_rest(desk)
        self._clear_away(desk.document_path.parent)

    def _clear_away(self, folder: Path) -> None:
        def tell(done: Future[StrayWork]) -> None:
            if kept := done.result().kept:
                in_window(self, lambda: self.put_with_states.emit(kept))

        self._checker.submit(clear_away, folder).add_done_callback(tell)

    def _settle_recovered(self, desk: Desk) -> str:
        """Ask what counts where the file is another one than the work that was recovered knows; "" where it fits."""
        recovered = desk.recovered
        if recovered is None or recovered.fits:
            return ""
        layers = (recovered.layer, desk.session.layer)
        counts = which_work_counts(
            self._window, desk.session.sidecar.name, *(len(layer.annotations) for layer in layers)
        )
        if counts == FILE:
            desk.begin_journal_again("The annotation file is as it was; your unsaved work is not in it.")
            return FILE
        if counts == OWN:
            try:
                aside = desk.keep_theirs_aside(now())
            except OSError as error:
                desk.news.append(f"The file could not be kept beside your work ({error.strerror or error}).")
                return FILE
            if aside:
                desk.news.append(f"The file as it was is kept beside it as {aside.name}.")
        desk.take_recovered()
        return counts

    def _check_rest(self, desk: Desk) -> None:
        future = self._checker.submit(desk.check_rest)
        future.add_done_callback(lambda done: in_window(self, self._end_check, desk, done.result()))

    def _end_check(self, desk: Desk, findings: list[Finding]) -> None:
        desk.end_check(findings)
        if desk is self.desk:
            self._say_saved()
            if findings:
                self._notify(desk.session.read_only)

    def _on_change(self) -> None:
        self.autosave.changed()
        if failure := self.desk.journal_failure if self.desk else "":
            self.saved_text.emit(f"Not journalled: {failure}")
        else:
            self._say_saved()
        if self.desk and self.desk.journal_was_written_anew():
            self._notify("Something else deleted or changed this document's journal; it was written anew, whole.")

    def _say_saved(self) -> None:
        if self.desk and self.desk.session.read_only:
            self.saved_text.emit("Read only")
        elif self.desk:
            failure = self.desk.journal_failure
            saved = f"Saved, not journalled: {failure}" if failure else "Saved"
            self.saved_text.emit(saved if self.desk.is_saved else "Changed")

    def _save_failed(self, error: SaveError | ChangedOnDisk) -> None:
        self.saved_text.emit("Not saved")
        elsewhere = ("Save elsewhere…", self.save_elsewhere)
        if isinstance(error, ChangedOnDisk):
            self.changed_on_disk.offer(str(error))
        else:
            self._notify(f"{error} Your work is kept in the journal meanwhile.", [("Try again", self.save), elsewhere])

    def read_again(self) -> None:
        """Save, and open the document as it is on disk now."""
        if (desk := self.desk) and self.close_document():
            self.open_path(desk.session.sidecar if desk.session.read_only else desk.document_path)

    def _reload(self) -> None:
        if desk := self.desk:
            self.autosave.watch(None)
            # Opening the adjudicated file goes on with the review.
            sidecar = desk.session.sidecar
            desk.set_journal_aside(now())
            self._put_away(desk)
            # Theirs is wanted: that it is another one than was left needs no saying.
            self.kept.forget(sidecar)
            self.open_path(sidecar if is_adjudicated(sidecar) else desk.document_path)

    def _say(self, title: str, text: str) -> None:
        message_box(self._window, title, text).exec()

    def _remember(self, path: Path) -> None:
        self._store.settings.remember(path)
        self.write_settings()

    def _forget(self, path: Path) -> None:
        self._store.settings.forget(path)
        self.write_settings()

    def _last_folder(self) -> str:
        recent = [Path(name) for name in self._store.settings.recent]
        return str(next((path if is_folder(path) else path.parent for path in recent if is_there(path)), Path.home()))


def _codebook(folder: Path) -> tuple[Codebook, str]:
    """Give a folder's codebook, an empty one where it is broken, and why."""
    try:
        return folder_codebook(folder), ""
    except CodebookError as error:
        return Codebook(), str(error)
