"""A review that takes a while: the window waits with a dialog, and is as it was where that is stopped."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.services.comparing.same_entity import say_same
from annotator.services.running.progress import Progress
from annotator.services.settling import open_review
from annotator.services.settling.review import Review
from annotator.ui.toolkit import waiting
from annotator.ui.toolkit.waiting import WaitingDialog
from annotator.ui.window.main_window import MainWindow
from tests.unit.making import TEXT, Desk, annotated

QUOTE = "Norland criticised Ostia"
ON_THE_WAY = "On the way"


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "SOON_SECONDS", 0.0)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two claims with other speakers and other attributions, and an actor that only one has."""
    team = tmp_path / "team"
    team.mkdir()
    desks = Desk(team), Desk(team, annotator="lrossi")
    for desk, name in zip(desks, ("Mori", "The minister"), strict=True):
        desk.role(desk.annotate("claim", QUOTE), "speakers", name)
        desk.set(desk.annotate("claim", "Mori said"), note=name)
    desks[0].annotate("actor", "Norland")
    return [desk.save() for desk in desks]


def review_of(window: MainWindow) -> Review:
    assert window.review.bridge.review
    return window.review.bridge.review


def kinds(review: Review) -> list[str]:
    return sorted(difference.kind for difference in review.differences)


def when_asked(act: Callable[[WaitingDialog], object]) -> None:
    """Do something with the dialog as soon as it is there."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WaitingDialog) and dialog.step.text() == ON_THE_WAY:
            act(dialog)
        else:
            QTimer.singleShot(0, look)

    look()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets a part of opening or comparing go on until it is stopped."""

    def never_ends(*arguments: object) -> None:
        progress = cast("Progress", arguments[-1])
        while True:
            progress(1, 3, ON_THE_WAY)

    return lambda name: monkeypatch.setattr(open_review, name, never_ends)


def test_opening_is_stopped_and_what_was_open_stays(
    window: MainWindow, files: list[Path], endless: Callable[[str], None]
) -> None:
    endless("read_colleagues")
    session, before = window.bridge.session, [path.read_bytes() for path in files]
    shown: list[tuple[str, str, int]] = []

    def stop(dialog: WaitingDialog) -> None:
        shown.append((dialog.windowTitle(), dialog.step.text(), dialog.bar.value()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.stop.isEnabled()

    when_asked(stop)
    window.open_paths(files)
    assert [(title, step) for title, step, _value in shown] == [("Opening a review", ON_THE_WAY)]
    assert shown[0][2] > 0
    assert window.bridge.session is session
    assert window.review.bridge.review is None
    assert [path.read_bytes() for path in files] == before


def test_reading_again_is_stopped_and_the_review_stays(
    window: MainWindow, files: list[Path], endless: Callable[[str], None]
) -> None:
    window.open_paths(files)
    review = review_of(window)
    window.review.bridge.take_number(0)
    endless("read_colleagues")
    when_asked(lambda dialog: dialog.stop.click())
    window.actions_by_name["read_again"].trigger()
    assert review_of(window) is review
    assert window.review.list.count.text().startswith("1 of")


def test_stopping_the_comparison_takes_the_correction_back(
    window: MainWindow,
    files: list[Path],
    endless: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    window.open_paths(files)
    review, bridge = review_of(window), window.review.bridge
    groups = review.alignment.same.groups()
    endless("Review")
    when_asked(lambda dialog: dialog.stop.click())
    bridge.correct("Same", lambda draft: say_same(draft, groups))
    assert review_of(window) is review
    assert not review.session.layer.review
    monkeypatch.setattr(open_review, "Review", Review)
    bridge.correct("Same", lambda draft: say_same(draft, groups))
    joined = review_of(window)
    assert "role" in kinds(review)
    assert "role" not in kinds(joined)
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: kinds(review_of(window)) == kinds(review))
    endless("Review")
    when_asked(lambda dialog: dialog.stop.click())
    with qtbot.waitSignal(window.bridge.message, check_params_cb=lambda said: said.startswith("Stopped")):
        window.actions_by_name["redo"].trigger()
    assert review_of(window).is_outdated
    monkeypatch.setattr(open_review, "Review", Review)
    window.actions_by_name["read_again"].trigger()
    assert kinds(review_of(window)) == kinds(joined)


def test_what_is_left_goes_out_of_the_list_and_comes_back_with_undo(window: MainWindow, files: list[Path]) -> None:
    window.open_paths(files)
    window.actions_by_name["read_again"].trigger()
    panel = window.review.list
    panel.shown.show_value("left")
    for order in ("place", "kind"):
        panel.order.show_value(order)
        panel.order.chosen.emit()
        before = list(panel.model.numbers)
        taken = window.review.bridge.current
        window.review.bridge.take_number(0)
        assert panel.model.numbers == [number for number in before if number != taken]
        assert panel.rows.currentIndex().row() == panel.model.row_of(window.review.bridge.current)
        assert panel.count.text().startswith(f"1 of {len(before)} settled")
        window.actions_by_name["undo"].trigger()
        assert panel.model.numbers == before
        assert panel.count.text().startswith(f"0 of {len(before)} settled")


def test_a_file_of_another_text_is_placed_beside_the_window(window: MainWindow, tmp_path: Path) -> None:
    team = tmp_path / "team"
    team.mkdir()
    old = annotated(team, annotator="lrossi")
    new = Desk(team, "A line before.\n" + TEXT)
    new.annotate("actor", "Aiko Mori")
    window.open_paths([old.sidecar, new.save()])
    assert "found again by their words" in window.notice.text
