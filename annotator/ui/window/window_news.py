"""What happens in one part of the window and concerns the others: another document, a step, another selection."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject

from annotator.model.span import Span
from annotator.model.transaction import Change
from annotator.services.folder.folder_listing import Listing
from annotator.services.keeping.desk import Desk
from annotator.ui.actions.actions import REVIEW, ROWS, TEXT
from annotator.ui.describe import describe
from annotator.ui.dialogs.findings_view import FindingsView
from annotator.ui.files.beside import Beside
from annotator.ui.files.colleagues_notice import colleagues_notice
from annotator.ui.files.whose_file import whose_file_notice
from annotator.ui.toolkit.safe_text import no_mnemonic
from annotator.ui.toolkit.words_on_screen import counted
from annotator.ui.window.window_frame import WindowFrame

_NAMED = 5
_NEEDS = {row.name: row.needs for row in ROWS if row.needs}
_IN_REVIEW = {row.name for row in ROWS if row.scope == REVIEW and row.name != "edit_difference"}
"""What is done in a review alone, and not while the reviewer annotates by hand."""
_BY_HAND = {row.name for row in ROWS if row.scope == TEXT and row.name != "copy"}
"""What is not done in a review but by hand."""


class _Possible(NamedTuple):
    """What there is that actions need, by the names that they call it, and what holds some of them back."""

    document: bool
    annotation: bool
    marked: bool
    review: bool
    reading: bool
    deciding: bool
    by_hand: bool


class WindowNews(QObject):
    """Hands the news on."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        self._not_annotated_yet = ""
        self._open_name = ""
        self._troubles: list[str] = []
        """What is said of what cannot be looked at."""
        self._possible: _Possible | None = None
        # Made before the panels, so it hears of a document before they do, and its text does not wait for their lists.
        self._bridge.session_changed.connect(self._show_article)

    def describe(self, identifier: str) -> str:
        """Give an annotation in words."""
        return describe(self._bridge, identifier)

    def _show_article(self) -> None:
        window, session = self._window, self._bridge.session
        if session is None:
            window.show_start()
            return
        window.show_page()
        window.view.setFocus()
        window.view.show_document(session.document, session.layer)
        if place := self._bridge.place:
            window.view.show_place(place)
        window.view.viewport().repaint()

    def on_opened(self, desk: Desk | None) -> None:
        """Name what was opened, and say what should be known of it."""
        window, files = self._window, self._window.files
        window.name_document(desk.document_path if desk else None)
        window.notice.leave(self._open_name)
        self._open_name = desk.document_path.name if desk else ""
        window.documents.show_open(desk.document_path if desk else None)
        self._show_work()
        if desk is None:
            window.status_line.show_saved("")
            return
        window.documents.show_annotator(window.store.settings.annotator_id)
        recovered = desk.recovered.steps if desk.recovered and desk.recovered.fits else 0
        if recovered:
            window.notice.show_notice(
                f"Annotator ended without saving; recovered, and can be undone: {counted(recovered, 'step')}."
            )
        if desk.findings:
            things = counted(len(desk.findings), "thing")
            what = f"{things} in the annotation file need{'' if len(desk.findings) > 1 else 's'} a look."
            show = lambda: FindingsView(desk.findings, self._bridge, window).exec()  # noqa: E731
            window.notice.show_notice(what, [("Show", show)])
        if desk.session.read_only and not desk.unchecked:
            window.notice.show_notice(desk.session.read_only, [("Save elsewhere…", files.save_elsewhere)])
        if said := whose_file_notice(desk, files, window.store.settings):
            window.notice.show_notice(*said)
        if desk.news:
            window.notice.show_notice(" ".join(desk.news), lasting=True)

    def on_beside(self, desk: Desk, beside: Beside) -> None:
        """Say what others have done of a document, unless something else is to be said, and offer to merge copies."""
        notice, files = self._window.notice, self._window.files
        blind = self._bridge.codebook.blind
        if not notice.texts and (said := colleagues_notice(desk, beside, files, blind=blind)):
            notice.show_notice(*said)
            self._not_annotated_yet = said[0]
        files.changed_on_disk.offer_copies(beside.copies)

    def open_folder(self, folder: Path) -> None:
        """List a folder's documents."""
        window = self._window
        window.panes.show("documents")
        window.documents.show_annotator(window.store.settings.annotator_id)
        window.documents.open_folder(folder)

    def on_left_out(self, links: Sequence[Path]) -> None:
        """Name the links that were not followed."""
        names = [path.name for path in links]
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        lead = "is a link that leads" if len(names) == 1 else "are links that lead"
        named = f"{', '.join(names[:_NAMED])}{more}"
        what = f"{named} {lead} out of this folder, and not listed. Put the files themselves there."
        self._window.notice.show_notice(what, lasting=True, about=links[0].parent.name)

    def on_troubled(self, problems: Mapping[str, str]) -> None:
        """Say what of the folder could not be looked at, and why."""
        root = self._window.documents.folder
        # The folder itself is named before all of it.
        names = [why if Path(path) == root else f"{shown_below(root, path)}: {why}" for path, why in problems.items()]
        more = f" And {len(names) - _NAMED:,} more." if len(names) > _NAMED else ""
        about = root.name if root else ""
        text = f"{' '.join(names[:_NAMED])}{more}"
        self._troubles.append(f"{about}: {text}" if about else text)
        self._window.notice.show_notice(text, lasting=True, about=about)

    def on_listed(self, listing: Listing) -> None:
        """Say no longer what could not be looked at once all of it can."""
        if not listing.problems:
            for said in self._troubles:
                self._window.notice.dismiss(said)
            self._troubles.clear()

    def on_reading(self) -> None:
        """Show in the list what is being read, and let it be stopped."""
        self._window.documents.show_coming(self._window.files.reader.path)
        self.show_possible()

    def on_change(self, change: Change) -> None:
        """Show a step in the article, which is annotated now if it was not."""
        self._window.view.layer_changed(change)
        self._window.notice.dismiss(self._not_annotated_yet)
        self._show_work()
        self.show_possible()

    def _show_work(self) -> None:
        session = self._bridge.session
        self._window.documents.show_work(session.sidecar if session else None, session.layer if session else None)

    def on_selection(self) -> None:
        """Show in the article what is selected elsewhere."""
        view, annotation = self._window.view, self._bridge.annotation
        view.set_selected(self._bridge.selected)
        if annotation and annotation.fragments and not view.hasFocus():
            view.reveal(Span(annotation.start, annotation.end))
        self.show_possible()

    def on_lit(self) -> None:
        """Show in the article what is lit elsewhere."""
        view, session, ids = self._window.view, self._bridge.session, self._bridge.lit
        view.set_lit(ids)
        lit = [session.layer.annotations[i] for i in ids if i in session.layer.annotations] if session else []
        placed = [annotation for annotation in lit if annotation.fragments]
        if placed and not view.hasFocus():
            first = min(placed, key=lambda annotation: annotation.place)
            view.reveal(Span(*first.fragments[0]))

    def show_possible(self) -> None:
        """Let the menus offer what can be done now."""
        session, review = self._bridge.session, self._window.review.bridge
        selected = session is not None and self._bridge.selected is not None
        possible = _Possible(
            session is not None,
            selected,
            selected or (session is not None and self._window.suggesting.current is not None),
            review.review is not None,
            self._window.files.reader.path is not None,
            review.is_deciding,
            review.by_hand,
        )
        if possible != self._possible:
            self._possible = possible
            self._enable_actions(possible)
        self._name_steps()

    def _enable_actions(self, possible: "_Possible") -> None:
        actions = self._window.actions_by_name
        for name, needs in _NEEDS.items():
            held = (name in _BY_HAND and possible.deciding) or (name in _IN_REVIEW and possible.by_hand)
            actions[name].setEnabled(getattr(possible, needs) and not held)
        actions["dismiss"].setEnabled(not possible.deciding)

    def _name_steps(self) -> None:
        """Name what undo and redo would do, and let them where there is anything."""
        actions, steps = self._window.actions_by_name, self._window.folder_steps
        for name, label in (
            ("Undo", steps.undo_label or self._bridge.undo_label),
            ("Redo", steps.redo_label or self._bridge.redo_label),
        ):
            action, text = actions[name.lower()], f"&{name} {no_mnemonic(label)}" if label else f"&{name}"
            if action.text() != text:
                action.setText(text)
            if action.isEnabled() != bool(label):
                action.setEnabled(bool(label))

    def enable(self) -> None:
        """Let panes and menus be used as far as there is something to use them on."""
        session = self._bridge.session
        without = ("documents", "chart") if self._bridge.folder.index is not None else ("documents",)
        for dock in self._window.panes:
            dock.widget().setEnabled(session is not None or dock.objectName() in without)
        self.show_possible()


def shown_below(root: Path | None, path: str) -> str:
    """Give a path as it is below a folder, in full where it does not lie there, and the folder by its name."""
    if root is None or not Path(path).is_relative_to(root):
        return path
    return Path(path).relative_to(root).as_posix() if Path(path) != root else root.name
