"""Who holds what about which topic: the units that discourse networks count."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from typing import Final, NamedTuple

from annotator.model.annotation import Annotation, Role
from annotator.model.edtf import Day, days
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.model.networks.actor_names import ActorNames
from annotator.model.networks.annotation_filter import IMPRECISE, NO_DATE, Keep, why_not_in_time
from annotator.model.networks.same_event import same_event_groups
from annotator.model.vocabulary import AGREEMENT, CLAIM, STATUS_GROUPS

CLAIMS: Final = "claims"
AGREEMENTS: Final = "agreements"
BOTH: Final = "both"
ALL: Final = "all"
LEVELS: Final = {"disagree": -1, "neutral": 0, "agree": 1}
"""The stances that can be counted, as numbers; ``mixed`` is none of them."""
MIXED: Final = "mixed"
NOT_STANDING: Final = "not standing"

SPEAKER: Final = "speaker"
FOR: Final = "for"
TOPIC_OF: Final = "topic"
HOLDERS: Final = (SPEAKER, FOR)
ENTITY_VARIABLES: Final = (*HOLDERS, "target")
VARIABLES: Final = (*ENTITY_VARIABLES, TOPIC_OF, "code", "publisher", "author", "document")
"""What the rows and the columns of a network may be."""

Unit = tuple[str, str]
"""A type and a name: of an entity its type, of a topic "", of anything else what it is ("publisher")."""
NOTHING: Final[Unit] = ("", "")


class Statement(NamedTuple):
    """One holder's stance on one topic, or whatever else stands in the rows and the columns of a network.

    ``date`` is an EDTF date or "". A unit that is not known is ``NOTHING``.
    """

    actor: Unit
    topic: Unit
    stance: str
    document: str
    date: str
    evidence: str


@dataclass(slots=True)
class Statements:
    """What counts, and by reason how many do not."""

    counted: list[Statement] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class StatementOptions:
    """What stands in ``rows`` and ``columns``; from claims, agreements or both; of which stances."""

    count: str = CLAIMS
    rows: str = SPEAKER
    columns: str = TOPIC_OF
    stances: frozenset[str] = frozenset()
    by_published: bool = False


def statements(layer: Layer, document: str, keep: Keep | None, options: StatementOptions) -> Statements:
    """Give a layer's statements, each event of same-event links once; the stance is "" where none is set.

    ``keep`` tells which annotations pass. Agreements count for each party, with status agreed, signed or in-force;
    those that do not stand are left out.
    """
    event_of = same_event_groups(layer.links.values())
    seen: set[tuple[object, ...]] = set()
    found = Statements()
    for annotation in layer.in_order():
        if not _is_asked_for(annotation, options) or (keep and not keep(annotation)):
            continue
        if annotation.type == AGREEMENT and annotation.status not in STATUS_GROUPS["standing"]:
            found.left_out[NOT_STANDING] += 1
            continue
        date = (layer.document.published if options.by_published else annotation.date or layer.document.published) or ""
        stance = annotation.stance or ""
        for row, column in _pairs(layer, document, annotation, options):
            key = (event_of.get(annotation.id, annotation.id), _key(row), _key(column), stance)
            if key not in seen:
                seen.add(key)
                found.counted.append(Statement(row, column, stance, document, date, f"{document}:{annotation.id}"))
    return found


def named_alike(found: Sequence[Statement]) -> Iterator[Statement]:
    """Give statements with units of one name called as where they came first."""
    actors = ActorNames(one.actor for one in found)
    topics = ActorNames(one.topic for one in found)
    for one in found:
        yield one._replace(actor=actors.called(one.actor), topic=topics.called(one.topic))


def in_order_of_time(found: Iterable[Statement]) -> list[Statement]:
    """Give statements by date, undated ones last, then by document and place, whatever the order of the files.

    Statements of one document have to stand in the order of its text.
    """
    return sorted(found, key=lambda one: (*_when(one.date), one.document))


def broadest_topics(layer: Layer) -> Layer:
    """Give a layer whose annotations are on the broadest topics above their own."""
    annotations = {
        identifier: annotation._replace(topic=_broadest(layer, annotation.topic)) if annotation.topic else annotation
        for identifier, annotation in layer.annotations.items()
    }
    return Layer(layer.head, layer.document, layer.entities, layer.topics, annotations, layer.links)


@dataclass(frozen=True, slots=True)
class Counting:
    """How statements are counted.

    ``duplicates`` says in which stretch the same statement counts once, and ``ignore_stance`` that one of another
    stance is the same. ``mixed`` lets mixed statements count, ``daily`` leaves out those whose date is no single day.
    ``start`` and ``end`` are the first and last date that count, ``possible`` lets dates count that may lie between.
    ``rows`` and ``columns`` are named where a statement lacks one.
    """

    duplicates: str = ALL
    ignore_stance: bool = False
    mixed: bool = False
    daily: bool = False
    start: str = ""
    end: str = ""
    possible: bool = False
    rows: str = SPEAKER
    columns: str = TOPIC_OF


def countable(found: Iterable[Statement], counting: Counting) -> Statements:
    """Leave out what cannot be counted, is outside the time, or was counted before; the first of duplicates stays."""
    result = Statements()
    seen: set[tuple[object, ...]] = set()
    for statement in found:
        period = _period(statement, counting.duplicates)
        if reason := _why_not(statement, period, counting):
            result.left_out[reason] += 1
            continue
        key = (statement.actor, statement.topic, "" if counting.ignore_stance else statement.stance, period)
        if counting.duplicates == ALL or key not in seen:
            seen.add(key)
            result.counted.append(statement)
        else:
            result.left_out["counted before"] += 1
    return result


def day_of(statement: Statement) -> calendar_date | None:
    """Give the day of a statement, None where its date is no single day of Python's calendar."""
    found = days(statement.date)
    return found[0].as_date() if found and found[0] and found[0] == found[1] else None


def _when(date: str) -> tuple[bool, Day, bool, Day]:
    opening, closing = days(date) or (None, None)
    one = opening or closing or Day(0, 0, 0)
    return opening is closing is None, one, closing is None, closing or one


def _broadest(layer: Layer, topic_id: str) -> str:
    passed: set[str] = set()
    while topic_id not in passed and topic_id in layer.topics and layer.topics[topic_id].broader in layer.topics:
        passed.add(topic_id)
        topic_id = layer.topics[topic_id].broader or topic_id
    return topic_id


def _written(name: str) -> str:
    return " ".join(name.split())


def _key(unit: Unit) -> Unit:
    return unit[0], name_key(unit[1])


def _is_asked_for(annotation: Annotation, options: StatementOptions) -> bool:
    kinds = {CLAIM: (CLAIMS, BOTH), AGREEMENT: (AGREEMENTS, BOTH)}.get(annotation.type, ())
    return options.count in kinds and (not options.stances or annotation.stance in options.stances)


def _pairs(
    layer: Layer, document: str, annotation: Annotation, options: StatementOptions
) -> Iterator[tuple[Unit, Unit]]:
    """Give all that stands in the rows with all that stands in the columns; a holder only with whom he acts for."""
    rows, columns = _UNITS[options.rows], _UNITS[options.columns]
    about = _About(layer, document, annotation)
    if {options.rows, options.columns} == {SPEAKER, FOR}:
        for role in annotation.speakers or annotation.parties:
            alone = about._replace(holders=(role,))
            yield (*rows(alone), NOTHING)[0], (*columns(alone), NOTHING)[0]
        return
    about = about._replace(holders=annotation.speakers or annotation.parties)
    for row in rows(about) or [NOTHING]:
        for column in columns(about) or [NOTHING]:
            yield row, column


class _About(NamedTuple):
    layer: Layer
    document: str
    annotation: Annotation
    holders: tuple[Role, ...] = ()

    def entity(self, identifier: str) -> Unit:
        entity = self.layer.entities.get(identifier)
        return (entity.type, _written(entity.name)) if entity else ("", identifier)

    def topics(self) -> list[Unit]:
        topic = self.layer.topics.get(self.annotation.topic or "")
        return [("", _written(topic.name))] if topic else []


def _named(variable: str, *names: str | None) -> list[Unit]:
    return [(variable, _written(name)) for name in names if name]


_UNITS: Final[Mapping[str, Callable[[_About], list[Unit]]]] = {
    SPEAKER: lambda about: [about.entity(role.entity) for role in about.holders],
    FOR: lambda about: [about.entity(role.acts_for or role.entity) for role in about.holders],
    "target": lambda about: [about.entity(role.entity) for role in about.annotation.targets],
    TOPIC_OF: _About.topics,
    "code": lambda about: _named("code", *about.annotation.codes),
    "publisher": lambda about: _named("publisher", about.layer.document.publisher),
    "author": lambda about: _named("author", about.layer.document.author),
    "document": lambda about: _named("document", about.document),
}


def _why_not(statement: Statement, period: object, counting: Counting) -> str:
    for unit, variable in ((statement.actor, counting.rows), (statement.topic, counting.columns)):
        if unit == NOTHING:
            return f"without a{'n' * (variable == 'author')} {_WORD.get(variable, variable)}"
    if statement.stance not in LEVELS and not (counting.mixed and statement.stance == MIXED):
        return "mixed" if statement.stance == MIXED else "without a stance"
    reason = why_not_in_time(statement.date, counting.start, counting.end, possible=counting.possible)
    if not reason and (period is None or (counting.daily and day_of(statement) is None)):
        return IMPRECISE if days(statement.date) else NO_DATE
    return reason


_WORD: Final = {FOR: SPEAKER}


def _period(statement: Statement, duplicates: str) -> object:
    """Give the stretch in which a statement counts once; weeks and months with their year, None where unknown."""
    if duplicates == "document":
        return statement.document
    if duplicates not in _STRETCHES:
        return ""
    opening, closing = days(statement.date) or (None, None)
    if opening is None or closing is None:
        return None
    first, last = (_STRETCHES[duplicates](day) for day in (opening, closing))
    return first if first == last else None


def _week(day: Day) -> object:
    date = day.as_date()
    return date.isocalendar()[:2] if date else day


_STRETCHES: Final[Mapping[str, Callable[[Day], object]]] = {
    "week": _week,
    "month": lambda day: day[:2],
    "year": lambda day: day.year,
}
