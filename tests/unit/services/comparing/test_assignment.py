"""The one-to-one choice that scores most: held to every choice there is, in one part and in many."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.services.comparing import assignment
from annotator.services.comparing.assignment import best_one_to_one
from tests.patience import times

Candidates = dict[tuple[int, int], float]
candidates = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 199).map(lambda n: n / 100), max_size=12
)


def chosen(found: Candidates) -> set[tuple[int, int]]:
    pairs = list(found)
    rows = np.array([row for row, _column in pairs], dtype=np.int64)
    columns = np.array([column for _row, column in pairs], dtype=np.int64)
    taken = best_one_to_one(rows, columns, np.array(list(found.values())))
    assert taken.tolist() == sorted(set(taken.tolist()))
    return {pairs[number] for number in taken}


def best(found: Candidates) -> float:
    """The greatest sum of scores, by trying all."""
    rows = sorted({row for row, _column in found})
    columns = [*sorted({column for _row, column in found}), *[-1] * len(rows)]
    orders = permutations(columns, len(rows))
    return max(sum(found.get(pair, 0.0) for pair in zip(rows, order, strict=True)) for order in set(orders))


@times(2)
@given(candidates.filter(lambda found: len({row for row, _column in found}) <= 3))
def test_no_choice_scores_more_and_none_is_made_twice(found: Candidates) -> None:
    taken = chosen(found)
    assert len({row for row, _column in taken}) == len({column for _row, column in taken}) == len(taken)
    assert sum(found[pair] for pair in taken) == pytest.approx(best(found) if found else 0)


@times(2)
@given(candidates, st.integers(1, 3))
def test_solving_in_parts_gives_as_much(found: Candidates, at_once: int) -> None:
    whole = sum(found[pair] for pair in chosen(found))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "_ROWS_AT_ONCE", at_once)
        assert sum(found[pair] for pair in chosen(found)) == pytest.approx(whole)


def test_many_that_nothing_contests_are_all_taken_beside_those_that_are() -> None:
    lone = {(number, number): 0.1 for number in range(2_000)}
    contested = {(row, column): 1.0 + row / 10 - column / 100 for row in (5_000, 5_001) for column in (5_000, 5_001)}
    taken = chosen(lone | contested)
    assert lone.keys() <= taken
    assert len(taken & contested.keys()) == 2
    assert chosen({}) == set()


def test_a_row_may_stay_alone() -> None:
    assert chosen({(0, 0): 0.5, (1, 0): 0.6}) == {(1, 0)}
    assert chosen({(0, 0): 0.5, (0, 1): 0.6}) == {(0, 1)}
    assert chosen({(0, 0): 1.9, (0, 1): 1.0, (1, 0): 1.0}) == {(0, 1), (1, 0)}
    assert chosen({(0, 0): 1.9, (0, 1): 0.9, (1, 0): 0.9}) == {(0, 0)}
