"""The lines of a brat file, taken apart by what they begin with; real files wrap and break some of them."""

import re
from collections.abc import Container
from dataclasses import dataclass, field

_SPAN = re.compile(r"(T\S+)\s+(\S+)\s+(\d{1,15}\s+\d{1,15}(?:;\d{1,15}\s+\d{1,15})*)(?:\t(.*)|\s*)")
_EVENT = re.compile(r"(E\S+)\s+([^\s:]+):(\S+)((?:\s+[^\s:]+:\S+)*)\s*")
_RELATION = re.compile(r"(R\S+)\s+(\S+)\s+[^\s:]+:(\S+)\s+[^\s:]+:(\S+)\s*")
_EQUIVALENT = re.compile(r"\*\s+(\S+)((?:\s+\S+){2,})\s*")
_ATTRIBUTE = re.compile(r"([AM]\S+)\s+(\S+)\s+(\S+)(?:\s+(\S.*))?")
_REFERENCE = re.compile(r"(N\S+)\s+(\S+)\s+(\S+)\s+([^\s:]+):(\S+)(?:\t(.*))?")
_NOTE = re.compile(r"(#\S*)\s+(\S+)\s+(\S+)(?:\t(.*)|\s*)")
_BEGINNING = re.compile(r"(?:[TERAMN]\d+|#\d*|\*)\s")


@dataclass(slots=True)
class BratSpan:
    """A T line."""

    label: str
    fragments: tuple[tuple[int, int], ...]
    quote: str | None


@dataclass(slots=True)
class BratLines:
    """All lines by kind; ``problems`` are sentences about those that no kind fits."""

    spans: dict[str, BratSpan] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    relations: list[tuple[str, str, str, str]] = field(default_factory=list)
    equivalents: list[tuple[str, list[str]]] = field(default_factory=list)
    attributes: list[tuple[str, str, str, str]] = field(default_factory=list)
    references: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _wraps: BratSpan | list[str] | None = None
    _wrapped: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def take(self, number: int, line: str) -> None:
        """Take one line; a line that begins with no id goes on with the one before it."""
        if not line.strip():
            return
        if not _BEGINNING.match(line):
            self._go_on(number, line)
            return
        self.end()
        if not self._taken(number, line):
            self.problems.append(f"line {number}: “{line[:60]}” is no line of a brat file that can be understood.")

    def end(self) -> None:
        """Put what wrapped behind the line that it goes on with; to be called behind the last line too."""
        if isinstance(self._wraps, BratSpan) and self._wrapped:
            self._wraps.quote = " ".join([self._wraps.quote or "", *self._wrapped])
        elif isinstance(self._wraps, list):
            self._wraps[-1] = "\n".join([self._wraps[-1], *self._wrapped])
        self._wraps, self._wrapped = None, []

    def _go_on(self, number: int, line: str) -> None:
        if self._wraps is not None:
            self._wrapped.append(line)
        else:
            self.problems.append(f"line {number}: “{line[:60]}” begins with no id and was left out.")

    def _taken(self, number: int, line: str) -> bool:
        match line[0]:
            case "T":
                return self._span(number, line)
            case "E":
                return self._event(number, line)
            case "#":
                return self._note(line)
        if found := _RELATION.fullmatch(line):
            self.relations.append((found[1], found[2], found[3], found[4]))
        elif found := _EQUIVALENT.fullmatch(line):
            self.equivalents.append((found[1], found[2].split()))
        elif found := _ATTRIBUTE.fullmatch(line.rstrip()):
            self.attributes.append((found[1], found[2], found[3], found[4] or ""))
        elif found := _REFERENCE.fullmatch(line):
            self.references.append((found[1], found[3], found[4], found[5], found[6] or ""))
        return found is not None

    def _span(self, number: int, line: str) -> bool:
        found = _SPAN.fullmatch(line)
        if found is None:
            return False
        if found[1] in self.spans:
            self.problems.append(f"line {number}: the id {found[1]} stands twice; the second is read as another.")
        pairs = [pair.split() for pair in found[3].split(";")]
        span = BratSpan(found[2], tuple((int(start), int(end)) for start, end in pairs), found[4])
        self.spans[self._free(found[1], self.spans)] = self._wraps = span
        return True

    def _event(self, number: int, line: str) -> bool:
        found = _EVENT.fullmatch(line)
        if found is None:
            return False
        if found[1] in self.events:
            self.problems.append(f"line {number}: the id {found[1]} stands twice; the second is read as another.")
        arguments = [(name, filler) for name, _colon, filler in (part.partition(":") for part in found[4].split())]
        self.events[self._free(found[1], self.events)] = (found[2], found[3], arguments)
        return True

    def _note(self, line: str) -> bool:
        found = _NOTE.fullmatch(line)
        if found is None:
            return False
        note = [found[2], found[3], found[4] or ""]
        self.notes.append(note)
        self._wraps = note
        return True

    def _free(self, name: str, taken: Container[str]) -> str:
        """Give an id that is not taken; where to go on is remembered, for one may stand in every line."""
        free, number = name, self._numbers.get(name, 2)
        while free in taken:
            free, number = f"{name}-{number}", number + 1
        self._numbers[name] = number
        return free
