"""What the lines of a brat file say together: spans with their events, attributes, notes and references."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.brat.lines import BratLines
from annotator.formats.exchange.plain_values import PLAIN_VALUES
from annotator.formats.exchange.read_document import ReadEntity, ReadRelation, ReadRole, ReadSpan
from annotator.model.vocabulary import ROLE_WORD

NOTE: Final = "AnnotatorNotes"
"""What brat itself calls the notes that people write."""
_ROLES = frozenset(ROLE_WORD.values())

Records = tuple[tuple[ReadSpan, ...], tuple[ReadRelation, ...], tuple[ReadEntity, ...], tuple[str, ...]]


@dataclass(slots=True)
class _About:
    """What other lines add to one span."""

    roles: list[ReadRole] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, list[str]] = field(default_factory=dict)
    topic: str = ""


def spans_and_relations(lines: BratLines) -> Records:
    """Give the records of a file, and sentences about lines that name what is not there.

    An event becomes the annotation of its trigger with roles from its arguments; its further events, and what else has
    no place, become attributes.
    """
    return _Records(lines).records()


class _Records:
    def __init__(self, lines: BratLines) -> None:
        self._lines = lines
        self._problems = list(lines.problems)
        self._about = {name: _About() for name in lines.spans}
        self._entities: dict[str, ReadEntity] = {}
        self._relations: list[ReadRelation] = []
        # What triggers an event are words, never another event.
        self._known_events = {name: event for name, event in lines.events.items() if event[1] in lines.spans}
        for name in (name for name in lines.events if name not in self._known_events):
            self._problems.append(f"{name} names {lines.events[name][1]}, which is not there.")

    def records(self) -> Records:
        """Give everything."""
        self._events()
        self._relate()
        for name, label, target, value in self._lines.attributes:
            if about := self._of(target, name):
                _add_value(about, label, value)
        for label, target, words in self._lines.notes:
            if about := self._of(target, f"the note “{words[:40]}”"):
                _add_note(about, label, words)
        for name, target, source, identifier, words in self._lines.references:
            if about := self._of(target, name):
                self._refer(about, self._span_id(target), source, identifier, words)
        return tuple(self._spans()), tuple(self._relations), tuple(self._entities.values()), tuple(self._problems)

    def _span_id(self, name: str) -> str:
        return self._known_events[name][1] if name in self._known_events else name

    def _of(self, name: str, who: str) -> _About | None:
        about = self._about.get(self._span_id(name))
        if about is None and not name.startswith("R"):
            self._problems.append(f"{who} names {name}, which is not there.")
        return about

    def _events(self) -> None:
        told: set[str] = set()
        for label, trigger, arguments in self._known_events.values():
            about = self._about[trigger]
            if trigger in told:
                words = " ".join([label, *(f"{role}:{self._words(filler)}" for role, filler in arguments)])
                about.attributes.setdefault("event", []).append(words)
                continue
            told.add(trigger)
            if label != self._lines.spans[trigger].label:
                about.attributes.setdefault("event", []).append(label)
            about.roles.extend(ReadRole(role, self._span_id(filler)) for role, filler in arguments)

    def _words(self, name: str) -> str:
        span = self._lines.spans.get(self._span_id(name))
        return (span.quote or "") if span else name

    def _relate(self) -> None:
        for _name, label, source, target in self._lines.relations:
            self._relations.append(ReadRelation(label, self._span_id(source), self._span_id(target)))
        for label, names in self._lines.equivalents:
            known = [name for name in map(self._span_id, names) if self._of(name, label)]
            # One entity stands behind all that are called equivalent: the longest of their names.
            name = max((self._words(name) for name in known), key=len, default="")
            for one in known:
                self._about[one].entities.append(name)

    def _refer(self, about: _About, span: str, source: str, identifier: str, words: str) -> None:
        key = f"{source}:{identifier}"
        name = words or (about.entities[0] if about.entities else self._words(span))
        self._entities.setdefault(key, ReadEntity(key, name, external_ids={source.lower(): identifier}))
        about.entities = [key]

    def _spans(self) -> Iterator[ReadSpan]:
        for name, span in self._lines.spans.items():
            about = self._about[name]
            yield ReadSpan(
                name,
                span.label,
                span.fragments,
                span.quote,
                codes=tuple(about.codes),
                entities=tuple(dict.fromkeys(about.entities)),
                roles=tuple(about.roles),
                topic=about.topic,
                values=about.values,
                attributes={key: items[0] if len(items) == 1 else items for key, items in about.attributes.items()},
            )


def _add_value(about: _About, label: str, value: str) -> None:
    name = label.lower()
    if name in PLAIN_VALUES and value and name not in about.values:
        about.values[name] = value
    elif name == "code" and value:
        about.codes.append(value)
    else:
        about.attributes.setdefault(label, []).append(value or "true")


def _add_note(about: _About, label: str, words: str) -> None:
    name = label.lower()
    if label == NOTE:
        about.values["note"] = "\n".join(filter(None, [about.values.get("note", ""), words]))
    elif name == "entity" and words:
        about.entities.append(words)
    elif name == "topic" and words and not about.topic:
        about.topic = words
    elif name == "code" and words:
        about.codes.append(words)
    elif name in PLAIN_VALUES and words and name not in about.values:
        about.values[name] = words
    elif name in _ROLES and words:
        about.roles.append(ReadRole(name, entity=words))
    else:
        about.attributes.setdefault(label, []).append(words)
