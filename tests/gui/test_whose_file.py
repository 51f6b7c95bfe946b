"""Ids of two people: the first question proposes none that is another's, and who goes on in another's file is told."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.services.keeping.save_document import save
from annotator.services.reading.document_file import read_document
from annotator.services.user.settings import SettingsStore
from annotator.ui.dialogs.identity import IdentityDialog
from annotator.ui.window.main_window import MainWindow


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Mori left.", encoding="utf-8")
    for annotator in (Annotator("lisa-r", "Lisa R."), Annotator("annotator", "田中太郎"), Annotator("mk")):
        layer = Layer(LayerHead(annotator), read_document(path).info)
        save(layer, tmp_path / f"a.txt.{annotator.id}.ann.json", None)
    return path


def asked(qtbot: QtBot, article: Path, name: str) -> tuple[MainWindow, str, str]:
    """Start as somebody new, give a name, and give the window, the id proposed and what is said of it."""
    window = MainWindow(SettingsStore())
    qtbot.addWidget(window)
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, IdentityDialog)
        for sign in name:
            dialog._name.insert(sign)
            dialog._name.textEdited.emit(dialog._name.text())
        said.extend((dialog._id.text(), dialog._problem.text()))
        dialog._buttons.button(QDialogButtonBox.StandardButton.Ok).click()

    QTimer.singleShot(0, answer)
    window.open_paths([article])
    qtbot.waitUntil(lambda: window.files.desk is not None)
    return window, said[0], said[1]


@pytest.mark.parametrize(
    ("name", "identifier", "said"),
    [
        ("田中太郎", "annotator", "you go on in them"),
        ("鈴木花子", "annotator-e74042", ""),
        ("lisa r", "lisa-r-eb0785", ""),
        ("\u200bLisa\u00a0R.\u200e", "lisa-r", "you go on in them"),
        ("MK", "mk", "you go on in them"),
    ],
)
def test_the_first_question_proposes_no_id_of_another_name(
    article: Path, qtbot: QtBot, name: str, identifier: str, said: str
) -> None:
    window, proposed, words = asked(qtbot, article, name)
    assert proposed == identifier
    assert said in words
    assert ("here" in words) == bool(said)
    assert window.files.desk is not None
    assert window.files.desk.session.sidecar.name == f"a.txt.{identifier}.ann.json"
    assert not any("is the file of" in text for text in window.notice.texts)


def test_an_id_of_another_name_that_is_typed_is_said_to_be_anothers(qtbot: QtBot) -> None:
    dialog = IdentityDialog(None, None, {"lisa-r": ["Lisa R."]})
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog._name, "lisa r")
    dialog._id.clear()
    QTest.keyClicks(dialog._id, "lisa-r")
    assert "is that of “Lisa R.” here" in dialog._problem.text()


def test_who_goes_on_in_anothers_file_is_told_until_it_is_said_to_be_ones_own(article: Path, qtbot: QtBot) -> None:
    store = SettingsStore()
    store.settings.annotator_id, store.settings.annotator_name = "annotator", "鈴木花子"
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.open_paths([article])
    qtbot.waitUntil(lambda: window.files.desk is not None)
    said = "a.txt.annotator.ann.json is the file of 田中太郎, and what you change is saved in it."
    assert window.notice.text == said
    assert window.notice.choices == ["It is mine", "Change my id…"]
    dict(window.notice._notices[-1].choices)["It is mine"]()
    assert SettingsStore().settings.former_names == ["田中太郎"]
    window.files.close_document()
    window.open_paths([article])
    qtbot.waitUntil(lambda: window.files.desk is not None)
    assert said not in window.notice.texts


def test_ones_own_file_is_not_remarked_on(article: Path, qtbot: QtBot) -> None:
    store = SettingsStore()
    store.settings.annotator_id, store.settings.annotator_name = "lisa-r", "Lisa \u200bR."
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.open_paths([article])
    qtbot.waitUntil(lambda: window.files.desk is not None)
    assert not any("is the file of" in text for text in window.notice.texts)


def test_an_id_of_ones_own_is_chosen_from_the_notice(article: Path, qtbot: QtBot) -> None:
    store = SettingsStore()
    store.settings.annotator_id, store.settings.annotator_name = "annotator", "鈴木花子"
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.open_paths([article])
    qtbot.waitUntil(lambda: window.files.desk is not None)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, IdentityDialog)
        assert "is that of “田中太郎” here" in dialog._problem.text()
        dialog._id.setText("suzuki")
        dialog._buttons.button(QDialogButtonBox.StandardButton.Ok).click()

    QTimer.singleShot(0, answer)
    dict(window.notice._notices[-1].choices)["Change my id…"]()
    own = article.with_name("a.txt.suzuki.ann.json")
    qtbot.waitUntil(lambda: window.files.desk is not None and window.files.desk.session.sidecar == own)
    assert (store.settings.annotator_id, store.settings.annotator_name) == ("suzuki", "鈴木花子")
