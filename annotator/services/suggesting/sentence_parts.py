"""Where subjects, verbs and what is said begin and end in one sentence, by its words alone."""

from typing import Final

from annotator.formats.languages.packs import JUDGE, SAY, THINK, Verb
from annotator.services.suggesting.phrases import is_adverb, phrase_before, phrase_behind
from annotator.services.suggesting.reading import Reading, Run
from annotator.services.suggesting.told import trimmed

WHO: Final = frozenset(("who", "der", "die"))
NOBODY: Final = frozenset(("a", "the", "to", "there", "this", "that"))
_ENDS: Final = frozenset(("when", "while", "although", "because", "though", "unless"))
_OF: Final = frozenset(("of", "about"))
_LATER: Final = frozenset(("later", "earlier", "ago", "time", "day", "week", "year"))
_BEFORE: Final = frozenset(("before", "after", "by", "while"))
_MANY: Final = frozenset(("percent", "%", "most", "many", "some", "others", "also", "strongly", "who"))
_THEM: Final = frozenset(("him", "her", "them", "it", "us", "me", "that"))
_BEING: Final = frozenset(("is", "are", "was", "were", "been", "be", "'s", "’s"))


class SentenceParts:
    """The words of one sentence from ``low`` to ``high``, all by their numbers in the reading."""

    def __init__(self, reading: Reading, low: int, high: int) -> None:
        self.r = reading
        self.low = low
        self.high = high
        self.pack = reading.pack

    def before_adverbs(self, number: int) -> int:
        """Give the nearest word before one that is no adverb."""
        at = number - 1
        while at > self.low and is_adverb(self.r, at):
            at -= 1
        return at

    def is_said_of_somebody(self, number: int) -> bool:
        """Tell whether a form of "be" stands before a word, adverbs between them or not."""
        at = number - 1
        while at > self.low and is_adverb(self.r, at) and self.r.lower[at] not in self.pack.passive:
            at -= 1
        return self.r.lower[at] in self.pack.passive

    def has_particle(self, number: int, verb: Verb) -> bool:
        """Tell whether a word that changes the verb's meaning follows: "point out", "call for"."""
        behind = self.r.lower[number + 1] if number + 1 < self.high else ""
        return behind in self.pack.particles.get(verb.lemma, ())

    def is_verb(self, number: int, verb: Verb) -> bool:
        """Tell whether a word is a verb in the active voice here."""
        before = self.r.lower[number - 1]
        if (
            self.r.capitalised(number) and not self.r.is_title[self.r.sentence_of[number]]
        ) or before in self.pack.determiners:
            return False
        if before in self.pack.prepositions and self.r.lower[number].endswith("ed"):
            return False
        if self.r.lower[number] in self.pack.not_verbs and not self.is_verb_by_neighbours(number, verb):
            return False
        if verb.lemma in self.pack.only_with_particle and not self.has_particle(number, verb):
            return False
        form = self.r.lower[number]
        behind = self.r.lower[number + 1] if number + 1 < self.high else ""
        if behind == "by" and form.endswith("ed"):
            return False
        return form.endswith("ing") or not self.is_said_of_somebody(number)

    def is_verb_by_neighbours(self, number: int, verb: Verb) -> bool:
        """Tell whether a word that is a noun more often is a verb.

        It is before "that", behind a quotation, at the end behind "X, the agency", and between those whom verbs join.
        """
        if self.that_at(self.behind_time(number + 1)) or (self.closes_quote(number - 1) and verb.kind == SAY):
            return True
        if verb.kind == SAY and self.r.lower[number].endswith("ed") and self.ends_sentence(number):
            return True
        if number + 1 >= self.high:
            return False
        before, behind = self.r.lower[number - 1], self.r.lower[number + 1]
        plural = before.isalpha() and before.endswith("s")
        subject = plural or before in _MANY or before in self.pack.subjects | self.pack.relatives
        thing = behind in self.pack.determiners or behind in _THEM or self.r.capitalised(number + 1)
        return subject and thing

    def ends_sentence(self, number: int) -> bool:
        """Tell whether a verb has nothing behind it but when it was, and a comma before its subject."""
        subject = phrase_before(self.r, number, self.low)
        behind = [word for word in self.r.lower[number + 1 : self.high] if word not in self.pack.days | {"."}]
        is_last = not behind or (len(behind) < 3 and behind[-1] in _LATER)
        return is_last and subject is not None and subject[0] - 1 > self.low and self.r.words[subject[0] - 1] == ","

    def wants_somebody_to(self, number: int, verb: Verb) -> bool:
        """Tell whether somebody is told what to do: "asked the allies to wait"."""
        if verb.lemma not in self.pack.addressing:
            return False
        told = phrase_behind(self.r, number + 1, self.high)
        return told is not None and told[1] < self.high and self.r.lower[told[1]] in self.pack.to_words

    def is_participle(self, number: int) -> bool:
        """Tell whether a verb goes on behind a comma: ", adding"."""
        return (
            self.r.lower[number].endswith("ing")
            and number > self.low
            and (self.r.words[number - 1] in ",-—–" or self.r.lower[number - 1] in _BEFORE)
        )

    def subject(self, number: int) -> Run | None:
        """Give who does what a verb says: what stands before it, "who" included; None where nobody does."""
        at = self.before_adverbs(number)
        if self.r.lower[at] in self.pack.relatives:
            named = phrase_before(self.r, at - (self.r.words[at - 1] == ","), self.low)
            return (named[0], at + 1) if named and self.r.lower[at] in WHO else None
        left = phrase_before(self.r, number, self.low)
        if left is None or (left[0] > self.low and self.r.lower[left[0] - 1] in self.pack.wondering):
            return None
        last = self.r.lower[left[1] - 1]
        goes_on = self.r.lower[number].endswith("ing")
        if last in ("'s", "’s") and (goes_on or self.r.lower[left[0]] in self.pack.pronouns):
            return (left[0], left[1] - 1)
        is_nobody = left[1] - left[0] == 1 and last in NOBODY
        is_with = left[0] > self.low and self.r.lower[left[0] - 1] == "with"
        is_doing = goes_on and not is_with and self.r.lower[number - 1] not in _BEING
        return None if is_nobody or is_doing or self.ends_no_subject(last) else left

    def ends_no_subject(self, word: str) -> bool:
        """Tell whether nobody is called by words that end so."""
        return word in ("'s", "’s", "’", "'") or word in self.pack.modals or word in self.pack.prepositions

    def first_subject(self, end: int) -> Run | None:
        """Give who a sentence is about, by its beginning: behind a dateline, and behind what says when and where."""
        first = self.low
        for number in range(self.low, min(end, self.low + 8)):
            if self.r.words[number] in "–—":
                first = number + 1
        while first < end and (self.r.lower[first] in self.pack.clause_words or self.r.is_mark[first]):
            first += 1
        comma = next((at for at in range(first, min(end, first + 10)) if self.r.words[at] == ","), end)
        adverbial = first < end and (self.opens_before(first) or self.r.lower[comma - 1] in _LATER)
        first = comma + 1 if adverbial and comma < end else first
        last = first
        while last < end and last - first < 7 and self.may_be_subject(last, first):
            last += 1
        return (first, last) if last > first else None

    def opens_before(self, first: int) -> bool:
        """Tell whether what opens a sentence comes before its subject: "In Rome", "Asked why"."""
        word = self.r.lower[first]
        return self.is_adverbial(first) or (word in self.pack.verbs and word.endswith(("ed", "ing")))

    def may_be_subject(self, number: int, first: int) -> bool:
        """Tell whether a word may be part of a subject."""
        word = self.r.lower[number]
        articles = self.pack.articles
        return (
            self.r.capitalised(number)
            or word in articles
            or word in self.pack.pronouns
            or word in ("of", "for", ".", "'s", "’s")
            or (number > first and self.r.lower[number - 1] in articles)
        )

    def closes_quote(self, number: int) -> bool:
        """Tell whether a quotation ends at a word, a comma behind it or not."""
        if self.r.is_mark[number]:
            return True
        return self.r.words[number] == "," and number - 1 >= self.low and self.r.is_mark[number - 1]

    def has_modal(self, run: Run) -> bool:
        """Tell whether a verb such as "would" stands in a run."""
        return any(self.r.lower[at] in self.pack.modals for at in range(*run))

    def is_adverbial(self, number: int) -> bool:
        """Tell whether what begins at a word says when, where or how."""
        word = self.r.lower[number]
        return word in self.pack.prepositions or word in self.pack.days or word in self.pack.subordinators

    def is_opener(self, number: int) -> bool:
        """Tell whether a word makes a clause depend on another."""
        return self.r.lower[number] in self.pack.subordinators

    def that_at(self, number: int) -> bool:
        """Tell whether a word is the "that" before what is said."""
        if number + 1 >= self.high or self.r.lower[number + 1] in ("'s", "’s"):
            return False
        return self.r.lower[number] in self.pack.that

    def content_start(self, number: int, verb: Verb) -> int:
        """Give where the content behind a verb begins: behind the one who is told, and the comma."""
        at = number + 1
        if self.has_particle(number, verb):
            that = self.behind_time(at)
            at = that if self.that_at(that) else at + 1
        asked = None
        if verb.lemma in self.pack.asking:
            near = range(
                at, next((n for n in range(at, self.high) if self.r.lower[n] in self.pack.to_words), self.high)
            )
            asked = next((each for each in near[:8] if self.r.lower[each] in self.pack.question_words), None)
        if asked is not None:
            at = asked
        elif verb.lemma in self.pack.addressing and not self.that_at(at):
            told = phrase_behind(self.r, at, self.high)
            at = told[1] if told and told[1] - told[0] <= 8 else at
        at = self.behind_time(at)
        while at < self.high and self.r.words[at] in (",", ":"):
            at += 1
        return at

    def behind_time(self, at: int) -> int:
        """Go over when, where and to whom something is said, as far as "that", a colon, or a quotation."""
        if at >= self.high:
            return at
        word = self.r.lower[at]
        if self.is_adverbial(at) or word == "," or is_adverb(self.r, at):
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

    def is_clause(self, start: int) -> bool:
        """Tell whether a clause begins at a word: a question, or "he would", "it is"."""
        if self.r.lower[start] in self.pack.question_words:
            return True
        behind = self.r.lower[start + 1] if start + 1 < self.high else ""
        return self.r.lower[start] in self.pack.subjects and behind in self.pack.modals - self.pack.to_words

    def clause_end(self, start: int, number: int, verb: Verb, left: Run) -> int:
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

    def is_heading(self, colon: int) -> bool:
        """Tell whether what stands before a colon is the name of who speaks: in a transcript, or in a headline."""
        words = self.r.words[self.low : colon]
        if len(self.r.words[colon - 1]) < 2 or len(words) > 3 or not self.r.capitalised(colon + 1):
            return False
        names = [word for word in words if word.lower() not in self.r.rules.titles]
        known = self.pack.not_names | self.pack.calendar | self.r.rules.openers
        return bool(names) and all(
            word[:1].isupper() and word.isalpha() and word.lower() not in known for word in words
        )

    def quoted_from(self, end: int) -> int:
        """Give where what is said before a verb begins: with its quotation, if that is all, or with the sentence."""
        last = self.r.quotation_before(end)
        if last is None:
            return self.low
        first = last[0]
        if first <= self.low or (first > self.low and self.r.words[first - 1] in ",:—–"):
            return first
        return self.low

    def trim(self, first: int, end: int) -> Run | None:
        """Give a run without what does not belong to a statement at its ends; None where nothing is left."""
        return trimmed(self.r, first, end)
