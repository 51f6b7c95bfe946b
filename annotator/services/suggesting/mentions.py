"""Whom a phrase means: by its names, and for "he", "they" or "the two ministers" by who was named before."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from annotator.formats.languages.packs import pack_of
from annotator.model.name_key import folded
from annotator.services.suggesting.in_context import codes_of_names, in_context
from annotator.services.suggesting.names import Named, names
from annotator.services.suggesting.reading import Reading, Run

_PERSON: Final = "person"
_STATES: Final = ("state", "igo")
_BODIES: Final = ("organization", "igo", "group", "state")
_REACH: Final = 250
"""So many words back somebody who is only hinted at was named."""
_MOST: Final = 8
_TWO: Final = 2
_NEAR: Final = 1
"""So many sentences back "they", "the allies" or "the three" were named together; farther it was wrong mostly."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody: the name, the likely type, and the words that mention it."""

    name: str
    type: str
    run: Run


class Mentions:
    """Who is named where in a text."""

    def __init__(self, reading: Reading) -> None:
        self.r = reading
        self.pack = reading.pack
        self.named = in_context(reading, names(reading))
        self._starts = [each.run[0] for each in self.named]

    def between(self, low: int, high: int) -> list[Named]:
        """Give the names that begin between two words."""
        return self.named[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    @cached_property
    def demonyms(self) -> dict[int, str]:
        """By the number of each word such as "Japanese" the name of its state."""
        known = states_of_demonyms(self.r.tag)
        return {number: known[word] for number, word in enumerate(self.r.lower) if word in known}

    def called(self, state: str) -> str:
        """Give what a state is called in this text; by its first name where it is not named there."""
        code = codes_of_names(self.r.tag).get(folded(state))
        return self._called.get(code or "", state)

    @cached_property
    def _called(self) -> dict[str, str]:
        codes = codes_of_names(self.r.tag)
        return {code: name.whole for name in self.named if (code := codes.get(folded(name.whole)))}

    def of_phrase(self, run: Run) -> tuple[Who, ...]:
        """Give whom a noun phrase means: one, or several where it is joined or plural; the phrase itself if nobody."""
        low, high = self._without_tail(run)
        inside = self.between(low, high)
        own = [name for name in inside if not self._is_only_told_of(name, low)]
        if own:
            return self._of_names(own, (low, high))
        hinted = self._hinted(low, high)
        if hinted:
            return tuple(Who(who.name, who.type, (low, high)) for who in hinted)
        name = self.r.said((low, high))
        return (Who(name, self._type_of(low, high), (low, high)),)

    def _without_tail(self, run: Run) -> Run:
        """Give a phrase without a relative clause at its end: "Koh, who" is Koh."""
        low, high = run
        high = next((at for at in range(low + 1, high) if self._is_told_more(at, low)), high)
        while high - low > 1 and (self.r.lower[high - 1] in self.pack.relatives or self.r.words[high - 1] == ","):
            high -= 1
        return low, high

    def _is_told_more(self, at: int, low: int) -> bool:
        """Tell whether what begins at a word only says more of who is named before: "who", ", made by"."""
        word = self.r.lower[at]
        if self.r.words[at - 1] == "," and at - 1 > low:
            return word.endswith(("ed", "ing")) or word in self.pack.prepositions | self.pack.relatives
        return word in self.pack.relatives

    def _is_only_told_of(self, name: Named, low: int) -> bool:
        """Tell whether a name only says whose or of what somebody is: "a spokesman of Y", "Y's ministry"."""
        first, end = name.run
        if end < len(self.r.words) and self.r.lower[end] in ("'s", "’s") and name.type != _PERSON:
            return True
        if end < len(self.r.words) and self.r.lower[end] in ("'s", "’s", "s") and first == low:
            return True
        at = first - 1
        while at > low and (self.r.lower[at] in self.pack.determiners):
            at -= 1
        return at > low and self.r.lower[at] in self.pack.prepositions and not self.r.capitalised(at)

    def _of_names(self, own: list[Named], run: Run) -> tuple[Who, ...]:
        persons = [name for name in own if name.type == _PERSON]
        if self._is_head(own[0], run):
            persons = own[:1]
        first = persons[0] if persons else own[-1] if self._ends_phrase(own[-1], run) else own[0]
        found = [first]
        for name in own[own.index(first) + 1 :]:
            between = self.r.lower[found[-1].run[1] : name.run[0]]
            if between and all(
                word in _LIST or word in self.pack.and_words or word in self.pack.articles for word in between
            ):
                found.append(name)
            else:
                break
        if len(found) > 1 and not any(
            w in self.pack.and_words for w in self.r.lower[found[0].run[1] : found[-1].run[0]]
        ):
            found = found[:1]
        return tuple(Who(name.whole, name.type, name.run) for name in found)

    def _is_head(self, name: Named, run: Run) -> bool:
        """Tell whether a name is what its phrase begins with, before a comma or the end."""
        behind = name.run[1]
        before = set(self.r.lower[run[0] : name.run[0]])
        titles = self.r.rules.titles | self.pack.more_titles | self.pack.calendar | {"."} | self.pack.determiners
        return before <= titles and (behind >= run[1] or self.r.words[behind] in (",", "("))

    def _ends_phrase(self, name: Named, run: Run) -> bool:
        return name.run[1] == run[1] and "," not in self.r.words[run[0] : run[1]]

    def _type_of(self, low: int, high: int) -> str:
        from annotator.formats.languages.entity_guess import guess_entity_type

        for number in range(high - 1, low - 1, -1):
            word = self.r.lower[number]
            if word in self.r.rules.titles or word in self.pack.more_titles:
                return _PERSON
        guess = guess_entity_type(self.r.said((low, high)), self.r.tag)
        return guess if guess != "other" else "group" if self.r.lower[high - 1].endswith("s") else _PERSON

    def _hinted(self, low: int, high: int) -> tuple[Who, ...]:
        """Give whom a pronoun, "the two", or "the ministers" means."""
        words = self.r.lower[low:high]
        if len(words) == 1 and words[0] in self.pack.pronouns:
            return self._of_pronoun(words[0], low)
        several = self.several((low, high))
        return self.last_several(low, *several) if several else ()

    def several(self, run: Run) -> tuple[str, int] | None:
        """Give the type and number of those whom a phrase such as "the two ministers" means; None if it is none."""
        words = self.r.lower[run[0] : run[1]]
        number = next((self.pack.numbers[word] for word in words if word in self.pack.numbers), 0)
        kinds = [self.pack.plural_mentions[word] for word in words if word in self.pack.plural_mentions]
        starts = bool(words) and (words[0] in self.pack.determiners or words[0] in self.pack.numbers)
        if not starts or not (kinds or number) or any(word in self.pack.prepositions for word in words):
            return None
        return next((kind for kind in reversed(kinds) if kind), ""), number

    def _of_pronoun(self, word: str, low: int) -> tuple[Who, ...]:
        kind = self.pack.pronouns[word]
        if kind == "group":
            return self.last_several(low, "", 0)
        wanted = (_PERSON,) if kind == _PERSON else _BODIES
        return tuple(self.last(low, wanted)[:1])

    def last(self, number: int, kinds: tuple[str, ...]) -> list[Who]:
        """Give the ones of some types that were named last before a word: who opened a sentence before others."""
        found = [name for name in self._before(number) if name.type in kinds]
        if not found:
            return []
        sentence = self.r.sentence_of
        latest = sentence[found[0].run[0]]
        of_it = [name for name in found if sentence[name.run[0]] == latest]
        first = of_it[-1] if latest != sentence[min(number, len(sentence) - 1)] else of_it[0]
        return [Who(name.whole, name.type, name.run) for name in (first, *found)]

    def _before(self, number: int) -> Iterator[Named]:
        at = bisect_left(self._starts, number)
        for name in reversed(self.named[:at]):
            if number - name.run[0] > _REACH:
                break
            yield name

    def last_several(self, number: int, kind: str, count: int) -> tuple[Who, ...]:
        """Give the two or more who were last named together, as many as said, else as many as stand together."""
        kinds = {_PERSON: (_PERSON,), "state": _STATES, "organization": ("organization", "igo")}.get(kind, ())
        joined = (() if kind or count else self._plural_before(number)) or self._joined_before(number, kinds, count)
        if joined or count != _TWO:
            return joined
        if not kinds:
            near = (self._several_of(number, one, count) for one in ((_PERSON,), _STATES, ("organization",)))
            return next(filter(None, near), ()) or self._several_of(number, (), count)
        return self._several_of(number, kinds, count)

    def _plural_before(self, number: int) -> tuple[Who, ...]:
        """Give the several who open the sentence before, for a "they" that goes on with them."""
        at = self.r.sentence_of[number] - 1
        if at < 0:
            return ()
        low = self.r.sentences[at][0]
        words = self.r.lower[low : low + 3]
        plural = max((n for n, word in enumerate(words) if word in self.pack.plural_mentions), default=None)
        counted = any(word in self.pack.numbers for word in words[:2])
        if plural is None and not counted:
            return ()
        end = low + (plural + 1 if plural is not None else 2)
        return self._hinted(low, end)

    def _several_of(self, number: int, kinds: tuple[str, ...], count: int) -> tuple[Who, ...]:
        distinct: dict[str, Who] = {}
        for name in self._before(number):
            if (not kinds or name.type in kinds) and not self.is_place(name):
                distinct.setdefault(name.whole, Who(name.whole, name.type, name.run))
            if len(distinct) == (count or 2):
                return tuple(reversed(distinct.values()))
        return ()

    def _joined_before(self, number: int, kinds: tuple[str, ...], count: int) -> tuple[Who, ...]:
        for group in reversed(self.groups):
            if group[0].run[0] >= number or number - group[0].run[0] > _REACH:
                continue
            if count != _TWO and self._sentences_between(group[0].run[0], number) > _NEAR:
                break
            fits = not kinds or all(who.type in kinds for who in group)
            if fits and (not count or len(group) == count):
                return group
        return ()

    def _sentences_between(self, low: int, high: int) -> int:
        sentence = self.r.sentence_of
        return sentence[min(high, len(sentence) - 1)] - sentence[low]

    @cached_property
    def groups(self) -> list[tuple[Who, ...]]:
        """Names that are joined by "and", in the order of the text, those in one place apart."""
        found: list[tuple[Who, ...]] = []
        run: list[Named] = []
        for name in self.named:
            if run and self._is_listed(run[-1], name):
                run.append(name)
            else:
                run = [name]
            if len(run) > 1 and any(w in self.pack.and_words for w in self.r.lower[run[-2].run[1] : run[-1].run[0]]):
                found.append(tuple(Who(each.whole, each.type, each.run) for each in run))
        return found

    def _is_listed(self, one: Named, other: Named) -> bool:
        between = self.r.lower[one.run[1] : other.run[0]]
        if not between or len(between) > _MOST or other.run[0] - one.run[1] > _MOST:
            return False
        allowed = self.pack.and_words | self.pack.articles | self.r.rules.titles | self.pack.more_titles | _LIST
        plain = (word for word in between if word not in allowed and self.r.rules.titles.isdisjoint((word,)))
        rest = [word for word in plain if word not in demonyms(self.r.tag)]
        return between[0] in self.pack.and_words | _LIST and not rest

    def is_place(self, name: Named) -> bool:
        """Tell whether a name stands where somebody is or comes from: "in Tokyo"."""
        at = name.run[0] - 1
        if at >= 0 and self.r.lower[at] in self.pack.articles:
            at -= 1
        return at >= 0 and self.r.lower[at] in self.pack.places


_LIST: Final = frozenset((",",))


@cache
def demonyms(tag: str | None) -> frozenset[str]:
    """Give the words for what belongs to a state."""
    return frozenset(states_of_demonyms(tag))


@cache
def states_of_demonyms(tag: str | None) -> dict[str, str]:
    """Give the name of the state for each word such as "Japanese"."""
    first = first_names_of_states(tag)
    return {word: first[code] for code, words in pack_of(tag).demonyms.items() if code in first for word in words}


@cache
def first_names_of_states(tag: str | None) -> dict[str, str]:
    """Give what a territory is called first, by its code."""
    from annotator.formats.languages.territories import names_by_code

    return {code: forms[0] for code, forms in names_by_code(tag or "en").items()}


@cache
def state_of_capital(tag: str | None) -> dict[str, str]:
    """Give the name of the state for the folded name of each capital."""
    first = first_names_of_states(tag)
    return {folded(name): first[code] for name, code in pack_of(tag).capitals.items() if code in first}
