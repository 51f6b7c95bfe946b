"""Articles of news databases, tables and texts: each a document, with what the file knows of it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from annotator.formats.articles.dates import day_in, order_of
from annotator.formats.articles.name_pattern import facts_in_name, problem_of_pattern
from annotator.formats.exchange.protocols import FormatError, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.exchange.registry import import_format
from tests.unit import small_documents as small

BODY = "Aiko Mori said on Monday that fees should fall.\nOstia did not answer."
FACTS = {"title": "Fees to fall", "published": "2022-04-12", "publisher": "The Norland Post", "author": "A. Rao"}
WHOLE = f"Fees to fall\n\n{BODY}\n"

FACTIVA = """HD
Fees to fall
BY
A. Rao
WC
120 words
PD
12 April 2022
SN
The Norland Post
LA
English
LP
Aiko Mori said on Monday that fees should fall.

TD
Ostia did not answer.
AN
Document NPOST00020220412

HD  Another day
PD  April 13, 2022
SN  The Ostia Times
TD  CO of two words is no field of itself.
AN  Document OTIMES1
"""
LEXIS_OLD = """
                              1 of 2 DOCUMENTS


                             The Norland Post

                          April 12, 2022 Tuesday
                               City Edition

Fees to fall

BYLINE: A. Rao

SECTION: NEWS; Pg. 3

LENGTH: 120 words

BODY:
Aiko Mori said on Monday that fees should fall.
Ostia did not answer.

LOAD-DATE: April 13, 2022

LANGUAGE: ENGLISH

                              2 of 2 DOCUMENTS

                             The Ostia Times

                          April 13, 2022 Wednesday

HEADLINE: Another day

BODY:
Type: this is a line of the text.
"""
LEXIS_NEW = """Fees to fall
The Norland Post
April 12, 2022 Tuesday
Copyright 2022 Norland Press All Rights Reserved
Section: NEWS; Pg. 3
Length: 120 words
Byline: A. Rao
Body

Aiko Mori said on Monday that fees should fall.
Ostia did not answer.

Load-Date: April 13, 2022

End of Document

Another day
The Ostia Times
April 13, 2022 Wednesday
Body
Length: a line of the text.

End of Document
"""
RIS = """TY  - NEWS
TI  - Fees to fall
AU  - A. Rao
T2  - The Norland Post
DA  - 2022/04/12/
AB  - Aiko Mori said on Monday that fees should fall.
Ostia did not answer.
ER  -

TY  - NEWS
TI  - Another day
AU  - B. Sato
AU  - C. Lind
N2  - Nothing happened.
ER  -
"""
BETWEEN = """Title: Fees to fall
Date: 12.04.2022
Source: The Norland Post
Author: A. Rao

Aiko Mori said on Monday that fees should fall.
Ostia did not answer.

==========
He said: nothing of importance.
It ends here.
"""


def read(path: Path, **options: object) -> list[ReadDocument]:
    return list(import_format("articles").read(path, ImportOptions(**options)))  # type: ignore[arg-type]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        ("factiva.txt", FACTIVA, "Another day\n\nCO of two words is no field of itself.\n"),
        ("lexis.txt", LEXIS_OLD, "Another day\n\nType: this is a line of the text.\n"),
        ("nexis.txt", LEXIS_NEW, "Another day\n\nLength: a line of the text.\n"),
        ("zotero.ris", RIS, "Another day\n\nNothing happened.\n"),
        ("own.txt", BETWEEN, "He said: nothing of importance.\nIt ends here.\n"),
    ],
)
def test_every_article_of_a_file_is_a_document_with_what_is_known_of_it(
    tmp_path: Path, name: str, text: str, other: str
) -> None:
    first, second = read(written(tmp_path, name, text))
    assert "\n".join(line for line in (first.text or "").splitlines() if line) == WHOLE.replace("\n\n", "\n").strip()
    assert {key: first.info.get(key) for key in FACTS} == FACTS
    assert second.text == other
    assert first.info["state"] == "in-progress"
    assert (first.problems, second.problems) == ((), ())
    assert first.name != second.name


def test_files_of_rich_text_are_read_as_their_text(tmp_path: Path) -> None:
    path = tmp_path / "nexis.rtf"
    path.write_bytes(small.rtf(LEXIS_NEW.splitlines()))
    assert [document.info["title"] for document in read(path)] == ["Fees to fall", "Another day"]


def rows(header: Sequence[str]) -> list[list[str]]:
    return [
        list(header),
        [BODY, "Fees to fall", "2022-04-12", "The Norland Post", "A. Rao", "7"],
        ["", "Empty", "", "", "", ""],
    ]


def in_csv(table: list[list[str]], separator: str) -> str:
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in table)


@pytest.mark.parametrize(
    ("name", "separator", "header"),
    [
        ("a.csv", ",", ["Full_Text", "Headline", "Publication date", "Source", "byline", "ID"]),
        ("a.csv", ";", ["Volltext", "Titel", "Datum", "Quelle", "Autor", "id"]),
        ("a.tsv", "\t", ["本文", "見出し", "日付", "媒体", "著者", "file"]),
    ],
)
def test_rows_of_tables_are_articles_by_the_names_of_their_columns(
    tmp_path: Path, name: str, separator: str, header: list[str]
) -> None:
    (document,) = read(written(tmp_path, name, "\ufeff" + in_csv(rows(header), separator)))
    assert (document.name, document.text) == ("7", WHOLE)
    assert {key: document.info.get(key) for key in FACTS} == FACTS
    assert document.left_out == {"articles without a text": 1}


def test_rows_of_workbooks_are_articles_and_columns_may_be_named(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    for row in rows(["Words", "Headline", "Day", "Source", "Author", "ID"]):
        sheet.append(row)
    sheet["C2"] = datetime(2022, 4, 12)  # noqa: DTZ001 - as workbooks have them
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(FormatError, match="no column that is called as one of texts is; its columns are: “Words”"):
        read(tmp_path / "a.xlsx")
    with pytest.raises(FormatError, match="has no column “Wörter”"):
        read(tmp_path / "a.xlsx", columns={"text": "Wörter"})
    with pytest.raises(FormatError, match="“colour” is nothing that is known of articles"):
        read(tmp_path / "a.xlsx", columns={"colour": "Words"})
    (document,) = read(tmp_path / "a.xlsx", columns={"text": "Words", "published": "Day"})
    assert document.text == WHOLE
    assert {key: document.info.get(key) for key in FACTS} == FACTS
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    with pytest.raises(FormatError, match=r"b\.xlsx"):
        read(tmp_path / "b.xlsx")


def test_what_file_names_say_is_told_by_a_pattern(tmp_path: Path) -> None:
    path = written(tmp_path, "2022-04-12_Norland-Post_Fees_to_fall.txt", BODY)
    (document,) = read(path, names="{published}_{publisher}_{title}")
    assert {key: document.info[key] for key in ("published", "publisher", "title")} == {
        "published": "2022-04-12", "publisher": "Norland-Post", "title": "Fees to fall",
    }  # fmt: skip
    (other,) = read(written(tmp_path, "notes.txt", BODY), names="{published}_{publisher}_{title}")
    assert other.problems == ("The name of notes.txt does not fit {published}_{publisher}_{title}.",)
    assert facts_in_name("a (b)", "{title} ({publisher})") == {"title": "a", "publisher": "b"}
    assert problem_of_pattern("{published} {title}") == ""
    for wrong in ("{day}", "title", "{title}{title}", "{}"):
        assert "is no pattern of file names" in problem_of_pattern(wrong)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2022-04-12", "", "2022-04-12"), ("2022/4/2", "", "2022-04-02"), ("20220412", "", "2022-04-12"),
        ("2022-04", "", "2022-04"), ("2022", "", "2022"), ("2022-04-12T10:30:00Z", "", "2022-04-12"),
        ("12 April 2022", "", "2022-04-12"), ("April 12, 2022 Tuesday", "", "2022-04-12"),
        ("April 2022", "", "2022-04"),
        ("12. April 2022", "", "2022-04-12"), ("12 avril 2022", "", "2022-04-12"), ("2022年4月12日", "", "2022-04-12"),
        ("12/04/2022", "DMY", "2022-04-12"), ("04/12/2022", "MDY", "2022-04-12"), ("04/12/2022", "", ""),
        ("4/4/2022", "", "2022-04-04"), ("31/31/2022", "DMY", ""), ("soon", "", ""), ("Tuesday", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_days_are_read_as_exactly_as_they_are_written(text: str, order: str, day: str) -> None:
    assert day_in(text, order) == day


def test_the_order_of_numbers_is_that_of_the_whole_file(tmp_path: Path) -> None:
    assert order_of(["04/12/2022", "13/12/2022"]) == "DMY"
    assert order_of(["04/12/2022", "12/13/2022"]) == "MDY"
    assert order_of(["12.04.2022"]) == "DMY"
    assert order_of(["04/12/2022", "x"]) == ""
    table = [["text", "date"], ["One.", "04/12/2022"], ["Two.", "soon"]]
    first, second = read(written(tmp_path, "a.csv", in_csv(table, ",")))
    assert "published" not in first.info
    assert "“04/12/2022” may mean several days" in first.problems[0]
    assert "“soon”" in second.problems[0]


def test_a_file_without_a_text_is_refused_and_names_stay_apart(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="holds no article"):
        read(written(tmp_path, "a.txt", "\n\n-----\n\n"))
    table = [["text", "id"], ["One.", "x"], ["Two.", "X"], ["Three.", "a/b"], ["Four.", ""]]
    assert [document.name for document in read(written(tmp_path, "b.csv", in_csv(table, ",")))] == [
        "x", "X-002", "b-003", "b-004",
    ]  # fmt: skip


def test_a_table_that_ends_within_a_cell_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_text('title,text\nFees,"They ""fall""."\nTaxes,"They ri')
    with pytest.raises(FormatError, match=r"cut\.csv ends within a cell in quotes, in row 3"):
        list(import_format("articles").read(path, ImportOptions()))
    path.write_text('title,text\nFees,"They ""fall""."\nTaxes,"They\nrise"')
    assert len(list(import_format("articles").read(path, ImportOptions()))) == 2
