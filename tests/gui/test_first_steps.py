"""The first three steps are noticed when they are taken, and the hint goes for good."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.services.user import state_folders
from annotator.services.user.sample import copy_sample
from annotator.services.user.settings import SettingsStore
from annotator.ui.toolkit.tool_button import tool_button
from annotator.ui.window.first_steps import ANNOTATE, CHART, LINK, FirstSteps
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


@pytest.fixture
def steps(window: MainWindow) -> FirstSteps:
    found = window.findChild(FirstSteps)
    assert isinstance(found, FirstSteps)
    return found


def test_each_step_is_noticed_and_then_all_go_for_good(
    window: MainWindow, steps: FirstSteps, desk: Desk, qtbot: QtBot
) -> None:
    assert steps.isVisible()
    assert "then 1;" in steps._labels[ANNOTATE].text()
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    assert steps.taken == {ANNOTATE}
    assert steps._labels[ANNOTATE].text().startswith("✓")
    session = window.bridge.session
    assert session
    claim = next(each for each in session.layer.in_order() if each.type == "claim")
    entity = next(iter(session.layer.entities))
    window.bridge.run("Say who", lambda draft: draft.put(claim._replace(speakers=())))
    assert LINK not in steps.taken
    window.bridge.run("Say who", lambda draft: draft.put(claim._replace(speakers=(type(claim.targets[0])(entity),))))
    assert LINK in steps.taken
    window.bridge.light(frozenset({claim.id}))
    assert CHART in steps.taken
    assert not steps.isVisible()
    window.files.write_settings()
    again = MainWindow(SettingsStore())
    qtbot.addWidget(again)
    again.show()
    again.open_paths([desk.path])
    hint = again.findChild(FirstSteps)
    assert hint
    assert not hint.isVisible()
    again.close()


def test_the_hint_can_be_sent_away(window: MainWindow, steps: FirstSteps) -> None:
    button = steps.findChild(type(tool_button("", "", lambda: None)))
    assert button
    button.click()
    assert not steps.isVisible()
    assert window.preferences._store.settings.first_steps_done


def test_the_sample_is_copied_to_the_documents_and_what_one_did_there_stays(tmp_path: Path) -> None:
    folder = copy_sample(tmp_path / "none yet")
    article = folder / "nato-summit-madrid.txt"
    article.write_text("mine")
    assert copy_sample(tmp_path / "none yet") == folder
    assert article.read_text() == "mine"
    assert copy_sample().is_relative_to(state_folders.documents())
