"""Which of the places for a quote is its own, for certain, or none: a wrong place costs more than no place.

The bounds were chosen on real revisions of texts (decision 0035): in lists, tables and manuals sentences follow each
other that differ in a word, and where one was taken out, the next is no place for its annotation.
"""

from collections.abc import Sequence

from annotator.services.anchoring.quote_search import Candidate, Wanted

ENOUGH = 0.75
ENOUGH_CONTEXT = 0.6
AHEAD = 0.03
"""The score that a place needs, the likeness of one side of its context, and the lead over the next best place."""

WELL_AHEAD = 0.1
"""The lead over a next best place that would do as well, were the best one not there."""

SAME, HARDLY, NEARLY, ALIKE, HALF = 0.95, 0.9, 0.85, 0.8, 0.5
"""How like a context or a quote is that counts as the same, hardly changed, nearly the same, alike, and known again."""

EXPECTED, EXPECTED_LIKENESS = 0.65, 0.7
"""The score and the likeness that do where the quote is expected, with one side of its context the same."""

SHORT, LONG = 20, 40
"""Shorter quotes are names, and in other words they are another's; longer ones tell much by themselves."""

FRAMING, KEPT, MOST_GROWN = 16, 0.5, 6
"""How much context on each side proves a passage to be the one between, how much of its quote must still be there, and
how many times its length may be there instead."""

TOUCHING = 3
"""How many more signs must touch the very words on both sides for one of two places to be theirs."""

AROUND = 300
"""How far away the same name is another mention, and not the one that is meant."""


def chosen(wanted: Wanted, places: Sequence[Candidate]) -> Candidate | None:
    """Give the one place of a quote, or None where none is good enough or two are too much alike."""
    good = [place for place in places if _is_its_own(wanted, place, places)]
    mapped = next((place for place in good if place.span.start == wanted.mapped), None)
    if mapped and good[0].score - mapped.score < AHEAD:
        return mapped
    if sure := _between_its_contexts(wanted, places) or _with_one_side(wanted, places):
        return sure
    if wanted.reach and wanted.reach.is_sure:
        # What left its neighbours was moved nearly as it was; other words elsewhere are another passage.
        near = [place for place in good if place.near] or [place for place in good if place.in_order]
        good = near or [place for place in good if _is_moved(wanted, place)]
    if not good:
        return None
    best = _whole_within(good[0], good)
    if rivals := _torn_apart(best, places):
        first, second = sorted([best, *rivals], key=lambda place: -place.touching)[:2]
        return first if first.touching - second.touching >= TOUCHING else None
    # Other ends of one place are no other place.
    others = (other for other in places if not other.span.overlaps(best.span))
    return None if any(_casts_doubt(wanted, best, other) for other in others) else best


def _between_its_contexts(wanted: Wanted, places: Sequence[Candidate]) -> Candidate | None:
    """Give the one place with both contexts as they were, if it is the quote with words in it changed or come in."""
    sides = (len(wanted.before or ""), len(wanted.after or ""))
    framed = [place for place in places if place.worse_context == 1]
    if min(sides) < FRAMING or sum(sides) < LONG or not framed:
        return None
    best = framed[0]
    whole = [place for place in places if place.likeness == 1 and place.span.overlaps(best.span)]
    if len(whole) > 1 or any(not one.span.overlaps(best.span) for one in framed):
        return None
    if not best.near and any(place.likeness == 1 and place.near for place in places):
        return None
    if whole:
        return whole[0]
    if best.kept < (
        KEPT if len(wanted.quote) >= SHORT else ALIKE
    ) or best.span.end - best.span.start > MOST_GROWN * len(wanted.quote):
        return None
    # What came in beside it is no part of it.
    within = (
        place for place in places if place.likeness >= ALIKE and place.has_ends and place.span.overlaps(best.span)
    )
    return next(within, best)


def _with_one_side(wanted: Wanted, places: Sequence[Candidate]) -> Candidate | None:
    """Give the one place with the very words and one side of the context, where the other side still touches them."""
    if min(len(wanted.before or ""), len(wanted.after or "")) < FRAMING:
        return None
    whole = [place for place in places if place.likeness == 1]
    found = [place for place in whole if place.context == 1 and place.touching >= TOUCHING and place.in_order]
    if any(place.near for place in whole) and not all(place.near for place in found):
        return None
    if len(found) != 1 or any(place.touching >= found[0].touching for place in whole if place is not found[0]):
        return None
    return found[0]


def _torn_apart(best: Candidate, places: Sequence[Candidate]) -> list[Candidate]:
    """Give other places with the very words and one side of the context, where the best one has but one side too.

    A side counts as much as the other; what tells is whether both sides still touch the words.
    """
    if best.likeness < 1 or best.worse_context >= SAME:
        return []
    torn = [place for place in places if place.likeness == 1 and place.context == 1 and place.near == best.near]
    return [place for place in torn if not place.span.overlaps(best.span)]


def _whole_within(best: Candidate, good: Sequence[Candidate]) -> Candidate:
    """Give the very words, where the best place is these with what came in between them and their context."""
    return next((place for place in good if place.likeness == 1 and place.span.overlaps(best.span)), best)


def is_enough(place: Candidate) -> bool:
    """Tell whether a place is good enough by itself, others left out of account."""
    return place.score >= ENOUGH and place.context >= ENOUGH_CONTEXT


def _is_framed(place: Candidate) -> bool:
    """Tell whether a place has other words, but between the same contexts."""
    return place.worse_context >= SAME and is_enough(place)


def _is_whole(place: Candidate) -> bool:
    return place.likeness == 1 and place.worse_context >= SAME


def _is_moved(wanted: Wanted, place: Candidate) -> bool:
    """Tell whether a place away from where it is expected can only be the passage itself, taken there."""
    if len(wanted.quote) < SHORT:
        return _is_whole(place)
    if place.worse_context >= SAME:
        return place.likeness >= ALIKE
    return place.context >= SAME and place.likeness >= (HARDLY if place.worse_context >= HARDLY else 1)


def _is_its_own(wanted: Wanted, place: Candidate, places: Sequence[Candidate]) -> bool:
    """Tell whether so little is other that the passage was edited, and is no other one that is much like it."""
    length = len(wanted.quote)
    expected = bool(wanted.reach and wanted.reach.is_sure and place.near) and length >= SHORT
    if place.likeness == 1:
        is_meant = length >= SHORT or _is_sole(place, places) or (place.worse_context >= HALF and place.touching > 0)
        return is_meant and (expected or is_enough(place))
    if not place.has_numbers and length < 2 * LONG and place.worse_context < SAME:
        return False  # in a list or a table it is the next row
    if (expected and _is_known_again(place)) or _has_grown(wanted, place):
        return True
    return _is_framed(place) or (length >= SHORT and is_enough(place) and _is_edited(place))


def _has_grown(wanted: Wanted, place: Candidate) -> bool:
    """Tell whether all of a quote stands there with words come in, one side of its context as it was."""
    length = place.span.end - place.span.start
    is_whole = place.kept >= SAME and place.has_ends and length <= 2 * len(wanted.quote)
    return is_whole and place.context == 1 and place.near and len(wanted.quote) >= FRAMING // 2


def _is_known_again(place: Candidate) -> bool:
    """Tell whether a long quote stands where it is expected, edited with what is around it."""
    if place.context >= SAME:
        return place.likeness >= EXPECTED_LIKENESS and place.score >= EXPECTED
    return place.likeness >= HARDLY or (place.likeness >= NEARLY and place.worse_context >= ENOUGH_CONTEXT)


def _is_edited(place: Candidate) -> bool:
    if place.context >= SAME:
        return place.worse_context >= HALF or place.likeness >= ALIKE
    return place.likeness >= HARDLY and place.worse_context >= ENOUGH_CONTEXT


def _is_sole(place: Candidate, places: Sequence[Candidate]) -> bool:
    """Tell whether the same words stand nowhere else where they could be meant: around the place, if it is expected."""
    return not any(
        not (place.near and place.touching)
        or other.context >= SAME
        or abs(other.span.start - place.span.start) < AROUND
        for other in places
        if other is not place and other.likeness == 1
    )


def _casts_doubt(wanted: Wanted, best: Candidate, other: Candidate) -> bool:
    """Tell whether another place may be the right one: nearly as good, or good enough and where it is expected.

    The words of an edited sentence often stand unchanged elsewhere: in a summary, a caption, a quotation.
    """
    lead = best.score - other.score
    reach = wanted.reach
    if reach and reach.is_sure and best.near and not other.near:
        return lead < -AHEAD and not _is_whole(best)
    if lead < AHEAD:
        return True
    if not is_enough(other):
        return False
    if (_is_framed(other) and not _is_framed(best)) or best.likeness < 1 == other.likeness:
        return True
    if reach and abs(other.span.start - reach.middle) < abs(best.span.start - reach.middle):
        return True
    return lead < WELL_AHEAD and (reach is None or not (best.worse_context == 1 and best.likeness == 1))
