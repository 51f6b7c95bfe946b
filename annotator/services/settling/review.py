"""A review: colleagues' layers to look at, and the adjudicated layer, which is a session like any other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model import edits
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.decision import Decision
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.transaction import Change
from annotator.services.comparing.align import Alignment, Group, align
from annotator.services.comparing.colleagues import Colleague
from annotator.services.comparing.decided import Decided, slot_of
from annotator.services.comparing.difference import LINK, Difference
from annotator.services.comparing.differences import differences
from annotator.services.comparing.same_entity import corrected, corrections, is_on_entities
from annotator.services.editing.session import Session
from annotator.services.running.progress import Progress, no_progress, part
from annotator.services.settling.news import News
from annotator.services.settling.opinions import majority


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of all differences are settled, and how many annotations that all agree on are still to be taken."""

    settled: int
    total: int
    agreed: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to be done."""
        return self.settled == self.total and not self.agreed


class Review:
    """Knows which differences there are and which are left; changes nothing itself.

    ``colleagues`` are by annotator id. Differences keep their order; ``Settling`` makes steps of the session.
    """

    def __init__(self, session: Session, colleagues: Iterable[Colleague], progress: Progress = no_progress) -> None:
        self.session = session
        self.colleagues: Mapping[str, Colleague] = {colleague.id: colleague for colleague in colleagues}
        layers = {who: colleague.layer for who, colleague in self.colleagues.items()}
        self.corrections = corrections(layers, session.layer.review.values())
        self.alignment: Alignment = align(layers, corrected(layers, self.corrections), part(progress, 0, 2))
        self.differences: list[Difference] = differences(self.alignment, part(progress, 1, 2))
        self.kin = _kin(self.alignment)
        self.contested_links = frozenset(
            source for difference in self.differences if difference.kind == LINK for source in difference.sources
        )
        self._group_of = {source: group for group in self.alignment.groups for source in group.sources}
        self._of_group: dict[tuple[str, ...], list[Difference]] = {}
        for difference in self.differences:
            if difference.is_of_annotation:
                self._of_group.setdefault(difference.sources, []).append(difference)
        self._by_source: dict[str, list[int]] = {}
        for number, difference in enumerate(self.differences):
            for source in difference.sources:
                self._by_source.setdefault(source, []).append(number)
        self.decided = Decided(session.layer.review.values())
        self._settled: dict[int, Decision] = {}
        self._agreed = {group.sources: group for group in self.alignment.groups if self._is_agreed(group)}
        self.news = News(self.differences, self.alignment, self.decided)
        self.is_outdated = False
        """Whether other entities are the same now than when everything was compared."""
        self.touched: frozenset[int] = frozenset()
        """The differences that the last step settled or laid open."""
        self._judge_around(self.decided.sources())
        self._forget: Callable[[], None] = session.subscribe(self._on_change)

    def close(self) -> None:
        """Hear no more of the session."""
        self._forget()
        self._forget = _nothing  # which led back here, in a circle

    def progress(self) -> Standing:
        """Count what is settled and what is left."""
        return Standing(len(self._settled), len(self.differences), len(self._agreed))

    def settled(self, number: int) -> Decision | None:
        """Give the decision that settles the difference of a number, or None while it is open."""
        return self._settled.get(number)

    def comment(self, number: int) -> str:
        """Give the comment on the difference of a number, or ""."""
        difference = self.differences[number]
        found = self.decided.about(slot_of(difference, self.alignment), difference.sources)
        return found[-1].comment if found else ""

    def left(self) -> list[int]:
        """Give the numbers of the differences without a decision."""
        return [number for number in range(len(self.differences)) if number not in self._settled]

    def undisputed(self) -> list[int]:
        """Give the numbers of what is left in which nobody holds anything against what is held."""
        return [number for number in self.left() if self.differences[number].holders]

    def clear_majorities(self) -> list[int]:
        """Give the numbers of what is left in which more than half of the annotators hold the same."""
        return [number for number in self.left() if majority(self.differences[number])]

    def next_left(self, number: int, direction: int) -> int | None:
        """Give the next difference without a decision behind (1) or before (-1) another, round the ends; or None."""
        total = len(self.differences)
        around = ((number + direction * step) % total for step in range(1, total + 1))
        return next((other for other in around if other not in self._settled), None)

    def agreed(self) -> list[Group]:
        """Give what all annotators have alike and what is not taken yet, by place."""
        return sorted(self._agreed.values(), key=lambda group: (group.start, group.end, group.sources))

    def target_of(self, source: str) -> str | None:
        """Give the adjudicated annotation that stands for a colleague's, by decisions on it or on its group."""
        found = self.decided.target(source)
        if found is None and (group := self._group_of.get(source)):
            found = next(filter(None, map(self.decided.target, group.sources)), None)
        return found if found in self.session.layer.annotations else None

    def numbers_of(self, source: str) -> Sequence[int]:
        """Give the numbers of the differences that a colleague's annotation is in."""
        return self._by_source.get(source, ())

    def group_of(self, source: str) -> Group:
        """Give the group of a colleague's annotation; raises KeyError for an unknown one."""
        return self._group_of[source]

    def of_group(self, group: Group) -> list[Difference]:
        """Give the differences within a group, those of links left out."""
        return self._of_group.get(group.sources, [])

    def _is_agreed(self, group: Group) -> bool:
        return len(group.members) == len(self.colleagues) > 1 and group.sources not in self._of_group

    def _judge_around(self, sources: Iterable[str]) -> None:
        """Find anew what is settled of all that some annotations and links are compared in: nothing else changes."""
        groups = {group.sources: group for source in sources if (group := self._group_of.get(source))}
        around = {*sources, *(source for group in groups for source in group)}
        self.touched = frozenset(number for source in around for number in self._by_source.get(source, ()))
        for number in self.touched:
            self._judge(number)
        for group in filter(self._is_agreed, groups.values()):
            self._judge_group(group)

    def _judge(self, number: int) -> None:
        decision = self.decided.settling(self.differences[number], self.alignment)
        if decision:
            self._settled[number] = decision
        else:
            self._settled.pop(number, None)

    def _judge_group(self, group: Group) -> None:
        if any(map(self._is_decided, group.sources)):
            self._agreed.pop(group.sources, None)
        else:
            self._agreed[group.sources] = group

    def _is_decided(self, source: str) -> bool:
        return self.decided.target(source) is not None or self.decided.rejected((source,)) is not None

    def _on_change(self, change: Change) -> None:
        sources: dict[str, None] = {}
        on_entities = False
        for edit in change.touched(edits.REVIEW).values():
            for record, keep in ((edit.before, self.decided.remove), (edit.after, self.decided.add)):
                if isinstance(record, Decision):
                    keep(record)
                    sources.update(dict.fromkeys(record.sources))
                    on_entities |= is_on_entities(record)
        if on_entities:
            decisions = self.session.layer.review.values()
            self.is_outdated = corrections(self.alignment.layers, decisions) != self.corrections
        self._judge_around(sources)


def looked_at(document: Document, layer: Layer, sidecar: Path, colleagues: Iterable[Colleague]) -> Review:
    """Give the review of an adjudicated layer, only to be looked at: nothing of it is changed or written."""
    session = Session(document, layer, sidecar, author=ADJUDICATED, read_only="It is only looked at.")
    review = Review(session, colleagues)
    review.close()
    return review


def _nothing() -> None:
    """Have nothing to forget."""


def _kin(alignment: Alignment) -> dict[tuple[str, str], tuple[Entity, ...]]:
    """Give for each entity those of the other colleagues that are taken for the same one."""
    kin: dict[tuple[str, str], tuple[Entity, ...]] = {}
    for same in alignment.same.same_entities():
        for one in same:
            others = (other for other in same if other != one)
            kin[one] = tuple(alignment.layers[annotator].entities[identifier] for annotator, identifier in others)
    return kin
