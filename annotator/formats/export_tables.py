"""Tables for spreadsheets and statistics: one row an annotation, a role, a link, an entity, a topic, a document."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import Final

import orjson

from annotator.formats.delimited import Cell, delimited_line
from annotator.formats.protocols import FILE, FOLDER, Exported, ExportOptions, Piece, Place, Write
from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD

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


@dataclass(frozen=True)
class TableFormat:
    """Tables of text with a separator."""

    name: str
    title: str
    suffix: str
    separator: str
    places: tuple[str, ...] = (FILE, FOLDER)
    units: tuple[str, ...] = ("annotation",)
    extra: str = ""

    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's rows by table; a single file holds the annotations table alone."""
        content = {
            table: b"".join(map(self._line, table_rows(table, exported)))
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
            file.write(self._line(COLUMNS[table]))

        def write(content: Mapping[str, bytes]) -> None:
            for table, rows in content.items():
                files[table].write(rows)

        yield write

    def _line(self, cells: Iterable[Cell]) -> bytes:
        return delimited_line(cells, self.separator)


CSV: Final = TableFormat("csv", "Comma-separated tables", ".csv", ",")
TSV: Final = TableFormat("tsv", "Tab-separated tables", ".tsv", "\t")


def tables(*, as_folder: bool) -> tuple[str, ...]:
    """Give the names of the tables that are written: all into a folder, the annotations into a single file."""
    return tuple(COLUMNS) if as_folder else ("annotations",)


def losses_of_one_table(layer: Layer) -> dict[str, int]:
    """Count what the annotations table has no column for."""
    details = sum(
        bool(role.acts_for or role.attitude or role.side is not None)
        for annotation in layer.annotations.values()
        for _field, role in annotation.roles()
    )
    return {"links": len(layer.links), "role details": details, **losses_of_tables(layer)}


def losses_of_tables(layer: Layer) -> dict[str, int]:
    """Count what no table has a column for."""
    attributes = sum(bool(annotation.attributes) for annotation in layer.annotations.values())
    return {"attributes": attributes, "decisions of a review": len(layer.review)}


def table_rows(table: str, exported: Exported) -> Iterator[tuple[Cell, ...]]:
    """Give one document's rows of a table, without the formula guard of text files."""
    where = (exported.name, exported.layer.head.annotator.id)
    for row in _ROWS[table](exported.layer):
        yield (*where, *row)


def joined(names: Iterable[str]) -> str:
    """Join names in one cell; a semicolon in a name is escaped."""
    return "; ".join(name.replace(";", "\\;") for name in names)


def _annotations(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    for annotation in layer.in_order():
        a = annotation
        yield (
            a.id, a.type, *((a.start, a.end) if a.fragments else (None, None)),
            ";".join(f"{start}-{end}" for start, end in a.fragments), a.text, _names(layer, a.entities),
            *(_role_names(layer, a, field) for field in ("speakers", "targets", "parties", "via")),
            _topic(layer, a.topic), a.stance, a.status, a.attribution, joined(a.codes), a.certainty, a.confidence,
            a.date, a.origin, a.note, a.author, a.created, a.modified,
        )  # fmt: skip


def _roles(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    for annotation in layer.in_order():
        for field, role in annotation.roles():
            entity, acts_for = _name(layer, role.entity), _name(layer, role.acts_for) if role.acts_for else None
            yield (annotation.id, ROLE_WORD[field], entity, role.mention, acts_for, role.side, role.attitude)


def _links(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    for link in layer.links.values():
        yield astuple(link)[:-1]


def _entities(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    for entity in layer.entities.values():
        external = orjson.dumps(dict(entity.external_ids)).decode() if entity.external_ids else ""
        groups = _names(layer, entity.member_of)
        yield (entity.id, entity.name, entity.type, joined(entity.aliases), groups, external, entity.note)


def _topics(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    for topic in layer.topics.values():
        broader = _topic(layer, topic.broader)
        yield (topic.id, topic.name, broader, topic.code, topic.note)


def _documents(layer: Layer) -> Iterator[tuple[Cell, ...]]:
    values = (getattr(layer.document, field) for field in _DOCUMENT_FIELDS)
    yield tuple(joined(value) if isinstance(value, tuple) else value for value in values)


def _role_names(layer: Layer, annotation: Annotation, field: str) -> str:
    roles: tuple[Role, ...] = getattr(annotation, field)
    return _names(layer, [role.entity for role in roles]) if roles else ""


def _names(layer: Layer, entity_ids: Iterable[str]) -> str:
    return joined(_name(layer, entity_id) for entity_id in entity_ids)


def _name(layer: Layer, entity_id: str) -> str:
    entity = layer.entities.get(entity_id)
    return entity.name if entity else entity_id


def _topic(layer: Layer, topic_id: str | None) -> str | None:
    topic = layer.topics.get(topic_id or "")
    return topic.name if topic else topic_id


_ROWS = {
    "annotations": _annotations,
    "roles": _roles,
    "links": _links,
    "entities": _entities,
    "topics": _topics,
    "documents": _documents,
}
