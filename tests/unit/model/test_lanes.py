"""Overlapping spans in lanes."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.lanes import lanes
from annotator.model.span import Span

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 25)).map(lambda pair: Span(pair[0], pair[0] + pair[1])), max_size=12
).map(lambda spans: [(span, f"a{index}") for index, span in enumerate(spans)])


def test_an_actor_lies_nearer_to_the_text_than_the_claim_around_it() -> None:
    assert lanes([(Span(0, 10), "claim"), (Span(2, 5), "actor")]) == {"actor": 0, "claim": 1}


@given(SPANS)
def test_no_two_overlapping_spans_share_a_lane(spans: list[tuple[Span, str]]) -> None:
    lane_of = lanes(spans)
    for span, identifier in spans:
        for other, other_id in spans:
            if identifier != other_id and span.overlaps(other):
                assert lane_of[identifier] != lane_of[other_id]
