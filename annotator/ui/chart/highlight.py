"""What of a chart stands out, and how all else is drawn then."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from annotator.services.charting.picture import EdgeKey, NodeKey
from annotator.ui.chart.chart_ink import State

Key: TypeAlias = NodeKey | EdgeKey


@dataclass(frozen=True, slots=True)
class Highlight:
    """What stands out, by key: ``lit`` gets rings, ``kept`` keeps its colours, ``focused`` is where the keys are.

    All else is grey as soon as anything is lit or kept; nothing fades.
    """

    lit: frozenset[Key] = frozenset()
    kept: frozenset[Key] = frozenset()
    focused: Key | None = None

    @property
    def greys(self) -> bool:
        """Whether anything stands out, and all else is grey."""
        return bool(self.lit or self.kept)

    def state(self, key: Key) -> State:
        """Give how a node or an edge is drawn."""
        if key in self.lit:
            return State.LIT
        return State.GREY if self.greys and key not in self.kept else State.USUAL

    def rank(self, key: Key) -> int:
        """Give when a node or an edge is drawn: what stands out comes last."""
        return (State.GREY, State.USUAL, State.LIT).index(self.state(key))


NOTHING_LIT: Final = Highlight()
ALL_GREY: Final = Highlight(kept=frozenset({("", "")}))
"""As if something stood out that is not there."""
