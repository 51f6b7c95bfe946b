"""What is offered for the selected annotation: taken whole, singly or with a stance, and what follows."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.model.annotation import Annotation
from annotator.model.edits import ANNOTATIONS
from annotator.model.transaction import Change
from annotator.model.vocabulary import ACTOR, CLAIM, PARTIES, SPEAKERS, TARGETS
from annotator.services.editing.annotations import set_fields
from annotator.services.editing.draft import Draft
from annotator.services.editing.offers import TOPIC, Offer, likely_status, offers_for
from annotator.services.editing.roles import change_role
from annotator.services.editing.same_entity import SameEntity
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge
from annotator.services.suggesting.likely_topics import likely_topics
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.window.same_commands import SameCommands

WITH_STANCE = (SPEAKERS, PARTIES, TOPIC)
"""What a sign takes along with the stance: who says it or agrees, and about what."""


class Offering(QObject):
    """Puts offers on the table and takes them; where a step changes what an offer is about, the next one follows."""

    def __init__(self, bridge: SessionBridge, same: SameCommands) -> None:
        super().__init__(bridge)
        self._bridge, self._same = bridge, same
        self._sets: tuple[Offer, ...] = ()
        self.knowledge: Callable[[], Knowledge] = lambda: NO_KNOWLEDGE
        """What is known of the folder, for what is offered."""
        bridge.following = self.offer_for
        bridge.changed.connect(self._follow)
        bridge.likely_topics = self._likely_topics
        bridge.likely_status = self._likely_status

    def offer_for(self, annotation_id: str) -> Offer | SameEntity | None:
        """Give what likely comes next on an annotation: of an actor who it is, else who takes part in it and how."""
        session = self._bridge.session
        annotation = session.layer.annotations.get(annotation_id) if session else None
        if session is None or annotation is None:
            return None
        if annotation.type == ACTOR and (same := self._same.proposed(annotation_id)):
            return same
        self._sets = offers_for(session.document, session.layer, annotation_id, self.knowledge()).sets
        return next(iter(self._sets), None)

    def accept(self, offer: Offer | SameEntity) -> None:
        """Take what is offered, and look for what may follow."""
        if isinstance(offer, SameEntity):
            self._same.take(offer)
            return
        codebook = self._bridge.codebook
        self._take(offer, "Accept what was offered", lambda draft: offer.accept(draft, codebook))

    def accept_with_stance(self, value: str) -> bool:
        """Take who is offered and about what, with a stance, in one step; tells whether that was offered."""
        offer, codebook = self._bridge.offer, self._bridge.codebook
        if not isinstance(offer, Offer) or offer.field not in WITH_STANCE or offer.annotation != self._bridge.selected:
            return False

        def take(draft: Draft) -> None:
            offer.accept(draft, codebook)
            set_fields(draft, offer.annotation, stance=value)

        self._take(offer, f"Accept what was offered, {value}", take)
        self._bridge.message.emit(f"Stance: {value}.")
        return True

    def accept_with_attitude(self, value: str) -> bool:
        """Take the target that is offered with an attitude towards it, in one step; tells whether one was offered."""
        offer = self._bridge.offer
        if not isinstance(offer, Offer) or offer.field != TARGETS or offer.annotation != self._bridge.selected:
            return False
        target, session = offer.fillers[0], self._bridge.session

        def take(draft: Draft) -> None:
            offer.accept(draft)
            annotation = draft.annotation(offer.annotation)
            held = [role.entity for role in annotation.targets] if annotation else []
            change_role(draft, offer.annotation, TARGETS, held.index(target.entity), attitude=value)

        name = session.layer.entities[target.entity].name if session else ""
        self._take(offer, f"Accept the target that was offered, {value}", take)
        self._bridge.message.emit(f"Attitude towards {name}: {value}.")
        return True

    def offer_target(self) -> None:
        """Offer whom the selected claim is likely about, where nothing else is offered or missing."""
        if (selected := self._bridge.selected) and self._bridge.offer is None:
            offer = self.offer_for(selected)
            self._bridge.put_offer(offer if isinstance(offer, Offer) and offer.field == TARGETS else None)

    def _follow(self, change: Change) -> None:
        """Offer whom a claim is about as soon as its speaker or its topic is said by whatever key."""
        edit = change.touched(ANNOTATIONS).get(self._bridge.selected or "")
        before, after = (edit.before, edit.after) if edit else (None, None)
        if (
            isinstance(before, Annotation)
            and isinstance(after, Annotation)
            and after.type == CLAIM
            and (len(after.speakers) > len(before.speakers) or (after.topic and after.topic != before.topic))
        ):
            self.offer_target()

    def take_single(self, number: int) -> None:
        """Take one of the set that is offered, from 0; the others stay offered."""
        offer = self._bridge.offer
        single = offer.single(number) if isinstance(offer, Offer) else None
        if not isinstance(offer, Offer) or single is None:
            self._bridge.message.emit("So many are not offered.")
            return
        codebook, rest = self._bridge.codebook, offer.without(number)
        self._bridge.put_offer(None)
        self._bridge.run("Accept one that was offered", lambda draft: single.accept(draft, codebook))
        self._bridge.put_offer(rest or self.offer_for(offer.annotation))

    def show_next(self, direction: int) -> bool:
        """Offer the next best in place of what is offered; tells whether there is another."""
        offer = self._bridge.offer
        if not isinstance(offer, Offer) or len(self._sets) <= 1 or offer not in self._sets:
            return False
        number = (self._sets.index(offer) + direction) % len(self._sets)
        self._bridge.put_offer(self._sets[number])
        return True

    def _likely_status(self, annotation_id: str) -> str:
        session = self._bridge.session
        annotation = session.layer.annotations.get(annotation_id) if session else None
        if session is None or annotation is None or not annotation.fragments:
            return ""
        return likely_status(session.document, session.layer, annotation)

    def _likely_topics(self, annotation_id: str) -> list[str]:
        session = self._bridge.session
        annotation = session.layer.annotations.get(annotation_id) if session else None
        if session is None or annotation is None or not annotation.fragments:
            return []
        return likely_topics(session.document, session.layer, annotation.fragments, self.knowledge(), least=0.0)

    def _take(self, offer: Offer, label: str, edit: Callable[[Draft], object]) -> None:
        self._bridge.put_offer(None)
        self._bridge.run(label, edit)
        if offer.topic and self._bridge.annotation and self._bridge.annotation.topic:
            self._bridge.last_topic = offer.topic
        if self._bridge.session:
            self._bridge.put_offer(self.offer_for(offer.annotation))
