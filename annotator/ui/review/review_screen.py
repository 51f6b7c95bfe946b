"""The review screen put together: what opens a review, what its keys do, and how article, list and words follow."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow, QWidget

from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.model.span import Span
from annotator.services.comparing.colleagues import moved_words, sidecars_beside, unplaced
from annotator.services.keeping.desk import Desk
from annotator.services.keeping.open_document import OpenError
from annotator.services.running.progress import Cancelled, Progress
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.review.difference_list import DifferenceList
from annotator.ui.review.newer_files import NewerFiles
from annotator.ui.review.next_review import NextReview
from annotator.ui.review.opinions_panel import LONGEST, TAKE_KEYS, OpinionsPanel
from annotator.ui.review.review_bridge import LETTERS, ReviewBridge
from annotator.ui.review.review_layout import ReviewLayout
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.text.article_view import ArticleView
from annotator.ui.toolkit.notice_bar import NoticeBar
from annotator.ui.toolkit.panes import Panes
from annotator.ui.toolkit.safe_text import message_box
from annotator.ui.toolkit.waiting import Waiting
from annotator.ui.toolkit.words_on_screen import counted

if TYPE_CHECKING:
    from annotator.services.settling.review import Review
    from annotator.ui.review.chart_difference import ChartDifference

_T = TypeVar("_T")


class ReviewScreen(QObject):
    """Owns the open review and its widgets."""

    def __init__(
        self, bridge: SessionBridge, view: ArticleView, files: FileCommands, notice: NoticeBar, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._session_bridge = bridge
        self._view = view
        self._files = files
        self._notice = notice
        self._window = window
        self._panes: Panes | None = None
        self._layout: ReviewLayout | None = None
        self._chart: QWidget | None = None
        self._difference: ChartDifference | None = None
        self._asked_to_read = ""
        self._is_opening = False
        self.following = NextReview()
        self._waiting = Waiting(window)
        self.bridge = ReviewBridge(bridge, self._waiting, self)
        self.list = DifferenceList(self.bridge)
        self.opinions = OpinionsPanel(self.bridge)
        self._newer = NewerFiles(self)
        self._newer.found.connect(self._say_newer)
        self.opinions.edit_wanted.connect(self.toggle_hand)
        self.opinions.left.connect(self.go_home)
        self.list.finish.clicked.connect(self._finish)
        self.bridge.review_changed.connect(self._compare_charts)
        self.bridge.current_changed.connect(self._follow)
        self.bridge.decided.connect(self._select_target)
        self.list.rows.activated.connect(lambda _index: self._leave_to_text())
        view.lane_picked.connect(self._pick_lane)
        view.describe_lane = self._describe_lane
        files.review_wanted.connect(self.open)
        files.opened.connect(self._on_opened)

    def put_into(self, panes: Panes) -> None:
        """Say in which panes the list of differences stands; it is hidden while nothing is reviewed."""
        self._panes = panes
        self._layout = ReviewLayout(self._window, panes)
        self._chart = panes["chart"].widget()
        panes["differences"].hide()

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the actions of a review."""
        bridge = self.bridge
        takes = {f"take_{number + 1}": partial(bridge.take_number, number) for number in range(TAKE_KEYS)}
        return {
            **takes,
            "review_files": self.ask_files,
            "read_again": self.read_again,
            "take_all": lambda: bridge.take(bridge.annotators),
            "take_none": bridge.take_none,
            "take_majority": bridge.take_majority,
            "take_majorities": bridge.take_majorities,
            "edit_difference": self.toggle_hand,
            "comment_difference": self.opinions.comment.setFocus,
            "next_review": self.open_next,
            "show_charts": self.show_charts,
            "show_agreement": self.show_agreement,
            "show_entities": self.show_entities,
            "take_agreed": bridge.take_agreed,
            "take_undisputed": bridge.take_undisputed,
            "next_difference": lambda: bridge.step(1),
            "previous_difference": lambda: bridge.step(-1),
            "next_left": lambda: bridge.step(1, only_left=True),
            "previous_left": lambda: bridge.step(-1, only_left=True),
        }

    def ask_files(self) -> None:
        """Let the reviewer choose annotation files; those beside the open document are offered first."""
        desk = self._files.desk
        beside = sidecars_beside(desk.document_path) if desk else []
        if len(beside) > 1 and not self.bridge.review:
            self.open(beside)
            return
        names, _filter = QFileDialog.getOpenFileNames(
            self._window,
            "Review colleagues' files: choose two or more",
            str(desk.document_path.parent) if desk else str(Path.home()),
            "Annotation files (*.ann.json)",
        )
        if names:
            own = beside if len(names) == 1 else []
            self.open([*own, *(Path(name) for name in names)])

    def open(self, paths: Sequence[Path]) -> None:
        """Open a review in place of what is open; what cannot be reviewed is said, and all stays as it was."""
        from annotator.services.settling.open_review import open_review

        reviewer = self._files.annotator(paths[0] if paths else None)
        if reviewer is None:
            return
        if self._files.desk:
            # What is open may be one of the files that are to be reviewed.
            self._files.autosave.save_now()
        at_hand = self._files.desk
        if self._layout:
            self._layout.measure()
        try:
            opened = self._wait_for(
                "Opening a review",
                lambda progress: open_review(paths, reviewer, at_hand=at_hand, progress=progress),
            )
        except UnknownEncodingError:
            self._say("The document's encoding is not certain. Open the document first, choose it, and review then.")
        except (OpenError, SourceError, OSError) as error:
            self._say(str(error))
        else:
            if opened and (opened[0] is self._files.desk or self._take_place(*opened)):
                self._show(opened[1])

    def _take_place(self, desk: Desk, review: "Review") -> bool:
        if not self._files.close_document():
            review.close()
            desk.close()
            return False
        self._files.take_desk(desk, desk.session.sidecar)
        return True

    def read_again(self) -> None:
        """Read the colleagues' files as they are now; decisions stay, and only what is new is left."""
        from annotator.services.settling.open_review import read_again

        review = self.bridge.review
        if review is None:
            return
        try:
            fresh = self._wait_for("Reading the files again", lambda progress: read_again(review, progress))
        except (OpenError, OSError) as error:
            self._say(str(error))
        else:
            if fresh:
                if self._layout:
                    self._layout.measure()
                self._notice.dismiss(self._asked_to_read)
                self._show(fresh)
                self._session_bridge.message.emit(f"The files were read again; left to settle: {len(fresh.left()):,}.")

    def show_charts(self) -> None:
        """Show everybody's chart side by side."""
        from annotator.ui.review.charts_view import ChartsView, charts_of

        review = self.bridge.review
        if review and (drawn := self._wait_for("Charts side by side", partial(charts_of, review))):
            _open(ChartsView(review, drawn, self._window))

    def show_agreement(self) -> None:
        """Show how far the annotators agree."""
        from annotator.ui.review.agreement_view import AgreementView, measured

        review = self.bridge.review
        # What is written of the folder is read from its files.
        self._files.autosave.save_now()
        if review and (agreement := self._wait_for("Agreement between annotators", partial(measured, review))):
            _open(AgreementView(review, agreement, self._window))

    def show_entities(self) -> None:
        """Show which entities are taken for one, to be corrected."""
        from annotator.ui.review.entities_view import EntitiesView

        if self.bridge.review:
            _open(EntitiesView(self.bridge, self._window))

    def _show(self, review: "Review") -> None:
        self._view.show_lanes(list(zip(LETTERS, review.alignment.layers.values(), strict=False)))
        self._is_opening = True
        self.bridge.show_review(review)
        self._is_opening = False
        self._view.setAccessibleDescription(f"Lanes under the lines: {', '.join(self.bridge.lane_names())}")
        self._arrange(review)
        self._newer.watch(colleague.path for colleague in review.colleagues.values())
        self._say_findings(review)

    def _on_opened(self, desk: Desk | None) -> None:
        # Another document took the place of the one that was reviewed.
        if self.bridge.review and (desk is None or desk.session is not self.bridge.review.session):
            self.bridge.show_review(None)
            self._view.show_lanes([])
            self._view.setAccessibleDescription("")
            self._newer.watch(())
            self._put_chart(self._chart)
            if self._layout:
                self._layout.leave()

    def _follow(self) -> None:
        group = self.bridge.group
        span = Span(group.start, group.end) if group and group.start >= 0 else None
        self._view.show_focus(span)
        self._select_target()

    def _select_target(self) -> None:
        if self.bridge.is_deciding:
            self._session_bridge.select(self.bridge.target())

    def _arrange(self, review: "Review") -> None:
        """Give differences and the charts' difference their places."""
        if self._layout and self._panes and not self.bridge.by_hand:
            self._layout.enter(with_chart=self._shows_charts(review))
            self._panes.show("differences")

    def _compare_charts(self) -> None:
        """Show in what the charts differ once all was compared anew, as other entities are the same now."""
        if self.bridge.is_deciding and self.bridge.review and not self._is_opening:
            self._shows_charts(self.bridge.review)

    def _shows_charts(self, review: "Review") -> bool:
        """Put what the charts differ in into the place of the chart; tells whether there is anything."""
        from annotator.ui.review.chart_difference import ChartDifference
        from annotator.ui.review.charts_view import charts_of

        drawn = self._wait_for("Comparing the charts", partial(charts_of, review))
        if self._difference is None:
            self._difference = ChartDifference()
            self._difference.escape_pressed.connect(self.go_home)
        differ = drawn is not None and self._difference.show_charts(drawn, self.bridge.called())
        self._put_chart(self._difference if differ else self._chart)
        return differ

    def _put_chart(self, chart: QWidget | None) -> None:
        if self._panes and chart and self._panes["chart"].widget() is not chart:
            self._panes["chart"].setWidget(chart)
            chart.show()

    def toggle_hand(self) -> None:
        """Annotate by hand, what is looked at first, or go back to deciding."""
        if self.bridge.by_hand:
            self.leave_hand()
        elif self.bridge.review and self._layout:
            self._layout.show_by_hand(self.bridge.begin_by_hand())

    def leave_hand(self) -> None:
        """Go back to deciding."""
        self.bridge.end_by_hand()
        if self._layout:
            self._layout.hide_by_hand()
        self.go_home()

    def go_home(self) -> None:
        """Bring the keys to where they belong: to the list while differences are decided, else to the text."""
        if self.bridge.is_deciding and self._panes:
            # The list may be in a window of its own.
            self.opinions.comment.clearFocus()
            self._panes.show("differences")
        else:
            self._view.setFocus()

    def _finish(self) -> None:
        self.bridge.mark_reviewed()
        self.open_next()

    def open_next(self) -> None:
        """Open the next document of the list that is to be reviewed."""
        reviewer = self._files.annotator()
        if reviewer is None:
            return
        if self._files.desk:
            # How far the review that is open has come is read from its file.
            self._files.autosave.save_now()
        here = self._files.desk.document_path if self._files.desk else None
        behind = self.bridge.review is not None
        found = self._wait_for(
            "Next document to review",
            lambda progress: self.following.find(here, reviewer.id, progress, behind=behind),
        )
        if found and found.sidecars:
            self.open(found.sidecars)
        elif found:
            self._session_bridge.message.emit(found.why)

    def _pick_lane(self, band: int, annotation_id: str) -> None:
        if review := self.bridge.review:
            colleague = review.colleagues[self.bridge.annotators[band]]
            self.bridge.look_for(colleague.ref(annotation_id))
            self.list.rows.setFocus()

    def _describe_lane(self, band: int, annotation_id: str) -> str:
        """Say whose annotation it is and what it says, and in what the others differ."""
        from annotator.services.comparing.difference_words import annotation_words, title

        review = self.bridge.review
        if review is None:
            return ""
        colleague = review.colleagues[self.bridge.annotators[band]]
        numbers = review.numbers_of(colleague.ref(annotation_id))
        differing = ", ".join(title(review.differences[number], review.alignment) for number in numbers)
        words = annotation_words(colleague.layer, colleague.layer.annotations[annotation_id])
        rest = f"Different: {differing}." if differing else "All agree."
        return f"{self.bridge.lane_names()[band]}: {words[:LONGEST]}\n{rest}"

    def _leave_to_text(self) -> None:
        difference = self.bridge.difference
        if difference and difference.start >= 0:
            self._view.set_caret(difference.start)
        self._view.setFocus()

    def _say_findings(self, review: "Review") -> None:
        number = sum(len(colleague.findings) for colleague in review.colleagues.values())
        moved = [colleague for colleague in review.colleagues.values() if colleague.text_changed]
        if moved:
            names = ", ".join(colleague.path.name for colleague in moved)
            what = f"{names}: {moved_words(sum(unplaced(colleague.layer) for colleague in moved))}"
        elif number:
            what = f"{counted(number, 'thing')} in the colleagues' files need{'' if number > 1 else 's'} a look."
        else:
            return
        self._notice.show_notice(what, [("Show", self.show_findings)])

    def _say_newer(self, paths: list[Path]) -> None:
        names = ", ".join(path.name for path in paths)
        self._notice.dismiss(self._asked_to_read)
        self._asked_to_read = f"{names} {'was' if len(paths) == 1 else 'were'} changed since the review was opened."
        self._notice.show_notice(self._asked_to_read, [("Read again", self.read_again)])

    def show_findings(self) -> None:
        """Show what is wrong in the colleagues' files."""
        from annotator.ui.review.review_findings import ReviewFindings

        if self.bridge.review:
            _open(ReviewFindings(self.bridge, self._window))

    def _wait_for(self, title: str, work: Callable[[Progress], _T]) -> _T | None:
        """Give what a work comes to, None where it was stopped."""
        try:
            return self._waiting.result(title, work)
        except Cancelled:
            self._session_bridge.message.emit("Stopped; all is as it was.")
            return None

    def _say(self, text: str) -> None:
        message_box(self._window, "Nothing was reviewed", text).exec()


def _open(dialog: QDialog) -> None:
    # A closed one would keep all that was compared.
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
