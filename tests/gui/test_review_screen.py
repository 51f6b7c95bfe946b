"""The review screen: opened with two annotation files, worked through by keys, and shown to the letter."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.services.agreement.measure_table import measures
from annotator.services.comparing import difference as kinds
from annotator.services.settling.review import Review
from annotator.services.user.settings import SettingsStore
from annotator.ui.panels.comment_rows import CommentRows
from annotator.ui.review.agreement_view import AgreementView
from annotator.ui.review.charts_view import ChartsView
from annotator.ui.review.confusion_view import ConfusionView
from annotator.ui.review.entities_view import EntitiesView
from annotator.ui.review.review_findings import ReviewFindings
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.filtered_list import KEY
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.places import SEEDS
from tests.unit.making import TEXT, Desk, annotated
from tests.unit.services.settling.test_review_progress import adjudicate, three

MARKUP = "<b>Bold</b> & <img src='file:///etc/passwd'>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in SEEDS.glob("japan-italy-ministers.txt*"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    store = SettingsStore()
    store.settings.annotator_id, store.settings.annotator_name = "chief", "C. Hief"
    window = MainWindow(store)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    window.files.autosave.finish()
    if window.files.desk:
        window.files.autosave.watch(None)
        window.files.desk.close(keep_journal=True)
        window.files.desk = None


def review_of(window: MainWindow) -> Review:
    review = window.review.bridge.review
    assert review
    return review


def kinds_of(window: MainWindow) -> list[str]:
    return [difference.kind for difference in review_of(window).differences]


def go_to(window: MainWindow, kind: str) -> int:
    number = next(n for n, d in enumerate(review_of(window).differences) if d.kind == kind)
    window.review.bridge.look_at(number)
    return number


def shown_words(window: MainWindow) -> str:
    panel = window.review.opinions
    cards = [line for card in panel.cards for line in (card.whose.whole, card.said.toPlainText())]
    return "\n".join((panel.heading.whole, panel.state.whole, *cards))


def test_all_is_settled_by_keys_and_can_be_undone(window: MainWindow, folder: Path) -> None:
    files = sorted(folder.glob("*.ann.json"))
    before = [path.read_bytes() for path in files]
    window.open_paths(files)
    review, rows = review_of(window), window.review.list.rows
    assert rows.hasFocus()
    assert window.panes["differences"].isVisible()
    assert window.actions_by_name["take_1"].isEnabled()
    total = len(review.differences)
    press(rows, Qt.Key.Key_A)
    assert window.review.list.count.text().startswith(f"1 of {total:,} settled")
    press(rows, Qt.Key.Key_B, Qt.Key.Key_0, Qt.Key.Key_T)
    assert review.progress().settled >= 4
    press(window, Qt.Key.Key_F8)
    window.actions_by_name["take_agreed"].trigger()
    while review.left():
        press(rows, Qt.Key.Key_N, Qt.Key.Key_1)
    assert "Nothing is left to settle" in window.review.list.count.text()
    window.files.save()
    saved = load_sidecar((folder / "japan-italy-ministers.txt.adjudicated.ann.json").read_bytes())
    assert saved.findings == []
    assert len(saved.layer.annotations) == len(window.bridge.session.layer.annotations)  # type: ignore[union-attr]
    while window.bridge.session and window.bridge.session.undo():
        pass
    assert review.progress().settled == 0
    assert [path.read_bytes() for path in files] == before


def test_what_each_has_is_shown_side_by_side(window: MainWindow, folder: Path) -> None:
    window.open_paths(sorted(folder.glob("*.ann.json")))
    go_to(window, "status")
    words = shown_words(window)
    assert "A L. Rossi" in words
    assert "B M. Kato" in words
    difference = window.review.bridge.difference
    assert difference
    assert all(str(opinion.value) in words for opinion in difference.opinions.values() if opinion.value is not None)
    press(window.review.list.rows, Qt.Key.Key_E)
    assert window.bridge.annotation
    assert window.bridge.annotation.origin == "adjudicated"


def test_what_nobody_contradicts_is_taken_in_one_step(window: MainWindow, tmp_path: Path) -> None:
    one, other = (Desk(tmp_path, annotator=who) for who in ("mkato", "lrossi"))
    for desk, note in ((one, "why?"), (other, "")):
        desk.set(desk.annotate("claim", "Norland criticised Ostia"), note=note)
    window.open_paths([desk.save() for desk in (one, other)])
    assert kinds_of(window) == ["note"]
    window.actions_by_name["take_undisputed"].trigger()
    assert review_of(window).left() == []
    (taken,) = review_of(window).session.layer.annotations.values()
    assert taken.note == "why?"
    window.actions_by_name["undo"].trigger()
    assert review_of(window).left() == [0]


def test_the_place_of_the_difference_stays_in_sight_however_much_is_said_of_it(
    window: MainWindow, tmp_path: Path
) -> None:
    for path in SEEDS.glob("senkaku-patrols.txt*"):
        shutil.copy(path, tmp_path)
    window.resize(1280, 800)
    window.open_paths(sorted(tmp_path.glob("*.ann.json")))
    view, bridge, unseen = window.view, window.review.bridge, []
    bridge.take_agreed()
    while review_of(window).left():
        bridge.take_number(len(review_of(window).left()) % 2)
        QApplication.processEvents()
        start = review_of(window).differences[bridge.current or 0].start
        cursor = QTextCursor(view.document())
        cursor.setPosition(max(0, start))
        if start >= 0 and not view.viewport().rect().contains(view.cursorRect(cursor).center()):
            unseen.append(bridge.current)
    assert unseen == []


def test_the_list_is_sorted_and_narrowed(window: MainWindow, folder: Path) -> None:
    window.open_paths(sorted(folder.glob("*.ann.json")))
    panel, review = window.review.list, review_of(window)
    panel.kind.show_value(kinds.BOUNDARY)
    panel.kind.chosen.emit()
    assert {review.differences[n].kind for n in panel.model.numbers} == {kinds.BOUNDARY}
    panel.kind.show_value(None)
    panel.type.show_value("actor")
    panel.order.show_value("kind")
    panel.order.chosen.emit()
    found = [review.differences[n] for n in panel.model.numbers]
    assert all("actor" in {a.type for a in d.group.members.values()} for d in found)
    assert [kinds.KINDS.index(d.kind) for d in found] == sorted(kinds.KINDS.index(d.kind) for d in found)
    panel.type.show_value(None)
    panel.shown.show_value("left")
    panel.shown.chosen.emit()
    before = len(panel.model.numbers)
    window.review.bridge.take_number(0)
    assert len(panel.model.numbers) < before


def test_comments_and_reading_again(window: MainWindow, folder: Path) -> None:
    files = sorted(folder.glob("*.ann.json"))
    window.open_paths(files)
    window.review.list.rows.setFocus()
    press(window.review.list.rows, Qt.Key.Key_C)
    comment = window.review.opinions.comment
    assert comment.hasFocus()
    comment.setText(MARKUP)
    press(comment, Qt.Key.Key_Return)
    number = window.review.bridge.current
    assert number is not None
    assert review_of(window).comment(number) == MARKUP
    window.review.bridge.take_number(0)
    tree = orjson.loads(files[0].read_bytes())
    tree["annotations"] = []
    files[0].write_bytes(orjson.dumps(tree))
    settled = review_of(window).progress().settled
    window.actions_by_name["read_again"].trigger()
    assert settled
    assert all(d.kind in (kinds.MISSING, kinds.LINK, *kinds.DETAILS) for d in review_of(window).differences)


def test_markup_in_names_and_notes_is_text(window: MainWindow, tmp_path: Path) -> None:
    one = annotated(tmp_path)
    other = Desk(tmp_path, annotator="lrossi")
    made = other.annotate("claim", "Norland criticised Ostia")
    other.set(made, note=MARKUP, topic=MARKUP)
    other.role(made, "speakers", MARKUP)
    other.save()
    window.open_paths([one.sidecar, other.sidecar])
    number = next(n for n, d in enumerate(review_of(window).differences) if "lrossi" in str(d.sources))
    window.review.bridge.look_at(number)
    assert "<b>Bold</b>" in shown_words(window)
    labels = window.review.opinions.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_files_that_do_not_differ_say_so_calmly(window: MainWindow, tmp_path: Path) -> None:
    one, other = Desk(tmp_path), Desk(tmp_path, annotator="lrossi")
    window.open_paths([one.save(), other.save()])
    assert window.review.list.count.text() == "The files do not differ."
    press(window.review.list.rows, Qt.Key.Key_A, Qt.Key.Key_0, Qt.Key.Key_N)
    assert review_of(window).session.history.is_clean


def test_what_cannot_be_reviewed_is_said(window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    one, other = sorted(folder.glob("*.ann.json"))
    other.write_bytes(b"{")
    window.open_paths([one, other])
    assert "cannot be understood and was left as it is" in said[0]
    assert window.review.bridge.review is None
    assert other.read_bytes() == b"{"


def test_what_is_open_stays_open_when_a_review_fails(
    window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: None)
    files = sorted(folder.glob("*.ann.json"))
    window.open_paths([folder / "japan-italy-ministers.txt"])
    session, whole = window.bridge.session, files[1].read_bytes()
    files[1].write_bytes(b"{")
    window.open_paths(files)
    assert window.bridge.session is session
    files[1].write_bytes(whole)
    window.open_paths(files)
    review = review_of(window)
    window.review.bridge.take_number(0)
    files[1].write_bytes(b"{")
    window.open_paths(files)
    assert review_of(window) is review
    files[1].write_bytes(whole)
    window.open_paths(files)
    assert window.bridge.session is review.session
    assert review_of(window).progress().settled == 1
    assert window.actions_by_name["undo"].isEnabled()


def test_a_file_of_another_version_is_placed_anew_and_its_lost_places_are_shown(
    window: MainWindow, tmp_path: Path
) -> None:
    old = annotated(tmp_path, annotator="lrossi")
    before = old.sidecar.read_bytes()
    new = Desk(tmp_path, "A line before.\n" + TEXT.replace("مصر watches", "Nobody listens"))
    new.annotate("actor", "Aiko Mori")
    window.open_paths([old.sidecar, new.save()])
    assert "by their words; 1 is unplaced." in window.notice.text
    aligned = [group for group in review_of(window).alignment.groups if len(group.members) == 2]
    assert [group.start for group in aligned] == [new.span("Aiko Mori").start]
    window.review.show_findings()
    view = next(w for w in window.findChildren(ReviewFindings) if w.isVisible())
    lost = next(n for n in range(view.list.topLevelItemCount()) if "unplaced" in view.list.topLevelItem(n).text(2))  # type: ignore[union-attr]
    view.chosen(view.list.topLevelItem(lost).data(0, KEY))  # type: ignore[union-attr]
    difference = window.review.bridge.difference
    assert difference
    assert difference.start < 0
    assert old.sidecar.read_bytes() == before


def test_another_document_ends_the_review_and_its_lanes(window: MainWindow, folder: Path, qapp: QApplication) -> None:
    window.open_paths(sorted(folder.glob("*.ann.json")))
    with_lanes = window.view._pitch().gap
    theme.apply("dark")
    window.grab()
    window.review.bridge.take_number(0)
    window.files.save()
    window.open_paths([folder / "japan-italy-ministers.txt"])
    assert window.review.bridge.review is None
    assert window.panes["differences"].isHidden()
    assert window.view._pitch().gap < with_lanes
    assert not window.actions_by_name["take_1"].isEnabled()
    window.open_paths([folder / "japan-italy-ministers.txt.adjudicated.ann.json"])
    assert review_of(window).progress().settled >= 1


def test_coming_back_to_a_review_undo_goes_on_where_it_was_left(window: MainWindow, folder: Path) -> None:
    window.open_paths(sorted(folder.glob("*.ann.json")))
    for number in range(3):
        window.review.bridge.take_number(number)
    settled = review_of(window).progress().settled
    window.open_paths([folder / "japan-italy-ministers.txt"])
    window.open_paths([folder / "japan-italy-ministers.txt.adjudicated.ann.json"])
    assert review_of(window).progress().settled == settled
    while window.bridge.undo_label:
        window.actions_by_name["undo"].trigger()
    assert review_of(window).progress().settled == 0
    assert window.bridge.session
    assert not window.bridge.session.layer.annotations
    while window.bridge.redo_label:
        window.actions_by_name["redo"].trigger()
    assert review_of(window).progress().settled == settled


def test_charts_and_agreement_are_shown_and_the_report_is_saved(window: MainWindow, folder: Path) -> None:
    window.open_paths(sorted(folder.glob("*.ann.json")))
    window.actions_by_name["show_charts"].trigger()
    charts = next(w for w in window.findChildren(ChartsView) if w.isVisible())
    assert sorted(charts.views) == ["lrossi", "mkato"]
    assert all(view.highlight.lit for view in charts.views.values())
    charts.grab()
    window.actions_by_name["show_agreement"].trigger()
    view = next(w for w in window.findChildren(AgreementView) if w.isVisible())
    rows = [view.list.topLevelItem(n) for n in range(view.list.topLevelItemCount())]
    values = {row.text(0): row.text(1) for row in rows if row}
    names = {one.name for one in measures()}
    assert [name for name in values if name in names] == [one.name for one in measures()]
    assert {
        row.text(4).startswith(one.meaning) for one in measures() for row in rows if row and row.text(0) == one.name
    }
    assert {"F1 exact of type claim", "F1 exact of code claim/demand", "α of stance", "The same stance"} <= set(values)
    assert all(row.text(2).replace(",", "").isdigit() for row in rows if row)
    before, resting = values["γ"], {row.text(0): row.text(2) for row in rows if row}
    view.codes.click()
    after = {
        row.text(0): row.text(1) for row in map(view.list.topLevelItem, range(view.list.topLevelItemCount())) if row
    }
    assert after.keys() == values.keys()
    assert float(after["γ"]) < float(before)
    assert after["F1 exact"] == values["F1 exact"]
    assert 0 < float(values["F1 exact"]) <= float(values["F1 relaxed"]) < 1
    assert 0 < float(values["F1 of roles by entity"]) < 1
    view.edit.setText("α of stance")
    press(view.edit, Qt.Key.Key_Return)
    (confusion,) = view.findChildren(ConfusionView)
    side = range(confusion.table.rowCount())
    cells = [confusion.table.item(row, column) for row in side for column in side]
    assert sum(int(cell.text() or 0) for cell in cells if cell) == int(resting["α of stance"])
    assert "agree" in {header.text() for header in map(confusion.table.horizontalHeaderItem, side) if header}
    confusion.close()
    view.save_report(folder / "agreement.html")
    assert b"mkato" in (folder / "agreement.html").read_bytes()
    view.save_pages(folder / "training")
    assert sorted(page.name for page in (folder / "training").iterdir()) == ["lrossi.html", "mkato.html"]
    assert "lrossi: differences from adjudicated" in (folder / "training" / "lrossi.html").read_text(encoding="utf-8")
    assert "differences are not settled yet" in view.said.text()
    view.save_pages_of_folder(folder / "all")
    assert "No page was written" in view.said.text()
    assert not (folder / "all").exists()
    view.close()
    charts.close()


def test_pages_for_training_are_of_all_documents_of_the_folder_that_are_reviewed(
    window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "press"
    folder.mkdir()
    for name in ("one.txt", "other.txt", "open.txt"):
        paths = three(folder, name)
        if name != "open.txt":
            adjudicate(paths, "reviewed")
    window.open_paths([path for path in folder.iterdir() if "one.txt" in path.name and path.suffix == ".json"])
    window.actions_by_name["show_agreement"].trigger()
    view = next(w for w in window.findChildren(AgreementView) if w.isVisible())
    view.save_pages_of_folder(tmp_path / "pages")
    assert view.said.text().startswith("3 pages of 2 of 3 documents written into ")
    page = (tmp_path / "pages" / "cleo.html").read_text(encoding="utf-8")
    assert "<bdi>one.txt</bdi>" in page
    assert "<bdi>other.txt</bdi>" in page
    assert "<bdi>open.txt</bdi>" not in page
    view.close()


def test_agreement_of_three_is_shown_for_pairs_and_for_all_at_once(window: MainWindow, tmp_path: Path) -> None:
    desks = [Desk(tmp_path, annotator=who) for who in ("abe", "lrossi", "mkato")]
    desks[0].annotate("actor", "Norland")
    for desk in desks:
        desk.annotate("claim", "Norland criticised Ostia")
    window.open_paths([desk.save() for desk in desks])
    window.actions_by_name["show_agreement"].trigger()
    view = next(w for w in window.findChildren(AgreementView) if w.isVisible())
    rows = [view.list.topLevelItem(n) for n in range(view.list.topLevelItemCount())]
    values = {row.text(0): row.text(1) for row in rows if row}
    assert values["lrossi – mkato: γ"] == "1.000"
    assert values["mean of pairs: F1 exact"] == "0.778"
    assert 0 < float(values["all at once: γ"]) < 1
    view.close()


def test_entities_are_joined_and_taken_apart_by_the_reviewer(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    desks = Desk(tmp_path), Desk(tmp_path, annotator="lrossi")
    for desk, name in zip(desks, ("Mori", "The minister"), strict=True):
        desk.role(desk.annotate("claim", "Norland criticised Ostia"), "speakers", name)
    window.open_paths([desk.save() for desk in desks])
    assert kinds_of(window) == [kinds.ROLE]
    window.actions_by_name["show_entities"].trigger()
    view = next(w for w in window.findChildren(EntitiesView) if w.isVisible())
    assert not view.same.isEnabled()
    view.list.selectAll()
    assert not view.apart.isEnabled()
    view.same.click()
    assert kinds_of(window) == ["entity detail"]  # they are called otherwise
    assert view.list.topLevelItemCount() == 1
    view.grab()
    view.apart.click()
    assert kinds_of(window) == [kinds.ROLE]
    view.close()
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: kinds_of(window) == ["entity detail"])


def test_a_comment_travels_in_the_file_and_is_shown_to_the_letter(window: MainWindow, tmp_path: Path) -> None:
    desk = annotated(tmp_path, annotator="chief")
    window.open_paths([desk.path])
    selected = next(iter(desk.layer.annotations))
    window.bridge.select(selected)
    rows = window.inspector.findChild(CommentRows)
    assert rows
    rows.field.setFocus()
    assert rows.field.hasFocus()
    rows.field.setText(MARKUP)
    press(rows.field, Qt.Key.Key_Return)
    window.files.save()
    window.files.close_document()
    window.open_paths([desk.sidecar])
    window.bridge.select(selected)
    (comment,) = rows._labels
    assert comment.text().startswith("chief, 20")
    assert comment.text().endswith(MARKUP)
    assert comment.textFormat() == Qt.TextFormat.PlainText
