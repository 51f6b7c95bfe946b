"""Which annotations overlap and how far: held to comparing all with all, code point by code point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.services.comparing import overlaps as module
from annotator.services.comparing.overlaps import overlaps
from tests.patience import times
from tests.unit.colleagues import marked

span = st.tuples(st.integers(0, 20), st.integers(0, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))
some = st.lists(st.lists(span, max_size=3), max_size=6).map(
    lambda found: [marked(f"a{number}", "claim", *spans) for number, spans in enumerate(found)]
)


def points(annotation: Annotation) -> set[int]:
    return {point for start, end in annotation.fragments for point in range(start, end)}


@times(2)
@given(some, some)
def test_every_pair_that_shares_a_code_point_is_found_with_its_share(
    one: list[Annotation], other: list[Annotation]
) -> None:
    found = overlaps(one, other)
    expected = [
        (row, column, len(points(mine) & points(theirs)) / len(points(mine) | points(theirs)))
        for row, mine in enumerate(one)
        for column, theirs in enumerate(other)
        if points(mine) & points(theirs)
    ]
    got = list(zip(found.rows.tolist(), found.columns.tolist(), found.iou.tolist(), strict=True))
    assert [pair[:2] for pair in got] == [pair[:2] for pair in expected]
    assert [pair[2] for pair in got] == pytest.approx([pair[2] for pair in expected])


def test_where_very_many_lie_over_one_another_the_nearest_are_held_against_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = [marked(f"a{number}", "claim", (number, 100)) for number in range(20)]
    assert len(overlaps(one, one).rows) == 400
    monkeypatch.setattr(module, "MOST_CANDIDATES", 40)
    found = overlaps(one, one)
    assert 20 <= len(found.rows) < 100
    assert set(zip(found.rows.tolist(), found.columns.tolist(), strict=True)) >= {(n, n) for n in range(20)}
