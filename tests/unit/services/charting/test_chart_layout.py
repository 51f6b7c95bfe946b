"""The places of a chart's nodes: apart even where they crowd."""

from itertools import combinations
from math import dist, isfinite

import pytest

from annotator.services.charting.chart_layout import layout


@pytest.mark.parametrize("leaves", [10, 60])
def test_a_crowd_around_one_node_is_pushed_apart(leaves: int) -> None:
    keys = [("entity", str(number)) for number in range(leaves)]
    places = layout(keys, [(0, number) for number in range(1, leaves)])
    assert all(isfinite(side) for place in places.values() for side in place)
    assert min(dist(one, other) for one, other in combinations(places.values(), 2)) > 0.3
