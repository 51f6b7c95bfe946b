"""The bodies and targets of web annotations, which may be words, objects or lists of either."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.exchange.identities import is_iri
from annotator.formats.exchange.read_document import ReadRole

_CHARACTERS = re.compile(r"char=(\d{1,12}),(\d{1,12})(?:;.*)?")
_PURPOSES: Final = frozenset({"tagging", "classifying", "identifying", "commenting", "describing"})
"""What a body is for where it does not say so itself, and the motivation of its annotation does."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What a target selects: its source, the offsets and the quote with its context; None where it does not say."""

    source: str
    position: tuple[int, int] | None = None
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Bodies:
    """What the bodies say, by purpose; ``identified`` are IRIs of entities, with their names where they are given."""

    labels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    identified: dict[str, str] = field(default_factory=dict)
    linked: list[ReadRole] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    topic: str = ""
    note: str = ""


def as_list(value: Any) -> list[Any]:
    """Give a list of what is one or none of its items."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text_of(value: Any) -> str:
    """Give a text, "" for anything else."""
    return value if isinstance(value, str) else ""


def selected(target: Any) -> Selected:
    """Give what a target selects."""
    if not isinstance(target, dict):
        return Selected(text_of(target))
    source = target.get("source", target.get("id"))
    where = text_of(source.get("id")) if isinstance(source, dict) else text_of(source)
    position, exact, prefix, suffix = None, None, "", ""
    unknown = []
    pending = as_list(target.get("selector"))
    while pending:
        selector = pending.pop(0)
        kind = selector.get("type") if isinstance(selector, dict) else None
        if kind == "TextQuoteSelector":
            exact = text_of(selector.get("exact"))
            prefix, suffix = text_of(selector.get("prefix")), text_of(selector.get("suffix"))
        elif kind == "Choice":
            pending.extend(as_list(selector.get("items")))
        elif place := _place(selector):
            # Where one place is told in several ways, that in characters is the best.
            position = place if position is None or kind == "TextPositionSelector" else position
        elif not (isinstance(selector, dict) and "refinedBy" in selector):
            unknown.append(f"a selector ({kind or 'without a type'}) is not understood here.")
        if isinstance(selector, dict):
            pending.extend(as_list(selector.get("refinedBy")))
    problems = () if position or exact else tuple(unknown)
    return Selected(where, position, exact, prefix, suffix, problems)


def _place(selector: Any) -> tuple[int, int] | None:
    """Give start and end of what a selector selects by numbers: of itself, of a fragment, or of a range's ends."""
    if not isinstance(selector, dict):
        return None
    match selector.get("type"):
        case "TextPositionSelector" | "DataPositionSelector" if _is_place(selector):
            return selector["start"], selector["end"]
        case "FragmentSelector":
            found = _CHARACTERS.fullmatch(text_of(selector.get("value")))
            return (int(found[1]), int(found[2])) if found else None
        case "RangeSelector":
            ends = _place(selector.get("startSelector")), _place(selector.get("endSelector"))
            return (ends[0][0], ends[1][0]) if ends[0] and ends[1] else None
    return None


def bodies_of(value: Any, motivation: str = "") -> Bodies:
    """Give what the bodies say; the motivation is the purpose of those that have none."""
    bodies = Bodies()
    purpose = motivation if motivation in _PURPOSES else ""
    for body in as_list(value):
        if isinstance(body, str) and is_iri(body) and purpose == "identifying":
            bodies.identified.setdefault(body, "")
        elif isinstance(body, str):
            bodies.others.setdefault("body", []).append(body)
        elif isinstance(body, dict):
            _take(body, bodies, purpose)
    return bodies


def _take(body: dict[str, Any], bodies: Bodies, default: str) -> None:
    textual = body.get("type") == "TextualBody"
    purpose = text_of(body.get("purpose")) or default or ("commenting" if textual else "linking")
    source = body.get("source", body.get("id"))
    iri, label = (text_of(source.get("id")), text_of(source.get("label"))) if isinstance(source, dict) else (source, "")
    words = text_of(body.get("value")) or text_of(iri)
    name = text_of(body.get("field"))
    if name == "topic":
        bodies.topic = words
    elif name:
        bodies.values[name] = words
    elif purpose == "classifying":
        bodies.labels.append(words)
    elif purpose == "tagging":
        bodies.tags.append(words)
    elif purpose == "identifying" and is_iri(text_of(iri)):
        bodies.identified.setdefault(text_of(iri), text_of(body.get("value")) or label)
    elif purpose == "identifying":
        bodies.entities.append(words)
    elif purpose == "commenting":
        bodies.note = "\n".join(filter(None, [bodies.note, words]))
    elif purpose == "linking" and ("role" in body or words.startswith("#")):
        is_entity = body.get("type") == "TextualBody"
        label = text_of(body.get("role")) or "linking"
        bodies.linked.append(ReadRole(label, entity=words) if is_entity else ReadRole(label, words))
    else:
        bodies.others.setdefault(purpose, []).append(words)


def _is_place(selector: dict[str, Any]) -> bool:
    return all(type(selector.get(name)) is int for name in ("start", "end"))
