"""All keys, and annotating in a few sentences."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.ui.chart import chart_keys
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.safe_text import PlainLabel

HELP = (
    "Put the caret on a name and press 1: it is an actor. In a sentence, 2 marks a claim and 3 an agreement; "
    "with text selected they mark the selection.\n\n"
    "Enter accepts the speaker or the parties that are offered; S, T, P and V ask for others, O for the topic, "
    "and + - 0 M set the stance, or the attitude towards a target just set.\n\n"
    "Tab and Shift+Tab go from annotation to annotation, F6 from pane to pane, and Esc back to the text. "
    "Everything can be undone, also after a crash."
)

_FIRST = ("Annotate", "Roles")


class KeyHelp(FilteredList):
    """The table of keys as it is in use."""

    def __init__(self, rows: Sequence[tuple[str, str, str]], parent: QWidget | None) -> None:
        super().__init__(parent, "Keys and short help", "Type a key or what it does", ("Keys", "What it does", "Menu"))
        text = PlainLabel(HELP)
        text.setWordWrap(True)
        self.column.insertWidget(0, text)
        # What one asks for while annotating comes first; else the order is that of the menus.
        for keys, what, group in sorted([*rows, *chart_keys.table()], key=lambda row: row[2] not in _FIRST):
            self.add_row((keys, what, group))
        self.add_buttons()
        self.ready()
