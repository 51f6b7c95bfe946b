"""Roles and links as relations between two annotations, for formats that know no other."""

from collections.abc import Iterator
from typing import Final

from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.pointers import pointed
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD

RELATED: Final = Holds(
    annotation=("type", "fragments", *ROLE_WORD), role=("entity", "mention"), link=("type", "from", "to"),
    relations=True,
)  # fmt: skip
"""What spans with a label and relations between them hold."""


def placed_in(layer: Layer) -> int:
    """Count the annotations that stand somewhere in the text."""
    return sum(bool(annotation.fragments) for annotation in layer.annotations.values())


def plain_relations(layer: Layer) -> Iterator[tuple[str, str, str]]:
    """Give name, source and target of every role that a placed mention fills, of every link, and of other relations.

    A mention of several entities fills the roles of all of them by one relation.
    """
    yield from dict.fromkeys(_relations(layer))


def _relations(layer: Layer) -> Iterator[tuple[str, str, str]]:
    placed = {annotation.id for annotation in layer.annotations.values() if annotation.fragments}
    for annotation in layer.in_order():
        for field, role in annotation.roles():
            if annotation.id in placed and role.mention in placed:
                yield ROLE_WORD[field], annotation.id, role.mention or ""
    for link in layer.links.values():
        if link.source in placed and link.target in placed:
            yield link.type, link.source, link.target
    for annotation in layer.in_order():
        for name, target in pointed(annotation, placed) if annotation.id in placed else ():
            yield name, annotation.id, target


def losses_of_relations(layer: Layer) -> dict[str, int]:
    """Count what relations between spans with a label cannot say."""
    annotations = layer.annotations.values()
    roles = [role for annotation in annotations for _field, role in annotation.roles()]
    return {
        "unplaced annotations": sum(not annotation.fragments for annotation in annotations),
        "roles of entities that are not mentioned": sum(role.mention is None for role in roles),
        "fragments' belonging together": sum(len(annotation.fragments) > 1 for annotation in annotations),
    }
