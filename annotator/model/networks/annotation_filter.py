"""Which annotations count: by topic, entity, code, publisher, stance, status and date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.edtf import days
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM

Keep = Callable[[Annotation], bool]
NO_DATE: Final = "without a date"
IMPRECISE: Final = "without a date that is precise enough"
OUTSIDE: Final = "outside the time asked for"


@dataclass(frozen=True, slots=True)
class AnnotationFilter:
    """Empty fields let everything through; several values of a field are alternatives.

    ``topics``, ``entities``, ``codes`` and ``publishers`` are names, and ``no_…`` those that do not count. ``start``
    and ``end`` are the first and last day or month that counts, as dates of the event, else of the document's
    publication: all that a date may mean has to lie between, or with ``possible`` any of it. What has no date passes
    only where no dates are asked for.
    """

    topics: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    no_topics: frozenset[str] = frozenset()
    no_entities: frozenset[str] = frozenset()
    no_codes: frozenset[str] = frozenset()
    no_publishers: frozenset[str] = frozenset()
    stances: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    start: str = ""
    end: str = ""
    by_published: bool = False
    possible: bool = False

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return self == AnnotationFilter(by_published=self.by_published, possible=self.possible)

    def of(self, layer: Layer) -> Keep | None:
        """Give the test for a layer's annotations, None where all pass.

        Actor annotations alone never pass: a chart that is narrowed shows those who take part in what is left.
        """
        if self.is_open:
            return None
        names = _NamesOf(self, layer)

        def keep(annotation: Annotation) -> bool:
            counts = annotation.type != ACTOR and names.pass_(annotation) and self._says(annotation)
            return counts and not self.why_not_in_time(annotation, layer)

        return keep

    def why_not_in_time(self, annotation: Annotation, layer: Layer) -> str:
        """Say why an annotation's date does not count, "" where it does."""
        published = layer.document.published
        date = published if self.by_published else annotation.date or published
        return why_not_in_time(date or "", self.start, self.end, possible=self.possible)

    def entity_test(self) -> Callable[[str], bool] | None:
        """Give the test for the names of entities that may be shown, None where all may."""
        excluded = _keys(self.no_entities)
        return (lambda name: name_key(name) not in excluded) if excluded else None

    def _says(self, annotation: Annotation) -> bool:
        return (not self.stances or annotation.type != CLAIM or annotation.stance in self.stances) and (
            not self.statuses or annotation.type != AGREEMENT or annotation.status in self.statuses
        )


class _NamesOf:
    """What a filter asks of names, as the ids of one layer."""

    def __init__(self, wanted: AnnotationFilter, layer: Layer) -> None:
        self._wanted = wanted
        self._codes, self._no_codes = _keys(wanted.codes), _keys(wanted.no_codes)
        topics = {topic.id: name_key(topic.name) for topic in layer.topics.values()}
        self._topics = {key for key, name in topics.items() if name in _keys(wanted.topics)}
        self._no_topics = {key for key, name in topics.items() if name in _keys(wanted.no_topics)}
        asked = _keys(wanted.entities)
        self._entities = {key for key, entity in layer.entities.items() if name_key(entity.name) in asked}
        publisher = name_key(layer.document.publisher or "")
        self._published = (not wanted.publishers or publisher in _keys(wanted.publishers)) and publisher not in _keys(
            wanted.no_publishers
        )

    def pass_(self, annotation: Annotation) -> bool:
        codes = set(map(name_key, annotation.codes)) if self._codes or self._no_codes else set()
        return (
            self._published
            and (not self._wanted.topics or annotation.topic in self._topics)
            and annotation.topic not in self._no_topics
            and (not self._codes or not self._codes.isdisjoint(codes))
            and self._no_codes.isdisjoint(codes)
            and (not self._wanted.entities or not self._entities.isdisjoint(annotation.entities_involved()))
        )


def why_not_in_time(date: str, start: str, end: str, *, possible: bool = False) -> str:
    """Say why a date does not count from ``start`` to ``end``, "" where it does.

    It counts where every day that it may mean lies there, with ``possible`` where any does. All are dates as files hold
    them; "" leaves an end open.
    """
    if not (start or end):
        return ""
    found = days(date)
    if found is None:
        return NO_DATE
    (opening, closing), low, high = found, (days(start) or (None,))[0], (days(end) or (None,))[-1]
    if (low and closing and closing < low) or (high and opening and opening > high):
        return OUTSIDE
    inside = (not low or (opening and opening >= low)) and (not high or (closing and closing <= high))
    return "" if inside or possible else IMPRECISE


def _keys(names: frozenset[str]) -> set[str]:
    return set(map(name_key, names))
