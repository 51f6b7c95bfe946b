"""What the right button and the menu key offer on what they are pressed on, each with its key."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu

from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.ui.chart import chart_keys
from annotator.ui.panels.record_panel import RecordPanel
from annotator.ui.window.window_frame import WindowFrame

_NEIGHBOURS: Final = "Show it with its neighbours alone"
EVERYWHERE: Final = "Rename or merge in all documents…"
_STANCES: Final = ("agree", "disagree", "neutral", "mixed")
SELECTION: Final = (
    ("annotate_actor", "annotate_claim", "annotate_agreement"),
    ("add_fragment", "place_here"),
    ("copy", "find", "find_in_folder"),
)
ON_TYPE: Final = {
    ACTOR: (
        ("accept", "say_who", "annotate_all", "annotate_everywhere"),
        ("to_codebook",),
        ("link", "duplicate", "split", "join", "place_here"),
        ("delete",),
    ),
    CLAIM: (
        ("accept", "set_speaker", "set_target", "set_via", "set_for"),
        ("set_topic", *_STANCES, "set_attitude"),
        ("to_codebook",),
        ("link", "duplicate", "split", "join", "place_here"),
        ("delete",),
    ),
    AGREEMENT: (
        ("accept", "set_party", "set_via", "set_for"),
        ("set_topic", "set_status", *_STANCES),
        ("to_codebook",),
        ("link", "duplicate", "split", "join", "place_here"),
        ("delete",),
    ),
}
"""Names of the window's actions in groups, by the type of the annotation."""
Entry = tuple[str, str, Callable[[], object], bool]
"""What a menu offers beside actions: its words, the key that does the same, what it does, and whether it can."""


class ContextMenus(QObject):
    """Opens the menus; what they offer is done by those who do it by key."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        window.view.menu_wanted.connect(self._on_text)
        window.annotations.rows.menu_wanted.connect(self._on_annotation)
        window.documents.rows.menu_wanted.connect(self._on_document)
        for panel in (window.entities, window.topics):
            panel.rows.menu_wanted.connect(lambda place, panel=panel: self._on_record(panel, place))
        window.chart.menu_wanted.connect(self._on_chart)
        window.passages_room.menu_wanted.connect(self._on_passages)

    def _on_text(self, annotation_id: str, place: QPoint) -> None:
        if annotation_id:
            self._bridge.select(annotation_id)
            self._on_annotation(place)
        elif self._bridge.session:
            self._open(place, SELECTION)

    def _on_annotation(self, place: QPoint) -> None:
        if annotation := self._bridge.annotation:
            self._open(place, ON_TYPE.get(annotation.type, ON_TYPE[ACTOR]))

    def _on_record(self, panel: RecordPanel, place: QPoint) -> None:
        many = len(panel.rows.selected_ids()) > 1
        merge, delete = panel.merge_button, panel.delete_button
        self._open(
            place,
            entries=(
                ("Go to the text", "Enter", panel.escape_pressed.emit, True),
                ("Rename", "", panel.name_field.setFocus, not many),
                ("Put into the codebook", "", lambda: self._window.codebook_commands.put_listed(panel), True),
                (merge.text(), "", merge.click, merge.isEnabled()),
                (EVERYWHERE, "", lambda: self._window.folder_steps.name_records(panel.selected(), many=many), True),
                (delete.text(), "Del", delete.click, delete.isEnabled()),
            ),
        )

    def _on_document(self, place: QPoint) -> None:
        documents, ids = self._window.documents, self._window.documents.rows.selected_ids()
        if not ids:
            return
        path = Path(ids[0])
        is_open = self._window.files.desk is not None and self._window.files.desk.document_path == path
        self._open(
            place,
            (("mark_done",) if is_open else (), ("previous_document", "next_document", "next_not_done"), ("export",)),
            (
                ("Open", "Enter", lambda: documents.document_chosen.emit(path), not is_open),
                ("Show in its folder", "", lambda: _show_folder(path), True),
                ("Copy its path", "", lambda: QApplication.clipboard().setText(str(path)), True),
            ),
        )

    def _on_chart(self, key: object, place: QPoint) -> None:
        panel = self._window.chart.panel
        if panel is None:
            return
        shown = chart_keys.key_of
        on_key: list[Entry] = []
        if key is not None:
            on_key.append((chart_keys.LIGHT, shown(chart_keys.LIGHT), lambda: panel.pick(key), True))
        if node := next((node for node in panel.graph.nodes if node == key), None):
            on_key.append((_NEIGHBOURS, "double click", lambda: panel.open_node(node), True))
            on_key.append(("Let it move again", "", lambda: panel.let_go(node), panel.is_pinned(node)))
            can_fold = panel.folds.can_fold(panel.whole, node)
            on_key.append((chart_keys.FOLD, shown(chart_keys.FOLD), lambda: panel.fold(node), can_fold))
        self._open(
            place,
            (("chart_view", "chart_window", "chart_picture"),),
            (
                *on_key,
                ("Fit all in", shown(chart_keys.FIT), panel.fit, True),
                ("Tidy", "", panel.tidy, True),
                (chart_keys.BACK, shown(chart_keys.BACK), panel.step_back, True),
            ),
        )

    def _on_passages(self, place: QPoint) -> None:
        page, commands = self._window.passages_room.page, self._window.passages_room.commands
        if page is None or commands is None:
            return
        there = bool(len(page.selected))
        ways = (
            ("Add a code…", "add-code"),
            ("Move to a topic…", "topic"),
            ("Move to another entity…", "entity"),
            ("Set the stance…", "stance"),
            ("Rename an entity…", "rename-entity"),
            ("Merge entities…", "merge-entities"),
            ("Rename a topic…", "rename-topic"),
            ("Merge topics…", "merge-topics"),
        )
        self._open(
            place,
            (("recode_passages", "folder_steps"),),
            (
                ("Open in its document", "Enter", page.open_current, there),
                ("Copy", "Ctrl+C", commands.copy, there),
                *((words, "", partial(commands.recode, way), there) for words, way in ways),
            ),
        )

    def _open(self, place: QPoint, names: Sequence[Sequence[str]] = (), entries: Sequence[Entry] = ()) -> None:
        menu = self.menu(names, entries)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def menu(self, names: Sequence[Sequence[str]], entries: Sequence[Entry] = ()) -> QMenu:
        """Make a menu of the window's actions in groups, behind entries of its own."""
        menu = QMenu(self._window)
        for text, key, do, possible in entries:
            action = menu.addAction(f"{text}\t{key}" if key else text)
            action.setEnabled(possible)
            action.triggered.connect(lambda _checked=False, do=do: do())
        for group in names:
            menu.addSeparator()
            menu.addActions(_shown(self._window.actions_by_name, group))
        return menu


def _shown(actions: Mapping[str, QAction], names: Sequence[str]) -> list[QAction]:
    return [actions[name] for name in names]


def _show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
