"""A chart that is shown grows while its document is annotated: what stands stays."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import fmean

import pytest

from annotator.model.networks.relation_graph import RelationGraph
from annotator.services.charting.composing import WORTH_TIDYING, crossings_saved, picture_of, tidied
from annotator.services.charting.holding import PlacesOfStates, let_go, pinned
from annotator.services.charting.picture import ChartPicture, ChartPlaces
from annotator.services.charting.plain_letters import PlainLetters
from tests.unit.charts import ONE_DOCUMENT, chart_of, growing, middles, moves, name_of, ring_and_leaves

_PANE = (620.0, 560.0)
_RADIUS = 10.0
_LETTERS = PlainLetters()
_NAMES = [name_of(path) for path in ONE_DOCUMENT]


@cache
def _replayed(path: Path) -> list[tuple[ChartPicture, ChartPlaces]]:
    shown, held = [], ChartPlaces(_PANE)
    for chart in growing(path):
        picture, held = picture_of(chart, _PANE, _LETTERS, held)
        shown.append((picture, held))
    return shown


@pytest.mark.parametrize("path", ONE_DOCUMENT, ids=_NAMES)
def test_what_stands_stays_while_a_document_is_annotated(path: Path) -> None:
    pictures = [picture for picture, _held in _replayed(path)]
    means = []
    for before, now in pairwise(pictures):
        moved = list(moves(middles(before), middles(now)))
        if moved and (max(moved) > 0 or middles(before).keys() != middles(now).keys()):
            means.append(fmean(moved))
            assert sum(one > 3 * _RADIUS for one in moved) <= 1
    assert fmean(means) <= 0.3 * _RADIUS
    assert sum(mean > _RADIUS for mean in means) <= 0.1 * len(means)
    fresh, _held = picture_of(chart_of(path), _PANE, _LETTERS)
    assert (pictures[-1].quality.crossings or 0) <= (fresh.quality.crossings or 0) + 6
    assert all(picture.quality.overlaps == picture.quality.outside == 0 for picture in pictures)


@pytest.mark.parametrize("path", ONE_DOCUMENT, ids=_NAMES)
def test_undo_and_redo_lead_back_to_the_very_places(path: Path) -> None:
    states = [object() for _chart in growing(path)]
    kept = PlacesOfStates()
    shown = _replayed(path)
    for state, (_picture, held) in zip(states, shown, strict=True):
        kept.keep(state, held)
    for number in [*reversed(range(len(states))), *range(len(states))]:
        there = kept.at(states[number])
        assert there is not None
        picture, _held = picture_of(growing(path)[number], _PANE, _LETTERS, there)
        assert max(moves(middles(shown[number][0]), middles(picture)), default=0.0) <= 0.01
        assert picture == shown[number][0]


def test_only_the_newest_states_are_kept() -> None:
    kept, states = PlacesOfStates(most=2), [object(), object(), object()]
    for state in states:
        kept.keep(state, ChartPlaces(_PANE))
    assert kept.at(states[0]) is None
    later = ChartPlaces(_PANE, level=1)
    kept.keep(states[2], later)
    assert kept.at(states[2]) is later
    assert kept.at(states[1]) is not None


def test_a_pane_that_gets_its_size_back_shows_the_same_places() -> None:
    chart = chart_of(ONE_DOCUMENT[0])
    first, held = picture_of(chart, _PANE, _LETTERS)
    smaller, held = picture_of(chart, (460, 430), _LETTERS, held)
    assert smaller.quality.overlaps == smaller.quality.outside == 0
    again, held = picture_of(chart, _PANE, _LETTERS, held)
    assert again == first
    larger, held = picture_of(chart, (1100, 760), _LETTERS, held)
    assert picture_of(chart, _PANE, _LETTERS, held)[0] == first
    # Nothing was mirrored or mixed up on the way: what stood far left still stands left of what stood far right.
    for one, other in ((smaller, first), (larger, first)):
        left, right = min(other.nodes, key=lambda box: box.x).key, max(other.nodes, key=lambda box: box.x).key
        assert middles(one)[left][0] < middles(one)[right][0]


def test_nothing_new_is_nothing_moved() -> None:
    chart = chart_of(ONE_DOCUMENT[0])
    picture, held = picture_of(chart, _PANE, _LETTERS)
    again, still = picture_of(chart, _PANE, _LETTERS, held)
    assert again == picture
    assert still is held


def test_a_pinned_node_stays_and_others_give_way() -> None:
    chart = chart_of(ONE_DOCUMENT[0])
    picture, held = picture_of(chart, _PANE, _LETTERS)
    one, other = picture.nodes[0], picture.nodes[1]
    held = pinned(held, one.key, other.middle)
    picture, held = picture_of(chart, _PANE, _LETTERS, held)
    assert picture.quality.overlaps == 0
    assert [box.key for box in picture.nodes if box.pinned] == [one.key]
    assert middles(picture)[one.key] == pytest.approx(other.middle)
    anew, held = tidied(chart, _PANE, _LETTERS, held)
    assert middles(anew)[one.key] == pytest.approx(other.middle)
    assert anew.quality.overlaps == 0
    assert not let_go(held, one.key).pinned


def test_tidying_is_worth_its_move_where_lines_got_tangled() -> None:
    chart = ring_and_leaves(18)
    picture, held = picture_of(chart, _PANE, _LETTERS)
    assert crossings_saved(picture, chart, _LETTERS, held) <= 0
    keys = list(held.places)
    swapped = dict(zip(keys, [held.places[key] for key in [*keys[9:], *keys[:9]]], strict=True))
    mixed = ChartPlaces(_PANE, swapped, held.level, degrees=held.degrees)
    picture, held = picture_of(chart, _PANE, _LETTERS, mixed)
    assert crossings_saved(picture, chart, _LETTERS, held) >= WORTH_TIDYING


@pytest.mark.parametrize("seed", range(4))
def test_however_a_chart_changes_its_boxes_keep_apart_and_composing_again_changes_nothing(seed: int) -> None:
    chance = Random(seed)
    graph = ring_and_leaves(22, 7)
    edges = list(graph.edges.items())
    chance.shuffle(edges)
    pane, held = _PANE, ChartPlaces(_PANE)
    for number in [*range(2, 23, 2), 16, 10, 22]:
        if number == 14:
            pane = (700.0, 420.0)
        if number == 8:
            held = pinned(held, chance.choice(list(held.degrees)), (chance.uniform(0, 620), chance.uniform(0, 560)))
        part = RelationGraph(graph.nodes, dict(edges[:number]))
        picture, held = picture_of(part, pane, _LETTERS, held)
        assert not picture.dots
        assert picture.quality.overlaps == picture.quality.outside == 0
        assert picture_of(part, pane, _LETTERS, held) == (picture, held)
    anew, _held = tidied(graph, pane, _LETTERS, held)
    assert anew.quality.overlaps == anew.quality.outside == 0
