"""What a recoding would change in which documents, worked out before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.annotation import Annotation
from annotator.model.clock import now
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer
from annotator.model.transaction import Transaction
from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.services.codebook.shared_names import names_of
from annotator.services.disk.at_path import is_file
from annotator.services.editing.draft import Draft
from annotator.services.recoding.in_file import InFile, passages_changed
from annotator.services.recoding.own_files import LeftAloneError, OwnFile, read_own, refuse_doubled
from annotator.services.recoding.recodings import Recoding, all_of
from annotator.services.running.garbage import collector_paused
from annotator.services.running.progress import Counter as Counting
from annotator.services.running.progress import Progress, no_progress

_SHOWN: Final = 2
"""So many of the passages that are made are shown of a file."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file with the ids of the annotations that are chosen in it, None for all; ``document`` is its text's file."""

    sidecar: Path
    ids: tuple[str, ...] | None = None
    document: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """What is open in the window: its layer stands in the place of the file's."""

    sidecar: Path
    document: Document
    layer: Layer
    read_only: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """What is to become of one file: the step, how many passages it changes, and which it leaves, by reason.

    ``file`` is the file as it was read. Where the step has no edits, nothing changes.
    """

    file: OwnFile
    target: Target
    transaction: Transaction
    passages: int
    left: Counter[str]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class PreviewedFile:
    """A planned file without what it holds: what a preview of thousands can afford.

    ``made`` has the first of the passages that are made, with the words around them.
    """

    target: Target
    passages: int
    left: Counter[str]
    sha256: str | None
    is_open: bool = False
    made: tuple[str, ...] = ()


@dataclass(slots=True)
class Preview:
    """Which files change and which do not; ``refused`` has the files that may not be changed, each with a sentence."""

    recoding: Recoding
    files: list[PreviewedFile] = field(default_factory=list)
    unchanged: list[PreviewedFile] = field(default_factory=list)
    refused: dict[Path, str] = field(default_factory=dict)

    @property
    def passages(self) -> int:
        """How many passages change in all files."""
        return sum(file.passages for file in self.files)

    @property
    def left(self) -> Counter[str]:
        """How many passages are left alone in files that may be changed, by reason."""
        return all_of(file.left for file in (*self.files, *self.unchanged))


class Planner:
    """Works out what a recoding changes in a file; of one run, so that all files get the same time."""

    def __init__(self, recoding: Recoding, annotator: Annotator, root: Path, opened: OpenFile | None = None) -> None:
        self.recoding = recoding
        self.annotator = annotator
        self.root = root
        self.time = now()
        self._open = opened
        self._book = cache(self._codebook)

    def plan(self, target: Target) -> PlannedFile:
        """Read a file and work out its step; raises LeftAloneError where it may not be changed."""
        opened = self._open
        if opened and opened.sidecar == target.sidecar:
            if opened.read_only:
                raise LeftAloneError(opened.read_only)
            file = OwnFile(opened.sidecar, opened.layer, None, opened.document)
            return self._planned(file, target, Draft(file.layer, self.annotator.id, self.time), is_open=True)
        file = read_own(target.sidecar, self.annotator, text=target.document if self.recoding.needs_text else None)
        return self._planned(file, target, Draft(file.layer, self.annotator.id, self.time))

    def change(self, draft: Draft, target: Target, document: Document | None) -> Counter[str]:
        """Add the recoding to a draft of a file."""
        layer = draft.layer
        chosen = tuple(layer.annotations) if target.ids is None else target.ids
        book = self._book(target.sidecar.parent)
        there = tuple(key for key in chosen if key in layer.annotations)
        left = self.recoding.change(InFile(draft, there, book, names_of(book), document))
        return left + Counter({"not there any more": len(chosen) - len(there)})

    def _codebook(self, folder: Path) -> Codebook:
        """Give the codebook in a folder, else the nearest above it as far as the folder that is open."""
        above = [folder, *(one for one in folder.parents if one.is_relative_to(self.root))]
        nearest = next((one for one in above if is_file(one / NAME)), folder)
        try:
            return folder_codebook(nearest)
        except CodebookError:
            return Codebook()

    def _planned(self, file: OwnFile, target: Target, draft: Draft, *, is_open: bool = False) -> PlannedFile:
        left = self.change(draft, target, file.document)
        transaction = draft.transaction(self.recoding.label)
        if transaction.edits:
            refuse_doubled(file)
        return PlannedFile(file, target, transaction, passages_changed(draft, transaction), left, is_open)


def preview_of(
    recoding: Recoding,
    targets: Iterable[Target],
    annotator: Annotator,
    root: Path,
    *,
    opened: OpenFile | None = None,
    progress: Progress = no_progress,
) -> Preview:
    """Look what a recoding would change; nothing is written. Raises Cancelled where ``progress`` does.

    ``opened`` is a snapshot of what is open in the window, ``root`` the folder that is. May be called in any thread.
    """
    planner, preview = Planner(recoding, annotator, root, opened), Preview(recoding)
    todo: Sequence[Target] = list(targets)
    counter = Counting(len(todo), progress)
    for target in todo:
        try:
            with collector_paused():
                planned = planner.plan(target)
        except LeftAloneError as error:
            preview.refused[target.sidecar] = str(error)
        else:
            seen = PreviewedFile(
                target, planned.passages, planned.left, planned.file.sha256, planned.is_open, _made(planned.transaction)
            )
            (preview.files if planned.transaction.edits else preview.unchanged).append(seen)
        counter.step(target.sidecar)
    return preview


def _made(transaction: Transaction) -> tuple[str, ...]:
    """Give the first passages that a step makes in their context, whole words of it."""
    made = (edit.after for edit in transaction.edits if edit.before is None and isinstance(edit.after, Annotation))
    return tuple(
        " ".join(f"{one.before.partition(' ')[2]}⟦{one.text}⟧{one.after.rpartition(' ')[0]}".split())
        for one in islice(made, _SHOWN)
    )
