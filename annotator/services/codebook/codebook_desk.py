"""The folder's codebook while it is edited: its session, what is on disk, and what colleagues change meanwhile."""

from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from annotator.formats.codebooks.codebook_json import CodebookError, dump_codebook, load_codebook
from annotator.formats.regular_files import read_regular
from annotator.formats.resource_files import resource
from annotator.formats.sidecar.json_bytes import check_duplicate_keys
from annotator.model.clock import now
from annotator.model.codebook import Codebook
from annotator.model.codebook_layer import codebook_layer_of, codebook_of
from annotator.model.codebook_merge import merge_codebooks
from annotator.model.document import Document, DocumentInfo
from annotator.model.layer import edits_between
from annotator.model.transaction import Transaction
from annotator.services.codebook.folder_codebook import NAME
from annotator.services.disk.atomic_file import ChangedOnDisk, UnchangedOnDisk, write_atomically
from annotator.services.editing.session import Session
from annotator.services.user.earlier_states import keep_state, pack_states

NO_FOLDER = "This is the codebook that comes with the program; open an article or a folder to have one of its own."
_TRIES = 5
"""So often somebody else may write the file while it is being saved."""


@dataclass(frozen=True, slots=True)
class SavedCodebook:
    """Whether somebody else's changes were taken in, and what both had changed, each in another way."""

    took_in: bool = False
    conflicts: tuple[str, ...] = ()


class CodebookDesk:
    """A folder's codebook, opened to be edited; ``session`` holds it, and every change is one of its steps.

    ``session.read_only`` says why nothing can be changed, or is "".
    """

    def __init__(self, path: Path, codebook: Codebook, digest: str | None, *, author: str, read_only: str = "") -> None:
        self.path = path
        self._base = codebook
        self._digest = digest
        self.layer = codebook_layer_of(codebook, path.name)
        document = Document("", DocumentInfo(path.name))
        self.session = Session(document, self.layer, path, author=author, read_only=read_only)

    @property
    def codebook(self) -> Codebook:
        """The codebook as it is now."""
        return codebook_of(self.layer, self._base.modified)

    @property
    def is_saved(self) -> bool:
        """Whether the file holds the present state, or nothing can be saved."""
        return self.session.history.is_clean or bool(self.session.read_only)

    def save(self) -> SavedCodebook:
        """Write what was changed; what somebody else wrote meanwhile is taken in first, never written over.

        Raises SaveError where the file cannot be written, CodebookError where what somebody else wrote cannot be
        understood; the file is as it was.
        """
        took_in, conflicts = False, []
        for attempt in range(_TRIES):
            try:
                self._write()
            except ChangedOnDisk:
                if attempt == _TRIES - 1:
                    raise
                conflicts += self._take_in()
                took_in = True
            else:
                break
        return SavedCodebook(took_in, tuple(conflicts))

    def _write(self) -> None:
        codebook = codebook_of(self.layer, now())
        data = dump_codebook(codebook)
        only_if = UnchangedOnDisk(self._digest, partial(keep_state, self.path))
        write_atomically(self.path, data, only_if)
        pack_states(self.path)
        self._base, self._digest = codebook, sha256(data).hexdigest()
        self.session.saved(self.session.history.state, self.path)

    def _take_in(self) -> list[str]:
        """Join what is on disk with what was changed here, as a step that can be taken back."""
        data = read_regular(self.path)
        theirs = load_codebook(data, str(self.path))
        _refuse_twice(data, theirs, self.path)
        merged = merge_codebooks(self._base, codebook_of(self.layer), theirs)
        changes = edits_between(self.layer, codebook_layer_of(merged.codebook, self.path.name))
        if changes:
            self.session.apply(Transaction(changes, "Take in a colleague's changes", self.session.author, now()))
        self._base, self._digest = theirs, sha256(data).hexdigest()
        return merged.conflicts


def open_codebook(folder: Path | None, author: str) -> CodebookDesk:
    """Open a folder's codebook to be edited, or a new one that begins as the program's own; never raises.

    What cannot be understood is opened to be read as far as it can, and stays untouched.
    """
    default = load_codebook(read_regular(resource("codebook-default.json")), NAME)
    if folder is None:
        return CodebookDesk(Path(NAME), default, None, author=author, read_only=NO_FOLDER)
    path = folder / NAME
    try:
        data = read_regular(path)
    except FileNotFoundError:
        return CodebookDesk(path, replace(default, name=folder.name), None, author=author)
    except OSError as error:
        return _unusable(path, f"{path.name} could not be read ({error.strerror}).", author)
    try:
        codebook = load_codebook(data, path.name)
        _refuse_twice(data, codebook, path)
    except CodebookError as error:
        return _unusable(path, str(error), author)
    return CodebookDesk(path, codebook, sha256(data).hexdigest(), author=author)


def _unusable(path: Path, why: str, author: str) -> CodebookDesk:
    return CodebookDesk(
        path, Codebook(), None, author=author, read_only=f"{why} Mend the file, then open it here again."
    )


def _refuse_twice(data: bytes, codebook: Codebook, path: Path) -> None:
    """Raise CodebookError where a key or an id stands twice: one of the two would be lost by saving."""
    if twice := check_duplicate_keys(data):
        raise CodebookError(f"{path.name}, {twice[0].path}: {twice[0].sentence}")
    layer = codebook_layer_of(codebook, path.name)
    for table in ("codes", "topics", "entities"):
        records = getattr(codebook, table)
        if len(getattr(layer, table)) != len(records):
            ids = [record.id for record in records]
            known = next(key for key in ids if ids.count(key) > 1)
            raise CodebookError(f"{path.name}, {table}: the id {known} stands there more than once.")
