"""The steps of a layout, each by itself."""

from itertools import combinations

import numpy as np
import pytest

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.boxes import on_the_way, touching
from annotator.services.charting.composing import picture_of
from annotator.services.charting.curves import bent, between_borders
from annotator.services.charting.distances import hops, wished_lengths
from annotator.services.charting.entropy import spread
from annotator.services.charting.first_layout import first_layout
from annotator.services.charting.packing import packed
from annotator.services.charting.pane import Area, evened, fitted
from annotator.services.charting.parts import parts_of
from annotator.services.charting.plain_letters import PlainLetters
from annotator.services.charting.points import each_once, joined
from annotator.services.charting.quality import line_crossings
from annotator.services.charting.routing import routes
from annotator.services.charting.starts import scattered, starts_of
from annotator.services.charting.stress import majorized, mean_stress
from annotator.services.charting.tangles import close_calls, crossings
from annotator.services.charting.turning import turned
from tests.unit.charts import middles, moves, ring_and_leaves


def _pairs(*ends: tuple[int, int]) -> np.ndarray:
    return np.array(ends, dtype=np.intp).reshape(-1, 2)


def test_hops_are_counted_and_parts_are_told_apart() -> None:
    found = hops(joined(5, _pairs((0, 1), (1, 2), (3, 4))))
    assert found[0].tolist() == [0, 1, 2, np.inf, np.inf]
    assert parts_of(5, _pairs((3, 4), (0, 1), (1, 2))) == [[0, 1, 2], [3, 4]]


def test_edges_of_a_hub_are_longer() -> None:
    hub = wished_lengths(hops(joined(9, _pairs(*((0, leaf) for leaf in range(1, 9))))))
    assert hub[0, 1] == pytest.approx(1 + 0.16 * 5**0.5)
    assert hub[1, 2] == pytest.approx(1.84)


def test_each_pair_counts_once_and_none_with_itself() -> None:
    assert each_once(_pairs((2, 1), (1, 2), (0, 0), (0, 2))).tolist() == [[0, 2], [1, 2]]


def test_stress_finds_a_square_and_maximal_entropy_spreads_the_leaves_of_a_hub() -> None:
    distances = hops(joined(4, _pairs((0, 1), (1, 2), (2, 3), (3, 0))))
    keys = list("abcd")
    found = majorized(starts_of(keys, distances), distances)
    assert min(mean_stress(one, distances) for one in found) < 0.04
    star = joined(9, _pairs(*((0, leaf) for leaf in range(1, 9))))
    wished = wished_lengths(hops(star))
    places = spread(majorized(starts_of(range(9), hops(star)), wished), star, wished)[0]
    assert min(np.hypot(*(places[a] - places[b])) for a, b in combinations(range(1, 9), 2)) > 0.6


def test_scattering_follows_names_alone() -> None:
    assert scattered(["a", "b"], 1.0, 1).tolist() == scattered(["b", "a"], 1.0, 1)[::-1].tolist()
    assert scattered(["a"], 1.0, 1).tolist() != scattered(["a"], 1.0, 2).tolist()


def test_crossings_and_close_calls_are_counted_once() -> None:
    square = np.array([(0.0, 0), (2, 2), (2, 0), (0, 2), (1, 0.1)])
    assert crossings(square, _pairs((0, 1), (2, 3))) == 1
    assert crossings(square, _pairs((0, 1), (1, 2))) == 0
    assert close_calls(square, _pairs((0, 2))) == 1


@pytest.mark.parametrize("aspect", [0.4, 1.0, 3.0])
def test_a_row_is_turned_along_the_longer_side_of_the_pane(aspect: float) -> None:
    row = np.stack([np.arange(6.0), np.zeros(6)], axis=1)
    width, height = np.ptp(turned(row, aspect), axis=0)
    assert (width > height) == (aspect >= 1)


@pytest.mark.parametrize("count", [1, 7, 23, 60])
def test_packed_boxes_do_not_overlap_and_take_the_shape_of_the_pane(count: int) -> None:
    sizes = np.array([(1.0 + number % 3, 1.0 + number % 2) for number in range(count)])[::-1]
    places = packed(sizes, 2.0, 0.5)
    assert not touching(places, sizes, 0.49).any()
    low, high = (places - sizes / 2).min(axis=0), (places + sizes / 2).max(axis=0)
    assert (sizes + 0.5).prod(axis=1).sum() > 0.5 * (high - low + 0.5).prod()


def test_a_layout_fills_the_pane_with_its_stretch_bounded() -> None:
    area, sizes = Area(0, 0, 1000, 500), np.tile([100.0, 20.0], (4, 1))
    places = fitted(np.array([(0.0, 0), (10, 0), (10, 10), (0, 10)]), sizes, area)
    units = np.ptp(places, axis=0) / (134, 48)
    assert units.max() / units.min() == pytest.approx(1.35)
    assert places.mean(axis=0).tolist() == pytest.approx([500, 250])


def test_evening_out_keeps_the_order() -> None:
    points = np.array([(0.0, 0), (1, 5), (2, 6), (100, 7), (101, 9)])
    assert np.argsort(evened(points)[:, 0]).tolist() == [0, 1, 2, 3, 4]
    assert np.diff(evened(points)[:, 0]).max() < 99


def test_lines_end_before_the_borders() -> None:
    sizes = (np.array([[40.0, 20.0]]), np.array([[60.0, 30.0]]))
    curves = between_borders(bent(np.array([[0.0, 0]]), np.array([[200.0, 0]]), np.zeros(1)), sizes)
    assert curves.start[0].tolist() == pytest.approx([22.5, 0], abs=0.1)
    assert curves.end[0].tolist() == pytest.approx([167.5, 0], abs=0.1)


_WIDE = Area(-500, -500, 500, 500)


def test_a_line_bends_within_its_area() -> None:
    places, sizes = np.array([(0.0, 0), (300, 0), (150, 2)]), np.full((3, 2), 30.0)
    above, below = (
        routes(_pairs((0, 1)), places * (1, flip), sizes, Area(-20, -400, 320, 20)).sampled()[0] for flip in (1, -1)
    )
    assert above[:, 1].max() <= 20
    assert below[:, 1].max() <= 20


def test_a_line_bends_around_a_strange_box_and_stays_straight_where_it_is_free() -> None:
    places, sizes = np.array([(0.0, 0), (300, 0), (150, 0), (150, 90)]), np.full((4, 2), 30.0)
    way, free = routes(_pairs((0, 1), (1, 3)), places, sizes, _WIDE).sampled()
    assert on_the_way(places[0], places[1], places[2], sizes[2], 0.0)
    assert np.abs(way[:, 1]).max() > 15
    assert np.hypot(*(free[16] - (places[1] + places[3]) / 2)) < 1e-6


def test_lines_side_by_side_keep_apart_in_both_directions() -> None:
    places, sizes = np.array([(0.0, 0), (300, 0)]), np.full((2, 2), 30.0)
    lines = routes(_pairs((0, 1), (1, 0), (0, 1)), places, sizes, _WIDE)
    heights = sorted(lines.sampled()[:, 16, 1].tolist())
    assert np.diff(heights).min() >= 12
    assert line_crossings(lines, _pairs((0, 1), (1, 0), (0, 1))) == 0


@pytest.mark.parametrize("nodes", [160, 640])
def test_many_nodes_are_dots_that_do_not_touch(nodes: int) -> None:
    graph = ring_and_leaves(nodes, 12)
    picture, held = picture_of(graph, (1100, 760), PlainLetters())
    assert picture.dots
    assert picture.quality.overlaps == picture.quality.outside == 0
    assert 0 < len(picture.names) <= nodes
    more = ring_and_leaves(nodes + 1, 12)
    grown, _held = picture_of(more, (1100, 760), PlainLetters(), held)
    moved = list(moves(middles(picture), middles(grown)))
    assert len(moved) == nodes
    assert sorted(moved)[-3] < 1
    assert grown.quality.overlaps == grown.quality.outside == 0


def test_many_parts_are_laid_out_beside_one_another() -> None:
    pairs = _pairs(*((2 * number, 2 * number + 1) for number in range(40)))
    places = first_layout(range(80), pairs, 1.5)
    assert min(np.hypot(*(places[a] - places[b])) for a, b in combinations(range(80), 2)) > 0.5


@pytest.mark.parametrize("size", [(460, 400), (60, 40), (1, 1)])
def test_no_pane_and_no_graph_is_too_small(size: tuple[float, float]) -> None:
    assert picture_of(RelationGraph({}, {}), size, PlainLetters())[0].nodes == ()
    picture, held = picture_of(ring_and_leaves(14), size, PlainLetters())
    assert len(picture.nodes) == 14
    assert picture_of(ring_and_leaves(13), size, PlainLetters(), held)[0].width == size[0]
