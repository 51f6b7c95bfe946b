"""What the desktop tells the application by an event."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.application import make_application
from annotator.ui.main_window import MainWindow


def test_a_file_that_the_desktop_wants_opened_is_opened(window: MainWindow, tmp_path: Path) -> None:
    article = tmp_path / "second.txt"
    article.write_text("Italy said it would agree.", encoding="utf-8")
    application = make_application()
    application.file_wanted.connect(window.opening.take_handed)
    QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(article))))
    assert "second.txt" in window.windowTitle()
