"""One record for each name of a layer, so that what names two of them is counted once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.model.networks.actor_names import ActorNames
from annotator.model.vocabulary import ROLE_WORD


def one_record_a_name(layer: Layer) -> tuple[Layer, int]:
    """Give a layer whose annotations name one entity of each name and type, and one topic of each name: the first.

    An entity of no known type is the only other one of its name, wherever that stands.
    Also gives how many of the records that annotations name were taken for an earlier one. Names are compared as
    joining documents compares them; the records themselves stay.
    """
    entities, topics = _same_entities(layer), _same_topics(layer)
    if not entities and not topics:
        return layer, 0
    used = {entity for one in layer.annotations.values() for entity in one.entities_involved()}
    on = {one.topic for one in layer.annotations.values()}
    annotations = {key: _renamed(one, entities, topics) for key, one in layer.annotations.items()}
    changed = Layer(layer.head, layer.document, _members(layer, entities), layer.topics, annotations, layer.links)
    return changed, len(used & entities.keys()) + len(on & topics.keys())


def _same_entities(layer: Layer) -> dict[str, str]:
    """Give for each entity that is an earlier one by its name that one's id."""
    names = ActorNames((entity.type, entity.name) for entity in layer.entities.values())
    called = {key: names.called((entity.type, entity.name)) for key, entity in layer.entities.items()}
    first: dict[tuple[str, str], str] = {}
    # One of no known type is the other one of its name, wherever it stands: the type would be lost with that.
    for key in sorted(called, key=lambda key: called[key][0] != layer.entities[key].type):
        first.setdefault(called[key], key)
    return {key: same for key, actor in called.items() if (same := first[actor]) != key}


def _same_topics(layer: Layer) -> dict[str, str]:
    first: dict[str, str] = {}
    found = {key: first.setdefault(name_key(topic.name), key) for key, topic in layer.topics.items()}
    return {key: same for key, same in found.items() if key != same}


def _members(layer: Layer, same: Mapping[str, str]) -> dict[str, Entity]:
    return {
        key: replace(entity, member_of=tuple(dict.fromkeys(same.get(group, group) for group in entity.member_of)))
        for key, entity in layer.entities.items()
    }


def _renamed(annotation: Annotation, entities: Mapping[str, str], topics: Mapping[str, str]) -> Annotation:
    def role(one: Role) -> Role:
        behind = entities.get(one.acts_for, one.acts_for) if one.acts_for else None
        return one._replace(entity=entities.get(one.entity, one.entity), acts_for=behind)

    roles: dict[str, Any] = {
        field: tuple(map(role, getattr(annotation, field))) for field in ROLE_WORD if getattr(annotation, field)
    }
    named = tuple(dict.fromkeys(entities.get(one, one) for one in annotation.entities))
    return annotation._replace(entities=named, topic=topics.get(annotation.topic or "", annotation.topic), **roles)
