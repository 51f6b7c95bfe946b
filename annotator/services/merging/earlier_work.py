"""Work on a document that is not what is open: states that were saved over, and journals that were set aside."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from annotator.formats.codebooks.codebook_json import CodebookError, load_codebook
from annotator.formats.sidecar.proportion import loads
from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.model.codebook import Codebook
from annotator.model.codebook_layer import codebook_layer_of
from annotator.model.layer import Annotator, Layer, edits_between
from annotator.model.transaction import Transaction
from annotator.services.codebook.codebook_desk import open_codebook
from annotator.services.codebook.folder_codebook import NAME
from annotator.services.disk.at_path import is_there, names_in
from annotator.services.editing.session import Session
from annotator.services.keeping.desk import Desk
from annotator.services.keeping.journal import journal_path
from annotator.services.keeping.open_document import open_path, placed_layer, read_layer
from annotator.services.keeping.recovery import FoundJournal, base_of, find_journal
from annotator.services.keeping.salvage import salvage
from annotator.services.merging.merge_layers import merge_layers
from annotator.services.user import state_folders
from annotator.services.user.earlier_states import EarlierState, StateError, states_of

_SET_ASIDE: Final = re.compile(r"([0-9a-f]{32})\.(\d{4}-\d\d-\d\dT\d{6}Z)(?:-\d+)?\.journal")


_UNREADABLE: Final = "cannot be read"


class NotReadError(ValueError):
    """Something that was kept cannot be read; the message says why."""


@dataclass(slots=True)
class Taken:
    """The layer that would be there, the session it is for, and a sentence for all that would give way or is lost."""

    layer: Layer
    session: Session
    sentences: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EarlierWork:
    """Work that can be taken back: from when it is (UTC), how much it holds and who made it.

    ``document`` is the annotation file or codebook it belongs to, None where that is not known. ``read`` gives what
    would be there if it were taken back into the document that is open, or its codebook, and raises NotReadError.
    """

    time: datetime
    holds: str
    who: str
    document: Path | None
    read: Callable[[Desk], Taken]

    @property
    def is_codebook(self) -> bool:
        """Whether it is a folder's codebook."""
        return self.document is not None and self.document.name == NAME


def earlier_states(desk: Desk) -> list[EarlierWork]:
    """Give what a desk's annotation file and its codebook held before, the latest first; never raises."""
    sidecar, codebook = _files_of(desk)
    found = [_of_state(state, sidecar) for state in states_of(sidecar)]
    found += [_of_codebook(state, codebook) for state in states_of(codebook)]
    return sorted(found, key=lambda work: work.time, reverse=True)


def set_aside(folder: Path | None = None) -> list[EarlierWork]:
    """Give the journals that were set aside in the user's folder, or another one, the latest first; never raises."""
    place = folder or state_folders.journals()
    found = []
    for name in names_in(place):
        match = _SET_ASIDE.fullmatch(name)
        journal = find_journal(place / name) if match else None
        if match and journal:
            time = datetime.strptime(match[2], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
            found.append(_of_journal(journal, time))
    return sorted(found, key=lambda work: work.time, reverse=True)


def belongs_to(work: EarlierWork, desk: Desk) -> bool:
    """Tell whether earlier work is of the annotation file that is open, or of its codebook."""
    place, document = Path(), work.document
    here = {journal_path(place, path) for path in _files_of(desk)}
    return document is not None and journal_path(place, document) in here


def take_back(session: Session, layer: Layer, label: str) -> bool:
    """Make a layer that which is open, as one step that undo takes back; False where nothing differs."""
    changes = edits_between(session.layer, layer)
    if changes:
        session.apply(Transaction(changes, label, session.author, session.draft().time))
    return bool(changes)


def _files_of(desk: Desk) -> tuple[Path, Path]:
    return desk.session.sidecar, desk.document_path.with_name(NAME)


def _of_state(state: EarlierState, sidecar: Path) -> EarlierWork:
    holds, who = _summary(state)

    def read(desk: Desk) -> Taken:
        try:
            loaded = load_sidecar(state.read())
        except (SidecarError, StateError, OSError) as error:
            raise NotReadError(f"This state cannot be read. {error}") from error
        if loaded.newer:
            raise NotReadError(loaded.findings[0].sentence)
        return Taken(placed_layer(loaded, desk.session.document, [desk.document_path])[0], desk.session)

    return EarlierWork(state.replaced, holds, who, sidecar, read)


def _of_codebook(state: EarlierState, path: Path) -> EarlierWork:
    def read_book() -> Codebook:
        return load_codebook(state.read(), path.name)

    def read(desk: Desk) -> Taken:
        try:
            layer = codebook_layer_of(read_book(), path.name)
        except (CodebookError, StateError, OSError) as error:
            raise NotReadError(f"This state cannot be read. {error}") from error
        return Taken(layer, open_codebook(path.parent, desk.session.author).session)

    try:
        book = read_book()
    except (CodebookError, StateError, OSError):
        return EarlierWork(state.replaced, _UNREADABLE, "", path, read)
    numbers = ((len(book.codes), "code"), (len(book.topics), "topic"), (len(book.entities), "entity"))
    holds = ", ".join(_counted(number, word) for number, word in numbers)
    return EarlierWork(state.replaced, holds, "", path, read)


def _summary(state: EarlierState) -> tuple[str, str]:
    try:
        tree = loads(state.read())
        number = len(tree["annotations"])
        annotator = tree["annotator"]
    except (StateError, OSError, ValueError, KeyError, TypeError):
        return _UNREADABLE, ""
    return _counted(number, "annotation"), _name(annotator)


def _name(annotator: dict[str, Any]) -> str:
    return str(annotator.get("name") or annotator.get("id") or "")


def _of_journal(journal: FoundJournal, time: datetime) -> EarlierWork:
    steps = [step for step in journal.steps if {"do", "undo", "redo"} & step.keys()]
    authors = (step["do"].get("author") for step in steps if isinstance(step.get("do"), dict))
    who = next((str(author) for author in authors if author), "")
    sidecar = Path(journal.header.sidecar) if journal.header else None
    return EarlierWork(time, _counted(len(steps), "step"), who, sidecar, lambda desk: _recovered(journal, desk))


def _recovered(journal: FoundJournal, desk: Desk) -> Taken:
    """Take what a journal holds into what is open, against what both came from."""
    session, document = desk.session, desk.session.document
    path = session.sidecar if is_there(session.sidecar) else desk.document_path
    try:
        opened = open_path(path, Annotator(session.author))
    except (OSError, ValueError) as error:
        raise NotReadError(f"It cannot be taken in now. {error}") from error
    salvaged = salvage(journal, opened)

    def read(data: bytes | None) -> Layer | None:
        if data is None:
            return Layer(opened.layer.head, document.info)
        return read_layer(data, document, desk.document_path)

    merged = merge_layers(session.layer, salvaged.layer, base_of(journal, read))
    lost = [f"{_counted(salvaged.lost, 'step')} could not be made again."] if salvaged.lost else []
    return Taken(merged.layer, session, [*lost, *merged.conflicts])


def _counted(number: int, word: str) -> str:
    many = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number:,} {word if number == 1 else many}"
