"""Preferences: they show at once, last, can be taken back, and damaged ones do no harm."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtWidgets import QColorDialog, QDialogButtonBox
from pytestqt.qtbot import QtBot

from annotator.services.suggesting import suggesters, with_model
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.suggestion import Suggestion
from annotator.services.user.settings import Settings, SettingsStore
from annotator.ui.actions.key_bindings import KeyBindings
from annotator.ui.preferences.dialog import PreferencesDialog
from annotator.ui.toolkit import theme
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk


@pytest.fixture
def dialog(window: MainWindow) -> PreferencesDialog:
    return _open(window)


def test_how_the_article_is_set_shows_at_once_and_lasts(window: MainWindow, dialog: PreferencesDialog) -> None:
    before = window.view.blockBoundingRect(window.view.document().firstBlock()).height()
    dialog.reading.text_size.setValue(20)
    dialog.reading.gap.setValue(1.5)
    dialog.reading.column.setValue(25)
    dialog.idle.setValue(5)
    assert window.view.blockBoundingRect(window.view.document().firstBlock()).height() > 2 * before
    assert window.view.viewport().width() <= 25 * window.view.fontMetrics().height() + 40
    dialog.accept()
    kept = SettingsStore().settings
    assert (kept.text_size, kept.line_gap, kept.column_width, kept.autosave_seconds) == (20, 1.5, 25, 5)
    assert window.files.autosave._timer.interval() == 5000


def test_cancel_puts_back_what_was(window: MainWindow, dialog: PreferencesDialog) -> None:
    before = window.view.font()
    dialog.reading.text_size.setValue(30)
    dialog.reading.theme.setCurrentIndex(2)
    dialog.reading.theme.activated.emit(2)
    assert theme.current().is_dark
    dialog.reject()
    assert window.view.font() == before
    assert SettingsStore().settings.text_size == 0


def test_suggestions_can_be_switched_off_for_good(window: MainWindow, qtbot: QtBot) -> None:
    window.view.setFocus()
    press(window.view, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: bool(window.view.ghosts))
    dialog = _open(window)
    dialog.suggesting.shown.setCurrentIndex(2)
    dialog.suggesting.shown.activated.emit(2)
    dialog.accept()
    assert SettingsStore().settings.suggestions == "never"
    assert not window.view.ghosts
    said: list[str] = []
    window.bridge.message.connect(said.append)
    press(window.view, Qt.Key.Key_G)
    assert (said, window.suggesting.open) == (["Suggestions are switched off in the preferences."], None)


def test_a_suggester_with_a_model_is_asked_where_it_is_chosen(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def apart(name: str, _document: object, _layer: object, knowledge: Knowledge) -> list[Suggestion]:
        asked.append((name, knowledge.pipeline))
        return []

    monkeypatch.setattr(with_model, "with_model", lambda: [with_model.WithModel("spacy en_small", "spaCy: en_small")])
    monkeypatch.setattr(suggesters, "broken_suggesters", lambda: {"mood": "it has no name"})
    monkeypatch.setattr("annotator.services.suggesting.apart.suggest_apart", apart)
    window.view.setFocus()
    press(window.view, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: bool(window.view.ghosts) and not window.suggesting.is_asking)
    assert not asked
    dialog = _open(window)
    page = dialog.suggesting
    assert (page.also_ask.currentText(), page.also_ask.isEnabled()) == ("Nobody", False)
    qtbot.waitUntil(page.also_ask.isEnabled)
    assert page.broken.text() == "Cannot be used: “mood”: it has no name."
    page.also_ask.setCurrentIndex(page.also_ask.findData("spacy en_small"))
    page.also_ask.activated.emit(1)
    dialog.accept()
    assert SettingsStore().settings.also_ask == "spacy en_small"
    qtbot.waitUntil(lambda: asked == [("spacy", "en_small")])


def _open(window: MainWindow) -> PreferencesDialog:
    window.actions_by_name["preferences"].trigger()
    found = window.findChild(PreferencesDialog)
    assert isinstance(found, PreferencesDialog)
    return found


def test_a_key_is_taken_from_who_had_it_after_that_was_said(
    window: MainWindow, dialog: PreferencesDialog, desk: Desk, qtbot: QtBot
) -> None:
    dialog.keys.choose("annotate_actor")
    dialog.keys.edit.setKeySequence(QKeySequence("D"))
    assert "“Duplicate annotation”" in dialog.keys.message.text()
    dialog.keys._assign.click()
    dialog.accept()
    assert SettingsStore().settings.keys == {"annotate_actor": ["D"], "duplicate": []}
    session = window.bridge.session
    assert session
    count = len(session.layer.annotations)
    with qtbot.waitActive(window):
        window.activateWindow()
    window.view.setFocus()
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    assert len(session.layer.annotations) == count
    press(window.view, Qt.Key.Key_D)
    assert len(session.layer.annotations) == count + 1


def test_letters_are_not_taken_from_fields(dialog: PreferencesDialog) -> None:
    dialog.keys.choose("save")
    dialog.keys.edit.setKeySequence(QKeySequence("X"))
    assert "needs Ctrl or Alt" in dialog.keys.message.text()
    assert not dialog.keys._assign.isEnabled()


def test_colours_of_types_are_chosen_for_the_theme_and_weak_ones_named(
    window: MainWindow, dialog: PreferencesDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_arguments: QColor("#f0f0a0"))
    dialog.reading.color_buttons["claim"].click()
    assert theme.current().types["claim"] == "#f0f0a0"
    assert "claim" in dialog.reading.warning.text()
    dialog.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    assert theme.current().types["claim"] != "#f0f0a0"
    assert not dialog.reading.warning.text()
    dialog.accept()
    assert SettingsStore().settings.type_colors == {}


def test_damaged_and_unknown_preferences_are_passed_over_and_named(qtbot: QtBot) -> None:
    store = SettingsStore()
    store.settings.keys = {"save": ["no such key!"], "flying": ["F9"], "undo": ["Ctrl+F"]}
    store.write()
    text = store.path.read_text().replace('"line_gap": 0.72', '"line_gap": true, "wings": 2')
    store.path.write_text(text)
    window = MainWindow(SettingsStore())
    qtbot.addWidget(window)
    assert "line_gap" in window.notice.text
    dialog = window.preferences.open()
    assert set(dialog._passed_over) == {"wings", "keys of save", "keys of flying"}
    assert window.actions_by_name["save"].shortcuts() == [QKeySequence("Ctrl+S")]
    assert [names for _key, names in KeyBindings(store.settings.keys).conflicts()] == [["undo", "find"]]
    dialog.accept()
    assert '"wings": 2' in store.path.read_text()
    assert SettingsStore().settings.line_gap == Settings().line_gap


def test_contrast_is_that_of_the_guidelines() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_preferences_without_a_file_are_the_usual_ones(tmp_path: Path) -> None:
    assert SettingsStore(tmp_path / "none.json").settings == Settings()


def test_buttons_for_keys_act_on_a_row_that_can_be_seen(dialog: PreferencesDialog) -> None:
    dialog.tabs.setCurrentWidget(dialog.keys)
    page = dialog.keys
    page.choose("open_article")
    page.filter.setText("duplicate")
    page._none.click()
    assert (page.bindings.keys("open_article"), page.bindings.keys("duplicate")) == (["Ctrl+O"], [])
    assert "“Duplicate annotation”" in page.message.text()
    page.filter.setText("there is no such action")
    for button in (page._assign, page._none, page._usual):
        assert not button.isEnabled()
