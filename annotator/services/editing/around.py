"""The text around an annotation as the rules read it, with the entities that an analyst marked in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.editing.fillers import Filler
from annotator.services.suggesting.agreements import Agreed, agreement_in, parties_in, status_in
from annotator.services.suggesting.mentions import Mentions, Who, state_of_capital
from annotator.services.suggesting.phrases import phrase_behind
from annotator.services.suggesting.reading import Reading, Run
from annotator.services.suggesting.reported import reported
from annotator.services.suggesting.told import Told

_BEFORE: Final = 6000
_BEHIND: Final = 2000
"""So much of the text around is read: who "he" is was named before, and a quotation may go on behind."""
_CLOSE: Final = 4000
_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class _Read:
    reading: Reading
    mentions: Mentions
    told: tuple[tuple[Told, frozenset[int]], ...]
    """What is reported, each with the numbers of the words in which it is."""


@lru_cache(maxsize=_KEPT)
def _read(text: str, language: str | None) -> _Read:
    reading = Reading(text, language)
    told = ((told, frozenset(at for run in told.content for at in range(*run))) for told in reported(reading))
    return _Read(reading, Mentions(reading), tuple(told))


def read_ahead(text: str, position: int, language: str | None) -> None:
    """Read the text around a place, so that what is offered there first need not wait for it."""
    low, high = _window(text, position, position)
    _read(text[low:high], language)


class Around:
    """What is said around an annotation, and by whom."""

    def __init__(self, document: Document, layer: Layer, annotation: Annotation) -> None:
        low, high = _window(document.text, annotation.start, annotation.end)
        read = _read(document.text[low:high], layer.document.language)
        self.reading, self.mentions = read.reading, read.mentions
        self._told = read.told
        self._low = low
        self._layer = layer
        self._annotation = annotation
        self.words = {
            at
            for start, end in annotation.fragments
            for at in range(*self.reading.run((start - low, end - low)))
        }  # fmt: skip

    @cached_property
    def told(self) -> Told | None:
        """The statement that the annotation is most likely of, None where nothing is reported there."""
        best, most = None, 0.0
        for told, words in self._told:
            if words.isdisjoint(self.words):
                continue
            shared = len(words & self.words)
            share = shared / max(1, min(len(words), len(self.words)))
            if share > 0.5 and (weight := shared / len(words | self.words) + 0.3 * (told.cue[0] in self.words)) > most:
                best, most = told, weight
        return best

    def statements(self) -> list[Told]:
        """Give what is reported in the sentences of the annotation."""
        low, high = self.sentence
        return [told for told, _words in self._told if low <= told.cue[0] < high]

    def addressed(self, told: Told) -> list[Filler]:
        """Give the newspaper or agency that somebody tells something: "told Newsweek"."""
        if told.lemma not in self.reading.pack.addressing:
            return []
        run = phrase_behind(self.reading, told.cue[1], self.sentence[1])
        found = self._marked(run) if run else []
        return [one for one in found if self._layer.entities[one.entity].type == "organization"]

    @cached_property
    def sentence(self) -> Run:
        """The sentences that the annotation touches."""
        if not self.words:
            return (0, 0)
        numbers = [self.reading.sentence_of[at] for at in (min(self.words), max(self.words))]
        return self.reading.sentences[numbers[0]][0], self.reading.sentences[numbers[1]][1]

    @cached_property
    def agreed(self) -> Agreed | None:
        """The agreement that the sentence tells of."""
        low, high = self.sentence
        return agreement_in(self.reading, self.mentions, low, high) if low < high else None

    def status(self) -> str:
        """Give the likeliest status of an agreement here: by the sentence that tells of one, else by its own words."""
        if self.agreed:
            return self.agreed.status
        return status_in(self.reading, min(self.words), max(self.words) + 1) if self.words else ""

    def parties(self) -> tuple[Who, ...]:
        """Give the parties by the sentence, whatever it tells of."""
        if self.agreed:
            return self.agreed.parties
        low, high = self.sentence
        return parties_in(self.reading, self.mentions, low, high, high) if low < high else ()

    def said(self, run: Run) -> str:
        """Give the text of some words."""
        return self.reading.said(run)

    def is_quoted(self) -> bool:
        """Tell whether most of the annotation stands in quotation marks."""
        return 2 * sum(self.reading.quoted[at] for at in self.words) > len(self.words)

    def run(self, mention: Annotation) -> Run | None:
        """Give the words of a mention, None where it lies outside of what is read."""
        low, high = self.reading.run((mention.start - self._low, mention.end - self._low))
        return (low, high) if 0 <= low < high else None

    def quotes(self, mention: Annotation) -> bool:
        """Tell whether a mention stands in quotation marks."""
        run = self.run(mention)
        return run is not None and self.reading.quoted[run[0]]

    def fillers(self, run: Run) -> list[Filler]:
        """Give whom a noun phrase means, of the entities that there are: marked in it, else by name or hint."""
        marked = self._marked(run)
        if marked:
            return marked
        found = self.known(self.mentions.of_phrase(run))
        several = self.mentions.several(run)
        if several and len(found) < (several[1] or 2):
            found = self._last_marked(run, *several) or found
        return found or self._marked(run, of_whom=True)

    def _marked_most(self, kind: str, count: int) -> list[Filler]:
        """Give the several of a type that are marked most often in the document, in the order of the text."""
        users = self._layer.references.with_entity
        found = [entity for entity in self._layer.entities.values() if entity.type == kind]
        most = sorted(found, key=lambda entity: -len(users(entity.id)))[: count or 2]
        chosen = [Filler(one.id, self._mention(one.id)) for one in most]
        places = self._layer.annotations
        chosen.sort(key=lambda one: places[one.mention].place if one.mention else (0, 0, ""))
        return chosen if len(chosen) == (count or 2) else []

    def _last_marked(self, run: Run, kind: str, count: int, *, strictly: bool = False) -> list[Filler]:
        """Give the several that were marked last before "the two ministers", in the order of the text."""
        found: dict[str, Filler] = {}
        start = self.span(run).start
        for actor in reversed(self._layer.between(max(0, start - _BEFORE), start)):
            if actor.type != ACTOR or len(actor.entities) != 1:
                continue
            entity = self._layer.entities.get(actor.entities[0])
            if entity and (not kind or entity.type == kind or (entity.type == "other" and not strictly)):
                found.setdefault(entity.id, Filler(entity.id, actor.id))
            if len(found) == (count or 2):
                return list(reversed(found.values()))
        return []

    def meant(self) -> Iterator[tuple[list[Filler], str]]:
        """Give whom the words of an actor mean that are no name: "the two", "they", "he"; the likeliest first."""
        run = (min(self.words), max(self.words) + 1) if self.words else (0, 0)
        if run[0] == run[1]:
            return
        several = self.mentions.several(run)
        word = self.reading.lower[run[0]] if run[1] - run[0] == 1 else ""
        if several is None and word not in self.reading.pack.pronouns:
            return
        if several or self.reading.pack.pronouns[word] == "group":
            kind, count = several or ("", 0)
            yield self._last_together(run, kind, count), "marked together before"
            yield self._hinted(run), "named before"
            if kind:
                yield self._last_marked(run, kind, count, strictly=True), "marked before"
                yield self._marked_most(kind, count), "marked most often"
            for each in (kind, "person", "state", "organization"):
                yield self._last_marked(run, each, count), "marked before"
        else:
            yield self._hinted(run), "named before"

    def _hinted(self, run: Run) -> list[Filler]:
        whos = [who for who in self.mentions.of_phrase(run) if who.run == run]
        return list({filler.entity: filler for who in whos for filler in self._named(who)}.values())

    def _last_together(self, run: Run, kind: str, count: int) -> list[Filler]:
        """Give the several of a type for whom one actor stood last."""
        start = self.span(run).start
        for actor in reversed(self._layer.between(max(0, start - _BEFORE), start)):
            known = [self._layer.entities[key] for key in actor.entities if key in self._layer.entities]
            if (
                len(known) > 1
                and len(known) == (count or len(known))
                and all(not kind or e.type == kind for e in known)
            ):
                return [Filler(entity.id, actor.id) for entity in known]
        return []

    def known(self, whos: Iterable[Who]) -> list[Filler]:
        """Give the entities that there are for somebody; who has none is left out."""
        found: dict[str, Filler] = {}
        for who in whos:
            for filler in self._marked(who.run) or self._named(who):
                found.setdefault(filler.entity, filler)
        return list(found.values())

    def opening(self) -> list[Filler]:
        """Give whom a pronoun at the annotation's beginning means, else who opens the sentence before it begins."""
        if not self.words:
            return []
        first, low = min(self.words), self.sentence[0]
        lower, pack = self.reading.lower, self.reading.pack
        for at in range(first, min(first + 3, len(lower))):
            if lower[at] in pack.subjects:
                return self.fillers((at, at + 1))
        joined = next((group for group in self.mentions.groups if first <= group[0].run[0] < first + 3), None)
        if joined:
            return self.known(joined)
        for name in self.mentions.between(low, first):
            if not self.mentions.is_place(name):
                return self.known([Who(name.whole, name.type, name.run)])
        return []

    def _marked(self, run: Run, *, of_whom: bool = False) -> list[Filler]:
        """Give the entities of the actors that are marked in a phrase, those left out that only say whose it is."""
        span = self.span(run)
        actors = [
            one for one in self._layer.between(*span) if one.type == ACTOR and (of_whom or self._is_meant(one, run))
        ]
        whole = [one for one in actors if one.start <= span.start and span.end <= one.end]
        chosen = whole or self._heads(actors)
        found: dict[str, Filler] = {}
        for one in chosen:
            for entity in one.entities:
                if entity in self._layer.entities:
                    found.setdefault(entity, Filler(entity, one.id))
        return list(found.values())

    def _is_meant(self, actor: Annotation, run: Run) -> bool:
        """Tell whether an actor in a phrase is whom it means, and not of whom or whose it is."""
        first, end = self.reading.run((actor.start - self._low, actor.end - self._low))
        lower, pack = self.reading.lower, self.reading.pack
        if first <= run[0] and end >= run[1]:
            return True
        if end < len(lower) and lower[end] in ("'s", "’s", "s") and end < run[1]:
            return False
        at = first - 1
        while at > run[0] and lower[at] in pack.determiners:
            at -= 1
        return not (at > run[0] and lower[at] in pack.prepositions)

    def _heads(self, actors: list[Annotation]) -> list[Annotation]:
        """Give the first of several actors with those joined to it; a person before what stands with the name."""
        persons = [one for one in actors if self._type(one) == "person"]
        if not actors:
            return []
        first = persons[0] if persons else actors[-1] if self._follow(actors) else actors[0]
        found = [first]
        for one in actors[actors.index(first) + 1 :]:
            if not self._are_joined(found[-1], one):
                break
            found.append(one)
        return found

    def _follow(self, actors: list[Annotation]) -> bool:
        return len(actors) > 1 and not self._are_joined(actors[0], actors[1])

    def _type(self, actor: Annotation) -> str:
        entity = self._layer.entities.get(actor.entities[0]) if actor.entities else None
        return entity.type if entity else ""

    def _are_joined(self, one: Annotation, other: Annotation) -> bool:
        first, end = self.reading.run((one.end - self._low, other.start - self._low))
        between = set(self.reading.lower[first:end])
        pack = self.reading.pack
        return bool(between) and between <= pack.and_words | pack.articles | self.reading.rules.titles | {","}

    def _named(self, who: Who) -> Iterator[Filler]:
        name = folded(who.name)
        capital = state_of_capital(self.reading.tag).get(name)
        wanted = {name, folded(capital)} if capital else {name}
        last = name.split()[-1] if who.type == "person" else name
        for entity in self._layer.entities.values():
            names = {folded(each) for each in entity.names}
            if names & wanted or (who.type == entity.type == "person" and any(n.split()[-1] == last for n in names)):
                yield Filler(entity.id, self._mention(entity.id))
                return

    def _mention(self, entity: str) -> str | None:
        """Give the mention of an entity that is nearest, before the annotation's end rather than behind."""
        end = self._annotation.end
        named = self._layer.references.with_entity
        close = (one for one in self._layer.between(max(0, end - _CLOSE), end) if entity in one.entities_involved())
        # What begins close before is nearer than all else: of an entity with thousands of mentions few are looked at.
        found = [one for one in close if one.type == ACTOR and end - _CLOSE <= one.start < end] or [
            one
            for one in map(self._layer.annotations.get, named(entity))
            if one and one.type == ACTOR and one.fragments
        ]
        return min(found, key=lambda one: (one.start >= end, abs(end - one.start))).id if found else None

    def span(self, run: Run) -> Span:
        """Give the place of some words in the whole text."""
        found = self.reading.span(run)
        return Span(found.start + self._low, found.end + self._low)


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Give a part of the text that begins and ends with paragraphs, so that near annotations have the same."""
    low = max(0, start - _BEFORE) // _BEHIND * _BEHIND
    low = text.rfind("\n", 0, low) + 1 if low else 0
    high = min(len(text), (end + _BEHIND) // _BEHIND * _BEHIND + _BEHIND)
    border = text.find("\n", high, high + _BEHIND)
    return max(low, start - 2 * _BEFORE), border if border >= 0 else min(len(text), high + _BEHIND)
