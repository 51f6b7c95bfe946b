"""Which annotations count: by topic, code, stance, status and date."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.model.annotation import Annotation
from annotator.model.edtf import days
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM

Keep = Callable[[Annotation], bool]


@dataclass(frozen=True, slots=True)
class AnnotationFilter:
    """Empty fields let everything through; several values of a field are alternatives.

    ``topics`` and ``codes`` are names. ``start`` and ``end`` are the first and last day or month that counts, as dates
    of the event, else of the document's publication. What has no date passes only where no dates are asked for.
    """

    topics: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    stances: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    start: str = ""
    end: str = ""
    by_published: bool = False

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return self == AnnotationFilter(by_published=self.by_published)

    def of(self, layer: Layer) -> Keep | None:
        """Give the test for a layer's annotations, None where all pass.

        Actor annotations alone never pass: a chart that is narrowed shows those who take part in what is left.
        """
        if self.is_open:
            return None
        named = set(map(name_key, self.topics))
        topics = {topic.id for topic in layer.topics.values() if name_key(topic.name) in named}
        codes = set(map(name_key, self.codes))

        def keep(annotation: Annotation) -> bool:
            counts = annotation.type != ACTOR and self._says(annotation, topics, codes)
            return counts and self._is_in_time(annotation, layer.document.published)

        return keep

    def _says(self, annotation: Annotation, topics: set[str], codes: set[str]) -> bool:
        return (
            (not self.topics or annotation.topic in topics)
            and (not codes or not codes.isdisjoint(map(name_key, annotation.codes)))
            and (not self.stances or annotation.type != CLAIM or annotation.stance in self.stances)
            and (not self.statuses or annotation.type != AGREEMENT or annotation.status in self.statuses)
        )

    def _is_in_time(self, annotation: Annotation, published: str | None) -> bool:
        date = published if self.by_published else annotation.date or published
        return bool(in_time(date or "", self.start, self.end))


def in_time(date: str, start: str, end: str) -> bool | None:
    """Tell whether any day that a date may mean lies from ``start`` to ``end``; None where only a date could tell.

    All are dates as files hold them; "" leaves an end open.
    """
    if not (start or end):
        return True
    found = days(date)
    if found is None:
        return None
    first = days(start) if start else None
    last = days(end) if end else None
    return not ((first and found[1] and found[1] < first[0]) or (last and found[0] and found[0] > last[1]))
