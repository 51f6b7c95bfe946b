"""Saves after some idle seconds, off the interface thread."""

from concurrent.futures import Future, ThreadPoolExecutor, wait

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.services.disk.atomic_file import ChangedOnDisk, SaveError
from annotator.services.keeping.desk import Desk, SaveJob
from annotator.services.keeping.save_document import Saved
from annotator.services.user.earlier_states import pack_states
from annotator.ui.toolkit.in_window import in_window

IDLE_MILLISECONDS = 2000


class Autosave(QObject):
    """Keeps one desk saved while it changes.

    ``saved`` comes after each save, ``failed`` with the error that stopped one (SaveError, ChangedOnDisk); after a
    failure the next change tries again.
    """

    saved = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk: Desk | None = None
        self._running: tuple[Desk, SaveJob, Future[Saved]] | None = None
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="save")
        self._timer = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self._timer.timeout.connect(self.save_soon)

    @property
    def is_running(self) -> bool:
        """Whether a save is under way."""
        return self._running is not None

    def set_idle(self, seconds: float) -> None:
        """Set how long nothing must change before it is saved."""
        self._timer.setInterval(round(seconds * 1000))

    def watch(self, desk: Desk | None) -> None:
        """Look after another desk, or none; a save that is under way is finished first."""
        self._timer.stop()
        self.finish()
        self.desk = desk

    def changed(self) -> None:
        """Start the idle seconds anew."""
        if self.desk and not self.desk.session.read_only:
            self._timer.start()

    def save_soon(self) -> None:
        """Begin to save in the background what is not saved."""
        desk = self.desk
        if desk is None or desk.is_saved or desk.session.read_only:
            return
        if self._running:
            self._timer.start()
            return
        job = desk.begin_save()
        future = self._executor.submit(job.run)
        self._running = (desk, job, future)
        # Behind the save: nobody waits for it.
        self._executor.submit(pack_states, job.path)
        future.add_done_callback(lambda _future: in_window(self, self._settle))

    def save_now(self) -> None:
        """Save and wait for it."""
        self.finish()
        self.save_soon()
        self.finish()

    def finish(self) -> None:
        """Wait for a save that is under way."""
        if self._running:
            wait([self._running[2]])
            self._settle()

    def _settle(self) -> None:
        if self._running is None or not self._running[2].done():
            return
        desk, job, future = self._running
        self._running = None
        try:
            saved = future.result()
        except (SaveError, ChangedOnDisk) as error:
            desk.save_refused(error)
            self.failed.emit(error)
            return
        desk.end_save(job, saved)
        self.saved.emit()
