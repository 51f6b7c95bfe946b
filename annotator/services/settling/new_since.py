"""What is new in a review since somebody last worked on it: what colleagues made or changed after that."""

from math import isfinite

from annotator.model.clock import seconds_between
from annotator.services.comparing.decided import AGREED, OPEN, slot_of
from annotator.services.comparing.difference import Difference
from annotator.services.settling.review import Review


def new_differences(review: Review) -> frozenset[int]:
    """Give the numbers of the open differences that were not there when the review was last worked at."""
    return frozenset(number for number in review.left() if is_new(review, number))


def is_new(review: Review, number: int) -> bool:
    """Tell whether a difference is open that was not there when the review was last worked at.

    These are the ones that were settled on other opinions, those in what all agreed on when it was taken, and those of
    which the review noted nothing when it began. Where it noted none, as after a merge, they are those in which
    somebody made or changed an annotation since the last decision. Where nothing was decided yet, nothing is new.
    """
    difference = review.differences[number]
    if review.settled(number) or not review.session.layer.review:
        return False
    earlier = review.decided.about(slot_of(difference, review.alignment), difference.sources)
    if any(decision.verdict != OPEN for decision in earlier):
        return True
    if difference.is_of_annotation and review.decided.about(AGREED, difference.group.sources):
        return True
    if review.news.is_noted:
        return review.news.came_later(number)
    latest = max(decision.at for decision in review.session.layer.review.values())
    return any(_is_later(time, latest) for time in _times(review, difference))


def _times(review: Review, difference: Difference) -> list[str]:
    """Give when the annotations were made and changed that the opinions rest on."""
    found = []
    for who, opinion in difference.opinions.items():
        annotation = review.alignment.layers[who].annotations.get(opinion.annotation or "")
        if annotation:
            found += [annotation.created, annotation.modified]
    return found


def _is_later(time: str, latest: str) -> bool:
    apart = seconds_between(latest, time)
    return isfinite(apart) and apart > 0
