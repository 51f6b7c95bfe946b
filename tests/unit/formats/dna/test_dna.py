"""Discourse Network Analyzer: what goes out comes back, and what its database cannot hold is counted."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.__main__ import main
from annotator.formats.dna.schema import PASSWORD, password_digest
from annotator.formats.dna.writer import DNA_WRITER
from annotator.formats.documents.plain_text import read_source
from annotator.formats.exchange.protocols import ExportOptions
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from tests.unit.discourse import samples
from tests.unit.formats.exchange.test_export_formats import Out
from tests.unit.making import Desk

TEXT = "🤝 Minister Mori wants ferries.\r\nOstia refuses them. Norland shrugs."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "in").mkdir()
    desk = Desk(tmp_path / "in", TEXT)
    for words, speaker, stance in (("wants ferries", "Mori", "agree"), ("refuses them", "Ostia", "disagree")):
        claim = desk.annotate("claim", words)
        desk.role(claim, "speakers", speaker)
        desk.set(claim, topic="Ferries should run", stance=stance)
    desk.annotate("actor", "Norland")
    desk.annotate("claim", "shrugs")
    desk.save()
    return desk


def exported(folder: Path) -> Path:
    out = folder / "x.dna"
    arguments = ["export", str(folder / "in"), "--to", "dna", "--out", str(out), "--quiet"]
    assert main([*arguments, "--report", str(folder / "report.json")]) == 0
    return out


def imported(source: Path, code: int = 0) -> list[Layer]:
    out = source.parent / "out"
    assert main(["import", str(source), "--from", "dna", "--out", str(out), "--quiet"]) == code
    return [load_sidecar(path.read_bytes()).layer for path in sorted(out.rglob("*.ann.json"))]


def test_claims_come_back(tmp_path: Path, desk: Desk) -> None:
    (layer,) = imported(exported(tmp_path))
    found = [
        (one.text, layer.entities[one.speakers[0].entity].name, layer.topics[one.topic or ""].name, one.stance)
        for one in layer.in_order()
    ]
    assert found == [
        ("wants ferries", "Mori", "Ferries should run", "agree"),
        ("refuses them", "Ostia", "Ferries should run", "disagree"),
    ]
    assert layer.head.annotator.id == "mkato"
    lost = json.loads((tmp_path / "report.json").read_text())["lost"]
    assert lost == {"actors": 1, "claims that neither agree nor disagree": 1, "documents without a date": 1}


def test_the_database_is_whole_and_counts_like_java(tmp_path: Path, desk: Desk) -> None:
    with closing(sqlite3.connect(exported(tmp_path))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT Name FROM CODERS").fetchall() == [("Admin",), ("mkato",)]
        start, stop, text = connection.execute("SELECT Start, Stop, Text FROM STATEMENTS, DOCUMENTS").fetchone()
        assert text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le") == "wants ferries"
        each = "SELECT COUNT(*) FROM DATASHORTTEXT GROUP BY StatementId"
        assert connection.execute(each).fetchall() == [(3,), (3,)]


def test_what_dna_knows_of_names_comes_along(tmp_path: Path, desk: Desk) -> None:
    path = exported(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        (mori,), (ferries,) = (
            connection.execute("SELECT ID FROM ENTITIES WHERE Value = ?", [name]).fetchone()
            for name in ("Mori", "Ferries should run")
        )
        (variable,) = connection.execute("SELECT VariableId FROM ENTITIES WHERE ID = ?", [mori]).fetchone()
        for number, (name, words) in enumerate(
            {"Type": "state", "Alias": "Aiko Mori", "Notes": "Minister", "Region": "North"}.items(), start=1
        ):
            connection.execute("INSERT INTO ATTRIBUTEVARIABLES VALUES (?, ?, ?)", (number, variable, name))
            connection.execute("INSERT INTO ATTRIBUTEVALUES VALUES (?, ?, ?, ?)", (number, mori, number, words))
        for child, name in ((mori, "Cabinet"), (ferries, "Transport")):
            parent = connection.execute(
                "INSERT INTO ENTITIES (VariableId, Value) SELECT VariableId, ? FROM ENTITIES WHERE ID = ?",
                (name, child),
            ).lastrowid
            connection.execute("UPDATE ENTITIES SET ChildOf = ? WHERE ID = ?", (parent, child))
        connection.commit()
    (layer,) = imported(path)
    found = next(entity for entity in layer.entities.values() if entity.name == "Mori")
    assert (found.type, found.aliases, found.note) == ("state", ("Aiko Mori",), "Minister\nRegion: North")
    assert [layer.entities[i].name for i in found.member_of] == ["Cabinet"]
    topic = next(topic for topic in layer.topics.values() if topic.name == "Ferries should run")
    assert layer.topics[topic.broader or ""].name == "Transport"


def test_passwords_are_kept_as_dna_keeps_them() -> None:
    digest = password_digest(PASSWORD, b"0123456789abcdef")
    assert len(digest) == 64
    assert digest != password_digest(PASSWORD, b"0123456789abcdeg")


def test_version_2_keeps_texts_beside_statements_and_milliseconds(tmp_path: Path) -> None:
    path = tmp_path / "old.dna"
    day = int(datetime(2005, 1, 26, tzinfo=UTC).timestamp()) * 1000
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"""
            CREATE TABLE CODERS(ID, Name); INSERT INTO CODERS VALUES (1, 'Ana'), (2, 'Bo');
            CREATE TABLE DOCUMENTS(ID, Title, Text, Date, Coder, Author, Source, Section, Notes, Type);
            INSERT INTO DOCUMENTS VALUES (1, 'A/B: talk?', '🤝 Mori agrees.', {day}, 1, '', 'Gazette', 'p. 1', '', '');
            INSERT INTO DOCUMENTS VALUES (2, 'CON', 'Nothing said.', {day}, 2, '', '', '', '', '');
            CREATE TABLE STATEMENTTYPES(ID, Label); INSERT INTO STATEMENTTYPES VALUES (1, 'Annotation');
            CREATE TABLE VARIABLES(ID, Variable, DataType, StatementTypeId);
            INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
                (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 1);
            CREATE TABLE STATEMENTS(ID, DocumentId, Start, Stop, StatementTypeId, Coder);
            INSERT INTO STATEMENTS VALUES (7, 1, 3, 14, 1, 1), (8, 1, 3, 7, 1, 2);
            CREATE TABLE DATASHORTTEXT(ID, StatementId, VariableId, Value);
            INSERT INTO DATASHORTTEXT VALUES (1, 7, 1, 'Mori'), (2, 7, 2, 'Norland'), (3, 7, 3, 'Ferries should run');
            CREATE TABLE DATABOOLEAN(ID, StatementId, VariableId, Value); INSERT INTO DATABOOLEAN VALUES (1, 7, 4, 0);
            CREATE TABLE DATALONGTEXT(ID, StatementId, VariableId, Value);
            INSERT INTO DATALONGTEXT VALUES (1, 7, 5, 'sure');
            """
        )
    ana, bo, empty = imported(path)
    (claim,) = ana.annotations.values()
    (role,) = claim.speakers
    assert (claim.text, claim.stance, claim.attributes["note"], claim.codes) == (
        "Mori agrees", "disagree", "sure", ("Annotation",),
    )  # fmt: skip
    assert ana.entities[role.entity].type == "person"
    assert ana.entities[role.acts_for or ""].name == "Norland"
    assert (ana.document.name, ana.document.published, ana.document.publisher) == (
        "A-B- talk-.txt", "2005-01-26", "Gazette",
    )  # fmt: skip
    assert [one.text for one in bo.annotations.values()] == ["Mori"]
    assert (empty.document.name, len(empty.annotations)) == ("document-2.txt", 0)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\x00", b"SQLite format 3\x00" + b"\xff" * 5000, b"PK\x03\x04"])
def test_what_is_no_database_is_said(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.dna"
    path.write_bytes(data)
    assert imported(path, code=1) == []
    said = capsys.readouterr().err
    assert "x.dna" in said
    assert "Traceback" not in said


def test_another_database_is_told_from_one_of_dna(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.dna"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE DOCUMENTS(ID)")
        connection.execute("CREATE VIEW STATEMENTS AS SELECT 1")
        connection.commit()
    assert imported(path, code=1) == []
    assert "it has no table STATEMENTS" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE DOCUMENTS RENAME COLUMN Title TO Titel",
        "UPDATE STATEMENTS SET Stop = NULL",
    ],
)
@pytest.mark.usefixtures("desk")
def test_a_database_of_other_columns_or_types_is_refused_in_a_sentence(
    tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = exported(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'STATEMENTS'")
        connection.commit()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(change)
        connection.commit()
    assert imported(path, code=1) == []
    assert "The database cannot be read as one of DNA" in capsys.readouterr().err


@pytest.mark.parametrize("name", samples())
def test_a_sample_goes_through_dna_and_keeps_its_sums(name: str, tmp_path: Path) -> None:
    sample = samples()[name]
    (tmp_path / "in").mkdir()
    desks: dict[str, Desk] = {}
    for number, row in enumerate(sample.rows):
        if row.document not in desks:
            desks[row.document] = Desk(tmp_path / "in", "said " * 50, row.document)
        desk = desks[row.document]
        claim = desk.annotate("claim", "said", number)
        desk.role(claim, "speakers", row.actor)
        desk.set(claim, topic=row.topic, stance=row.stance)
    for desk in desks.values():
        desk.save()
    imported(exported(tmp_path))
    out = tmp_path / "x.matrix.csv"
    assert main(["chart", str(tmp_path / "out"), "--out", str(out), "--network", "one-mode", "--quiet"]) == 0
    rows = [line.split(",")[-sample.actors :] for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert sum(float(cell) for cells in rows for cell in cells) == sample.one_mode


@given(st.text(st.sampled_from("ab 🤝é\u0301𝔘"), min_size=1, max_size=30), st.data())
def test_any_claim_is_counted_like_java(text: str, data: Any) -> None:
    document = read_source(f"{text}.".encode(), "a.txt")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    claim = Annotation("a", "claim", (Span(start, end),), ("",), speakers=(Role("e"),), stance="agree")
    entities = {"e": Entity("e", "Mori", "person")}
    layer = Layer(LayerHead(Annotator("m")), document.info, entities, {}, {"a": claim})
    piece = DNA_WRITER.piece(Out("a.txt", layer, document), ExportOptions("document", as_folder=False))
    (statement,) = piece.content.statements
    units = document.text.encode("utf-16-le")
    assert units[2 * statement.start : 2 * statement.stop].decode("utf-16-le") == document.text[start:end]
