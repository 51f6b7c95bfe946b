"""brat standoff, written: a text, its annotations and the configuration that brat needs to show them."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from annotator.formats.brat.records import NOTE
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.plain_values import PLAIN_VALUES, values_of
from annotator.formats.exchange.pointers import plain_items, pointed
from annotator.formats.exchange.protocols import (
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
    Place,
    Write,
)
from annotator.model import vocabulary as words
from annotator.model.annotation import Annotation, Role
from annotator.model.fields import ANY_ANNOTATION
from annotator.model.layer import Layer
from annotator.model.span import Span

_Files = dict[str, bytes]
_TOKEN = re.compile(r"[\w./+-]+", re.ASCII)
_NO_LINE: Final = re.compile(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]")
_LINE: Final = re.compile(r"[^\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]+")
_TAKEN: Final = frozenset({*PLAIN_VALUES, "entity", "topic", "code", NOTE.lower(), *words.ROLE_WORD.values()})
"""Names of notes that mean something else when they are read."""
_KNOWN: Final = {field.key: "|".join(field.values) for field in ANY_ANNOTATION if field.values}


class BratWriter(ExportFormat):
    """A folder an annotator, each with texts and ``.ann`` files; claims and agreements are events with roles."""

    name = "brat"
    suffix = ".ann"
    places = (FOLDER,)
    holds = Holds(
        entity=("name",),
        topic=("name",),
        link=("type", "from", "to"),
        annotation=(
            "type",
            "fragments",
            "entities",
            "topic",
            "codes",
            *PLAIN_VALUES,
            "note",
            "attributes",
            *words.ROLE_WORD,
        ),
        role=("entity", "mention"),
    )

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give a document's text and annotations. Raises FormatError where the text is not at hand."""
        if exported.document is None:
            raise FormatError("Its document is not at hand, and brat needs the text. Put it beside the annotations.")
        lines = _Lines(exported.layer, exported.document.text)
        stem = f"{exported.layer.head.annotator.id}/{exported.name.removesuffix('.txt')}"
        files = {f"{stem}.txt": exported.document.text.encode(), f"{stem}.ann": lines.whole().encode()}
        return Piece(files, lines.losses, lines.written)

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Write the files, and the configuration for all of them."""
        place.add("annotation.conf", _configuration().encode())

        def write(files: _Files) -> None:
            for name, data in files.items():
                place.add(name, data)

        yield write


BRAT: Final = BratWriter()


class _Lines:
    def __init__(self, layer: Layer, text: str) -> None:
        self.losses: Counter[str] = Counter()
        self._layer, self._text = layer, text
        self._lines: list[str] = []
        self._notes = self._attributes = self._relations = 0
        # What covers nothing but white space cannot stand in a line that has to quote it.
        placed = [annotation for annotation in layer.in_order() if annotation.text.strip() and annotation.fragments]
        self.losses["annotations without a place"] += len(layer.annotations) - len(placed)
        self._numbers = {annotation.id: number for number, annotation in enumerate(placed, 1)}
        self._placed = placed

    @property
    def written(self) -> int:
        """How many annotations have a line."""
        return len(self._placed)

    def whole(self) -> str:
        """Give the file's text."""
        for annotation in self._placed:
            self._lines.append(self._span(annotation))
        for annotation in self._placed:
            self._about(annotation)
        for link in self._layer.links.values():
            self._relation(link.type, link.source, link.target, "links")
        for annotation in self._placed:
            for label, target in pointed(annotation, self._numbers):
                self._relation(label, annotation.id, target, "attributes")
        return "".join(f"{line}\n" for line in self._lines)

    def _relation(self, label: str, source: str, target: str, otherwise: str) -> None:
        if not (source in self._numbers and target in self._numbers and _TOKEN.fullmatch(label)):
            self.losses[otherwise] += 1
            return
        self._relations += 1
        ends = f"Arg1:{self._name(source)} Arg2:{self._name(target)}"
        self._lines.append(f"R{self._relations}\t{label} {ends}")

    def _span(self, annotation: Annotation) -> str:
        fragments = [piece for span in annotation.fragments for piece in _in_lines(span, self._text)]
        self.losses["line ends and tabs inside annotations"] += len(fragments) - len(annotation.fragments)
        place = ";".join(f"{start} {end}" for start, end in fragments)
        quote = " ".join(self._text[start:end] for start, end in fragments)
        return f"T{self._numbers[annotation.id]}\t{_label(annotation.type)} {place}\t{quote}"

    def _name(self, identifier: str) -> str:
        kind = self._layer.annotations[identifier].type
        return f"{'T' if kind not in (words.CLAIM, words.AGREEMENT) else 'E'}{self._numbers[identifier]}"

    def _about(self, annotation: Annotation) -> None:
        name = self._name(annotation.id)
        roles = annotation.roles()
        if name.startswith("E"):
            self._event(annotation, name, roles)
        for field, value in values_of(annotation, PLAIN_VALUES):
            self._value(field.capitalize(), name, value)
        for code in annotation.codes:
            self._value("Code", name, code)
        for entity in annotation.entities:
            if known := self._layer.entities.get(entity):
                self._note("Entity", name, known.name)
        if annotation.topic in self._layer.topics:
            self._note("Topic", name, self._layer.topics[annotation.topic].name)
        if annotation.note:
            self._note(NOTE, name, annotation.note)
        self._others(annotation, name)

    def _others(self, annotation: Annotation, name: str) -> None:
        for key, value in annotation.attributes.items():
            items = plain_items(value, self._numbers)
            if _TOKEN.fullmatch(key) and key.lower() not in _TAKEN:
                for item in items:
                    self._note(key, name, item)
            elif items:
                self.losses["attributes"] += 1

    def _event(self, annotation: Annotation, name: str, roles: list[tuple[str, Role]]) -> None:
        arguments: list[str] = []
        seen: Counter[str] = Counter()
        for field, role in roles:
            word = words.ROLE_WORD[field]
            if role.mention in self._numbers:
                seen[word] += 1
                number = str(seen[word]) if seen[word] > 1 else ""
                arguments.append(f"{word}{number}:{self._name(role.mention)}")
            elif entity := self._layer.entities.get(role.entity):
                self._note(word, name, entity.name)
        trigger = f"T{self._numbers[annotation.id]}"
        self._lines.append(" ".join([f"{name}\t{annotation.type}:{trigger}", *arguments]))

    def _value(self, label: str, name: str, value: str) -> None:
        if not _TOKEN.fullmatch(value):
            self._note(label, name, value)
            return
        self._attributes += 1
        self._lines.append(f"A{self._attributes}\t{label} {name} {value}")

    def _note(self, label: str, name: str, value: str) -> None:
        self._notes += 1
        self.losses["line ends inside notes"] += _flat(value) != value
        self._lines.append(f"#{self._notes}\t{label} {name}\t{_flat(value)}")


def _in_lines(span: Span, text: str) -> Iterator[tuple[int, int]]:
    """Part a span where its words cannot stand in a line as brat reads it: at tabs and all that ends one for Python."""
    for found in _LINE.finditer(text, span.start, span.end):
        if found[0].strip():
            yield found.span()


def _label(kind: str) -> str:
    return kind if _TOKEN.fullmatch(kind) else "other"


def _flat(value: str) -> str:
    return _NO_LINE.sub(" ", value)


def _configuration() -> str:
    events = [
        f"{kind}\t" + ", ".join(f"{words.ROLE_WORD[role]}*:{words.ACTOR}" for role in words.ROLES_OF_TYPE[kind])
        for kind in (words.CLAIM, words.AGREEMENT)
    ]
    links = [f"{kind}\tArg1:<ANY>, Arg2:<ANY>" for kind in words.LINK_TYPES]
    values = [f"{name.capitalize()}\tArg:<ANY>, Value:{_KNOWN[name]}" for name in PLAIN_VALUES if name in _KNOWN]
    sections = {"entities": [words.ACTOR], "relations": links, "events": events, "attributes": values}
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())
