"""Opening a review: the adjudicated file beside the document as a desk, and the colleagues' files to look at."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.model.annotator_id import ADJUDICATED
from annotator.model.document import Document
from annotator.model.layer import Annotator
from annotator.services.desk import Desk, open_desk
from annotator.services.open_document import OpenError
from annotator.services.review.colleagues import (
    Colleague,
    document_path_of,
    is_adjudicated,
    read_colleagues,
    sidecars_beside,
)
from annotator.services.review.review import Review


def open_review(
    paths: Sequence[Path],
    reviewer: Annotator,
    *,
    encoding: str | None = None,
    journals: Path | None = None,
    at_hand: Desk | None = None,
) -> tuple[Desk, Review]:
    """Open annotation files of one document for review; only the adjudicated file beside it will be written.

    An adjudicated file among them, or the only one, is reviewed against the annotators' files beside it. ``at_hand``
    is what is open: where that is the adjudicated file already, the review goes on with it. Raises
    OpenError, SourceError or UnknownEncodingError; all files stay as they were.
    """
    sidecars = [path.absolute() for path in dict.fromkeys(paths)]
    document = document_path_of(sidecars)
    chosen = [path for path in sidecars if not is_adjudicated(path)]
    if not chosen:
        chosen = sidecars_beside(document)
    if len(chosen) < 2:
        raise OpenError(
            f"A review needs the annotation files of two annotators; {document.name} has "
            f"{'only ' + chosen[0].name if chosen else 'none'}. Put the colleagues' files beside it, or name them all."
        )
    annotator = Annotator(ADJUDICATED, reviewer.name)
    if at_hand and at_hand.document_path == document and _adjudicates(at_hand):
        return at_hand, Review(at_hand.session, _read(chosen, at_hand.session.document))
    desk = open_desk(document, annotator, encoding=encoding, journals=journals)
    try:
        return desk, Review(desk.session, _read(chosen, desk.session.document))
    except BaseException:
        desk.close()
        raise


def read_again(review: Review) -> Review:
    """Give the review with the colleagues' files as they are now; decisions stay.

    The one given is to be closed. Raises OpenError.
    """
    paths = [colleague.path for colleague in review.colleagues.values()]
    return Review(review.session, _read(paths, review.session.document))


def _adjudicates(desk: Desk) -> bool:
    return is_adjudicated(desk.session.sidecar) and not desk.session.read_only


def _read(paths: Sequence[Path], document: Document) -> list[Colleague]:
    colleagues = read_colleagues(paths, document)
    return [replace(colleague, name=colleague.name or colleague.id) for colleague in colleagues]
