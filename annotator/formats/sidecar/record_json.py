"""Records as the JSON objects of a sidecar, and back."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeAlias, cast

from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.record_reader import read_fields
from annotator.model import edits, fields
from annotator.model.annotation import Annotation
from annotator.model.codebook import Code
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.edits import Record
from annotator.model.entity import Entity
from annotator.model.extra import Extra
from annotator.model.fields import Fields, annotation_fields
from annotator.model.link import Link
from annotator.model.topic import Topic

CLASS_OF_TABLE: Final[dict[str, type]] = {
    edits.DOCUMENT: DocumentInfo,
    edits.ENTITIES: Entity,
    edits.TOPICS: Topic,
    edits.ANNOTATIONS: Annotation,
    edits.CODES: Code,
    edits.LINKS: Link,
    edits.REVIEW: Decision,
    edits.DELETED: Deletion,
}
_Values: TypeAlias = Callable[[object], tuple[Any, ...]]


def fields_of(table: str, data: Any) -> Fields:
    """Give the fields of an object in a table."""
    return annotation_fields(data.get("type")) if table == edits.ANNOTATIONS else fields.OF_TABLE[table]


def read_record(table: str, data: dict[str, Any], path: str, findings: list[Finding]) -> Record | None:
    """Give the record of an object, or None where its shape is broken; what is wrong is added to ``findings``."""
    before = len(findings)
    values = read_fields(fields_of(table, data), data, path, findings)
    return cast("Record", CLASS_OF_TABLE[table](**values)) if len(findings) == before else None


def record_from_json(table: str, data: dict[str, Any]) -> Record:
    """Give the record of an object; raises ValueError where its shape is broken."""
    findings: list[Finding] = []
    record = read_record(table, data, "$", findings)
    if record is None:
        raise ValueError(f"{findings[0].path}: {findings[0].sentence}")
    return record


def record_to_json(table: str, record: Record) -> dict[str, Any]:
    """Give a record as the object that stands in a sidecar or codebook, unknown fields where they stood."""
    if isinstance(record, Annotation):
        return write_fields(annotation_fields(record.type), record, record.extra)
    return write_fields(fields.OF_TABLE[table], record, record.extra)


def write_fields(wanted: Fields, record: object, extra: Extra) -> dict[str, Any]:
    """Give the fields of a record as a JSON object in the order of the file."""
    keys, values_of, fragments, roles = _plan(wanted)
    data = dict(zip(keys, values_of(record), strict=True))
    if fragments:
        # orjson refuses named tuples
        data["fragments"] = list(map(list, data["fragments"]))
    for key, of_role, in_role in roles:
        if data[key]:
            data[key] = [_role(of_role, in_role(role), role.extra) for role in data[key]]
    return with_extra(data, extra) if extra else data


@cache
def _plan(
    wanted: Fields,
) -> tuple[tuple[str, ...], _Values, bool, tuple[tuple[str, tuple[str, ...], _Values], ...]]:
    """Give keys, a getter of all values, whether there are fragments, and the keys of roles with those of a role."""
    return (
        tuple(field.key for field in wanted),
        attrgetter(*(field.attribute for field in wanted)),
        any(field.shape == fields.FRAGMENTS for field in wanted),
        tuple((field.key, *_plan(fields.ROLE[field.key])[:2]) for field in wanted if field.shape == fields.ROLES),
    )


def _role(keys: tuple[str, ...], values: tuple[Any, ...], extra: Extra) -> dict[str, Any]:
    data = dict(zip(keys, values, strict=True))
    return with_extra(data, extra) if extra else data


def with_extra(data: dict[str, Any], extra: Extra) -> dict[str, Any]:
    """Put unknown fields behind the known ones that they stood behind."""
    behind: dict[str, list[tuple[str, Any]]] = {}
    for anchor, name, value in extra:
        behind.setdefault(anchor if anchor in data else "", []).append((name, value))
    whole = dict(behind.get("", ()))
    for key, value in data.items():
        whole[key] = value
        whole.update(behind.get(key, ()))
    return whole
