"""Layers that differ in one field alone, for every field there is, to try what treats all fields alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from annotator.model import edits, fields
from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo, text_sha256
from annotator.model.entity import Entity
from annotator.model.fields import EMPTY, UNKNOWN, Field
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.model.vocabulary import PARTIES, SPEAKERS, TARGETS, VIA

TEXT = "Aiko Mori told Ostia that Norland and Ostia agreed to train. Mori was glad, Kyodo said."
NAME = "talks.txt"
_OF_TYPE = {"actor": "a1", "claim": "a3", "agreement": "a4"}


def whole_layer(annotator: str = "mkato") -> Layer:
    """A small layer with something in every table, all of it sound and placed in ``TEXT``."""
    layer = Layer(
        LayerHead(Annotator(annotator, annotator), "2022-04-12T10:00:00Z", "2022-04-12T10:00:00Z"),
        DocumentInfo(NAME, characters=len(TEXT), text_sha256=text_sha256(TEXT), state="done"),
    )
    for key, name in (("e1", "Aiko Mori"), ("e2", "Ostia"), ("e3", "Norland"), ("e4", "Kyodo")):
        layer.entities[key] = Entity(key, name, "person" if key == "e1" else "state")
    for key, name in (("t1", "They should train"), ("t2", "Trade is good"), ("t3", "Peace is near")):
        layer.topics[key] = Topic(key, name)
    speakers, targets, via = (Role("e1"),), (Role("e2"),), (Role("e4"),)
    parties = (Role("e3"), Role("e2"))
    made = (
        _annotation("a1", "actor", "Aiko Mori", entities=("e1",)),
        _annotation("a2", "actor", "Mori", number=1, entities=("e1",)),
        _annotation("a3", "claim", "Aiko Mori told Ostia", speakers=speakers, targets=targets, via=via, topic="t1"),
        _annotation("a4", "agreement", "Norland and Ostia agreed", parties=parties, via=via, topic="t2"),
        # Every entity and topic is named by something else than what a case changes.
        _annotation("a5", "claim", "Mori was glad", topic="t3"),
        _annotation("a6", "claim", "glad", topic="t1"),
        _annotation("a7", "claim", "Kyodo said", topic="t2"),
        _annotation("a8", "actor", "that Norland and Ostia", entities=("e1", "e2", "e3", "e4")),
    )
    layer.annotations.update((annotation.id, annotation) for annotation in made)
    layer.links["l1"] = Link("l1", "supports", "a3", "a4")
    return layer


def _annotation(identifier: str, kind: str, words: str, number: int = 0, **values: Any) -> Annotation:
    start = -1
    for _time in range(number + 1):
        start = TEXT.index(words, start + 1)
    return _placed(Annotation(identifier, kind, (), (), **values), Span(start, start + len(words)))


def _placed(annotation: Annotation, *spans: Span) -> Annotation:
    quote = tuple(TEXT[span.start : span.end] for span in spans)
    before, after = TEXT[max(0, spans[0].start - 32) : spans[0].start], TEXT[spans[-1].end : spans[-1].end + 32]
    return annotation._replace(fragments=spans, quote=quote, before=before, after=after)


@dataclass(frozen=True)
class Case:
    """A field of the records of a table, for annotations of one type, maybe of the holders of one of its roles."""

    table: str
    field: Field
    type: str = ""
    role: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.table, self.type, self.role, self.field.key)))

    def values(self) -> tuple[Any, Any]:
        """Give two values that differ, neither of which is the one where nothing is set."""
        field = self.field
        if field.values:
            return field.values[-1], field.values[-2]
        if field.refers:
            keys = {edits.ENTITIES: ("e3", "e4"), edits.TOPICS: ("t2", "t3"), edits.ANNOTATIONS: ("a1", "a2")}
            one, other = keys[field.refers]
            return ((one,), (other,)) if field.is_list else (one, other)
        by_shape: dict[str, tuple[Any, Any]] = {
            fields.TEXT: ("one", "two"),
            fields.OPTIONAL_TEXT: ("one", "two"),
            fields.OPTIONAL_DATE: ("2022-04-12", "2022-05"),
            fields.TEXTS: (("one",), ("two", "three")),
            fields.OPTIONAL_INTEGER: (1, 2),
            fields.INTEGER: (1, 2),
            fields.TEXT_MAP: ({"wikidata": "Q1"}, {"wikidata": "Q2"}),
            fields.ATTRIBUTES: ({"seen": "yes"}, {"seen": ["no", 2]}),
            fields.FRAGMENTS: ((Span(0, 4),), (Span(0, 9), Span(15, 20))),
            fields.ROLES: ((Role("e3"),), (Role("e4"), Role("e2"))),
            fields.EXTRA: ((("", "mood", "glad"),), (("", "mood", "sad"),)),
        }
        return by_shape[field.shape]

    def without(self) -> Any:
        """Give the value where nothing is set."""
        return EMPTY[self.field.shape]

    def layer(self, value: Any, annotator: str = "mkato") -> Layer:
        """Give a layer whose records are as always but for this value."""
        layer = whole_layer(annotator)
        self.put(layer, value)
        return layer

    def put(self, layer: Layer, value: Any) -> None:
        """Give the field of a layer's record this value."""
        if self.table == edits.DOCUMENT:
            layer.document = replace(layer.document, **{self.field.attribute: value})
        elif self.table == edits.ANNOTATIONS:
            annotation = layer.annotations[_OF_TYPE[self.type]]
            layer.annotations[annotation.id] = self._changed(annotation, value)
        else:
            records = getattr(layer, self.table)
            key = next(iter(records))
            records[key] = replace(records[key], **{self.field.attribute: value})

    def _changed(self, annotation: Annotation, value: Any) -> Annotation:
        if self.role:
            first, *others = getattr(annotation, self.role)
            # A side says who stands together, so it takes two to have one.
            rest = [
                other._replace(side=1) if self.field.key == "side" and value is not None else other for other in others
            ]
            changed: Any = (first._replace(**{self.field.attribute: value}), *rest)
            return annotation._replace(**{self.role: changed})
        if self.field.shape == fields.FRAGMENTS:
            return _placed(annotation, *value)
        return annotation._replace(**{self.field.attribute: value})


def every_case() -> Iterator[Case]:
    """Give a case for every field in which annotators can differ, unknown ones too."""
    for table in (edits.DOCUMENT, edits.ENTITIES, edits.TOPICS, edits.LINKS):
        for field in (*fields.OF_TABLE[table].opinions, UNKNOWN):
            yield Case(table, field)
    for kind, of_type in fields.ANNOTATION.items():
        for field in (*of_type.opinions, UNKNOWN):
            if field.key != "type":
                yield Case(edits.ANNOTATIONS, field, kind)
            if field.shape == fields.ROLES:
                for detail in (*fields.ROLE[field.key].opinions, UNKNOWN):
                    yield Case(edits.ANNOTATIONS, detail, kind, field.key)


CASES = tuple(every_case())
assert {case.role for case in CASES} == {"", SPEAKERS, TARGETS, VIA, PARTIES}
