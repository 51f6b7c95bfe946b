"""Which document of the list is to be reviewed next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.annotator_id import ADJUDICATED
from annotator.services.folder.document_files import DocumentFiles
from annotator.services.folder.folder_listing import FolderDocument, Listing
from annotator.services.running.progress import Progress
from annotator.ui.toolkit.words_on_screen import counted

if TYPE_CHECKING:
    from annotator.services.settling.review_progress import ProgressCache


@dataclass(frozen=True, slots=True)
class Found:
    """The annotators' files of the next document, none where ``why`` says why."""

    sidecars: list[Path] = field(default_factory=list)
    why: str = ""


class NextReview:
    """Looks behind the document that is open, round the end, and reads only what was written since."""

    def __init__(self) -> None:
        self._documents: Mapping[str, FolderDocument] = {}
        self._cache: ProgressCache | None = None

    def take_listing(self, listing: Listing) -> None:
        """Look among these documents from now on."""
        self._documents = listing.documents

    def find(self, here: Path | None, annotator: str, progress: Progress, *, behind: bool) -> Found:
        """Give the next document that everybody is done with and that is not reviewed; may be called in any thread.

        It is looked for from ``here`` on, or ``behind`` it.
        """
        from annotator.services.settling.review_progress import ProgressCache

        cache = self._cache = self._cache or ProgressCache()
        around, waiting = self._around(here, behind=behind), 0
        for number, document in enumerate(around):
            progress(number, len(around), document.name)
            found = cache.progress(DocumentFiles(document.name, document.path, document.sidecars), annotator)
            if found.is_to_review:
                return Found([path for who, path in document.sidecars.items() if who != ADJUDICATED])
            waiting += found.can_be_reviewed and len(found.done) < len(found.states)
        if waiting:
            return Found(
                why=f"Nothing is to be reviewed yet; not everybody is done with {counted(waiting, 'document')}."
            )
        return Found(why="All other documents of the list are reviewed." if around else "No documents are listed.")

    def _around(self, here: Path | None, *, behind: bool) -> list[FolderDocument]:
        listed = [document for document in self._documents.values() if document.sidecars]
        place = next((number for number, document in enumerate(listed) if document.path == here), -1)
        first = max(0, place + behind)
        return [*listed[first:], *listed[: max(0, place)]]
