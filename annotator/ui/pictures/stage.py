"""What a scene plays on: the program's window, and the files of somebody who works with it."""

from collections.abc import Callable
from pathlib import Path
from time import sleep

from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.model.annotation import Annotation
from annotator.model.layer import Annotator
from annotator.model.span import Span
from annotator.services.running.progress import Progress
from annotator.services.user.settings import SettingsStore
from annotator.ui.toolkit import theme
from annotator.ui.window.main_window import MainWindow

ARTICLE = "nato-summit-madrid.txt"
REVIEWED = "senkaku-patrols.txt"
KATO = Annotator("mkato", "M. Kato")


class Stage:
    """A window of one size in one theme; ``folder`` is a copy of the sample articles.

    A scene that is to be seen while it is still under way sets ``at_rest`` to False; one that goes on behind the window
    tells by ``is_busy`` that it is to be waited for.
    """

    def __init__(self, folder: Path, theme_name: str, size: str) -> None:
        self.folder = folder
        self.at_rest = True
        self.is_busy: Callable[[], bool] = lambda: False
        self.store = SettingsStore()
        settings = self.store.settings
        settings.annotator_id, settings.annotator_name = KATO.id, KATO.name
        settings.theme = theme_name
        settings.first_steps_done = True
        theme.apply(theme_name)
        self.window = MainWindow(self.store)
        self.window.resize(*map(int, size.split("x")))
        self.window.show()

    def close(self) -> None:
        """Close the window without a question."""
        window = self.window
        window.files.reader.stop()
        window.files.autosave.watch(None)
        if window.files.desk:
            window.files.desk.close()
            window.files.desk = None
        window.close()
        window.deleteLater()

    def sidecar(self, document: str = ARTICLE, annotator: str = KATO.id) -> Path:
        """Give the path of an annotator's file."""
        return self.folder / f"{document}.{annotator}.ann.json"

    def open(self, *names: str) -> MainWindow:
        """Open the folder, or files of it."""
        self.window.open_paths([self.folder / name for name in names or (".",)])
        return self.window

    def article(self, name: str = ARTICLE) -> MainWindow:
        """Open an article; the others of its folder are listed."""
        return self.open(name)

    def select(self, annotation_type: str, fits: Callable[[Annotation], object] = bool) -> Annotation:
        """Open the article and select the first annotation of a type that fits."""
        window = self.article()
        assert window.bridge.session
        there = window.bridge.session.layer.in_order()
        found = next(each for each in there if each.type == annotation_type and fits(each))
        window.bridge.select(found.id)
        window.view.set_caret(found.start)
        return found

    def select_words(self, words: str) -> None:
        """Select words of the article that is open."""
        start = self.window.view.document_text.index(words)
        self.window.view.select_span(Span(start, start + len(words)))

    def do(self, *actions: str) -> None:
        """Do what menus and keys do."""
        for name in actions:
            self.window.actions_by_name[name].trigger()

    def find(self, kind: type[QWidget]) -> QWidget:
        """Give a part of the window."""
        found = self.window.findChild(kind)
        assert found
        return found


def endless(progress: Progress) -> None:
    """Go on until stopped, as the reading of a very large file does."""
    while True:
        progress(2, 5, REVIEWED)
        sleep(0.02)


def press(widget: QWidget, name: str) -> None:
    """Press the button of a name in a part of the window or a dialog."""
    buttons = (button for button in widget.findChildren(QAbstractButton) if not button.isHidden())
    next(button for button in buttons if button.text().replace("&", "") == name).click()
