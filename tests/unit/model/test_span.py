"""Stretches of text: what they share, and how they are joined."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span, in_order_and_apart

PLACES = st.integers(0, 12)
ANY_SPANS = st.lists(st.builds(Span, PLACES, PLACES), max_size=8)


def covered(spans: list[Span] | tuple[Span, ...]) -> set[int]:
    return {position for start, end in spans for position in range(start, end)}


@given(PLACES, PLACES, PLACES, PLACES)
def test_two_overlap_where_they_share_a_code_point(start: int, length: int, other: int, other_length: int) -> None:
    one, two = Span(start, start + length + 1), Span(other, other + other_length + 1)
    assert one.overlaps(two) is bool(covered([one]) & covered([two]))


@given(st.builds(Span, PLACES, PLACES), PLACES)
def test_a_span_contains_its_code_points_and_not_its_end(span: Span, position: int) -> None:
    assert span.contains(position) is (position in covered([span]))


@given(ANY_SPANS)
def test_joined_spans_cover_the_same_in_order_and_apart(spans: list[Span]) -> None:
    joined = in_order_and_apart(spans)
    assert covered(joined) == covered(spans)
    assert all(span.start < span.end for span in joined)
    assert all(one.end < other.start for one, other in pairwise(joined))
    assert all(type(span) is Span for span in joined)


def test_those_that_touch_are_joined_and_an_empty_one_is_dropped() -> None:
    assert in_order_and_apart([Span(3, 5), Span(0, 3), Span(5, 5), Span(7, 7), Span(9, 10)]) == (
        Span(0, 5),
        Span(9, 10),
    )
