"""Half-open stretches of canonical text, counted in code points."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """The code points ``start`` up to, but not including, ``end``."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, position: int) -> bool:
        """Tell whether the code point at ``position`` lies inside."""
        return self.start <= position < self.end


def in_order_and_apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans, drop empty ones, and join those that touch or overlap."""
    joined: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(Span(*span))
    return tuple(joined)
