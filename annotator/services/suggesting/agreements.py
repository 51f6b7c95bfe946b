"""Who agreed with whom: the sentences that say so, their parties, status and date."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from annotator.formats.languages.packs import LanguagePack
from annotator.model.language import any_of
from annotator.services.suggesting.dates import date_in
from annotator.services.suggesting.mentions import Mentions, Who
from annotator.services.suggesting.reading import Reading, Run

_AGREED: Final = "agreed"


@dataclass(frozen=True, slots=True)
class Agreed:
    """A sentence that tells of an agreement; ``trigger`` is the word that says so."""

    run: Run
    parties: tuple[Who, ...]
    trigger: int
    status: str
    date: str | None
    pattern: str
    confidence: float
    why: str


def agreements(reading: Reading, mentions: Mentions) -> list[Agreed]:
    """Give the sentences of a text that are likely to tell of an agreement."""
    if not reading.pack.agreeing:
        return []
    found = (agreement_in(reading, mentions, low, high) for low, high in reading.sentences)
    return [each for each in found if each]


def agreement_in(reading: Reading, mentions: Mentions, low: int, high: int) -> Agreed | None:
    """Give the agreement that a sentence tells of, or None."""
    trigger = _trigger(reading, low, high)
    if trigger is None:
        return None
    number, pattern, confidence = trigger
    parties = parties_in(reading, mentions, low, high, number)
    if len(parties) < 2 or _is_negated(reading, low, number):
        return None
    said = reading.said((low, high)).lower()
    word = reading.lower[number]
    status = status_of(reading.pack, said) or reading.pack.agreeing.get(word, _AGREED)
    names = " and ".join(dict.fromkeys(who.name for who in parties))
    end = high - (reading.words[high - 1] == ".")
    return Agreed(
        (low, end), parties, number, status, date_in(reading, low, high), pattern, confidence, f"“{word}” with {names}"
    )


def parties_in(reading: Reading, mentions: Mentions, low: int, high: int, trigger: int) -> tuple[Who, ...]:
    """Give the parties of an agreement that a sentence tells of: joined names, X with Y, "the two", "both"."""
    groups = [
        group for group in mentions.groups
        if low <= group[0].run[0] < high and not is_about(reading, group[0].run, low)
    ]  # fmt: skip
    before = [group for group in groups if group[0].run[0] < trigger][-1:]
    hinted = _hinted(reading, mentions, low, trigger)
    nearest = [hinted] if hinted and before and hinted[0].run[0] > before[0][-1].run[0] else []
    with_another = _with(reading, mentions, low, high, trigger)
    adjectives = _adjectives(reading, mentions, low, high) if trigger < high else ()
    for chosen in (nearest, before, [hinted], [with_another], groups[:1], [adjectives]):
        if chosen and len({who.name for who in chosen[0]}) > 1:
            return chosen[0]
    return ()


def status_of(pack: LanguagePack, said: str) -> str | None:
    """Give the status of an agreement by words that say it plainly, or None."""
    match = _statuses(pack).search(said)
    return pack.statuses[match[0]] if match else None


def status_in(reading: Reading, low: int, high: int) -> str:
    """Give the likeliest status of an agreement that some words tell of, whatever tells that they do."""
    pack, said = reading.pack, reading.said((low, high)).lower()
    words = [word for word in reading.lower[low:high] if word in pack.agreeing]
    told = next((word for word in words if word in pack.strong), words[0] if words else "")
    return status_of(pack, said) or pack.agreeing.get(told, _AGREED)


def is_about(reading: Reading, run: Run, low: int) -> bool:
    """Tell whether a name is only what something is about or directed against: "concern about X"."""
    at = run[0] - 1
    while at > low and reading.lower[at] in reading.pack.determiners:
        at -= 1
    return at > low and reading.lower[at] in reading.pack.about and reading.lower[at - 1] in reading.pack.objects


def _trigger(reading: Reading, low: int, high: int) -> tuple[int, str, float] | None:
    """Give the word that tells of an agreement, the rule, and how sure it is."""
    pack = reading.pack
    words = [at for at in range(low, high) if reading.lower[at] in pack.agreeing and not reading.quoted[at]]
    for number in words:
        if reading.lower[number] in pack.strong:
            return number, "agreed", 0.8
    for number in words:
        return number, "deal", 0.6
    said = reading.said((low, high)).lower()
    if not _together(pack).search(said):
        return None
    for number in range(low + 1, high):
        if reading.lower[number] in pack.joint_verbs:
            return number, "together", 0.55
    return None


def _is_negated(reading: Reading, low: int, number: int) -> bool:
    return any(reading.lower[at] in reading.pack.negations for at in range(max(low, number - 4), number))


def _hinted(reading: Reading, mentions: Mentions, low: int, trigger: int) -> tuple[Who, ...]:
    """Give whom "they", "the two ministers", "both" or "the three" in a sentence mean."""
    pack = reading.pack
    for number in range(low, trigger):
        word, before = reading.lower[number], reading.lower[number - 1] if number > low else ""
        behind = reading.lower[number + 1] if number + 1 < trigger else ""
        is_group = before in pack.determiners and before not in pack.possessives
        counted = word in pack.numbers and (is_group or behind in pack.plural_mentions)
        if counted or (word in pack.plural_mentions and is_group):
            start = number - is_group
            end = number + 1 + (number + 1 < trigger and reading.lower[number + 1] in pack.plural_mentions)
            return mentions.of_phrase((start, end)) if end <= trigger else ()
        if word in pack.pronouns and pack.pronouns[word] == "group":
            return mentions.of_phrase((number, number + 1))
    return ()


def _with(reading: Reading, mentions: Mentions, low: int, high: int, trigger: int) -> tuple[Who, ...]:
    """Give X and Y of "X signed a treaty with Y": who is named before, and who behind "with"."""
    subject = _subject(reading, mentions, low, trigger)
    others: tuple[Who, ...] = ()
    for number in range(low, high):
        if reading.lower[number] in reading.pack.with_words:
            behind = mentions.between(number, min(high, number + 8))
            if behind and behind[0].run[0] - number <= 5:
                group = next((g for g in mentions.groups if g[0].run == behind[0].run), None)
                others = group or (Who(behind[0].whole, behind[0].type, behind[0].run),)
                break
    return (*subject, *others) if subject and others else ()


def _subject(reading: Reading, mentions: Mentions, low: int, trigger: int) -> tuple[Who, ...]:
    """Give who does it: "he" right before the verb, else who is named first and not only accompanies."""
    if trigger > low and reading.lower[trigger - 1] in reading.pack.subjects:
        return mentions.of_phrase((trigger - 1, trigger))
    for name in mentions.between(low, trigger):
        behind_with = name.run[0] > low and reading.lower[name.run[0] - 1] in reading.pack.with_words
        if not mentions.is_place(name) and not is_about(reading, name.run, low) and not behind_with:
            return (Who(name.whole, name.type, name.run),)
    return ()


def _adjectives(reading: Reading, mentions: Mentions, low: int, high: int) -> tuple[Who, ...]:
    """Give the states of "Hungarian and Romanian officials"."""
    found = {
        mentions.demonyms[at]: Who(mentions.demonyms[at], "state", (at, at + 1))
        for at in range(low, high)
        if at in mentions.demonyms
    }
    named = {
        name.whole: Who(name.whole, name.type, name.run)
        for name in mentions.between(low, high)
        if name.type in ("state", "igo") and not is_about(reading, name.run, low)
    }
    return tuple((found | named).values()) if found else ()


@cache
def _statuses(pack: LanguagePack) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(sorted(pack.statuses, key=len, reverse=True))}\b")


@cache
def _together(pack: LanguagePack) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(pack.together)}\b")
