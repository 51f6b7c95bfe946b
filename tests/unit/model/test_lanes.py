"""Overlapping spans in lanes."""

from time import process_time

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


def test_fragments_of_one_annotation_keep_the_ground_between_them() -> None:
    spans = [(Span(20, 22), "claim"), (Span(0, 2), "claim"), (Span(9, 12), "inside"), (Span(30, 40), "beside")]
    assert lanes(spans) == {"inside": 0, "claim": 1, "beside": 0}


def test_of_equal_length_the_first_in_the_text_lies_nearest_and_no_lane_is_left_empty() -> None:
    assert lanes([(Span(2, 6), "b"), (Span(0, 4), "c"), (Span(4, 8), "d"), (Span(0, 4), "a")]) == {
        "a": 0, "c": 1, "b": 2, "d": 0,
    }  # fmt: skip


@given(SPANS, st.integers(1, 4), st.sets(st.sampled_from([f"a{index}" for index in range(12)])))
def test_what_finds_no_room_has_no_lane_and_all_lanes_are_full_there(
    spans: list[tuple[Span, str]], most: int, first: set[str]
) -> None:
    extents = {identifier: span for span, identifier in spans}
    found = lanes(spans, most, first)
    assert all(lane < most for lane in found.values())
    for identifier in extents.keys() - found.keys():
        assert {found[other] for other in found if extents[other].overlaps(extents[identifier])} == {*range(most)}


def test_what_is_to_be_seen_first_takes_a_lane_from_the_shorter_and_else_nothing_moves() -> None:
    spans = [(Span(0, 5), "a"), (Span(0, 6), "b"), (Span(0, 7), "c")]
    assert lanes(spans, 2) == lanes(spans, 2, {"a"}) == {"a": 0, "b": 1}
    assert lanes(spans, 2, {"c"}) == {"c": 0, "a": 1}
    assert lanes(spans, 3, {"c", "gone"}) == lanes(spans)


def test_thousands_on_one_passage_or_side_by_side_are_placed_at_once() -> None:
    begun = process_time()
    assert len(lanes(((Span(0, 9), f"a{index}") for index in range(20_000)), 8)) == 8
    assert set(lanes((Span(index, index + 1), f"a{index}") for index in range(20_000)).values()) == {0}
    assert process_time() - begun < 2


def test_those_that_only_touch_share_a_lane() -> None:
    assert lanes([(Span(0, 5), "a"), (Span(5, 10), "b")]) == {"a": 0, "b": 0}
    assert lanes([]) == {}


def test_the_shorter_of_two_lies_nearer_wherever_it_begins() -> None:
    assert lanes([(Span(0, 5), "long"), (Span(3, 6), "short")]) == {"short": 0, "long": 1}
