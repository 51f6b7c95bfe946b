"""Which names the documents of a folder have, in how many documents each is, and in how many near a day."""

from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from annotator.services.index.days import NO_DAY

_NEAR_DAYS: Final = 30


class Has(NamedTuple):
    """What a document has, as numbers that count, and the day of its publication."""

    entities: Iterable[int] = ()
    topics: Iterable[int] = ()
    codes: Iterable[int] = ()
    day: int = NO_DAY


class Having(NamedTuple):
    """What documents have of one kind of thing: by document numbers that count, and by number in how many they are."""

    by_document: "Sequence[array[int]]"
    documents: list[int]


@dataclass(slots=True)
class _InDocument:
    """What one document has: numbers that count, each once; and the day of its publication."""

    entities: "array[int]" = field(default_factory=lambda: array("i"))
    topics: "array[int]" = field(default_factory=lambda: array("i"))
    codes: "array[int]" = field(default_factory=lambda: array("i"))
    day: int = NO_DAY


class Counts:
    """In how many documents a thing is, by its number."""

    def __init__(self, documents: list[int] | None = None) -> None:
        self.documents: list[int] = documents or []

    def __getitem__(self, number: int) -> int:
        return self.documents[number] if number < len(self.documents) else 0

    def there(self) -> dict[int, int]:
        """Give those that some document has, all alike."""
        return dict.fromkeys((number for number, documents in enumerate(self.documents) if documents), 0)

    def change(self, before: Iterable[int], after: Iterable[int]) -> bool:
        """Take what one document has now; tells whether that is something else than before."""
        gone, come = set(before), set(after)
        for number in gone - come:
            self.documents[number] -= 1
        for number in come - gone:
            if number >= len(self.documents):
                self.documents.extend([0] * (number + 256 - len(self.documents)))
            self.documents[number] += 1
        return gone != come


class NamesOfDocuments:
    """What documents have, by the documents' names; entities, topics and codes with their counts."""

    def __init__(self) -> None:
        self.entities, self.topics, self.codes = Counts(), Counts(), Counts()
        self._documents: dict[str, _InDocument] = {}
        self._days: list[tuple[int, str]] = []
        self._close: dict[tuple[int, str], Counter[int]] = {}

    def put(self, document: str, has: Has) -> bool:
        """Take what a document has now; tells whether that is something else than before."""
        self._close.clear()
        before = self._documents.pop(document, None) or _InDocument()
        entities, topics, codes = (array("i", sorted(set(one))) for one in (has.entities, has.topics, has.codes))
        after = _InDocument(entities, topics, codes, has.day)
        changed = [
            self.entities.change(before.entities, after.entities),
            self.topics.change(before.topics, after.topics),
            self.codes.change(before.codes, after.codes),
        ]
        if before.day != NO_DAY:
            del self._days[bisect_left(self._days, (before.day, document))]
        if after.day != NO_DAY:
            insort(self._days, (after.day, document))
        if after.entities or after.topics or after.codes or after.day != NO_DAY:
            self._documents[document] = after
        return any(changed)

    def begin(
        self, documents: Sequence[str], days: Sequence[int], entities: Having, topics: Having, codes: Having
    ) -> None:
        """Take what all documents have, where nothing is known of any."""
        there = zip(documents, entities.by_document, topics.by_document, codes.by_document, days, strict=True)
        self._documents = {document: _InDocument(one, on, coded, day) for document, one, on, coded, day in there}
        self._days = sorted((day, document) for day, document in zip(days, documents, strict=True) if day != NO_DAY)
        self.entities, self.topics, self.codes = (Counts(one.documents) for one in (entities, topics, codes))

    def near(self, day: int | None, column: str) -> Counter[int]:
        """Count in how many documents within a month of a day things are; kept while letters are typed."""
        if day is None:
            return Counter()
        if (day, column) not in self._close:
            self._close[day, column] = self._counted_near(day, column)
        return self._close[day, column]

    def _counted_near(self, day: int, column: str) -> Counter[int]:
        found: Counter[int] = Counter()
        low = bisect_left(self._days, (day - _NEAR_DAYS,))
        for _day, document in self._days[low : bisect_left(self._days, (day + _NEAR_DAYS + 1,))]:
            found.update(getattr(self._documents[document], column))
        return found
