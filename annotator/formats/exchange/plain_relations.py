"""Roles and links as relations between two annotations, for formats that know no other."""

from collections.abc import Iterator

from annotator.formats.exchange.losses import losses_behind
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD

_FURTHER = ("attribution", "certainty", "confidence", "date", "note")


def plain_relations(layer: Layer) -> Iterator[tuple[str, str, str]]:
    """Give name, source and target of every role that a placed mention fills, and of every link."""
    placed = {annotation.id for annotation in layer.annotations.values() if annotation.fragments}
    for annotation in layer.in_order():
        for field, role in annotation.roles():
            if annotation.id in placed and role.mention in placed:
                yield ROLE_WORD[field], annotation.id, role.mention or ""
    for link in layer.links.values():
        if link.source in placed and link.target in placed:
            yield link.type, link.source, link.target


def losses_of_relations(layer: Layer) -> dict[str, int]:
    """Count what relations between spans with a label cannot say."""
    annotations = layer.annotations.values()
    roles = [role for annotation in annotations for _field, role in annotation.roles()]
    return {
        "unplaced annotations": sum(not annotation.fragments for annotation in annotations),
        "roles of entities that are not mentioned": sum(role.mention is None for role in roles),
        "role details": sum(bool(role.acts_for or role.attitude or role.side is not None) for role in roles),
        "fragments' belonging together": sum(len(annotation.fragments) > 1 for annotation in annotations),
        "attributes": sum(len(annotation.attributes) for annotation in annotations),
        **losses_behind(layer),
    }


def losses_of_labels(layer: Layer) -> dict[str, int]:
    """Count what a label cannot say."""
    annotations = layer.annotations.values()
    return {
        "entities' names": sum(bool(annotation.entities) for annotation in annotations),
        "topics": sum(bool(annotation.topic) for annotation in annotations),
        "stances and statuses": sum(bool(annotation.stance or annotation.status) for annotation in annotations),
        "codes": sum(len(annotation.codes) for annotation in annotations),
        "attributions, gradings, dates and notes": sum(
            bool(getattr(annotation, name)) for annotation in annotations for name in _FURTHER
        ),
    }
