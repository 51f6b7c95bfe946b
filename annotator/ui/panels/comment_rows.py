"""Comments on the selected annotation: they travel in the file, and whoever opens it reads them here."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.services.editing.comments import comment
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.safe_text import PlainLabel


class CommentRows(QWidget):
    """One line a comment with who made it and when, and a field for a new one."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self._labels: list[PlainLabel] = []
        self.field = QLineEdit()
        show_hint(self.field, "Comment for colleagues")
        self.field.setAccessibleName("Comment for colleagues")
        self.field.editingFinished.connect(self._add)
        self._layout.addWidget(self.field)
        self.setFocusProxy(self.field)

    def refresh(self) -> None:
        """Show the comments on the selected annotation."""
        session, selected = self._bridge.session, self._bridge.selected
        layer = session.layer if session else None
        found = [d for d in layer.review.values() if d.target == selected and d.comment] if layer and selected else []
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = [PlainLabel(f"{d.by}, {d.at[:10]}: {d.comment}") for d in found]
        for place, label in enumerate(self._labels):
            label.setWordWrap(True)
            label.setForegroundRole(QPalette.ColorRole.Text)
            self._layout.insertWidget(place, label)

    def _add(self) -> None:
        text, selected = self.field.text().strip(), self._bridge.selected
        if not text or selected is None:
            return
        self.field.clear()
        self._bridge.run("Comment", lambda draft: comment(draft, selected, text))
