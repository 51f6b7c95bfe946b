"""The window while one reads and annotates: panes, menus, lists that pop up, and the dialogs of one document."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint

from annotator.model.vocabulary import TYPES
from annotator.ui.chart.chart_legend import ChartLegend
from annotator.ui.panels.comment_rows import CommentRows
from annotator.ui.panels.record_panel import RecordPanel
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import Stage, endless, press
from annotator.ui.toolkit.row_list import RowList
from annotator.ui.window.first_steps import FirstSteps
from annotator.ui.window.window_frame import MENUS


def _recent(stage: Stage) -> None:
    stage.article("combat-air-treaty.txt")
    stage.article()
    stage.do("close_document")


def _identity(stage: Stage) -> None:
    stage.store.settings.annotator_id = stage.store.settings.annotator_name = ""
    stage.article()


def _first_steps(stage: Stage) -> None:
    stage.store.settings.first_steps_done = False
    stage.select("claim")
    stage.find(FirstSteps).show()


def _window(stage: Stage) -> None:
    stage.select("claim", lambda claim: claim.targets)


def _agreement(stage: Stage) -> None:
    stage.select("agreement", lambda agreement: agreement.status)


def _commented(stage: Stage) -> None:
    _agreement(stage)
    stage.window.panes["chart"].hide()
    for text in ("Is this one agreement or two?", "Two: the exercises are of their own."):
        field = stage.window.inspector.findChild(CommentRows)
        assert field
        field.field.setText(text)
        field.field.editingFinished.emit()


def _offer(stage: Stage) -> None:
    stage.article()
    stage.select_words("No Japanese prime minister had taken part in a summit of the alliance before")
    stage.do("annotate_claim")


def _link_begun(stage: Stage) -> None:
    _window(stage)
    stage.do("link")
    stage.do("next_annotation", "accept")


def _evidence(stage: Stage) -> None:
    panel = stage.article().chart
    panel.load()
    assert panel.panel
    key = next(key for key, node in panel.panel.graph.nodes.items() if node.label == "NATO")
    panel.panel.view.node_picked.emit(key)


def _in_chart_view(stage: Stage) -> None:
    _evidence(stage)
    stage.do("chart_view")


def _chart_picture(stage: Stage) -> None:
    stage.article().chart.load()
    stage.do("chart_picture")


def _narrowed(stage: Stage) -> None:
    _window(stage)
    chart = stage.window.chart
    chart.load()
    assert chart.panel
    narrowed = replace(chart.panel.menu.filters.narrowed, stances=frozenset({"agree", "disagree"}))
    chart.panel.menu.use(replace(chart.panel.menu.filters, narrowed=narrowed))
    key = chart.panel.findChild(ChartLegend)
    assert key
    key.toggled.emit(("node", "person"))


def _chart_menu(stage: Stage) -> None:
    stage.article().chart.load()
    panel = stage.window.chart.panel
    assert panel
    panel.menu.popup(panel.mapToGlobal(QPoint(10, 26)))


def _record(pane: str, name: str) -> Scene:
    def scene(stage: Stage) -> None:
        stage.article()
        stage.window.panes.show(pane)
        panel = stage.window.panes[pane].widget()
        assert isinstance(panel, RecordPanel)
        records = getattr(panel.layer, panel.table).values()
        panel.choose(next(record.id for record in records if name in record.name))

    return scene


def _merge(stage: Stage) -> None:
    panel = stage.article().entities
    stage.window.panes.show("entities")
    panel.rows.selectAll()
    press(panel, "Merge…")


def _opening(stage: Stage) -> None:
    reader = stage.article().files.reader
    reader.read(stage.folder / "white-paper.pdf", endless, lambda _nothing: None, lambda _error: None)


def _nothing_fits(stage: Stage) -> None:
    window = stage.article()
    window.documents.filter_line.setText("minutes")
    window.annotations.filter_line.setText("minutes")


def _asks(action: str, annotation_type: str) -> Scene:
    def scene(stage: Stage) -> None:
        stage.select(annotation_type)
        stage.do(action)

    return scene


def _annotate_all(stage: Stage) -> None:
    stage.store.settings.annotator_id = "agreen"
    stage.article()
    stage.select_words("NATO")
    stage.do("annotate_actor", "annotate_all")


def _menu(name: str) -> Scene:
    def scene(stage: Stage) -> None:
        _window(stage)
        bar = stage.window.menuBar()
        action = next(action for action in bar.actions() if action.text().replace("&", "") == name)
        bar.setActiveAction(action)

    return scene


def _menu_on_words(stage: Stage) -> None:
    _window(stage)
    stage.select_words("each side will send observers")
    stage.window.view.menu_wanted.emit("", _below_caret(stage))


def _menu_on_annotation(annotation_type: str) -> Scene:
    def scene(stage: Stage) -> None:
        found = stage.select(annotation_type)
        stage.window.view.menu_wanted.emit(found.id, _below_caret(stage))

    return scene


def _menu_on_row(pane: str) -> Scene:
    def scene(stage: Stage) -> None:
        window = stage.article()
        window.panes.show(pane)
        rows = window.panes[pane].widget().findChild(RowList)
        assert rows
        rows.selectRow(1)
        rows.menu_wanted.emit(rows.viewport().mapToGlobal(rows.visualRect(rows.currentIndex()).bottomLeft()))

    return scene


def _menu_on_chart(kind: str) -> Scene:
    def scene(stage: Stage) -> None:
        panel = stage.article().chart
        panel.load()
        assert panel.panel
        graph = panel.panel.graph
        key = next(iter(graph.nodes if kind == "node" else graph.edges))
        panel.menu_wanted.emit(key, panel.mapToGlobal(panel.rect().center()))

    return scene


def _below_caret(stage: Stage) -> QPoint:
    view = stage.window.view
    return view.viewport().mapToGlobal(view.cursorRect().bottomLeft())


def _preferences(page: int) -> Scene:
    def scene(stage: Stage) -> None:
        _window(stage)
        stage.window.preferences.open().tabs.setCurrentIndex(page)

    return scene


def _key_taken(stage: Stage) -> None:
    dialog = stage.window.preferences.open()
    dialog.tabs.setCurrentIndex(2)
    dialog.keys.choose("export")
    dialog.keys.edit.setKeySequence("Ctrl+D")


def _weak_color(stage: Stage) -> None:
    dialog = stage.window.preferences.open()
    dialog.tabs.setCurrentIndex(1)
    dialog.draft.type_colors = {"light claim": "#f0d0a0", "dark claim": "#503010"}
    dialog.reading.changed.emit()


def _color(stage: Stage) -> None:
    dialog = stage.window.preferences.open()
    dialog.reading.color_buttons["claim"].click()


def _find_bar(stage: Stage) -> None:
    stage.article()
    stage.select_words("Japan")
    stage.do("find")


def _with_article(*actions: str) -> Scene:
    def scene(stage: Stage) -> None:
        _window(stage)
        stage.do(*actions)

    return scene


def _details(stage: Stage) -> None:
    _window(stage)
    stage.window.panes.show("document")


WINDOW: Final[dict[str, Scene]] = {
    "start": lambda _stage: None,
    "start-recent": _recent,
    "open-article": lambda stage: stage.do("open_article"),
    "open-folder": lambda stage: stage.do("open_folder"),
    "identity": _identity,
    "first-steps": _first_steps,
    "window": _window,
    "actor": lambda stage: stage.select("actor"),
    "agreement": _agreement,
    "comments": _commented,
    "offer": _offer,
    "evidence": _evidence,
    "chart-view": _in_chart_view,
    "chart-picture": _chart_picture,
    "find-bar": _find_bar,
    "opening": _opening,
    "nothing-fits": _nothing_fits,
    "details": _details,
    "entities": _record("entities", "NATO"),
    "topics": _record("topics", "Russia"),
    "merge-entities": _merge,
    "ask-speaker": _asks("set_speaker", "claim"),
    "ask-for": _asks("set_for", "claim"),
    "ask-who": _asks("say_who", "actor"),
    "ask-topic": _asks("set_topic", "claim"),
    "ask-party": _asks("set_party", "agreement"),
    "ask-status": _asks("set_status", "agreement"),
    "ask-link": _link_begun,
    "annotate-all": _annotate_all,
    "chart-menu": _chart_menu,
    "chart-narrowed": _narrowed,
    **{f"menu-{name.lower()}": _menu(name) for name in MENUS},
    "menu-on-words": _menu_on_words,
    **{f"menu-on-{name}": _menu_on_annotation(name) for name in TYPES},
    "menu-on-document": _menu_on_row("documents"),
    "menu-on-entity": _menu_on_row("entities"),
    "menu-on-node": _menu_on_chart("node"),
    "menu-on-edge": _menu_on_chart("edge"),
    "preferences-annotating": _preferences(0),
    "preferences-appearance": _preferences(1),
    "preferences-keys": _preferences(2),
    "preferences-suggestions": _preferences(3),
    "preferences-key-taken": _key_taken,
    "preferences-weak-color": _weak_color,
    "choose-color": _color,
    "keys": _with_article("keys"),
    "palette": _with_article("palette"),
    "guide": _with_article("guide"),
    "about": _with_article("about"),
}
