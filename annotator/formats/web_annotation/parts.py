"""The bodies and targets of web annotations, which may be words, objects or lists of either."""

from dataclasses import dataclass, field
from typing import Any

from annotator.formats.exchange.read_document import ReadRole


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
    """What the bodies say, by purpose."""

    labels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
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
    problems = []
    pending = as_list(target.get("selector"))
    while pending:
        selector = pending.pop(0)
        kind = selector.get("type") if isinstance(selector, dict) else None
        if kind == "TextPositionSelector" and _is_place(selector):
            position = (selector["start"], selector["end"])
        elif kind == "TextQuoteSelector":
            exact = text_of(selector.get("exact"))
            prefix, suffix = text_of(selector.get("prefix")), text_of(selector.get("suffix"))
        elif kind == "Choice":
            pending.extend(as_list(selector.get("items")))
        elif not (isinstance(selector, dict) and "refinedBy" in selector):
            problems.append(f"a selector ({kind or 'without a type'}) is not understood here.")
        if isinstance(selector, dict):
            pending.extend(as_list(selector.get("refinedBy")))
    return Selected(where, position, exact, prefix, suffix, tuple(problems))


def bodies_of(value: Any) -> Bodies:
    """Give what the bodies say."""
    bodies = Bodies()
    for body in as_list(value):
        if isinstance(body, str):
            bodies.others.setdefault("body", []).append(body)
        elif isinstance(body, dict):
            _take(body, bodies)
    return bodies


def _take(body: dict[str, Any], bodies: Bodies) -> None:
    purpose = text_of(body.get("purpose")) or ("commenting" if body.get("type") == "TextualBody" else "linking")
    source = body.get("source", body.get("id"))
    words = text_of(body.get("value")) or (text_of(source.get("id")) if isinstance(source, dict) else text_of(source))
    name = text_of(body.get("field"))
    if name == "topic":
        bodies.topic = words
    elif name:
        bodies.values[name] = words
    elif purpose == "classifying":
        bodies.labels.append(words)
    elif purpose == "tagging":
        bodies.tags.append(words)
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
