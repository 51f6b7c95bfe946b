"""What has to be read stays until it is dismissed, whatever is said after it."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator.ui.toolkit.notice_bar import NoticeBar
from annotator.ui.toolkit.safe_text import PlainLabel


def shown(bar: NoticeBar) -> list[str]:
    return [label.text() for label in bar.findChildren(PlainLabel) if not label.isHidden()]


def test_a_later_notice_waits_for_no_earlier_one_and_wipes_none(qtbot: QtBot) -> None:
    bar, done = NoticeBar(), list[str]()
    qtbot.addWidget(bar)
    bar.show_notice("Two steps were recovered.", [("Show", lambda: done.append("shown"))])
    assert shown(bar) == ["Two steps were recovered."]
    bar.show_notice("The preferences could not be saved.")
    assert shown(bar) == ["The preferences could not be saved.", "1 of 2"]
    assert bar.accessibleName() == "The preferences could not be saved. (1 more)"
    assert bar.choices == []
    bar.dismiss()
    assert shown(bar) == ["Two steps were recovered."]
    next(button for button in bar.findChildren(QPushButton) if not button.isHidden()).click()
    assert done == ["shown"]
    assert bar.isHidden()
    assert bar.text == ""


def test_what_is_said_again_comes_to_the_front_once(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    for text in ("Not saved.", "Merged.", "Not saved."):
        bar.show_notice(text)
    assert bar.texts == ["Not saved.", "Merged."]
    bar.dismiss("Merged.")
    assert bar.texts == ["Not saved."]


def test_what_became_of_somebodys_work_outlasts_the_document(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("3 steps could not be made.", [("Show", lambda: None)], lasting=True)
    bar.show_notice("You have not annotated this yet.")
    for document in ("talks.txt", "", "summit.txt"):
        bar.leave(document)
    assert bar.texts == ["talks.txt: 3 steps could not be made."]
    assert bar.choices == []
    bar.dismiss()
    assert bar.texts == []
