"""Searching the documents of a folder; what is found is listed while the search goes on."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model.span import Span
from annotator.services.folding.find_words import Way
from annotator.services.index.texts import FolderTexts
from annotator.services.running.progress import Progress
from annotator.services.searching.find_in_text import ExpressionError
from annotator.services.searching.folder_search import FoundDocument, SearchReport, search_documents
from annotator.ui.toolkit.background import Background
from annotator.ui.toolkit.find_way import FindWay
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.plain_rows import give_room
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel, tool_tip, visible
from annotator.ui.toolkit.screen_room import open_with
from annotator.ui.toolkit.words_on_screen import counted

_NAMED = 5
_ROLE = Qt.ItemDataRole.UserRole


class FolderSearch(QDialog):
    """Type, Enter, and choose a place; one can go on annotating beside it."""

    place_chosen = Signal(Path, object)
    """A document and the span of the words in it."""
    _found = Signal(object)

    def __init__(self, parent: QWidget | None, paths: Sequence[Path], root: Path | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self.setWindowTitle("Find in folder")
        open_with(self, 680, 480)
        self._paths = list(paths)
        self._count = self._documents = 0
        self._searched: tuple[str, Way] | None = None
        self._is_next = False
        """Whether other words wait for a search to be stopped."""
        self.background = Background(self, only_reads=True)
        self.edit = QLineEdit(clearButtonEnabled=True)
        show_hint(self.edit, "Words to find in all documents")
        self.edit.setAccessibleName("Words to find in all documents")
        self.way = FindWay()
        self.button = PushButton("&Find")
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Documents searched")
        self.bar.hide()
        self.list = QTreeWidget()
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        give_room(self.list)
        self.list.setAccessibleName("Places found")
        self.message = PlainLabel(self._offer())
        self.message.setWordWrap(True)
        self._put_together()
        self._connect()

    def set_paths(self, paths: Sequence[Path], root: Path | None = None) -> None:
        """Search these documents from the next search on; ``root`` is the folder of which texts are kept."""
        self._paths, self._root = list(paths), root
        if not self.background.is_running and not self.list.topLevelItemCount():
            self.message.setText(self._offer())

    def search(self) -> None:
        """Begin to search, or stop the search that goes on."""
        if self.background.is_running:
            self.background.cancel()
            return
        words, way, paths = *self._asked(), list(self._paths)
        self._searched = words, way
        if not words.strip() or not paths:
            return
        self.list.clear()
        self._count = self._documents = 0
        self.bar.setRange(0, len(paths))
        self.bar.setValue(0)
        self.bar.show()
        self.button.setText("&Stop")
        self.message.setText("")

        root = self._root

        def work(progress: Progress) -> SearchReport:
            if root is None:
                return search_documents(paths, words, way, tell=self._found.emit, progress=progress)
            with closing(FolderTexts(root)) as texts:
                return search_documents(paths, words, way, tell=self._found.emit, progress=progress, texts=texts)

        self.background.start(work)

    def search_typed(self) -> None:
        """Search for what is typed, in the place of a search for something else that goes on."""
        if not self.background.is_running:
            self.search()
        elif self._asked() != self._searched:
            self._is_next = True
            self.background.cancel()

    def _asked(self) -> tuple[str, Way]:
        return self.edit.text(), self.way.way

    def reject(self) -> None:
        self._is_next = False
        if self.background.is_running:
            self.background.cancel()
        super().reject()

    def _put_together(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.edit, 1)
        line.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.addLayout(line)
        layout.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.bar)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.message)

    def _connect(self) -> None:
        self.button.clicked.connect(self.search)
        # Not the dialog's default button: Enter on a place that was found would begin the search again.
        self.edit.returnPressed.connect(self.search_typed)
        self.list.itemActivated.connect(lambda item, _column: self._choose(item))
        self.list.itemClicked.connect(lambda item, _column: self._choose(item))
        self._found.connect(self._add)
        self.background.progressed.connect(lambda count, _total, _name: self.bar.setValue(count))
        self.background.done.connect(self._end)
        self.background.cancelled.connect(self._stop)
        self.background.failed.connect(self._fail)

    def _add(self, found: FoundDocument) -> None:
        self._count += found.count
        self._documents += 1
        times = f"{found.count:,}" if found.count > 1 else "1"
        top = QTreeWidgetItem([visible(f"{self._called(found.path)}   {times}")])
        top.setToolTip(0, tool_tip(str(found.path)))
        top.setData(0, _ROLE, (found.path, found.hits[0].span))
        for hit in found.hits:
            item = QTreeWidgetItem([visible(hit.excerpt)])
            item.setData(0, _ROLE, (found.path, hit.span))
            top.addChild(item)
        if found.count > len(found.hits):
            more = QTreeWidgetItem([f"and {found.count - len(found.hits):,} more in this document"])
            more.setDisabled(True)
            top.addChild(more)
        self.list.addTopLevelItem(top)
        top.setExpanded(self._documents <= 100)

    def _called(self, path: Path) -> str:
        """Give a document's name, with the folders below the one searched in which it lies."""
        root = self._root
        return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name

    def _choose(self, item: QTreeWidgetItem) -> None:
        if data := item.data(0, _ROLE):
            path, (start, end) = data
            self.place_chosen.emit(path, Span(start, end))

    def _stop(self) -> None:
        self._say("Stopped.")
        self._go_on()

    def _go_on(self) -> None:
        """Search for what was asked for meanwhile."""
        if self._is_next:
            self._is_next = False
            self.search()

    def _end(self, report: SearchReport) -> None:
        unread = [f"{path.name} ({why})" for path, why in report.unread.items()]
        more = f" and {len(unread) - _NAMED:,} more" if len(unread) > _NAMED else ""
        self._say(f"Not searched: {', '.join(unread[:_NAMED])}{more}." if unread else "")
        self._go_on()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, ExpressionError):
            self._say("")
            self.message.setText(str(error))
            return
        self._say("The search was ended by an error in the program.")
        raise error

    def _say(self, more: str) -> None:
        self.bar.hide()
        self.button.setText("&Find")
        places = counted(self._count, "place")
        documents = f"{self._documents:,} of {len(self._paths):,} documents"
        found = f"{places} in {documents}." if self._count else "Nothing was found."
        self.message.setText(f"{found} {more}".strip())
        # Whoever types other words meanwhile goes on typing.
        if self._count and self.edit.hasFocus() and self._asked() == self._searched:
            self.list.setFocus()
            self.list.setCurrentItem(self.list.topLevelItem(0))  # type: ignore[arg-type] # there is one

    def _offer(self) -> str:
        count = len(self._paths)
        return f"{counted(count, 'document')} will be searched." if count else "No folder is open."
