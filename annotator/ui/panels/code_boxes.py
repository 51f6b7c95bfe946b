"""The codes of the selected annotation as boxes to check, in the groups of the codebook."""

from itertools import groupby

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from annotator.model.codebook import Code
from annotator.model.name_key import name_key
from annotator.ui.panels.choices import set_field
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.safe_text import PlainLabel, explain, no_mnemonic

COLUMNS = 2


class CodeBoxes(QWidget):
    """Codes of the codebook for the annotation's type, and those it carries besides; exclusive groups stay so."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 0)
        self._layout.setVerticalSpacing(4)
        self._made: object = None
        self._boxes: dict[str, QCheckBox] = {}

    def refresh(self) -> bool:
        """Show the codes of the selected annotation; tells whether there are any."""
        annotation = self._bridge.annotation
        if annotation is None:
            return False
        codes = self._bridge.codebook.codes_of(annotation.type)
        names = {name_key(code.name) for code in codes}
        others = tuple(name for name in annotation.codes if name_key(name) not in names)
        if (codes, others) != self._made:
            self._made = (codes, others)
            self._make(codes, others)
        held = set(map(name_key, annotation.codes))
        for name, box in self._boxes.items():
            box.setChecked(name_key(name) in held)
        return bool(self._boxes)

    def _make(self, codes: tuple[Code, ...], others: tuple[str, ...]) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._boxes.clear()
        row = 0
        for group, members in groupby(codes, key=lambda code: code.group):
            row = self._add_group(row, group, [(code.name, code.definition) for code in members])
        if others:
            self._add_group(row, "not in the codebook" if codes else "", [(name, "") for name in others])

    def _add_group(self, row: int, group: str, members: list[tuple[str, str]]) -> int:
        if group:
            self._layout.addWidget(PlainLabel(group), row, 0, 1, COLUMNS)
            row += 1
        for index, (name, definition) in enumerate(members):
            box = QCheckBox(no_mnemonic(name))
            explain(box, definition)
            box.clicked.connect(lambda checked, name=name: self._set(name, checked=checked))
            self._boxes[name] = box
            self._layout.addWidget(box, row + index // COLUMNS, index % COLUMNS)
        return row + (len(members) + COLUMNS - 1) // COLUMNS

    def _set(self, name: str, *, checked: bool) -> None:
        annotation = self._bridge.annotation
        if annotation is None:
            return
        excluded = self._bridge.codebook.excluded_by(name, annotation.type) if checked else ()
        gone = {name_key(name), *map(name_key, excluded)}
        kept = tuple(code for code in annotation.codes if name_key(code) not in gone)
        set_field(self._bridge, annotation.id, "codes", (*kept, name) if checked else kept)
