"""The window as a whole: its parts hear of each other, and files come and go."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.networks.relation_graph import ENTITY
from annotator.model.span import Span
from annotator.services.user.settings import SettingsStore
from annotator.ui.actions.actions import ROWS, WINDOW
from annotator.ui.toolkit import theme
from annotator.ui.window.main_window import MainWindow
from tests.gui.conftest import press
from tests.unit.making import Desk, annotated


def layer(window: MainWindow) -> Any:
    assert window.bridge.session
    return window.bridge.session.layer


def entity_id(window: MainWindow, name: str) -> str:
    return next(str(key) for key, entity in layer(window).entities.items() if entity.name == name)


def test_selecting_in_the_chart_lights_the_text_and_the_other_way_round(window: MainWindow) -> None:
    panel = window.chart.panel
    assert panel
    mori = (ENTITY, entity_id(window, "Aiko Mori"))
    panel.view.node_picked.emit(mori)
    assert window.bridge.lit == set(panel.graph.nodes[mori].evidence)
    edge = next(iter(panel.graph.edges))
    panel.view.edge_picked.emit(edge)
    assert window.bridge.lit == set(panel.graph.edges[edge].evidence)
    claim = next(a for a in layer(window).in_order() if a.type == "claim" and a.targets)
    window.bridge.select(claim.id)
    window.bridge.light(frozenset())
    lit = {panel.graph.nodes[key].label for key in panel.view.highlight.lit if key in panel.graph.nodes}
    assert {"Aiko Mori", "Carlo Bianchi"} <= lit


def test_the_chart_is_walked_and_picked_by_keys(window: MainWindow) -> None:
    panel = window.chart.panel
    assert panel
    panel.view.grab()
    panel.view.setFocus()
    press(panel.view, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert window.bridge.lit
    press(panel.view, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_Escape)
    assert window.view.hasFocus()


def test_a_click_on_a_node_picks_it(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.chart.panel
    assert panel
    place = panel.view.place_of((ENTITY, entity_id(window, "Aiko Mori"))).center()
    with qtbot.waitSignal(panel.view.node_picked):
        QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=place)
    assert window.bridge.lit


def test_nodes_keep_their_places_while_the_chart_grows(window: MainWindow, qtbot: QtBot, desk: Desk) -> None:
    panel = window.chart.panel
    assert panel
    window.resize(1400, 1000)

    def annotate(name: str) -> dict[tuple[str, str], tuple[float, float]]:
        tray = len(panel.view.picture.tray)
        window.view.select_span(desk.span(name))
        press(window.view, Qt.Key.Key_1)
        qtbot.waitUntil(lambda: len(panel.view.picture.tray) > tray and panel.is_still)
        return {box.key: box.middle for box in panel.view.picture.nodes}

    # The first one in the tray may move what it would cover.
    before = annotate("Norland")
    assert before
    assert annotate("Ostia") == before


def test_one_key_finds_in_the_chart_or_in_the_text(window: MainWindow) -> None:
    panel = window.chart.panel
    assert panel
    panel.view.setFocus()
    window.actions_by_name["find"].trigger()
    assert panel._finder.isVisible()
    assert not window.find_bar.isVisible()
    window.view.setFocus()
    window.actions_by_name["find"].trigger()
    assert window.find_bar.isVisible()


def test_each_step_is_undone_and_named_in_the_menu(window: MainWindow, desk: Desk) -> None:
    window.view.select_span(desk.span("Norland"))
    count = len(layer(window).annotations)
    press(window.view, Qt.Key.Key_1)
    assert len(layer(window).annotations) == count + 1
    assert window.actions_by_name["undo"].text() == "&Undo Annotate actor “Norland”"
    QTest.keyClick(window.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(layer(window).annotations) == count
    assert "Norland" in window.actions_by_name["redo"].text()


def test_autosave_comes_by_itself(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    before = desk.sidecar.read_bytes()
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    assert window.status_line.saved_text == "Changed"
    qtbot.waitUntil(lambda: window.status_line.saved_text == "Saved")
    assert desk.sidecar.read_bytes() != before
    # What is saved already is not saved again, and nothing would come to say so.
    window.actions_by_name["undo"].trigger()
    assert window.status_line.saved_text == "Changed"
    window.actions_by_name["redo"].trigger()
    assert window.status_line.saved_text == "Saved"


def test_every_action_has_a_slot_and_no_two_share_keys(window: MainWindow) -> None:
    assert set(window.actions_by_name) == {row.name for row in ROWS}
    for scope in {row.scope for row in ROWS}:
        # Keys of the article and keys of a list may be the same ones; those of the window hold everywhere.
        held = [row for row in ROWS if row.scope in (scope, WINDOW)]
        keys = [key.toString() for row in held for key in window.actions_by_name[row.name].shortcuts()]
        assert len(keys) == len(set(keys))


def test_all_keys_of_the_product_are_there(window: MainWindow) -> None:
    keys = {key.toString() for action in window.actions_by_name.values() for key in action.shortcuts()}
    single = "1 2 3 Tab Return Esc [ ] { } Del A L S T P V O + - 0 M B U F D F1 F3 F6"
    combined = (
        "Shift+Tab Alt+Left Alt+Right Alt+Shift+Left Alt+Shift+Right Ctrl+Z Ctrl+Shift+Z Ctrl+F Ctrl+S Ctrl+K Ctrl+/"
    )
    assert {*single.split(), *combined.split()} <= keys


def test_single_keys_stay_in_fields(window: MainWindow) -> None:
    count = len(layer(window).annotations)
    field = window.annotations.filter_line
    field.setFocus()
    QTest.keyClicks(field, "123saddle")
    assert field.text() == "123saddle"
    assert len(layer(window).annotations) == count


def test_f6_visits_the_panes_and_comes_back(window: MainWindow) -> None:
    window.view.setFocus()
    visited = []
    for _step in range(8):
        window.panes.step(1)
        focus = QApplication.focusWidget()
        visited.append(focus)
        if focus is window.view:
            break
    assert window.view in visited
    assert len(set(visited)) >= 4


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    flags = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(QPointF(5, 5), *flags))


def test_dropping_an_article_opens_it(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Ostia spoke.")
    drop(window, other)
    qtbot.waitUntil(lambda: window.windowTitle().startswith("other.txt"))


def test_dropping_two_annotation_files_opens_a_review(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    drop(window, *(annotated(folder, annotator=who).sidecar for who in ("lrossi", "omar")))
    qtbot.waitUntil(lambda: window.review.bridge.review is not None)
    assert window.review.bridge.review
    assert set(window.review.bridge.review.colleagues) == {"lrossi", "omar"}


def test_opening_a_folder_lists_its_documents_and_steps_through_them(window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b10.txt", "b9.txt", "a.md"):
        (folder / name).write_text(f"Text of {name}.")
    window.open_paths([folder])
    shown = [Path(window.documents.model.id_at(row)).name for row in range(window.documents.model.rowCount())]
    assert shown == ["a.md", "b9.txt", "b10.txt"]
    assert window.windowTitle().startswith("a.md")
    window.documents.open_next()
    assert window.windowTitle().startswith("b9.txt")
    window.documents.open_previous()
    assert window.windowTitle().startswith("a.md")
    assert SettingsStore().settings.recent[0].endswith("a.md")


def test_a_link_that_leads_out_of_a_folder_is_named_and_not_listed(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Text.")
    (folder / "passwords.txt").symlink_to(desk.path)
    window.open_paths([folder])
    assert window.documents.model.rowCount() == 2
    said = "passwords.txt is a link that leads out of this folder, and not listed. Put the files themselves there."
    assert window.windowTitle().startswith("a.txt")
    assert window.notice.texts == [f"folder: {said}"]
    window.notice.dismiss()
    window.documents.open_next()
    (folder / "more.txt").symlink_to(desk.path)
    qtbot.waitUntil(lambda: any("are links that lead" in text for text in window.notice.texts))
    assert window.documents.model.rowCount() == 2


@pytest.mark.parametrize(
    ("name", "data"), [("empty.txt", b""), ("binary.txt", b"\x00\x01\x02\x89PNG"), ("gone.txt", None)]
)
def test_what_cannot_be_opened_says_why_and_leaves_the_open_document(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes | None
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    if data is not None:
        (tmp_path / name).write_bytes(data)
    window.open_paths([tmp_path / name])
    assert len(said) == 1
    assert name in said[0]
    assert window.windowTitle().startswith("talks.txt")
    assert window.bridge.session is not None


def test_a_broken_sidecar_is_left_alone(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    (tmp_path / "bad.txt").write_text("text")
    sidecar = tmp_path / "bad.txt.mkato.ann.json"
    sidecar.write_bytes(b"{")
    window.open_paths([tmp_path / "bad.txt"])
    assert "left as it is" in said[0]
    assert sidecar.read_bytes() == b"{"


def test_a_colleagues_file_is_shown_and_cannot_be_changed(window: MainWindow, tmp_path: Path) -> None:
    colleague = annotated(tmp_path, annotator="lrossi")
    window.open_paths([colleague.sidecar])
    assert "lrossi" in window.notice.text
    count = len(layer(window).annotations)
    window.view.set_caret(3)
    press(window.view, Qt.Key.Key_1)
    assert len(layer(window).annotations) == count
    assert window.status_line.saved_text == "Read only"


def test_a_file_changed_meanwhile_is_not_overwritten(window: MainWindow, desk: Desk) -> None:
    theirs = desk.sidecar.read_bytes().replace(b'"note": ""', b'"note": "theirs"', 1)
    desk.sidecar.write_bytes(theirs)
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    window.files.save()
    assert "changed by somebody else" in window.notice.text
    assert desk.sidecar.read_bytes() == theirs
    window.files.changed_on_disk.keep_mine()
    assert b"Norland" in desk.sidecar.read_bytes()
    assert [path.read_bytes() for path in desk.path.parent.glob("*.bak")] == [theirs]


def test_closing_and_opening_finds_everything(window: MainWindow, desk: Desk) -> None:
    window.view.select_span(desk.span("Norland"))
    press(window.view, Qt.Key.Key_1)
    annotations = dict(layer(window).annotations)
    assert window.files.close_document()
    assert window.windowTitle() == "Annotator"
    window.open_paths([desk.path])
    assert layer(window).annotations == annotations


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_text_keeps_its_contrast(choice: str) -> None:
    theme.apply(choice)
    colors = theme.current()
    for text in (colors.text, colors.muted, colors.warning, *colors.types.values()):
        for ground in (colors.base, colors.window):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for line in (*colors.entity_types.values(), *colors.values.values()):
        assert contrast(line, colors.base) >= 3
    for ground in (colors.base, colors.window, colors.raised):
        assert contrast(colors.outline, ground) >= 3, ground
    assert contrast(colors.text, colors.selection) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(color: str) -> float:
        parts = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_can_have_the_focus_has_a_name(window: MainWindow) -> None:
    claim = next(a for a in layer(window).in_order() if a.type == "claim")
    window.bridge.select(claim.id)
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)() or getattr(widget, "title", str)())
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_markup_in_an_article_is_shown_to_the_letter(window: MainWindow, tmp_path: Path) -> None:
    evil = '<img src="file:///etc/hostname">'
    path = tmp_path / "evil.txt"
    path.write_text(f"{evil} said so. ")
    window.open_paths([path])
    window.view.select_span(Span(0, len(evil)))
    press(window.view, Qt.Key.Key_1)
    labels = [label for label in window.findChildren(QLabel) if "<img" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
