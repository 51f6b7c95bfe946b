"""The guide in a calm window: pages from files that came with the program, and nothing from anywhere else."""

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QSplitter, QTextBrowser, QWidget

from annotator.formats.resource_files import guide_folder
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.screen_room import open_with

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_MARGIN = 24


def guide_pages(text: str) -> dict[str, str]:
    """Split the guide at its headings of the second level: texts by heading, in order."""
    parts = _HEADING.split(text)
    return {title.strip(): f"## {title}\n{body}" for title, body in zip(parts[1::2], parts[2::2], strict=True)}


class GuidePage(QTextBrowser):
    """Shows Markdown; pictures are taken from the guide's own folder alone, and no link leads out of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._shown = ""
        self.setOpenLinks(False)
        self.setAccessibleName("Page")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        # One that comes while a page is put in changes the width, and the page would be put in within itself.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.document().setDocumentMargin(_MARGIN)

    def show_page(self, markdown: str) -> None:
        """Show a page from its beginning."""
        self._shown = markdown
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        path = (self._folder / QUrl(name).path()).resolve()
        is_picture = kind == QTextDocument.ResourceType.ImageResource.value and path.suffix == ".png"
        if not is_picture or not path.is_relative_to(self._folder.resolve()) or QUrl(name).host():
            return None
        picture = QImage(str(path))
        room = max(200, self.viewport().width() - 2 * _MARGIN)
        if picture.width() <= room:
            return picture
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self._shown:
            self._lay_out()

    def _lay_out(self) -> None:
        self.document().clear()
        self.document().setMarkdown(self._shown)


class GuideWindow(QDialog):
    """Pages on the left, the chosen one on the right; one can go on working beside it."""

    def __init__(self, parent: QWidget | None, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("Guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_with(self, 920, 680)
        self.page = GuidePage(folder)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Pages of the guide")
        self.contents.setFrameShape(QListWidget.Shape.NoFrame)
        self.contents.setStyleSheet("QListWidget::item { padding: 5px 10px; }")
        try:
            text = (folder / "guide.md").read_text(encoding="utf-8")
        except OSError as error:
            text = f"## Guide\n\nThe guide should be in `{folder}`, and could not be read: {error.strerror}."
        self._pages = guide_pages(text)
        self.contents.addItems(list(self._pages))
        self.contents.currentTextChanged.connect(self._show)
        splitter = QSplitter()
        splitter.addWidget(self.contents)
        splitter.addWidget(self.page)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([230, 690])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        theme.notifier.changed.connect(self._show_anew)
        self.contents.setCurrentRow(0)

    def _show(self, title: str) -> None:
        self.page.show_page(self._pages[title])

    def _show_anew(self) -> None:
        self._show(self.contents.currentItem().text())


def open_guide(parent: QWidget) -> GuideWindow:
    """Open the guide, or bring the one that is open to the front."""
    window = parent.findChild(GuideWindow) or GuideWindow(parent, guide_folder())
    window.show()
    window.raise_()
    window.activateWindow()
    return window
