"""γ of two and of more annotators: published values, the best of all alignments, and what must hold of any files."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations, islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.layer import Layer
from annotator.services.agreement.agreement import document_agreement
from annotator.services.agreement.measures import gamma_of_all
from annotator.services.agreement.measures.chance import PRECISION, Fewest, Units, expected_disorder, samples_of
from annotator.services.agreement.measures.gamma import SAMPLES, _disorders, disorder, least_disorder, units_of
from annotator.services.agreement.measures.gamma_of_all import (
    _least_to_quick,
    _parts,
    _quick_disorders,
    dissimilarities,
    expected_of_all,
)
from annotator.services.agreement.measures.grouping import Grouping, best_grouping, quick_grouping
from annotator.services.running.progress import Cancelled
from tests.patience import times
from tests.unit.colleagues import layer, layers, marked


def test_least_disorder_of_gamma() -> None:
    """Data of dkpro-statistics' fixtures, made with pygamma-agreement 0.5.9; fixture_02: 0.7083 of 3 units."""
    one = np.array([(1, 5, 0), (6, 10, 1), (20, 24, 0), (30, 34, 1)], dtype=np.float64)
    other = np.array([(2, 6, 0), (31, 35, 1)], dtype=np.float64)
    assert least_disorder(one, other) / 3 == pytest.approx(0.7083333, abs=1e-6)
    # fixture_05: 16 units each, every one beside its counterpart and of another type
    one = np.array([(1 + 10 * n, 6 + 10 * n, n % 3) for n in range(16)], dtype=np.float64)
    other = np.array([(2 + 10 * n, 8 + 10 * n, (n + 1) % 3) for n in range(16)], dtype=np.float64)
    assert least_disorder(one, other) / 16 == pytest.approx(1.0743801, abs=1e-6)


# Units as annotator, type, start, end, and the best disorder of each: pygamma-agreement 0.5.9's, as recorded in
# dkpro-statistics' fixture_04_three_annotators, the first and some that were drawn by chance; no α or β but 1.
THREE_ANNOTATORS = (
    ("1a 1 5, 1b 10 14, 2a 2 6, 2b 11 15, 3a 1 4, 3c 9 14", 0.4087564),
    ("1c 373938 716439, 1a 1130082 1613892, 2a 339553 673303, 2c 845304 1238337, 3a 253388 677929, 3a 1017483 1427270",
     0.8253427),
    ("1b 146993 636308, 1a 915119 1357042, 2a 23548 551913, 2b 904188 1238351, 3a 137902 569221, 3a 1247641 1649196",
     0.9491503),
    ("1b 459006 843060, 1a 1277804 1677230, 2b 244629 690938, 2a 1137832 1527671, 3b -106022 296146, 3a 574941 985434",
     1.3278083),
)  # fmt: skip


def aligned(words: str, place: float = 1.0) -> tuple[Grouping, float]:
    """Align units, their places weighing ``place``; also the mean number of units of an annotator."""
    rows = [unit.split() for unit in words.split(", ")]
    kinds = [float(ord(name[-1])) for name, _start, _end in rows]
    units = np.array([(float(start), float(end), 0.0) for _name, start, end in rows])
    apart = place * dissimilarities(units) + np.not_equal.outer(kinds, kinds)
    whose = np.array([name[0] for name, _start, _end in rows])
    own = [np.nonzero(whose == who)[0] for who in sorted(set(whose))]
    return best_grouping(apart, own), len(rows) / len(own)


@pytest.mark.parametrize(("words", "expected"), THREE_ANNOTATORS)
def test_best_alignment_of_three_annotators(words: str, expected: float) -> None:
    found, mean_number = aligned(words)
    assert found.proved
    assert found.disorder / mean_number == pytest.approx(expected, abs=1e-6)


def test_best_alignment_of_pygamma_agreements_example() -> None:
    """AlexPaulSuzan.csv and its value in tests/test_gammas.py, with α = 3: 0.96 within 1 %."""
    words = (
        "a1 2 9, a2 11 17, a5 24 30, a6 32 36, a6 36 44, a7 44 60, p1 2 9, p3 11 17, p5 19 25, p6 32 44, "
        "s1 2 9, s4 11 17, s5 21 27, s6 32 36, s6 36 40, s6 40 44"
    )
    found, mean_number = aligned(words, place=3.0)
    assert found.disorder / mean_number == pytest.approx(0.96, rel=0.01)


def by_trying(apart: list[list[float]], owners: list[int], annotators: int) -> float:
    """The least disorder of all alignments, by making every one of them."""
    pairs = annotators * (annotators - 1) / 2

    def least(unit: int, groups: list[list[int]]) -> float:
        if unit == len(owners):
            inside = sum(apart[one][other] - 1 for group in groups for one, other in combinations(group, 2))
            return len(groups) + inside / pairs
        found = [least(unit + 1, [*groups, [unit]])]
        for number, group in enumerate(groups):
            if owners[unit] not in {owners[other] for other in group}:
                found.append(least(unit + 1, [*groups[:number], [*group, unit], *groups[number + 1 :]]))
        return min(found)

    return least(0, [])


@given(data=st.data(), annotators=st.integers(2, 5), count=st.integers(1, 7))
@times(2)
def test_no_alignment_has_less_disorder(data: st.DataObject, annotators: int, count: int) -> None:
    owners = data.draw(st.lists(st.integers(0, annotators - 1), min_size=count, max_size=count))
    apart = np.zeros((count, count))
    for one, other in combinations(range(count), 2):
        apart[one, other] = apart[other, one] = data.draw(st.sampled_from((0.0, 0.5, 1.0, 2.5, 4.0, 9.0)))
    own = [np.nonzero(np.array(owners) == number)[0] for number in range(annotators)]
    found = best_grouping(apart, own)
    assert found.proved
    least = by_trying(apart.tolist(), owners, annotators)
    assert found.disorder == pytest.approx(least)
    assert quick_grouping(apart, own) >= least - 1e-9


@given(layers(), layers())
def test_aligning_many_agrees_with_aligning_two(one: Layer, other: Layer) -> None:
    types: dict[str, int] = {}
    units = [units_of(each.annotations.values(), types) for each in (one, other)]
    own = [np.arange(len(units[0])), len(units[0]) + np.arange(len(units[1]))]
    found = best_grouping(dissimilarities(np.concatenate(units)), own)
    assert found.disorder == pytest.approx(least_disorder(*units))


def test_long_texts_are_aligned_in_parts_and_nearly_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    named = [
        [marked(f"a{n}", "claim", (n * 50 + 7 * who, n * 50 + 20 + 5 * who)) for n in range(20) if (n + who) % 7]
        for who in range(3)
    ]
    whole, _proved = gamma_of_all.disorder_of_all(named, 1000)
    monkeypatch.setattr(gamma_of_all, "MOST_AT_ONCE", 20)
    parts, proved = gamma_of_all.disorder_of_all(named, 1000)
    assert not proved
    assert parts.gamma == pytest.approx(whole.gamma, abs=0.01)
    assert 0.2 < (whole.gamma or 0) < 0.9


def test_gamma_is_one_for_the_same_and_falls_with_every_change() -> None:
    same = [marked(f"a{n}", "claim", (n * 50, n * 50 + 20)) for n in range(12)]
    moved = [marked(f"a{n}", "claim", (n * 50 + 8, n * 50 + 28)) for n in range(12)]
    typed = [annotation._replace(type="actor") for annotation in moved]
    values = [disorder(same, other, 600).gamma for other in (same, moved, typed)]
    assert values[0] == 1
    assert values == sorted(values, reverse=True, key=lambda value: value or 0)
    assert disorder(same, moved, 600) == disorder(same, moved, 600)


def test_measuring_can_be_stopped_on_the_way() -> None:
    pair = {who: layer([marked("a1", "claim", (0, 9)), marked("a2", "actor", (4, 8))], who) for who in "ab"}
    told: list[str] = []
    document_agreement("talks.txt", pair, 100, progress=lambda _count, _total, words: told.append(words))
    assert set(told) == {"Measuring a and b", "Measuring all together"}
    for last in range(len(told)):
        left = iter(range(last))

        def stop(*_news: object, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            document_agreement("talks.txt", pair, 100, progress=stop)


def noisy(rng: np.random.Generator, annotators: int, count: int, length: int) -> list[Units]:
    """Annotators who mark the same, some of it elsewhere, some of it otherwise, some of it not."""
    starts = rng.integers(0, length - 60, count)
    same = np.column_stack([starts, starts + rng.integers(5, 60, count), rng.integers(3, size=count)]).astype(float)
    found = []
    for _who in range(annotators):
        own = same[rng.random(count) < 0.85]
        own[:, 0] += rng.integers(-4, 1, len(own))
        other = rng.random(len(own)) < 0.1
        own[other, 2] = rng.integers(3, size=other.sum())
        found.append(own[np.argsort(own[:, 0])])
    return found


def by_chance(layers: list[Units], length: int, count: int, disorders: Callable[[list[list[Units]]], Any]) -> float:
    drawing = samples_of(layers[::-1], length)
    return float(np.mean(disorders([next(drawing) for _sample in range(count)])))


def test_chance_is_known_to_two_per_cent_with_95_per_cent_confidence() -> None:
    rng = np.random.default_rng(7)
    missed = 0
    for length in (800, 1000, 1500, 2500) * 8:
        one, other = noisy(rng, 2, length // 200, length)
        if not len(one) or not len(other):
            continue
        least = partial(_disorders, length=length, tell=lambda: None)
        found = expected_disorder((one, other), length, SAMPLES, least)
        missed += abs(found / by_chance([one, other], length, 2000, least) - 1) > PRECISION
    assert missed <= 2, missed


def test_samples_are_drawn_until_they_suffice() -> None:
    length = 1000
    one, other = noisy(np.random.default_rng(3), 2, 6, length)
    drawn: list[int] = []

    def least(samples: list[list[Units]]) -> Any:
        drawn.append(len(samples))
        return _disorders(samples, length, lambda: None)

    found = expected_disorder((one, other), length, Fewest(5, 5), least)
    assert drawn[0] == 5
    assert len(drawn) > 2
    assert all(later <= sum(drawn[:place]) for place, later in enumerate(drawn) if place), "at most as many again"
    assert abs(found / by_chance([one, other], length, 2000, least) - 1) < 2 * PRECISION


def test_how_much_the_quick_search_misses_is_known() -> None:
    rng, length = np.random.default_rng(5), 2000
    known, least, quick = [], 0.0, 0.0
    for _time in range(4):
        layers = noisy(rng, 6, 20, length)
        known.append(_least_to_quick(layers, length))
        for units in islice(samples_of(layers[::-1], length), 25):
            quick += float(_quick_disorders([units])[0]) * sum(map(len, units)) / 6
            least += sum(best_grouping(dissimilarities(part), own, prove=False).disorder for part, own in _parts(units))
    assert np.mean(known) < 0.996
    assert np.mean(known) == pytest.approx(least / quick, abs=0.003)


def test_chance_of_six_is_aligned_as_well_as_they_are() -> None:
    rng, length = np.random.default_rng(5), 2000

    def best(samples: list[list[Units]]) -> list[float]:
        apart = [(np.concatenate(units), np.repeat(range(6), list(map(len, units)))) for units in samples]
        found = [
            best_grouping(dissimilarities(units), [np.nonzero(whose == who)[0] for who in range(6)]).disorder
            for units, whose in apart
        ]
        return [disorder / (len(units) / 6) for disorder, (units, _whose) in zip(found, apart, strict=True)]

    found = []
    for _time in range(2):
        layers = noisy(rng, 6, 20, length)
        found.append(expected_of_all(layers, length) / by_chance(layers, length, 60, best) - 1)
    assert abs(np.mean(found)) < 0.006
