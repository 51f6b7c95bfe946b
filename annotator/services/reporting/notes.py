"""What is said of annotations, entities, topics and documents, in words, by the table of fields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.formats.exchange.losses import is_told
from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.fields import (
    ANY_ANNOTATION,
    ATTRIBUTES,
    DOCUMENT,
    ENTITY,
    PLACE,
    ROLE,
    ROLES,
    TEXT_MAP,
    TOPIC,
    Field,
    Fields,
    annotation_fields,
)
from annotator.model.layer import Layer
from annotator.model.vocabulary import ELABORATES, OPPOSES, ROLE_WORD, SAME_EVENT, SUPPORTS
from annotator.services.folding.list_order import list_key
from annotator.services.reporting.marked_text import heard_as, place_anchor
from annotator.services.reporting.page import Mark, Run, Table, plain, shown

_OF_NOTE = tuple(
    field.key for field in ANY_ANNOTATION if is_told(field) and field.group != PLACE and field.shape != ATTRIBUTES
)
HELD = tuple(field.key for field in ANY_ANNOTATION if field.key in _OF_NOTE or field.key in ("fragments", "quote"))
"""The fields of annotations that stand on a page."""
_LINKS = {
    SUPPORTS: ("Supports", "Supported by"), OPPOSES: ("Opposes", "Opposed by"),
    ELABORATES: ("Elaborates", "Elaborated by"), SAME_EVENT: ("The same event as", "The same event as"),
}  # fmt: skip
_QUOTED = 300
"""So many characters of a passage are told again beside its note; all of those that are not found in the text."""


class Notes:
    """Writes of the records of one layer; ``marks`` are the numbers of its annotations."""

    def __init__(self, layer: Layer, marks: Mapping[str, Mark]) -> None:
        self._layer, self._marks = layer, marks
        self._links: dict[str, list[tuple[str, str, str]]] = {}
        for link in layer.links.values():
            there, back = _link_words(link.type)
            self._links.setdefault(link.source, []).append((there, link.target, link.note))
            self._links.setdefault(link.target, []).append((back, link.source, ""))

    def note(self, annotation: Annotation) -> tuple[Run, ...]:
        """Give all that is said of an annotation, behind its number and its words."""
        mark = self._marks[annotation.id]
        placed = bool(annotation.fragments)
        back = place_anchor(mark) if placed else ""
        words = annotation.text if not placed or len(annotation.text) <= _QUOTED else f"{annotation.text[:_QUOTED]}…"
        runs = [
            Run(mark.label, bold=True, link=back, heard=f"{heard_as(mark)}, back to the text" if back else ""),
            Run(f" {annotation.type.capitalize()}"),
            Run(f" “{shown(words)}”" if words else "", quiet=True),
            Run("" if placed else " (not found in the text)"),
        ]
        for said in self._said(annotation):
            runs += [Run(". "), *said]
        return tuple(run for run in runs if run.text)

    def _said(self, annotation: Annotation) -> Iterator[list[Run]]:
        for field in annotation_fields(annotation.type):
            value = getattr(annotation, field.attribute)
            if field.key not in _OF_NOTE or field.key == "type" or not value:
                continue
            if field.shape == ROLES:
                yield from (self._role(field.key, role) for role in value)
            else:
                yield [Run(f"{field.label}: ", quiet=True), Run(shown(self.words(field, value)))]
        for word, other, note in self._links.get(annotation.id, ()):
            yield [Run(f"{word} ", quiet=True), *self._reference(other), Run(f" ({shown(note)})" if note else "")]

    def _role(self, where: str, role: Role) -> list[Run]:
        """Give a role with its holder, the mention that is the evidence, and what else is said of it."""
        runs = [Run(f"{ROLE_WORD[where].capitalize()}: ", quiet=True), Run(shown(self._entity(role.entity)))]
        if role.mention:
            runs += [Run(" ("), *self._reference(role.mention), Run(")")]
        for field in ROLE[where]:
            value = getattr(role, field.attribute)
            if field.attribute not in ("entity", "mention") and value is not None:
                runs.append(Run(f", {field.label.lower()} {shown(self.words(field, value))}"))
        return runs

    def _reference(self, annotation: str) -> tuple[Run, ...]:
        mark = self._marks.get(annotation)
        return (Run(mark.label, link=mark.note, heard=heard_as(mark)) if mark else Run("?"),)

    def references(self, annotations: Iterable[str]) -> tuple[Run, ...]:
        """Give the numbers of annotations, each leading to its note."""
        runs: list[Run] = []
        for annotation in annotations:
            runs += [*([Run(", ")] if runs else []), *self._reference(annotation)]
        return tuple(runs)

    def entities(self) -> Table:
        """Give the list of entities, with the numbers of the annotations in which they take part."""
        named = [(entity, self._using(entity.id)) for entity in self._layer.entities.values()]
        return self._table(ENTITY, named)

    def topics(self) -> Table:
        """Give the list of topics, with the numbers of the annotations that are about them."""
        about: dict[str, list[str]] = {}
        for annotation in self._layer.in_order():
            about.setdefault(annotation.topic or "", []).append(annotation.id)
        named = [(topic, about.get(topic.id, [])) for topic in self._layer.topics.values()]
        return self._table(TOPIC, named)

    def details(self) -> Table:
        """Give what is known of the document."""
        info = self._layer.document
        said = [(field, getattr(info, field.attribute)) for field in DOCUMENT if is_told(field)]
        rows = [(plain(field.label), plain(self.words(field, value))) for field, value in said if value]
        return Table("Document", (), rows)

    def words(self, field: Field, value: Any) -> str:
        """Give a value in words, records by their names."""
        if field.shape == TEXT_MAP:
            return ", ".join(f"{key}: {one}" for key, one in value.items())
        if field.refers in (edits.ENTITIES, edits.TOPICS):
            keys = value if field.is_list else [value]
            return ", ".join(self._entity(key) if field.refers == edits.ENTITIES else self._topic(key) for key in keys)
        return ", ".join(map(str, value)) if field.is_list else str(value)

    def _table(self, of_record: Fields, named: list[tuple[Any, list[str]]]) -> Table:
        """Give a list by name; columns in which nothing stands are left out."""
        told = [field for field in of_record if is_told(field)]
        used = [field for field in told if any(getattr(record, field.attribute) for record, _ids in named)]
        rows = [
            (
                *(
                    plain(self.words(field, value) if (value := getattr(record, field.attribute)) else "")
                    for field in used
                ),
                self.references(ids),
            )
            for record, ids in sorted(named, key=lambda one: (list_key(one[0].name), one[0].id))
        ]
        return Table("", (*(field.label for field in used), "Marks"), rows)

    def _using(self, entity: str) -> list[str]:
        if not hasattr(self, "_uses"):
            self._uses: dict[str, list[str]] = {}
            for annotation in self._layer.in_order():
                for one in annotation.entities_involved():
                    self._uses.setdefault(one, []).append(annotation.id)
        return self._uses.get(entity, [])

    def _entity(self, key: str) -> str:
        entity = self._layer.entities.get(key)
        return entity.name if entity else key

    def _topic(self, key: str) -> str:
        topic = self._layer.topics.get(key)
        return topic.name if topic else key


def _link_words(link_type: str) -> tuple[str, str]:
    """Give what a link says of its first annotation, and of its second."""
    return _LINKS.get(link_type, (link_type.capitalize(), f"“{link_type}” comes from"))
