"""Says which suggestion the keys are about and why it is one, how many there are, and how sure they have to be."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from annotator.model.vocabulary import ROLE_WORD
from annotator.services.suggesting.suggestion import Suggestion
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import tool_button
from annotator.ui.toolkit.words_on_screen import counted

_STEPS: Final = 20
"""The slider goes from 0 to 1 in so many steps."""
KEYS: Final = "Enter accepts, + - 0 M with a stance · Ctrl+Enter all of the sentence · Del refuses · X reaches farther"
KEYS_OF_NAMES: Final = "Enter accepts · A all its places · N lists all names · Del refuses · X reaches farther"
_LINES: Final = 4
_LONGEST_QUOTE: Final = 44


class SuggestionBar(QWidget):
    """Stands below the article while suggestions are shown."""

    threshold_chosen = Signal(float)
    accepted = Signal()
    refused = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("suggestions")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Suggestions")
        self.words, self.count = PlainLabel(), PlainLabel()
        self.words.setWordWrap(True)
        self.count.setAccessibleName("Number of suggestions")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setFixedWidth(80)
        self.slider.setAccessibleName("How sure a suggestion has to be")
        self.slider.setToolTip("How sure a suggestion has to be")
        self.slider.valueChanged.connect(lambda value: self.threshold_chosen.emit(value / _STEPS))
        self._accept, self._refuse = PushButton("Accept"), PushButton("Refuse")
        self._accept.clicked.connect(self.accepted)
        self._refuse.clicked.connect(self.refused)
        for each in (self.slider, self._accept, self._refuse):
            # A click leaves the keys with the article: Enter would press what was clicked last.
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        below = QHBoxLayout()
        below.addWidget(self._accept)
        below.addWidget(self._refuse)
        below.addStretch(1)
        below.addWidget(self.count)
        below.addWidget(self.slider)
        below.addWidget(tool_button("✕", "Hide suggestions", self.closed.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addLayout(below)
        # Of constant height: the article may not move with each suggestion.
        self.words.setFixedHeight(_LINES * self.fontMetrics().lineSpacing())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.notifier.changed.connect(self._take_colors)
        self._take_colors()
        self.hide()

    def show_state(self, current: Suggestion | None, text: str, shown: int, threshold: float, *, asking: bool) -> None:
        """Show how things stand; ``text`` is the document's, ``threshold`` from 0 to 1."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(threshold * _STEPS))
        self.slider.blockSignals(False)
        more = " so far" if asking else ""
        self.count.setText(f"{shown:,}{more}, from {threshold:.2f}")
        for button in (self._accept, self._refuse):
            button.setEnabled(current is not None)
        if current is not None:
            self.words.setText(in_words(current, text))
        elif shown:
            self.words.setText(f"{counted(shown, 'suggestion')}; Tab goes from one to the next.")
        else:
            self.words.setText("Reading …" if asking else "Nothing is suggested that is so sure and not marked yet.")

    def _take_colors(self) -> None:
        colors = theme.current()
        self.setStyleSheet(
            f"#suggestions {{ background: {colors.raised}; border-top: 1px solid {colors.border}; }}"
            f"#suggestions QLabel {{ color: {colors.text}; }}"
        )


def in_words(suggestion: Suggestion, text: str) -> str:
    """Give a suggestion in words, with the reason for it and what keys do."""
    quote = " … ".join(" ".join(part.split()) for part in suggestion.quote(text))
    short = quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"
    parts: dict[str, list[str]] = {}
    for part in suggestion.roles:
        parts.setdefault(ROLE_WORD.get(part.field, part.field), []).append(part.who.name)
    details = [f"{role} {' and '.join(names)}" for role, names in parts.items()]
    details += [
        value for value in (suggestion.topic, suggestion.status, suggestion.attribution, suggestion.date) if value
    ]
    whos = (*suggestion.entities, *(part.who for part in suggestion.roles))
    details += [f"{name} is a member of {group}" for name, group in
                dict.fromkeys((who.name, who.member_of) for who in whos if who.member_of)]  # fmt: skip
    if suggestion.entities and (names := " and ".join(who.name for who in suggestion.entities)) != quote:
        details.insert(0, names)
    told = " · ".join((f"{suggestion.type.capitalize()} “{short}”", *details))
    keys = KEYS_OF_NAMES if suggestion.entities else KEYS
    return f"{told}\n{suggestion.confidence:.2f} sure: {suggestion.why}\n{keys}"
