"""What goes wrong, by kind and by pattern: of the part that rules are written on, never of what is only reported."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.services.suggesting.reading import Reading
from tests.quality.scoring import Item, Words, same_speaker, shared

UNSURE, WHO, WORDS, NOTHING = "found, but not sure enough", "another speaker", "other words", "nothing proposed"
_HALF = 0.5
_SHOWN = 150


@dataclass
class Misses:
    """Of each kind of miss, and of each pattern that proposed what is wrong, what tells it and lines for people."""

    missed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(
        self,
        reading: Reading,
        proposed: Sequence[Item],
        unsure: Sequence[Item],
        there: Sequence[Item],
        pairs: Sequence[tuple[int, int]],
    ) -> None:
        """Sort what one document misses: each attribution by what was proposed instead, and the other way round."""
        right, found = ({pair[side] for pair in pairs} for side in (0, 1))
        for number, item in enumerate(there):
            if number not in found and item.content:
                kind = UNSURE if _has(unsure, item) else _kind(item, proposed)
                self.missed[kind][_said(reading, item.cue).lower() or "(no words)"] += 1
                self.lines[kind].append(_line(reading, item))
        for number, item in enumerate(proposed):
            if number not in right:
                kind = _kind(item, there)
                self.wrong[item.pattern][kind] += 1
                self.lines[item.pattern].append(f"[{kind}] {_line(reading, item)}")

    def shown(self, most: int) -> Iterator[str]:
        """Give what is missed by kind, then what is wrong by pattern, each with its worst and some of its lines."""
        for title, counts in (("missed", self.missed), ("wrong", self.wrong)):
            for kind, worst in sorted(counts.items(), key=lambda item: -item[1].total()):
                told = ", ".join(f"{words} {count}" for words, count in worst.most_common(most))
                yield f"  {title}, {kind}: {worst.total():,} ({told})"
                yield from (f"      {line}" for line in _spread(self.lines[kind], most // 3))


def _kind(item: Item, others: Sequence[Item]) -> str:
    near = [other for other in others if shared(item, other)]
    if any(shared(item, other) >= _HALF for other in near):
        return WHO
    return WORDS if any(same_speaker(item, other) for other in near) else NOTHING


def _has(others: Iterable[Item], item: Item) -> bool:
    return any(shared(item, other) >= _HALF and same_speaker(other, item) for other in others)


def _spread(lines: list[str], most: int) -> list[str]:
    """Give some lines of all documents: those of the first would all be of one author."""
    return lines[:: max(1, len(lines) // max(1, most))][:most]


def _line(reading: Reading, item: Item) -> str:
    who, content = _said(reading, item.who) or "nobody", _said(reading, item.content)
    cue = f" ({_said(reading, item.cue)})" if item.cue else ""
    return f"{who}{cue}: {content}"[:_SHOWN]


def _said(reading: Reading, words: Words) -> str:
    """Give the words of a miss as they stand, those in between that are not meant as dots."""
    said: list[str] = []
    last = None
    for number in sorted(words):
        said += ["…"] if last is not None and number != last + 1 else []
        said.append(reading.words[number])
        last = number
    return " ".join(said)
