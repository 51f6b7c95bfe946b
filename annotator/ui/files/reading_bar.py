"""Says which document is being read, and offers to stop."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from annotator.ui.files.file_commands import FileCommands
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel

WAIT_MILLISECONDS = 300
"""What is read sooner is not announced."""
NAME_PIXELS = 360
"""A longer name is shortened in its middle."""


class ReadingBar(QWidget):
    """Stands below the article while a document is read; hidden otherwise."""

    def __init__(self, files: FileCommands) -> None:
        super().__init__()
        self._reader = files.reader
        self.label = PlainLabel()
        bar = QProgressBar(maximum=0, textVisible=False)
        bar.setAccessibleName("Opening")
        self.stop = PushButton("Stop")
        self.stop.clicked.connect(files.stop_opening)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.addWidget(self.label)
        layout.addWidget(bar, 1)
        layout.addWidget(self.stop)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MILLISECONDS)
        self._timer.timeout.connect(self.show)
        files.reader.changed.connect(self._follow)
        self.hide()

    def _follow(self) -> None:
        if self._reader.path is None:
            self._timer.stop()
            self.hide()
            return
        name = self.fontMetrics().elidedText(self._reader.path.name, Qt.TextElideMode.ElideMiddle, NAME_PIXELS)
        self.label.setText(f"Opening {name} …")
        self._timer.start()
