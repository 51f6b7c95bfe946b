"""What the tool offers as the next step, above the inspector's fields."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from annotator.model.layer import Layer
from annotator.model.vocabulary import PARTIES, ROLE_WORD, SPEAKERS, TARGETS
from annotator.services.editing.draft import Draft
from annotator.services.editing.offers import TOPIC, Offer
from annotator.services.editing.roles import proposed_for
from annotator.services.editing.same_entity import SameEntity
from annotator.ui.describe import entity_name
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.words_on_screen import WORDS_OF_VALUES


class OfferStrip(QWidget):
    """Says what Enter accepts; hidden while nothing is offered."""

    accepted = Signal(object)
    refused = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.setObjectName("offer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        button = PushButton("Accept")
        button.setAccessibleName("Accept what is offered")
        button.clicked.connect(self._accept)
        self._refuse = PushButton("Not the same")
        self._refuse.clicked.connect(lambda _checked: self.refused.emit())
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(10, 6, 8, 6)
        self._layout.addWidget(self._label, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button)
        buttons.addWidget(self._refuse)
        self._layout.addLayout(buttons)
        bridge.offer_changed.connect(self._show)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()
        self._show()

    @property
    def text(self) -> str:
        """What is offered, in words; "" for nothing."""
        return self._label.text() if self._bridge.offer else ""

    def _accept(self) -> None:
        if self._bridge.offer:
            self.accepted.emit(self._bridge.offer)

    def _show(self) -> None:
        offer, session = self._bridge.offer, self._bridge.session
        self.setVisible(offer is not None)
        can_refuse = isinstance(offer, SameEntity)
        self._refuse.setVisible(can_refuse)
        # A reason is long, and beside two buttons it has no room in a small window.
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if can_refuse else QBoxLayout.Direction.LeftToRight)
        if isinstance(offer, SameEntity):
            self._say(f"{offer.why}  K takes, Shift+K refuses")
        elif offer and session:
            self._say(in_words(offer, session.layer))

    def _say(self, words: str) -> None:
        self._label.setText(words)
        self.setAccessibleName(self._label.text())

    def _take_colors(self) -> None:
        colors = theme.current()
        self.setStyleSheet(
            f"#offer {{ background: {colors.selection}; border-radius: 4px; }}"
            f" #offer QLabel {{ color: {colors.text}; }}"
        )


_PLAIN_KEYS = "Enter accepts, Tab the next"


def in_words(offer: Offer, layer: Layer) -> str:
    """Give an offer in words, those of a set numbered as their keys are, with what is taken along and what keys do."""
    keys = "Enter accepts, + - 0 M with a stance, Tab the next"
    if offer.field == TOPIC:
        return f"Topic: {offer.topic}?  {keys}"
    names = [_with_group(offer, filler.entity, layer) for filler in offer.fillers]
    word = ROLE_WORD.get(offer.field, "the same as")
    along = ", ".join(WORDS_OF_VALUES.get(name, {}).get(value, value) for name, value in offer.fields)
    along = (f" ({along})" if along else "") + (f" Topic: {offer.topic}?" if offer.topic else "")
    if offer.field not in (SPEAKERS, PARTIES):
        keys = "Enter accepts, Alt with + - 0 M too, with an attitude" if offer.field == TARGETS else _PLAIN_KEYS
    if len(names) == 1:
        return f"{word.capitalize()}: {names[0]}?{along}  {keys}"
    listed = " · ".join(f"{number} {name}" for number, name in enumerate(names, 1))
    plural = {"party": "parties", "speaker": "speakers", "target": "targets"}.get(word, word)
    return f"{plural.capitalize()}: {listed}?{along}  {keys}, Alt+number one"


def _with_group(offer: Offer, entity: str, layer: Layer) -> str:
    """Give a name with whom it would act for."""
    annotation, draft = layer.annotations.get(offer.annotation), Draft(layer, "", "")
    group = proposed_for(draft, offer.field, entity, annotation) if annotation else None
    return entity_name(layer, entity) + (f" for {entity_name(layer, group)}" if group else "")
