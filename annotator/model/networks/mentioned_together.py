"""Edges between those who are mentioned in one sentence, kept up sentence by sentence."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping

from annotator.model.networks.relation_graph import Edge, EdgeKey, edge_of
from annotator.model.span import Span

Pairs = Iterable[tuple[EdgeKey, str, str]]
"""Edges with the two annotations that they rest on."""


class MentionedTogether:
    """The edges of a text's sentences, in the order of the text; ``sentences`` are in that order too."""

    def __init__(self, sentences: tuple[Span, ...]) -> None:
        self.made: dict[EdgeKey, Edge] = {}
        self._sentences = sentences
        self._starts = [start for start, _end in sentences]
        self._ends = [end for _start, end in sentences]
        self._pairs: dict[int, dict[EdgeKey, list[tuple[str, str]]]] = {}
        self._where: dict[EdgeKey, set[int]] = {}
        self._ranks: dict[EdgeKey, tuple[int, int]] = {}

    def edges_of(self, annotation_id: str, fragments: Iterable[Span]) -> set[EdgeKey]:
        """Give the edges that an annotation is evidence of."""
        pairs = (self._pairs.get(number, {}) for number in self._numbers(fragments))
        return {key for found in pairs for key, both in found.items() if any(annotation_id in one for one in both)}

    def look_again(
        self, fragments: Iterable[Span], pairs_in: Callable[[Span], Pairs], event_of: Mapping[str, str]
    ) -> None:
        """Read the sentences anew that places of the text touch."""
        stale: set[EdgeKey] = set()
        for number in self._numbers(fragments):
            for key in self._pairs.pop(number, ()):
                self._where[key].discard(number)
                stale.add(key)
            for key, one, other in pairs_in(self._sentences[number]):
                self._pairs.setdefault(number, {}).setdefault(key, []).append((one, other))
                self._where.setdefault(key, set()).add(number)
                stale.add(key)
        moved = [self._make(key, event_of) for key in stale]
        if any(moved):
            order = sorted(self._ranks, key=self._ranks.__getitem__)
            self.made = {key: self.made[key] for key in order}

    def look_at_all(self, pairs_in: Callable[[Span], Pairs], event_of: Mapping[str, str]) -> None:
        """Read all sentences."""
        if self._sentences:
            self.look_again([Span(self._starts[0], self._ends[-1])], pairs_in, event_of)

    def _numbers(self, fragments: Iterable[Span]) -> set[int]:
        """Give the sentences that places touch, and maybe one beside them."""
        return {
            number
            for start, end in fragments
            for number in range(bisect_left(self._ends, start), bisect_right(self._starts, end))
        }

    def _make(self, key: EdgeKey, event_of: Mapping[str, str]) -> bool:
        """Make an edge anew; tells whether it came, went or stands elsewhere among the others."""
        numbers = sorted(self._where[key])
        if not numbers:
            del self._where[key], self._ranks[key], self.made[key]
            return True
        both = [pair for number in numbers for pair in self._pairs[number][key]]
        events = {event_of.get(one, one): None for one, _other in both}
        self.made[key] = edge_of(key, tuple(events.values()), dict.fromkeys(one for pair in both for one in pair))
        rank = (numbers[0], list(self._pairs[numbers[0]]).index(key))
        moved = self._ranks.get(key) != rank
        self._ranks[key] = rank
        return moved
