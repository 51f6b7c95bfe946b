"""What stands behind the annotations of a sidecar, counted: many formats hold none of it, and none in silence."""

from collections.abc import Collection
from typing import Final

from annotator.model.layer import Layer

_DETAILS: Final = (
    "title", "publisher", "author", "url", "published", "language", "reliability", "credibility", "note", "codes",
)  # fmt: skip


def details_of_document(layer: Layer, held: Collection[str] = ()) -> dict[str, int]:
    """Count what is known of the document, but for the fields that a format holds."""
    known = [name for name in _DETAILS if name not in held and getattr(layer.document, name)]
    return {"details of documents": len(known)}


def losses_behind(layer: Layer, held: Collection[str] = ()) -> dict[str, int]:
    """Count what is lost where entities and topics are but names; ``held`` are fields of the document that are not."""
    entities, topics = layer.entities.values(), layer.topics.values()
    return details_of_document(layer, held) | {
        "entities with a type, aliases, memberships, external ids or a note": sum(
            e.type != "other" or bool(e.aliases or e.member_of or e.external_ids or e.note) for e in entities
        ),
        "topics with a broader one, a code or a note": sum(bool(t.broader or t.code or t.note) for t in topics),
        "decisions of a review": len(layer.review),
    }
