"""The guide is read from files that came along, and from nowhere else."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from annotator.formats.resource_files import guide_folder
from annotator.ui.chart import chart_keys
from annotator.ui.dialogs.guide import GuidePage, GuideWindow, open_guide
from annotator.ui.dialogs.key_help import KeyHelp
from annotator.ui.window.main_window import MainWindow

IMAGE = QTextDocument.ResourceType.ImageResource.value
PAGES = ("Start in three minutes", "Marking", "The chart", "Exporting", "Reviewing colleagues' files", "Files")


def test_help_opens_the_guide_once_and_shows_what_is_chosen(window: MainWindow) -> None:
    window.actions_by_name["guide"].trigger()
    guide = open_guide(window)
    assert window.findChildren(GuideWindow) == [guide]
    titles = [guide.contents.item(row).text() for row in range(guide.contents.count())]
    assert {*PAGES, "Troubleshooting"} <= set(titles)
    for row, title in enumerate(titles):
        guide.contents.setCurrentRow(row)
        assert guide.page.toPlainText().startswith(title)
    guide.close()


def test_every_picture_of_the_guide_is_there_and_fits(qtbot: QtBot) -> None:
    page = GuidePage(guide_folder())
    qtbot.addWidget(page)
    page.resize(600, 400)
    picture = page.loadResource(IMAGE, QUrl("images/window-light.png"))
    assert 200 < picture.width() <= 600


@pytest.mark.parametrize(
    "name", ["../secret.png", "file:///etc/secret.png", "//host/share/a.png", "http://host/images/a.png", "guide.md"]
)
def test_nothing_else_is_loaded(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "secret.png").write_bytes((guide_folder() / "images" / "window-light.png").read_bytes())
    page = GuidePage(tmp_path / "docs")
    qtbot.addWidget(page)
    assert page.loadResource(IMAGE, QUrl(name)) is None


def test_a_guide_that_is_missing_is_said_to_be(qtbot: QtBot, tmp_path: Path) -> None:
    guide = GuideWindow(None, tmp_path)
    qtbot.addWidget(guide)
    assert str(tmp_path) in guide.page.toPlainText()


def test_the_list_of_keys_has_those_of_the_chart(qtbot: QtBot) -> None:
    dialog = KeyHelp([], None)
    qtbot.addWidget(dialog)
    shown = {dialog.list.topLevelItem(row).text(1) for row in range(dialog.list.topLevelItemCount())}  # type: ignore[union-attr]
    assert {what for _keys, what, _where in chart_keys.table()} == shown
    assert chart_keys.FIT in shown
