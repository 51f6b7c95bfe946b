"""In what order documents are listed, and which of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from annotator.model.annotator_id import ADJUDICATED
from annotator.services.folder.folder_listing import FolderDocument
from annotator.services.folder.sidecar_head import UNREADABLE, UNTOUCHED
from annotator.services.folder.sidecar_summary import SidecarSummary

SORTS: Final[dict[str | None, str]] = {
    None: "By name",
    "state": "By state",
    "annotators": "By annotators",
    "annotations": "By annotations",
}
NOT_DONE: Final = "not-done"
SHOWN: Final[dict[str | None, str]] = {
    None: "All",
    NOT_DONE: "Not done",
    UNTOUCHED: "Untouched",
    "in-progress": "In progress",
    "done": "Done",
    "reviewed": "Reviewed",
}
DONE: Final = ("done", "reviewed")
_RANKS = {UNREADABLE: 0, UNTOUCHED: 1, "in-progress": 2, "done": 3, "reviewed": 4}


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document and what has been read of its sidecars so far; ``annotator_id`` says whose state counts."""

    document: FolderDocument
    summaries: Mapping[Path, SidecarSummary]
    annotator_id: str

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

    def words(self) -> str:
        """Say who annotated, with the number of their annotations where it is known."""
        return ", ".join(
            who if summary is None or summary.annotations is None else f"{who} {summary.annotations:,}"
            for who, summary in self.by_annotator.items()
        )

    def is_shown(self, choice: str | None) -> bool:
        """Tell whether the document is among those that were chosen, one of SHOWN."""
        if choice is None:
            return True
        state = self.state
        return bool(state) and (state not in DONE if choice == NOT_DONE else state == choice)

    def key(self, sort: str | None) -> tuple[Any, ...]:
        """Give what the document is sorted by, one of SORTS; its path comes last."""
        first = 0
        if sort == "state":
            first = _RANKS.get(self.state, 0)
        elif sort == "annotators":
            first = -len(self.document.sidecars)
        elif sort == "annotations":
            first = -self.annotations
        return first, self.document.order, str(self.document.path)
