"""An annotation in a few words, for tool tips and screen readers."""

from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD
from annotator.ui.session_bridge import SessionBridge


def describe(bridge: SessionBridge, annotation_id: str) -> str:
    """Give type, entities, roles, topic and stance of an annotation, one a line; "" for an unknown one."""
    layer = bridge.session.layer if bridge.session else None
    annotation = layer.annotations.get(annotation_id) if layer else None
    if layer is None or annotation is None:
        return ""
    lines = [annotation.type.capitalize(), *_who(layer, annotation)]
    if annotation.topic in layer.topics:
        stance = f" ({annotation.stance})" if annotation.stance else ""
        lines.append(f"topic: {layer.topics[annotation.topic].name}{stance}")
    if annotation.status:
        lines.append(f"status: {annotation.status}")
    if annotation.note:
        lines.append(f"note: {annotation.note}")
    return "\n".join(lines)


def entity_name(layer: Layer, entity_id: str | None) -> str:
    """Give an entity's name, or a question mark for one that is not there."""
    entity = layer.entities.get(entity_id or "")
    return entity.name if entity else "?"


def _who(layer: Layer, annotation: Annotation) -> list[str]:
    if annotation.entities:
        return [", ".join(entity_name(layer, entity) for entity in annotation.entities)]
    return [f"{ROLE_WORD[field]}: {_role(layer, role)}" for field, role in annotation.roles()]


def _role(layer: Layer, role: Role) -> str:
    words = entity_name(layer, role.entity)
    if role.acts_for:
        words += f" for {entity_name(layer, role.acts_for)}"
    return f"{words} ({role.attitude})" if role.attitude else words
