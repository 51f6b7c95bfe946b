"""A list of passages as a table and as pages."""

import csv
import io
from pathlib import Path

import pytest
from lxml import html

from annotator.model.vocabulary import ACTOR, CLAIM, SPEAKERS
from annotator.services.reporting.passage_report import write_passages
from annotator.services.reporting.passages import Passage, PassageList, passage_of
from tests.unit.making import Desk

LISTED = PassageList(
    "Passages of Japan",
    (
        Passage("a.txt", "Japan said", "Then ", " that", "claim", (("speaker", "Japan"), ("target", "=1+1")), "Peace",
                "agree", "", ("x", "y"), "mkato", "2022-04", "a <note>"),
        Passage("a.txt", "Japan", type="actor", roles=(("entity", "Japan"),)),
        Passage("b.txt", "\u202eodd", type="event"),
    ),
    ("12 of 10,000 files not read",),
)  # fmt: skip


def test_a_table_has_a_row_a_passage(tmp_path: Path) -> None:
    write_passages(LISTED, tmp_path / "x.csv", mark=True)
    data = (tmp_path / "x.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    first, *_others = rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert (first["quote"], first["before"], first["codes"]) == ("Japan said", "Then ", "x; y")
    assert first["roles"] == "speaker: Japan; target: =1+1"


def test_a_page_shows_each_in_its_context(tmp_path: Path) -> None:
    write_passages(LISTED, tmp_path / "x.html")
    page = html.fromstring((tmp_path / "x.html").read_bytes())
    assert page.xpath("//h2/bdi/text()") == ["a.txt", "b.txt"]
    assert page.xpath("//span[@class='m claim l0']/text()") == ["Japan said"]
    assert "12 of 10,000 files not read" in page.text_content()
    assert "3 passages" in page.text_content()
    notes = [str(note.text_content()) for note in page.xpath("//p[contains(@class, 'note')]")]
    assert notes[0] == (
        "c1 Claim. Speaker: Japan. Target: =1+1. Topic: Peace. Stance: agree. Note: a <note>. Codes: x, y. "
        "Date: 2022-04. Annotator: mkato"
    )
    assert "‹U+202E›odd" in page.text_content()


def test_a_page_begins_and_ends_the_context_with_whole_words(tmp_path: Path) -> None:
    cut = Passage("a.txt", "Omar Haddad", "inister said in the capital that ", " would come to the talks in Nor")
    whole = Passage("a.txt", "Aiko Mori", "The minister ", " came.")
    write_passages(PassageList("", (cut._replace(after=f"{cut.after}l"), whole)), tmp_path / "x.html")
    words = html.fromstring((tmp_path / "x.html").read_bytes()).text_content()
    assert "… said in the capital that Omar Haddad" in words
    assert "would come to the talks in …" in words
    assert "The minister Aiko Mori" in words


def test_word_and_pdf_are_asked_for_by_their_names(tmp_path: Path) -> None:
    write_passages(LISTED, tmp_path / "x.docx")
    assert (tmp_path / "x.docx").read_bytes()[:2] == b"PK"
    write_passages(LISTED, tmp_path / "x.PDF", lambda title, pages, told: f"{title} {len(pages)} {told}".encode())
    assert (tmp_path / "x.PDF").read_bytes() == b"Passages of Japan 1 ()"
    for name in ("x.pdf", "x.txt"):
        with pytest.raises(ValueError, match=r"should end in one of: \.csv, \.html, \.docx, \.pdf"):
            write_passages(LISTED, tmp_path / name)


def test_an_annotation_becomes_a_passage_with_names(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    claim, actor = desk.annotate(CLAIM, "Mori said"), desk.annotate(ACTOR, "Norland")
    desk.role(claim, SPEAKERS, "Aiko Mori")
    desk.set(claim, topic="Peace", stance="agree", date="2022")
    found = passage_of(desk.layer.annotations[claim.id], desk.layer, "may/talks.txt")
    assert (found.document, found.quote, found.topic, found.date) == ("may/talks.txt", "Mori said", "Peace", "2022")
    assert found.roles == (("speaker", "Aiko Mori"),)
    assert found.before
    entity = desk.layer.entities[desk.layer.annotations[actor.id].entities[0]].name
    assert passage_of(desk.layer.annotations[actor.id], desk.layer, "x").roles == (("entity", entity),)
