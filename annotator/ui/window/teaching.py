"""What the analyst teaches about suggestions by working: read, taught and kept for the open folder and this analyst."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.model.annotator_id import ADJUDICATED
from annotator.model.layer import Layer
from annotator.services.editing.session import Session
from annotator.ui.session_bridge import SessionBridge

if TYPE_CHECKING:
    from annotator.services.suggesting.own_state import OwnState

    Beside = Callable[[Callable[[], None]], object]

_BY_HAND: Final = "manual"


class Teaching:
    """Holds the habits and refusals of whoever annotates; ``beside`` does beside the window what takes its time.

    What is marked by hand teaches once, when the document is left or suggestions are asked for.
    """

    def __init__(self, bridge: SessionBridge, beside: "Beside") -> None:
        self._bridge, self._beside = bridge, beside
        self._own: tuple[tuple[Path, str], OwnState] | None = None
        self._taught: tuple[Session, OwnState, frozenset[str]] | None = None
        bridge.session_changed.connect(self._turn_to)

    def own(self) -> "OwnState | None":
        """Give what is known of the analyst in the open folder; None where nobody annotates."""
        from annotator.services.suggesting.own_state import own_state

        session, index = self._bridge.session, self._bridge.folder.index
        if session is None or session.author == ADJUDICATED:
            return None
        key = index.root if index else session.sidecar.parent, session.author
        if self._own is None or self._own[0] != key:
            self._own = key, own_state(*key, self._beside)
        return self._own[1]

    def from_hand(self) -> None:
        """Teach what was marked by hand since the last time."""
        if self._taught is None:
            return
        session, own, known = self._taught
        layer = session.layer
        made = {key: one for key, one in layer.annotations.items() if key not in known and one.origin == _BY_HAND}
        if made:
            marked, document = Layer(layer.head, layer.document, annotations=made), session.document
            self._beside(lambda: own.learn_from(document, marked))
            self._taught = session, own, frozenset(layer.annotations)

    def _turn_to(self) -> None:
        self.from_hand()
        session = self._bridge.session
        own = None if session is None or session.read_only else self.own()
        self._taught = (session, own, frozenset(session.layer.annotations)) if session and own else None
