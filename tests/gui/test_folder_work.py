"""Working through a folder: sorting, filtering, what is next, marking as done, finding; also with many documents."""

import sys
from pathlib import Path
from time import sleep, time_ns

import orjson
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.services.folder.sidecar_summary import SidecarSummary, SummaryCache, sidecar_summary
from annotator.services.folding.find_words import Way
from annotator.services.reading import document_process
from annotator.services.running.progress import Cancelled, Progress
from annotator.services.searching.folder_search import (
    SHOWN_OF_A_DOCUMENT,
    FoundDocument,
    SearchReport,
    search_documents,
)
from annotator.ui.dialogs.folder_search import FolderSearch
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.window.main_window import MainWindow
from tests.unit import small_documents as small
from tests.unit.making import annotated

STATES = {"a.txt": "done", "b.txt": "in-progress", "d.txt": "reviewed"}


def put(folder: Path, name: str, state: str = "", annotations: int = 0, who: str = "mkato") -> Path:
    path = folder / name
    path.write_text(f"Norland said no in {name}.\nThe ministers of Norland agreed.\n")
    if state:
        data = {"document": {"name": name, "state": state}, "annotations": [{}] * annotations}
        path.with_name(f"{path.name}.{who}.ann.json").write_bytes(orjson.dumps(data))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    for index, name in enumerate(("a.txt", "b.txt", "c.txt", "d.txt")):
        put(folder, name, STATES.get(name, ""), index + 1)
    put(folder, "b.txt", "done", 9, who="zoe")
    return folder


@pytest.fixture
def panel(folder: Path, qtbot: QtBot) -> DocumentPanel:
    panel = DocumentPanel()
    qtbot.addWidget(panel)
    panel.show_annotator("mkato")
    with qtbot.waitSignal(panel._reader.finished):
        panel.open_folder(folder)
    return panel


def names(panel: DocumentPanel) -> list[str]:
    return [Path(panel.model.id_at(row)).name for row in range(panel.model.rowCount())]


def choose(panel: DocumentPanel, *, sort: str | None = None, shown: str | None = None) -> list[str]:
    panel.sort.show_value(sort)
    panel.shown.show_value(shown)
    panel.sort.chosen.emit()
    return names(panel)


def test_rows_say_the_own_state_and_who_made_how_many(panel: DocumentPanel) -> None:
    spoken = [panel.model.index(row, 0).data() for row in range(4)]
    assert spoken == [
        "a.txt, done · mkato 1",
        "b.txt, in progress · mkato 2, zoe 9",
        "c.txt, untouched",
        "d.txt, reviewed · mkato 4",
    ]


def test_documents_are_sorted_and_filtered(panel: DocumentPanel) -> None:
    assert choose(panel, sort="state") == ["c.txt", "b.txt", "a.txt", "d.txt"]
    assert choose(panel, sort="annotators") == ["b.txt", "a.txt", "d.txt", "c.txt"]
    assert choose(panel, sort="annotations") == ["b.txt", "d.txt", "a.txt", "c.txt"]
    assert choose(panel, shown="not-done") == ["b.txt", "c.txt"]
    assert choose(panel, shown="done") == ["a.txt"]
    panel.filter_line.narrowed.emit("zzz")
    assert names(panel) == []


@pytest.mark.parametrize("sort", [None, "annotations"])
def test_what_comes_goes_and_is_annotated_is_listed_beside_the_window(
    panel: DocumentPanel, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, sort: str | None
) -> None:
    choose(panel, sort=sort)
    monkeypatch.setattr(panel._reader, "list", lambda *_listed, **_how: pytest.fail("the window waits"))
    resets: list[None] = []
    panel.model.modelReset.connect(lambda: resets.append(None))
    for who in ("anna", "zoe"):
        put(folder, "c.txt", "done", 3, who)
    order = ["b.txt", "c.txt", "d.txt", "a.txt"] if sort else ["a.txt", "b.txt", "c.txt", "d.txt"]
    row, progress = order.index("c.txt"), "2 of 2 done, not adjudicated"
    qtbot.waitUntil(
        lambda: panel.model.index(row, 0).data() == f"c.txt, untouched · {progress} · anna 3, zoe 3 · nobody's counts"
    )
    assert names(panel) == order
    put(folder, "e.txt")
    (folder / "a.txt").unlink()
    # What was annotated of a.txt stays in sight, below a heading.
    qtbot.waitUntil(lambda: set(names(panel)) == {"b.txt", "c.txt", "d.txt", "e.txt", "folder:\0", "a.txt"})
    assert panel.model.index(panel.model.rowCount() - 1, 0).data() == "a.txt, not here, mkato 1"
    assert resets == []


def test_the_next_that_is_not_done_is_opened(panel: DocumentPanel, folder: Path, qtbot: QtBot) -> None:
    chosen: list[str] = []
    panel.document_chosen.connect(lambda path: chosen.append(path.name))
    panel.document_chosen.connect(panel.show_open)
    panel.show_open(folder / "a.txt")
    for direction in (1, 1, 1, -1):
        panel.open_not_done(direction)
    assert chosen == ["b.txt", "c.txt", "b.txt", "c.txt"]
    for name in ("b.txt", "c.txt"):
        put(folder, name, "done", 20)
    with qtbot.waitSignal(panel._reader.finished):
        panel._read_anew()
    with qtbot.waitSignal(panel.said) as said:
        panel.open_not_done(1)
    assert said.args == ["All other documents of the list are done."]


def test_marking_as_done_is_a_step_and_is_listed(window: MainWindow, qtbot: QtBot) -> None:
    session = window.bridge.session
    assert session
    for state in ("done", "in-progress", "done"):
        window.actions_by_name["mark_done"].trigger()
        assert session.layer.document.state == state
    window.files.save()
    row = window.documents.model.index(0, 0)
    qtbot.waitUntil(lambda: "done" in row.data())
    window.actions_by_name["undo"].trigger()
    assert session.layer.document.state == "in-progress"


def test_a_review_is_marked_as_reviewed_and_listed_so_for_whoever_leads(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = [annotated(tmp_path, name="led.txt", annotator=who).sidecar for who in ("anna", "bert")]
    window.open_paths([tmp_path])

    def told() -> str:
        found = [row for row in range(window.documents.model.rowCount()) if "led.txt" in names(window.documents)[row]]
        return str(window.documents.model.index(found[0], 0).data()) if found else ""

    qtbot.waitUntil(lambda: "0 of 2 done, not adjudicated" in told())
    window.open_paths(paths)
    qtbot.waitUntil(lambda: window.review.bridge.review is not None)
    session = window.bridge.session
    assert session
    for state in ("reviewed", "in-progress", "reviewed"):
        window.actions_by_name["mark_done"].trigger()
        assert session.layer.document.state == state
    window.files.save()
    window.open_paths([tmp_path])
    qtbot.waitUntil(lambda: "adjudicated and reviewed" in told())


def test_words_are_found_in_the_folder_and_shown_there(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        put(folder, name)
    (folder / "e.txt").write_bytes(b"Caf\xe9 in Norland, \x93quoted\x94")
    window.open_paths([folder])
    window.actions_by_name["find_in_folder"].trigger()
    dialog = window.folder_work.find()
    dialog.edit.setText("ministers  OF norland")
    with qtbot.waitSignal(dialog.background.done):
        dialog.search()
    assert dialog.message.text().startswith("4 places in 4 of 5 documents. Not searched: e.txt")
    top = dialog.list.topLevelItem(2)
    assert top
    place = top.child(0)
    assert place
    assert place.text(0).endswith("c.txt. The ministers of Norland agreed.")
    dialog.list.itemActivated.emit(place, 0)
    assert window.windowTitle().startswith("c.txt")
    span = window.view.selected_span()
    assert span
    assert window.view.document_text[slice(*span)] == "ministers of Norland"
    dialog.edit.setText("not there")
    with qtbot.waitSignal(dialog.background.done):
        dialog.search()
    assert dialog.message.text().startswith("Nothing was found.")


def test_a_search_can_be_stopped(tmp_path: Path) -> None:
    paths = [put(tmp_path, f"{number}.txt") for number in range(5)]
    (tmp_path / "0.txt").write_text("Norland " * 80)
    found: list[FoundDocument] = []

    def stop(count: int, _total: int, _name: str) -> None:
        if count == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        search_documents(paths, "norland", Way(), tell=found.append, progress=stop)
    assert [document.count for document in found] == [80, 2]
    assert len(found[0].hits) == SHOWN_OF_A_DOCUMENT


def test_a_search_is_stopped_within_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = [sys.executable, "-c", "import signal; signal.pause()"]
    monkeypatch.setattr(document_process, "_command", lambda: hanging)
    (tmp_path / "a.docx").write_bytes(small.docx(["Never read in this way."]))
    names: list[str] = []

    def stop(_count: int, _total: int, name: str) -> None:
        names.append(name)
        if names.count("a.docx") == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        search_documents([tmp_path / "a.docx"], "norland", Way(), tell=lambda _found: None, progress=stop)


def test_summaries_are_read_anew_only_where_the_file_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.txt", "done", 3).with_name("a.txt.mkato.ann.json")
    cache = SummaryCache()
    assert cache.summary(path) == SidecarSummary("done", 3)
    # What was written just now may be written again with nothing to show it.
    monkeypatch.setattr("annotator.services.folder.sidecar_summary.time_ns", lambda: time_ns() + 10**10)
    assert cache.summary(path) == SidecarSummary("done", 3)
    with monkeypatch.context() as patched:
        patched.setattr(
            "annotator.services.folder.sidecar_summary.sidecar_summary", lambda _path: pytest.fail("read again")
        )
        assert cache.summary(path) == SidecarSummary("done", 3)
    put(tmp_path, "a.txt", "reviewed", 44)
    assert cache.summary(path) == SidecarSummary("reviewed", 44)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"document": 1}', '{"document": {"state": "so"}}', "\x00"])
def test_damaged_sidecars_are_unreadable_in_summaries(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.txt.mkato.ann.json"
    path.write_text(content)
    assert sidecar_summary(path).state == "unreadable"
    assert sidecar_summary(tmp_path / "none").state == "unreadable"


def test_many_documents_are_listed_at_once_and_filled_in_beside(qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(1000):
        put(tmp_path, f"{number}.txt", "done" if number % 2 else "in-progress", 5)
    panel = DocumentPanel()
    qtbot.addWidget(panel)
    panel.show_annotator("mkato")
    with qtbot.waitSignal(panel._reader.finished):
        panel.open_folder(tmp_path)
        assert panel.model.rowCount() == 1000
        assert not panel._shown.summaries
    assert len(choose(panel, shown="not-done")) == 500


def test_what_is_no_expression_is_said_before_anything_is_searched(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = FolderSearch(None, [put(tmp_path, "a.txt")])
    qtbot.addWidget(dialog)
    dialog.way.expression.setChecked(True)
    dialog.edit.setText("(")
    dialog.search()
    qtbot.waitUntil(lambda: "no regular expression" in dialog.message.text())
    dialog.edit.setText("norl.nd")
    dialog.search()
    qtbot.waitUntil(lambda: "places in 1 of 1" in dialog.message.text())


def test_enter_behind_other_words_searches_for_these_instead(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = FolderSearch(None, [put(tmp_path, "a.txt")])
    qtbot.addWidget(dialog)
    searched: list[str] = []

    def search(paths: object, words: str, *_rest: object, progress: Progress, **_more: object) -> SearchReport:
        searched.append(words)
        while words == "first":
            sleep(0.001)
            progress(0, 1, "")
        return SearchReport()

    monkeypatch.setattr("annotator.ui.dialogs.folder_search.search_documents", search)
    for words in ("first", "first", "second"):
        dialog.edit.setText(words)
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(searched))
    qtbot.waitUntil(lambda: searched == ["first", "second"] and dialog.message.text() == "Nothing was found.")
