"""What an export leaves behind, counted by what its format declares to hold: no field is lost in silence."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from enum import Enum, auto
from functools import cache
from itertools import chain, compress
from operator import attrgetter, not_
from typing import Any, Final, NamedTuple

from annotator.formats.exchange.holds import ROLE_FIELDS, Holds
from annotator.formats.exchange.pointers import without_pointers
from annotator.model.annotation import Annotation, Role
from annotator.model.decision import Decision
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.fields import (
    ANY_ANNOTATION,
    CONTENT,
    DECISION,
    DOCUMENT,
    ENTITY,
    LINK,
    ROLES,
    TOPIC,
    UNKNOWN,
    Field,
    Fields,
)
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.vocabulary import ROLE_WORD

DETAILS_OF_DOCUMENTS: Final = "details of documents"
ROLE_DETAILS: Final = "attitudes, sides and on whose behalf"
_VALUES: Final = "stances and statuses"
_FURTHER: Final = "attributions, gradings, dates and notes"
_TOGETHER: Final = {
    "stance": _VALUES, "status": _VALUES,
    "attribution": _FURTHER, "certainty": _FURTHER, "date": _FURTHER, "confidence": _FURTHER, "note": _FURTHER,
}  # fmt: skip
"""What is counted as one thing, an annotation at a time."""
_WORDS: Final = {"entities": "entities' names"}
_ROLE_WORDS: Final = {"for": ROLE_DETAILS, "attitude": ROLE_DETAILS, "side": ROLE_DETAILS}
_NOUNS: Final = {"broader": "a broader one"}


class _By(Enum):
    """What is counted of several fields: records that have any of them, each value, or the items of each list."""

    RECORD = auto()
    VALUE = auto()
    ITEM = auto()


class _Lost(NamedTuple):
    """Values that are not held: how they are called, their attributes, and what says nothing in each.

    ``without_kept`` takes from a value what is held of it.
    """

    word: str
    attributes: tuple[str, ...]
    empty: tuple[Any, ...]
    by: _By
    without_kept: Callable[[Any], Any] | None = None

    def in_records(self, records: Collection[Any]) -> int:
        """Count what records lose."""
        values = list(map(_getter(self.attributes), records))
        several = len(self.attributes) > 1
        if self.by is not _By.ITEM:
            lose = len(values) - values.count(self.empty if several else self.empty[0])
            if self.by is _By.RECORD or not (several and lose):
                return lose
        return self.in_columns(zip(*values, strict=True) if several else (values,))

    def in_columns(self, columns: Iterable[Sequence[Any]]) -> int:
        """Count what is lost in columns of the attributes."""
        if self.by is _By.VALUE:
            return sum(len(column) - column.count(empty) for column, empty in zip(columns, self.empty, strict=True))
        if self.by is _By.RECORD:
            rows = list(zip(*columns, strict=True))
            return len(rows) - rows.count(self.empty)
        kept = self.without_kept
        return sum([sum(map(len, map(kept, column) if kept else column)) for column in columns if any(column)])


@cache
def _getter(attributes: tuple[str, ...]) -> Callable[[Any], Any]:
    return attrgetter(*attributes)


class _Plan(NamedTuple):
    """What is to be counted for a format, by kind of record."""

    annotations: tuple[_Lost, ...]
    roles: tuple[_Lost, ...]
    role_lists: tuple[str, ...]
    entities: tuple[_Lost, ...]
    topics: tuple[_Lost, ...]
    links: tuple[_Lost, ...]
    decisions: tuple[_Lost, ...]
    document: tuple[_Lost, ...]

    @property
    def of_annotations(self) -> set[str]:
        """All attributes of annotations that are looked at."""
        return {*self.role_lists, *chain.from_iterable(one.attributes for one in self.annotations)}


def losses_of(layer: Layer, holds: Holds) -> dict[str, int]:
    """Count what has a value and is not held, each by a name in the plural."""
    return losses_in(LayerColumns.of(layer), holds)


def losses_in(columns: LayerColumns, holds: Holds) -> dict[str, int]:
    """Count the same in columns."""
    # What a parser takes for sound has nothing in it that is not known.
    plan, lost = _plan(holds, nothing_unknown=columns.parsed is not None), dict[str, int]()
    annotations: Mapping[str, Sequence[Any]] = columns.annotations
    if holds.types is not None:
        held = [kind in holds.types for kind in annotations["type"]]
        if not all(held):
            for kind in compress(annotations["type"], map(not_, held)):
                _add(lost, f"{kind}s", 1)
            annotations = {name: list(compress(annotations[name], held)) for name in plan.of_annotations}
    for one in plan.annotations:
        _add(lost, one.word, one.in_columns([annotations[attribute] for attribute in one.attributes]))
    if plan.roles:
        lists = chain.from_iterable(annotations[field] for field in plan.role_lists)
        all_roles = annotations is columns.annotations and len(plan.role_lists) == len(ROLE_WORD)
        _count(columns.roles if all_roles else list(chain.from_iterable(lists)), plan.roles, lost)
    _count(columns.of_table("entities"), plan.entities, lost)
    _count(columns.of_table("topics"), plan.topics, lost)
    _count((columns.document,), plan.document, lost)
    if holds.link:
        _count(columns.of_table("links"), plan.links, lost)
    else:
        _add(lost, "links", len(columns.links))
    if holds.decision:
        _count(columns.of_table("review"), plan.decisions, lost)
    else:
        _add(lost, "decisions of a review", len(columns.review))
    return lost


def _add(lost: dict[str, int], word: str, count: int) -> None:
    if count:
        lost[word] = lost.get(word, 0) + count


def _count(records: Collection[Any], plan: Iterable[_Lost], lost: dict[str, int]) -> None:
    if records:
        for one in plan:
            _add(lost, one.word, one.in_records(records))


@cache
def _plan(holds: Holds, *, nothing_unknown: bool = False) -> _Plan:
    known = () if nothing_unknown else (*_unknown(holds),)
    named = "entities" in holds.annotation, "topic" in holds.annotation
    role_fields = [field for field in ANY_ANNOTATION if field.shape == ROLES]
    held_roles = [field for field in role_fields if field.key in holds.annotation]
    return _Plan(
        (*_of_annotations(holds, no_roles=not held_roles), *known),
        (*_singly(Role, ROLE_FIELDS, holds.role, lambda field: _ROLE_WORDS.get(field.key, f"{field.plural} of roles")),
         *known) if held_roles else (),
        tuple(field.attribute for field in held_roles),
        (*_phrase(Entity, ENTITY, "entities", holds.entity, with_name=named[0]), *known),
        (*_phrase(Topic, TOPIC, "topics", holds.topic, with_name=named[1]), *known),
        (*_singly(Link, LINK, holds.link, lambda field: f"{field.plural} on links"), *known),
        (*_singly(Decision, DECISION, holds.decision, lambda field: f"{field.plural} of decisions"), *known),
        (*_singly(DocumentInfo, DOCUMENT, holds.document, lambda _field: DETAILS_OF_DOCUMENTS), *known),
    )  # fmt: skip


def is_told(field: Field) -> bool:
    """Tell whether a field has what somebody says or knows, rather than what the program keeps of its own."""
    return field.group == CONTENT or field.is_opinion


def _unheld(of_record: Fields, held: Collection[str]) -> list[Field]:
    return [field for field in of_record if is_told(field) and field.key not in held]


def _of_annotations(holds: Holds, *, no_roles: bool) -> Iterator[_Lost]:
    """Give what annotations lose; values that are counted as one thing together, each list by itself."""
    together: dict[str, list[Field]] = {}
    for field in _unheld(ANY_ANNOTATION, holds.annotation):
        if field.is_list or field.key not in _TOGETHER:
            word = "roles" if field.shape == ROLES and no_roles else _WORDS.get(field.key, field.plural)
            lost = _lost(Annotation, word, field)
            if isinstance(lost.empty[0], tuple | dict):
                lost = lost._replace(by=_By.ITEM)
            pointers_are_kept = field.key == "attributes" and holds.relations
            yield lost._replace(without_kept=without_pointers) if pointers_are_kept else lost
        else:
            together.setdefault(_TOGETHER[field.key], []).append(field)
    for word, several in together.items():
        yield _lost(Annotation, word, *several)


def _singly(record: Any, of_record: Fields, held: Collection[str], word: Callable[[Field], str]) -> Iterator[_Lost]:
    """Give the count of every value by its word."""
    by_word: dict[str, list[Field]] = {}
    for field in _unheld(of_record, held):
        by_word.setdefault(word(field), []).append(field)
    return (_lost(record, word, *several, by=_By.VALUE) for word, several in by_word.items())


def _phrase(record: Any, of_record: Fields, what: str, held: Collection[str], *, with_name: bool) -> Iterator[_Lost]:
    """Give the one count of records that lose anything; names are lost with what calls the record by them."""
    lost = [field for field in _unheld(of_record, held) if with_name or field.key != "name"]
    if lost:
        nouns = [_NOUNS.get(field.key) or _noun(field) for field in lost]
        listed = " or ".join(filter(None, [", ".join(nouns[:-1]), nouns[-1]]))
        yield _lost(record, f"{what} with {listed}", *lost)


def _noun(field: Field) -> str:
    return field.plural if field.plural == field.label.lower() or field.is_list else f"a {field.label.lower()}"


def _lost(record: Any, word: str, *several: Field, by: _By = _By.RECORD) -> _Lost:
    attributes = tuple(field.attribute for field in several)
    return _Lost(word, attributes, tuple(_empty(record, attribute) for attribute in attributes), by)


def _empty(record: Any, attribute: str) -> Any:
    """Give what a record has where nobody said anything."""
    if issubclass(record, tuple):
        return record._field_defaults.get(attribute, () if attribute == "fragments" else None)
    field = next(field for field in fields(record) if field.name == attribute)
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


def _unknown(holds: Holds) -> Iterator[_Lost]:
    if not holds.unknown:
        yield _Lost(UNKNOWN.plural, (UNKNOWN.attribute,), ((),), _By.ITEM)
