"""Databases of Discourse Network Analyzer (versions 2 and 3, SQLite): statements become claims.

A statement's person speaks for its organization; its concept is the topic, its agreement the stance. Java counts UTF-16
units, and DNA quotes nothing.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from annotator.formats.dna.entities import Known, known_names
from annotator.formats.documents.plain_text import SIZE_LIMIT
from annotator.formats.exchange.likeliest_counting import likeliest
from annotator.formats.exchange.offset_units import UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument, ReadEntity, ReadRole, ReadSpan
from annotator.formats.regular_files import open_regular, regular_size
from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.model.document import canonical

_NEEDED: Final = ("DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES", "DATASHORTTEXT", "DATABOOLEAN")
_OTHERS: Final = {"DATAINTEGER": "Value", "DATALONGTEXT": "Value"}
_PERSONS: Final = frozenset({"person", "speaker", "actor"})
_ORGANIZATIONS: Final = frozenset({"organization", "organisation"})
_TOPICS: Final = frozenset({"concept", "category", "topic"})
_STANCES: Final = frozenset({"agreement", "agree", "stance"})
_MILLISECONDS: Final = 10**11  # dates of version 2 are larger than this, those of version 3 never

_Values = dict[int, dict[str, Any]]


class DnaReader(ImportFormat):
    """A record for each document and coder."""

    name = "dna"
    suffixes = (".dna",)
    offset_units = (UTF16,)

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give the records in the order of the documents. Raises FormatError, OSError."""
        with open_regular(path) as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise FormatError(
                    "This is no SQLite database. Databases on a server have to be saved as a file in DNA."
                )
        for ending in ("-journal", "-wal"):
            # SQLite opens these too, where they lie beside the file.
            with suppress(FileNotFoundError):
                regular_size(path.with_name(path.name + ending))
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.row_factory = sqlite3.Row
                yield from _documents(connection)
        except FormatError:
            raise
        # A column may be missing, or hold what no database of DNA does: SQLite has no types that bind.
        except (sqlite3.Error, IndexError, OverflowError, TypeError, ValueError) as error:
            raise FormatError(f"The database cannot be read as one of DNA: {error}.") from None


DNA_READER: Final = DnaReader()


def _documents(connection: sqlite3.Connection) -> Iterator[ReadDocument]:
    # Views could run for ever; DNA has none.
    tables = {row[0].upper() for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if missing := [table for table in _NEEDED if table not in tables]:
        raise FormatError(f"This is no database of DNA: it has no table {missing[0]}.")
    coders = dict(connection.execute("SELECT ID, Name FROM CODERS").fetchall()) if "CODERS" in tables else {}
    labels = dict(connection.execute("SELECT ID, Label FROM STATEMENTTYPES").fetchall())
    values, known = _values(connection, tables), known_names(connection, tables)
    names: set[str] = set()
    for row in connection.execute("SELECT * FROM DOCUMENTS ORDER BY ID"):
        text = row["Text"]
        if not isinstance(text, str) or len(text) > SIZE_LIMIT:
            raise FormatError(f"Document {row['ID']} has no text, or one that is too large.")
        by_coder: dict[Any, list[sqlite3.Row]] = defaultdict(list)
        found = connection.execute("SELECT * FROM STATEMENTS WHERE DocumentId = ? ORDER BY ID", (row["ID"],))
        for statement in found:
            by_coder[statement["Coder"]].append(statement)
        name = _name(str(row["Title"]), row["ID"], names)
        for coder, statements in by_coder.items() or [(row["Coder"], [])]:
            spans, entities = _spans(text, statements, labels, values)
            topics = {span.topic: _known(known, _TOPICS, span.topic).topic(span.topic) for span in spans if span.topic}
            who = str(coders.get(coder, coder or ""))
            yield ReadDocument(
                name, text, who, who, _info(row), spans=tuple(spans), topics=tuple(topics.values()),
                entities=tuple(_described(entity, known) for entity in entities),
            )  # fmt: skip


def _described(entity: ReadEntity, known: dict[tuple[str, str], Known]) -> ReadEntity:
    variables = _PERSONS if entity.type == "person" else _ORGANIZATIONS
    return _known(known, variables, entity.name).entity(entity.key, entity.name, entity.type)


def _known(known: dict[tuple[str, str], Known], variables: frozenset[str], name: str) -> Known:
    """Give what is known of a name under any of the variables that mean the same."""
    return next((known[variable, name] for variable in sorted(variables) if (variable, name) in known), Known())


def _values(connection: sqlite3.Connection, tables: set[str]) -> _Values:
    """Give what every statement says, by the names of the variables."""
    variables = dict(connection.execute("SELECT ID, Variable FROM VARIABLES").fetchall())
    found: _Values = defaultdict(dict)
    columns = {row["name"] for row in connection.execute("PRAGMA table_info(DATASHORTTEXT)")}
    if "Entity" in columns:
        texts = "SELECT d.StatementId, d.VariableId, e.Value FROM DATASHORTTEXT d JOIN ENTITIES e ON e.ID = d.Entity"
    else:
        texts = "SELECT StatementId, VariableId, Value FROM DATASHORTTEXT"
    for statement, variable, value in connection.execute(texts):
        found[statement][str(variables.get(variable, variable))] = str(value or "")
    for statement, variable, value in connection.execute("SELECT StatementId, VariableId, Value FROM DATABOOLEAN"):
        found[statement][str(variables.get(variable, variable))] = bool(value)
    for table, column in _OTHERS.items():
        if table in tables:
            for statement, variable, value in connection.execute(
                f"SELECT StatementId, VariableId, {column} FROM {table}"  # noqa: S608 - our own names
            ):
                if value is not None:
                    found[statement][str(variables.get(variable, variable))] = value
    return found


def _spans(
    text: str, statements: list[sqlite3.Row], labels: dict[int, str], values: _Values
) -> tuple[list[ReadSpan], list[ReadEntity]]:
    offsets = likeliest(text, (UTF16,), [(row["Start"], row["Stop"]) for row in statements])
    words = canonical(text)
    spans, entities = [], {}
    for row in statements:
        place = offsets.span(row["Start"], row["Stop"])
        quote = words[slice(*place)] if place else None
        span, involved = _span(row, str(labels.get(row["StatementTypeId"], "statement")), quote, values[row["ID"]])
        spans.append(span)
        entities.update({entity.key: entity for entity in involved})
    return spans, list(entities.values())


def _span(row: sqlite3.Row, label: str, quote: str | None, values: dict[str, Any]) -> tuple[ReadSpan, list[ReadEntity]]:
    rest = dict(values)
    person, organization = _taken(rest, _PERSONS), _taken(rest, _ORGANIZATIONS)
    topic, stance = _taken(rest, _TOPICS), _taken(rest, _STANCES)
    entities = [
        ReadEntity(f"{kind}: {name}", str(name), kind)
        for kind, name in (("person", person), ("organization", organization))
        if name
    ]
    roles: tuple[ReadRole, ...] = ()
    if entities:
        behind = entities[1].key if len(entities) > 1 else ""
        roles = (ReadRole("speaker", entity=entities[0].key, acts_for=behind),)
    return ReadSpan(
        f"s{row['ID']}", label, ((row["Start"], row["Stop"]),), quote, type="claim",
        codes=() if label == "DNA Statement" else (label,), roles=roles, topic=str(topic or ""),
        values={"stance": _stance(stance)} if stance is not None else {},
        attributes={name: value for name, value in rest.items() if value != ""},
    ), entities  # fmt: skip


def _taken(values: dict[str, Any], names: frozenset[str]) -> Any:
    """Take the first value of one of the names out of the values; None where there is none."""
    name = next((name for name in values if name.casefold() in names), None)
    return values.pop(name) if name is not None else None


def _stance(value: Any) -> str:
    """Give the stance of a boolean, or of a number around 0."""
    if isinstance(value, bool):
        return "agree" if value else "disagree"
    if isinstance(value, int):
        return "neutral" if value == 0 else ("agree" if value > 0 else "disagree")
    return str(value)


def _info(row: sqlite3.Row) -> dict[str, Any]:
    given = row.keys()
    notes = [f"{name}: {row[name]}" for name in ("Section", "Type") if name in given and row[name]]
    notes += [str(row["Notes"])] if "Notes" in given and row["Notes"] else []
    info = {
        "title": row["Title"],
        "note": "\n".join(notes),
        "published": _day(row["Date"] if "Date" in given else None),
    }
    for name, field in (("Author", "author"), ("Source", "publisher")):
        info[field] = row[name] or None if name in given else None
    return info


def _day(value: Any) -> str | None:
    """Give the day of a date in seconds or milliseconds since 1970; none for 0, which stands where none is known."""
    if not isinstance(value, int) or value == 0:
        return None
    seconds = value / 1000 if abs(value) > _MILLISECONDS else value
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _name(title: str, number: Any, used: set[str]) -> str:
    """Give a name that a file can have and no other document of the database has."""
    bare = "".join("-" if letter in '/\\:*?"<>|' or ord(letter) < 32 else letter for letter in title)[:100].strip(" .")
    name = bare if is_bare(f"{bare}.txt") else f"document-{number}"
    if name.casefold() in used:
        name = f"{name}-{number}"
    used.add(name.casefold())
    return name
