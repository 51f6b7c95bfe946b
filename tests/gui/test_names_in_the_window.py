"""Names that only look the same are one in the window: of files beside an article, and of actors in it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.services.user.settings import SettingsStore
from annotator.ui.files.changed_on_disk import MERGE_LABEL
from annotator.ui.window.main_window import MainWindow
from tests.unit.making import annotated


def opened(qtbot: QtBot, article: Path) -> MainWindow:
    store = SettingsStore()
    store.settings.annotator_id, store.settings.annotator_name = "mkato", "M. Kato"
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.show()
    window.open_paths([article])
    qtbot.waitUntil(lambda: window.files.desk is not None)
    return window


def mark_actor(window: MainWindow, span: Span) -> None:
    desk = window.files.desk
    assert desk is not None
    before = len(desk.session.layer.annotations)
    window.view.select_span(span)
    window.actions_by_name["annotate_actor"].trigger()
    assert len(desk.session.layer.annotations) == before + 1


def test_an_article_whose_name_is_encoded_otherwise_opens_with_its_annotations(tmp_path: Path, qtbot: QtBot) -> None:
    annotated(tmp_path, name="Caf\u00e9.txt")
    article = (tmp_path / "Caf\u00e9.txt").rename(tmp_path / "Cafe\u0301.txt")
    window = opened(qtbot, article)
    assert window.files.desk is not None
    before = len(window.files.desk.session.layer.annotations)
    assert before
    assert window.notice.texts == []
    mark_actor(window, Span(0, 4))
    assert window.files.close_document()
    assert [path.name for path in tmp_path.glob("*.ann.json")] == ["Caf\u00e9.txt.mkato.ann.json"]
    window = opened(qtbot, article)
    assert window.files.desk is not None
    assert len(window.files.desk.session.layer.annotations) == before + 1


@pytest.mark.parametrize("mark", ["-DESKTOP-AB12", " 2", " - Copy", " — копия", " (Copie en conflit 2026-01-02)"])
def test_the_bar_says_that_another_version_lies_beside(tmp_path: Path, qtbot: QtBot, mark: str) -> None:
    desk = annotated(tmp_path)
    copy = tmp_path / f"talks.txt.mkato.ann{mark}.json"
    copy.write_bytes(desk.sidecar.read_bytes())
    window = opened(qtbot, desk.path)
    qtbot.waitUntil(lambda: copy.name in window.notice.text)
    assert window.notice.choices == [MERGE_LABEL]


def test_a_name_marked_twice_is_one_actor_however_it_is_written(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = "Jos\u00e9 O’Brien", "Jose\u0301 O'Bri\u00aden"
    article = tmp_path / "a.txt"
    article.write_text(f"{first} left.\n{second} came.\n", encoding="utf-8")
    window = opened(qtbot, article)
    desk = window.files.desk
    assert desk is not None
    mark_actor(window, Span(0, len(first)))
    start = len(first) + len(" left.\n")
    mark_actor(window, Span(start, start + len(second)))
    layer = desk.session.layer
    assert [entity.name for entity in layer.entities.values()] == [first]
    assert {annotation.text for annotation in layer.annotations.values()} == {first, second}
