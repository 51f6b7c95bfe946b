"""A document in a language of its own: what the keys mark, and what a new entity is taken for."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.formats.languages.entity_guess import known_names
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press

TEXT = "Am 3. Mai sagte Verteidigungsministerin Ursula von der Leyen, Deutschland und Olaf Scholz seien da. Sie ging."


@pytest.fixture
def german(window: MainWindow, tmp_path: Path) -> MainWindow:
    path = tmp_path / "rede.txt"
    path.write_text(TEXT, encoding="utf-8")
    window.open_paths([path])
    assert window.bridge.session is not None
    window.bridge.run("Say the language", lambda draft: draft.put_document(language="de-AT"))
    return window


@pytest.mark.parametrize(
    ("inside", "marked", "kind"),
    [
        ("Leyen", "Ursula von der Leyen", "other"),
        ("Deutschland", "Deutschland", "state"),
        ("Scholz", "Olaf Scholz", "person"),
    ],
)
def test_an_actor_is_marked_and_guessed_in_the_documents_language(
    german: MainWindow, inside: str, marked: str, kind: str
) -> None:
    german.view.set_caret(TEXT.index(inside) + 1)
    press(german.view, Qt.Key.Key_1)
    annotation = german.bridge.annotation
    assert annotation is not None
    assert annotation.text == marked
    assert german.bridge.session is not None
    assert german.bridge.session.layer.entities[annotation.entities[0]].type == kind


def test_a_claim_is_the_sentence_by_the_languages_rules(german: MainWindow) -> None:
    german.view.set_caret(TEXT.index("Mai"))
    press(german.view, Qt.Key.Key_2)
    annotation = german.bridge.annotation
    assert annotation is not None
    assert annotation.text == TEXT.removesuffix(" Sie ging.")


def test_the_words_of_a_language_are_read_before_the_first_key(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    known_names.cache_clear()
    path = tmp_path / "other.txt"
    path.write_text("Nothing is marked here.", encoding="utf-8")
    window.open_paths([path])
    qtbot.waitUntil(lambda: known_names.cache_info().currsize > 0)
