"""Says at once what somebody else did to the files of the open document, and offers what can be done about it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.codebook import Codebook
from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.services.comparing.colleagues import is_adjudicated, sidecars_beside
from annotator.services.keeping.desk import Desk
from annotator.ui.files.file_commands import FileCommands, Notify
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.file_poll import FilePoll
from annotator.ui.toolkit.in_window import in_window
from annotator.ui.toolkit.one_thread import OneThread

_NOTHING: Final = ""


class OthersChanges(QObject):
    """Watches the annotation file, the article, the colleagues' files and the codebook of the open desk."""

    def __init__(self, files: FileCommands, bridge: SessionBridge, notify: Notify) -> None:
        super().__init__(files)
        self._files = files
        self._bridge = bridge
        self._notify = notify
        self._doubted: str | None = _NOTHING
        self._reader = OneThread("codebook")
        self.poll = FilePoll(self)
        self.poll.changed.connect(self._on_change)
        files.opened.connect(self.watch)

    def watch(self, desk: Desk | None) -> None:
        """Watch the files of a desk, or none."""
        if desk is None:
            self.poll.stop()
            return
        own, document = desk.session.sidecar, desk.document_path
        codebook = self._files.codebook_home(desk) / NAME
        self.poll.watch(lambda: {own, document, codebook, *sidecars_beside(document)})

    def _on_change(self, found: dict[Path, str | None]) -> None:
        desk = self._files.desk
        if desk is None:
            return
        say: dict[Path, Callable[[Desk, str | None], None]] = {
            desk.session.sidecar: self._say_own,
            desk.document_path: self._say_article,
            self._files.codebook_home(desk) / NAME: self._say_codebook,
        }
        for path, digest in found.items():
            if path in say:
                say[path](desk, digest)
            elif not self._bridge.codebook.blind and not is_adjudicated(desk.session.sidecar):
                self._say_colleagues(path, digest)

    def _say_own(self, desk: Desk, digest: str | None) -> None:
        name = desk.session.sidecar.name
        if digest == desk.disk_sha256:
            return
        if digest != self._doubted or self._files.autosave.is_running:
            # It may be what this window was just saving when it was looked.
            self._doubted = digest
            self.poll.look_again(desk.session.sidecar)
            return
        self._doubted = _NOTHING
        if digest is None:
            self._notify(f"{name} was removed or renamed by somebody else.", [("Save it again", self._save_again)])
        elif desk.session.read_only:
            self._notify(f"{name} was changed by somebody else.", [("Read again", self._files.read_again)])
        else:
            self._files.changed_on_disk.offer(f"{name} was changed by somebody else since it was opened here.")

    def _say_article(self, desk: Desk, digest: str | None) -> None:
        name = desk.document_path.name
        if digest is None:
            self._notify(f"{name} was removed or renamed by somebody else; what is shown is as it was read.")
        elif digest != desk.session.document.info.bytes_sha256:
            what = f"{name} was changed by somebody else; what is shown is as it was read."
            self._notify(what, [("Read again", self._files.read_again)])

    def _say_colleagues(self, path: Path, digest: str | None) -> None:
        if digest is None:
            self._notify(f"{path.name} was removed by somebody else.")
            return
        parts = split_sidecar_name(path.name)
        whose = f"{parts[1]}'s" if parts else "it"
        self._notify(
            f"{path.name} was changed by somebody else.", [(f"Read {whose}", partial(self._files.open_path, path))]
        )

    def _say_codebook(self, desk: Desk, _digest: str | None) -> None:
        # One of thousands of names takes longer to read than a frame has.
        self._reader.submit(self._read_codebook, desk, self._files.codebook_home(desk))

    def _read_codebook(self, desk: Desk, home: Path) -> None:
        try:
            codebook: Codebook | CodebookError = folder_codebook(home)
        except CodebookError as error:
            codebook = error
        in_window(self, self._offer_codebook, desk, codebook)

    def _offer_codebook(self, desk: Desk, codebook: Codebook | CodebookError) -> None:
        if desk is not self._files.desk:
            return
        if isinstance(codebook, CodebookError):
            self._notify(str(codebook))
        elif codebook != self._bridge.codebook:
            use = lambda: self._files.use_codebook(codebook)  # noqa: E731
            self._notify(f"{NAME} was changed by somebody else.", [("Use it", use)])

    def _save_again(self) -> None:
        if desk := self._files.desk:
            desk.session.saved(None, desk.session.sidecar)
            self._files.save()
