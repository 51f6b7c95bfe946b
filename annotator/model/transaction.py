"""What the analyst does in one step, and what a step touched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.model.clock import seconds_between
from annotator.model.edits import ANNOTATIONS, Edit

GROUPING_SECONDS = 3.0
"""Steps of one group that follow each other within this time are undone together (typing a note, moving an end)."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """Edits that are applied, undone and announced together; ``label`` says what they do, in words for the menu."""

    edits: tuple[Edit, ...]
    label: str
    author: str = ""
    time: str = ""
    group: str = ""

    def inverted(self) -> "Transaction":
        """Give the transaction that takes this one back."""
        edits = tuple(edit.inverted() for edit in reversed(self.edits))
        return Transaction(edits, self.label, self.author, self.time, self.group)

    def continues(self, earlier: "Transaction") -> bool:
        """Tell whether both belong to one step of undo."""
        if not self.group or self.group != earlier.group:
            return False
        return 0 <= seconds_between(earlier.time, self.time) <= GROUPING_SECONDS

    def after(self, earlier: "Transaction") -> "Transaction":
        """Give both as one, keeping one edit per record where the later continues the earlier."""
        edits: dict[tuple[str, str], Edit] = {}
        for edit in (*earlier.edits, *self.edits):
            known = edits.pop((edit.table, edit.key), None)
            before = known.before if known else edit.before
            edits[edit.table, edit.key] = Edit(edit.table, edit.key, before, edit.after)
        return Transaction(tuple(edits.values()), self.label, self.author, self.time, self.group)


@dataclass(frozen=True, slots=True)
class Change:
    """What listeners are told once after each step.

    ``touched`` has, for each table, the edits that were made, so that a painter can repaint both the old and the new
    place. ``by`` names who began it, so that a widget can tell its own changes.
    """

    edits: tuple[Edit, ...]
    label: str
    by: str = ""

    def touched(self, table: str) -> Mapping[str, Edit]:
        """Give the edits of one table by key."""
        return {edit.key: edit for edit in self.edits if edit.table == table}

    @property
    def only_adds_annotations(self) -> bool:
        """Whether nothing that was there before is another now."""
        return all(edit.before is None and edit.table == ANNOTATIONS for edit in self.edits)

    def touches(self, tables: Iterable[str]) -> bool:
        """Tell whether any of the tables changed."""
        wanted = set(tables)
        return any(edit.table in wanted for edit in self.edits)
