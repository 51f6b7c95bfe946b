"""What can be done when an annotation file has two versions: look, merge, take theirs, keep mine."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from annotator.model.clock import now
from annotator.services.keeping.desk import Desk
from annotator.services.keeping.open_document import OpenError
from annotator.services.merging.conflict_copies import merge_copies, set_copies_aside
from annotator.services.merging.merge_layers import merge_layers
from annotator.services.merging.their_version import TheirVersion, changes, merge_their_version, read_their_version
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.notice_bar import Choice
from annotator.ui.toolkit.safe_text import message_box
from annotator.ui.toolkit.screen_room import open_with

MERGE_LABEL = "Merge"


class TheirChanges(FilteredList):
    """What both sides did since they were one, and in what one of them would have to give way."""

    def __init__(self, desk: Desk, theirs: TheirVersion, parent: QWidget | None) -> None:
        super().__init__(parent, "What changed", "Search the changes", ("Who", "Did", "What"))
        open_with(self, 820, 420)
        for who, layer in (("they", theirs.layer), ("you", desk.session.layer)):
            for verb, what in changes(desk.base, layer):
                self.add_row((who, verb, what), tip=what)
        for sentence in merge_layers(desk.session.layer, theirs.layer, desk.base).conflicts:
            self.add_row(("both", "differ", sentence), tip=sentence)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge_button = buttons.addButton(MERGE_LABEL, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)
        self.ready()


class ChangedOnDiskCommands:
    """Offers the ways out for the open desk; ``save`` saves it, ``notify`` shows a notice with choices."""

    def __init__(
        self,
        window: QWidget,
        desk: Callable[[], Desk | None],
        *,
        save: Callable[[], None],
        reload: Callable[[], None],
        save_elsewhere: Callable[[], object],
        notify: Callable[..., None],
    ) -> None:
        self._window = window
        self._desk = desk
        self._save = save
        self._reload = reload
        self._save_elsewhere = save_elsewhere
        self._notify = notify
        self._sentence = ""

    def offer(self, sentence: str) -> None:
        """Say what happened, and what can be done."""
        self._sentence = sentence
        choices: list[Choice] = [
            ("What changed…", self.show_changes),
            (MERGE_LABEL, self.merge),
            ("Reload theirs", self._reload),
            ("Keep mine", self.keep_mine),
            ("Save elsewhere…", self._save_elsewhere),
        ]
        self._notify(sentence, choices)

    def show_changes(self) -> None:
        """Show what changed; merging can be chosen there."""
        if (desk := self._desk()) and (theirs := self._theirs(desk)):
            dialog = TheirChanges(desk, theirs, self._window)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self._merge(desk, theirs)
            else:
                self.offer(self._sentence)

    def merge(self) -> None:
        """Take their changes in as one step that can be undone, and save."""
        if (desk := self._desk()) and (theirs := self._theirs(desk)):
            self._merge(desk, theirs)

    def keep_mine(self) -> None:
        """Save over theirs, which stays beside it as .bak."""
        if desk := self._desk():
            try:
                aside = desk.keep_theirs_aside(now())
            except OSError as error:
                message_box(self._window, "Not saved", f"Theirs could not be kept: {error.strerror or error}.").exec()
                self.offer(self._sentence)
            else:
                self._save()
                if aside:
                    self._notify(f"Yours was saved; theirs is beside it as {aside.name}.", lasting=True)

    def offer_copies(self, copies: Sequence[Path]) -> None:
        """Say so where a sync tool left conflict copies of the open file, and offer to merge them."""
        desk = self._desk()
        if desk is None or desk.session.read_only or not copies:
            return
        names = copies[0].name if len(copies) == 1 else f"{len(copies):,} files such as {copies[0].name}"
        sentence = f"Synchronising left other versions of your annotations beside this article: {names}."
        self._notify(sentence, [(MERGE_LABEL, self.merge_copies)])

    def merge_copies(self) -> None:
        """Take what the copies hold in as one step that can be undone, save, and set them aside."""
        desk = self._desk()
        if desk is None:
            return
        try:
            merged = merge_copies(desk)
        except OpenError as error:
            message_box(self._window, "Not merged", str(error)).exec()
            return
        self._save()
        if desk.is_saved:
            set_copies_aside(merged.copies)
        self._say_conflicts(merged.conflicts)

    def _merge(self, desk: Desk, theirs: TheirVersion) -> None:
        conflicts = merge_their_version(desk, theirs)
        self._save()
        self._say_conflicts(conflicts)

    def _say_conflicts(self, conflicts: list[str]) -> None:
        more = f" (and {len(conflicts) - 1:,} more)" if len(conflicts) > 1 else ""
        self._notify(" ".join(("Merged; undo takes it back.", *conflicts[:1])) + more, lasting=bool(conflicts))

    def _theirs(self, desk: Desk) -> TheirVersion | None:
        try:
            return read_their_version(desk)
        except OpenError as error:
            message_box(self._window, "Not merged", str(error)).exec()
            self.offer(self._sentence)
            return None
