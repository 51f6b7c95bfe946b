"""Tables for spreadsheets and statistics: one row an annotation, a role, a link, an entity, a topic, a document."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple
from itertools import chain
from typing import Any, Final

import orjson

from annotator.formats.exchange.losses import losses_behind
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
from annotator.formats.tables.delimited import Cell, delimited_line, delimited_lines
from annotator.model.annotation import Annotation
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.topic import Topic
from annotator.model.vocabulary import PARTIES, ROLE_WORD, SPEAKERS, TARGETS, VIA

_WHERE = ("document", "annotator")
_DOCUMENT_FIELDS = (
    "media_type", "encoding", "reader", "bytes_sha256", "text_sha256", "characters", "title", "publisher", "author",
    "url", "published", "language", "reliability", "credibility", "state", "note", "codes",
)  # fmt: skip
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "annotations": (
        *_WHERE, "id", "type", "start", "end", "fragments", "quote", "entities", "speakers", "targets", "parties",
        "via", "topic", "stance", "status", "attribution", "codes", "certainty", "confidence", "date", "origin",
        "note", "author", "created", "modified",
    ),
    "roles": (*_WHERE, "annotation", "role", "entity", "mention", "for", "side", "attitude"),
    "links": (*_WHERE, "id", "type", "from", "to", "author", "created", "note"),
    "entities": (*_WHERE, "id", "name", "type", "aliases", "member_of", "external_ids", "note"),
    "topics": (*_WHERE, "id", "name", "broader", "code", "note"),
    "documents": (*_WHERE, *_DOCUMENT_FIELDS),
}  # fmt: skip


class TableFormat(ExportFormat):
    """Tables of text with a separator."""

    separator: str
    places = (FILE, FOLDER)
    units = (ANNOTATION,)

    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's rows by table; a single file holds the annotations table alone."""
        content = {
            table: delimited_lines(table_rows(table, exported), self.separator)
            for table in tables(as_folder=options.as_folder)
        }
        losses = losses_of_tables if options.as_folder else losses_of_one_table
        return Piece(content, losses(exported.layer))

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        """Write each table into a file of its own, below the row of the columns' names."""
        names = {
            table: f"{table}{self.suffix}" if options.as_folder else "" for table in tables(as_folder=options.as_folder)
        }
        files = {table: place.file(name) for table, name in names.items()}
        for table, file in files.items():
            file.write(delimited_line(COLUMNS[table], self.separator))

        def write(content: Mapping[str, bytes]) -> None:
            for table, rows in content.items():
                files[table].write(rows)

        yield write


class CommaSeparated(TableFormat):
    """Commas between the cells."""

    name = "csv"
    title = "Comma-separated tables"
    separator = ","


class TabSeparated(TableFormat):
    """Tabs between the cells."""

    name = "tsv"
    title = "Tab-separated tables"
    separator = "\t"


CSV: Final = CommaSeparated()
TSV: Final = TabSeparated()


def tables(*, as_folder: bool) -> tuple[str, ...]:
    """Give the names of the tables that are written: all into a folder, the annotations into a single file."""
    return tuple(COLUMNS) if as_folder else ("annotations",)


def losses_of_one_table(layer: Layer) -> dict[str, int]:
    """Count what the annotations table has no column for."""
    roles = chain.from_iterable(a.speakers + a.targets + a.parties + a.via for a in layer.annotations.values())
    details = sum([bool(role.acts_for or role.attitude or role.side is not None) for role in roles])
    return {"links": len(layer.links), "role details": details, **losses_behind(layer), **losses_of_tables(layer)}


def losses_of_tables(layer: Layer) -> dict[str, int]:
    """Count what no table has a column for."""
    attributes = sum(bool(annotation.attributes) for annotation in layer.annotations.values())
    return {"attributes": attributes, "decisions of a review": len(layer.review)}


def table_rows(table: str, exported: Exported) -> Iterator[tuple[Cell, ...]]:
    """Give one document's rows of a table, without the formula guard of text files."""
    where: tuple[Cell, ...] = (exported.name, exported.layer.head.annotator.id)
    return map(where.__add__, _ROWS[table](exported.layer))


def joined(names: Iterable[str]) -> str:
    """Join names in one cell; a semicolon in a name is escaped."""
    return "; ".join([name.replace(";", "\\;") for name in names])


def _annotations(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    # By whole columns rather than row by row, which takes half the time.
    columns = zip(Annotation._fields, zip(*layer.in_order(), strict=True), strict=False)
    of: dict[str, tuple[Any, ...]] = dict(columns)
    if not of:
        return iter(())
    fragments = of["fragments"]
    entities, topics = _named(layer.entities), _named(layer.topics)
    role_columns = (
        [_names(entities, [role.entity for role in roles]) if roles else "" for roles in of[field]]
        for field in (SPEAKERS, TARGETS, PARTIES, VIA)
    )
    return zip(
        of["id"], of["type"], [places[0][0] if places else None for places in fragments],
        [places[-1][1] if places else None for places in fragments],
        [";".join([f"{start}-{end}" for start, end in places]) for places in fragments],
        map(" … ".join, of["quote"]), [_names(entities, keys) if keys else "" for keys in of["entities"]],
        *role_columns, [topics.get(key, key) for key in of["topic"]], of["stance"], of["status"], of["attribution"],
        [joined(codes) if codes else "" for codes in of["codes"]], of["certainty"], of["confidence"], of["date"],
        of["origin"], of["note"], of["author"], of["created"], of["modified"], strict=True,
    )  # fmt: skip


def _roles(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    names = _named(layer.entities)
    for annotation in layer.in_order():
        for field, role in annotation.roles():
            entity, acts_for = (
                names.get(role.entity, role.entity),
                role.acts_for and names.get(role.acts_for, role.acts_for),
            )
            yield (annotation.id, ROLE_WORD[field], entity, role.mention, acts_for, role.side, role.attitude)


def _links(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    for link in layer.links.values():
        yield astuple(link)[:-1]


def _entities(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    names = _named(layer.entities)
    for entity in layer.entities.values():
        external = orjson.dumps(dict(entity.external_ids)).decode() if entity.external_ids else ""
        groups = _names(names, entity.member_of)
        yield (entity.id, entity.name, entity.type, joined(entity.aliases), groups, external, entity.note)


def _topics(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    names = _named(layer.topics)
    for topic in layer.topics.values():
        yield (topic.id, topic.name, names.get(topic.broader, topic.broader), topic.code, topic.note)


def _documents(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    values = (getattr(layer.document, field) for field in _DOCUMENT_FIELDS)
    yield tuple(joined(value) if isinstance(value, tuple) else value for value in values)


def _named(records: Mapping[str, Entity] | Mapping[str, Topic]) -> dict[Any, str]:
    """Give names by id."""
    return {key: record.name for key, record in records.items()}


def _names(names: Mapping[Any, str], keys: Iterable[str]) -> str:
    return joined([names.get(key, key) for key in keys])


_ROWS = {
    "annotations": _annotations,
    "roles": _roles,
    "links": _links,
    "entities": _entities,
    "topics": _topics,
    "documents": _documents,
}
