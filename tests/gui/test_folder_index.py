"""The window knows what stands in its folder: what files say, and in the place of one what is open, at each step."""

import random
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from threading import get_ident

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.layer import Layer
from annotator.services.folder.folder_listing import list_documents
from annotator.services.folder.signature import Signature, signature_at
from annotator.services.index import first_reading
from annotator.services.index.cache import Cache, CachedWords, cache_path
from annotator.services.index.index import FolderChange, FolderIndex
from annotator.services.index.reading import ReadFile, read_layer
from annotator.services.index.view import ALL, FolderView
from annotator.ui.folder import naming, reading, upkeep
from annotator.ui.folder.folder_bridge import FolderBridge
from annotator.ui.preferences.dialog import PreferencesDialog
from annotator.ui.window.main_window import MainWindow
from tests.unit.folder_of_files import CODEBOOK, chance_layer, write
from tests.unit.large_folder import write_large_folder
from tests.unit.making import Desk


def index_of(folder: FolderBridge) -> FolderIndex:
    assert folder.index is not None
    return folder.index


def is_read(folder: FolderBridge, files: int) -> bool:
    return folder.index is not None and len(folder.index.files) == files and not folder.is_reading


def known(folder: FolderBridge, typed: str) -> dict[str, int]:
    return {one.name: one.documents for one in index_of(folder).names.entities(typed)}


@pytest.fixture
def folder(window: MainWindow, desk: Desk, qtbot: QtBot) -> FolderBridge:
    """That of a window with an open article and five more annotation files, all read."""
    for number in range(5):
        name = f"d{number}.txt"
        (desk.path.parent / name).write_text("Nothing.", encoding="utf-8")
        write(desk.path.parent / f"{name}.mkato.ann.json", chance_layer(random.Random(number), "mkato", name, size=30))
    folder = window.bridge.folder
    qtbot.waitUntil(lambda: is_read(folder, 6))
    return folder


def test_all_files_are_read_beside_the_window(folder: FolderBridge, window: MainWindow) -> None:
    index = index_of(folder)
    total = sum(len(load_sidecar(one.path.read_bytes()).layer.annotations) for one in index.files)
    assert len(index.view().rows()) == total
    assert index.standing().sentence == ""
    assert index.own == "mkato"


def test_a_step_is_known_before_widgets_hear_of_it(folder: FolderBridge, window: MainWindow, qtbot: QtBot) -> None:
    session, heard = window.bridge.session, list[tuple[int, int]]()
    assert session is not None
    changes = list[FolderChange]()
    window.bridge.changed.connect(lambda _change: heard.append((len(index_of(folder).view().rows()), len(changes))))
    folder.changed.connect(changes.append)
    before = len(index_of(folder).view().rows())
    draft = session.draft()
    gone = next(iter(session.layer.annotations))
    draft.remove("annotations", gone)
    session.commit(draft, "Delete")
    assert heard == [(before - 1, 1)]
    assert changes[0].files == {session.sidecar}
    session.undo()
    assert heard[1] == (before, 2)


def test_steps_of_a_large_layer_are_read_beside_the_window(
    folder: FolderBridge, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.folder.open_layer.LARGE", 0)
    read = list[int]()

    def counted(sidecar: Path, layer: Layer) -> ReadFile:
        read.append(get_ident())
        return read_layer(sidecar, layer)

    monkeypatch.setattr("annotator.services.index.reading.read_layer", counted)
    monkeypatch.setattr("annotator.services.index.index.read_layer", counted)
    session = window.bridge.session
    assert session is not None
    before = len(index_of(folder).view().rows())
    for _ in range(3):
        draft = session.draft()
        draft.remove("annotations", next(iter(session.layer.annotations)))
        session.commit(draft, "Delete")
    assert read == []
    assert len(index_of(folder).view().rows()) == before
    qtbot.waitUntil(lambda: len(index_of(folder).view().rows()) == before - 3)
    assert len(read) == 1
    assert get_ident() not in read


def test_what_was_read_before_another_step_is_not_taken(folder: FolderBridge, window: MainWindow) -> None:
    session, index = window.bridge.session, index_of(folder)
    assert session is not None
    before, step = len(index.view().rows()), folder.open_layer._step
    late = read_layer(session.sidecar, session.layer.snapshot())
    draft = session.draft()
    draft.remove("annotations", next(iter(session.layer.annotations)))
    session.commit(draft, "Delete")
    folder.open_layer._take(index, step, late)
    assert len(index.view().rows()) == before - 1


def test_leaving_a_document_leaves_what_is_on_disk(folder: FolderBridge, window: MainWindow, qtbot: QtBot) -> None:
    session = window.bridge.session
    assert session is not None
    sidecar = session.sidecar
    window.bridge.run("Mark as done", lambda draft: draft.put_document(state="done"))
    facts = index_of(folder).file(sidecar)
    assert facts is not None
    assert facts.state == "done"
    window.open_paths([sidecar.with_name("d1.txt")])
    qtbot.waitUntil(lambda: window.bridge.session is not None and window.bridge.session.sidecar != sidecar)
    state = load_sidecar(sidecar.read_bytes()).layer.document.state
    qtbot.waitUntil(lambda: (one := index_of(folder).file(sidecar)) is not None and one.state == state)


def test_what_others_write_is_read(folder: FolderBridge, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    theirs = desk.path.parent / "d0.txt.zoe.ann.json"
    write(theirs, chance_layer(random.Random(7), "zoe", "d0.txt", size=30))
    window.documents._read_anew()
    qtbot.waitUntil(lambda: index_of(folder).file(theirs) is not None)
    assert len(index_of(folder).files_of(desk.path.parent / "d0.txt")) == 2
    theirs.unlink()
    window.documents._read_anew()
    qtbot.waitUntil(lambda: index_of(folder).file(theirs) is None)


@pytest.mark.parametrize("joined", [200, 2], ids=["at once", "beside the window"])
def test_the_codebook_of_the_folder_names(
    folder: FolderBridge, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, joined: int
) -> None:
    monkeypatch.setattr(naming, "MANY", joined)
    from annotator.formats.codebooks.codebook_json import dump_codebook

    path = index_of(folder).root / "codebook.json"
    path.write_bytes(dump_codebook(CODEBOOK))
    folder.look_at_codebooks()
    qtbot.waitUntil(lambda: bool(index_of(folder).codebooks))
    assert index_of(folder).codebooks[path.parent].entities == CODEBOOK.entities
    path.write_text("{", encoding="utf-8")
    folder.look_at_codebooks()
    qtbot.waitUntil(lambda: bool(folder.problems))
    path.unlink()
    folder.look_at_codebooks()
    qtbot.waitUntil(lambda: not folder.problems and not index_of(folder).codebooks)


def test_the_newest_question_of_a_kind_is_answered(folder: FolderBridge, qtbot: QtBot) -> None:
    answers = list[tuple[int, int]]()

    def ask(number: int) -> None:
        folder.ask("rows", lambda view: (number, len(view.rows(ALL))), answers.append)

    for number in range(20):
        ask(number)
    qtbot.waitUntil(lambda: bool(answers) and answers[-1][0] == 19)
    assert len(answers) < 20
    assert answers[-1][1] == len(index_of(folder).view().rows(ALL))


def test_a_question_that_fails_holds_up_no_other(
    folder: FolderBridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised, answers = list[object](), list[int]()
    monkeypatch.setattr("sys.excepthook", lambda *error: raised.append(error))

    def fail(_view: FolderView) -> int:
        raise ValueError

    folder.ask("one", fail, answers.append)
    folder.ask("other", lambda _view: 7, answers.append)
    qtbot.waitUntil(lambda: answers == [7])
    assert len(raised) == 1


def test_what_was_read_is_kept_for_the_next_start_until_it_is_forgotten(
    folder: FolderBridge, window: MainWindow, qtbot: QtBot
) -> None:
    kept = cache_path(index_of(folder).root)
    qtbot.waitUntil(
        lambda: kept.exists() and CachedWords(index_of(folder).root).words(index_of(folder).files[0].path) is not None
    )
    dialog = PreferencesDialog(window, window.store.settings, (), lambda: None)
    qtbot.addWidget(dialog)
    QTest.mouseClick(dialog.forget, Qt.MouseButton.LeftButton)
    assert not kept.exists()
    assert not dialog.forget.isEnabled()


def test_the_next_start_takes_as_a_whole_what_was_joined(
    folder: FolderBridge, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "JOINED", 4)
    monkeypatch.setattr(upkeep, "JOINED", 4)
    root, session = index_of(folder).root, window.bridge.session
    assert session is not None
    files = {facts.path for facts in index_of(folder).files}
    signatures = {path: signature for path in files if (signature := signature_at(path))}
    # Long after they were written there is no doubt of any.
    monkeypatch.setattr(Signature, "is_in_doubt", lambda *_: False)
    folder.upkeep.idle.setInterval(0)
    folder.read_again()
    qtbot.waitUntil(lambda: is_read(folder, 6) and folder.reader.singly == 0)
    done = folder._reader.submit(lambda: None)
    qtbot.waitUntil(done.done)
    draft = session.draft()
    draft.remove("annotations", next(iter(session.layer.annotations)))
    session.commit(draft, "Delete")
    before, names = len(index_of(folder).view().rows()), known(folder, "")
    put = list[Path]()
    monkeypatch.setattr(FolderIndex, "put_file", lambda _index, read: put.append(read.path))
    folder.list_files(None, {})
    with qtbot.waitSignal(folder.opened):
        folder.list_files(root, signatures)
    qtbot.waitUntil(lambda: is_read(folder, 6))
    assert not put
    assert (len(index_of(folder).view().rows()), known(folder, "")) == (before, names)


def test_what_is_read_for_the_first_time_is_taken_as_a_whole(
    folder: FolderBridge, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "JOINED", 4)
    monkeypatch.setattr(upkeep, "JOINED", 4)
    monkeypatch.setattr(reading, "SLICE", 1)
    monkeypatch.setattr(first_reading, "AT_FIRST", 2)
    session, root = window.bridge.session, index_of(folder).root
    assert session is not None
    broken = root / "broken.txt.mkato.ann.json"
    broken.write_bytes(b"{")
    draft = session.draft()
    draft.remove("annotations", next(iter(session.layer.annotations)))
    session.commit(draft, "Delete")
    before, names, put = len(index_of(folder).view().rows()), known(folder, ""), list[Path]()
    put_file = FolderIndex.put_file

    def putting(index: FolderIndex, read: ReadFile) -> None:
        put.append(read.path)
        put_file(index, read)

    monkeypatch.setattr(FolderIndex, "put_file", putting)
    told = list[tuple[int, int]]()
    folder.reading.connect(lambda *counts: told.append(counts))
    signatures = {path: signature for path in root.glob("*.ann.json") if (signature := signature_at(path))}
    folder.list_files(None, {})
    folder.list_files(root, signatures)
    qtbot.waitUntil(lambda: is_read(folder, 7))
    assert len(put) == 3
    assert broken in put
    assert [*index_of(folder).standing().problems] == [broken]
    assert told[-1] == (7, 7)
    assert (len(index_of(folder).view().rows()), known(folder, "")) == (before, names)
    done = folder._reader.submit(lambda: None)
    qtbot.waitUntil(done.done)
    with closing(Cache(root)) as cache:
        assert cache.ask(lambda database: database.execute("select count(*) from joined").fetchone(), None) == (1,)


def test_another_folder_begins_anew(
    folder: FolderBridge, window: MainWindow, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other: Path = tmp_path_factory.mktemp("other")
    (other / "x.txt").write_text("Nothing.", encoding="utf-8")
    write(other / "x.txt.mkato.ann.json", chance_layer(random.Random(3), "mkato", "x.txt"))
    with qtbot.waitSignal(folder.opened):
        window.open_paths([other])
    qtbot.waitUntil(lambda: is_read(folder, 1))
    assert index_of(folder).root == other


def test_the_window_goes_on_while_much_is_taken(
    window: MainWindow, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept is read faster than it is taken: other events have their turn all the same."""
    root = write_large_folder(tmp_path_factory.mktemp("large") / "folder", 60)
    files = len(list(root.rglob("*.ann.json")))
    folder = window.bridge.folder
    put = FolderIndex.put_files

    def slowly(index: FolderIndex, found: Iterable[ReadFile]) -> None:
        put(index, found)
        time.sleep(0.05)

    monkeypatch.setattr(FolderIndex, "put_files", slowly)
    for _time in range(2):
        ticks, reads = list[int](), list[int]()
        timer = QTimer(interval=0)
        timer.timeout.connect(lambda ticks=ticks, reads=reads: ticks.append(len(reads)))
        folder.reading.connect(lambda read, _all, reads=reads: reads.append(read))
        timer.start()
        folder.list_files(None, {})
        with qtbot.waitSignal(folder.opened):
            folder.list_files(root, list_documents(root).signatures)
        qtbot.waitUntil(lambda: is_read(folder, files))
        timer.stop()
        # Between all slices but a few the timer had its turn.
        assert len(set(ticks)) > files // 10 // 2


def test_files_that_take_long_are_put_in_one_at_a_time(
    folder: FolderBridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.folder.reading.AT_ONCE_SECONDS", 0)
    heard = list[FolderChange]()
    folder.changed.connect(heard.append)
    folder.read_again()
    qtbot.waitUntil(lambda: is_read(folder, 6))
    assert all(len(change.files) <= 1 for change in heard)
    folder.read_again()
    qtbot.waitUntil(lambda: is_read(folder, 6))
    assert len(frozenset[Path]().union(*(change.files for change in heard))) == 6


def test_the_garbage_collector_does_not_walk_over_a_large_folder(
    folder: FolderBridge, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_large_folder(tmp_path_factory.mktemp("large") / "folder", 60)
    files, asked = len(list(root.rglob("*.ann.json"))), list[int]()
    monkeypatch.setattr(reading, "leave_alone", lambda: asked.append(1))
    monkeypatch.setattr(reading, "MANY", 25)
    with qtbot.waitSignal(folder.opened):
        folder.list_files(root, list_documents(root).signatures)
    qtbot.waitUntil(lambda: is_read(folder, files))
    assert 1 <= (often := len(asked)) <= files // 25
    folder.read_files(list(root.rglob("*.ann.json"))[:1])
    qtbot.waitUntil(lambda: not folder.is_reading)
    assert len(asked) == often


def test_files_that_go_are_taken_away_one_at_a_time_and_one_that_comes_back_stays(
    folder: FolderBridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.folder.reading.AT_ONCE_SECONDS", 0)
    root, heard = index_of(folder).root, list[FolderChange]()
    signatures = {path: signature for path in root.glob("*.ann.json") if (signature := signature_at(path))}
    gone = sorted(signatures)[:4]
    folder.changed.connect(heard.append)
    folder.list_files(root, {path: signature for path, signature in signatures.items() if path not in gone})
    folder.list_files(root, {path: signature for path, signature in signatures.items() if path not in gone[:2]})
    qtbot.waitUntil(lambda: not folder.is_reading)
    assert {facts.path for facts in index_of(folder).files} == signatures.keys() - set(gone[:2])
    assert all(len(change.files) <= 1 for change in heard)
