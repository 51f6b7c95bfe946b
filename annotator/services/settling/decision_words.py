"""What a review says of a difference in words: whose opinion its decision took, and what was changed since then."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from annotator.model.decision import Decision
from annotator.model.fields import annotation_fields
from annotator.services.comparing import difference as kinds
from annotator.services.comparing.decided import (
    ACCEPTED,
    AGREED,
    EACH,
    EDITED,
    OPEN,
    annotation_hash,
    had_then,
    marks_known,
    opinion_hashes,
    slot_decided,
    slot_of,
)
from annotator.services.comparing.difference import Difference
from annotator.services.comparing.difference_words import NOTHING, annotation_words, field_words, opinion_words
from annotator.services.settling.opinions import borne_out
from annotator.services.settling.review import Review

EMPTY: Final = "nothing"
"""What stands for what was not there, or is not there any more."""
_PART: Final = "; "


class Changed(NamedTuple):
    """What one annotator has otherwise since a difference was settled; ``before`` is "" where nobody noted it."""

    annotator: str
    before: str
    after: str


def settled_words(review: Review, number: int, called: Mapping[str, str]) -> str:
    """Say whose opinion the decision on a difference took, as "taken from A M. Kato"; "" while it is open.

    ``called`` names the annotators as they are to be called, by id, in their order.
    """
    decision = review.settled(number)
    if decision is None:
        return ""
    difference = review.differences[number]
    held = borne_out(difference, decision)
    names = [name for who, name in called.items() if who in held]
    if decision.verdict == EDITED:
        return "edited by hand" if _is_set(review, difference, decision) else "left empty"
    if slot_decided(decision) == EACH:
        return "each kept beside the others"
    if decision.verdict == ACCEPTED:
        return f"taken from {_and(names, len(difference.opinions))}" if names else "taken"
    return f"not taken, as with {_and(names, len(difference.opinions))}" if names else "not taken"


def changes(review: Review, number: int) -> list[Changed]:
    """Give what colleagues have otherwise in an open difference than when it, or the whole, was settled."""
    difference = review.differences[number]
    if review.settled(number):
        return []
    about = review.decided.about(slot_of(difference, review.alignment), difference.sources)
    decided = [decision for decision in about if decision.verdict != OPEN]
    if decided:
        return list(_since(review, difference, decided[-1]))
    since = list(_since_agreed(review, difference))
    return since or (_since_taken(review, difference) if review.news.came_later(number) else [])


def change_words(found: Changed, called: Mapping[str, str]) -> str:
    """Say what somebody changed, as "M. Kato: agree → disagree"."""
    return f"{called[found.annotator]}: {found.before + ' → ' if found.before else 'now '}{found.after}"


def _since(review: Review, difference: Difference, decision: Decision) -> Iterator[Changed]:
    """Give who has what a decision did not know."""
    known, had = marks_known(decision), had_then(decision)
    words = opinion_words(difference, review.alignment)
    for who, mark in opinion_hashes(difference, review.alignment).items():
        if mark not in known:
            yield _changed(who, had.get(who, _taken(review, difference, decision.target)), words[who])


def _since_agreed(review: Review, difference: Difference) -> Iterator[Changed]:
    """Give who has something else than when all agreed on the whole, or when the whole was taken."""
    group = difference.group
    if not difference.is_of_annotation:
        return
    slots = (AGREED, kinds.MISSING)
    found = [d for slot in slots for d in review.decided.about(slot, group.sources) if d.verdict == ACCEPTED]
    if not found:
        return
    latest = max(found, key=lambda decision: decision.at)
    known, words = marks_known(latest), opinion_words(difference, review.alignment)
    for who, opinion in difference.opinions.items():
        took_part = any(named.partition(":")[0] == who for named in latest.sources)
        there = annotation_hash(review.alignment, who, opinion.annotation) if opinion.annotation else ""
        if took_part and there not in known:
            yield _changed(who, _taken(review, difference, latest.target), words[who])


def _since_taken(review: Review, difference: Difference) -> list[Changed]:
    """Give who has something else than when an annotation was taken for another difference, and all had the same."""
    words = opinion_words(difference, review.alignment)
    if not difference.is_of_annotation or difference.kind == kinds.MISSING:
        return []
    sources = difference.group.sources
    target = next(filter(None, map(review.target_of, sources)), "")
    settled = [review.settled(other) for own in sources for other in review.numbers_of(own)]
    asked = {who for decision in settled if decision for who in had_then(decision)}
    before = _taken(review, difference, target)
    changed = (who for who in sorted(asked.intersection(difference.opinions)) if before not in ("", words[who]))
    found = [_changed(who, before, words[who]) for who in changed]
    # Where nobody has what was taken, it was changed here.
    return found if len(found) < len(difference.opinions) else []


def _taken(review: Review, difference: Difference, target: str) -> str:
    """Give what the adjudicated annotation has in what differs: that is what was taken; "" where there is none."""
    ours = review.session.layer.annotations.get(target)
    if ours is None or difference.detail or not difference.is_of_annotation:
        return ""
    if difference.kind in (kinds.MISSING, kinds.TYPE):
        return annotation_words(review.session.layer, ours)
    if difference.kind == kinds.BOUNDARY:
        return f"“{ours.text}”"
    return field_words(review.session.layer, ours, annotation_fields(ours.type).named(difference.field)) or NOTHING


def _changed(who: str, before: str, after: str) -> Changed:
    """Give a change by what is not in both: an annotation as a whole is told in parts."""
    parts = (before.split(_PART), after.split(_PART))
    if before and len(parts[0]) + len(parts[1]) > 2 and NOTHING not in (before, after):
        before, after = (
            _PART.join(part for part in own if part not in other) or EMPTY for own, other in (parts, parts[::-1])
        )
    return Changed(who, *(EMPTY if words == NOTHING else words for words in (before, after)))


def _is_set(review: Review, difference: Difference, decision: Decision) -> bool:
    """Tell whether the adjudicated annotation has anything in what was decided on."""
    if difference.detail or not difference.is_of_annotation or difference.field in ("", "fragments", "type"):
        return True
    ours = review.session.layer.annotations.get(decision.target)
    return ours is not None and bool(getattr(ours, difference.field, None))


def _and(names: list[str], most: int) -> str:
    if len(names) == most > 1:
        return "all"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
