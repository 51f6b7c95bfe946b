"""Who said what: reported speech by verbs, phrases such as "according to", and quotation marks."""

from dataclasses import replace
from typing import Final

from annotator.formats.languages.packs import JUDGE, SAY, THINK, WISH, Verb
from annotator.services.suggesting.phrases import phrase_before, phrase_behind
from annotator.services.suggesting.reading import Reading, Run
from annotator.services.suggesting.sentence_parts import NOBODY, WHO, SentenceParts
from annotator.services.suggesting.told import Told, beside, joined_runs, trimmed, with_quotations

_QUOTED: Final = 6
"""A quotation of fewer words, marks counted, is an expression and no statement of its own."""
_VERBS: Final = 24
"""So many reporting verbs of a sentence are looked at; where there are more it is a list, and no sentence."""


def reported(reading: Reading) -> list[Told]:
    """Give what is reported in a text, in the order of its sentences."""
    found: list[Told] = []
    for low, high in reading.paragraphs:
        told: list[Told] = []
        for first, last in _sentences_in(reading, low, high):
            told = _Sentence(reading, first, last, (low, high), told).found()
        found.extend(told)
    return [whole for each in found if (whole := with_quotations(reading, each))]


def _sentences_in(reading: Reading, low: int, high: int) -> list[Run]:
    numbers = range(reading.sentence_of[low], reading.sentence_of[high - 1] + 1)
    runs = (reading.sentences[number] for number in numbers)
    return [(max(low, first), min(high, last)) for first, last in runs if max(low, first) < min(high, last)]


class _Sentence(SentenceParts):
    """The statements of one sentence, put behind those of its paragraph."""

    def __init__(self, reading: Reading, low: int, high: int, paragraph: Run, before: list[Told]) -> None:
        super().__init__(reading, low, high)
        self.paragraph = paragraph
        self.told = list(before)
        quotations = reading.quotations_from(low, high)
        self.quotes = [(first, min(end, high)) for first, end in quotations if end - first >= _QUOTED]

    def found(self) -> list[Told]:
        """Give the paragraph's statements with those of this sentence."""
        start = len(self.told)
        own = (
            self._according_to()
            or self._by_heading()
            or self._opened()
            or self._by_words()
            or self._by_colon()
            or self._by_quotation()
        )
        if own:
            self.told += own
        elif start and self.quotes:
            self._go_on(start)
        return self.told

    def _by_words(self) -> list[Told]:
        """Give what verbs tell, and in words that no verb tells what predicates do."""
        found = self._by_verbs()
        for number in range(self.low + 1, self.high - 2):
            if self.r.quoted[number] or any(told.first <= number < told.last for told in found):
                continue
            told = self._by_predicate(number)
            if told and not any(told.first < other.last and other.first < told.last for other in found):
                found.append(told)
        return found

    def _by_predicate(self, number: int) -> Told | None:
        """SPEAKER is convinced that CONTENT."""
        behind = self.pack.predicates.get(self.r.lower[number], ())
        if self.r.lower[number + 1] not in behind or not self.is_said_of_somebody(number):
            return None
        speaker = phrase_before(self.r, number, self.low)
        if speaker is None or self.r.lower[speaker[1] - 1] in NOBODY | {"it"}:
            return None
        return self._behind_word(number, speaker, "predicate")

    def _behind_word(self, number: int, speaker: Run, pattern: str) -> Told | None:
        """Give what stands behind a word and the one that joins it with what is said, which "to" is part of."""
        first = number + 1 + (self.r.lower[number + 1] not in self.pack.to_words)
        content = self.trim(first, self.clause_end(first, number, Verb("", WISH), speaker))
        return Told((content,), speaker, (number, number + 1), pattern, "think", THINK) if content else None

    def _go_on(self, start: int) -> None:
        """A quotation without a verb goes on with what was said last in its paragraph."""
        last = self.told[start - 1]
        more = tuple(run for run in self.quotes if run[0] >= last.last and not self._is_anothers(run))
        if more and last.kind == SAY:
            self.told[start - 1] = replace(last, content=joined_runs((*last.content, *more)))

    def _is_anothers(self, run: Run) -> bool:
        """Tell whether a later sentence, in which a quotation ends, says who said it."""
        _start, end = self.r.quotation_at(run[0])
        _low, high = self.r.sentences[self.r.sentence_of[end - 1]]
        return end > self.high and any(self.r.lower[at] in self.pack.verbs for at in range(end, high))

    def _according_to(self) -> list[Told]:
        for number in range(self.low, self.high):
            for words in self.pack.phrases.get(self.r.lower[number], ()):
                behind = number + len(words)
                is_there = self.r.lower[number:behind] == list(words) and behind < self.high
                if is_there and not self.r.quoted[number] and self.r.lower[behind] not in self.pack.question_words:
                    return self._attributed(number, behind)
        return []

    def _attributed(self, number: int, behind: int) -> list[Told]:
        cue = (number, behind)
        comma = next((at for at in range(behind, self.high) if self.r.words[at] in ",."), self.high)
        if number - self.low <= 1:
            content, speaker = self.trim(comma + 1, self.high), (behind, comma)
        else:
            phrase = phrase_behind(self.r, behind, self.high)
            content = self.trim(self.low, number)
            speaker = (behind, comma) if comma - behind < 20 else (phrase or (behind, comma))
        if content is None or speaker[0] >= speaker[1]:
            return []
        return [Told((content,), speaker, cue, "according", "according to")]

    def _opened(self) -> list[Told]:
        """Added SPEAKER: “CONTENT”, with the verb before everything."""
        verb = self.pack.verbs.get(self.r.lower[self.low])
        speaker = phrase_behind(self.r, self.low + 1, self.high) if verb and verb.kind == SAY else None
        if verb is None or speaker is None or not self.r.capitalised(speaker[0]):
            return []
        colon = next((at for at in range(speaker[1], self.high - 1) if self.r.words[at] == ":"), 0)
        quotation = [run for run in self.quotes if colon and run[0] == colon + 1]
        told = self._made((*quotation,), speaker, self.low, "colonquote", verb)
        return [told] if told else []

    def _by_verbs(self) -> list[Told]:
        found: list[Told] = []
        verbs = [number for number in range(self.low + 1, self.high) if self.r.lower[number] in self.pack.verbs]
        for number in verbs[:_VERBS]:
            verb = self.pack.verbs[self.r.lower[number]]
            if self.r.quoted[number] or not self.is_verb(number, verb):
                continue
            told = self._of_verb(number, verb, found)
            if told:
                found = beside(self.r, found, told)
        return found

    def _of_verb(self, number: int, verb: Verb, found: list[Told]) -> Told | None:
        if verb.lemma in self.pack.asking and "for" in self.r.lower[number + 2 : min(self.high, number + 6)]:
            verb = Verb(verb.lemma, WISH)
        if self.wants_somebody_to(number, verb) or (
            verb.lemma in self.pack.infinitive
            and number + 1 < self.high
            and self.r.lower[number + 1] in self.pack.to_words
        ):
            verb = Verb(verb.lemma, WISH)
        if self.is_participle(number):
            return self._participle(number, verb, found)
        left = self.subject(number)
        if verb.kind == SAY and (told := self._inverted(number, verb, left)):
            return told
        shared = left is None
        if left is None and not self.r.lower[number].endswith("ing"):
            left = self._shared_subject(number, found)
        if left is None:
            return None
        if verb.kind in (SAY, THINK) and (told := self._final(number, verb, left, shared=shared)):
            return told
        return self._initial(number, verb, left)

    def _shared_subject(self, number: int, found: list[Told]) -> Run | None:
        """Give the subject of a verb behind "and": that of the verb before."""
        at = self.before_adverbs(number)
        if self.r.lower[at] not in (*self.pack.and_words, "but", ","):
            return None
        if found and found[-1].cue[0] < number and found[-1].speaker:
            return found[-1].speaker
        return self.first_subject(at)

    def _inverted(self, number: int, verb: Verb, left: Run | None) -> Told | None:
        """CONTENT, said SPEAKER."""
        right = phrase_behind(self.r, number + 1, self.high)
        if right is None or verb.lemma not in self.pack.inverting or number - self.low < 3:
            return None
        before = self.r.words[number - 1]
        behind_quote = self.closes_quote(number - 1)
        is_apposition = (
            left is not None
            and before == ","
            and ((left[0] - self.low <= 4 and not self.has_modal((left[0] + 1, number))) or self.r.is_mark[left[0] - 1])
        )
        told_more = right[1] < self.high and (self.r.words[right[1]] == "," or self.r.lower[right[1]] in WHO)
        plain = before in ",?!" and (self.high - right[1] <= 14 or told_more) and not self.has_modal(right)
        plain = plain and self.r.lower[right[0]] not in self.pack.subjects
        if verb.lemma in self.pack.addressing and not behind_quote:
            return None
        if is_apposition or not (behind_quote or plain):
            return None
        content = self.trim(self.quoted_from(number) if behind_quote else self.low, number)
        later = [run for run in self.quotes if run[0] >= right[1]]
        return self._made((content, *later), right, number, "inverted", verb)

    def _final(self, number: int, verb: Verb, left: Run, *, shared: bool) -> Told | None:
        """CONTENT, SPEAKER said, with or without what goes on behind."""
        before = self.low if shared else left[0] - 1
        if before < self.low and not shared:
            return self._behind_quotation(number, verb, left)
        if before - self.low < 2 and not (before >= self.low and self.closes_quote(before)):
            return None
        quote = self.closes_quote(before)
        if not (quote or self.r.words[before] in ",?!—–"):
            return None
        behind = self.content_start(number, verb)
        if self.that_at(behind) or self.r.words[behind - 1] == ":":
            return None
        later = [run for run in self.quotes if run[0] > number]
        if not quote:
            more = self._goes_on(number, behind)
            if more is None:
                return None
            later += more
        start = self.quoted_from(before + 1) if quote else self.low
        content = self.trim(start, before + (1 if self.r.is_mark[before] else 0))
        return self._made((content, *later), left, number, "quotefinal" if quote else "final", verb)

    def _goes_on(self, number: int, behind: int) -> list[Run] | None:
        """Give what of the content stands behind "X said", None where "X said" does not stand in or behind it."""
        rest = sum(word not in '.,”"' for word in self.r.words[behind : self.high])
        if not rest:
            return []
        inserted = number + 1 < self.high and self.r.words[number + 1] == ","
        if not inserted:
            ends = (
                (rest <= 4 and self.r.lower[behind] not in self.pack.subjects)
                or self.is_adverbial(number + 1)
                or (behind > number + 1 and self.is_adverbial(behind))
            )
            return [] if ends and not self.is_opener(self.low) else None
        word = self.r.lower[number + 2] if number + 2 < self.high else ""
        if word.endswith("ing") or word in self.pack.subordinators:
            return []
        more = self.trim(number + 2, self.high)
        return [more] if more else []

    def _behind_quotation(self, number: int, verb: Verb, left: Run) -> Told | None:
        """“CONTENT!” SPEAKER said: the sentence has nothing but who said it."""
        last = self.r.quotation_before(self.low)
        rest = sum(word not in '.,”"' for word in self.r.words[number + 1 : self.high])
        if last is None or last[1] < self.low or last[0] < self.paragraph[0] or rest > 4:
            return None
        return self._made((last,), left, number, "quotefinal", verb)

    def _initial(self, number: int, verb: Verb, left: Run) -> Told | None:
        """SPEAKER said CONTENT."""
        start = self.content_start(number, verb)
        that = self.that_at(start)
        if that:
            start += 1
        if start >= self.high or self.r.words[start] in ";.!?":
            return None
        if verb.kind == JUDGE and self.r.lower[start] in self.pack.prepositions and not self.has_particle(number, verb):
            return None
        end = self.clause_end(start, number, verb, left)
        content = self.trim(start, end)
        if content is None or content[1] - content[0] < (3 if verb.kind in (SAY, THINK) else 1):
            return None
        colon = any(run[0] == start for run in self.quotes)
        stated = that or colon or verb.lemma in self.pack.stating or self.is_clause(start)
        if verb.kind in (SAY, THINK) and not stated:
            return None
        pattern = "that" if that else "colonquote" if colon else verb.kind if verb.kind != SAY else self._plain(verb)
        return self._made((content,), left, number, pattern, verb)

    def _plain(self, verb: Verb) -> str:
        return "say" if verb.lemma in ("say", "tell") else "verb"

    def _participle(self, number: int, verb: Verb, found: list[Told]) -> Told | None:
        """…, adding that CONTENT."""
        if verb.kind == WISH or number - self.low < 3 or self.high - number < 4:
            return None
        speaker = found[-1].speaker if found else self.first_subject(number)
        start = self.content_start(number, verb)
        content = self.trim(start + self.that_at(start), self.high)
        if speaker is None or content is None or content[1] - content[0] < 3:
            return None
        return self._made((content,), speaker, number, "participle" if verb.kind in (SAY, THINK) else "judging", verb)

    def _by_colon(self) -> list[Told]:
        """SOMEBODY did something: “CONTENT”."""
        for number in range(self.low + 1, self.high - 5):
            if self.r.words[number] != ":" or self.r.quoted[number]:
                continue
            content = self.trim(number + 1, self.high)
            if content is None:
                break
            cue = (number, number + 1)
            if self.r.is_mark[number + 1] and number - self.low > 2:
                subject = self.first_subject(number)
                return [Told((content,), subject, cue, "colon")] if subject else []
            break
        return []

    def _by_heading(self) -> list[Told]:
        """NAME: CONTENT, as in a transcript and in a headline, as far as the paragraph goes."""
        colon = next((at for at in range(self.low + 1, min(self.low + 4, self.high - 5)) if self.r.words[at] == ":"), 0)
        content = self.trim(colon + 1, max(self.high, self.paragraph[1])) if colon and self.is_heading(colon) else None
        return [Told((content,), (self.low, colon), (colon, colon + 1), "transcript")] if content else []

    def _by_quotation(self) -> list[Told]:
        """“CONTENT,” SPEAKER went on: a quotation that ends in a comma, whatever the verb."""
        for first, end in self.quotes:
            if end >= self.high or self.r.words[end - 2] not in ",!?" or end - 2 < first:
                continue
            for number in range(end + 1, min(self.high, end + 9)):
                word = self.r.lower[number]
                if word != self.r.words[number] or not word.endswith(_VERB_ENDINGS):
                    continue
                speaker = trimmed(self.r, end, number)
                if speaker and (self.r.capitalised(speaker[1] - 1) or self.r.lower[speaker[0]] in self.pack.subjects):
                    return [Told(((first, end),), speaker, (number, number + 1), "quotefinal")]
                break
        return []

    def _made(
        self, content: tuple[Run | None, ...], speaker: Run, number: int, pattern: str, verb: Verb
    ) -> Told | None:
        runs = joined_runs(run for run in content if run)
        if not runs or sum(last - first for first, last in runs) < 1:
            return None
        return Told(runs, speaker, (number, number + 1), pattern, verb.lemma, verb.kind)


_VERB_ENDINGS: Final = ("ed", "s", "went", "put", "began", "te", "ten")
