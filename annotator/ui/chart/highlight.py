"""What of a chart stands out, and how all else is drawn then."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

from annotator.ui.chart.chart_ink import State


@dataclass(frozen=True, slots=True)
class Highlight:
    """What stands out, by key: ``lit`` gets rings, ``kept`` keeps its colours, ``focused`` is where the keys are.

    All else is grey as soon as anything is lit or kept; nothing fades.
    """

    lit: frozenset[Hashable] = frozenset()
    kept: frozenset[Hashable] = frozenset()
    focused: Hashable = None

    def state(self, key: Hashable) -> State:
        """Give how a node or an edge is drawn."""
        if key in self.lit:
            return State.LIT
        return State.GREY if (self.lit or self.kept) and key not in self.kept else State.USUAL

    def rank(self, key: Hashable) -> int:
        """Give when a node or an edge is drawn: what stands out comes last."""
        return (State.GREY, State.USUAL, State.LIT).index(self.state(key))


NOTHING_LIT: Final = Highlight()
