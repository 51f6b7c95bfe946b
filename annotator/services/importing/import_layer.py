"""The shared step of every import: what a source says, placed in the text and given its meaning here."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Values
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.exchange.offset_units import Decided, decide
from annotator.formats.exchange.pointers import pointer
from annotator.formats.exchange.read_document import ReadDocument, ReadRelation, ReadRole, ReadSpan
from annotator.model.annotation import Annotation, Role
from annotator.model.edtf import is_edtf
from annotator.model.entity import Entity
from annotator.model.fields import CONTENT, OPTIONAL_DATE, SINGLE_TEXTS, TRACE, Field, annotation_fields
from annotator.model.identifiers import new_id
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.vocabulary import ACTOR, AGREEMENT, ROLES_OF_TYPE, ROLES_THAT_ACT, TARGETS
from annotator.services.importing.import_entities import Entities, Topics
from annotator.services.importing.import_mapping import Mapping, Meaning, link_type
from annotator.services.importing.import_spans import place


@dataclass(slots=True)
class Made:
    """The records of one document, and what there is to tell of them.

    ``unmapped`` counts labels without a meaning of their own, ``kept_apart`` roles and relations that became
    attributes, by name, ``doubles`` annotations that are an earlier one again; ``problems`` are sentences about what
    could not be placed.
    """

    entities: dict[str, Entity] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    annotations: dict[str, Annotation] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    unmapped: Counter[str] = field(default_factory=Counter)
    kept_apart: Counter[str] = field(default_factory=Counter)
    doubles: int = 0
    problems: list[str] = field(default_factory=list)
    decided: Decided | None = None


def make_records(
    read: ReadDocument, text: str, mapping: Mapping, *, units: tuple[str, ...], author: str, time: str
) -> Made:
    """Make annotations of spans, and roles, links or attributes of what stands between them.

    ``text`` is the canonical text, in which they are placed; the record has it as it came. ``units`` are those in which
    the format's producers count; ``author`` and ``time`` stand on what does not say.
    """
    assert read.text is not None
    maker = _Maker(read, mapping, author, time)
    maker.made.decided = decide(read.text, [(span.fragments, span.quote) for span in read.spans], units)
    for span in read.spans:
        maker.annotate(span, text)
    for span in read.spans:
        for role in span.roles:
            maker.fill(span.id, role)
    for relation in read.relations:
        maker.relate(relation)
    maker.made.doubles = _doubles(maker.made.annotations.values())
    return maker.made


class _Maker:
    def __init__(self, read: ReadDocument, mapping: Mapping, author: str, time: str) -> None:
        self._entities, self._topics = Entities(read), Topics(read)
        self.made = Made(self._entities.records, self._topics.records)
        self._mapping, self._author, self._time = mapping, author, time
        self._ids: dict[str, str] = {}

    def annotate(self, span: ReadSpan, text: str) -> None:
        """Make the annotation of a span, without its roles."""
        meaning = self._meaning(span)
        identifier = self._ids[span.id] = new_id("a", self.made.annotations)
        simple, others = _values(span.values, meaning.type)
        stamp = {"author": self._author, "origin": "imported", "created": self._time, "modified": self._time}
        annotation = Annotation(identifier, meaning.type, (), ())._replace(**stamp | simple)
        assert self.made.decided is not None
        annotation, problem = place(annotation, span, text, self.made.decided.offsets)
        if problem:
            self.made.problems.append(problem)
        codes = tuple(dict.fromkeys((*span.codes, *filter(None, [meaning.code]))))
        annotation = annotation._replace(codes=codes, attributes={**span.attributes, **others})
        self.made.annotations[identifier] = self._about(annotation, span, meaning)

    def _meaning(self, span: ReadSpan) -> Meaning:
        if span.type:
            return Meaning(span.type)
        known = self._mapping.meaning(span.label)
        if known is None:
            self.made.unmapped[span.label] += 1
        return known or Meaning(ACTOR, span.label)

    def _about(self, annotation: Annotation, span: ReadSpan, meaning: Meaning) -> Annotation:
        """Say whom an actor means, or what a claim or agreement is about."""
        topic = span.topic or meaning.topic
        if annotation.type == ACTOR:
            names = span.entities or (" ".join(annotation.text.split()) or span.label,)
            ids = tuple(dict.fromkeys(self._entities.named(name, meaning.code) for name in names))
            annotation = annotation._replace(entities=ids)
            return _kept(annotation, "topic", topic) if topic else annotation
        if topic:
            annotation = annotation._replace(topic=self._topics.named(topic))
        if annotation.type == AGREEMENT and annotation.stance is None and "stance" not in span.values:
            annotation = annotation._replace(stance="agree")
        for name in span.entities:
            annotation = _kept(annotation, "entity", name)
        return annotation

    def fill(self, source: str, role: ReadRole) -> None:
        """Give an annotation a role, or an attribute where its type has none of that name or nobody can fill it."""
        annotation = self._annotation(source)
        filler = self._annotation(role.span)
        assert annotation is not None
        if role.span and filler is None:
            self.made.problems.append(f"{source}: the role “{role.label}” names {role.span}, which is not there.")
        name = self._mapping.role(role.label)
        actor = filler if filler and filler.type == ACTOR and filler.entities else None
        if name in ROLES_OF_TYPE[annotation.type] and (actor or role.entity):
            # A mention of several, named once for each of them, still fills each one's role once.
            made: Any = tuple(dict.fromkeys(getattr(annotation, name) + self._roles(name, role, actor)))
            self.made.annotations[annotation.id] = annotation._replace(**{name: made})
            return
        self._keep(annotation, role.label, pointer(filler) if filler else role.entity or role.span)

    def _roles(self, name: str, role: ReadRole, actor: Annotation | None) -> tuple[Role, ...]:
        entities = (self._entities.named(role.entity),) if role.entity else actor.entities if actor else ()
        acts_for = self._entities.named(role.acts_for) if role.acts_for and name in ROLES_THAT_ACT else None
        attitude = role.attitude if name == TARGETS else None
        side = role.side if name == "parties" else None
        return tuple(Role(entity, actor.id if actor else None, acts_for, attitude, side) for entity in entities)

    def relate(self, relation: ReadRelation) -> None:
        """Make a role, a link or an attribute of a relation."""
        source, target = self._annotation(relation.source), self._annotation(relation.target)
        if source is None or target is None:
            gone = relation.target if source else relation.source
            self.made.problems.append(f"The relation “{relation.label}” names {gone}, which is not there.")
        elif kind := link_type(relation.label):
            identifier = new_id("l", self.made.links)
            stamp = self._author, self._time, relation.note
            self.made.links[identifier] = Link(identifier, kind, source.id, target.id, *stamp)
        elif self._mapping.role(relation.label):
            self.fill(relation.source, ReadRole(relation.label, relation.target))
        else:
            self._keep(source, relation.label, pointer(target))

    def _annotation(self, source_id: str) -> Annotation | None:
        return self.made.annotations.get(self._ids.get(source_id, ""))

    def _keep(self, annotation: Annotation, label: str, value: str | dict[str, str]) -> None:
        self.made.kept_apart[label] += 1
        self.made.annotations[annotation.id] = _kept(annotation, label, value)


def _doubles(annotations: Iterable[Annotation]) -> int:
    """Count those that say of the same passage what an earlier one says."""
    said = [repr(one._replace(id="", author="", created="", modified="")) for one in annotations]
    return len(said) - len(set(said))


def _kept(annotation: Annotation, label: str, value: str | dict[str, str]) -> Annotation:
    """Give the annotation with one more value of an attribute."""
    before = annotation.attributes.get(label, [])
    values = [*(before if isinstance(before, list) else [before]), value]
    return annotation._replace(attributes={**annotation.attributes, label: values})


def _values(values: Values[str, Any], kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part values into those that fields of a type hold, and others."""
    fields = {item.key: item for item in annotation_fields(kind) if item.group in (CONTENT, TRACE) and not item.refers}
    simple, others = {}, {}
    for name, value in values.items():
        known = fields.get(name)
        if known and _fits(known, value):
            simple[name] = value
        elif value is not None:
            others[name] = value
    return simple, others


def _fits(known: Field, value: object) -> bool:
    if not isinstance(value, str) or known.shape not in SINGLE_TEXTS or (known.values and value not in known.values):
        return False
    return known.shape != OPTIONAL_DATE or is_edtf(value)
