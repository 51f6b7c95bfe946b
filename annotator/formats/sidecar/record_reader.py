"""Reads JSON objects into records by the table of fields, and says where one has not the shape it should have."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from annotator.formats.sidecar.finding import Finding, shown
from annotator.model import fields as shapes
from annotator.model.annotation import Role
from annotator.model.extra import Extra
from annotator.model.fields import ROLE, Fields
from annotator.model.span import Span

MAX_DEPTH: Final = 64
MAX_NUMBER: Final = 2**53

Findings = list[Finding]
Converter = Callable[[Any, str, Findings], Any]

_NONE = type(None)
TYPES_OF_SHAPE: Final[dict[str, tuple[type, ...]]] = {
    shapes.TEXT: (str,),
    shapes.OPTIONAL_TEXT: (str, _NONE),
    shapes.OPTIONAL_DATE: (str, _NONE),
    shapes.TEXTS: (list,),
    shapes.TRUTH: (bool,),
    shapes.INTEGER: (int,),
    shapes.OPTIONAL_INTEGER: (int, _NONE),
    shapes.TEXT_MAP: (dict,),
    shapes.ATTRIBUTES: (dict,),
    shapes.FRAGMENTS: (list,),
    shapes.ROLES: (list,),
}
_WORDS: Final = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    _NONE: "null",
}


def wrong_type(value: object, expected: tuple[type, ...], path: str) -> Finding:
    """Say that a value is of another type than its place asks for."""
    wanted = " or ".join(_WORDS[kind] for kind in expected)
    return Finding("wrong-type", path, f"Expected {wanted}, found {_WORDS.get(type(value), 'something else')}.")


def read_fields(
    fields: Fields, data: Mapping[str, Any], path: str, findings: Findings, depth: int = 3
) -> dict[str, Any]:
    """Give the values of a record by attribute, ``extra`` among them, and add what is wrong to ``findings``.

    ``depth`` is how deeply the object's values are nested in the file.
    """
    values: dict[str, Any] = {}
    known = 0
    for key, attribute, shape, required, *_meaning in fields:
        if key not in data:
            if required:
                findings.append(Finding("missing-field", path, f"The field {shown(key)} is missing."))
            continue
        known += 1
        value = data[key]
        if type(value) not in TYPES_OF_SHAPE[shape]:
            findings.append(wrong_type(value, TYPES_OF_SHAPE[shape], f"{path}.{key}"))
        elif value and (convert := _CONVERTERS.get(shape)):
            values[attribute] = convert(value, f"{path}.{key}", findings)
        elif value.__class__ is not list:
            values[attribute] = value
            if value.__class__ is int and abs(value) > MAX_NUMBER:
                findings.append(_large(f"{path}.{key}", value))
        else:
            values[attribute] = ()
    if known < len(data):
        values["extra"] = _extra(fields, data, path, findings, depth)
    return values


def read_roles(field: str, items: list[Any], path: str, findings: Findings) -> tuple[Role, ...]:
    """Give the roles of one field."""
    roles = []
    for index, item in enumerate(items):
        place = f"{path}[{index}]"
        if type(item) is not dict:
            findings.append(wrong_type(item, (dict,), place))
            continue
        values = read_fields(ROLE[field], item, place, findings, depth=5)
        if "entity" in values:
            roles.append(Role(**values))
    return tuple(roles)


def check_tree(value: Any, path: str, findings: Findings, depth: int) -> None:
    """Check what may hold any JSON: its nesting, and that its numbers are exact everywhere."""
    if depth > MAX_DEPTH:
        findings.append(Finding("too-deep", path, f"Nested more than {MAX_DEPTH} levels deep."))
    elif type(value) is dict:
        for key, item in value.items():
            check_tree(item, f"{path}.{key}", findings, depth + 1)
    elif type(value) is list:
        for index, item in enumerate(value):
            check_tree(item, f"{path}[{index}]", findings, depth + 1)
    elif type(value) in (int, float) and abs(value) > MAX_NUMBER:
        findings.append(_large(path, value))


def _extra(fields: Fields, data: Mapping[str, Any], path: str, findings: Findings, depth: int) -> Extra:
    names = {field.key for field in fields}
    unknown = []
    behind = ""
    for key, value in data.items():
        if key in names:
            behind = key
        else:
            check_tree(value, f"{path}.{key}", findings, depth)
            unknown.append((behind, key, value))
    return tuple(unknown)


def _large(path: str, value: float) -> Finding:
    return Finding("number-range", path, f"The number {shown(value)} is too large to be kept exactly (limit ±2^53).")


def _texts(items: list[Any], path: str, findings: Findings) -> tuple[str, ...]:
    for index, item in enumerate(items):
        if type(item) is not str:
            findings.append(wrong_type(item, (str,), f"{path}[{index}]"))
    return tuple(items)


def _fragments(items: list[Any], path: str, findings: Findings) -> tuple[Span, ...]:
    spans = []
    for index, item in enumerate(items):
        if type(item) is list and len(item) == 2 and type(item[0]) is int and type(item[1]) is int:
            if not (0 <= item[0] <= MAX_NUMBER and 0 <= item[1] <= MAX_NUMBER) and max(map(abs, item)) > MAX_NUMBER:
                findings.append(_large(f"{path}[{index}]", max(item, key=abs)))
            spans.append(Span(*item))
        else:
            findings.append(Finding("wrong-type", f"{path}[{index}]", "Expected two whole numbers, start and end."))
    return tuple(spans)


def _text_map(items: dict[str, Any], path: str, findings: Findings) -> dict[str, str]:
    for key, item in items.items():
        if type(item) is not str:
            findings.append(wrong_type(item, (str,), f"{path}.{key}"))
    return items


def _attributes(items: dict[str, Any], path: str, findings: Findings) -> dict[str, Any]:
    check_tree(items, path, findings, 5)
    return items


def _roles(items: list[Any], path: str, findings: Findings) -> tuple[Role, ...]:
    return read_roles(path.rpartition(".")[2], items, path, findings)


_CONVERTERS: Final[dict[str, Converter]] = {
    shapes.TEXTS: _texts,
    shapes.TEXT_MAP: _text_map,
    shapes.ATTRIBUTES: _attributes,
    shapes.FRAGMENTS: _fragments,
    shapes.ROLES: _roles,
}
