"""Who is named before and behind a word: the noun phrases of a sentence, by the small words around them."""

from typing import Final

from annotator.services.suggesting.reading import Reading, Run

_STOPS: Final = frozenset(",;:—–-()[]!?…")
_BRACKETS: Final = {")": "(", "—": "—", "–": "–", "]": "["}
_LONGEST: Final = 14
_INSERTED: Final = 25
"""So many words may be put between commas behind a name."""


def is_adverb(reading: Reading, number: int) -> bool:
    """Tell whether a word may stand between a subject and its verb: an auxiliary or an adverb."""
    word = reading.lower[number]
    pack = reading.pack
    if word in pack.auxiliaries or word in pack.adverbs:
        return True
    return len(word) > 4 and word.endswith(pack.adverb_endings) and not reading.capitalised(number)


def phrase_before(reading: Reading, number: int, low: int) -> Run | None:
    """Give the noun phrase that ends before a word, over auxiliaries, adverbs, a day and what commas put between."""
    last = _without_day(reading, _without_adverbs(reading, number - 1, low), low)
    if last < low:
        return None
    word = reading.words[last]
    if reading.lower[last] in reading.pack.subjects and last < number:
        return (last, last + 1)
    if word == "," or word in _BRACKETS:
        opener = _opener(reading, last, low)
        left = phrase_before(reading, opener, low) if opener > low else None
        return (_first_of_all(reading, left[0], low), last) if left else None
    first = last
    while first >= low and not _ends_phrase(reading, first, last):
        first -= 1
    if low < first < last and reading.lower[first] in reading.pack.relatives and not _names(reading, first + 1):
        named = phrase_before(reading, first, max(low, first - _INSERTED))
        return (named[0], last + 1) if named else None
    return _without_openers(reading, first + 1, last + 1)


def _first_of_all(reading: Reading, first: int, low: int) -> int:
    """Give the start of a name that opens the sentence, where several things are put between commas behind it."""
    if first - 1 <= low or reading.words[first - 1] != ",":
        return first
    comma = next(at for at in range(low, first) if reading.words[at] == ",")
    if reading.quoted[comma]:
        return first
    name = phrase_before(reading, comma, low) if comma > low else None
    opens = name is not None and (name[0] == low or reading.is_mark[name[0] - 1])
    return name[0] if name and opens and reading.capitalised(name[1] - 1) else first


def phrase_behind(reading: Reading, number: int, high: int) -> Run | None:
    """Give the noun phrase that begins at a word, adverbs left out, as far as its first preposition but "of"."""
    pack = reading.pack
    first = number
    while first < high and is_adverb(reading, first):
        first += 1
    last = first
    while last < high and last - first <= 10:
        word = reading.lower[last]
        if reading.is_mark[last] or word in _STOPS or word == ".":
            break
        if word in pack.clause_words and word not in pack.and_words:
            break
        if word in pack.prepositions and word not in _GENITIVES:
            break
        if last > first and (is_reporting(reading, last) or word in pack.subjects or word in pack.modals):
            break
        last += 1
    return (first, last) if last > first else None


_GENITIVES: Final = frozenset(("of", "von"))


def is_reporting(reading: Reading, number: int) -> bool:
    """Tell whether a word is a form of a verb that says or thinks."""
    verb = reading.pack.verbs.get(reading.lower[number]) if number < len(reading.words) else None
    return verb is not None and verb.kind in ("say", "think")


def _without_adverbs(reading: Reading, last: int, low: int) -> int:
    while last >= low and is_adverb(reading, last):
        last -= 1
    return last


def _without_day(reading: Reading, last: int, low: int) -> int:
    """Go over "on Tuesday" between a subject and its verb."""
    pack = reading.pack
    if last - 1 > low and reading.lower[last] in pack.days:
        before = last - (2 if reading.lower[last - 1] in pack.prepositions else 1)
        return _without_adverbs(reading, before, low) if before >= low else last
    return last


def _opener(reading: Reading, last: int, low: int) -> int:
    """Give where what stands between commas, dashes or brackets begins, or -1."""
    wanted = _BRACKETS.get(reading.words[last], ",")
    for number in range(last - 1, max(low, last - _INSERTED) - 1, -1):
        if reading.words[number] == wanted:
            return -1 if reading.is_mark[number - 1] else number
        if reading.is_mark[number]:
            return -1
    return -1


def _ends_phrase(reading: Reading, number: int, last: int) -> bool:
    word = reading.lower[number]
    if reading.is_mark[number] or word in _STOPS:
        return True
    if word in reading.pack.and_words and 0 < number < last:
        return not (reading.capitalised(number - 1) and reading.capitalised(number + 1))
    if word in reading.pack.clause_words:
        return True
    is_noun = word in reading.pack.not_verbs and reading.capitalised(number + 1)
    return number < last and is_reporting(reading, number) and not is_noun


def _names(reading: Reading, number: int) -> bool:
    """Tell whether a noun phrase begins at a word, by its first word."""
    pack = reading.pack
    word = reading.lower[number]
    return reading.capitalised(number) or word in pack.subjects or word in pack.determiners or word.endswith("s")


def _without_openers(reading: Reading, first: int, end: int) -> Run | None:
    if not first < end or end - first > _LONGEST:
        return None
    opening = reading.pack.prepositions | reading.pack.days
    while first < end and (reading.lower[first] in opening or is_adverb(reading, first)):
        first += 1
    first = max([first, *(at for at in range(first + 1, end - 1) if _starts_anew(reading, at))])
    return (first, end) if first < end else None


def _starts_anew(reading: Reading, number: int) -> bool:
    """Tell whether an article begins another phrase than the one before: "In their new text the allies"."""
    pack = reading.pack
    before = reading.lower[number - 1]
    if reading.lower[number] not in pack.articles or before in pack.prepositions | pack.and_words | pack.determiners:
        return False
    return before.isalpha() and before not in _QUANTITIES


_QUANTITIES: Final = frozenset(("all", "both", "half", "many", "such", "quite", "than", "as", "not"))
