"""The suggestions that are open in a document, which of them one is at, and how sure they have to be."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.formats.languages.packs import pack_of
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at
from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.model.transaction import Change
from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.choosing import PRESET, by_habits, is_made, joined, next_extent
from annotator.services.suggesting.habits import Habits
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge, refusal_everywhere, refusal_here
from annotator.services.suggesting.likely_topics import likely_topics
from annotator.services.suggesting.suggestion import Suggestion

Place = tuple[int, int, str]
"""Start, end and type, or an annotation's key of order, which stands among them."""


class OpenSuggestions:
    """Suggestions of one document by place, kept up with its layer: a step costs what it touches.

    ``threshold`` (0 to 1) is how sure those are that are ``shown``; ``current`` is the one that keys are about, None
    where there is none. What is undone is open again.
    """

    def __init__(
        self, document: Document, layer: Layer, knowledge: Knowledge = NO_KNOWLEDGE, threshold: float = PRESET
    ) -> None:
        self.document, self.layer = document, layer
        self.knowledge = knowledge
        self.threshold = threshold
        self.current: Suggestion | None = None
        self._all: list[Suggestion] = []
        self._longest = 0
        self._closed: set[int] = set()
        self._shown: list[Suggestion] | None = None

    @property
    def shown(self) -> Sequence[Suggestion]:
        """Those that are open and sure enough, by place."""
        if self._shown is None:
            least, closed = self.threshold, self._closed
            self._shown = [one for one in self._all if one.confidence >= least and id(one) not in closed]
        return self._shown

    def take(self, found: Iterable[Suggestion]) -> None:
        """Take in suggestions that come by and by; what one is at stays as it is."""
        found = [self._with_those_who_are_known(one) for one in found]
        if not found:
            return
        self._longest = max(self._longest, *(one.end - one.start for one in found))
        region = Span(min(one.start for one in found), max(one.end for one in found))
        low, high = self._bounds(region, self._all)
        here, merged = self.current, joined([*self._all[low:high], *found])
        if here is not None and any(one is here for one in self._all[low:high]):
            merged = sorted([*(one for one in merged if one.place != here.place), here], key=_place)
        self._all[low:high] = merged
        self._look_again(region)
        self._settle()

    def _with_those_who_are_known(self, one: Suggestion) -> Suggestion:
        """Give a suggestion without parts of "they" or "he" of whom the text does not say who they are."""
        pronouns = pack_of(self.layer.document.language).pronouns
        known = tuple(part for part in one.roles if part.who.entity or folded(part.who.name) not in pronouns)
        return one if len(known) == len(one.roles) else replace(one, roles=known)

    def follow(self, change: Change) -> None:
        """Let go of what is annotated by a step of the layer, and of what it takes away open what was suggested."""
        for edit in change.touched(edits.ANNOTATIONS).values():
            for record in (edit.before, edit.after):
                if isinstance(record, Annotation) and record.fragments:
                    self._look_again(Span(record.start, record.end))
        self._settle()

    def set_threshold(self, threshold: float) -> None:
        """Show those that are at least so sure."""
        self.threshold = threshold
        self._settle()

    def next_to(self, place: Place, direction: int) -> Suggestion | None:
        """Give the nearest one behind a place of the text, or before it; None where there is none on that side."""
        shown = self.shown
        index = bisect_right(shown, place, key=_place) if direction > 0 else bisect_left(shown, place, key=_place) - 1
        return shown[index] if 0 <= index < len(shown) else None

    def at(self, position: int) -> Suggestion | None:
        """Give the shortest one over a code point."""
        over = [
            one for one in self._near(Span(position, position + 1), self.shown)
            if any(start <= position < end for start, end in one.fragments)
        ]  # fmt: skip
        return min(over, key=lambda one: one.end - one.start, default=None)

    def same_name(self, suggestion: Suggestion) -> list[Suggestion]:
        """Give all that mention the same one, however sure, this one among them."""
        return [
            one for one in self._all
            if one is suggestion or (id(one) not in self._closed and one.names_same(suggestion))
        ]  # fmt: skip

    def names(self) -> list[list[Suggestion]]:
        """Give the actors that are shown, those of one name together, by where each name stands first."""
        found: dict[tuple[str, ...], list[Suggestion]] = {}
        for one in self.shown:
            if one.type == ACTOR:
                key = tuple(who.key for who in one.entities) or one.quote(self.document.text)
                found.setdefault(key, []).append(one)
        return list(found.values())

    def in_sentence(self, position: int) -> list[Suggestion]:
        """Give those that are shown and begin in the sentence at a code point."""
        sentence = sentence_at(self.document.text, position, rules_of(self.layer.document.language))
        if sentence is None:
            return []
        return [one for one in self._near(sentence, self.shown) if sentence.start <= one.start < sentence.end]

    def go_to(self, suggestion: Suggestion | None) -> None:
        """Be at one; a claim or an agreement is given the topic that it is likely about."""
        self.current = suggestion
        if suggestion is None or suggestion.type == ACTOR or suggestion.topic:
            return
        topics = likely_topics(self.document, self.layer, suggestion.fragments, self.knowledge)
        if topics:
            self._put(replace(suggestion, topic=topics[0]))

    def _put(self, other: Suggestion) -> None:
        """Put another in the place of the current one."""
        self._all = sorted((other if one is self.current else one for one in self._all), key=_place)
        self._longest = max(self._longest, other.end - other.start)
        self.current, self._shown = other, None

    def widen(self) -> bool:
        """Give the current one its next likely extent; tells whether there is one."""
        if self.current is None or not self.current.others:
            return False
        self._put(next_extent(self.current))
        return True

    def learn(self, habits: Habits) -> None:
        """Give what is open the extents that are likely by what was learned of the analyst by now."""
        self.knowledge = replace(self.knowledge, habits=habits)
        for number, one in enumerate(self._all):
            if one is self.current or id(one) in self._closed or (other := by_habits(one, habits)) is one:
                continue
            self._all[number] = other
            self._longest = max(self._longest, other.end - other.start)
            if self._is_closed(other):
                self._closed.add(id(other))
        self._all.sort(key=_place)
        self._settle()

    def refuse(self, suggestion: Suggestion, *, everywhere: bool = False) -> str:
        """Let go of a suggestion, here or wherever the same is found in the folder; gives what is to be remembered."""
        key = (refusal_everywhere if everywhere else refusal_here)(suggestion, self.document)
        self.knowledge = replace(self.knowledge, refused=self.knowledge.refused | {key})
        self._closed |= {id(one) for one in self._all if self.knowledge.refuses(one, self.document)}
        self._settle()
        return key

    def _look_again(self, span: Span) -> None:
        for one in self._near(span, self._all):
            (self._closed.add if self._is_closed(one) else self._closed.discard)(id(one))

    def _near(self, span: Span, among: Sequence[Suggestion]) -> Sequence[Suggestion]:
        low, high = self._bounds(span, among)
        return among[low:high]

    def _bounds(self, span: Span, among: Sequence[Suggestion]) -> tuple[int, int]:
        """Give between which numbers those stand that may overlap a span."""
        low = bisect_left(among, span.start - self._longest, key=lambda one: one.start)
        return low, bisect_left(among, span.end, key=lambda one: one.start)

    def _is_closed(self, one: Suggestion) -> bool:
        return is_made(one, self.layer) or self.knowledge.refuses(one, self.document)

    def _settle(self) -> None:
        self._shown = None
        if self.current is not None and (id(self.current) in self._closed or self.current.confidence < self.threshold):
            self.current = None


def _place(suggestion: Suggestion) -> Place:
    return suggestion.place
