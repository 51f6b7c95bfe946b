"""The groups that an entity belongs to, each picked from a list."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import edit_entity
from annotator.services.editing.named import NamedEntity
from annotator.ui.describe import entity_name
from annotator.ui.panels.choices import entity_choices
from annotator.ui.panels.role_rows import Rows, area_of, remove_button
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.name_button import NameButton
from annotator.ui.toolkit.pick_list import Choice, ask


class MemberRows(Rows):
    """Shows one entity's groups; a name is taken from the list, and made only where one asks for a new one."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__("Add group…")
        self._bridge = bridge
        self._entity: Entity | None = None
        self._add.setAccessibleName("Member of: add a group")
        self._add.clicked.connect(lambda: self._ask(self._add))

    def show_groups(self, layer: Layer, entity: Entity) -> None:
        """Show the groups of an entity."""
        self._entity = entity
        names = tuple((key, entity_name(layer, key) if key in layer.entities else key) for key in entity.member_of)
        self.replace_rows((entity.id, names), lambda: [self._row(key, name) for key, name in names])

    def _row(self, group: str, name: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        button = NameButton(name, "Member of")
        button.clicked.connect(lambda: self._ask(button, group))
        line.addWidget(button, 1)
        line.addWidget(remove_button(f"No member of {name}", partial(self._put, group, None)))
        return row

    def _ask(self, beside: QWidget, old: str = "") -> None:
        entity = self._entity
        if entity is None:
            return

        def rows(typed: str) -> list[Choice]:
            found = entity_choices(self._bridge, typed, "member_of", partial(self._put, old))
            return [choice for choice in found if choice.text != entity.name]

        ask(self.window(), "Member of", area_of(beside), rows)

    def _put(self, old: str, named: NamedEntity | None) -> None:
        """Put a group in the place of another; None removes, no other adds."""
        if self._entity is None:
            return
        identifier = self._entity.id

        def change(draft: Draft) -> None:
            entity = draft.entity(identifier)
            if entity is None:
                return
            new = [named.put(draft, self._bridge.codebook).id] if named else []
            kept = [(new if key == old else [key]) for key in entity.member_of]
            wanted = [key for keys in (*kept, *([] if old else [new])) for key in keys if key != identifier]
            edit_entity(draft, identifier, member_of=tuple(dict.fromkeys(wanted)))

        self._bridge.run("Set memberships", change)
