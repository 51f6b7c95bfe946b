"""Who holds what in a difference: the majority, who stands alone, and whose opinion a decision took."""

from collections import Counter
from typing import Final

from annotator.model.decision import Decision
from annotator.services.comparing.decided import ACCEPTED, EACH, REJECTED, slot_decided
from annotator.services.comparing.difference import Difference

FEWEST: Final = 3
"""Of fewer annotators none is a majority."""


def majority(difference: Difference) -> tuple[str, ...]:
    """Give those who hold what more than half of all hold who could hold anything there; () where nobody does.

    Whoever has no annotation or no link there holds that there is none.
    """
    if len(difference.opinions) < FEWEST:
        return ()
    held = Counter(opinion.value for opinion in difference.opinions.values())
    (value, count), *_others = held.most_common(1)
    if 2 * count <= len(difference.opinions):
        return ()
    return tuple(who for who, opinion in difference.opinions.items() if opinion.value == value)


def alone(difference: Difference) -> str:
    """Give the annotator who holds one thing where all others hold another; "" where it is not so of three or more."""
    others = difference.opinions.keys() - set(found := majority(difference))
    return next(iter(others)) if found and len(others) == 1 else ""


def borne_out(difference: Difference, decision: Decision) -> frozenset[str]:
    """Give the annotators whose opinion a decision on the difference took; none where it was settled by hand.

    Whoever holds the same as one that was taken was borne out too. Where an annotation was not to be there, those were
    who have none.
    """
    if decision.verdict == REJECTED:
        return frozenset(who for who, opinion in difference.opinions.items() if opinion.value is None)
    if decision.verdict != ACCEPTED:
        return frozenset()
    if slot_decided(decision) == EACH:
        return frozenset(difference.opinions)
    named = {source.partition(":")[0] for source in decision.sources}
    values = {difference.opinions[who].value for who in named if who in difference.opinions}
    return frozenset(who for who, opinion in difference.opinions.items() if opinion.value in values)
