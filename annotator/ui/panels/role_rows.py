"""The entities in one role of the selected annotation, each with what belongs to it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotation import Role
from annotator.model.vocabulary import ATTITUDES, PARTIES, ROLE_WORD, ROLES_THAT_ACT, TARGETS
from annotator.services.editing import roles
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import set_entities
from annotator.services.editing.named import NamedEntity
from annotator.ui.panels.choices import add_named, entity_choices, set_for
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.fields import ValueCombo
from annotator.ui.toolkit.name_button import NameButton
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import explain
from annotator.ui.toolkit.tool_button import ToolButton, tool_button

_SIDES = ("1", "2", "3", "4")


class Rows(QWidget):
    """Rows that are made anew when what they show changes, and a button that adds one."""

    def __init__(self, add_text: str) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self._add = PushButton(add_text, flat=True)
        self._add.setAccessibleName(add_text.rstrip("…"))
        self._add.setStyleSheet("text-align: left; padding: 3px 4px;")
        self._layout.addWidget(self._add)
        self._shown: object = None

    def replace_rows(self, shown: object, make: Callable[[], list[QWidget]]) -> None:
        """Put new rows in the place of the old ones, unless they show the same."""
        if shown == self._shown:
            return
        self._shown = shown
        while self._layout.count() > 1:
            item = self._layout.takeAt(0)
            if item and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()
        for index, row in enumerate(make()):
            self._layout.insertWidget(index, row)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go through the rows before it comes to the button, which was made first."""
        before = _previous_stop(self._add)
        for index in range(self._layout.count() - 1):
            item = self._layout.itemAt(index)
            row = item.widget() if item else None
            for child in row.findChildren(QWidget) if row else ():
                if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.window() is self.window():
                    QWidget.setTabOrder(before, child)
                    before = child
        QWidget.setTabOrder(before, self._add)


def _previous_stop(widget: QWidget) -> QWidget:
    """Give the widget from which Tab comes to another one."""
    before = widget.previousInFocusChain()
    while before is not None and before is not widget and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain()
    return widget if before is None or before.window() is not widget.window() else before


class RoleRows(Rows):
    """Speakers, targets, via or parties."""

    def __init__(self, bridge: SessionBridge, field: str) -> None:
        super().__init__(f"Add {ROLE_WORD[field]}…")
        self._bridge = bridge
        self._field = field
        self._add.clicked.connect(self._ask_new)

    def refresh(self) -> None:
        """Show the roles of the selected annotation."""
        annotation, session = self._bridge.annotation, self._bridge.session
        if annotation is None or session is None:
            return
        held: tuple[Role, ...] = getattr(annotation, self._field)
        names = {e.id: e.name for e in session.layer.entities.values()} if held else {}
        used = tuple((role, names.get(role.entity), names.get(role.acts_for or "")) for role in held)
        selected = self._bridge.selected_role
        shown = (annotation.id, used, selected if selected and selected[0] == self._field else None)
        self.replace_rows(shown, lambda: [self._row(index, role, names) for index, role in enumerate(held)])

    def _row(self, index: int, role: Role, names: dict[str, str]) -> QWidget:
        word = ROLE_WORD[self._field]
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        name = names.get(role.entity, role.entity)
        entity = NameButton(name, word)
        entity.setCheckable(True)
        entity.setChecked(self._bridge.selected_role == (self._field, index))
        explain(entity, f"{word.capitalize()} {name}: press to take another entity")
        entity.clicked.connect(lambda: self._ask_other(entity, index))
        line.addWidget(entity, 4)
        if self._field in ROLES_THAT_ACT:
            line.addWidget(self._for_button(index, role, names), 3)
        if self._field == TARGETS:
            line.addWidget(self._combo("Attitude", ATTITUDES, role.attitude, index, "attitude", letters=8))
        if self._field == PARTIES:
            side = None if role.side is None else str(role.side)
            line.addWidget(self._combo("Side", _SIDES, side, index, "side", letters=1))
        line.addWidget(remove_button(f"Remove {word} {name}", partial(self._remove, index)))
        return row

    def _for_button(self, index: int, role: Role, names: dict[str, str]) -> NameButton:
        acts_for = names.get(role.acts_for or "", "")
        button = NameButton(f"for {acts_for}" if acts_for else "for …", "Acts on behalf of")
        annotation_id = self._bridge.selected or ""
        choose = partial(set_for, self._bridge, annotation_id, self._field, index)
        button.clicked.connect(
            lambda: ask(
                self.window(),
                "On behalf of",
                area_of(button),
                lambda typed: entity_choices(self._bridge, typed, "for", choose, nobody=True),
                self._bridge.judged(),
            )
        )
        return button

    def _combo(
        self, name: str, values: tuple[str, ...], shown: str | None, index: int, key: str, *, letters: int
    ) -> ValueCombo:
        combo = ValueCombo(name, values, letters=letters)
        explain(combo, name)
        combo.show_value(shown)
        combo.chosen.connect(lambda value: self._change(index, key, int(value) if key == "side" and value else value))
        return combo

    def _change(self, index: int, key: str, value: object) -> None:
        annotation_id = self._bridge.selected or ""
        self._bridge.run(
            f"Set {key}", lambda draft: roles.change_role(draft, annotation_id, self._field, index, **{key: value})
        )

    def _remove(self, index: int) -> None:
        annotation_id = self._bridge.selected or ""
        word = ROLE_WORD[self._field]
        self._bridge.run(f"Remove a {word}", lambda draft: roles.remove_role(draft, annotation_id, self._field, index))

    def _ask_new(self) -> None:
        self._ask(area_of(self._add), partial(add_named, self._bridge, self._field))

    def _ask_other(self, button: PushButton, index: int) -> None:
        annotation_id = self._bridge.selected
        self._bridge.select(annotation_id, (self._field, index))

        def put(named: NamedEntity | None) -> None:
            if named is None:
                return

            def change(draft: Draft) -> None:
                entity = named.put(draft, self._bridge.codebook)
                annotation = draft.annotation(annotation_id)
                mention = roles.nearest_mention(draft, annotation, entity.id) if annotation else None
                acts_for = roles.proposed_for(draft, self._field, entity.id)
                roles.change_role(
                    draft, annotation_id or "", self._field, index, entity=entity.id, mention=mention, acts_for=acts_for
                )

            self._bridge.run(f"Set {ROLE_WORD[self._field]} “{named.name}”", change)

        self._ask(area_of(button), put)

    def _ask(self, place: QRect, take: Callable[[NamedEntity | None], None]) -> None:
        title = ROLE_WORD[self._field].capitalize()
        rows = partial(entity_choices, self._bridge, field=self._field, take=take)
        ask(self.window(), title, place, rows, self._bridge.judged())


class EntityRows(Rows):
    """The entities that an actor annotation stands for."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__("Add entity…")
        self._bridge = bridge
        self._add.clicked.connect(self._ask_new)

    def refresh(self) -> None:
        """Show the entities of the selected annotation."""
        annotation, session = self._bridge.annotation, self._bridge.session
        if annotation is None or session is None:
            return
        names = tuple(
            (key, session.layer.entities[key].name if key in session.layer.entities else key)
            for key in annotation.entities
        )
        self.replace_rows((annotation.id, names), lambda: [self._row(key, name) for key, name in names])

    def _row(self, entity_id: str, name: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        button = NameButton(name, "Entity")
        explain(button, f"{name}: press to take another entity")
        button.clicked.connect(lambda: self._ask(area_of(button), partial(self._put, entity_id)))
        line.addWidget(button, 1)
        line.addWidget(remove_button(f"Remove entity {name}", partial(self._put, entity_id, None)))
        return row

    def _ask_new(self) -> None:
        self._ask(area_of(self._add), partial(self._put, None))

    def _ask(self, place: QRect, take: Callable[[NamedEntity | None], None]) -> None:
        def offer(typed: str) -> list[Choice]:
            return entity_choices(self._bridge, typed, "entities", take)

        ask(self.window(), "Entity", place, offer, self._bridge.judged())

    def _put(self, old: str | None, named: NamedEntity | None) -> None:
        """Put an entity in the place of another; None removes, no other adds."""
        annotation = self._bridge.annotation
        if annotation is None:
            return

        def change(draft: Draft) -> None:
            new = [named.put(draft, self._bridge.codebook).id] if named else []
            wanted: list[str] = []
            for key in annotation.entities:
                wanted.extend(new if key == old else [key])
            set_entities(draft, annotation.id, wanted if old else [*wanted, *new])

        self._bridge.run(f"Set entity “{named.name}”" if named else "Remove an entity", change)


def remove_button(name: str, slot: Callable[[], object]) -> ToolButton:
    """Give a small button that takes something away."""
    button = tool_button("✕", name, slot)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def area_of(widget: QWidget) -> QRect:
    """Give the place of a widget on the screen."""
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
