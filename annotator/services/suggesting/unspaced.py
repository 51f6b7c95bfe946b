"""Suggestions in languages that put no spaces between words: by quotation marks and by the words around them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Final

from annotator.formats.languages.packs import LanguagePack
from annotator.formats.languages.sentences import sentences
from annotator.formats.languages.territories import territories_in
from annotator.model.language import any_of
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM, PARTIES, SPEAKERS
from annotator.services.suggesting.reading import Reading
from annotator.services.suggesting.suggestion import Part, Somebody, Suggestion

_LONGEST: Final = 40
"""So many signs before its mark a speaker may be long."""
_LONGEST_SENTENCE: Final = 1000
"""What has no end for more signs is no sentence, and is read in pieces."""
_BREAKS: Final = "。、，,\n「」『』（）()"


def suggestions(reading: Reading, by: str) -> Iterator[Suggestion]:
    """Give actors, claims and agreements of a text whose words have no spaces between them."""
    names = sorted(_names(reading))
    for span, name, kind, why in names:
        yield Suggestion(
            ACTOR, (span,), entities=(Somebody(name, kind, span),), confidence=0.75, why=why, pattern="name", by=by
        )
    for whole in sentences(reading.text, reading.rules):
        for start in range(whole.start, whole.end, _LONGEST_SENTENCE):
            sentence = Span(start, min(whole.end, start + _LONGEST_SENTENCE))
            yield from _claims(reading, sentence, by)
            yield from _agreements(reading, sentence, names, by)


def _names(reading: Reading) -> Iterator[tuple[Span, str, str, str]]:
    """Give the names of territories, and what stands before a title."""
    places = _places(reading.tag)
    for match in _place_pattern(reading.tag).finditer(reading.text):
        span = Span(*match.span())
        yield span, match.group(), places[match.group()], "a state or place by its name"
    if reading.pack.titles_behind:
        for match in _person_pattern(reading.pack).finditer(reading.text):
            if match["name"] not in places:
                yield Span(*match.span("name")), match["name"], "person", "a name before a title"


def _claims(reading: Reading, sentence: Span, by: str) -> Iterator[Suggestion]:
    text, pack = reading.text, reading.pack
    speaker = _speaker(reading, sentence)
    says = _says(pack).search(text, *sentence) if pack.says else None
    low = sentence.start
    for opener, closer in pack.quotation:
        first = text.find(opener, *sentence)
        last = text.rfind(closer, *sentence)
        if 0 <= first < last and last - first > 5:
            yield _claim(reading, Span(first, last + 1), speaker, sentence, pattern="quotation", by=by)
            return
    if says and speaker:
        low = max(low, speaker.end + 1)
        if says.start() - low > 5:
            yield _claim(reading, Span(low, says.start()), speaker, sentence, pattern="said", by=by)


def _claim(reading: Reading, words: Span, speaker: Span | None, sentence: Span, *, pattern: str, by: str) -> Suggestion:
    roles: tuple[Part, ...] = ()
    if speaker is not None:
        roles = (Part(SPEAKERS, Somebody(reading.text[slice(*speaker)], "person", speaker)),)
    says = bool(reading.pack.says) and _says(reading.pack).search(reading.text, *sentence) is not None
    sure = 0.8 if says and speaker else 0.6 if speaker or says else 0.4
    why = "quotation and who says it" if pattern == "quotation" else "who says something"
    direct = "direct" if pattern == "quotation" else "indirect"
    return Suggestion(
        CLAIM, (words,), ((sentence,),), roles=roles, attribution=direct, confidence=sure, why=why,
        pattern=pattern, by=by,
    )  # fmt: skip


def _speaker(reading: Reading, sentence: Span) -> Span | None:
    """Give who stands before the first mark of a subject, or before "according to"."""
    text, pack = reading.text, reading.pack
    for marks in (pack.attributions_behind, pack.speaker_marks):
        if not marks:
            continue
        for match in re.finditer(any_of(marks), text[sentence.start : sentence.end]):
            end = sentence.start + match.start()
            start = max(sentence.start, max(text.rfind(sign, sentence.start, end) for sign in _BREAKS) + 1)
            if 0 < end - start <= _LONGEST and not _is_quoted(text, sentence.start, end):
                return Span(start, end)
    return None


def _is_quoted(text: str, start: int, at: int) -> bool:
    return text.count("「", start, at) > text.count("」", start, at)


def _agreements(
    reading: Reading, sentence: Span, names: list[tuple[Span, str, str, str]], by: str
) -> Iterator[Suggestion]:
    said = reading.text[sentence.start : sentence.end]
    word = next((word for word in reading.pack.agreeing if word in said), None)
    if word is None or any(negation in said for negation in reading.pack.negations):
        return
    low, high = (bisect_left(names, at, key=lambda one: one[0].start) for at in sentence)
    here = names[low:high]
    states = [one for one in here if one[2] in ("state", "igo")]
    inside = {
        name: Part(PARTIES, Somebody(name, kind, span))
        for span, name, kind, _why in (states if len(states) > 1 else here)
    }
    if len(inside) > 1:
        yield Suggestion(
            AGREEMENT, (sentence,), roles=tuple(inside.values()), stance="agree", status=reading.pack.agreeing[word],
            confidence=0.6, why=f"“{word}” with {'、'.join(inside)}", pattern="agreement agreed", by=by,
        )  # fmt: skip


@cache
def _places(tag: str | None) -> dict[str, str]:
    return dict(territories_in(tag))


@cache
def _place_pattern(tag: str | None) -> re.Pattern[str]:
    return re.compile(any_of(sorted(_places(tag), key=len, reverse=True)))


@cache
def _person_pattern(pack: LanguagePack) -> re.Pattern[str]:
    titles = any_of(sorted(pack.titles_behind, key=len, reverse=True))
    return re.compile(rf"(?P<name>[一-龯々]{{1,4}}?|[ァ-ヺー・]{{2,20}})(?:{titles})")


@cache
def _says(pack: LanguagePack) -> re.Pattern[str]:
    return re.compile(any_of(sorted(pack.says, key=len, reverse=True)))
