"""An open document with everything that keeps it safe: its session, its journal, and what is on disk."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.json_bytes import check_duplicate_keys
from annotator.formats.sidecar.sidecar_json import SidecarWriter
from annotator.formats.sidecar.sidecar_names import name_is_too_long, shortened, sidecar_name
from annotator.model.clock import now
from annotator.model.history import History
from annotator.model.layer import Annotator, Layer, edits_between
from annotator.model.transaction import Transaction
from annotator.services.disk.at_path import is_there
from annotator.services.disk.atomic_file import ChangedOnDisk, SaveError, write_atomically
from annotator.services.editing.session import Session
from annotator.services.keeping.document_lock import FileLock, Timeout, let_go, take
from annotator.services.keeping.journal import Header, Journal, journal_path
from annotator.services.keeping.open_document import Opened, open_path, read_layer
from annotator.services.keeping.recovery import FoundJournal, Recovered, find_journal, recover
from annotator.services.keeping.salvage import Salvaged, salvage
from annotator.services.keeping.save_document import Dump, Saved, save
from annotator.services.running.garbage import collector_paused
from annotator.services.running.progress import Progress, no_progress
from annotator.services.user import state_folders

STILL_CHECKED = "The annotation file is large and still being checked; a moment more, and it can be changed."
_OF_ANOTHER_FILE = (
    "Annotator ended without saving, and the annotation file is another one by now, so nothing was recovered by itself."
)
_OF_ANOTHER_VERSION = "Another version of Annotator ended without saving, and this one cannot read what it kept."
_KEPT = "All that was found is kept: File › Recover opens it."
_HELD = 8 * 2**20
OPEN_ELSEWHERE = "This document is open in another window of Annotator; here it can only be read."


@dataclass(frozen=True, slots=True)
class SaveJob:
    """A layer on its way to disk; ``run`` may be called in any thread."""

    state: object
    snapshot: int
    layer: Layer
    path: Path
    expected: str | None
    dump: Dump
    known: bytes | None

    def run(self) -> Saved:
        """Write the file; raises SaveError, or ChangedOnDisk when somebody else wrote it since."""
        return save(self.layer, self.path, self.expected, dump=self.dump, known=self.known)


class Desk:
    """Opens, saves and closes one document.

    ``recovered`` is set when an earlier run ended without saving: where it fits the file it is in the session
    already; where it does not, ``take_recovered`` or ``set_journal_aside`` settles what happens. ``news`` are sentences
    that the analyst has to see: what was recovered in part, or put aside. ``unchecked`` are the
    bytes of a large file whose last check is made after the first paint; until then nothing can be changed. ``base`` is
    the layer as it was on disk when that was last read or written here: what merging starts from.
    """

    def __init__(self, opened: Opened, journal: Journal, lock: FileLock | None, author: str) -> None:
        self.findings: list[Finding] = list(opened.findings)
        self.disk_sha256 = opened.disk_sha256
        self.base = opened.layer.snapshot()
        self.recovered: Recovered | None = None
        self.news: list[str] = []
        self.unchecked: bytes | None = None
        self._alone = True
        self._writer = SidecarWriter()
        self._on_disk = _if_small(opened.disk_bytes)
        self._journal = journal
        self._lock = lock
        self.document_path = opened.document_path
        self.session = Session(
            opened.document, opened.layer, opened.sidecar_path, author=author, read_only=opened.read_only or ""
        )
        self.session.recorder = journal

    @property
    def journal_failure(self) -> str:
        """Why the last steps could not be journalled, or ""."""
        return self._journal.failure

    def journal_was_written_anew(self) -> bool:
        """Tell, once, whether the journal was found spoiled or gone and was written anew."""
        was, self._journal.was_written_anew = self._journal.was_written_anew, False
        return was

    @property
    def is_saved(self) -> bool:
        """Whether the sidecar holds the present state."""
        return self.session.history.is_clean

    def check_rest(self) -> list[Finding]:
        """Make the check that a large file was opened without; may be called in any thread."""
        with collector_paused():
            return check_duplicate_keys(self.unchecked) if self.unchecked else []

    def end_check(self, findings: list[Finding]) -> None:
        """Let the document be changed when its file has passed, and else say why it cannot be."""
        self.unchecked = None
        self.findings.extend(findings)
        self.session.restrict(
            f"{findings[0].path}: {findings[0].sentence} Only one of them was read." if findings else ""
        )

    def take_recovered(self) -> None:
        """Go on with the state of the journal although the file was changed since; saving replaces the file."""
        if self.recovered:
            self.session.take_over(self.recovered.layer, self.recovered.history, "Go on with what was recovered")
            self.base = self.recovered.base or self.base

    def go_on(self, layer: Layer, history: History) -> None:
        """Take up a layer that holds what was read, with the history that led to it."""
        self._journal.go_on_from(history)
        self.session.take_over(layer, history, "")

    def set_journal_aside(self, time: str) -> Path | None:
        """Go on with the file, and keep the journal under a name with the time, so that nothing in it is lost."""
        return self._journal.set_aside(time)

    def begin_journal_again(self, sentence: str) -> None:
        """Put the journal that was found aside and say why; where that cannot be done, it is left alone and so said."""
        try:
            aside = self.set_journal_aside(now())
        except OSError as error:
            self.news.append(f"{sentence} It could not be put aside ({error.strerror or error}).")
        else:
            self.news.append(f"{sentence} {_KEPT}" if aside else sentence)

    def resume(self, found: FoundJournal) -> None:
        """Go on writing the journal that was found."""
        self._journal.resume(found.lines, found.snapshots)

    def begin_save(self) -> SaveJob:
        """Take a snapshot to be saved."""
        session = self.session
        return SaveJob(
            state=session.history.state,
            snapshot=self._journal.snapshot(),
            layer=session.layer.snapshot(),
            path=session.sidecar,
            expected=self.disk_sha256,
            dump=self._writer.dump,
            known=self._on_disk,
        )

    def end_save(self, job: SaveJob, saved: Saved) -> None:
        """Remember that a snapshot is on disk."""
        self._alone = saved.alone
        self.rest_on(job.layer, saved.sha256)
        self._on_disk = _if_small(saved.data)
        self.session.saved(job.state, job.path)
        self._journal.saved(job.snapshot, saved.sha256)

    def save_refused(self, error: SaveError) -> None:
        """Remember why a snapshot could not be saved."""
        if isinstance(error, ChangedOnDisk):
            self._alone = error.alone

    def rest_on(self, layer: Layer, sha256: str) -> None:
        """Remember what is on disk, so that saving may replace it."""
        if self._alone:
            self.base = layer
        # Where others may write at the same moment, merging starts from what all are known to have had: what they lack
        # of this layer they need not have deleted.
        self.disk_sha256 = sha256
        self._on_disk = None

    def save(self) -> Saved | None:
        """Save at once; None when there is nothing to save."""
        if self.is_saved or self.session.read_only:
            return None
        job = self.begin_save()
        try:
            saved = job.run()
        except SaveError as error:
            self.save_refused(error)
            raise
        self.end_save(job, saved)
        return saved

    def save_into(self, folder: Path) -> Path:
        """Copy the article into another folder with the annotations as they are now beside it; gives the new article.

        A name that leaves no room for an annotation file beside it is shortened. Raises FileExistsError where one of
        the names is taken there, SaveError where a file cannot be written, OSError where the article cannot be read.
        """
        layer = self.session.layer.snapshot()
        article, sidecar = folder / self.document_path.name, folder / self.session.sidecar.name
        if name_is_too_long(sidecar.name):
            owner = layer.head.annotator.id
            article = folder / shortened(article.name, len(sidecar_name("", owner)))
            sidecar = article.with_name(sidecar_name(article.name, owner))
            layer.document = replace(layer.document, name=article.name)
        for path in (article, sidecar):
            if is_there(path):
                raise FileExistsError(f"{folder} already has a file named {path.name}. Choose another folder.")
        write_atomically(article, read_regular(self.document_path))
        save(layer, sidecar, None)
        return article

    def keep_theirs_aside(self, time: str) -> Path | None:
        """Keep the sidecar that somebody else wrote under another name, so that saving may replace it."""
        sidecar = self.session.sidecar
        try:
            theirs = read_regular(sidecar)
        except FileNotFoundError:
            self.disk_sha256 = self._on_disk = None
            return None
        aside = sidecar.with_name(f"{sidecar.name}.{time.replace(':', '')}.bak")
        write_atomically(aside, theirs)
        self.disk_sha256, self._on_disk = sha256(theirs).hexdigest(), _if_small(theirs)
        return aside

    def close(self, *, keep_journal: bool = False) -> None:
        """Let go of the document; the journal stays when something in it is not saved."""
        if keep_journal or not self.is_saved:
            self._journal.release()
        else:
            self._journal.drop()
        if self._lock:
            let_go(self._lock)


def open_desk(
    path: Path,
    annotator: Annotator,
    *,
    encoding: str | None = None,
    journals: Path | None = None,
    progress: Progress = no_progress,
) -> Desk:
    """Open an article or an annotation file, with what a journal has of it; may be called in any thread.

    Raises SourceError, UnknownEncodingError or OpenError where the files cannot be understood, and Cancelled where
    ``progress`` does; the files stay untouched.
    """
    return desk_of(open_path(path, annotator, encoding=encoding, progress=progress), annotator, journals)


def desk_of(opened: Opened, annotator: Annotator, journals: Path | None = None) -> Desk:
    """Give the desk of what was opened, with what a journal has of it. Raises OSError."""
    place = journal_path(journals or state_folders.journals(), opened.sidecar_path)
    header = Header(str(opened.sidecar_path), opened.document.info.text_sha256, opened.disk_sha256)
    lock = None
    try:
        lock = None if opened.read_only else take(place)
    except Timeout:
        opened = replace(opened, read_only=OPEN_ELSEWHERE)
    desk = Desk(opened, Journal(place, header, opened.disk_bytes), lock, annotator.id)
    if not opened.read_only:
        _take_up(desk, place, opened)
    if opened.unchecked and not desk.session.read_only:
        desk.unchecked = opened.disk_bytes
        desk.session.restrict(STILL_CHECKED)
    return desk


def _if_small(data: bytes | None) -> bytes | None:
    """Give bytes that may be held for as long as a document is open."""
    return data if data is not None and len(data) <= _HELD else None


def _take_up(desk: Desk, place: Path, opened: Opened) -> None:
    """Go on with the journal of an earlier run; whatever is wrong with it, the document opens."""
    found = find_journal(place)
    if found is None:
        return
    if found.is_of_another_version:
        desk.begin_journal_again(_OF_ANOTHER_VERSION)
        return
    is_same_text = found.header is not None and found.header.text_sha256 == opened.document.info.text_sha256
    if found.is_whole and is_same_text and _resume(desk, found, opened):
        return
    if found.knows_as_saved(opened.disk_sha256):
        desk.set_journal_aside(now())
        return
    _salvage(desk, found, opened)


def _resume(desk: Desk, found: FoundJournal, opened: Opened) -> bool:
    """Go on with a journal in which nothing is wrong; tells whether that could be done."""
    fresh = opened.layer.snapshot()
    recovered = recover(found, fresh, opened.disk_sha256, lambda data: _read_base(data, opened))
    if recovered is None or (not recovered.fits and found.knows_as_saved(opened.disk_sha256)):
        return False
    try:
        desk.resume(found)
    except OSError:
        return False
    desk.recovered = recovered
    if recovered.fits:
        desk.take_recovered()
    return True


def _salvage(desk: Desk, found: FoundJournal, opened: Opened) -> None:
    """Take what can be taken of a journal as one step that undo takes back, keep the journal aside, and say so."""
    salvaged = salvage(found, opened)
    wanted = edits_between(desk.session.layer, salvaged.layer) if salvaged.fits else ()
    if not salvaged.fits:
        desk.begin_journal_again(_OF_ANOTHER_FILE)
        return
    desk.begin_journal_again(_said(salvaged, is_changed=found.is_whole))
    desk.findings.extend(salvaged.findings)
    if wanted:
        desk.session.apply(Transaction(wanted, "Recover unsaved work", desk.session.author, now()))


def _said(salvaged: Salvaged, *, is_changed: bool) -> str:
    """Say what became of what an earlier run left."""
    made = f"{salvaged.made:,} step{'' if salvaged.made == 1 else 's'}"
    why = "the article was changed since" if is_changed else "what it kept of them was damaged"
    lost = f" {salvaged.lost:,} could not be made." if salvaged.lost else ""
    return f"Annotator ended without saving, and {why}; recovered, and can be undone: {made}.{lost}"


def _read_base(data: bytes | None, opened: Opened) -> Layer | None:
    if data is None:
        return Layer(opened.layer.head, opened.document.info)
    return read_layer(data, opened.document, opened.document_path)
