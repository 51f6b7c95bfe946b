"""WebAnno TSV 3.3, written: one layer of annotations over tokens, and a relation for every role and link."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.plain_values import NOTE, PLAIN_VALUES, joined, values_of
from annotator.formats.exchange.pointers import pointed
from annotator.formats.exchange.protocols import (
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
)
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentences
from annotator.formats.languages.words import tokens
from annotator.formats.webanno.lines import SPACE_BEFORE, SPACE_BEHIND
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.model.vocabulary import ROLE_WORD

_LAYER: Final = "webanno.custom.Annotation"
_FIELDS: Final = (*PLAIN_VALUES, NOTE)
_FEATURES: Final = ("value", "codes", "identities", "topic", *_FIELDS)
_HEAD: Final = (
    "#FORMAT=WebAnno TSV 3.3\n"
    f"#T_SP={_LAYER}|{'|'.join(_FEATURES)}\n"
    f"#T_RL=webanno.custom.AnnotationRelation|kind|BT_{_LAYER}\n\n"
)
_SPECIAL: Final = re.compile(r"[\\\[\]|_;*]|->")
_CONTROLS: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}
_CONTROL: Final = re.compile("[\n\r\t\f\b]")
_CONTROL_IN_VALUE: Final = re.compile("[\n\r\t]")


class WebAnnoWriter(ExportFormat):
    """A folder an annotator, with a file a document; tokens end where annotations end."""

    name = "webanno-tsv"
    suffix = ".tsv"
    places = (FOLDER,)
    holds = Holds(
        entity=("name",),
        topic=("name",),
        link=("type", "from", "to"),
        annotation=("type", "fragments", "entities", "topic", "codes", *_FIELDS, *ROLE_WORD),
        role=("entity", "mention"),
        relations=True,
    )

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give a document's file. Raises FormatError where the text is not at hand."""
        if exported.document is None:
            raise FormatError(
                "Its document is not at hand, and the file holds the text. Put it beside the annotations."
            )
        lines = _Lines(exported.layer, exported.document.text)
        name = f"{exported.layer.head.annotator.id}/{exported.name}{self.suffix}"
        return Piece([(name, lines.whole().encode())], lines.losses, lines.written)


WEBANNO: Final = WebAnnoWriter()


class _Lines:
    def __init__(self, layer: Layer, text: str) -> None:
        self.losses: Counter[str] = Counter()
        self._layer, self._text = layer, text
        self._to_utf16 = Utf16Offsets(text).to_utf16
        placed = [item for item in layer.in_order() if item.fragments and item.text.strip()]
        self.losses["annotations without a place"] += len(layer.annotations) - len(placed)
        self._numbers = {annotation.id: number for number, annotation in enumerate(placed, 1)}
        self._values = {annotation.id: self._values_of(annotation) for annotation in placed}
        self._placed = placed
        self._cuts = sorted({edge for annotation in placed for span in annotation.fragments for edge in span})
        self._first: dict[str, str] = {}
        self._on: defaultdict[str, list[str]] = defaultdict(list)
        self._relations: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    @property
    def written(self) -> int:
        """How many annotations have a place."""
        return len(self._placed)

    def whole(self) -> str:
        """Give the file's text."""
        parted = [
            (sentence, [(f"{number}-{place}", *token) for place, token in enumerate(self._tokens(sentence), 1)])
            for number, sentence in enumerate(sentences(self._text, rules_of(self._layer.document.language)), 1)
        ]
        self._cover([token for _sentence, words in parted for token in words])
        self._relate()
        parts = [_HEAD]
        at = 0
        for number, ((begin, end), words) in enumerate(parted):
            rows = "".join(self._row(*word) for word in words)
            parts.append(f"\n#Text={_text(self._text[begin:end])}\n{_space(SPACE_BEFORE, self._text[at:begin])}")
            at = end
            if number == 0:
                parts.append(_space(SPACE_BEHIND, self._text[len(self._text.rstrip()) :], expected=""))
            parts.append(rows)
        return "".join(parts)

    def _tokens(self, sentence: Span) -> Iterator[tuple[int, int]]:
        """Part a sentence into words and signs, and these where annotations begin or end."""
        for start, end in tokens(self._text, *sentence):
            edges = [start, *self._cuts[bisect_right(self._cuts, start) : bisect_left(self._cuts, end)], end]
            yield from pairwise(edges)

    def _cover(self, tokens: list[tuple[str, int, int]]) -> None:
        starts = [start for _name, start, _end in tokens]
        for annotation in self._placed:
            self.losses["gaps between fragments"] += len(annotation.fragments) - 1
            for first, last in annotation.fragments:
                for name, _start, _end in tokens[bisect_left(starts, first) : bisect_left(starts, last)]:
                    self._first.setdefault(annotation.id, name)
                    self._on[name].append(annotation.id)

    def _relate(self) -> None:
        for annotation in self._placed:
            for field, role in annotation.roles():
                self._relation(ROLE_WORD[field], annotation.id, role.mention or "", "roles without a mention")
        for link in self._layer.links.values():
            self._relation(link.type, link.source, link.target, "links")
        for annotation in self._placed:
            for name, target in pointed(annotation, self._numbers):
                self._relation(name, annotation.id, target, "attributes")

    def _relation(self, kind: str, source: str, target: str, otherwise: str) -> None:
        if source not in self._first or target not in self._first:
            self.losses[otherwise] += 1
            return
        place = f"{self._first[source]}[{self._numbers[source]}_{self._numbers[target]}]"
        self._relations[self._first[target]].append((_cell(kind), place))

    def _values_of(self, annotation: Annotation) -> tuple[str, ...]:
        layer = self._layer
        topic = layer.topics[annotation.topic].name if annotation.topic in layer.topics else ""
        names = joined(layer.entities[key].name for key in annotation.entities if key in layer.entities)
        told = dict(values_of(annotation, _FIELDS))
        return (annotation.type, joined(annotation.codes), names, topic, *(told.get(key, "") for key in _FIELDS))

    def _row(self, name: str, start: int, end: int) -> str:
        here = self._on.get(name, [])
        columns = [
            "|".join(f"{_cell(self._values[key][number]) or '*'}[{self._numbers[key]}]" for key in here) or "_"
            for number in range(len(_FEATURES))
        ]
        relations = self._relations.get(name, [])
        columns.append("|".join(kind for kind, _place in relations) or "_")
        columns.append("|".join(place for _kind, place in relations) or "_")
        place = f"{self._to_utf16(start)}-{self._to_utf16(end)}"
        return "\t".join([name, place, _text(self._text[start:end]), *columns, ""]) + "\n"


def _space(told: str, space: str, expected: str = "\n") -> str:
    """Tell of white space that would not be read as it is: line ends alone are."""
    return f"{told}{_text(space)}\n" if (space.strip(expected) if expected else space) else ""


def _cell(value: str) -> str:
    return _CONTROL_IN_VALUE.sub(lambda match: _CONTROLS[match[0]], _SPECIAL.sub(lambda match: f"\\{match[0]}", value))


def _text(words: str) -> str:
    return _CONTROL.sub(lambda match: _CONTROLS[match[0]], words.replace("\\", "\\\\"))
