"""How words are looked for, to be chosen beside them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QWidget

from annotator.services.folding.find_words import Way
from annotator.ui.toolkit.safe_text import explain
from annotator.ui.toolkit.tool_button import ToolButton

_CASE = ("Aa", "Match &case", "Mori finds no MORI")
_WHOLE = ("|ab|", "W&hole words", "us finds no bus")
_ACCENTS = ("é", "Any acce&nts", "e finds é too, and é finds e")
_EXPRESSION = (
    ".*",
    "E&xpression",
    "A regular expression, looked for in the text as it stands: \\d{4} finds four digits, \\p{Lu} a capital",
)


class FindWay(QWidget):
    """Four boxes in a row; where there is little room, four signs that are pressed."""

    changed = Signal()

    def __init__(self, *, narrow: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        make = _sign if narrow else _box
        self.match_case, self.whole_words, self.any_accents, self.expression = (
            make(*told) for told in (_CASE, _WHOLE, _ACCENTS, _EXPRESSION)
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 if narrow else layout.spacing())
        for button in (self.match_case, self.whole_words, self.any_accents, self.expression):
            layout.addWidget(button)
            button.toggled.connect(self._tell)

    @property
    def way(self) -> Way:
        """What is checked."""
        return Way(
            match_case=self.match_case.isChecked(),
            whole_words=self.whole_words.isChecked(),
            any_accents=self.any_accents.isChecked(),
            expression=self.expression.isChecked(),
        )

    def _tell(self) -> None:
        # An expression is looked for as it stands.
        self.any_accents.setEnabled(not self.expression.isChecked())
        self.changed.emit()


def _box(_sign: str, name: str, explained: str) -> QAbstractButton:
    box = QCheckBox(name)
    explain(box, explained)
    return box


def _sign(sign: str, name: str, explained: str) -> QAbstractButton:
    button = ToolButton()
    button.setText(sign)
    button.setAutoRaise(True)
    button.setCheckable(True)
    plain = name.replace("&", "")
    button.setAccessibleName(plain)
    explain(button, f"{plain}: {explained}")
    return button
