"""What is right: by words, one to one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from annotator.services.suggesting.reading import Reading

Words = frozenset[int]
_SIGNS = frozenset(".,;:!?“”\"'‘’()[]—–-…`") | {"''", "``"}


@dataclass(frozen=True)
class Item:
    """A claim or an agreement as numbers of words: what is said, who says it, and the words that tell so."""

    content: Words
    who: Words
    pattern: str = ""
    names: frozenset[str] = frozenset()
    cue: Words = frozenset()


@dataclass
class Score:
    """How many are right of those proposed and of those there are."""

    right: int = 0
    proposed: int = 0
    there: int = 0

    def add(self, right: int, proposed: int, there: int) -> None:
        self.right += right
        self.proposed += proposed
        self.there += there

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 0.0

    @property
    def f(self) -> float:
        both = self.proposed + self.there
        return 2 * self.right / both if both else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  F {self.f:.3f}"


@dataclass
class Scores:
    """Scores of claims: with speaker, exactly, and by pattern, with what was worst."""

    whole: Score = field(default_factory=Score)
    exact: Score = field(default_factory=Score)
    patterns: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, reading: Reading, proposed: Sequence[Item], there: Sequence[Item]) -> list[tuple[int, int]]:
        """Count one document; gives the pairs that are right."""
        pairs = matched(proposed, there)
        self.whole.add(len(pairs), len(proposed), len(there))
        mine, theirs = ([bared(reading, item) for item in items] for items in (proposed, there))
        self.exact.add(len(matched(mine, theirs, least=0.9999)), len(proposed), len(there))
        self.patterns.update(item.pattern for item in proposed)
        self.right.update(proposed[one].pattern for one, _other in pairs)
        return pairs


def words_of(reading: Reading, spans: Iterable[tuple[int, int]]) -> Words:
    """Give the numbers of the words in some spans."""
    return frozenset(at for span in spans for at in range(*reading.run(span)))


def bared(reading: Reading, item: Item) -> Item:
    """Give an item without signs, and without "that" at its beginning, which exact ends forgive."""
    words = sorted(at for at in item.content if reading.words[at] not in _SIGNS)
    if words and reading.lower[words[0]] == "that":
        words = words[1:]
    return replace(item, content=frozenset(words))


def matched(proposed: Sequence[Item], there: Sequence[Item], least: float = 0.5) -> list[tuple[int, int]]:
    """Pair items one to one, those that share most first: half of the joined words, and somebody of those who speak."""
    found = []
    for one, mine in enumerate(proposed):
        for other, theirs in enumerate(there):
            share = shared(mine, theirs)
            if share >= least and same_speaker(mine, theirs):
                found.append((-share, one, other))
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _share, one, other in sorted(found):
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            pairs.append((one, other))
    return pairs


def shared(mine: Item, theirs: Item) -> float:
    """Give which part of the joined words of two contents both have."""
    both = len(mine.content & theirs.content)
    return both / len(mine.content | theirs.content) if both else 0.0


def same_speaker(mine: Item, theirs: Item) -> bool:
    """Tell whether some word or name of who speaks is the same; nobody is the same as nobody."""
    if not theirs.who and not theirs.names:
        return not mine.who
    return bool(mine.who & theirs.who or mine.names & theirs.names)
