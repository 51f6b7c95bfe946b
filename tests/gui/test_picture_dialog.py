"""The chart saved and copied as a picture, as it stands."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from annotator.ui.dialogs.picture_dialog import PictureDialog
from annotator.ui.window.main_window import MainWindow


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Iterator[PictureDialog]:
    panel = window.chart.panel
    assert panel
    window.resize(1280, 800)
    window.panes.shares.apply()
    qtbot.waitUntil(lambda: panel.width() == window.panes["chart"].width() > 460)
    qtbot.waitUntil(lambda: panel.is_still and panel.view.picture.width == panel.view.width())
    dialog = PictureDialog(panel.as_shown(), "Talks & <more>", tmp_path, window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.save_button.isEnabled)
    yield dialog
    dialog.close()


def test_it_opens_with_the_chart_as_it_stands(window: MainWindow, dialog: PictureDialog) -> None:
    panel = window.chart.panel
    assert panel
    assert dialog.drawing
    assert (dialog.width_field.value(), dialog.height_field.value()) == panel.as_shown().size
    dialog.with_caption.setChecked(False)
    shown = {box.key: box.middle for box in panel.view.picture.nodes}
    assert {box.key: box.middle for box in dialog.drawing.picture.nodes} == shown


def test_a_png_has_the_pixels_that_were_chosen(dialog: PictureDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.width_field.setValue(700)
    dialog.height_field.setValue(500)
    qtbot.waitUntil(lambda: dialog.drawing is not None and dialog.drawing.size.width() == 700)
    dialog.scale.show_value("3")
    dialog.write(tmp_path / "chart.png")
    image = QImage(str(tmp_path / "chart.png"))
    assert (image.width(), image.height()) == (2100, 1500)


def test_legend_caption_and_date_are_there_when_they_are_wanted(dialog: PictureDialog, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"

    def texts() -> str:
        dialog.write(path)
        return " ".join("".join(one.itertext()) for one in ET.parse(path).iter() if one.tag.endswith("}text"))

    dialog.with_date.setChecked(False)
    assert "Talks & <more>" in texts()
    assert "person" in texts()
    dialog.with_date.setChecked(True)
    dialog.with_key.setChecked(False)
    dialog.with_caption.setChecked(False)
    assert "Talks" not in texts()
    assert "person" not in texts()
    assert "20" in texts()


def test_saving_asks_where_and_takes_the_chosen_kind(
    dialog: PictureDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [(str(tmp_path / "wall"), "PDF (*.pdf)"), (str(tmp_path / "wall.svg"), "PNG (*.png)")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: answers.pop(0))
    dialog.save_button.click()
    assert (tmp_path / "wall.pdf").read_bytes().startswith(b"%PDF")
    assert dialog.status.text() == "Saved as wall.pdf."
    dialog.save_button.click()
    assert (tmp_path / "wall.svg").read_bytes().startswith(b"<?xml")


def test_a_file_of_the_name_that_an_ending_made_is_not_replaced_unasked(
    dialog: PictureDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (there := tmp_path / "wall.pdf").write_bytes(b"mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "wall"), "PDF (*.pdf)"))
    asked: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    dialog.save_button.click()
    assert asked == ["wall.pdf is there already. Replace it?"]
    assert there.read_bytes() == b"mine"


def test_what_cannot_be_saved_is_said(
    dialog: PictureDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = (str(tmp_path / "nowhere" / "wall.png"), "PNG (*.png)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: where)
    said: list[str] = []

    def close() -> None:
        box = QApplication.activeModalWidget()
        assert box
        said.append(box.property("text"))
        box.close()

    QTimer.singleShot(0, close)
    dialog.save_button.click()
    assert said == ["wall.png was not saved: its folder is not there any more. Save elsewhere."]


def test_the_clipboard_has_pixels_svg_and_pdf(dialog: PictureDialog) -> None:
    dialog.copy_button.click()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.data("image/svg+xml").startsWith(b"<?xml")
    assert data.data("application/pdf").startsWith(b"%PDF")


def test_a_key_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    opened: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PictureDialog)
        opened.append(dialog.caption.text())
        dialog.close()

    QTimer.singleShot(0, close)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.view, Qt.Key.Key_P, modifiers)
    assert opened == ["talks.txt"]
