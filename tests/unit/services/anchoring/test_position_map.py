"""Where characters of an old text stand in a new one: in order, the same ones, and only where enough stands around."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.services.anchoring import position_map
from annotator.services.anchoring.position_map import ROOM, ROOM_AT_SIDE, PositionMap
from tests.places import SEEDS
from tests.unit.editing import edit

ARTICLES = [path.read_text() for path in sorted(SEEDS.glob("*.txt"))]
HERE = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@settings(max_examples=30)
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


@settings(max_examples=60)
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
        (ROOM - ROOM_AT_SIDE, ROOM_AT_SIDE, True),
        (ROOM_AT_SIDE, ROOM - ROOM_AT_SIDE, True),
        (ROOM - ROOM_AT_SIDE - 1, ROOM_AT_SIDE, False),
        (ROOM_AT_SIDE, ROOM - ROOM_AT_SIDE - 1, False),
        (ROOM, ROOM_AT_SIDE - 1, False),
        (ROOM_AT_SIDE - 1, ROOM, False),
        (ROOM, 0, False),
        (0, ROOM, False),
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
    old, new = f"{HERE} one {HERE}\n", f"{HERE} two! {HERE}\n"
    span = Span(80, 90)
    assert PositionMap(old, new).mapped(span) == (81, 91)
    for most, mapped in ((len(new), Span(81, 91)), (len(new) - 1, None)):
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
    for length, moves in ((ROOM, [(3, 1), (3 + ROOM, 1 + ROOM)]), (ROOM - 1, [])):
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
