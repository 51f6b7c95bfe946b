"""Whether an actor is somebody who has a name already: proposed, taken or refused by one key, and remembered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from annotator.model.vocabulary import ACTOR
from annotator.services.editing.same_entity import SameEntity, is_new, same_entities
from annotator.services.editing.session import Session
from annotator.services.user.same_pairs import SamePairs, same_pairs
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.row_list import one_line

_NOBODY = "Nobody is proposed as the same here."


class SameCommands(QObject):
    """Proposes who an actor may be; what is said of a pair is remembered for this folder and this analyst alone."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._said: tuple[tuple[Path, str], SamePairs] | None = None
        self._taken: tuple[SameEntity, object] | None = None
        bridge.changed.connect(self._follow)
        # What was said is read while the folder is there: it may hang by the time that somebody is proposed.
        for signal in (bridge.session_changed, bridge.folder.opened):
            signal.connect(self._read_said)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Give the slots of the actions."""
        return {"same": self.say_same, "not_same": self.say_other}

    def proposed(self, annotation_id: str) -> SameEntity | None:
        """Give whom a new actor is likely the same as, None for one that somebody has said something of."""
        session = self._bridge.session
        annotation = session.layer.annotations.get(annotation_id) if session else None
        if session is None or annotation is None or annotation.type != ACTOR or not is_new(session.layer, annotation):
            return None
        return next(iter(self._all(session, annotation_id)), None)

    def say_same(self) -> None:
        """Take who is proposed; the same key again takes that back, and remembers that they are two."""
        session, annotation = self._bridge.session, self._bridge.annotation
        if session is None or annotation is None:
            return
        offer = self._bridge.offer
        if isinstance(offer, SameEntity):
            self.take(offer)
        elif self._taken and self._taken[0].annotation == annotation.id and self._taken[1] is session.history.state:
            self._bridge.step_history(undo=True)
            self._refuse(session, self._taken[0])
        elif found := self._all(session, annotation.id):
            self._bridge.put_offer(found[0])
        else:
            self._bridge.message.emit(_NOBODY)

    def say_other(self) -> None:
        """Refuse who is proposed, and propose the next."""
        session, offer = self._bridge.session, self._bridge.offer
        if session and isinstance(offer, SameEntity):
            self._refuse(session, offer)
            self._bridge.put_offer(next(iter(self._all(session, offer.annotation)), None))
        else:
            self._bridge.message.emit(_NOBODY)

    def take(self, offer: SameEntity) -> None:
        """Make the two one in this document, as one step."""
        session = self._bridge.session
        if session is None:
            return
        self._bridge.put_offer(None)
        own, other = one_line(offer.own.name)[:40], one_line(offer.named.name)[:40]
        if self._bridge.run(f"“{own}” is “{other}”", offer.accept):
            self.said(session).say(offer.pair, same=True)
            self._taken = offer, session.history.state
            self._bridge.message.emit(f"“{own}” is {other} here. The same key again says that it is not.")

    def _follow(self) -> None:
        """Remember of who was taken last what holds after undo and redo: nothing, or that they are one."""
        session = self._bridge.session
        if session is None or self._taken is None:
            return
        (offer, step), said = self._taken, self.said(session)
        if said.is_same(offer.pair) and any(step is undone for undone in session.history.undone):
            said.forget(offer.pair)
        elif step is session.history.state and not said.is_same(offer.pair):
            said.say(offer.pair, same=True)

    def said(self, session: Session) -> SamePairs:
        """Give what was said of entities of the open folder."""
        index = self._bridge.folder.index
        key = index.root if index else session.sidecar.parent, session.author
        if self._said is None or self._said[0] != key:
            self._said = key, same_pairs(*key)
        return self._said[1]

    def _read_said(self) -> None:
        if session := self._bridge.session:
            self.said(session)

    def _all(self, session: Session, annotation_id: str) -> list[SameEntity]:
        index, annotation = self._bridge.folder.index, session.layer.annotations.get(annotation_id)
        if annotation is None or session.read_only:
            return []
        language = session.layer.document.language or ""
        likely = partial(index.same_as, language=language) if index else None
        return same_entities(session.layer, annotation, self._bridge.sources(), likely, self.said(session))

    def _refuse(self, session: Session, offer: SameEntity) -> None:
        self._taken = None
        self.said(session).say(offer.pair, same=False)
        own, other = one_line(offer.own.name)[:40], one_line(offer.named.name)[:40]
        self._bridge.message.emit(f"Remembered: “{own}” is not {other}.")
