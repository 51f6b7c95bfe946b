"""How often each annotator's opinion was taken in a review, and how often somebody stood alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.services.comparing.decided import EDITED
from annotator.services.settling.opinions import alone, borne_out
from annotator.services.settling.review import Review


@dataclass(frozen=True, slots=True)
class OpinionCounts:
    """Differences in which one annotator has a say: all, those in which he or she stood alone, and those decided.

    Of the decided ones ``accepted`` are those in which the opinion was taken, ``by_hand`` those that were edited.
    """

    differences: int = 0
    alone: int = 0
    decided: int = 0
    accepted: int = 0
    by_hand: int = 0

    @property
    def share(self) -> float | None:
        """The share of the decided differences in which the opinion was taken; None where none is decided."""
        return self.accepted / self.decided if self.decided else None

    def plus(self, more: "OpinionCounts") -> "OpinionCounts":
        """Give the counts of both together."""
        return OpinionCounts(
            self.differences + more.differences,
            self.alone + more.alone,
            self.decided + more.decided,
            self.accepted + more.accepted,
            self.by_hand + more.by_hand,
        )


def calibration(review: Review) -> dict[str, OpinionCounts]:
    """Count the opinions of every annotator of a review."""
    counts = {who: OpinionCounts() for who in review.alignment.annotators}
    for number, difference in enumerate(review.differences):
        decision, lonely = review.settled(number), alone(difference)
        taken = borne_out(difference, decision) if decision else frozenset()
        edited = decision is not None and decision.verdict == EDITED
        for who in difference.opinions:
            one = OpinionCounts(1, int(who == lonely), int(decision is not None), int(who in taken), int(edited))
            counts[who] = counts[who].plus(one)
    return counts


def all_counts(documents: Iterable[Mapping[str, OpinionCounts]]) -> dict[str, OpinionCounts]:
    """Give the counts of many documents together, by annotator."""
    found: dict[str, OpinionCounts] = {}
    for document in documents:
        for who, counts in document.items():
            found[who] = found.get(who, OpinionCounts()).plus(counts)
    return dict(sorted(found.items()))
