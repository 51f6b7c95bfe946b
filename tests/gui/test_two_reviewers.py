"""Two reviewers of one document: both write the adjudicated file, and neither's decisions are lost."""

from collections import Counter
from pathlib import Path

import orjson
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.layer import Annotator
from annotator.services.comparing.same_entity import say_same
from annotator.services.settling.open_review import open_review
from annotator.services.settling.review import Review
from annotator.services.settling.settle import Settling
from annotator.ui.files.changed_on_disk import TheirChanges
from annotator.ui.window.first_steps import FirstSteps
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three actors that only one has, and a claim with other names for its speaker."""
    team = tmp_path / "team"
    team.mkdir()
    desks = Desk(team), Desk(team, annotator="lrossi")
    for words in ("Aiko Mori", "Carlo", "Norland"):
        desks[0].annotate("actor", words)
    for desk, name in zip(desks, ("Ostia", "The island"), strict=True):
        desk.role(desk.annotate("claim", "Norland criticised Ostia"), "speakers", name)
    return [desk.save() for desk in desks]


def review_of(window: MainWindow) -> Review:
    assert window.review.bridge.review
    return window.review.bridge.review


def second_reviewer(files: list[Path], journals: Path) -> None:
    """Somebody elsewhere who takes the second actor, and says that two entities are one."""
    desk, review = open_review(files, Annotator("other"), journals=journals)
    draft = review.session.draft()
    Settling(draft, review).take(review.differences[1], ["mkato"])
    names = {review.alignment.layers[who].entities[entity].name: (who, entity) for who, entity in groups(review)}
    say_same(draft, [[names["Ostia"]], [names["The island"]]])
    review.session.commit(draft, "Elsewhere")
    desk.save()
    desk.close()


def groups(review: Review) -> list[tuple[str, str]]:
    return [entity for group in review.alignment.same.groups() for entity in group]


def kinds(window: MainWindow) -> Counter[str]:
    return Counter(difference.kind for difference in review_of(window).differences)


def button(window: MainWindow, name: str) -> QPushButton:
    return next(found for found in window.notice.findChildren(QPushButton) if found.text() == name)


def test_both_reviewers_decisions_are_merged(
    window: MainWindow, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    window.open_paths(files)
    assert window.findChildren(FirstSteps)[0].isHidden()
    press(window.review.list.rows, Qt.Key.Key_B)
    window.files.save()
    second_reviewer(files, tmp_path / "journals")
    window.review.bridge.look_at(2)
    press(window.review.list.rows, Qt.Key.Key_B)
    window.files.save()
    shown: list[list[str]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TheirChanges)
        rows = (dialog.list.topLevelItem(index) for index in range(dialog.list.topLevelItemCount()))
        shown.extend([item.text(column) for column in range(3)] for item in rows if item)
        dialog.reject()

    QTimer.singleShot(0, look)
    button(window, "What changed…").click()
    assert ["they", "added", "decision on missing of “Carlo”: accepted"] in shown
    assert ["they", "added", "decision on same-entity: accepted"] in shown
    assert ["you", "added", "decision on missing of “Norland”: accepted"] in shown
    window.review.list.rows.setFocus()
    QTest.mouseClick(button(window, "Merge"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "role" not in kinds(window))
    # That the two are one is an answer to who speaks; that it has two names and two types is seen from now on.
    assert kinds(window) == Counter({"missing": 3, "entity detail": 2})
    assert window.review.list.count.text().startswith("3 of 5 settled")
    assert window.focusWidget() is window.review.list.rows
    assert window.status_line.saved_text == "Saved"
    assert window.notice.text == "Merged; undo takes it back."


def test_what_the_other_reviewer_has_is_taken_instead(window: MainWindow, files: list[Path], tmp_path: Path) -> None:
    window.open_paths(files)
    second_reviewer(files, tmp_path / "journals")
    press(window.review.list.rows, Qt.Key.Key_B)
    window.files.save()
    button(window, "Reload theirs").click()
    review = review_of(window)
    assert review.progress().settled == 1
    assert [a.text for a in review.session.layer.annotations.values()] == ["Carlo"]
    assert window.focusWidget() is window.review.list.rows


@pytest.mark.parametrize("at_once", [True, False], ids=["in place", "put in its place"])
def test_a_colleague_who_saves_meanwhile_is_noticed(
    window: MainWindow, files: list[Path], qtbot: QtBot, *, at_once: bool
) -> None:
    window.open_paths(files)
    mkato, changed = files[0], orjson.loads(files[0].read_bytes())
    changed["annotations"] = [a for a in changed["annotations"] if a["quote"] != ["Carlo"]]
    changed["entities"] = [entity for entity in changed["entities"] if entity["name"] != "Carlo"]
    target = mkato if at_once else mkato.with_suffix(".tmp")
    target.write_bytes(orjson.dumps(changed))
    target.replace(mkato)
    qtbot.waitUntil(lambda: window.notice.choices == ["Read again"])
    assert window.notice.text == f"{mkato.name} was changed since the review was opened."
    before = len(review_of(window).differences)
    button(window, "Read again").click()
    assert len(review_of(window).differences) == before - 1
    assert window.notice.text == ""
