"""Label Studio's JSON-MIN: an annotation an item, with what was said beside the data, by the names of its controls."""

from collections.abc import Iterator
from typing import Any, Final

from annotator.formats.exchange.json_records import objects_in

LOOSE: Final = "values without a place"
_OWN: Final = frozenset({"annotator", "annotation_id", "created_at", "updated_at", "lead_time"})
_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
_KINDS: Final = (*_LABELS, "choices", "taxonomy", "rating", "number", "datetime")


def is_minimal(item: dict[str, Any]) -> bool:
    """Tell whether an item is an annotation of this kind."""
    return "data" not in item and "annotation_id" in item


def of_minimal(item: dict[str, Any]) -> dict[str, Any]:
    """Give the task that an item would be in whole JSON; a choice that is a bare word cannot be told from data."""
    data = {name: value for name, value in item.items() if isinstance(value, str) and name not in _OWN}
    done = {"completed_by": item.get("annotator"), "lead_time": item.get("lead_time"), "result": list(_results(item))}
    return {"id": item.get("id"), "data": data, "annotations": [done], LOOSE: _loose(item)}


def _loose(item: dict[str, Any]) -> int:
    """Count what was said of a place that the file leaves out."""
    lists = [value for value in item.values() if isinstance(value, list)]
    return sum(not (isinstance(one, dict) and "start" in one) for value in lists for one in value)


def _results(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    regions: dict[tuple[Any, Any], str] = {}
    said = [(name, one) for name, value in item.items() for one in objects_in(value) if "start" in one]
    # Labels first: what else is said of a place belongs to its first region.
    for number, (name, value) in enumerate(sorted(said, key=lambda pair: _kind(pair[1]) not in _LABELS)):
        kind, place = _kind(value), (str(value.get("start")), str(value.get("end")))
        identifier = f"region-{number}" if kind in _LABELS else regions.get(place, f"region-{number}")
        regions.setdefault(place, identifier)
        yield {"id": identifier, "from_name": name, "type": kind, "value": value}
    for name, value in item.items():
        if isinstance(value, dict) and "choices" in value:
            yield {"from_name": name, "type": "choices", "value": value}


def _kind(value: dict[str, Any]) -> str:
    return next((kind for kind in _KINDS if kind in value), "textarea")
