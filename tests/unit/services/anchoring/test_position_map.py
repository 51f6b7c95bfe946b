"""Where characters of an old text stand in a new one: in order, the same ones, and only where enough stands around."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.services.anchoring import position_map
from annotator.services.anchoring.position_map import ROOM, ROOM_AT_SIDE, PositionMap
from tests.patience import times
from tests.places import SEEDS
from tests.unit.editing import edit

ARTICLES = [path.read_text() for path in sorted(SEEDS.glob("*.txt"))]
HERE = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(st.sampled_from(ARTICLES), st.integers(0, 10**6), st.integers(0, 12))
def test_what_is_mapped_reads_the_same_in_the_same_order_and_comes_back(article: str, seed: int, steps: int) -> None:
    chance = random.Random(seed)
    edited = edit(article, chance, steps)
    known = PositionMap(article, edited.text)
    spans = [
        Span(start, start + chance.randrange(1, 80)) for start in sorted(chance.choices(range(len(article)), k=50))
    ]
    found = [(span, mapped) for span in spans if (mapped := known.mapped(span))]
    for span, mapped in found:
        assert article[slice(*span)] == edited.text[slice(*mapped)]
        assert known.origin(mapped) == span
    assert all(one[1].start <= other[1].start for one, other in pairwise(found))
    for old, new in known.moves():
        assert article[old : old + 1] == edited.text[new : new + 1] or article[old - 1] == edited.text[new - 1]
    if not steps:
        assert len(found) == len([span for span in spans if span.start >= 8 and span.end <= len(article) - 8])


@times(2)
@given(st.sampled_from(ARTICLES), st.data())
def test_a_line_that_came_or_went_moves_all_that_stands_behind_it(article: str, data: st.DataObject) -> None:
    lines = article.splitlines(keepends=True)
    number = data.draw(st.integers(0, len(lines) - 1))
    at = sum(map(len, lines[:number]))
    more = "A line that nobody had written before.\n"
    longer = article[:at] + more + article[at:]
    start = data.draw(st.integers(ROOM, len(article) - 2 * ROOM))
    span = Span(start, start + data.draw(st.integers(1, ROOM)))
    if at in range(span.start - ROOM_AT_SIDE, span.end + ROOM_AT_SIDE) or span.end + ROOM > len(article):
        return
    moved = len(more) if at <= span.start else 0
    there = Span(span.start + moved, span.end + moved)
    known, back = PositionMap(article, longer), PositionMap(longer, article)
    assert known.mapped(span) in (there, None)
    assert known.origin(there) in (span, None)
    assert back.mapped(there) in (span, None)
    if at not in range(span.start - ROOM, span.end + ROOM):
        assert known.mapped(span) == back.origin(span) == there
        assert known.origin(there) == back.mapped(there) == span


@pytest.mark.parametrize(
    ("before", "after", "stands"),
    [
        (24, 8, True),
        (8, 24, True),
        (23, 8, False),
        (8, 23, False),
        (32, 7, False),
        (7, 32, False),
        (32, 0, False),
        (0, 32, False),
    ],
)
def test_enough_has_to_stand_around_on_both_sides(before: int, after: int, *, stands: bool) -> None:
    stretch = f"{HERE[:before]}the words{HERE[:after]}"
    known = PositionMap(f"ÄÄ{stretch}Ö", f"Ü{stretch}ßß")
    span, there = Span(2 + before, 11 + before), Span(1 + before, 10 + before)
    assert known.mapped(span) == (there if stands else None)
    assert known.origin(there) == (span if stands else None)


def test_changed_lines_are_compared_letter_by_letter() -> None:
    line = f"{HERE} and so on.\n"
    old = line + line.upper() + line
    new = old.replace("MNOPQR", "mnöpqr", 1)
    new = old[:30] + "XY" + old[31:]
    known = PositionMap(old, new)
    assert known.mapped(Span(45, 50)) == (46, 51)
    assert known.mapped(Span(25, 35)) is None
    assert known.origin(Span(46, 51)) == (45, 50)
    assert known.origin(Span(28, 34)) is None
    assert known.mapped(Span(0, 10)) is None


def test_long_passages_that_changed_are_not_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    same = "What stands before it does not count.\n"
    old, new = f"{same}{HERE} one {HERE}\n", f"{same}{HERE} two! {HERE}\n"
    start, length = len(same) + 80, len(new) - len(same)
    span, there = Span(start, start + 10), Span(start + 1, start + 11)
    assert PositionMap(old, new).mapped(span) == there
    for most, mapped in ((length, there), (length - 1, None)):
        monkeypatch.setattr(position_map, "MOST_CHARACTERS", most)
        assert PositionMap(old, new).mapped(span) == mapped
        assert PositionMap(new, old).origin(span) == mapped


def test_more_letters_than_can_be_told_apart_are_no_trouble() -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))
    # With the line feed and the x there are two more than these.
    for more, mapped in ((54, Span(101, 111)), (55, None)):
        others = "".join(map(chr, range(0x5E00, 0x5E00 + more)))
        old = f"{many}{others}\n"
        assert PositionMap(old, f"x{old}").mapped(Span(100, 110)) == mapped


def test_moves_are_both_ends_of_what_is_long_enough() -> None:
    for length, moves in ((32, [(3, 1), (35, 33)]), (31, [])):
        known = PositionMap(f"ÄÄÄ{HERE[:length]}Ö", f"Ü{HERE[:length]}ßß")
        assert list(known.moves()) == moves


def test_what_has_nothing_in_common_is_nowhere() -> None:
    for old, new in (("", HERE), (HERE, ""), ("", ""), ("abc", "xyz")):
        known = PositionMap(old, new)
        assert list(known.moves()) == []
        assert known.mapped(Span(0, 1)) is None
        assert known.origin(Span(0, 1)) is None


def test_stretches_that_touch_are_one() -> None:
    old = "".join(f"{number} {HERE[:12]}\n" for number in range(8))
    new = f"{old}A line more, and of another kind.\n"
    known = PositionMap(old, new)
    assert known.mapped(Span(20, 90)) == (20, 90)
    assert list(known.moves()) == [(0, 0), (len(old), len(old))]


def test_the_end_of_a_changed_line_is_one_with_the_lines_behind_it() -> None:
    old = f"{HERE[:20]}X{HERE[20:32]}\n{HERE[32:]}\n"
    for new, shift in ((old.replace("X", "Y", 1), 0), (old.replace("X", "YZ", 1), 1)):
        assert PositionMap(old, new).mapped(Span(30, 40)) == (30 + shift, 40 + shift)
    # What was taken out between two stretches parts them.
    without = old.replace("X", "", 1)
    assert PositionMap(old, without).mapped(Span(10, 30)) is None
    assert PositionMap(without, old).mapped(Span(10, 30)) is None
    assert PositionMap(without, old).origin(Span(10, 30)) is None
