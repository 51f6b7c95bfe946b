"""The annotation file beside a document: read with every check, written byte for byte the same."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final, NamedTuple

import orjson

from annotator import __version__
from annotator.formats.sidecar import quick_checks
from annotator.formats.sidecar.finding import Finding, shown
from annotator.formats.sidecar.json_bytes import BYTE_ORDER_MARK, check_duplicate_keys, depth_of, parse
from annotator.formats.sidecar.proportion import ANNOTATIONS, holds_many, is_in_proportion
from annotator.formats.sidecar.record_json import read_record, record_to_json, with_extra, write_fields
from annotator.formats.sidecar.record_reader import MAX_DEPTH, check_tree, read_fields, wrong_type
from annotator.formats.sidecar.sidecar_checks import another_text, check_meaning, check_text
from annotator.model import edits, fields
from annotator.model.annotation import Annotation
from annotator.model.document import DocumentInfo
from annotator.model.edits import Record, key_of
from annotator.model.extra import Extra
from annotator.model.layer import Annotator, CodebookReference, Layer, LayerHead
from annotator.model.layer_columns import LayerColumns

FORMAT: Final = "annotator-sidecar"
VERSION: Final = 1
GENERATOR: Final = f"annotator {__version__}"
SIZE_LIMIT: Final = 128 * 2**20
MOST_FINDINGS: Final = 1_000
"""So many faults of the shape are named; the file is refused for the first."""
_LARGE: Final = 200_000
"""So many bytes are worth loading a quicker parser for."""
KEYS: Final = (
    "format", "version", "generator", "created", "modified", "annotator", "document", "codebook", "entities", "topics",
    "annotations", "links", "review", "deleted",
)  # fmt: skip
LISTS: Final = edits.TABLES[1:]
_NO_LISTS: Final[dict[str, list[Any]]] = {table: [] for table in LISTS}
_REQUIRED = ("format", "version", "annotator", "document", "annotations")
_TYPE_OF_KEY: dict[str, tuple[type, ...]] = {
    "generator": (str,), "created": (str,), "modified": (str,), "annotator": (dict,), "document": (dict,),
    "codebook": (dict, type(None)), **dict.fromkeys(LISTS, (list,)),
}  # fmt: skip


class SidecarError(ValueError):
    """A sidecar whose shape is broken; ``findings`` has what is wrong, the message the first of it."""

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        rest = f" ({len(findings) - 1} more)" if len(findings) > 1 else ""
        place = "" if first.path == "$" else f"{first.path}: "
        super().__init__(f"{place}{first.sentence}{rest}")
        self.findings = findings


class _EnoughError(Exception):
    """So much is wrong with a file that nobody wants to hear more."""


class _Findings(list[Finding]):
    """What breaks the shape, as far as anybody reads it: a file may be broken in a million places."""

    def append(self, finding: Finding) -> None:
        super().append(finding)
        if len(self) >= MOST_FINDINGS:
            raise _EnoughError


class Loaded(NamedTuple):
    """A layer by columns, what does not make sense in it, and whether a newer program wrote it."""

    columns: LayerColumns
    findings: list[Finding]
    newer: bool = False

    @property
    def layer(self) -> Layer:
        """The model's records, made when they are first asked for."""
        return self.columns.layer


def load_sidecar(
    data: bytes, text: str | None = None, *, duplicates: bool = True, size_limit: int = SIZE_LIMIT, alone: bool = False
) -> Loaded:
    """Read a sidecar, checked in the order that the format lays down.

    ``text`` is the document's canonical text, or None when it is not at hand. Raises SidecarError where the shape is
    broken; what breaks the meaning is listed in the answer and kept. ``duplicates`` tells whether to look for keys that
    stand twice, the slowest of the checks; ``alone`` that hardly another file is read by this process: what reads many
    quickly, and gives the same, takes as long to be loaded as a small one to be read.
    """
    if not (duplicates or (alone and len(data) < _LARGE)) and (columns := sound_columns(data, size_limit)):
        return Loaded(columns, _meaning_quickly(columns, text))
    tree = _tree(data, size_limit, duplicates=duplicates)
    newer = tree["version"] > VERSION
    findings, twice = _Findings(), list[Finding]()
    try:
        layer = _layer(tree, findings, twice)
    except _EnoughError:
        layer = None
    if layer is None:
        raise SidecarError([_newer(tree["version"]), *findings] if newer else findings)
    meaning = [*twice, *_meaning(layer, text)]
    return Loaded(LayerColumns.of(layer), [_newer(tree["version"]), *meaning] if newer else meaning, newer)


def sound_columns(data: bytes, size_limit: int = SIZE_LIMIT) -> LayerColumns | None:
    """Give what a sidecar holds whose shape is sound, or None; what makes no sense in it is not looked for."""
    if len(data) > size_limit or not is_in_proportion(data, ANNOTATIONS):
        return None
    from annotator.formats.sidecar.quick_reader import (
        read_if_valid,  # msgspec is worth loading for many files or large ones
    )

    return read_if_valid(data, FORMAT, VERSION)


def _meaning_quickly(columns: LayerColumns, text: str | None) -> list[Finding]:
    makes_sense = quick_checks.makes_sense(columns) and (text is None or not another_text(columns, text))
    if makes_sense and (text is None or quick_checks.all_quoted(columns, text)):
        return []
    return _meaning(columns.layer, text)


def _meaning(layer: Layer, text: str | None) -> list[Finding]:
    return [*check_meaning(layer), *(check_text(layer, text) if text is not None else ())]


class SidecarWriter:
    """Gives the bytes of a document's sidecar time and again; records that stayed are not written out anew."""

    def __init__(self) -> None:
        self._layer: Layer | None = None
        self._lines: dict[str, dict[str, bytes]] = {table: {} for table in LISTS}
        self._places: dict[str, tuple[int, int, str]] = {}

    def dump(self, layer: Layer) -> bytes:
        """Give the bytes of a layer's sidecar: the same ones for the same layer, always.

        The layer has to stay as it is until the next is given, as a snapshot does.
        """
        self._lines = {table: self._lines_of(table, layer) for table in LISTS}
        self._layer = layer
        parts: list[bytes] = []
        for key, value in _tree_with(layer, _NO_LISTS).items():
            parts += self._parts(key, value)
        parts[0] = b"{\n" + parts[0]
        parts[-1] += b"\n}\n"
        return b",\n".join(parts)

    def _lines_of(self, table: str, layer: Layer) -> dict[str, bytes]:
        former, records = getattr(self._layer, table, {}), getattr(layer, table)
        changed = {key: record for key, record in records.items() if former.get(key) is not record}
        lines = self._lines[table] | {key: _line(table, record) for key, record in changed.items()}
        if table != edits.ANNOTATIONS:
            return {key: lines[key] for key in records}
        self._places |= {key: record.place for key, record in changed.items()}
        return {key: lines[key] for key in sorted(records, key=self._places.__getitem__)}

    def _parts(self, key: str, value: object) -> list[bytes]:
        """Give a key with its value, or with the first line of its list, the other lines, and the list's end."""
        lines = list(self._lines.get(key, {}).values())
        if not lines:
            return [orjson.dumps({key: value}, option=orjson.OPT_INDENT_2)[2:-2]]
        lines[0] = b'  "%b": [\n%b' % (key.encode(), lines[0])
        lines[-1] += b"\n  ]"
        return lines


def _line(table: str, record: Record) -> bytes:
    """Give a record as it stands in its list."""
    data = orjson.dumps([[record_to_json(table, record)]], option=orjson.OPT_INDENT_2)
    return data[len(b"[\n  [\n") : -len(b"\n  ]\n]")]


def annotation_lines(annotations: Iterable[Annotation]) -> bytes:
    """Give annotations by place as they stand in a sidecar's list, "," and a line break between them."""
    return b",\n".join(_line(edits.ANNOTATIONS, one) for one in sorted(annotations, key=attrgetter("place")))


def sidecar_around(layer: Layer, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give in pieces the bytes of the sidecar of a layer whose annotations are written out already, in ``lines``.

    So a sidecar is written that has more annotations than are to be held at once; the layer itself has none.
    """
    before, key, behind = dump_sidecar(layer).partition(b'\n  "annotations": [')
    yield before + key
    is_empty = True
    for piece in lines:
        yield b"\n" * is_empty + piece
        is_empty = False
    yield b"\n  " * (not is_empty) + behind


def dump_sidecar(layer: Layer) -> bytes:
    """Give the bytes of a layer's sidecar: the same ones for the same layer, always."""
    return orjson.dumps(sidecar_tree(layer), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def sidecar_tree(layer: Layer) -> dict[str, Any]:
    """Give the JSON object that a sidecar holds, keys in the order of the file."""
    tables = {table: getattr(layer, table).values() for table in LISTS}
    tables[edits.ANNOTATIONS] = sorted(tables[edits.ANNOTATIONS], key=attrgetter("place"))
    return _tree_with(
        layer, {table: [record_to_json(table, record) for record in records] for table, records in tables.items()}
    )


def _tree_with(layer: Layer, lists: dict[str, list[Any]]) -> dict[str, Any]:
    head = layer.head
    book = head.codebook
    tree: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "generator": head.generator,
        "created": head.created,
        "modified": head.modified,
        "annotator": write_fields(fields.ANNOTATOR, head.annotator, head.annotator.extra),
        "document": record_to_json(edits.DOCUMENT, layer.document),
        "codebook": write_fields(fields.CODEBOOK_REFERENCE, book, book.extra) if book else None,
    }
    return with_extra(tree | lists, head.extra)


def _tree(data: bytes, size_limit: int, *, duplicates: bool) -> dict[str, Any]:
    if len(data) <= size_limit and holds_many(data) and is_in_proportion(data, ANNOTATIONS):
        from annotator.formats.sidecar.quick_reader import look_through

        if problem := look_through(data.removeprefix(BYTE_ORDER_MARK)):
            raise SidecarError([problem])
    tree, problem = parse(data, size_limit, ANNOTATIONS)
    if problem:
        raise SidecarError([problem])
    if type(tree) is not dict or tree.get("format") != FORMAT:
        raise SidecarError([Finding("foreign", "$", "This is not an annotation file of Annotator.")])
    version = tree.get("version")
    if type(version) is not int or version < 1:
        raise SidecarError([Finding("version", "$.version", f"{shown(version)} is no version of the annotation file.")])
    if duplicates:
        # The standard parser, which alone sees keys that stand twice, must not be led too deep.
        if depth_of(tree) > MAX_DEPTH:
            raise SidecarError([Finding("too-deep", "$", f"The file is nested more than {MAX_DEPTH} levels deep.")])
        if twice := check_duplicate_keys(data):
            raise SidecarError(twice)
    return tree


def _layer(tree: dict[str, Any], findings: list[Finding], twice: list[Finding]) -> Layer | None:
    missing = [key for key in _REQUIRED if key not in tree]
    findings.extend(Finding("missing-field", "$", f"The field {shown(key)} is missing.") for key in missing)
    for key, types in _TYPE_OF_KEY.items():
        if key in tree and type(tree[key]) not in types:
            findings.append(wrong_type(tree[key], types, f"$.{key}"))
    if findings:
        return None
    head = _head(tree, findings)
    document = read_record(edits.DOCUMENT, tree["document"], "$.document", findings)
    tables: dict[str, Any] = {table: _table(table, tree.get(table, ()), findings, twice) for table in LISTS}
    if head is None or not isinstance(document, DocumentInfo) or findings:
        return None
    return Layer(head, document, **tables)


def _head(tree: dict[str, Any], findings: list[Finding]) -> LayerHead | None:
    annotator = read_fields(fields.ANNOTATOR, tree["annotator"], "$.annotator", findings)
    book = tree.get("codebook")
    reference = read_fields(fields.CODEBOOK_REFERENCE, book, "$.codebook", findings) if book is not None else None
    extra = _top_level_extra(tree, findings)
    if findings:
        return None
    return LayerHead(
        Annotator(**annotator),
        tree.get("created", ""),
        tree.get("modified", ""),
        tree.get("generator", ""),
        CodebookReference(**reference) if reference is not None else None,
        extra,
    )


def _top_level_extra(tree: dict[str, Any], findings: list[Finding]) -> Extra:
    extra, behind = [], ""
    for key, value in tree.items():
        if key in KEYS:
            behind = key
        else:
            check_tree(value, f"$.{key}", findings, 2)
            extra.append((behind, key, value))
    return tuple(extra)


def _table(table: str, items: list[Any], findings: list[Finding], twice: list[Finding]) -> dict[str, Any]:
    records: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    for index, item in enumerate(items):
        path = f"$.{table}[{index}]"
        if type(item) is not dict:
            findings.append(wrong_type(item, (dict,), path))
            continue
        record = read_record(table, item, path, findings)
        if record is None:
            continue
        key = key_of(record)
        if key in records and hasattr(record, "id"):
            fresh = _free_id(key, records, numbers)
            twice.append(
                Finding("duplicate-id", f"{path}.id", f"The id {shown(key)} stands twice; here read as {fresh}.")
            )
            # Both are kept.
            record, key = _with_id(record, fresh), fresh
        records[key] = record
    return records


def _free_id(key: str, taken: Container[str], numbers: dict[str, int]) -> str:
    """Give an id like one that is taken; ``numbers`` remembers where to go on, for it may stand a million times."""
    number = numbers.get(key, 2)
    while f"{key}-{number}" in taken:
        number += 1
    numbers[key] = number + 1
    return f"{key}-{number}"


def _with_id(record: Any, identifier: str) -> Any:
    return record._replace(id=identifier) if hasattr(record, "_replace") else replace(record, id=identifier)


def _newer(version: int) -> Finding:
    sentence = (
        f"The file was written by a newer Annotator (version {version} of the format); "
        "it can be read here, not changed. Update Annotator to go on with it."
    )
    return Finding("newer-version", "$.version", sentence)
