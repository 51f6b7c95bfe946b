"""The list of documents with folders below: groups that open and close, what is remembered, what cannot be read."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from annotator.model.span import Span
from annotator.services.editing.annotations import annotate
from annotator.services.folder import sidecar_summary
from annotator.services.folder.folder_listing import FolderDocument, Listing
from annotator.services.folder.sidecar_summary import SidecarSummary
from annotator.services.user.folder_views import FolderView, FolderViews
from annotator.services.user.settings import Settings
from annotator.ui.dialogs.folder_search import FolderSearch
from annotator.ui.panels import document_panel, folder_watch
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.window.main_window import MainWindow
from tests.gui.test_folder_work import put
from tests.unit.making import Desk, annotated


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    for name in ("z.txt", "2/b.txt", "10/a.txt", "10/deep/c.txt", "10/deep/d.txt", "#recycle/gone.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        put(folder, name)
    return folder


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def made(qtbot: QtBot, settings: Settings) -> Callable[[Path], DocumentPanel]:
    def make(folder: Path) -> DocumentPanel:
        panel = DocumentPanel(FolderViews(settings))
        qtbot.addWidget(panel)
        panel.show_annotator("mkato")
        with qtbot.waitSignal(panel._reader.finished):
            panel.open_folder(folder)
        return panel

    return make


@pytest.fixture
def panel(folder: Path, made: Callable[[Path], DocumentPanel]) -> DocumentPanel:
    return made(folder)


def spoken(panel: DocumentPanel) -> list[str]:
    return [str(panel.model.index(row, 0).data()) for row in range(panel.model.rowCount())]


def titles(panel: DocumentPanel) -> list[str]:
    return [one.partition(",")[0] for one in spoken(panel)]


ALL = ["z.txt", "2", "b.txt", "10", "a.txt", "10/deep", "c.txt", "d.txt"]


def test_documents_of_folders_below_stand_under_their_folders_in_natural_order(panel: DocumentPanel) -> None:
    assert titles(panel) == ALL
    assert spoken(panel)[3] == "10, 1 document"
    assert [path.name for path in panel.paths] == ["z.txt", "b.txt", "a.txt", "c.txt", "d.txt"]


def test_a_group_closes_with_all_below_it_and_is_so_the_next_time(
    panel: DocumentPanel, folder: Path, made: Callable[[Path], DocumentPanel], qtbot: QtBot
) -> None:
    panel.rows.selectRow(5)
    for key, row in ((Qt.Key.Key_Left, 5), (Qt.Key.Key_Right, 5)):
        QTest.keyClick(panel.rows, key)
        assert panel.rows.currentIndex().row() == row
        assert titles(panel) == (ALL if key == Qt.Key.Key_Right else ALL[:6])
    panel.rows.selectRow(4)
    QTest.keyClick(panel.rows, Qt.Key.Key_Left)
    assert titles(panel)[panel.rows.currentIndex().row()] == "10"
    QTest.keyClick(panel.rows, Qt.Key.Key_Return)
    assert titles(panel) == ALL[:4]
    assert titles(made(folder)) == ALL[:4]
    panel._narrow("deep c")
    assert titles(panel) == ["10/deep", "c.txt"]
    panel._narrow("")
    assert titles(panel) == ALL[:4]


def test_steps_go_through_closed_groups_and_open_them(panel: DocumentPanel, folder: Path) -> None:
    chosen: list[str] = []
    panel.document_chosen.connect(lambda path: chosen.append(path.name))
    panel.document_chosen.connect(panel.show_open)
    panel.show_open(folder / "z.txt")
    panel._set_closed(frozenset(["2", "10"]))
    for _step in range(4):
        panel.open_next()
    assert chosen == ["b.txt", "a.txt", "c.txt", "d.txt"]
    assert titles(panel) == ALL
    assert titles(panel)[panel.rows.currentIndex().row()] == "d.txt"


def test_any_other_order_is_one_list_with_the_folders_in_the_names(
    panel: DocumentPanel, folder: Path, made: Callable[[Path], DocumentPanel]
) -> None:
    put(folder, "10/a.txt", "done", 7)
    panel.sort.show_value("annotations")
    panel.sort.chosen.emit()
    other = made(folder)
    assert other.sort.value == "annotations"
    assert titles(other) == ["10/a.txt", "2/b.txt", "10/deep/c.txt", "10/deep/d.txt", "z.txt"]


def test_what_comes_and_goes_keeps_headings_right(panel: DocumentPanel, folder: Path, qtbot: QtBot) -> None:
    (folder / "3").mkdir()
    put(folder, "3/e.txt")
    (folder / "2" / "b.txt").unlink()
    (folder / "10" / "deep" / "c.txt").unlink()
    panel._read_anew()
    qtbot.waitUntil(lambda: titles(panel) == ["z.txt", "3", "e.txt", "10", "a.txt", "10/deep", "d.txt"])
    assert spoken(panel)[5] == "10/deep, 1 document"


def test_a_file_written_in_place_is_seen_at_the_next_look(
    panel: DocumentPanel, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "z.txt", "in-progress", 2)
    panel._read_anew()
    qtbot.waitUntil(lambda: spoken(panel)[0] == "z.txt, in progress · mkato 2")
    monkeypatch.setattr(panel, "isActiveWindow", lambda: True)
    monkeypatch.setattr(folder_watch, "LEAST_PAUSE_SECONDS", 0.05)
    panel._read_anew()
    put(folder, "z.txt", "done", 3)
    qtbot.waitUntil(lambda: spoken(panel)[0] == "z.txt, done · mkato 3")
    listed: list[Listing] = []
    panel.listed.connect(listed.append)
    sidecar = folder / "z.txt.mkato.ann.json"
    status = sidecar.stat()
    with sidecar.open("r+b") as file:
        file.write(sidecar.read_bytes().replace(b"done", b"DONE"))
    os.utime(sidecar, ns=(status.st_atime_ns, status.st_mtime_ns))
    qtbot.waitUntil(lambda: spoken(panel)[0].startswith("z.txt, unreadable"))
    assert listed


def test_nobody_at_the_window_asks_for_no_look(panel: DocumentPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[None] = []
    panel._watch.look.connect(lambda: looks.append(None))
    for active, expected in ((False, 0), (True, 1)):
        monkeypatch.setattr(panel, "isActiveWindow", lambda active=active: active)
        panel._watch._look_if_seen()
        assert len(looks) == expected


def test_a_look_that_was_due_comes_when_somebody_is_there_again_though_the_pane_is_hidden(
    panel: DocumentPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "UNSEEN_MILLISECONDS", 10)
    monkeypatch.setattr(panel, "isActiveWindow", lambda: False)
    panel._watch._look_if_seen()
    monkeypatch.setattr(panel, "isActiveWindow", lambda: True)
    with qtbot.waitSignal(panel._watch.look):
        pass


def test_a_share_that_goes_away_takes_nothing_with_it_and_says_when_it_was_there(
    panel: DocumentPanel, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    troubles: list[dict[str, str]] = []
    panel.troubled.connect(troubles.append)
    assert panel.standing.isHidden()
    shutil.move(folder, tmp_path / "elsewhere")
    panel._read_anew()
    qtbot.waitUntil(lambda: not panel.standing.isHidden())
    assert panel.standing.text().startswith("The folder cannot be read now; what is listed was there at ")
    assert titles(panel) == ALL
    assert [list(one) for one in troubles] == [[str(folder)]]
    shutil.move(tmp_path / "elsewhere", folder)
    panel._read_anew()
    qtbot.waitUntil(panel.standing.isHidden)


def test_what_cannot_be_read_is_said_in_the_window(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    os.mkfifo(folder / "10" / "a.txt.li.ann.json")
    window.open_paths([folder])
    said = "10/a.txt.li.ann.json: It is no regular file, and was not read."
    qtbot.waitUntil(lambda: any(said in text for text in window.notice.texts))


def test_everything_is_read_again_when_it_is_asked_for(
    window: MainWindow, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "2/b.txt", "done", 2)
    window.open_paths([folder])
    panel = window.documents
    qtbot.waitUntil(lambda: "b.txt, done · mkato 2" in spoken(panel))
    read: list[Path] = []
    summary = sidecar_summary.sidecar_summary

    def watched(path: Path) -> SidecarSummary:
        read.append(path)
        return summary(path)

    monkeypatch.setattr(sidecar_summary, "sidecar_summary", watched)
    window.actions_by_name["read_folder_again"].trigger()
    qtbot.waitUntil(lambda: read == [folder / "2" / "b.txt.mkato.ann.json"])


def test_a_slow_folder_is_listed_beside_the_window(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_panel, "PATIENCE_SECONDS", 0)
    panel = DocumentPanel()
    qtbot.addWidget(panel)
    chosen: list[str] = []
    panel.document_chosen.connect(lambda path: chosen.append(path.name))
    panel.open_folder(folder)
    assert panel.rows._empty in ("The folder is being read…", "")
    qtbot.waitUntil(lambda: titles(panel) == ALL)
    assert chosen == ["z.txt"]


def test_a_document_opened_by_itself_lists_its_own_folder_alone(panel: DocumentPanel, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "below").mkdir(parents=True)
    put(home, "article.txt")
    put(home, "below/other.txt")
    panel.show_open(home / "article.txt")
    assert titles(panel) == ["article.txt"]


def test_annotations_of_a_document_that_is_not_here_stay_in_sight(
    panel: DocumentPanel, folder: Path, qtbot: QtBot
) -> None:
    put(folder, "10/a.txt", "done", 7)
    panel._read_anew()
    qtbot.waitUntil(lambda: "a.txt, done · mkato 7" in spoken(panel))
    (folder / "10" / "a.txt").unlink()
    panel._read_anew()
    qtbot.waitUntil(lambda: spoken(panel)[-2:] == ["Not here, 1 document", "a.txt, not here, 10 · mkato 7"])
    chosen: list[FolderDocument] = []
    panel.lost_chosen.connect(chosen.append)
    panel.rows.activated.emit(panel.model.index(panel.model.rowCount() - 1, 0))
    assert [one.name for one in chosen] == ["a.txt"]
    put(folder, "10/a.txt")
    panel._read_anew()
    qtbot.waitUntil(lambda: titles(panel) == ALL)


def test_whose_files_count_is_chosen_and_remembered(
    panel: DocumentPanel, folder: Path, made: Callable[[Path], DocumentPanel], qtbot: QtBot
) -> None:
    for name, who in (("z.txt", "anna"), ("z.txt", "zoe"), ("2/b.txt", "anna")):
        put(folder, name, "done", 1, who)
    panel = made(folder)
    assert not panel.whose.isHidden()
    assert panel.preferred == ("mkato",)
    assert spoken(panel)[0].endswith("nobody's counts")
    chosen: list[tuple[str, ...]] = []
    panel.whose_changed.connect(chosen.append)
    panel.whose.show_value("zoe")
    panel.whose.chosen.emit()
    assert chosen == [("zoe", "mkato")]
    assert not spoken(panel)[0].endswith("nobody's counts")
    assert made(folder).preferred == ("zoe", "mkato")
    for shown, expected in (("undecided", []), ("not-here", []), ("review 2", ["z.txt"])):
        panel.shown.show_value(shown)
        panel.shown.chosen.emit()
        qtbot.waitUntil(partial(_shows, panel, expected))


def _shows(panel: DocumentPanel, expected: list[str]) -> bool:
    return titles(panel) == expected


def test_a_flat_folder_looks_as_ever_and_has_no_choice_of_whose(
    tmp_path: Path, made: Callable[[Path], DocumentPanel]
) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    put(flat, "10.txt", "done", 1)
    put(flat, "2.txt")
    panel = made(flat)
    assert spoken(panel) == ["2.txt, untouched", "10.txt, done · mkato 1"]
    assert panel.whose.isHidden()


def test_views_are_kept_of_the_folders_used_last_and_bear_what_makes_no_sense() -> None:
    settings = Settings()
    views = FolderViews(settings)
    view = FolderView("state", "done", "anna", frozenset(["a", "b"]))
    for number in range(60):
        views.keep(Path(f"/f{number}"), view)
    assert len(settings.folder_views) == 50
    assert views.of(Path("/f59")) == view
    assert views.of(Path("/f0")) == views.of(None) == FolderView()
    views.keep(Path("/f59"), FolderView())
    assert "/f59" not in settings.folder_views
    settings.folder_views = {"/x": {"sort": 3, "closed": [1, "a"], "whose": None}, "/y": {"closed": "a"}}
    assert views.of(Path("/x")) == FolderView(closed=frozenset(["a"]))
    assert views.of(Path("/y")) == FolderView()


def test_a_renamed_document_is_offered_its_annotations(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (folder := tmp_path / "named").mkdir()
    annotated(folder, name="first.txt")
    annotated(folder, name="old.txt").path.write_text("Another text, of which there is no other.\n")
    (folder / "old.txt").rename(folder / "away.txt")
    annotated(folder, name="gone.txt").path.rename(folder / "new name.txt")
    window.open_paths([folder])
    qtbot.waitUntil(lambda: any("gone.txt seems to be called new name.txt now" in one for one in window.notice.texts))
    button = next(b for b in window.notice.findChildren(QPushButton) if b.text() == "Rename its annotation files")
    button.click()
    qtbot.waitUntil((folder / "new name.txt.mkato.ann.json").exists)
    qtbot.waitUntil(lambda: [one.name for one in window.documents.listing.lost.values()] == ["old.txt"])
    window.documents.rows.activated.emit(window.documents.model.index(window.documents.model.rowCount() - 1, 0))
    qtbot.waitUntil(lambda: any("has the text of old.txt" in text for text in window.notice.texts))


def test_many_renamed_documents_are_offered_at_once(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (folder := tmp_path / "named").mkdir()
    annotated(folder, name="a.txt")
    for number in range(3):
        desk = Desk(folder, f"Number {number}, of which there is no other.", name=f"z{number}.txt")
        desk.annotate("claim", "there is no other")
        desk.save()
        desk.path.rename(folder / f"zz {number}.txt")
    (folder / "zz 1.txt.mkato.ann.json").mkdir()
    window.open_paths([folder])
    qtbot.waitUntil(lambda: any(one.startswith("3 documents seem to be called") for one in window.notice.texts))
    assert sum("called" in one for one in window.notice.texts) == 1
    next(b for b in window.notice.findChildren(QPushButton) if b.text() == "Rename their annotation files").click()
    qtbot.waitUntil((folder / "zz 2.txt.mkato.ann.json").exists)
    qtbot.waitUntil(lambda: any("z1.txt.mkato.ann.json was not renamed" in one for one in window.notice.texts))
    assert (folder / "zz 0.txt.mkato.ann.json").is_file()
    assert (folder / "z1.txt.mkato.ann.json").is_file()


def test_what_could_not_be_looked_at_is_said_until_it_can_be(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (folder := tmp_path / "share").mkdir()
    annotated(folder, name="a.txt")
    window.open_paths([folder])
    qtbot.waitUntil(lambda: bool(window.documents.paths))
    folder.rename(tmp_path / "away")
    window.documents.look_again()
    gone = "share: The folder could not be read: No such file or directory."
    qtbot.waitUntil(lambda: any(one.startswith(gone) for one in window.notice.texts))
    (tmp_path / "away").rename(folder)
    window.documents.look_again()
    qtbot.waitUntil(lambda: not any(one.startswith(gone) for one in window.notice.texts))


def test_places_found_say_in_which_folder_their_document_lies(folder: Path, qtbot: QtBot) -> None:
    dialog = FolderSearch(None, [folder / "z.txt", folder / "10" / "a.txt"], folder)
    qtbot.addWidget(dialog)
    dialog.edit.setText("ministers")
    with qtbot.waitSignal(dialog.background.done):
        dialog.search()
    found = [dialog.list.topLevelItem(row) for row in range(2)]
    assert [item.text(0).split()[0] for item in found if item] == ["z.txt", "10/a.txt"]


def test_a_review_that_was_begun_says_how_much_is_settled(
    tmp_path: Path, made: Callable[[Path], DocumentPanel], qtbot: QtBot
) -> None:
    (folder := tmp_path / "review").mkdir()
    for who in ("anna", "mkato", "adjudicated"):
        annotated(folder, annotator=who)
    annotated(folder, name="b.txt", annotator="anna")
    panel = made(folder)
    qtbot.waitUntil(lambda: any(" settled · " in one for one in spoken(panel)))
    words = next(one for one in spoken(panel) if one.startswith("talks.txt"))
    assert words.startswith("talks.txt, in progress · 0 of ")
    assert words.endswith(" settled · adjudicated 5, anna 5, mkato 5")
    panel.sort.show_value("review")
    panel.sort.chosen.emit()
    assert titles(panel) == ["talks.txt", "b.txt"]
    for who in ("anna", "adjudicated"):
        (folder / f"talks.txt.{who}.ann.json").unlink()
    panel.look_again()
    qtbot.waitUntil(lambda: "talks.txt, in progress · mkato 5" in spoken(panel))


def test_the_row_of_the_open_document_follows_each_step_before_it_is_saved(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    panel = window.documents
    qtbot.waitUntil(lambda: "mkato 5" in spoken(panel)[0])
    before = spoken(panel)
    window.bridge.run("Actor", lambda draft: annotate(draft, desk.document, [Span(0, 4)], "actor"))
    assert spoken(panel) == [before[0].replace("mkato 5", "mkato 6")]
    window.actions_by_name["undo"].trigger()
    assert spoken(panel) == before
