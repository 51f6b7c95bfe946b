"""All annotations in order: what was found so far, and the quickest way to one of them."""

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.transaction import Change
from annotator.model.vocabulary import ACTOR, TYPES
from annotator.services.editing import annotations as authoring
from annotator.ui.describe import entity_name
from annotator.ui.panels.annotation_filter import AnnotationFilter
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import FilterLine, Panel
from annotator.ui.toolkit.record_model import RecordModel
from annotator.ui.toolkit.row_list import Row, RowList, one_line
from annotator.ui.toolkit.row_shapes import LETTER
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import ToolButton
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, LETTERS

NOT_PLACED = "not placed"
_MOST_NAMED = 4
MANY_AT_ONCE = 500
"""From so many touched annotations on, filling the list anew is quicker than moving rows."""


class AnnotationPanel(Panel):
    """Lists annotations by place, unplaced ones first; follows the selection and sets it."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._words = ""
        self._following = False
        self.rows = RowList("Annotations")
        self.model = RecordModel(self._row, self)
        self.rows.setModel(self.model)
        self.filter_line = FilterLine("annotations", self.rows)
        self.type_buttons = {name: self._type_button(name) for name in TYPES}
        self.unplaced_button = self._unplaced_button()
        self.count = PlainLabel()
        self.count.setAccessibleName("Annotations shown")
        self._compose()
        self._filter: AnnotationFilter | None = None
        # Counting and the empty list's sentence wait until the step is painted.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_count)
        self._connect()
        self._fill()

    def _compose(self) -> None:
        types = QHBoxLayout()
        types.setSpacing(4)
        for button in self.type_buttons.values():
            types.addWidget(button)
        types.addWidget(self.unplaced_button)
        types.addStretch()
        types.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 0)
        layout.addWidget(self.filter_line)
        layout.addLayout(types)
        layout.addWidget(self.rows, 1)
        # The list comes first for the keys: that is what one goes to this pane for.
        self.setFocusProxy(self.rows)

    def _type_button(self, name: str) -> ToolButton:
        button = ToolButton()
        button.setText(LETTERS[name])
        button.setCheckable(True)
        button.setChecked(True)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(f"Show {name}s")
        button.setToolTip(f"Show {name}s")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.toggled.connect(lambda _on: self._fill())
        return button

    def _unplaced_button(self) -> ToolButton:
        button = ToolButton()
        button.setText("Unplaced")
        button.setCheckable(True)
        button.setAccessibleName("Show only annotations that lost their place")
        button.setToolTip("Show only annotations that lost their place: select one, select its text, and press H")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.toggled.connect(lambda _on: self._fill())
        button.hide()
        return button

    def _show_unplaced(self) -> None:
        """Offer the list of unplaced annotations as long as there are any, and leave it when the last one is placed."""
        session = self._bridge.session
        number = session.layer.places.rank((0, 0, "")) if session else 0
        self.unplaced_button.setText(f"Unplaced {number:,}")
        self.unplaced_button.setVisible(number > 0)
        if not number:
            self.unplaced_button.setChecked(False)

    def _connect(self) -> None:
        bridge = self._bridge
        bridge.session_changed.connect(self._fill)
        bridge.changed.connect(self._on_change)
        bridge.selection_changed.connect(self._follow)
        bridge.lit_changed.connect(self._on_lit)
        self.filter_line.narrowed.connect(self._narrow)
        self.rows.selectionModel().selectionChanged.connect(self._on_selected)
        self.rows.activated.connect(lambda _index: self.escape_pressed.emit())
        self.rows.delete_pressed.connect(self._delete)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()

    # What is shown -----------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Show all that the filter admits."""
        session = self._bridge.session
        self._following = True
        try:
            if session is None:
                self._filter = None
                self.model.fill(())
            else:
                self._filter = self._make_filter()
                self.model.fill(self._places_in(session.layer, self._filter))
        finally:
            self._following = False
        self._follow()
        self._show_count()

    def _narrow(self, words: str) -> None:
        self._words = words
        self._fill()

    @staticmethod
    def _places_in(layer: Layer, wanted: AnnotationFilter) -> Iterable[tuple[int, int, str]]:
        if wanted.admits_all:
            # Nobody looks at 100,000 annotations for this: the window would stand still.
            return layer.places.in_places()
        return (annotation.place for annotation in wanted.of(layer.in_order()))

    def _make_filter(self) -> AnnotationFilter:
        assert self._bridge.session is not None
        types = frozenset(name for name, button in self.type_buttons.items() if button.isChecked())
        # A type that this version does not know is shown with the others, never hidden.
        shown = None if len(types) == len(TYPES) else types
        only_unplaced = self.unplaced_button.isChecked()
        return AnnotationFilter(self._bridge.session.layer, shown, self._words, only_unplaced=only_unplaced)

    def _on_change(self, change: Change) -> None:
        touched = change.touched(edits.ANNOTATIONS)
        names = change.touches((edits.ENTITIES, edits.TOPICS))
        if self._filter is None or len(touched) > MANY_AT_ONCE or (names and self._words):
            self._fill()
            return
        self._following = True
        try:
            for edit in touched.values():
                self._move(edit.before, edit.after)
        finally:
            self._following = False
        if names:
            self.model.show_anew()
        self._follow()
        self._later.start()

    def _move(self, before: object, after: object) -> None:
        wanted = after if isinstance(after, Annotation) and self._filter and self._filter.admits(after) else None
        if isinstance(before, Annotation) and (wanted is None or wanted.place != before.place):
            self.model.take(before.place)
        if wanted:
            self.model.put(wanted.place)

    def _row(self, identifier: str) -> Row | None:
        session = self._bridge.session
        annotation = session.layer.annotations.get(identifier) if session else None
        if session is None or annotation is None:
            return None
        return Row(
            one_line(annotation.text),
            one_line(_details(session.layer, annotation)),
            LETTER,
            theme.current().type_color(annotation.type).name(),
            LETTERS.get(annotation.type, "?"),
            "" if annotation.fragments else NOT_PLACED,
            identifier in self._bridge.lit,
        )

    def _show_count(self) -> None:
        self._show_unplaced()
        session = self._bridge.session
        shown = self.model.rowCount()
        total = len(session.layer.annotations) if session else 0
        self.count.setText(f"{shown:,}" if shown == total else f"{shown:,} of {total:,}")
        none_yet = "No annotations yet. Select words in the text and press 1, 2 or 3." if session else ""
        self.rows.show_empty("" if shown else "No annotation fits the filter." if total else none_yet)

    # The selection -----------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Show the selected annotation in the list; select nothing when it is not there."""
        annotation = self._bridge.annotation
        row = self.model.row_at(annotation.place) if annotation else -1
        self._following = True
        try:
            self.rows.follow(row, self._bridge.selected)
        finally:
            self._following = False

    def _on_selected(self, _on: QItemSelection, _off: QItemSelection) -> None:
        if not self._following and (ids := self.rows.selected_ids()):
            self._bridge.select(ids[0])

    def _on_lit(self) -> None:
        self.rows.viewport().update()

    def _delete(self) -> None:
        annotation = self._bridge.annotation
        row = self.model.row_at(annotation.place) if annotation else -1
        if annotation is None or row < 0:
            return
        label = f"Delete {annotation.type} “{one_line(annotation.text)[:40]}”"
        self._bridge.run(label, lambda draft: authoring.delete(draft, annotation.id))
        if self._bridge.annotation is None and self.model.rowCount():
            self._bridge.select(self.model.id_at(min(row, self.model.rowCount() - 1)))

    def _take_colors(self) -> None:
        colors = theme.current()
        self.count.setStyleSheet(f"color: {colors.muted}")
        for name, button in self.type_buttons.items():
            color = colors.type_color(name).name()
            button.setStyleSheet(
                f"QToolButton {{ border: 1px solid {color}; border-radius: 4px; color: {color}; font-weight: bold;"
                f" min-width: 20px; min-height: 20px; }}"
                f"QToolButton:checked {{ background: {color}; color: {colors.base}; }}"
                f"QToolButton:focus {{ border: 2px solid {colors.text}; }}"
            )


def _details(layer: Layer, annotation: Annotation) -> str:
    """Give an annotation's type, who takes part, and what it is about; no name that is the quote over again."""
    involved = annotation.entities_involved()[:_MOST_NAMED]
    who = ", ".join(entity_name(layer, entity) for entity in involved)
    topic = layer.topics.get(annotation.topic or "")
    stance = f" ({annotation.stance})" if annotation.stance else ""
    only = layer.entities.get(involved[0]) if annotation.type == ACTOR and len(involved) == 1 else None
    parts = (
        annotation.type,
        "" if folded(who) == folded(annotation.text) else who,
        ENTITY_TYPE_WORDS.get(only.type, only.type) if only else "",
        f"{topic.name}{stance}" if topic else "",
    )
    return " · ".join(filter(None, parts))
