"""What INCEpTION makes of a WebAnno TSV 3 file, by the rules of its reader: to hold our files against, not our reader.

Rules as of its version of August 2026 (``inception-io-webanno-tsv``, the reader of TSV 3.x): a sentence's text is put
where its first token begins, gaps are filled with blanks, and every sentence is followed by a line end; offsets are
UTF-16 units; cells are parted at ``|``, slots at ``;``; a number in square brackets joins the tokens of an annotation.
"""

import re
from dataclasses import dataclass, field
from typing import Any

_STACK, _SLOT = re.compile(r"(?<!\\)\|"), re.compile(r"(?<!\\);")
_VALUE = re.compile(r"\\(->|.)", re.DOTALL)
_OF_VALUE = {"t": "\t", "n": "\n"}
_OF_TEXT = {**_OF_VALUE, "f": "\f", "r": "\r", "b": "\b"}


@dataclass
class Opened:
    """A document as INCEpTION has it: text, spans (layer, begin, end, features) and relations by name and spans."""

    text: str = ""
    tokens: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    spans: list[dict[str, Any]] = field(default_factory=list)
    relations: list[tuple[str, int, int]] = field(default_factory=list)

    def said(self, begin: int, end: int) -> str:
        """Give what stands between two UTF-16 offsets."""
        return self.text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")


def opened(file: str) -> Opened:
    """Read a file; AssertionError where INCEpTION would refuse it or put something elsewhere."""
    lines = file.split("\n")
    assert re.fullmatch(r"#FORMAT=.* 3\.\d+", lines[0])
    head = lines.index("")
    columns = [column for line in lines[1:head] for column in _columns(line)]
    assert lines[head + 1] == ""
    return _Reading(columns).read(lines[head + 2 :])


def _columns(line: str) -> list[tuple[str, str, str]]:
    kind, layer = line[:5], line[6:].split("|")
    assert kind in {"#T_SP", "#T_RL", "#T_CH"}
    return [(kind, layer[0], name) for name in layer[1:]]


class _Reading:
    def __init__(self, columns: list[tuple[str, str, str]]) -> None:
        self.found, self._columns = Opened(), columns
        self._by_number: dict[int, dict[str, Any]] = {}
        self._references: list[tuple[str, str, str]] = []

    def read(self, lines: list[str]) -> Opened:
        state, waiting, text = "between", "", bytearray()
        assert lines.pop() == "", "the last line has an end"
        for line in lines:
            if state in {"between", "head"} and line.startswith("#"):
                waiting += _plain(line[6:], _OF_TEXT) + "\n" if line.startswith("#Text=") else ""
                state = "head"
            elif not line:
                assert state == "tokens", "a sentence has tokens"
                state = "between"
            else:
                assert state in {"head", "tokens"}
                cells = line.split("\t")
                assert len(cells) >= len(self._columns) + 3
                begin, end = map(int, cells[1].split("-"))
                if state == "head":
                    self._begin(text, begin)
                    text += waiting.encode("utf-16-le")
                    waiting, state = "", "tokens"
                self.found.tokens[cells[0]] = (begin, end, cells[2])
                self._take(cells[0], begin, end, cells[3:])
        assert state == "tokens"
        self.found.text = text.decode("utf-16-le")
        self._resolve()
        return self.found

    @staticmethod
    def _begin(text: bytearray, begin: int) -> None:
        if len(text) > 2 * begin:
            assert (len(text), text[-2:].decode("utf-16-le")) == (2 * begin + 2, "\n")
            del text[-2:]
        text += " ".encode("utf-16-le") * (begin - len(text) // 2)

    def _take(self, name: str, begin: int, end: int, cells: list[str]) -> None:
        here: dict[tuple[str, int], dict[str, Any]] = {}
        labels: dict[int, str] = {}
        for (kind, layer, feature), cell in zip(self._columns, cells, strict=False):
            if cell == "_":
                continue
            for place, value in enumerate(_STACK.split(cell)):
                if kind == "#T_RL":
                    if feature.startswith("BT_"):
                        self._references.append((labels.get(place, ""), name, value))
                    else:
                        labels[place] = _plain(value, _OF_VALUE)
                    continue
                bare, number = _numbered(value)
                span = here.get((layer, place))
                if span is None:
                    span = self._by_number.get(number) if number else None
                    if span is None:
                        span = {"layer": layer, "begin": begin, "at": name}
                        self.found.spans.append(span)
                    here[layer, place] = span
                    span["end"] = end
                if number:
                    assert self._by_number.setdefault(number, span) is span, f"[{number}] is not unique"
                if bare != "*":
                    span[feature] = _plain(bare, _OF_VALUE)

    def _resolve(self) -> None:
        for label, name, value in self._references:
            bare, _bracket, numbers = value.removesuffix("]").partition("[")
            source, target = map(int, numbers.split("_"))
            ends = self._by_number[source], self._by_number[target]
            assert [end["at"] for end in ends] == [bare, name]
            self.found.relations.append((label, self.found.spans.index(ends[0]), self.found.spans.index(ends[1])))


def _numbered(value: str) -> tuple[str, int]:
    if value.endswith("]") and not value.endswith("\\]"):
        bare, _bracket, number = value[:-1].rpartition("[")
        return bare, int(number)
    return value, 0


def _plain(value: str, controls: dict[str, str]) -> str:
    return _VALUE.sub(lambda match: controls.get(match[1], match[1]), value)
