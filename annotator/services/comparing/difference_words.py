"""A difference in words: what each annotator has, for lists, reports and screens."""

from collections.abc import Iterable

from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD
from annotator.services.comparing.align import Alignment
from annotator.services.comparing.differences import ATTITUDE, BOUNDARY, LINK, MISSING, ROLE, Difference

NOTHING = "–"
"""What stands for an opinion that is not there."""


def title(difference: Difference) -> str:
    """Give what differs in a few words, as "speaker of claim" or "missing actor"."""
    types = sorted({annotation.type for annotation in difference.group.members.values()})
    what = ROLE_WORD[difference.field] if difference.kind == ROLE else difference.kind
    return f"{what} of {' or '.join(types)}" if difference.kind != MISSING else f"missing {' or '.join(types)}"


def opinion_words(difference: Difference, alignment: Alignment) -> dict[str, str]:
    """Give every annotator's opinion as a person reads it, by the annotator's id."""
    return {annotator: _words(difference, alignment, annotator) for annotator in difference.opinions}


def annotation_words(layer: Layer, annotation: Annotation) -> str:
    """Give the whole of an annotation in one line: type, who, topic, stance, status."""
    who = _names(layer, annotation.entities) if annotation.entities else _roles(layer, annotation)
    topic = layer.topics[annotation.topic].name if annotation.topic in layer.topics else ""
    parts = (f"“{annotation.text}”", who, topic, annotation.stance, annotation.status)
    return f"{annotation.type} " + "; ".join(part for part in parts if part)


def _words(difference: Difference, alignment: Alignment, annotator: str) -> str:
    layer, opinion = alignment.layers[annotator], difference.opinions[annotator]
    annotation = layer.annotations.get(opinion.annotation or "")
    if annotation is None:
        return NOTHING
    if difference.kind == LINK:
        return _link(layer, opinion.link)
    if difference.kind == MISSING:
        return annotation_words(layer, annotation)
    if difference.kind == BOUNDARY:
        return f"“{annotation.text}”" if annotation.fragments else f"“{annotation.text}” (unplaced)"
    if difference.kind == ATTITUDE:
        held = (
            role for role in annotation.targets if alignment.same.entity(annotator, role.entity) == difference.about
        )
        return ", ".join(_attitude(layer, role) for role in held)
    return _field(layer, annotation, difference.field) or NOTHING


def _field(layer: Layer, annotation: Annotation, name: str) -> str:
    value = getattr(annotation, name)
    if name in ROLE_WORD:
        return ", ".join(_role(layer, role) for role in value)
    if name == "entities":
        return _names(layer, value)
    if name == "codes":
        return ", ".join(sorted(value))
    if name == "topic":
        return layer.topics[value].name if value in layer.topics else value or ""
    return str(value or "")


def _names(layer: Layer, entities: Iterable[str]) -> str:
    return ", ".join(layer.entities[entity].name if entity in layer.entities else "?" for entity in entities)


def _roles(layer: Layer, annotation: Annotation) -> str:
    return "; ".join(f"{ROLE_WORD[name]} {_role(layer, role)}" for name, role in annotation.roles())


def _role(layer: Layer, role: Role) -> str:
    words = _names(layer, (role.entity,))
    if role.acts_for:
        words += f" for {_names(layer, (role.acts_for,))}"
    return f"{words} (side {role.side})" if role.side is not None else words


def _attitude(layer: Layer, role: Role) -> str:
    return f"{role.attitude or 'unset'} towards {_names(layer, (role.entity,))}"


def _link(layer: Layer, identifier: str | None) -> str:
    link = layer.links.get(identifier or "")
    if link is None:
        return NOTHING
    target = layer.annotations.get(link.target)
    return f"{link.type} “{target.text}”" if target else link.type
