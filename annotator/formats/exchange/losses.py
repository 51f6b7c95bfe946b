"""What an export leaves behind, counted by what its format declares to hold: no field is lost in silence."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from functools import cache
from itertools import chain
from operator import attrgetter
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
from annotator.model.link import Link
from annotator.model.topic import Topic

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


class _Lost(NamedTuple):
    """Values that are not held: how they are called, and how to get them; ``empty`` is what says nothing.

    Lists are counted by their items, where ``empty`` is None.
    """

    word: str
    get: Callable[[Any], Any]
    empty: Any
    is_list: bool = False


@dataclass(frozen=True)
class _Plan:
    """What is to be counted for a format, by kind of record."""

    annotations: tuple[_Lost, ...]
    roles: tuple[_Lost, ...]
    role_lists: tuple[Callable[[Any], tuple[Role, ...]], ...]
    entities: tuple[_Lost, ...]
    topics: tuple[_Lost, ...]
    links: tuple[_Lost, ...]
    decisions: tuple[_Lost, ...]
    document: tuple[_Lost, ...]


def losses_of(layer: Layer, holds: Holds) -> dict[str, int]:
    """Count what has a value and is not held, each by a name in the plural."""
    plan, lost = _plan(holds), Counter[str]()
    annotations: list[Annotation] = list(layer.annotations.values())
    if holds.types is not None:
        lost.update(f"{one.type}s" for one in annotations if one.type not in holds.types)
        annotations = [one for one in annotations if one.type in holds.types]
    _count(annotations, plan.annotations, lost)
    if plan.roles:
        lists = chain.from_iterable(map(get, annotations) for get in plan.role_lists)
        _count(list(chain.from_iterable(lists)), plan.roles, lost)
    _count(list(layer.entities.values()), plan.entities, lost)
    _count(list(layer.topics.values()), plan.topics, lost)
    _count([layer.document], plan.document, lost)
    if holds.link:
        _count(list(layer.links.values()), plan.links, lost)
    else:
        lost["links"] = len(layer.links)
    if holds.decision:
        _count(list(layer.review.values()), plan.decisions, lost)
    else:
        lost["decisions of a review"] = len(layer.review)
    return {word: count for word, count in lost.items() if count}


def _count(records: list[Any], plan: Iterable[_Lost], lost: Counter[str]) -> None:
    for word, get, empty, is_list in plan:
        values = list(map(get, records))
        lost[word] += sum(map(len, values)) if is_list else len(values) - values.count(empty)


@cache
def _plan(holds: Holds) -> _Plan:
    known = (*_unknown(holds),)
    named = "entities" in holds.annotation, "topic" in holds.annotation
    role_fields = [field for field in ANY_ANNOTATION if field.shape == ROLES]
    held_roles = [field for field in role_fields if field.key in holds.annotation]
    return _Plan(
        (*_of_annotations(holds, no_roles=not held_roles), *known),
        (*_singly(Role, ROLE_FIELDS, holds.role, lambda field: _ROLE_WORDS.get(field.key, f"{field.plural} of roles")),
         *known) if held_roles else (),
        tuple(attrgetter(field.attribute) for field in held_roles),
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
            yield lost._replace(get=_no_relations) if field.key == "attributes" and holds.relations else lost
        else:
            together.setdefault(_TOGETHER[field.key], []).append(field)
    for word, several in together.items():
        yield _lost(Annotation, word, *several)


def _no_relations(annotation: Annotation) -> dict[str, Any]:
    return without_pointers(annotation.attributes)


def _singly(record: Any, of_record: Fields, held: Collection[str], word: Callable[[Field], str]) -> Iterator[_Lost]:
    for field in _unheld(of_record, held):
        yield _lost(record, word(field), field)._replace(is_list=False)


def _phrase(record: Any, of_record: Fields, what: str, held: Collection[str], *, with_name: bool) -> Iterator[_Lost]:
    """Give the one count of records that lose anything; names are lost with what calls the record by them."""
    lost = [field for field in _unheld(of_record, held) if with_name or field.key != "name"]
    if lost:
        nouns = [_NOUNS.get(field.key) or _noun(field) for field in lost]
        listed = " or ".join(filter(None, [", ".join(nouns[:-1]), nouns[-1]]))
        yield _lost(record, f"{what} with {listed}", *lost)._replace(is_list=False)


def _noun(field: Field) -> str:
    return field.plural if field.plural == field.label.lower() or field.is_list else f"a {field.label.lower()}"


def _lost(record: Any, word: str, *several: Field) -> _Lost:
    empties = tuple(_empty(record, field.attribute) for field in several)
    get = attrgetter(*(field.attribute for field in several))
    is_list = len(several) == 1 and isinstance(empties[0], tuple | dict)
    return _Lost(word, get, empties if len(several) > 1 else empties[0], is_list)


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
        yield _Lost(UNKNOWN.plural, attrgetter(UNKNOWN.attribute), (), is_list=True)
