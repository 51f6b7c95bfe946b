"""Finding annotations by place."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.place_index import PlaceIndex
from annotator.model.span import Span, in_order_and_apart

# Places around the borders of the index's bins are the likeliest to go wrong.
POSITIONS = st.one_of(
    st.integers(0, 40), st.integers(500, 520), st.integers(4080, 4110), st.integers(2**24 - 5, 2**24 + 5)
)
FRAGMENTS = st.lists(
    st.tuples(POSITIONS, st.sampled_from([1, 3, 20, 600, 5000])).map(lambda pair: Span(pair[0], pair[0] + pair[1])),
    max_size=3,
).map(in_order_and_apart)
ANNOTATIONS = st.lists(FRAGMENTS, max_size=15).map(
    lambda all_fragments: [
        Annotation(f"a{index}", "actor", fragments, ("",) * len(fragments))
        for index, fragments in enumerate(all_fragments)
    ]
)


@given(ANNOTATIONS, POSITIONS, st.sampled_from([1, 2, 30, 5000]))
def test_the_same_is_found_as_by_looking_at_each(annotations: list[Annotation], start: int, length: int) -> None:
    index = PlaceIndex(annotations)
    wanted = Span(start, start + length)
    expected = {a.id for a in annotations if any(fragment.overlaps(wanted) for fragment in a.fragments)}
    found = index.between(*wanted)
    assert set(found) == expected
    assert len(found) == len(expected)


@given(ANNOTATIONS, st.data())
def test_adding_and_removing_keeps_it_equal_to_a_new_one(annotations: list[Annotation], data: st.DataObject) -> None:
    index = PlaceIndex()
    for annotation in annotations:
        index.add(annotation)
    stays = [data.draw(st.booleans()) for _annotation in annotations]
    for annotation, stay in zip(annotations, stays, strict=True):
        if not stay:
            index.remove(annotation)
    left = PlaceIndex(annotation for annotation, stay in zip(annotations, stays, strict=True) if stay)
    assert list(index.in_order()) == list(left.in_order())
    assert list(index.in_places()) == list(left.in_places())
    assert set(index.between(0, 2**25)) == set(left.between(0, 2**25))
    assert len(index) == len(left)


def test_an_annotation_that_is_nowhere_is_in_order_but_at_no_place() -> None:
    index = PlaceIndex([Annotation("a1", "claim", (), ("lost",))])
    assert list(index.in_order()) == ["a1"]
    assert [place[-1] for place in index.in_places()] == ["a1"]
    assert index.between(0, 100) == []


@given(ANNOTATIONS, POSITIONS)
def test_at_a_place_is_what_covers_it(annotations: list[Annotation], position: int) -> None:
    found = PlaceIndex(annotations).at(position)
    assert set(found) == {a.id for a in annotations if any(fragment.contains(position) for fragment in a.fragments)}


@given(ANNOTATIONS)
def test_the_rank_is_the_place_in_the_order(annotations: list[Annotation]) -> None:
    index = PlaceIndex(annotations)
    ordered = sorted(annotations, key=lambda annotation: annotation.place)
    assert [index.rank(annotation.place) for annotation in ordered] == list(range(len(ordered)))
    assert [index.by_rank(rank) for rank in range(len(ordered))] == [annotation.id for annotation in ordered]
    assert len(index) == len(ordered)


def test_one_of_two_at_the_same_place_is_let_go_of() -> None:
    one, other = (Annotation(key, "actor", (Span(0, 5), Span(7, 9)), ("q", "q")) for key in ("a1", "a2"))
    index = PlaceIndex([one, other])
    index.remove(one)
    assert (index.at(0), index.at(8), list(index.in_order())) == (["a2"], ["a2"], ["a2"])
    index.remove(other)
    assert (index.at(0), index.at(8), list(index.in_order())) == ([], [], [])


def test_it_looks_at_few_whatever_the_length_of_the_text() -> None:
    # A thousand sentences of a long text, and one annotation over all of it.
    marks = [Annotation(f"a{n}", "claim", (Span(n * 600, n * 600 + 300),), ("q",)) for n in range(1000)]
    index = PlaceIndex([*marks, Annotation("all", "claim", (Span(0, 600_000),), ("q",))])
    looked_at = [len(found) for found in index._bins_between(300_000, 300_010)]
    assert index.between(300_000, 300_010) == ["a500", "all"]
    assert sum(looked_at) < 20
