"""What a layer holds, to be compared, and whether its indexes are those of its records."""

from annotator.model import edits
from annotator.model.layer import Layer
from annotator.model.place_index import PlaceIndex
from annotator.model.references import References


def contents(layer: Layer) -> tuple[object, ...]:
    """All records of a layer, with the order in which each table keeps those that are not sorted when written."""
    ordered = [
        list(getattr(layer, table).items())
        for table in layer.tables
        if table not in (edits.DOCUMENT, edits.ANNOTATIONS)
    ]
    return (layer.document, dict(layer.annotations), ordered)


def is_indexed_as_made_anew(layer: Layer) -> bool:
    """Tell whether places and references are those of the records as they are."""
    places = PlaceIndex(layer.annotations.values())
    references = References(layer.annotations.values(), layer.links.values())
    last = max((annotation.end for annotation in layer.annotations.values()), default=0)
    keys = (*layer.annotations, *layer.entities, *layer.topics, *layer.deleted, "gone")
    return (
        list(layer.places.in_order()) == list(places.in_order())
        and all(set(layer.places.at(place)) == set(places.at(place)) for place in range(0, last + 1, 3))
        and all(
            set(layer.references.naming((how, key))) == set(references.naming((how, key)))
            for key in keys
            for how in ("entity", "topic", "mention", "end")
        )
    )
