"""The suggester that needs nothing but the text and a language pack: actors, claims and agreements by rules."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from annotator.formats.languages.letters import UNKNOWN, language_by_letters
from annotator.formats.languages.packs import JUDGE, THINK, WISH, pack_of
from annotator.formats.languages.rules import base_code
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM, PARTIES, SPEAKERS
from annotator.services.suggesting import unspaced
from annotator.services.suggesting.agreements import Agreed, agreements
from annotator.services.suggesting.belonging import belonging
from annotator.services.suggesting.extents import CONTENT, Runs, extents, in_order
from annotator.services.suggesting.in_context import written_otherwise
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.mentions import Mentions, Who, state_of_capital
from annotator.services.suggesting.names import Named
from annotator.services.suggesting.protocol import Suggester
from annotator.services.suggesting.reading import Reading
from annotator.services.suggesting.reported import reported
from annotator.services.suggesting.suggestion import Fragments, Part, Somebody, Suggestion
from annotator.services.suggesting.told import Told

VERSION: Final = "rules 1"
USUAL_STANCE: Final = "agree"
_LONG_QUOTATION: Final = 6

# How often claims of a pattern were right when they were compared with those of annotators: make quality.
_CONFIDENCE: Final = {
    "quotefinal": 0.93, "colonquote": 0.93, "that": 0.86, "inverted": 0.83, "according": 0.83, "say": 0.81,
    "final": 0.7, "participle": 0.66, "colon": 0.62, "verb": 0.6, JUDGE: 0.62, "judging": 0.55, THINK: 0.56,
    WISH: 0.55, "inside": 0.45, "transcript": 0.6, "predicate": 0.6,
}  # fmt: skip
_WHY: Final = {
    "quotefinal": "quotation + {}", "colonquote": "quotation behind {}", "that": "{} that", "inverted": "{} behind it",
    "according": "{}", "say": "who {}", "final": "{} at the end", "participle": "going on with {}",
    "colon": "quotation behind a colon", "transcript": "a name and a colon", "predicate": "who is {}",
    "inside": "{} inside what another says",
}  # fmt: skip


class Rules(Suggester):
    """Actors, claims with speakers, and agreements with parties, by the rules of the document's language."""

    name = "rules"
    title = "Rules of the language"

    def suggest(self, document: Document, layer: Layer, knowledge: Knowledge) -> Iterator[Suggestion]:
        """Give what the rules propose for a text, not in order; what is annotated already is not left out."""
        return of_reading(Reading(document.text, layer.document.language), layer, knowledge)


RULES: Final = Rules()


def of_reading(reading: Reading, layer: Layer, knowledge: Knowledge) -> Iterator[Suggestion]:
    """Give what the rules propose for a text that was taken apart."""
    if not reading.pack.language:
        yield from map(_quotation, _long_quotations(reading))
        return
    if not reading.pack.spaced:
        yield from unspaced.suggestions(reading, VERSION)
        return
    mentions = Mentions(reading)
    making = _Making(reading, layer, knowledge, belonging(reading, mentions))
    yield from map(making.actor, mentions.named)
    yield from (making.otherwise(span, named) for span, named in written_otherwise(reading, mentions.named))
    agreed = agreements(reading, mentions)
    yield from map(making.agreement, agreed)
    triggers = {each.trigger for each in agreed}
    for told in reported(reading):
        if told.cue[0] not in triggers:
            yield making.claim(told, mentions)


class _Making:
    """Makes suggestions of what was found."""

    def __init__(self, reading: Reading, layer: Layer, knowledge: Knowledge, belonging: Mapping[str, str]) -> None:
        self.r = reading
        self.belonging = belonging
        self.groups = {folded(known.name): known.member_of for known in knowledge.names if known.member_of}
        self.knowledge = knowledge
        self.ids = {folded(name): entity.id for entity in layer.entities.values() for name in entity.names}

    def actor(self, named: Named) -> Suggestion:
        """Give the suggestion of a name."""
        span = self.r.span(named.run)
        phrase = self.r.span(named.phrase)
        others = ((phrase,),) if phrase != span else ()
        return Suggestion(
            ACTOR, (span,), others, entities=(self._somebody(named.whole, named.type, span),),
            confidence=named.confidence, why=named.why, pattern="name", by=VERSION,
        )  # fmt: skip

    def otherwise(self, span: Span, named: Named) -> Suggestion:
        """Give the suggestion of a name that stands behind another form of it."""
        who = self._somebody(named.whole, named.type, span)
        return Suggestion(
            ACTOR, (span,), entities=(who,), confidence=0.85, why=f"{named.whole} in another script", pattern="name",
            by=VERSION,
        )  # fmt: skip

    def claim(self, told: Told, mentions: Mentions) -> Suggestion:
        """Give the suggestion of a statement, with its likeliest extent by habit."""
        found = extents(self.r, told.content, told.speaker, told.cue)
        names, (first, *others) = self._by_habit(found, told.pattern, CONTENT)
        speakers = mentions.of_phrase(told.speaker) if told.speaker else ()
        roles = tuple(Part(SPEAKERS, self._who(who)) for who in speakers)
        word = self.r.said(told.cue)
        return Suggestion(
            CLAIM, first, tuple(others), roles=roles, attribution=told.attribution(self.r),
            confidence=self._confidence(told), why=_WHY.get(told.pattern, "{} something").format(f"“{word}”"),
            pattern=told.pattern, by=VERSION, extents=names,
        )  # fmt: skip

    def _confidence(self, told: Told) -> float:
        sure = _CONFIDENCE.get(told.pattern, 0.5)
        if told.pattern in (JUDGE, THINK, WISH, "verb") and told.speaker:
            named = any(self.r.capitalised(at) for at in range(*told.speaker))
            opens = self.r.sentences[self.r.sentence_of[told.cue[0]]][0] == told.speaker[0]
            sure += 0.07 * opens - 0.1 * (not named)
        return round(sure, 2)

    def agreement(self, agreed: Agreed) -> Suggestion:
        """Give the suggestion of an agreement."""
        found = extents(self.r, (agreed.run,), agreed.parties[0].run if self._inside(agreed) else None, None)
        pattern = f"agreement {agreed.pattern}"
        names, (first, *others) = self._by_habit(found, pattern, CONTENT)
        roles = tuple(Part(PARTIES, self._who(who, acts=True)) for who in agreed.parties)
        return Suggestion(
            AGREEMENT, first, tuple(others), roles=_distinct(roles), stance=USUAL_STANCE, status=agreed.status,
            date=agreed.date, confidence=agreed.confidence, why=agreed.why, pattern=pattern, by=VERSION, extents=names,
        )  # fmt: skip

    def _inside(self, agreed: Agreed) -> bool:
        return agreed.run[0] <= agreed.parties[0].run[0] < agreed.run[1]

    def _by_habit(self, found: dict[str, Runs], pattern: str, first: str) -> tuple[tuple[str, ...], list[Fragments]]:
        ordered = in_order(found, self.knowledge.habits.weights(pattern, first))
        spans = [tuple(self.r.span(run) for run in runs) for _name, runs in ordered]
        return tuple(name for name, _runs in ordered), spans

    def _who(self, who: Who, *, acts: bool = False) -> Somebody:
        name = state_of_capital(self.r.tag).get(folded(who.name), who.name) if acts else who.name
        kind = "state" if name != who.name else who.type
        return self._somebody(name, kind, self.r.span(who.run))

    def _somebody(self, name: str, kind: str, span: Span) -> Somebody:
        group = self.belonging.get(name) or self.groups.get(folded(name), "")
        return Somebody(name, kind, span, self.ids.get(folded(name)), group)


def _long_quotations(reading: Reading) -> Iterator[Span]:
    return (reading.span(run) for run in reading.quotations if run[1] - run[0] >= _LONG_QUOTATION)


def _quotation(span: Span) -> Suggestion:
    """Give what is all that can be proposed where nothing is known of a language."""
    return Suggestion(
        CLAIM, (span,), attribution="direct", confidence=0.5, why="a quotation", pattern="quotation", by=VERSION
    )


def what_is_missing(text: str, tag: str | None) -> str:
    """Say what cannot be proposed for a text because its language has no pack, or ""."""
    tag = tag or language_by_letters(text)
    if pack_of(tag).language:
        return ""
    of = "the language of these letters" if tag == UNKNOWN else f"“{base_code(tag)}”"
    return (
        f"There is no language pack for {of}: quotation marks and the names of the folder are all that suggestions "
        "rest on."
    )


def _distinct(parts: Iterable[Part]) -> tuple[Part, ...]:
    kept: dict[str, Part] = {}
    for part in parts:
        kept.setdefault(part.who.key, part)
    return tuple(kept.values())
