"""Who said what: reported speech by verbs, phrases such as "according to", and quotation marks."""

from dataclasses import replace
from typing import Final

from annotator.formats.languages.packs import JUDGE, SAY, THINK, WISH, Verb
from annotator.services.suggesting.phrases import is_adverb, phrase_before, phrase_behind
from annotator.services.suggesting.reading import Reading, Run
from annotator.services.suggesting.told import Told, beside, joined_runs, trimmed, with_quotations

_QUOTED: Final = 6
"""A quotation of fewer words, marks counted, is an expression and no statement of its own."""
_VERBS: Final = 24
"""So many reporting verbs of a sentence are looked at; where there are more it is a list, and no sentence."""


def reported(reading: Reading) -> list[Told]:
    """Give what is reported in a text, in the order of its sentences."""
    found: list[Told] = []
    paragraph = -1
    for low, high in reading.paragraphs:
        paragraph += 1
        told: list[Told] = []
        for first, last in _sentences_in(reading, low, high):
            told = _Sentence(reading, first, last, (low, high), told).found()
        found.extend(told)
    return [whole for each in found if (whole := with_quotations(reading, each))]


def _sentences_in(reading: Reading, low: int, high: int) -> list[Run]:
    numbers = range(reading.sentence_of[low], reading.sentence_of[high - 1] + 1)
    runs = (reading.sentences[number] for number in numbers)
    return [(max(low, first), min(high, last)) for first, last in runs if max(low, first) < min(high, last)]


class _Sentence:
    """The statements of one sentence, put behind those of its paragraph."""

    def __init__(self, reading: Reading, low: int, high: int, paragraph: Run, before: list[Told]) -> None:
        self.r = reading
        self.paragraph = paragraph
        self.low = low
        self.high = high
        self.told = list(before)
        self.here = 0
        self.pack = reading.pack
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
        if self.r.lower[number + 1] not in behind or not self._is_said_of_somebody(number):
            return None
        speaker = phrase_before(self.r, number, self.low)
        if speaker is None or self.r.lower[speaker[1] - 1] in _NOBODY | {"it"}:
            return None
        return self._behind_word(number, speaker, "predicate")

    def _behind_word(self, number: int, speaker: Run, pattern: str) -> Told | None:
        """Give what stands behind a word and the one that joins it with what is said, which "to" is part of."""
        first = number + 1 + (self.r.lower[number + 1] not in self.pack.to_words)
        content = self._trim(first, self._clause_end(first, number, Verb("", WISH), speaker))
        return Told((content,), speaker, (number, number + 1), pattern, "think", THINK) if content else None

    def _is_said_of_somebody(self, number: int) -> bool:
        """Tell whether a form of "be" stands before a word, adverbs between them or not."""
        at = number - 1
        while at > self.low and is_adverb(self.r, at) and self.r.lower[at] not in self.pack.passive:
            at -= 1
        return self.r.lower[at] in self.pack.passive

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
            content, speaker = self._trim(comma + 1, self.high), (behind, comma)
        else:
            phrase = phrase_behind(self.r, behind, self.high)
            content = self._trim(self.low, number)
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
            if self.r.quoted[number] or not self._is_verb(number, verb):
                continue
            told = self._of_verb(number, verb, found)
            if told:
                found = beside(self.r, found, told)
        return found

    def _has_particle(self, number: int, verb: Verb) -> bool:
        """Tell whether a word that changes the verb's meaning follows: "point out", "call for"."""
        behind = self.r.lower[number + 1] if number + 1 < self.high else ""
        return behind in self.pack.particles.get(verb.lemma, ())

    def _is_verb(self, number: int, verb: Verb) -> bool:
        """Tell whether a word is a verb in the active voice here."""
        before = self.r.lower[number - 1]
        if (
            self.r.capitalised(number) and not self.r.is_title[self.r.sentence_of[number]]
        ) or before in self.pack.determiners:
            return False
        if before in self.pack.prepositions and self.r.lower[number].endswith("ed"):
            return False
        if self.r.lower[number] in self.pack.not_verbs and not self._is_verb_by_neighbours(number, verb):
            return False
        if verb.lemma in self.pack.only_with_particle and not self._has_particle(number, verb):
            return False
        form = self.r.lower[number]
        behind = self.r.lower[number + 1] if number + 1 < self.high else ""
        if behind == "by" and form.endswith("ed"):
            return False
        at = number - 1
        while at > self.low and is_adverb(self.r, at) and self.r.lower[at] not in self.pack.passive:
            at -= 1
        passive = self.r.lower[at] in self.pack.passive and not form.endswith("ing")
        return not passive

    def _is_verb_by_neighbours(self, number: int, verb: Verb) -> bool:
        """Tell whether a word that is a noun more often is a verb.

        It is before "that", behind a quotation, at the end behind "X, the agency", and between those whom verbs join.
        """
        if self._that_at(self._behind_time(number + 1)) or (self._closes_quote(number - 1) and verb.kind == SAY):
            return True
        if verb.kind == SAY and self.r.lower[number].endswith("ed") and self._ends_sentence(number):
            return True
        if number + 1 >= self.high:
            return False
        before, behind = self.r.lower[number - 1], self.r.lower[number + 1]
        plural = before.isalpha() and before.endswith("s")
        subject = plural or before in _MANY or before in self.pack.subjects | self.pack.relatives
        thing = behind in self.pack.determiners or behind in _THEM or self.r.capitalised(number + 1)
        return subject and thing

    def _ends_sentence(self, number: int) -> bool:
        """Tell whether a verb has nothing behind it but when it was, and a comma before its subject."""
        subject = phrase_before(self.r, number, self.low)
        behind = [word for word in self.r.lower[number + 1 : self.high] if word not in self.pack.days | {"."}]
        is_last = not behind or (len(behind) < 3 and behind[-1] in _LATER)
        return is_last and subject is not None and subject[0] - 1 > self.low and self.r.words[subject[0] - 1] == ","

    def _of_verb(self, number: int, verb: Verb, found: list[Told]) -> Told | None:
        if verb.lemma in self.pack.asking and "for" in self.r.lower[number + 2 : min(self.high, number + 6)]:
            verb = Verb(verb.lemma, WISH)
        if self._wants_somebody_to(number, verb) or (
            verb.lemma in self.pack.infinitive
            and number + 1 < self.high
            and self.r.lower[number + 1] in self.pack.to_words
        ):
            verb = Verb(verb.lemma, WISH)
        if self._is_participle(number):
            return self._participle(number, verb, found)
        left = self._subject(number)
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

    def _wants_somebody_to(self, number: int, verb: Verb) -> bool:
        """Tell whether somebody is told what to do: "asked the allies to wait"."""
        if verb.lemma not in self.pack.addressing:
            return False
        told = phrase_behind(self.r, number + 1, self.high)
        return told is not None and told[1] < self.high and self.r.lower[told[1]] in self.pack.to_words

    def _is_participle(self, number: int) -> bool:
        return (
            self.r.lower[number].endswith("ing")
            and number > self.low
            and (self.r.words[number - 1] in ",-—–" or self.r.lower[number - 1] in _BEFORE)
        )

    def _subject(self, number: int) -> Run | None:
        at = number - 1
        while at > self.low and is_adverb(self.r, at):
            at -= 1
        if self.r.lower[at] in self.pack.relatives:
            named = phrase_before(self.r, at - (self.r.words[at - 1] == ","), self.low)
            return (named[0], at + 1) if named and self.r.lower[at] in _WHO else None
        left = phrase_before(self.r, number, self.low)
        if left is None or (left[0] > self.low and self.r.lower[left[0] - 1] in self.pack.wondering):
            return None
        last = self.r.lower[left[1] - 1]
        goes_on = self.r.lower[number].endswith("ing")
        if last in ("'s", "’s") and (goes_on or self.r.lower[left[0]] in self.pack.pronouns):
            return (left[0], left[1] - 1)
        is_nobody = left[1] - left[0] == 1 and last in _NOBODY
        is_with = left[0] > self.low and self.r.lower[left[0] - 1] == "with"
        is_doing = goes_on and not is_with and self.r.lower[number - 1] not in _BEING
        return None if is_nobody or is_doing or self._ends_no_subject(last) else left

    def _ends_no_subject(self, word: str) -> bool:
        return word in ("'s", "’s", "’", "'") or word in self.pack.modals or word in self.pack.prepositions

    def _shared_subject(self, number: int, found: list[Told]) -> Run | None:
        """Give the subject of a verb behind "and": that of the verb before."""
        at = number - 1
        while at > self.low and is_adverb(self.r, at):
            at -= 1
        if self.r.lower[at] not in (*self.pack.and_words, "but", ","):
            return None
        if found and found[-1].cue[0] < number and found[-1].speaker:
            return found[-1].speaker
        return self._first_subject(at)

    def _first_subject(self, end: int) -> Run | None:
        """Give who a sentence is about, by its beginning: behind a dateline, and behind what says when and where."""
        first = self.low
        for number in range(self.low, min(end, self.low + 8)):
            if self.r.words[number] in "–—":
                first = number + 1
        while first < end and (self.r.lower[first] in self.pack.clause_words or self.r.is_mark[first]):
            first += 1
        comma = next((at for at in range(first, min(end, first + 10)) if self.r.words[at] == ","), end)
        adverbial = first < end and (self._opens_before(first) or self.r.lower[comma - 1] in _LATER)
        first = comma + 1 if adverbial and comma < end else first
        last = first
        while last < end and last - first < 7 and self._may_be_subject(last, first):
            last += 1
        return (first, last) if last > first else None

    def _opens_before(self, first: int) -> bool:
        """Tell whether what opens a sentence comes before its subject: "In Rome", "Asked why"."""
        word = self.r.lower[first]
        return self._is_adverbial(first) or (word in self.pack.verbs and word.endswith(("ed", "ing")))

    def _may_be_subject(self, number: int, first: int) -> bool:
        word = self.r.lower[number]
        articles = self.pack.articles
        return (
            self.r.capitalised(number)
            or word in articles
            or word in self.pack.pronouns
            or word in ("of", "for", ".", "'s", "’s")
            or (number > first and self.r.lower[number - 1] in articles)
        )

    def _inverted(self, number: int, verb: Verb, left: Run | None) -> Told | None:
        """CONTENT, said SPEAKER."""
        right = phrase_behind(self.r, number + 1, self.high)
        if right is None or verb.lemma not in self.pack.inverting or number - self.low < 3:
            return None
        before = self.r.words[number - 1]
        behind_quote = self._closes_quote(number - 1)
        is_apposition = (
            left is not None
            and before == ","
            and (
                (left[0] - self.low <= 4 and not self._has_modal((left[0] + 1, number))) or self.r.is_mark[left[0] - 1]
            )
        )
        told_more = right[1] < self.high and (self.r.words[right[1]] == "," or self.r.lower[right[1]] in _WHO)
        plain = before in ",?!" and (self.high - right[1] <= 14 or told_more) and not self._has_modal(right)
        plain = plain and self.r.lower[right[0]] not in self.pack.subjects
        if verb.lemma in self.pack.addressing and not behind_quote:
            return None
        if is_apposition or not (behind_quote or plain):
            return None
        content = self._trim(self._quoted_from(number) if behind_quote else self.low, number)
        later = [run for run in self.quotes if run[0] >= right[1]]
        return self._made((content, *later), right, number, "inverted", verb)

    def _closes_quote(self, number: int) -> bool:
        if self.r.is_mark[number]:
            return True
        return self.r.words[number] == "," and number - 1 >= self.low and self.r.is_mark[number - 1]

    def _has_modal(self, run: Run) -> bool:
        return any(self.r.lower[at] in self.pack.modals for at in range(*run))

    def _final(self, number: int, verb: Verb, left: Run, *, shared: bool) -> Told | None:
        """CONTENT, SPEAKER said, with or without what goes on behind."""
        before = self.low if shared else left[0] - 1
        if before < self.low and not shared:
            return self._behind_quotation(number, verb, left)
        if before - self.low < 2 and not (before >= self.low and self._closes_quote(before)):
            return None
        quote = self._closes_quote(before)
        if not (quote or self.r.words[before] in ",?!—–"):
            return None
        behind = self._content_start(number, verb)
        if self._that_at(behind) or self.r.words[behind - 1] == ":":
            return None
        later = [run for run in self.quotes if run[0] > number]
        if not quote:
            more = self._goes_on(number, behind)
            if more is None:
                return None
            later += more
        start = self._quoted_from(before + 1) if quote else self.low
        content = self._trim(start, before + (1 if self.r.is_mark[before] else 0))
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
                or self._is_adverbial(number + 1)
                or (behind > number + 1 and self._is_adverbial(behind))
            )
            return [] if ends and not self._is_opener(self.low) else None
        word = self.r.lower[number + 2] if number + 2 < self.high else ""
        if word.endswith("ing") or word in self.pack.subordinators:
            return []
        more = self._trim(number + 2, self.high)
        return [more] if more else []

    def _is_adverbial(self, number: int) -> bool:
        """Tell whether what begins at a word says when, where or how."""
        word = self.r.lower[number]
        return word in self.pack.prepositions or word in self.pack.days or word in self.pack.subordinators

    def _behind_quotation(self, number: int, verb: Verb, left: Run) -> Told | None:
        """“CONTENT!” SPEAKER said: the sentence has nothing but who said it."""
        last = self.r.quotation_before(self.low)
        rest = sum(word not in '.,”"' for word in self.r.words[number + 1 : self.high])
        if last is None or last[1] < self.low or last[0] < self.paragraph[0] or rest > 4:
            return None
        return self._made((last,), left, number, "quotefinal", verb)

    def _is_opener(self, number: int) -> bool:
        return self.r.lower[number] in self.pack.subordinators

    def _that_at(self, number: int) -> bool:
        if number + 1 >= self.high or self.r.lower[number + 1] in ("'s", "’s"):
            return False
        return self.r.lower[number] in self.pack.that

    def _content_start(self, number: int, verb: Verb) -> int:
        """Give where the content behind a verb begins: behind the one who is told, and the comma."""
        at = number + 1
        if self._has_particle(number, verb):
            that = self._behind_time(at)
            at = that if self._that_at(that) else at + 1
        asked = None
        if verb.lemma in self.pack.asking:
            near = range(
                at, next((n for n in range(at, self.high) if self.r.lower[n] in self.pack.to_words), self.high)
            )
            asked = next((each for each in near[:8] if self.r.lower[each] in self.pack.question_words), None)
        if asked is not None:
            at = asked
        elif verb.lemma in self.pack.addressing and not self._that_at(at):
            told = phrase_behind(self.r, at, self.high)
            at = told[1] if told and told[1] - told[0] <= 8 else at
        at = self._behind_time(at)
        while at < self.high and self.r.words[at] in (",", ":"):
            at += 1
        return at

    def _behind_time(self, at: int) -> int:
        """Go over when, where and to whom something is said, as far as "that", a colon, or a quotation."""
        if at >= self.high:
            return at
        word = self.r.lower[at]
        if self._is_adverbial(at) or word == "," or is_adverb(self.r, at):
            for number in range(at, min(self.high, at + 16)):
                if self.r.lower[number] in self.pack.that or (
                    self.r.is_mark[number] and number > at and self.r.words[number - 1] in ",:"
                ):
                    return number
                if (
                    self.r.lower[number] in (*self.pack.subjects, *self.pack.clause_words)
                    or self.r.words[number] in ";—"
                    or self.r.lower[number] in self.pack.verbs
                    or self.r.lower[number] in _OF
                ):
                    break
        step = at + (word in self.pack.prepositions)
        return step + 1 if step < self.high and self.r.lower[step] in self.pack.days else at

    def _initial(self, number: int, verb: Verb, left: Run) -> Told | None:
        """SPEAKER said CONTENT."""
        start = self._content_start(number, verb)
        that = self._that_at(start)
        if that:
            start += 1
        if start >= self.high or self.r.words[start] in ";.!?":
            return None
        if (
            verb.kind == JUDGE
            and self.r.lower[start] in self.pack.prepositions
            and not self._has_particle(number, verb)
        ):
            return None
        end = self._clause_end(start, number, verb, left)
        content = self._trim(start, end)
        if content is None or content[1] - content[0] < (3 if verb.kind in (SAY, THINK) else 1):
            return None
        colon = any(run[0] == start for run in self.quotes)
        stated = that or colon or verb.lemma in self.pack.stating or self._is_clause(start)
        if verb.kind in (SAY, THINK) and not stated:
            return None
        pattern = "that" if that else "colonquote" if colon else verb.kind if verb.kind != SAY else self._plain(verb)
        return self._made((content,), left, number, pattern, verb)

    def _is_clause(self, start: int) -> bool:
        """Tell whether a clause begins at a word: a question, or "he would", "it is"."""
        if self.r.lower[start] in self.pack.question_words:
            return True
        behind = self.r.lower[start + 1] if start + 1 < self.high else ""
        return self.r.lower[start] in self.pack.subjects and behind in self.pack.modals - self.pack.to_words

    def _plain(self, verb: Verb) -> str:
        return "say" if verb.lemma in ("say", "tell") else "verb"

    def _clause_end(self, start: int, number: int, verb: Verb, left: Run) -> int:
        """Give where the content behind a verb ends: with the sentence, or with a clause that stands before another."""
        first = self.r.lower[self.low]
        conjunctions = self.pack.subordinators - self.pack.prepositions
        first_clause = first in conjunctions and "," not in self.r.words[self.low : number]
        if left[0] > self.low and left[1] <= number:
            before = self.r.lower[left[0] - 1]
            first_clause |= before in conjunctions or before in self.pack.relatives
            first_clause |= self.r.lower[left[1] - 1] in self.pack.relatives
        reports = verb.kind in (SAY, THINK)
        for at in range(start + 1, self.high):
            if self.r.quoted[at]:
                continue
            if self.r.words[at] == "," and first_clause:
                return at
            if reports:
                continue
            if self.r.words[at] in ";—–" or (verb.kind == JUDGE and self.r.lower[at] in _ENDS):
                return at
            if (
                self.r.lower[at] in self.pack.and_words
                and self.r.lower[min(at + 1, self.high - 1)] in self.pack.subjects
            ):
                return at
            if self.r.words[at] == "," and at + 1 < self.high and self.r.lower[at + 1] in self.pack.clause_words:
                return at
        return self.high

    def _participle(self, number: int, verb: Verb, found: list[Told]) -> Told | None:
        """…, adding that CONTENT."""
        if verb.kind == WISH or number - self.low < 3 or self.high - number < 4:
            return None
        speaker = found[-1].speaker if found else self._first_subject(number)
        start = self._content_start(number, verb)
        content = self._trim(start + self._that_at(start), self.high)
        if speaker is None or content is None or content[1] - content[0] < 3:
            return None
        return self._made((content,), speaker, number, "participle" if verb.kind in (SAY, THINK) else "judging", verb)

    def _by_colon(self) -> list[Told]:
        """SOMEBODY did something: “CONTENT”."""
        for number in range(self.low + 1, self.high - 5):
            if self.r.words[number] != ":" or self.r.quoted[number]:
                continue
            content = self._trim(number + 1, self.high)
            if content is None:
                break
            cue = (number, number + 1)
            if self.r.is_mark[number + 1] and number - self.low > 2:
                subject = self._first_subject(number)
                return [Told((content,), subject, cue, "colon")] if subject else []
            break
        return []

    def _by_heading(self) -> list[Told]:
        """NAME: CONTENT, as in a transcript and in a headline, as far as the paragraph goes."""
        colon = next((at for at in range(self.low + 1, min(self.low + 4, self.high - 5)) if self.r.words[at] == ":"), 0)
        content = (
            self._trim(colon + 1, max(self.high, self.paragraph[1])) if colon and self._is_heading(colon) else None
        )
        return [Told((content,), (self.low, colon), (colon, colon + 1), "transcript")] if content else []

    def _is_heading(self, colon: int) -> bool:
        """Tell whether what stands before a colon is the name of who speaks: in a transcript, or in a headline."""
        words = self.r.words[self.low : colon]
        if len(self.r.words[colon - 1]) < 2 or len(words) > 3 or not self.r.capitalised(colon + 1):
            return False
        names = [word for word in words if word.lower() not in self.r.rules.titles]
        known = self.pack.not_names | self.pack.calendar | self.r.rules.openers
        return bool(names) and all(
            word[:1].isupper() and word.isalpha() and word.lower() not in known for word in words
        )

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

    def _quoted_from(self, end: int) -> int:
        """Give where what is said before a verb begins: with its quotation, if that is all, or with the sentence."""
        last = self.r.quotation_before(end)
        if last is None:
            return self.low
        first = last[0]
        if first <= self.low or (first > self.low and self.r.words[first - 1] in ",:—–"):
            return first
        return self.low

    def _trim(self, first: int, end: int) -> Run | None:
        return trimmed(self.r, first, end)


_ENDS: Final = frozenset(("when", "while", "although", "because", "though", "unless"))
_DASHES: Final = frozenset((";", "—", "–", "-"))
_OF: Final = frozenset(("of", "about"))
_LATER: Final = frozenset(("later", "earlier", "ago", "time", "day", "week", "year"))
_BEFORE: Final = frozenset(("before", "after", "by", "while"))
_MANY: Final = frozenset(("percent", "%", "most", "many", "some", "others", "also", "strongly", "who"))
_THEM: Final = frozenset(("him", "her", "them", "it", "us", "me", "that"))
_VERB_ENDINGS: Final = ("ed", "s", "went", "put", "began", "te", "ten")
_WHO: Final = frozenset(("who", "der", "die"))
_NOBODY: Final = frozenset(("a", "the", "to", "there", "this", "that"))
_BEING: Final = frozenset(("is", "are", "was", "were", "been", "be", "'s", "’s"))
