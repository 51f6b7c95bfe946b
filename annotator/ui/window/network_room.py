"""Networks in the window's middle, or in a window of their own: loaded when they are asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.files.file_commands import FileCommands
from annotator.ui.panels.document_panel import DocumentPanel
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.panes import Panes

if TYPE_CHECKING:
    from annotator.ui.networks.network_page import NetworkPage


class Middle(Protocol):
    """The window's middle, in which one page is shown."""

    stack: QStackedWidget
    panes: Panes

    def show_beside(self, page: QWidget) -> None:
        """Show a page in the article's place."""

    def show_page(self) -> None:
        """Show the article."""

    def show_start(self) -> None:
        """Show what one can begin with."""


class NetworkRoom(QObject):
    """Brings the page with networks and takes it away; saves what it shows, and opens what that rests on."""

    entering = Signal()
    """Networks are about to be shown."""

    def __init__(
        self,
        window: QMainWindow,
        bridge: SessionBridge,
        documents: DocumentPanel,
        files: FileCommands,
        *,
        middle: "Middle",
        go_to_selected: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window, self._bridge, self._documents, self._files = window, bridge, documents, files
        self._middle, self._go_to_selected = middle, go_to_selected
        self.page: NetworkPage | None = None
        self._apart: QWidget | None = None
        self._before: list[QDockWidget] = []
        middle.stack.currentChanged.connect(lambda _index: self._share_out())

    @property
    def is_shown(self) -> bool:
        """Whether networks have the window's middle."""
        return self.page is not None and self._middle.stack.currentWidget() is self.page

    @property
    def is_apart(self) -> bool:
        """Whether networks have a window of their own."""
        return self._apart is not None and self._apart.isVisible()

    def toggle(self) -> None:
        """Show networks in the article's place, or the article again."""
        if self.is_shown:
            self.leave()
            return
        page = self._made()
        if self._apart is not None and self.is_apart:
            self._apart.raise_()
            self._apart.activateWindow()
        else:
            self.entering.emit()
            self._middle.show_beside(page)

    def show_relations(self) -> None:
        """Show the chart of the folder."""
        if not (self.is_shown or self.is_apart):
            self.toggle()
        self._made().show_relations()

    def give_way(self) -> None:
        """Leave the window's middle to another page."""
        if self.is_shown:
            self.leave()

    def leave(self) -> None:
        """Show the article again, or what one can begin with where none is open."""
        if self._apart is not None and self.is_apart:
            self._apart.close()
        elif self._bridge.session is None:
            self._middle.show_start()
        else:
            self._middle.show_page()

    def _share_out(self) -> None:
        """Give networks the room of all panes but the list of documents, and the panes their places again."""
        panes = self._middle.panes
        if self.is_shown and not self._before:
            self._before = panes.make_room(but="documents")
        elif not self.is_shown and self._before:
            before, self._before = self._before, []
            panes.give_back(before)

    def apart(self) -> None:
        """Give networks a window of their own, so that they are seen change while the article is marked; or back."""
        page = self._made()
        if self._apart is not None and self.is_apart:
            self._apart.close()
            self._middle.show_beside(page)
            return
        size = page.size()
        if self._apart is None:
            self._apart = QWidget(self._window, Qt.WindowType.Window)
            self._apart.setWindowTitle("Networks")
            QVBoxLayout(self._apart).setContentsMargins(0, 0, 0, 0)
            self._apart.resize(size)
        self._middle.stack.removeWidget(page)
        layout = self._apart.layout()
        assert layout
        layout.addWidget(page)
        page.show()
        self._apart.show()
        if self._bridge.session is not None:
            self._middle.show_page()

    def _made(self) -> "NetworkPage":
        if self.page is None:
            from annotator.ui.networks.network_page import NetworkPage

            page = self.page = NetworkPage(self._bridge, lambda: self._documents.shown_paths)
            page.left.connect(self.leave)
            page.apart_asked.connect(self.apart)
            page.proof_opened.connect(self.open_proof)
            page.save_asked.connect(self.save)
            page.picture_asked.connect(self.take_picture)
        return self.page

    def save(self) -> None:
        """Ask where, and save the whole network there."""
        from annotator.ui.networks.saving import ask_network_file, save_network, say_not_saved

        page, message = self._made(), self._bridge.message
        if page.charted is None:
            message.emit("There is no network to save.")
            return
        charted = page.charted
        path = ask_network_file(page, self._folder(), charted)
        if path is None:
            return

        def tell(why: str) -> None:
            if why:
                say_not_saved(page, why)
            else:
                message.emit(f"Saved as {path.name}.")

        places = page.files()
        page.asker.do(lambda: save_network(charted, path, places), tell)

    def take_picture(self) -> None:
        """Let what is shown be saved as a picture."""
        page = self._made()
        if not page.graph.nodes:
            self._bridge.message.emit("The network is empty.")
        elif page.shows_matrix:
            from annotator.ui.networks.saving import ask_and_save_matrix

            if name := ask_and_save_matrix(page, self._folder(), page.matrix.weights):
                self._bridge.message.emit(f"Saved as {name}.")
        else:
            from annotator.ui.dialogs.picture_dialog import PictureDialog

            PictureDialog(page.as_shown(), page.caption, self._folder(), page).exec()

    def open_proof(self, proof: Any) -> None:
        """Open a passage in its place."""

        def show() -> None:
            self._middle.show_page()
            self._bridge.select(proof.annotation)
            self._go_to_selected()

        session = self._bridge.session
        if session is not None and session.sidecar == proof.sidecar:
            show()
        else:
            self._files.open_path(proof.sidecar, show)

    def _folder(self) -> Path:
        session, folder = self._bridge.session, self._documents.folder
        return folder or (session.sidecar.parent if session else Path.home())
