"""Tables for spreadsheets and statistics: one row an annotation, a role, a link, an entity, a topic, a document."""

from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final

import orjson

from annotator.formats.exchange.exported_columns import columns_of
from annotator.formats.exchange.holds import EVERYTHING, ROLE_FIELDS, Holds
from annotator.formats.exchange.protocols import (
    ANNOTATION,
    FILE,
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    Piece,
    Place,
    Write,
)
from annotator.formats.tables.annotation_lines import annotation_lines
from annotator.formats.tables.delimited import TableCell, delimited_columns, delimited_line
from annotator.formats.tables.joined_names import JoinedNames, joined
from annotator.model import edits
from annotator.model.annotation import Role
from annotator.model.entity import Entity
from annotator.model.fields import ANY_ANNOTATION, DOCUMENT, ENTITY, LINK, TEXT_MAP, TEXTS, TOPIC, TRUTH, Field
from annotator.model.layer_columns import LayerColumns
from annotator.model.topic import Topic
from annotator.model.vocabulary import ROLE_WORD, ROLES_OF_TYPE

_WHERE = ("document", "annotator")
_OF_DOCUMENT: Final = tuple(field for field in DOCUMENT if field.key != "name")
_OF_ROLE: Final = tuple(sorted(ROLE_FIELDS, key=lambda field: field.key == "attitude"))
_PLAIN: Final = (
    "id", "type", "start", "end", "fragments", "quote", "entities", "speakers", "targets", "parties", "via", "topic",
    "stance", "status", "attribution", "codes", "certainty", "confidence", "date", "origin", "note", "author",
    "created", "modified",
)  # fmt: skip
"""The columns of annotations in the order that other programs know; a new field comes behind them."""
_NAMED: Final = (edits.ENTITIES, edits.TOPICS)
_NOT_IN_TABLE: Final = ("before", "after", "attributes")
_MORE: Final = tuple(field.key for field in ANY_ANNOTATION if field.key not in (*_PLAIN, *_NOT_IN_TABLE))
_PLAIN_FIELDS: Final = tuple(field.attribute for field in ANY_ANNOTATION if field.key in _PLAIN)
_MORE_FIELDS: Final = tuple(field.attribute for field in ANY_ANNOTATION if field.key in _MORE)
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "annotations": (*_WHERE, *_PLAIN, *_MORE),
    "roles": (*_WHERE, "annotation", "role", *(field.key for field in _OF_ROLE)),
    "links": (*_WHERE, *(field.key for field in LINK)),
    "entities": (*_WHERE, *(field.key for field in ENTITY)),
    "topics": (*_WHERE, *(field.key for field in TOPIC)),
    "documents": (*_WHERE, *(field.key for field in _OF_DOCUMENT)),
}
NUMBERS: Final = frozenset({"start", "end", "side", "characters"})
"""The columns of numbers."""
_BEHIND_PLACES: Final = _PLAIN[_PLAIN.index("fragments") + 1 :]
_ANNOTATIONS: Final = Holds(
    annotation=[field.key for field in ANY_ANNOTATION if field.key not in _NOT_IN_TABLE],
    role=("entity",), entity=("name",), topic=("name",),
)  # fmt: skip
ALL_TABLES: Final = replace(EVERYTHING, annotation=_ANNOTATIONS.annotation, decision=(), unknown=False)
"""What all tables together hold."""


class TablesOfAnnotations(ExportFormat):
    """One table of annotations in a file, or all tables in a folder."""

    places = (FILE, FOLDER)
    units = (ANNOTATION,)

    def held(self, options: ExportOptions) -> Holds:
        """Give what stands in the tables that are written."""
        return ALL_TABLES if options.as_folder else _ANNOTATIONS


class TableFormat(TablesOfAnnotations):
    """Tables of text with a separator."""

    separator: str
    may_be_marked = True

    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's rows by table; a single file holds the annotations table alone."""
        return Piece({table: self._lines(table, exported) for table in tables(as_folder=options.as_folder)})

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        """Write each table into a file of its own, below the row of the columns' names."""
        names = {
            table: f"{table}{self.suffix}" if options.as_folder else "" for table in tables(as_folder=options.as_folder)
        }
        files = {table: place.file(name) for table, name in names.items()}
        for table, file in files.items():
            file.write(BOM_UTF8 if options.mark else b"")
            file.write(delimited_line(COLUMNS[table], self.separator))

        def write(content: Mapping[str, bytes]) -> None:
            for table, rows in content.items():
                files[table].write(rows)

        yield write

    def _lines(self, table: str, exported: Exported) -> bytes:
        layer = columns_of(exported)
        if table == "annotations" and layer.parsed is not None:
            return annotation_lines(layer, exported.name, self.separator)
        return delimited_columns(table_columns(table, exported), self.separator)


class CommaSeparated(TableFormat):
    """Commas between the cells."""

    name = "csv"
    separator = ","


class TabSeparated(TableFormat):
    """Tabs between the cells."""

    name = "tsv"
    separator = "\t"


CSV: Final = CommaSeparated()
TSV: Final = TabSeparated()


def tables(*, as_folder: bool) -> tuple[str, ...]:
    """Give the names of the tables that are written: all into a folder, the annotations into a single file."""
    return tuple(COLUMNS) if as_folder else ("annotations",)


def table_rows(table: str, exported: Exported) -> Iterator[tuple[TableCell, ...]]:
    """Give one document's rows of a table, without the formula guard of text files."""
    return zip(*table_columns(table, exported), strict=True)


def table_columns(table: str, exported: Exported) -> list[Sequence[TableCell]]:
    """Give the same by columns, none where there is no row."""
    layer = columns_of(exported)
    columns = _COLUMNS_OF[table](layer)
    number = len(columns[0]) if columns else 0
    where = (exported.name, layer.head.annotator.id)
    return [*([cell] * number for cell in where), *columns] if number else []


def _annotations(layer: LayerColumns) -> list[Sequence[TableCell]]:
    if not len(layer):
        return []
    of = layer.annotations
    of.make((*_PLAIN_FIELDS, *_MORE_FIELDS))
    names, topics = JoinedNames.of(layer.entities), {None: "", **_named(layer.topics)}
    made: dict[str, Sequence[TableCell]] = {
        "quote": list(map(" … ".join, of["quote"])),
        "entities": _cells(of["entities"], names.of_keys),
        "topic": [topics.get(key, key) for key in of["topic"]],
        "codes": _cells(of["codes"], joined),
    }
    for field in ROLE_WORD:
        made[field] = _cells(of[field], names.of_roles)
    columns = (made.get(column) or of[column] for column in _BEHIND_PLACES)
    return [of["id"], of["type"], *_places(of["fragments"]), *columns, *_more(of)]


def _places(fragments: Sequence[Sequence[tuple[int, int]]]) -> list[Sequence[TableCell]]:
    return [
        [places[0][0] if places else None for places in fragments],
        [places[-1][1] if places else None for places in fragments],
        [";".join([f"{start}-{end}" for start, end in places]) for places in fragments],
    ]


def _cells(column: Sequence[Any], cell_of: Callable[[Any], str]) -> list[str]:
    """Give cells of lists, of which most have no items."""
    return [cell_of(items) if items else "" for items in column] if any(column) else [""] * len(column)


def _more(of: Mapping[str, Sequence[Any]]) -> Iterator[Sequence[TableCell]]:
    """Give the columns of fields that came after the others."""
    for field in ANY_ANNOTATION:
        if field.key in _MORE:
            yield _column(field, list(of[field.attribute]), {})


def _roles(layer: LayerColumns) -> list[Sequence[TableCell]]:
    identifiers, words, found = list[str](), list[str](), list[Role]()
    of = layer.annotations
    for identifier, kind, *roles_of in zip(of["id"], of["type"], *(of[field] for field in ROLE_WORD), strict=True):
        if not any(roles_of):
            continue
        by_field = dict(zip(ROLE_WORD, roles_of, strict=True))
        for field in ROLES_OF_TYPE.get(kind, ()):
            roles = by_field[field]
            found += roles
            identifiers += [identifier] * len(roles)
            words += [ROLE_WORD[field]] * len(roles)
    return [identifiers, words, *_columns(found, _OF_ROLE, _named(layer.entities))]


def _links(layer: LayerColumns) -> list[Sequence[TableCell]]:
    return _columns(layer.links.values(), LINK, {})


def _entities(layer: LayerColumns) -> list[Sequence[TableCell]]:
    return _columns(layer.entities.values(), ENTITY, _named(layer.entities))


def _topics(layer: LayerColumns) -> list[Sequence[TableCell]]:
    return _columns(layer.topics.values(), TOPIC, _named(layer.topics))


def _documents(layer: LayerColumns) -> list[Sequence[TableCell]]:
    return _columns([layer.document], _OF_DOCUMENT, {})


def _columns(records: Collection[Any], fields: Iterable[Field], names: Mapping[Any, str]) -> list[Sequence[TableCell]]:
    """Give columns of records; entities and topics by their names."""
    return [_column(field, list(map(attrgetter(field.attribute), records)), names) for field in fields]


def _column(field: Field, values: list[Any], names: Mapping[Any, str]) -> Sequence[TableCell]:
    if field.shape == TEXTS:
        return [_names(names, value) if value else "" for value in values]
    if field.shape == TEXT_MAP:
        return [orjson.dumps(dict(value)).decode() if value else "" for value in values]
    if field.shape == TRUTH:
        return [str(value).lower() for value in values]
    return [names.get(value, value) for value in values] if field.refers in _NAMED else values


def _named(records: Mapping[str, Entity] | Mapping[str, Topic]) -> dict[Any, str]:
    """Give names by id."""
    return {key: record.name for key, record in records.items()}


def _names(names: Mapping[Any, str], keys: Iterable[str]) -> str:
    return joined([names.get(key, key) for key in keys])


_COLUMNS_OF: Final = {
    "annotations": _annotations,
    "roles": _roles,
    "links": _links,
    "entities": _entities,
    "topics": _topics,
    "documents": _documents,
}
