"""Where somebody is in a text."""

from typing import NamedTuple


class Whereabouts(NamedTuple):
    """What is selected, from its anchor to the caret, and the first code point that is seen."""

    anchor: int
    caret: int
    top: int
