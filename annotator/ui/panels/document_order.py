"""In what order documents are listed, which of them, and in which groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from annotator.model.annotator_id import ADJUDICATED, SUGGESTED
from annotator.services.folder.folder_listing import FolderDocument, NaturalKey, folder_key
from annotator.services.folder.sidecar_head import UNREADABLE, UNTOUCHED
from annotator.services.folder.sidecar_summary import SidecarSummary
from annotator.services.folder.whose import speaks
from annotator.services.settling.review_progress import FILTERS, DocumentProgress, progress_words
from annotator.ui.toolkit.record_model import Key

SORTS: Final[dict[str | None, str]] = {
    None: "By name",
    "state": "By state",
    "annotators": "By annotators",
    "annotations": "By annotations",
    "review": "By review",
}
NOT_DONE: Final = "not-done"
UNDECIDED: Final = "undecided"
NOT_HERE: Final = "not-here"
_REVIEW: Final[dict[str | None, str]] = {f"review {number}": words for number, words in enumerate(FILTERS)}
SHOWN: Final[dict[str | None, str]] = {
    None: "All",
    NOT_DONE: "Not done",
    UNTOUCHED: "Untouched",
    "in-progress": "In progress",
    "done": "Done",
    "reviewed": "Reviewed",
    UNREADABLE: "Unreadable",
    UNDECIDED: "Nobody's file counts",
    NOT_HERE: "Not here",
    **_REVIEW,
}
DONE: Final = ("done", "reviewed")
_RANKS = {UNREADABLE: 0, UNTOUCHED: 1, "in-progress": 2, "done": 3, "reviewed": 4}
_HEADING: Final = "folder:"
NOT_HERE_HEADING: Final = "\0"
"""Stands for a folder below above the documents that are not here; no folder is called so."""
_NO_NAME: Final[NaturalKey] = ([], "")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document and what has been read of its sidecars so far.

    ``annotator_id`` says whose state is shown, ``preferred`` whose files count after the adjudicated one. ``is_here``
    is False where there are the annotations alone.
    """

    document: FolderDocument
    summaries: Mapping[Path, SidecarSummary]
    annotator_id: str
    preferred: tuple[str, ...] = ()
    progress: DocumentProgress | None = None
    is_here: bool = True

    @property
    def by_annotator(self) -> dict[str, SidecarSummary | None]:
        """The summaries by annotator, None where one has not been read yet."""
        return {who: self.summaries.get(path) for who, path in self.document.sidecars.items()}

    @property
    def state(self) -> str:
        """The annotator's own state, or that of the adjudicated file for whoever has none; "" while it is not known.

        Before anybody said who annotates, the first one's.
        """
        sidecars = self.document.sidecars
        whose = (self.annotator_id, ADJUDICATED) if self.annotator_id else tuple(sidecars)
        own = next((sidecars[who] for who in whose if who in sidecars), None)
        if own is None:
            return UNTOUCHED
        summary = self.summaries.get(own)
        return summary.state if summary else ""

    @property
    def annotations(self) -> int:
        """How many annotations were counted in all sidecars."""
        return sum(summary.annotations or 0 for summary in self.by_annotator.values() if summary)

    @property
    def is_unreadable(self) -> bool:
        """Whether one of the sidecars cannot be read."""
        return any(summary and summary.state == UNREADABLE for summary in self.by_annotator.values())

    @property
    def is_undecided(self) -> bool:
        """Whether several annotators have files of it and nothing says whose counts."""
        files = self.document.sidecars.keys() - {SUGGESTED}
        return bool(files) and speaks(files, self.preferred)[0] is None

    def words(self) -> str:
        """Say who annotated, with the number of their annotations where it is known."""
        return ", ".join(
            who if summary is None or summary.annotations is None else f"{who} {summary.annotations:,}"
            for who, summary in self.by_annotator.items()
        )

    def review_words(self) -> str:
        """Say how far a review has come: one that was begun, or any to whoever has no file of it."""
        found, leads = self.progress, bool(self.annotator_id) and self.annotator_id not in self.document.sidecars
        if found is None or not (found.adjudicated or leads):
            return ""
        if leads or found.standing is None:
            return progress_words(found)
        # Whoever annotates it too has the own state before this, and the list is narrow.
        new = f", {found.new:,} new" if found.new else ""
        return f"{found.standing.settled:,} of {found.standing.total:,} settled{new}"

    def is_shown(self, choice: str | None) -> bool:
        """Tell whether the document is among those that were chosen, one of SHOWN."""
        if choice is None:
            return True
        if choice == NOT_HERE or not self.is_here:
            return choice == NOT_HERE and not self.is_here
        if choice in _REVIEW:
            return self.progress is not None and FILTERS[_REVIEW[choice]](self.progress)
        if choice in (UNREADABLE, UNDECIDED):
            return self.is_unreadable if choice == UNREADABLE else self.is_undecided
        state = self.state
        return bool(state) and (state not in DONE if choice == NOT_DONE else state == choice)

    def key(self, sort: str | None) -> Key:
        """Give what the document is sorted by, one of SORTS; its path comes last.

        By name the documents of a folder stand together; in any other order all stand in one list.
        """
        document = self.document
        first: Any = 0
        if sort == "state":
            first = _RANKS.get(self.state, 0)
        elif sort == "annotators":
            first = -len(document.sidecars)
        elif sort == "annotations":
            first = -self.annotations
        elif sort == "review":
            first = self._review_rank()
        group = document.group if sort is None else ()
        return not self.is_here, group, 1, first, document.order, str(document.path)

    def _review_rank(self) -> tuple[int, float]:
        """Sort what waits for a review first, then what is least settled, and what needs none last."""
        found = self.progress
        if found is None or (len(found.states) < 2 and not found.adjudicated):
            return 3, 0.0
        if found.is_to_review and not found.adjudicated:
            return 0, 0.0
        standing = found.standing
        return (1, standing.settled / standing.total if standing.total else 1.0) if standing else (2, 0.0)


@lru_cache(maxsize=4096)
def heading_key(below: str, *, is_here: bool = True) -> Key:
    """Give the key of the heading above the documents of a folder, or above all that are not here."""
    return not is_here, folder_key(below), 0, 0, _NO_NAME, f"{_HEADING}{below if is_here else NOT_HERE_HEADING}"


def heading_of(identifier: str) -> str | None:
    """Give the folder below, or NOT_HERE_HEADING, that a heading is of by its id; None for a document's."""
    return identifier.removeprefix(_HEADING) if identifier.startswith(_HEADING) else None


def is_within(below: str, closed: Iterable[str]) -> bool:
    """Tell whether a folder is one of those that are closed, or lies below one."""
    return any(below == one or below.startswith(f"{one}/") for one in closed)
