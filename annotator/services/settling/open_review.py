"""Opening a review: the adjudicated file beside the document as a desk, and the colleagues' files to look at."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotator.model.annotator_id import ADJUDICATED
from annotator.model.layer import Annotator
from annotator.services.comparing.colleagues import (
    document_path_of,
    is_adjudicated,
    read_colleagues,
    sidecars_beside,
)
from annotator.services.editing.session import Session
from annotator.services.keeping.blind_coding import hidden_until_done
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.keeping.open_document import OpenError
from annotator.services.running.garbage import collector_paused
from annotator.services.running.progress import Progress, no_progress, part
from annotator.services.settling.review import Review


def open_review(
    paths: Sequence[Path],
    reviewer: Annotator,
    *,
    encoding: str | None = None,
    journals: Path | None = None,
    at_hand: Desk | None = None,
    progress: Progress = no_progress,
) -> tuple[Desk, Review]:
    """Open annotation files of one document for review; only the adjudicated file beside it will be written.

    An adjudicated file among them, or the only one, is reviewed against the annotators' files beside it. ``at_hand``
    is what is open: where that is the adjudicated file already, the review goes on with it. May be called in any
    thread, as long as nothing is changed in what is open. Raises OpenError, SourceError, UnknownEncodingError, or
    Cancelled by ``progress``; all files stay as they were.
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
    if hidden := hidden_until_done(chosen, document, reviewer.id):
        raise OpenError(hidden)
    annotator = Annotator(ADJUDICATED, reviewer.name)
    if at_hand and at_hand.document_path == document and _adjudicates(at_hand):
        return at_hand, _reviewed(at_hand.session, chosen, progress)
    progress(0, 1, f"Reading {document.name}")
    desk = open_desk(document, annotator, encoding=encoding, journals=journals, progress=progress)
    try:
        return desk, _reviewed(desk.session, chosen, progress)
    except BaseException:
        desk.close()
        raise


def read_again(review: Review, progress: Progress = no_progress) -> Review:
    """Give the review with the colleagues' files as they are now; decisions stay.

    The one given is to be closed. Raises OpenError, or Cancelled by ``progress``.
    """
    return _reviewed(review.session, [colleague.path for colleague in review.colleagues.values()], progress)


def compared_anew(review: Review, progress: Progress = no_progress) -> Review:
    """Give the review with the same files compared anew, as other entities are the same now.

    The one given is to be closed. Raises Cancelled by ``progress``.
    """
    with collector_paused():
        fresh = Review(review.session, review.colleagues.values(), progress)
        fresh.news.follow(review.news)
        return fresh


def _adjudicates(desk: Desk) -> bool:
    return is_adjudicated(desk.session.sidecar) and not desk.session.read_only


def _reviewed(session: Session, paths: Sequence[Path], progress: Progress) -> Review:
    with collector_paused():
        colleagues = read_colleagues(paths, session.document, part(progress, 0, 2))
        for colleague in colleagues:
            # What the window and the first decision ask of a large layer is made here, where nobody waits for it.
            _made = (colleague.layer.places, colleague.layer.references)
        named = [replace(colleague, name=colleague.name or colleague.id) for colleague in colleagues]
        return Review(session, named, part(progress, 1, 2))
