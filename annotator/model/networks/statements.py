"""Who holds what about which topic: the units that discourse networks count."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from typing import Final, NamedTuple

from annotator.model.annotation import Annotation, Role
from annotator.model.edtf import days
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.model.networks.actor_names import ActorNames
from annotator.model.networks.annotation_filter import Keep, in_time
from annotator.model.networks.same_event import same_event_groups
from annotator.model.vocabulary import AGREEMENT, CLAIM, STATUS_GROUPS

CLAIMS: Final = "claims"
AGREEMENTS: Final = "agreements"
BOTH: Final = "both"
ALL: Final = "all"
LEVELS: Final = {"disagree": -1, "neutral": 0, "agree": 1}
"""The stances that can be counted, as numbers; ``mixed`` is none of them."""
MIXED: Final = "mixed"
UNDATED: Final = "without a date that is precise enough"


class Statement(NamedTuple):
    """One holder's stance on one topic; ``actor`` is (type, name), ``date`` an EDTF date or ""."""

    actor: tuple[str, str]
    topic: str
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
    """Whose statements: of speakers or of those they act ``for``; from claims, agreements or both; of which stances."""

    count: str = CLAIMS
    level: str = "speaker"
    stances: frozenset[str] = frozenset()
    by_published: bool = False


def statements(layer: Layer, document: str, keep: Keep | None, options: StatementOptions) -> Iterator[Statement]:
    """Give a layer's statements, each event of same-event links once; the stance is "" where none is set.

    ``keep`` tells which annotations pass. Agreements count for each party, with status agreed, signed or in-force.
    """
    event_of = same_event_groups(layer.links.values())
    seen: set[tuple[str, tuple[str, str], str, str]] = set()
    for annotation in layer.in_order():
        if not _counts(annotation, options) or (keep and not keep(annotation)):
            continue
        topic = layer.topics.get(annotation.topic or "")
        name = _written(topic.name) if topic else ""
        date = (layer.document.published if options.by_published else annotation.date or layer.document.published) or ""
        for role in annotation.speakers or annotation.parties:
            actor = _actor(layer, role, options.level)
            who, stance = (actor[0], name_key(actor[1])), annotation.stance or ""
            key = (event_of.get(annotation.id, annotation.id), who, name_key(name), stance)
            if key not in seen:
                seen.add(key)
                yield Statement(actor, name, stance, document, date, f"{document}:{annotation.id}")


def named_alike(found: Sequence[Statement]) -> Iterator[Statement]:
    """Give statements with actors and topics of one name called as where they came first."""
    actors = ActorNames(one.actor for one in found)
    topics: dict[str, str] = {}
    for one in found:
        topic = topics.setdefault(name_key(one.topic), one.topic)
        yield one._replace(actor=actors.called(one.actor), topic=topic)


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
    ``start`` and ``end`` are the first and last date that count.
    """

    duplicates: str = ALL
    ignore_stance: bool = False
    mixed: bool = False
    daily: bool = False
    start: str = ""
    end: str = ""


def countable(found: Iterable[Statement], counting: Counting) -> Statements:
    """Leave out what cannot be counted, is outside the time, or was counted before."""
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
    """Give the day of a statement, None where its date is no single day."""
    found = days(statement.date)
    if found is None or found[0] != found[1]:
        return None
    try:
        return calendar_date.fromisoformat(found[0])
    except ValueError:
        return None


def _broadest(layer: Layer, topic_id: str) -> str:
    passed: set[str] = set()
    while topic_id not in passed and topic_id in layer.topics and layer.topics[topic_id].broader in layer.topics:
        passed.add(topic_id)
        topic_id = layer.topics[topic_id].broader or topic_id
    return topic_id


def _written(name: str) -> str:
    return " ".join(name.split())


def _counts(annotation: Annotation, options: StatementOptions) -> bool:
    if options.stances and annotation.stance not in options.stances:
        return False
    if annotation.type == CLAIM:
        return options.count in (CLAIMS, BOTH)
    standing = annotation.type == AGREEMENT and annotation.status in STATUS_GROUPS["standing"]
    return standing and options.count in (AGREEMENTS, BOTH)


def _actor(layer: Layer, role: Role, level: str) -> tuple[str, str]:
    entity_id = role.acts_for or role.entity if level == "for" else role.entity
    entity = layer.entities.get(entity_id)
    return (entity.type, _written(entity.name)) if entity else ("", entity_id)


def _why_not(statement: Statement, period: object, counting: Counting) -> str:
    if not statement.topic:
        return "without a topic"
    if statement.stance not in LEVELS and not (counting.mixed and statement.stance == MIXED):
        return "mixed" if statement.stance == MIXED else "without a stance"
    inside = in_time(statement.date, counting.start, counting.end)
    if period is None or inside is None or (counting.daily and day_of(statement) is None):
        return UNDATED
    return "" if inside else "outside the time asked for"


def _period(statement: Statement, duplicates: str) -> object:
    """Give the stretch in which a statement counts once; weeks and months with their year, None where unknown."""
    if duplicates == "document":
        return statement.document
    if duplicates not in ("week", "month", "year"):
        return ""
    found = days(statement.date)
    if found is None:
        return None
    first, last = (_named(day, duplicates) for day in found)
    return first if first == last else None


def _named(day: str, duplicates: str) -> object:
    if not day or duplicates != "week":
        return day[: {"month": -3, "year": -6}.get(duplicates)] or None
    try:
        return calendar_date.fromisoformat(day).isocalendar()[:2]
    except ValueError:
        return day
