"""How far the reviews of a folder have come: of each document who is done, what is settled, and what is new since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats.documents.plain_text import SourceError
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.model.annotator_id import ADJUDICATED, RESERVED
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.vocabulary import FINISHED
from annotator.services.comparing.colleagues import document_path_of, read_colleagues
from annotator.services.folder.document_files import DocumentFiles
from annotator.services.folder.sidecar_head import UNREADABLE, sidecar_state
from annotator.services.folder.signature import Signature, signature_at
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.keeping.blind_coding import hidden_until_done
from annotator.services.keeping.open_document import OpenError
from annotator.services.reading.document_file import read_document
from annotator.services.running.engines import run
from annotator.services.running.progress import Counter, Progress, no_progress
from annotator.services.settling.new_since import new_differences
from annotator.services.settling.review import Review, Standing, looked_at


@dataclass(frozen=True, slots=True)
class DocumentProgress:
    """How far the review of one document has come.

    ``states`` are those in the annotators' files, by id; ``adjudicated`` is that in the adjudicated file, "" without
    one. ``standing`` counts the differences, None where they were not counted: ``problem`` says why, where they
    could not be. ``new`` are open ones that came after the last decision.
    """

    name: str
    document: Path
    states: Mapping[str, str] = field(default_factory=dict)
    adjudicated: str = ""
    standing: Standing | None = None
    new: int = 0
    problem: str = ""

    @property
    def done(self) -> list[str]:
        """The annotators who marked the document as done."""
        return [who for who, state in self.states.items() if state in FINISHED]

    @property
    def can_be_reviewed(self) -> bool:
        """Whether two annotators have files of it that can be compared."""
        return len(self.states) > 1 and not self.problem

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left of a review that was begun."""
        return bool(self.adjudicated) and self.standing is not None and self.standing.is_done

    @property
    def is_to_review(self) -> bool:
        """Whether all annotators are done, and something is left for whoever leads: a difference, or the last word."""
        waits = len(self.done) == len(self.states) and self.can_be_reviewed
        return waits and not (self.is_settled and self.adjudicated in FINISHED)


def document_progress(files: DocumentFiles, annotator: str = "", *, count: bool = True) -> DocumentProgress:
    """Read how far a review has come; never raises for what is in the files, and writes none. May be called anywhere.

    ``annotator`` is who asks: in a folder of blind coding, whose own document is not done is told of nobody else's.
    Without ``count`` differences are counted only where a review was begun.
    """
    colleagues = {who: path for who, path in sorted(files.sidecars.items()) if who not in RESERVED}
    if annotator and (hidden := hidden_until_done(files.sidecars.values(), files.document, annotator)):
        return DocumentProgress(files.name, files.document, problem=hidden)
    states = {who: sidecar_state(path) for who, path in colleagues.items()}
    adjudicated = sidecar_state(files.sidecars[ADJUDICATED]) if ADJUDICATED in files.sidecars else ""
    found = DocumentProgress(files.name, files.document, states, adjudicated)
    if len(colleagues) < 2 or not (adjudicated or count):
        return found
    try:
        review = _looked_at(list(colleagues.values()), files.sidecars.get(ADJUDICATED))
    except (OpenError, SourceError) as error:
        return replace(found, problem=str(error))
    except OSError as error:
        return replace(found, problem=f"It could not be read: {error.strerror}.")
    return replace(found, standing=review.progress(), new=len(new_differences(review)))


def folder_progress(
    documents: Iterable[DocumentFiles], *, jobs: int = 1, progress: Progress = no_progress
) -> list[DocumentProgress]:
    """Give the progress of many documents, in their order."""
    listed = list(documents)
    counter = Counter(len(listed), progress)
    found = []
    for files, one in zip(listed, run(document_progress, listed, jobs, chunk=1), strict=True):
        found.append(one)
        counter.step(files.document)
    return found


def progress_words(found: DocumentProgress) -> str:
    """Say how far a review has come, as "2 of 3 done, adjudicated, 17 of 43 settled, 2 new"; "" for one annotator's."""
    if len(found.states) < 2 and not found.adjudicated:
        return ""
    words = [f"{len(found.done)} of {len(found.states)} done"]
    words.append("not adjudicated" if not found.adjudicated else _ADJUDICATED.get(found.adjudicated, "adjudicated"))
    if standing := found.standing:
        settled = f"{standing.settled:,} of {standing.total:,} settled"
        words.append(settled if found.adjudicated else f"{standing.total:,} to settle")
        if standing.agreed and found.adjudicated:
            words.append(f"{standing.agreed:,} agreed to take")
    if found.new:
        words.append(f"{found.new:,} new")
    return ", ".join(words)


_ADJUDICATED: Final = {
    "done": "adjudicated and done",
    "reviewed": "adjudicated and reviewed",
    UNREADABLE: "the adjudicated file cannot be read",
}

FILTERS: Final[Mapping[str, Callable[[DocumentProgress], bool]]] = {
    "To review": lambda found: found.is_to_review,
    "Not all done": lambda found: len(found.done) < len(found.states),
    "Not adjudicated": lambda found: len(found.states) > 1 and not found.adjudicated,
    "Being reviewed": lambda found: bool(found.adjudicated) and not found.is_settled,
    "Settled": lambda found: found.is_settled,
    "New since": lambda found: found.new > 0,
}
"""What a list of documents can be narrowed to by whoever leads, by the words of the filter."""


def next_to_review(found: Sequence[DocumentProgress], behind: Path | None = None) -> DocumentProgress | None:
    """Give the next document to be reviewed behind another one, round the end; None where there is no other."""
    place = next((number for number, one in enumerate(found) if one.document == behind), -1)
    around = (*found[place + 1 :], *found[: max(0, place)])
    return next((one for one in around if one.is_to_review), None)


class ProgressCache:
    """Reads only what was written since; may be used by one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, str], tuple[list[Signature | None], DocumentProgress]] = {}

    def progress(self, files: DocumentFiles, annotator: str = "") -> DocumentProgress:
        """Give the progress of a document; differences are counted where a review was begun."""
        mark = [signature_at(path) for path in (files.document, *files.sidecars.values())]
        known = self._known.get((files.document, annotator))
        if known and known[0] == mark:
            return known[1]
        found = document_progress(files, annotator, count=False)
        self._known[files.document, annotator] = mark, found
        return found


def _looked_at(colleagues: Sequence[Path], adjudicated: Path | None) -> Review:
    """Compare the files as a review does; nothing of it is written. Raises what reading them raises."""
    first = adjudicated or colleagues[0]
    try:
        annotated = read_annotated(first)
    except SidecarError as error:
        raise OpenError(f"{first.name} cannot be understood. {error}") from error
    document = annotated.document or read_document(document_path_of(colleagues))
    layer = annotated.layer if adjudicated else Layer(LayerHead(Annotator(ADJUDICATED)), document.info)
    return looked_at(document, layer, first, read_colleagues(colleagues, document))
