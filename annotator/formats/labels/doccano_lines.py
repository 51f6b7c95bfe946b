"""The lines of doccano's files, taken apart: every version and every kind of project has written them its own way."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from annotator.formats.exchange.json_records import objects_in, text_in
from annotator.formats.exchange.likeliest_counting import likeliest
from annotator.formats.exchange.read_document import ReadDocument, ReadRelation, ReadSpan
from annotator.model.document import canonical

LABELS: Final = ("label", "labels", "entities", "annotations", "cats")
"""Where versions and kinds of projects have what is said of a text, or of a part of it."""
COMMENTS: Final = ("Comments", "comments")
_OWN: Final = frozenset({"id", "text", "data", "relations", "meta", *LABELS, *COMMENTS, "annotation_approver"})
_BARE: Final = frozenset({"id", "text", "data", "meta"})
TWICE: Final = "labels that stand twice"
STRANGE: Final = "values that are not understood"


@dataclass(slots=True)
class Said:
    """What one person said of one text: spans by place and label, labels of the whole, and what was left out."""

    spans: dict[tuple[int, int, str], str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def take_span(self, identifier: str, start: int, end: int, label: str) -> None:
        """Take a span once; ``others`` leads from the ids of those like it to its own."""
        first = self.spans.setdefault((start, end, label), identifier)
        if first != identifier:
            self.others[identifier] = first
            self.left_out[TWICE] += 1


def text_of_line(line: dict[str, Any]) -> str | None:
    """Give the text that a line is about."""
    text = line.get("text", line.get("data"))
    return text if isinstance(text, str) else None


def is_of_doccano(line: dict[str, Any]) -> bool:
    """Tell whether a line has a place for labels as doccano has it, or nothing but a text."""
    if "answer" in line or "spans" in line or "result" in line or "format" in line:
        return any(name in line for name in ("labels", "cats", *COMMENTS)) or isinstance(line.get("label"), list)
    return any(name in line for name in (*LABELS, *COMMENTS)) or line.keys() <= _BARE


def places_in(line: dict[str, Any]) -> list[tuple[int, int]]:
    """Give the places of all spans of a line."""
    return [(start, end) for said in said_in(line).values() for start, end, _label in said.spans]


def said_in(line: dict[str, Any]) -> dict[str, Said]:
    """Give what a line says by who said it: the numbers of users where it has them, else ""."""
    said: defaultdict[str, Said] = defaultdict(Said)
    for name in LABELS:
        value = line.get(name)
        items = value if isinstance(value, list) else [] if value is None else [value]
        for number, item in enumerate(items):
            _take(item, f"{name[0]}{number}", said)
    return said or {"": Said()}


def _take(item: Any, name: str, said: dict[str, Said]) -> None:
    match item:
        case str():
            said[""].codes.append(item)
        case [int() as start, int() as end, str() | int() as label, *_] | [
            str() | int() as label,
            int() as start,
            int() as end,
        ]:
            said[""].take_span(name, start, end, text_in(label))
        case {"start_offset": int() as start, "end_offset": int() as end}:
            label = text_in(item.get("label")) or text_in(item.get("type"))
            said[text_in(item.get("user"))].take_span(f"e{item.get('id', name)}", start, end, label)
        case {"label": str() | int() as label} | {"text": str() as label} if not item.keys() & {"start_offset", "bbox"}:
            said[text_in(item.get("user"))].codes.append(text_in(label))
        case _:
            said[""].left_out["labels without a start and an end"] += 1


def documents_in(line: dict[str, Any], text: str, name: str, units: Sequence[str]) -> Iterator[ReadDocument]:
    """Give a record for each who said something in a line."""
    meta = _meta(line)
    named, whose = text_in(meta.pop("name", None)), text_in(meta.pop("annotator", None) or meta.pop("username", None))
    note, strange = _note(line, meta)
    for user, said in said_in(line).items():
        spans = _spans(said, text, units)
        ids = {span.id for span in spans}
        relations, loose = _relations(line, said, ids)
        left_out = said.left_out + Counter({STRANGE: strange, "relations of spans that are not there": loose})
        yield ReadDocument(
            named or name, text, f"annotator-{user}" if user else whose,
            info={"note": note, "codes": list(dict.fromkeys(said.codes))}, spans=spans, relations=relations,
            unnamed=not named, number=text_in(line.get("id")), left_out=+left_out,
        )  # fmt: skip


def _spans(said: Said, text: str, units: Sequence[str]) -> tuple[ReadSpan, ...]:
    """Give the spans with the words that stand there, by which the shared step sees how they are counted."""
    offsets = likeliest(text, units, [(start, end) for start, end, _label in said.spans])
    words = canonical(text)
    return tuple(
        ReadSpan(
            identifier, label, ((start, end),), words[slice(*place)] if (place := offsets.span(start, end)) else None
        )
        for (start, end, label), identifier in said.spans.items()
    )


def _relations(line: dict[str, Any], said: Said, ids: set[str]) -> tuple[tuple[ReadRelation, ...], int]:
    """Give the relations of what one person said, and how many lead to nothing that anybody said."""
    relations, loose = [], 0
    for one in objects_in(line.get("relations")):
        ends = [f"e{one.get(end)}" for end in ("from_id", "to_id")]
        source, target = (said.others.get(end, end) for end in ends)
        if source in ids and target in ids:
            relations.append(ReadRelation(text_in(one.get("type")) or "related", source, target))
        else:
            loose += 1
    return tuple(relations), loose


def _meta(line: dict[str, Any]) -> dict[str, Any]:
    """Give what else a line holds: doccano hands out beside its own fields what came in with the text."""
    inner = line.get("meta")
    return {
        **(inner if isinstance(inner, dict) else {}),
        **{key: value for key, value in line.items() if key not in _OWN},
    }


def _note(line: dict[str, Any], meta: dict[str, Any]) -> tuple[str, int]:
    """Give comments and further values as a note, and how many of them are no words."""
    words: list[str] = []
    strange = 0
    for key in COMMENTS:
        value = line.get(key)
        for comment in value if isinstance(value, list) else []:
            said = comment.get("comment", comment.get("text")) if isinstance(comment, dict) else comment
            words += [str(said)] if isinstance(said, str | int | float) else []
            strange += not isinstance(said, str | int | float)
    for key, value in meta.items():
        if isinstance(value, str | int | float) and value != "":
            words.append(f"{key}: {value}")
        else:
            strange += value not in (None, "", [], {})
    return "; ".join(words), strange


NOT_DOCCANO: Final = (
    "It holds no labels as doccano writes them (label, labels, entities, annotations or cats). Is it another program's?"
)
