"""Reads in one go a sidecar in which nothing is wrong; of any other, ``sidecar_json`` says what is.

msgspec checks every shape and fixed value while it parses, in a fraction of the time that Python takes to look at what
a parser gives. It stops at the first fault and drops what it does not know, so whatever it refuses is read again.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial, reduce
from itertools import chain
from operator import attrgetter, or_
from typing import Annotated, Any, Final, Literal

import msgspec

from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.proportion import FREE, containers_in
from annotator.formats.sidecar.record_json import CLASS_OF_TABLE
from annotator.formats.sidecar.record_reader import MAX_NUMBER, check_tree
from annotator.model import edits, fields
from annotator.model.annotation import Annotation, Role
from annotator.model.decision import Decision
from annotator.model.edits import key_of
from annotator.model.fields import Field, Fields
from annotator.model.layer import Annotator, CodebookReference, Layer, LayerHead
from annotator.model.layer_columns import LayerColumns, in_order
from annotator.model.span import Span
from annotator.model.vocabulary import ROLE_WORD

_INTEGER = Annotated[int, msgspec.Meta(ge=-MAX_NUMBER, le=MAX_NUMBER)]
_TYPE_OF_SHAPE: Final[dict[str, Any]] = {
    fields.TEXT: str,
    fields.OPTIONAL_TEXT: str | None,
    fields.OPTIONAL_DATE: str | None,
    fields.TEXTS: tuple[str, ...],
    fields.INTEGER: _INTEGER,
    fields.OPTIONAL_INTEGER: _INTEGER | None,
    fields.TEXT_MAP: dict[str, str],
    fields.ATTRIBUTES: msgspec.Raw,
    fields.FRAGMENTS: tuple[Span, ...],
}
_EXACT_FRAGMENTS: Final = tuple[tuple[_INTEGER, _INTEGER], ...]
_LISTS: Final = edits.TABLES[1:]
_OTHER_TABLES: Final = tuple(table for table in _LISTS if table != edits.ANNOTATIONS)
_AS_OF_THE_MODEL: Final = {
    name: getattr(Annotation, name) for name in ("start", "end", "place", "text", "roles", "entities_involved")
}
"""What annotations can tell of themselves."""
_NOTHING: Final = msgspec.Raw(b"{}")
_FRAGMENTS: Final = Annotation._fields.index("fragments")
_ROLES: Final = slice(min(map(Annotation._fields.index, ROLE_WORD)), max(map(Annotation._fields.index, ROLE_WORD)) + 1)
PIECE: Final = 2**20
"""So many bytes of annotations are decoded at a time, which takes some 5 ms."""
_BEGIN: Final = b'\n  "annotations": [\n'
_RECORD_ENDS: Final = b"\n    }"
_BETWEEN: Final = _RECORD_ENDS + b",\n    {"
_END: Final = _RECORD_ENDS + b"\n  ]"
_INSTEAD: Final = b'"read by pieces"'
_UNKNOWN_A_RECORD: Final = 4
"""So many lists or objects a later version may add to each record."""


def read_if_valid(data: bytes, form: str, version: int) -> LayerColumns | None:
    """Give what a sidecar of just this version holds, or None where its shape is broken or something is unknown.

    Fixed values, numbers and ids are sound as well; what else may make no sense is for ``quick_checks`` to say.
    """
    try:
        file = _decoded(data, form, version)
        _read_attributes(file.annotations)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    tables: dict[str, Any] = {table: _by_key(table, getattr(file, table)) for table in _OTHER_TABLES}
    read = {edits.ANNOTATIONS: {annotation.id for annotation in file.annotations}, **tables}
    if any(len(found) < len(getattr(file, table)) for table, found in read.items()):
        return None  # an id stands twice
    tables[edits.DOCUMENT], tables[edits.ANNOTATIONS] = file.document, in_order(file.annotations)
    return LayerColumns(file, tables, make=partial(_layer, file, tables), parsed=file)


def _decoded(data: bytes, form: str, version: int) -> Any:
    """Decode a sidecar, a large one piece by piece as the program writes it: nothing else runs while msgspec decodes.

    A line never ends within a text of JSON, and what stands in place of the annotations is told from any others. So
    what can be read by pieces is read as it would be in one; what cannot is read in one.
    """
    begin = data.find(_BEGIN) + len(_BEGIN) if len(data) > 2 * PIECE else -1
    end = _end_of_list(data, begin) if begin >= len(_BEGIN) else -1
    rest = data[: begin - len(b"[\n")] + _INSTEAD + data[end + len(_END) :] if end > 0 else b""
    if rest.count(_INSTEAD) == 1:
        with suppress(msgspec.MsgspecError):
            file = _decoder(form, version, without=True).decode(rest)
            decode = _list_decoder().decode
            file.annotations = list(chain.from_iterable(map(decode, _pieces(data, begin, end + len(_RECORD_ENDS)))))
            return file
    return _decoder(form, version).decode(data)


def _end_of_list(data: bytes, at: int) -> int:
    """Say where the last record of a list ends, -1 where none does; looked for by pieces too."""
    while at < len(data):
        if (end := data.find(_END, at, at + 8 * PIECE + len(_END))) >= 0:
            return end
        at += 8 * PIECE
    return -1


def _pieces(data: bytes, at: int, end: int) -> Iterator[bytes]:
    """Cut the lines of a list into lists of some size."""
    while at < end:
        cut = data.find(_BETWEEN, at + PIECE, end)
        behind = end if cut < 0 else cut + len(_RECORD_ENDS)
        yield b"[%b]" % data[at:behind]
        at = behind + len(b",")


def _read_attributes(read: list[Any]) -> None:
    """Read what an import brought, which may be anything; raises MsgspecError where it is more than that can be."""
    room = FREE
    findings: list[Finding] = []
    for item in read:
        raw = item.attributes
        if raw == _NOTHING:
            item.attributes = {}
        elif raw.__class__ is msgspec.Raw:
            data = bytes(raw)
            room -= containers_in(data) - 1 + data.count(b",")
            if room < 0:
                raise msgspec.ValidationError("too much")
            item.attributes = msgspec.json.decode(data, type=dict[str, Any])
            check_tree(item.attributes, "", findings, 5)
    if findings:
        raise msgspec.ValidationError(findings[0].sentence)


def look_through(data: bytes) -> Finding | None:
    """Say what is wrong with the shape of a large file, or that most of it is nothing that any version knows.

    Nothing is made of what is not known, so it takes no room, however much that is.
    """
    try:
        file = _lenient_decoder().decode(data)
    except msgspec.ValidationError as error:
        what, _at, path = str(error).partition(" - at ")
        sentence = f"{what}. The file is large, and only this was looked at."
        return Finding("wrong-type", path.strip("`") or "$", sentence)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None  # the parser says where
    known = msgspec.json.encode(file)
    records = sum(len(getattr(file, table)) for table in _LISTS if getattr(file, table))
    containers, values = containers_in(data) - containers_in(known), data.count(b",") - known.count(b",")
    if containers > FREE + _UNKNOWN_A_RECORD * records or values > 5 * (FREE + _UNKNOWN_A_RECORD * records):
        what = f"{max(containers, 0):,} lists and objects, and {max(values, 0):,} values besides,"
        return Finding("out-of-proportion", "$", f"The file holds {what} that no version knows, and was not read.")
    return None


def _by_key(table: str, read: list[Any]) -> dict[str, Any]:
    if table == edits.REVIEW:
        return {key_of(record): record for record in map(partial(_record, Decision), read)}
    return {record.id: record for record in read}


def _layer(file: Any, tables: Mapping[str, Any]) -> Layer:
    """Make the model's records of what was read."""
    records: dict[str, Any] = {
        table: {key: _record(CLASS_OF_TABLE[table], item) for key, item in read.items()}
        for table, read in ((table, tables[table]) for table in _OTHER_TABLES)
    }
    records[edits.ANNOTATIONS] = {annotation.id: annotation for annotation in _annotations(file.annotations)}
    codebook = _record(CodebookReference, file.codebook) if file.codebook else None
    head = LayerHead(_record(Annotator, file.annotator), file.created, file.modified, file.generator, codebook)
    return Layer(head, _record(CLASS_OF_TABLE[edits.DOCUMENT], file.document), **records)


def _annotations(read: list[Any]) -> Iterator[Annotation]:
    make, make_span = partial(tuple.__new__, Annotation), partial(tuple.__new__, Span)
    for row in map(_values_of(Annotation), read):
        spans = tuple(map(make_span, row[_FRAGMENTS]))
        roles = row[_ROLES]
        if any(roles):
            roles = tuple([tuple(map(_role, of_field)) for of_field in roles])
        # As _make does it, without a call of Python for each.
        yield make((*row[:_FRAGMENTS], spans, *row[_FRAGMENTS + 1 : _ROLES.start], *roles, *row[_ROLES.stop :]))


def _role(read: Any) -> Role:
    return tuple.__new__(Role, _values_of(Role)(read))


def _record(model: type, read: Any) -> Any:
    return model(*_values_of(model)(read))


@cache
def _values_of(model: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*inspect.signature(model).parameters)


@cache
def _list_decoder() -> "msgspec.json.Decoder[list[Any]]":
    return msgspec.json.Decoder(_annotation_list())


@cache
def _annotation_list() -> Any:
    return list[reduce(or_, map(_annotation_of_type, fields.ANNOTATION))]  # type: ignore[misc]


@cache
def _decoder(form: str, version: int, *, without: bool = False) -> "msgspec.json.Decoder[Any]":
    # In the order of the file, in which they are written too.
    before = _LISTS[: _LISTS.index(edits.ANNOTATIONS)]
    members: list[Any] = [
        ("format", Literal[form]),
        ("version", Literal[version]),
        *((name, str, "") for name in ("generator", "created", "modified")),
        ("annotator", _struct(Annotator, fields.ANNOTATOR)),
        ("document", _struct(CLASS_OF_TABLE[edits.DOCUMENT], fields.DOCUMENT)),
        ("codebook", _struct(CodebookReference, fields.CODEBOOK_REFERENCE) | None, None),
        *((table, list[_struct(CLASS_OF_TABLE[table], fields.OF_TABLE[table])], []) for table in before),  # type: ignore[misc]
        ("annotations", Literal[_INSTEAD.decode().strip('"')] if without else _annotation_list()),
        *(
            (table, list[_struct(CLASS_OF_TABLE[table], fields.OF_TABLE[table])], [])  # type: ignore[misc]
            for table in _LISTS[len(before) + 1 :]
        ),
    ]
    whole = msgspec.defstruct("Sidecar", members, kw_only=True, forbid_unknown_fields=True)
    return msgspec.json.Decoder(whole)


@cache
def _lenient_decoder() -> "msgspec.json.Decoder[Any]":
    """Give what reads the known fields of records, whatever they hold besides, and keeps none that are not there."""
    tables = {table: fields.OF_TABLE[table] for table in _LISTS}
    members = [
        (table, list[_lenient(wanted)] | msgspec.UnsetType, msgspec.UNSET)  # type: ignore[misc]
        for table, wanted in tables.items()
    ]
    return msgspec.json.Decoder(msgspec.defstruct("Known", members, kw_only=True))


def _lenient(wanted: Fields) -> Any:
    members = [
        (field.attribute, _TYPE_OF_SHAPE[field.shape] | msgspec.UnsetType, msgspec.UNSET)
        for field in wanted
        if field.shape in _TYPE_OF_SHAPE and field.shape != fields.ATTRIBUTES
    ]
    roles = {field.attribute: fields.ROLE[field.key] for field in wanted if field.shape == fields.ROLES}
    members += [
        (name, tuple[_lenient(role), ...] | msgspec.UnsetType, msgspec.UNSET)  # type: ignore[misc]
        for name, role in roles.items()
    ]
    names = {field.attribute: field.key for field in wanted}
    return msgspec.defstruct("Record", members, rename=names, kw_only=True, gc=False)


def _annotation_of_type(kind: str) -> Any:
    wanted = tuple(field for field in fields.ANNOTATION[kind] if field.key != "type")
    return _struct(Annotation, wanted, {"type": kind, **_AS_OF_THE_MODEL}, tag_field="type", tag=kind)


def _struct(model: type, wanted: tuple[Field, ...], besides: dict[str, Any] | None = None, **options: Any) -> Any:
    """Make the type of a JSON object; what its model has beyond the wanted fields stands on the class itself."""
    defaults = {name: parameter.default for name, parameter in inspect.signature(model).parameters.items()}
    names = {field.attribute for field in wanted}
    return msgspec.defstruct(
        model.__name__,
        [_member(field, defaults[field.attribute]) for field in wanted],
        namespace={name: value for name, value in defaults.items() if name not in names} | (besides or {}),
        rename={field.attribute: field.key for field in wanted},
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,
        **options,
    )


def _member(field: Field, default: Any) -> tuple[Any, ...]:
    if field.shape == fields.ROLES:
        wanted: Any = tuple[_struct(Role, fields.ROLE[field.key]), ...]  # type: ignore[misc]
    elif field.shape == fields.FRAGMENTS:
        wanted = _EXACT_FRAGMENTS
    elif field.values:
        wanted = Literal[(*field.values, None) if field.shape == fields.OPTIONAL_TEXT else field.values]
    else:
        wanted = _TYPE_OF_SHAPE[field.shape]
    if field.required:
        return field.attribute, wanted
    if field.shape in (fields.TEXT_MAP, fields.ATTRIBUTES):
        return field.attribute, wanted, msgspec.field(default_factory=dict)
    return field.attribute, wanted, default
