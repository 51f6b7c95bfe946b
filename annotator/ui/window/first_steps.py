"""Three steps for somebody who is new here; each is ticked off when it is taken, then all go for good."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.transaction import Change
from annotator.services.user.settings import Settings
from annotator.ui.actions.key_bindings import KeyBindings, native
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.tool_button import tool_button

ANNOTATE: Final = "annotate"
LINK: Final = "link"
CHART: Final = "chart"
_ALL: Final = (ANNOTATE, LINK, CHART)


class FirstSteps(QWidget):
    """Watches what the analyst does, and names the keys as they are set."""

    def __init__(self, bridge: SessionBridge, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("first-steps")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bridge = bridge
        self._settings = settings
        self.taken: set[str] = set()
        self._labels = {step: PlainLabel() for step in _ALL}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(16)
        for label in self._labels.values():
            label.setWordWrap(True)
            layout.addWidget(label, 1)
        layout.addWidget(tool_button("✕", "Do not show the first steps again", self.end))
        theme.notifier.changed.connect(self._take_colors)
        bridge.session_changed.connect(self._show)
        bridge.changed.connect(self._notice_change)
        bridge.lit_changed.connect(self._notice_light)
        self._take_colors()
        self._show()

    def end(self) -> None:
        """Go for good."""
        self._settings.first_steps_done = True
        self._show()

    def _notice_change(self, change: Change) -> None:
        if self.isHidden():
            return
        before_and_after = [(edit.before, edit.after) for edit in change.touched(edits.ANNOTATIONS).values()]
        for before, after in before_and_after:
            if before is None and after is not None:
                self._take(ANNOTATE)
            if isinstance(after, Annotation) and _joins(after) > (
                _joins(before) if isinstance(before, Annotation) else 0
            ):
                self._take(LINK)
        if any(edit.after is not None for edit in change.touched(edits.LINKS).values()):
            self._take(LINK)

    def _notice_light(self) -> None:
        if self._bridge.lit:
            self._take(CHART)

    def _take(self, step: str) -> None:
        if self._settings.first_steps_done or step in self.taken:
            return
        self.taken.add(step)
        self._show()
        if len(self.taken) == len(_ALL):
            self.end()
            self._bridge.message.emit("These were the three steps. The Help menu has the guide and all keys.")

    def _show(self) -> None:
        session = self._bridge.session
        annotates = session is not None and not session.read_only and session.author != ADJUDICATED
        self.setVisible(annotates and not self._settings.first_steps_done)
        bindings = KeyBindings(self._settings.keys)

        def key(name: str) -> str:
            return native(bindings.keys(name)[:1])

        words = {
            ANNOTATE: f"Annotate: the caret on a name, then {key('annotate_actor')}; in a sentence, "
            f"{key('annotate_claim')}; {key('suggestions')} shows what is likely.",
            LINK: f"Link: select a claim; {key('set_speaker')} sets who says it, {key('set_topic')} its topic.",
            CHART: "Chart: click a node or a line; its words light up in the text.",
        }
        for number, (step, label) in enumerate(self._labels.items(), 1):
            label.setText(f"{'✓' if step in self.taken else number}  {words[step]}")
            label.setEnabled(step not in self.taken)

    def _take_colors(self) -> None:
        colors = theme.current()
        self.setStyleSheet(
            f"#first-steps {{ background: {colors.raised}; border-top: 1px solid {colors.border}; }}"
            f"QLabel {{ color: {colors.text}; }} QLabel:disabled {{ color: {colors.muted}; }}"
        )


def _joins(annotation: Annotation) -> int:
    """Count what an annotation is joined to: those who take part, and its topic."""
    sides = (annotation.speakers, annotation.targets, annotation.parties, annotation.via)
    return sum(map(len, sides)) + (annotation.topic is not None)
