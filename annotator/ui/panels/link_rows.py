"""The links of the selected annotation, with the way to the other end."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.link import Link
from annotator.services.editing.links import unlink
from annotator.ui.panels.role_rows import remove_button
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.name_button import NameButton

_BACK = {"supports": "supported by", "opposes": "opposed by", "elaborates": "elaborated by"}


class LinkRows(QWidget):
    """One row a link: press it to go there."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)
        self._shown: tuple[Link, ...] = ()

    def refresh(self) -> bool:
        """Show the links of the selected annotation; tells whether there are any."""
        session, selected = self._bridge.session, self._bridge.selected
        layer = session.layer if session else None
        links = tuple(layer.links[key] for key in layer.references.links_of(selected)) if layer and selected else ()
        if links != self._shown:
            self._shown = links
            while (item := self._layout.takeAt(0)) is not None:
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
            for link in links:
                self._layout.addWidget(self._row(link))
        return bool(links)

    def _row(self, link: Link) -> QWidget:
        layer = self._bridge.session.layer if self._bridge.session else None
        outwards = link.source == self._bridge.selected
        other_id = link.target if outwards else link.source
        other = layer.annotations.get(other_id) if layer else None
        words = link.type if outwards else _BACK.get(link.type, link.type)
        text = f"{words}: {other.text if other else other_id}"
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        button = NameButton(text, "Link")
        button.clicked.connect(lambda: self._bridge.select(other_id))
        line.addWidget(button, 1)
        line.addWidget(remove_button("Remove the link", partial(self._remove, link.id)))
        return row

    def _remove(self, link_id: str) -> None:
        self._bridge.run("Remove a link", lambda draft: unlink(draft, link_id))
