"""The choice of whose annotation file of a document counts where there is no adjudicated one."""

from collections.abc import Collection

from PySide6.QtWidgets import QSizePolicy

from annotator.ui.toolkit.panel_parts import Choice


class WhoseChoice(Choice):
    """The window has it in its last line, where it takes no room of the list."""

    def __init__(self) -> None:
        super().__init__("Whose annotations count")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(26)
        self.setToolTip("Whose annotation file of a document counts in charts, networks and counts")
        self.hide()

    def offer(self, ids: Collection[str], own: str, chosen: str) -> tuple[str, ...]:
        """Offer those who have files, where there are several; gives whose files count, the first first."""
        words: dict[str | None, str] = {"": f"Counts: adjudicated, else {'mine' if own else 'the only'}"}
        others = sorted({*ids, *([chosen] if chosen else [])} - {own})
        words |= {who: f"Counts: adjudicated, else {who}" for who in others}
        if [self.itemText(row) for row in range(self.count())] != list(words.values()):
            self.put_choices(words)
        self.show_value(chosen if chosen in words else "")
        self.setVisible(len(ids) > 1 or bool(chosen))
        return tuple(dict.fromkeys(who for who in (chosen, own) if who))
