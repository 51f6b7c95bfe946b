"""Pages as PDF: the words are there as words, on sheets of A4, and marks are lines of three kinds."""

import re
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from annotator.__main__ import main
from annotator.model.networks.relation_graph import RelationGraph
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.services.reporting.page import COLOR_OF, Chart, Heading, Mark, Page, Paragraph, Run
from annotator.ui.printing.report_pdf import report_pdf
from annotator.ui.toolkit import theme
from annotator.ui.window.main_window import MainWindow
from tests.gui.test_chart_svg import graph
from tests.unit.making import Desk

pytestmark = pytest.mark.usefixtures("qapp")


def sheets(data: bytes) -> list[str]:
    """Give the words of each sheet without white space, of which readers make what they will."""
    document = pypdfium2.PdfDocument(data)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def a_page(name: str, lines: int = 3) -> Page:
    marks = [Mark(f"{letter}{n}", kind, n - 1, "n") for n, (letter, kind) in enumerate(
        (("a", ACTOR), ("c", CLAIM), ("g", AGREEMENT), ("", "other")), 1)]  # fmt: skip
    words = [
        Paragraph((Run(f"{name} line {n} "), Run("all of them", tuple(marks))), of_text=True) for n in range(lines)
    ]
    return Page(name, name, (Heading(1, name, name), *words), told="told")


def test_the_types_have_the_colours_of_the_light_theme() -> None:
    assert {kind: f"#{color}" for kind, color in COLOR_OF.items()} == theme.theme_of(theme.LIGHT).types


def test_words_flow_over_sheets_of_a4_with_numbers() -> None:
    data = report_pdf("Title", [a_page("Long", 120)])
    document = pypdfium2.PdfDocument(data)
    assert len(document) > 2
    assert tuple(round(side) for side in document[0].get_size()) == (595, 842)
    found = sheets(data)
    assert "Longline0allofthem" in found[0]
    assert all(sheet.endswith(str(number)) for number, sheet in enumerate(found, 1))
    assert sum(len(re.findall("allofthem", sheet)) for sheet in found) == 120


def test_several_stand_behind_a_list_with_the_number_of_each_one_s_sheet() -> None:
    first, *others = sheets(report_pdf("Both", [a_page("One", 60), a_page("Two")], ["12 of 20 not read"]))
    assert "12of20notread" in first
    place = next(number for number, sheet in enumerate(others, 2) if sheet.startswith("Two"))
    assert re.search(rf"Twotold{place}(?!\d)", first)


def test_marks_are_drawn_where_their_words_are() -> None:
    page = pypdfium2.PdfDocument(report_pdf("Title", [a_page("One", 1)]))[0]
    image = page.render(scale=3, rev_byteorder=True).to_numpy()
    text = page.get_textpage()
    found = text.search("all of them").get_next()
    assert found
    left, bottom, _right, _top = text.get_charbox(found[0])
    end = text.get_charbox(found[0] + found[1] - 1)[2]
    below = int(3 * (842 - bottom))
    column = image[below : below + 60, int(3 * (left + end) / 2), :3].tolist()
    inks = {color for color in COLOR_OF.values() if any(near(pixel, color) for pixel in column)}
    assert inks >= {COLOR_OF[ACTOR], COLOR_OF[AGREEMENT]}


def near(pixel: list[int], color: str) -> bool:
    wanted = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    return all(abs(one - other) < 60 for one, other in zip(pixel, wanted, strict=True))


def test_a_chart_begins_a_sheet_with_its_heading_and_stays_lines() -> None:
    data = report_pdf(
        "Title", [Page("x", "x", (Heading(1, "x", "x"), Heading(2, "Chart", "c"), Chart("Chart", graph())))]
    )
    found = sheets(data)
    assert len(found) == 2
    assert found[1].startswith("Chart")
    assert "AikoMori" in found[1]
    document = pypdfium2.PdfDocument(data)
    kinds = {item.type for page in document for item in page.get_objects()}
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds


@pytest.mark.parametrize(
    "text", ["", "\u2029\x00\ud800\ufdd0\ufffc", "שלום\u2028עולם", "🤝" * 40, "x" * 5000, "a\x0bb\x85c\r\nd\te"]
)
def test_no_words_break_it(text: str) -> None:
    mark = Mark("a1", ACTOR, 0, "n")
    page = Page(text, "x", (Heading(1, text, "x"), Paragraph((Run(text, (mark,)),), of_text=True),
                            Chart("Chart", RelationGraph({}, {}))))  # fmt: skip
    assert sheets(report_pdf(text, [page, page], [text]))


def test_the_command_makes_the_same(desk: Desk, tmp_path: Path) -> None:
    assert main(["export", str(desk.path), "--to", "report", "--out", str(tmp_path / "x.pdf")]) == 0
    assert "Notes" in "".join(sheets((tmp_path / "x.pdf").read_bytes()))


def test_a_key_leads_to_pages_of_the_open_document(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = window.folder_commands.export()
    choices = dialog.choices
    assert (choices.format.value, choices.kind.value, Path(choices.out.text()).name) == ("report", ".pdf", "talks.pdf")
    assert choices.kind.isVisible()
    qtbot.waitUntil(lambda: dialog.preview.table.rowCount() > 0)
    dialog.begin_button.click()
    qtbot.waitUntil(lambda: bool(dialog.report_page.report.headline))
    assert dialog.report_page.report.headline.startswith("5 annotations of 1 file written to ")
    assert "Notes" in "".join(sheets((tmp_path / "talks.pdf").read_bytes()))


def test_the_kind_of_file_and_its_name_follow_each_other(window: MainWindow, qtbot: QtBot) -> None:
    choices = window.folder_commands.print_or_send().choices
    choices.kind.show_value(".docx")
    choices.kind.chosen.emit()
    assert choices.out.text().endswith("talks.docx")
    choices.out.selectAll()
    QTest.keyClicks(choices.out, "mine.html")
    assert choices.kind.value == ".html"
    choices.kind.show_value(".pdf")
    choices.kind.chosen.emit()
    assert choices.out.text() == "mine.pdf"
    choices.shape.show_value("folder")
    choices.shape.chosen.emit()
    assert choices.kind.isHidden()
    choices.format.show_value("csv")
    choices.format.chosen.emit()
    assert choices.kind.isHidden()
    assert choices.findChildren(QRadioButton)
