"""How long tests wait for what must come, and how many cases those try that make up their own."""

from typing import Final

from hypothesis import settings

WAIT_SECONDS: Final = 30
"""Room for a machine that is busy with other things: 5 seconds had run out."""
WAIT_MILLISECONDS: Final = WAIT_SECONDS * 1000


def times(factor: float) -> settings:
    """Give settings for so many times the examples that are tried of a usual test: of what is rare, or slow."""
    return settings(max_examples=max(10, round(settings().max_examples * factor)))
