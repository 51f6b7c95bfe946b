"""Where things are expected by others whose way is known."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.services.anchoring.neighbours import Neighbours, Reach, in_order

moves = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(moves)
def test_the_longest_chain_in_order_is_found(moves: list[tuple[int, int]]) -> None:
    chain = in_order(moves)
    assert set(chain) <= set(moves)
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(chain))
    rising = (
        chosen
        for size in range(len(moves), 0, -1)
        for chosen in combinations(sorted(moves), size)
        if all(one[1] <= other[1] for one, other in pairwise(chosen))
    )
    assert len(chain) == len(next(rising, ()))


@given(moves)
def test_the_chain_is_part_of_the_moves_with_each_no_oftener(moves: list[tuple[int, int]]) -> None:
    chain = in_order(moves)
    assert all(chain.count(move) <= moves.count(move) for move in chain)
    known = Neighbours(moves)
    assert all(known.has_in_order(move) == (move in in_order(set(moves))) for move in moves)


def test_what_is_expected_lies_between_its_neighbours_or_beside_what_was_moved() -> None:
    known = Neighbours([(100, 100), (1_000, 1_500), (3_000, 3_500), (500, 9_000)])
    reach = known.reach(1_010)
    assert (reach.middle, reach.is_sure) == (1_510, True)
    assert [reach.holds(position) for position in (1_400, 1_500, 1_540, 1_600, 3_400)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert [known.reach(510).holds(position) for position in (9_010, 9_100, 510)] == [True, False, True]
    assert not known.reach(9_000).is_sure
    assert Neighbours().reach(5).holds(999)


def test_where_nothing_is_known_the_old_position_is_a_guess() -> None:
    assert Neighbours().reach(5) == Reach(5, (), is_sure=False)


@pytest.mark.parametrize(("distance", "room"), [(0, 40), (3, 40), (4, 41), (400, 140)])
def test_so_much_may_have_come_or_gone_as_the_neighbour_is_far(distance: int, room: int) -> None:
    at = 10_000
    # Behind the only one that is known nothing may stand before it; before it, nothing behind it.
    behind = Neighbours([(at - distance, at - distance + 7)]).reach(at)
    assert behind.middle == at + 7
    assert behind.ranges == ((max(at + 7 - room, at - distance + 7), at + 7 + room),)
    before = Neighbours([(at + distance + 1, at + distance + 8)]).reach(at)
    room = 40 + (distance + 1) // 4
    assert before.ranges == ((at + 7 - room, min(at + 7 + room, at + distance + 8)),)


def test_both_neighbours_say_where_and_the_nearer_one_says_the_middle() -> None:
    known = Neighbours([(1_000, 1_100), (1_400, 1_800)])
    assert known.reach(1_100) == Reach(1_200, ((1_200 - 65, 1_500 + 65),), is_sure=True, between=(1_100, 1_800))
    assert known.reach(1_390).middle == 1_790
    assert known.reach(1_400).ranges == ((1_800, 1_840),)


def test_nothing_is_expected_before_the_text_begins() -> None:
    assert Neighbours([(500, 0)]).reach(100).middle == 0


@pytest.mark.parametrize(("distance", "sure"), [(2_000, True), (2_001, False)])
def test_only_near_neighbours_are_relied_on(distance: int, *, sure: bool) -> None:
    assert Neighbours([(10_000, 10_000)]).reach(10_000 + distance).is_sure == sure


@pytest.mark.parametrize(("distance", "beside"), [(300, True), (301, False)])
def test_what_stands_beside_a_moved_one_went_with_it(distance: int, *, beside: bool) -> None:
    order = [(number, number) for number in (0, 9_000, 20_000)]
    for at in (5_000 - distance, 5_000 + distance):
        reach = Neighbours([*order, (5_000, 15_000)]).reach(at)
        room = 40 + distance // 4
        went = (at + 10_000 - room, at + 10_000 + room)
        assert reach.ranges[1:] == ((went,) if beside else ())
        assert reach.is_sure == beside
        assert [reach.holds(position) for position in (went[0] - 1, *went, went[1] + 1)] == [
            False, beside, beside, False,
        ]  # fmt: skip


def test_a_moved_one_alone_is_in_order_and_two_that_crossed_are_not() -> None:
    assert Neighbours([(5, 900)]).has_in_order((5, 900))
    crossed = Neighbours([(5, 900), (6, 10), (7, 11)])
    assert [crossed.has_in_order(move) for move in ((5, 900), (6, 10), (7, 11), (8, 12))] == [False, True, True, False]
