"""The annotations behind nodes and edges in the order of the text, and the nodes and edges in the order of these."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from annotator.model.place_index import SortKey

Key = TypeVar("Key", bound=tuple[Any, ...])
Made = TypeVar("Made")


class EvidenceRows:
    """The annotations of one node or edge in the order of the text, each with its value."""

    __slots__ = ("_events", "_grouped", "ids", "values")

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.values: list[str | None] = []
        self._events: dict[str, int] = {}
        self._grouped = 0

    @property
    def count(self) -> int:
        """How many events the annotations tell."""
        return len(self.ids) - self._grouped + len(self._events)

    def values_of(self, event_of: Mapping[str, str]) -> tuple[str | None, ...]:
        """Give the value of each event, that of the first annotation that tells it."""
        if not self._grouped:
            return tuple(self.values)
        events: dict[str, str | None] = {}
        for identifier, value in zip(self.ids, self.values, strict=True):
            events.setdefault(event_of.get(identifier, identifier), value)
        return tuple(events.values())

    def put(self, index: int, identifier: str, value: str | None, event: str | None) -> None:
        """Take in an annotation."""
        self.ids.insert(index, identifier)
        self.values.insert(index, value)
        if event is not None:
            self._grouped += 1
            self._events[event] = self._events.get(event, 0) + 1

    def drop(self, index: int, event: str | None) -> None:
        """Let go of an annotation."""
        del self.ids[index], self.values[index]
        if event is not None:
            self._grouped -= 1
            self._events[event] -= 1
            if not self._events[event]:
                del self._events[event]


class EvidenceTable(Generic[Key, Made]):
    """Nodes or edges with their annotations.

    ``make`` makes one of its key and annotations; ``place_of`` gives an annotation's place; ``index_in`` tells how
    early an annotation names a node or edge. ``settle`` makes again what annotations came to or went from, and what
    was said to be ``stale``.
    """

    def __init__(
        self,
        make: Callable[[Key, EvidenceRows], Made],
        place_of: Callable[[str], SortKey],
        index_in: Callable[[Key, str], int],
    ) -> None:
        self._make = make
        self._place_of = place_of
        self._index_in = index_in
        self._rows: dict[Key, EvidenceRows] = {}
        self._made: dict[Key, Made] = {}
        self._is_in_order = True
        self._ranks: dict[Key, tuple[SortKey, int]] = {}
        self._order: list[tuple[SortKey, int, Key]] = []
        self._stale: dict[Key, None] = {}
        self._first: dict[Key, tuple[SortKey, int] | None] = {}

    @property
    def made(self) -> dict[Key, Made]:
        """The nodes or edges by key, in the order of their first annotations."""
        if not self._is_in_order:
            self._made = {key: self._made[key] for _place, _number, key in self._order}
            self._is_in_order = True
        return self._made

    def add(
        self, keys: Iterable[tuple[Key, str | None]], identifier: str, event: str | None, *, is_last: bool = False
    ) -> None:
        """Take in an annotation with all that it names, in its order and with its values.

        ``is_last`` where no annotation that is there stands behind it.
        """
        place = self._place_of(identifier)
        for number, (key, value) in enumerate(keys):
            rows = self._rows.get(key)
            if rows is None:
                rows = self._rows[key] = EvidenceRows()
            if is_last or not rows.ids or self._place_of(rows.ids[-1]) < place:
                index = len(rows.ids)
            else:
                index = bisect_left(rows.ids, place, key=self._place_of)
            rows.put(index, identifier, value, event)
            if index == 0:
                self._first[key] = (place, number)
            self._stale[key] = None

    def remove(self, keys: Iterable[Key], identifier: str, event: str | None, places: Mapping[str, SortKey]) -> None:
        """Let go of an annotation, told as it was added; ``places`` has those that have gone or moved since."""

        def place_of(one: str) -> SortKey:
            return places[one] if one in places else self._place_of(one)

        for key in keys:
            rows = self._rows[key]
            index = bisect_left(rows.ids, places[identifier], key=place_of)
            rows.drop(index, event)
            if index == 0:
                self._first[key] = None
            self._stale[key] = None

    def stale(self, keys: Iterable[Key]) -> None:
        """Have nodes or edges made again, if they are there."""
        self._stale.update(dict.fromkeys(keys))

    def settle(self) -> bool:
        """Make again what is stale; tells whether something came, went, or stands elsewhere among the others."""
        moved = [self._settle_one(key, rows) for key in self._stale if (rows := self._rows.get(key))]
        self._stale.clear()
        self._first.clear()
        return any(moved)

    def _settle_one(self, key: Key, rows: EvidenceRows) -> bool:
        known = self._ranks.get(key)
        if not rows.ids:
            del self._rows[key]
            if known:
                self._leave_order(key)
                del self._made[key]
            return True
        self._made[key] = self._make(key, rows)
        if key not in self._first:
            return False
        first = rows.ids[0]
        rank = self._first[key] or (self._place_of(first), self._index_in(key, first))
        if rank == known:
            return False
        if known:
            self._leave_order(key)
        self._enter_order(key, rank, is_new=not known)
        return True

    def _enter_order(self, key: Key, rank: tuple[SortKey, int], *, is_new: bool) -> None:
        self._ranks[key] = rank
        entry = (*rank, key)
        if not self._order or self._order[-1] < entry:
            self._order.append(entry)
            self._is_in_order &= is_new
        else:
            insort(self._order, entry)
            self._is_in_order = False

    def _leave_order(self, key: Key) -> None:
        del self._order[bisect_left(self._order, (*self._ranks.pop(key), key))]
