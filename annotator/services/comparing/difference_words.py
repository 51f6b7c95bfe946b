"""A difference in words: what each annotator has, for lists, reports and screens."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.fields import (
    CONTENT,
    DOCUMENT_DETAIL,
    EXTRA,
    ROLES,
    UNKNOWN,
    Field,
    Fields,
    annotation_fields,
)
from annotator.model.fields import LINK as LINK_FIELDS
from annotator.model.layer import Layer
from annotator.model.link import Link
from annotator.model.vocabulary import ROLE_WORD, SAME_EVENT, VIA
from annotator.services.comparing.align import Alignment
from annotator.services.comparing.difference import (
    BOUNDARY,
    DETAILS,
    FIELDS_OF_DETAIL,
    LINK,
    MENTION,
    MISSING,
    TABLE_OF_DETAIL,
    TYPE,
    Difference,
)

NOTHING = "–"
"""What stands for an opinion that is not there."""


def title(difference: Difference, alignment: Alignment) -> str:
    """Give what differs in a few words, as "speaker of claim", "missing actor" or "type of entity “Japan”"."""
    if difference.kind in DETAILS:
        return f"{_label(FIELDS_OF_DETAIL[difference.kind], difference)} of {_record_called(difference, alignment)}"
    types = " or ".join(sorted({annotation.type for annotation in difference.group.members.values()}))
    if difference.kind == MISSING:
        return f"missing {types}"
    if difference.kind == LINK:
        what = f"{_label(LINK_FIELDS, difference)} of " if difference.field else ""
        return f"{what}{_drawn(difference, alignment)[1].type} link of {types}"
    if difference.detail:
        holder = f"{ROLE_WORD[difference.field]} {_entity_called(difference, alignment)}".strip()
        return f"{difference.detail.label.lower()} of {holder} of {types}"
    return f"{ROLE_WORD.get(difference.field, difference.kind)} of {types}"


def passage(difference: Difference, alignment: Alignment) -> str:
    """Give the words that the difference is about: those annotated, or the name of the entity or topic.

    Of a link these are the words at both its ends, with an arrow between where it leads from one to the other.
    """
    members = difference.group.members
    if difference.kind in DETAILS or not members:
        return _record_called(difference, alignment)
    own = next(iter(members.values())).text
    if difference.kind != LINK:
        return own
    who, link = _drawn(difference, alignment)
    other = _other_end(alignment.layers[who], link, members.get(who))
    return f"{own} {'–' if link.type == SAME_EVENT else '→'} {other}"


def in_full(difference: Difference, alignment: Alignment) -> str:
    """Give what differs together with what it differs in, as "stance of claim: “Norland criticised Ostia”"."""
    name = title(difference, alignment)
    return name if difference.kind in DETAILS else f"{name}: “{passage(difference, alignment)}”"


def link_words(layer: Layer, link: Link) -> str:
    """Give a link by its type and the words that it was drawn to."""
    target = layer.annotations.get(link.target)
    return f"{link.type} “{target.text}”" if target else link.type


def opinion_words(difference: Difference, alignment: Alignment) -> dict[str, str]:
    """Give every annotator's opinion as a person reads it, by the annotator's id."""
    return {annotator: _words(difference, alignment, annotator) for annotator in difference.opinions}


def annotation_words(layer: Layer, annotation: Annotation) -> str:
    """Give the whole of an annotation in one line: its type, its words, and everything that is set."""
    parts = [f"“{annotation.text}”"]
    for field in (*annotation_fields(annotation.type).opinions, UNKNOWN):
        if field.group != CONTENT or not getattr(annotation, field.attribute):
            continue
        if field.shape == ROLES:
            parts.extend(
                f"{ROLE_WORD[field.key]} {_role(layer, role)}" for role in getattr(annotation, field.attribute)
            )
        else:
            said = field_words(layer, annotation, field)
            parts.append(said if field.attribute in _TELL_THEMSELVES else f"{field.label.lower()} {said}")
    return f"{annotation.type} " + "; ".join(parts)


_TELL_THEMSELVES = ("entities", "topic", "stance", "status")
"""Fields whose values are understood without the field's word."""


def field_words(layer: Layer, record: Any, field: Field) -> str:
    """Give what a record has in a field, "" where that is nothing."""
    value = getattr(record, field.attribute)
    if field.shape == ROLES:
        return (" → " if field.key == VIA else ", ").join(_role(layer, role) for role in value)
    if field.refers:
        return _referred(layer, field, value)
    if field.is_list:
        return ", ".join(sorted(value))
    if field.shape == EXTRA:
        value = {name: item for _behind, name, item in value}
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {item}" for name, item in sorted(value.items()))
    return "" if value is None else str(value)


def _referred(layer: Layer, field: Field, value: Any) -> str:
    if field.refers == edits.ANNOTATIONS:
        return _mention(layer, value)
    named: Mapping[str, Any] = getattr(layer, field.refers)
    return _names(named, value if isinstance(value, tuple) else (value,) if value else ())


def _words(difference: Difference, alignment: Alignment, annotator: str) -> str:
    layer, opinion = alignment.layers[annotator], difference.opinions[annotator]
    if difference.kind in DETAILS:
        return _detail(difference, layer, opinion.record)
    annotation = layer.annotations.get(opinion.annotation or "")
    if annotation is None:
        return NOTHING
    if difference.kind == LINK:
        return _link(layer, opinion.link, difference.field, difference.group.members.get(annotator))
    if difference.detail:
        return _details_of_role(difference, alignment, annotator, annotation)
    return _of_annotation(difference, layer, annotation)


def _of_annotation(difference: Difference, layer: Layer, annotation: Annotation) -> str:
    if difference.kind in (MISSING, TYPE):
        return annotation_words(layer, annotation)
    if difference.kind == BOUNDARY:
        return f"“{annotation.text}”" if annotation.fragments else f"“{annotation.text}” (unplaced)"
    return field_words(layer, annotation, annotation_fields(annotation.type).named(difference.field)) or NOTHING


def _details_of_role(difference: Difference, alignment: Alignment, annotator: str, annotation: Annotation) -> str:
    layer, detail = alignment.layers[annotator], difference.detail
    assert detail is not None
    held = [
        role
        for role in getattr(annotation, difference.field)
        if alignment.same.entity(annotator, role.entity) == difference.about
    ]
    joint = "as" if detail.difference == MENTION else "towards"
    return ", ".join(
        f"{field_words(layer, role, detail) or 'unset'} {joint} {_names(layer.entities, (role.entity,))}"
        for role in held
    )


def _detail(difference: Difference, layer: Layer, key: str | None) -> str:
    record: Any = layer.get(TABLE_OF_DETAIL[difference.kind], key) if key else None
    if record is None:
        return NOTHING
    return field_words(layer, record, FIELDS_OF_DETAIL[difference.kind].named(difference.field)) or NOTHING


def _record_called(difference: Difference, alignment: Alignment) -> str:
    """Name the record that a detail is of, as the first annotator who has it calls it."""
    if difference.kind == DOCUMENT_DETAIL:
        return "the document"
    who, opinion = next((who, opinion) for who, opinion in difference.opinions.items() if opinion.record)
    record = alignment.layers[who].get(TABLE_OF_DETAIL[difference.kind], opinion.record or "")
    return f"{difference.kind.split()[0]} “{getattr(record, 'name', '')}”"


def _label(fields: Fields, difference: Difference) -> str:
    return fields.named(difference.field).label.lower()


def _names(records: Mapping[str, Any], keys: Iterable[str]) -> str:
    return ", ".join(records[key].name if key in records else "?" for key in keys)


def _role(layer: Layer, role: Role) -> str:
    words = _names(layer.entities, (role.entity,))
    if role.acts_for:
        words += f" for {_names(layer.entities, (role.acts_for,))}"
    return f"{words} (side {role.side})" if role.side is not None else words


def _mention(layer: Layer, identifier: str | None) -> str:
    mention = layer.annotations.get(identifier or "")
    return f"“{mention.text}” at {mention.start}" if mention else ""


def _link(layer: Layer, identifier: str | None, field: str, own: Annotation | None) -> str:
    link = layer.links.get(identifier or "")
    if link is None:
        return NOTHING
    if field:
        return field_words(layer, link, LINK_FIELDS.named(field)) or NOTHING
    other = _other_end(layer, link, own)
    return f"{link.type} “{other}”" if other else link.type


def _other_end(layer: Layer, link: Link, own: Annotation | None) -> str:
    """Give the words at the end of a link that is not where the difference stands."""
    far = layer.annotations.get(link.source if own and link.target == own.id else link.target)
    return far.text if far else ""


def _drawn(difference: Difference, alignment: Alignment) -> tuple[str, Link]:
    """Give the first annotator who drew a link, and the link."""
    who, drawn = next((who, opinion.link) for who, opinion in difference.opinions.items() if opinion.link)
    return who, alignment.layers[who].links[drawn]


def _entity_called(difference: Difference, alignment: Alignment) -> str:
    """Name the holder of a role in whom something differs, in quotation marks; "" where nobody knows the entity."""
    who, _colon, key = difference.about.partition(":")
    entity = alignment.layers[who].entities.get(key) if who in alignment.layers else None
    return f"“{entity.name}”" if entity else ""
