"""A database for Discourse Network Analyzer: claims become statements of a person, an organization and a concept."""

import errno
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Final, NamedTuple

from annotator.formats.dna import schema as dna_schema
from annotator.formats.dna.schema import AGREEMENT, CONCEPT, LONGEST, ORGANIZATION, PASSWORD, PERSON, TABLES, VARIABLES
from annotator.formats.exchange.flat_spans import text_of
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.protocols import Exported, ExportFormat, ExportOptions, Piece, Place, Write
from annotator.model.annotation import Annotation, Role
from annotator.model.edtf import days
from annotator.model.layer import Layer
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.model.vocabulary import CLAIM, SPEAKERS

_VALUE: Final = {"agree": 1, "disagree": 0}
_SALT: Final = b"annotator of dna"  # 16 bytes; the password is no secret, and the same input gives the same bytes


class _Statement(NamedTuple):
    """Offsets are UTF-16 units; names of nobody and of no topic are ""."""

    start: int
    stop: int
    person: str
    organization: str
    concept: str
    agreement: int


class _Content(NamedTuple):
    name: str
    annotator: str
    text: str
    title: str
    author: str
    source: str
    note: str
    date: int
    statements: list[_Statement]


class DnaWriter(ExportFormat):
    """A statement for each speaker of each claim that agrees or disagrees."""

    name = "dna"
    holds = Holds(
        document=("title", "author", "publisher", "note", "published"),
        entity=("name",),
        topic=("name",),
        annotation=("type", "fragments", SPEAKERS, "topic", "stance"),
        role=("entity", "for"),
        types=(CLAIM,),
    )
    suffix = ".dna"

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document with its statements; what a statement cannot be is counted."""
        document, layer = text_of(exported), exported.layer
        losses: Counter[str] = Counter()
        statements = [
            one
            for claim in layer.in_order()
            if claim.type == CLAIM
            for one in _statements(layer, claim, Utf16Offsets(document.text), losses)
        ]
        info = layer.document
        date = _seconds(info.published)
        losses["documents without a date"] = date is None
        content = _Content(
            exported.name, layer.head.annotator.id, document.text, info.title or exported.name,
            info.author or "", info.publisher or "", info.note, date or 0, statements,
        )  # fmt: skip
        return Piece(content, losses, sum(not _why_not(one) for one in layer.annotations.values() if one.type == CLAIM))

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Fill a new database; one document with several annotators stands in it once."""
        with closing(sqlite3.connect(place.path())) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            try:
                database = _Database(connection)
                yield database.add
                connection.commit()
            except sqlite3.OperationalError as error:
                full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
                raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error


DNA_WRITER: Final = DnaWriter()


class _Database:
    """A database that is being filled."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        self._coders: dict[str, int] = {}
        self._documents: dict[str, int] = {}
        self._entities: dict[tuple[int, str], int] = {}
        self._password = dna_schema.password_digest(PASSWORD, _SALT)
        for table, columns in TABLES.items():
            self._run(f"CREATE TABLE {table}({columns})")
        self._run("INSERT INTO SETTINGS VALUES ('version', '3.0')")
        self._run("INSERT INTO STATEMENTTYPES (ID, Label, Red, Green) VALUES (1, 'DNA Statement', 239, 208)")
        for number, (variable, kind) in VARIABLES.items():
            self._run("INSERT INTO VARIABLES VALUES (?, ?, ?, 1)", (number, variable, kind))
            if kind == "short text":
                self._entity(number, "")
        self._coder("Admin")

    def add(self, content: _Content) -> None:
        """Add a document and one annotator's statements."""
        coder = self._coder(content.annotator)
        document = self._document(content, coder)
        for one in content.statements:
            statement = self._insert(
                "STATEMENTS (StatementTypeId, DocumentId, Start, Stop, Coder)", 1, document, one.start, one.stop, coder
            )
            for variable, name in ((PERSON, one.person), (ORGANIZATION, one.organization), (CONCEPT, one.concept)):
                entity = self._entity(variable, name)
                self._insert("DATASHORTTEXT (StatementId, VariableId, Entity)", statement, variable, entity)
            self._insert("DATABOOLEAN (StatementId, VariableId, Value)", statement, AGREEMENT, one.agreement)

    def _document(self, content: _Content, coder: int) -> int:
        if content.name not in self._documents:
            title, author, source = (text[:LONGEST] for text in (content.title, content.author, content.source))
            self._documents[content.name] = self._insert(
                "DOCUMENTS (Title, Text, Coder, Author, Source, Notes, Date)",
                title, content.text, coder, author, source, content.note, content.date,
            )  # fmt: skip
        return self._documents[content.name]

    def _coder(self, name: str) -> int:
        if name not in self._coders:
            self._coders[name] = self._insert("CODERS (Name, Password)", name[:LONGEST], self._password)
        return self._coders[name]

    def _entity(self, variable: int, name: str) -> int:
        key = (variable, name[:LONGEST])
        if key not in self._entities:
            colours = (0, 0, 0)
            self._entities[key] = self._insert("ENTITIES (VariableId, Value, Red, Green, Blue)", *key, *colours)
        return self._entities[key]

    def _insert(self, what: str, *values: object) -> int:
        marks = ", ".join("?" * len(values))
        return self._run(f"INSERT INTO {what} VALUES ({marks})", values).lastrowid or 0  # noqa: S608 - our own names


def _statements(
    layer: Layer, annotation: Annotation, units: Utf16Offsets, losses: Counter[str]
) -> Iterator[_Statement]:
    if reason := _why_not(annotation):
        losses[reason] += 1
        return
    losses["annotations in fragments"] += len(annotation.fragments) > 1
    topic = layer.topics.get(annotation.topic or "")
    start, stop = units.to_utf16(annotation.start), units.to_utf16(annotation.end)
    for role in annotation.speakers:
        person, organization = _who(layer, role)
        losses["on whose behalf others than persons speak"] += bool(role.acts_for) and not person
        losses["ends of long names"] += max(map(len, (person, organization, topic.name if topic else ""))) > LONGEST
        yield _Statement(
            start, stop, person, organization, topic.name if topic else "", _VALUE[annotation.stance or ""]
        )


def _why_not(annotation: Annotation) -> str:
    if not annotation.fragments:
        return "unplaced claims"
    if annotation.stance not in _VALUE:
        return "claims that neither agree nor disagree"
    return "" if annotation.speakers else "claims without a speaker"


def _who(layer: Layer, role: Role) -> tuple[str, str]:
    """Give the person and the organization: who speaks, and whom he acts for."""
    speaker, behind = layer.entities.get(role.entity), layer.entities.get(role.acts_for or "")
    if speaker and speaker.type == "person":
        return speaker.name, behind.name if behind else ""
    return "", speaker.name if speaker else role.entity


def _seconds(published: str | None) -> int | None:
    """Give the first second of a date as DNA counts: since 1970, in UTC."""
    found = days(published or "")
    first = found[0].as_date() if found and found[0] else None
    return int(datetime(*first.timetuple()[:3], tzinfo=UTC).timestamp()) if first else None
