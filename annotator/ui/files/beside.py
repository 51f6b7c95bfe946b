"""What lies beside an article that was opened: looked for beside the window, for which thousands of files take long."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.formats.sidecar.sidecar_names import sidecar_name
from annotator.model.annotator_id import ADJUDICATED
from annotator.services.comparing.colleagues import sidecars_beside
from annotator.services.disk.at_path import is_file
from annotator.services.folder.sidecar_head import sidecar_state
from annotator.services.keeping.desk import Desk
from annotator.services.merging.conflict_copies import conflict_copies
from annotator.ui.files.file_commands import FileCommands
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread


@dataclass(frozen=True, slots=True)
class Beside:
    """The annotators' files of an article, conflict copies of one's own, and the adjudicated one with its state."""

    sidecars: list[Path]
    copies: list[Path]
    adjudicated: Path
    review: str


class BesideReader(QObject):
    """Looks whenever a document was opened, and tells where it is still open then."""

    found = Signal(object, object)
    """The desk, and what lies Beside."""

    def __init__(self, files: FileCommands) -> None:
        super().__init__(files)
        self._files = files
        self._thread = OneThread("beside")
        files.opened.connect(self._look)

    def _look(self, desk: Desk | None) -> None:
        if desk is not None:
            document, sidecar = desk.document_path, desk.session.sidecar
            self._thread.submit(lambda: in_window(self, self._tell, desk, _beside(document, sidecar)))

    def _tell(self, desk: Desk, beside: Beside) -> None:
        if desk is self._files.desk:
            self.found.emit(desk, beside)


def _beside(document: Path, sidecar: Path) -> Beside:
    sidecars = sidecars_beside(document)
    adjudicated = document.with_name(sidecar_name(document.name, ADJUDICATED))
    review = sidecar_state(adjudicated) if len(sidecars) > 1 and is_file(adjudicated) else ""
    return Beside(sidecars, conflict_copies(sidecar), adjudicated, review)
