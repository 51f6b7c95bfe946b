"""Finding the words of an annotation in a changed text: every place, how good it is, and no further than is looked."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.services.anchoring import quote_search
from annotator.services.anchoring.neighbours import Reach
from annotator.services.anchoring.quote_search import LEAST_WINDOW, WORK, Candidate, QuoteSearch, Wanted
from annotator.services.folding.folded_text import FoldedText
from tests.patience import times

BEFORE, QUOTE, AFTER = "Minister Mori told us: ", "the treaty holds for ten years", ", and then she left us."
WANTED = Wanted(QUOTE, BEFORE, AFTER)
FILLING = "Rain fell on the harbour all day. Nobody had come. "
MANY = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
"""More characters than can be told apart at a time."""


def search(text: str, number: int = 1) -> QuoteSearch:
    return QuoteSearch(FoldedText(text), number)


def best(text: str, wanted: Wanted = WANTED) -> Candidate:
    return search(text).places(wanted)[0]


def words(text: str, wanted: Wanted = WANTED) -> list[str]:
    return [text[slice(*place.span)] for place in search(text).places(wanted)]


def test_an_unchanged_quote_between_unchanged_contexts_is_perfect() -> None:
    text = f"{FILLING}{BEFORE}{QUOTE}{AFTER} {FILLING}"
    start = len(FILLING) + len(BEFORE)
    found = best(text)
    assert found == Candidate(
        Span(start, start + len(QUOTE)), 1.0, 1.0, 1.0, 1.0, touching=min(len(BEFORE), len(AFTER)), kept=1.0
    )
    assert search(text).places(WANTED._replace(quote="")) == []


def test_every_place_of_the_very_words_is_given() -> None:
    text = f"{QUOTE}. {QUOTE}! {FILLING}{QUOTE}?"
    starts = [place.span.start for place in search(text).places(WANTED) if place.likeness == 1]
    assert sorted(starts) == [0, len(QUOTE) + 2, 2 * len(QUOTE) + 4 + len(FILLING)]
    overlapping = search("so so so so").places(Wanted("so so", None, None))
    assert {place.span.start for place in overlapping if place.likeness == 1} == {0, 3, 6}


def test_of_very_many_places_the_first_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_search, "MOST_PLACES", 3)
    found = search("no. " * 9).places(Wanted("no.", None, None))
    assert {place.span.start for place in found if place.likeness == 1} >= {0, 4, 8}
    assert 32 not in {place.span.start for place in found}


def test_only_what_lies_within_the_bounds_is_given() -> None:
    text = f"{QUOTE}. {QUOTE}. {QUOTE}."
    step = len(QUOTE) + 2
    for start, end in ((1, step + len(QUOTE)), (step, 2 * step + len(QUOTE) - 1)):
        exact = [place for place in search(text).places(WANTED, Span(start, end)) if place.likeness == 1]
        assert [place.span.start for place in exact] == [step]


@pytest.mark.parametrize(
    ("before", "after", "better", "worse"),
    [
        (BEFORE, "X" * len(AFTER), 1.0, 0.0),
        ("X" * len(BEFORE), AFTER, 1.0, 0.0),
        (BEFORE.replace("told us", "told him"), AFTER, 1.0, 1 - 3 / len(BEFORE)),
        (BEFORE, AFTER.replace("left", "lost"), 1.0, 1 - 2 / len(AFTER)),
    ],
)
def test_each_side_counts_by_its_likeness(before: str, after: str, better: float, worse: float) -> None:
    found = best(f"{before}{QUOTE}{after}")
    assert found.likeness == 1.0
    assert found.context == pytest.approx(better)
    assert found.worse_context == pytest.approx(worse, abs=0.1)
    assert found.score == pytest.approx((50 + 20 * found.context + 20 * found.worse_context) / 90)


def test_words_that_came_between_quote_and_context_cost_little() -> None:
    near = best(f"{FILLING}{BEFORE}as ever, {QUOTE}, as ever{AFTER}{FILLING}")
    assert near.worse_context > 0.6
    far = best(f"{FILLING}{BEFORE}{FILLING}{QUOTE}{FILLING}{AFTER}{FILLING}")
    assert far.context < 0.5


def test_context_is_compared_next_to_the_quote() -> None:
    # Only the far half of the context before is left; read from its near end, it is less like itself.
    near = best(f"{'X' * 12}{BEFORE[12:]}{QUOTE}{'X' * len(AFTER)}")
    assert near.context == pytest.approx((len(BEFORE) - 12) / len(BEFORE), abs=0.1)


def test_what_is_not_known_weighs_nothing() -> None:
    text = f"{FILLING}{QUOTE}{AFTER}"
    assert best(text, Wanted(QUOTE, None, AFTER)).score == 1.0
    assert best(text, Wanted(QUOTE, None, AFTER)).worse_context == 1.0
    alone = best(text, Wanted(QUOTE, None, None))
    assert (alone.score, alone.context, alone.worse_context) == (1.0, 0.0, 0.0)
    assert best(text, Wanted(QUOTE, "", "")).score == 1.0


def test_what_began_the_text_is_expected_to_begin_it() -> None:
    wanted = Wanted(QUOTE, "", AFTER, first=True)
    there = best(f"{QUOTE}{AFTER} {FILLING}", wanted)
    assert (there.context, there.worse_context, there.score) == (1.0, 1.0, 1.0)
    later = best(f"{FILLING}{QUOTE}{AFTER}", wanted)
    assert (later.context, later.worse_context) == (1.0, 0.0)
    assert later.score == pytest.approx(70 / 90)


def test_the_place_weighs_little_and_tells_whether_it_is_expected() -> None:
    text = f"{FILLING}{BEFORE}{QUOTE}{AFTER}{FILLING}"
    start = len(FILLING) + len(BEFORE)
    for middle in (start, start + 10, start - 10, 10_000):
        found = best(text, WANTED._replace(reach=Reach(middle, ((start, start),))))
        off = min(1.0, abs(middle - start) / len(text))
        assert found.score == pytest.approx((90 + 2 * (1 - off)) / 92)
        assert found.near
    assert not best(text, WANTED._replace(reach=Reach(start, ((0, start - 1),)))).near


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("the treaty holds for twenty years", "the treaty holds for twenty years"),
        ("the old treaty holds for ten years", "the old treaty holds for ten years"),
        ("the treaty holds ten years", "the treaty holds ten years"),
        ("a treaty holds for ten years", "a treaty holds for ten years"),
        ("the treaty holds for ten days", "the treaty holds for ten days"),
    ],
)
@pytest.mark.parametrize("others", ["", MANY])
def test_words_that_were_edited_are_found_from_one_word_to_another(now: str, found: str, others: str) -> None:
    text = f"{FILLING}{BEFORE}{now}{AFTER} {FILLING}{others}"
    place = best(text)
    assert text[slice(*place.span)] == found
    assert 0.6 < place.likeness < 1
    assert place.worse_context == 1.0


def test_ends_within_words_stay_there_where_the_old_ones_were() -> None:
    text = f"{FILLING}The bilateral treaties were signed in the capital. {FILLING}"
    inside = Wanted("lateral treat", "The bi", "ies were signed")
    assert words(text, inside)[0] == "lateral treat"
    changed = text.replace("treaties", "trxaties")
    assert words(changed, inside)[0] == "lateral trxat"
    spaces = Wanted(" treaties ", "The bilateral", "were signed in")
    assert words(changed, spaces)[0] == " trxaties "


def test_other_words_altogether_are_found_between_the_same_contexts() -> None:
    text = f"{FILLING}{BEFORE}nothing whatever of that kind is known{AFTER} {FILLING}"
    (place,) = (
        place
        for place in search(text).places(WANTED)
        if text[slice(*place.span)] == "nothing whatever of that kind is known"
    )
    assert (place.context, place.worse_context) == (1.0, 1.0)
    assert place.likeness < 0.5
    assert place.score == pytest.approx((50 * place.likeness + 40) / 90)


GAP = "x " * 40 + "x"


def framed(text: str, wanted: Wanted = WANTED, gap: str = GAP) -> int:
    """How many places are just what stands in a gap."""
    return [text[slice(*place.span)] for place in search(text).places(wanted)].count(gap)


def test_a_frame_needs_enough_of_both_contexts_and_no_gap_too_wide() -> None:
    assert framed(f"{FILLING}{BEFORE}{GAP}{AFTER}")
    # Twelve characters on each side make a frame.
    assert framed(f"{BEFORE[-12:]}{GAP}{AFTER[:12]}", Wanted(QUOTE, BEFORE[-12:], AFTER[:12]))
    assert not framed(f"{BEFORE[-11:]}{GAP}{AFTER[:12]}", Wanted(QUOTE, BEFORE[-11:], AFTER[:12]))
    assert not framed(f"{BEFORE[-12:]}{GAP}{AFTER[:11]}", Wanted(QUOTE, BEFORE[-12:], AFTER[:11]))
    assert not framed(f"{BEFORE}{GAP}{AFTER}", Wanted(QUOTE, None, AFTER))
    most = 3 * len(QUOTE) + 200 - 12
    for length, found in ((most, 1), (most + 1, 0)):
        gap = ("x " * length)[:length]
        assert framed(f"{BEFORE}{gap}{AFTER}", gap=gap) == found


def test_every_frame_is_given() -> None:
    assert framed(f"{BEFORE}{GAP}{AFTER} {FILLING}{BEFORE}{GAP}{AFTER}") == 2


def test_places_come_with_the_best_first() -> None:
    text = f"{QUOTE} {FILLING}{BEFORE}{QUOTE}{AFTER} {FILLING}{BEFORE}{QUOTE}."
    found = search(text).places(WANTED)
    assert [place.score for place in found] == sorted((place.score for place in found), reverse=True)
    assert found[0].span.start == text.index(BEFORE) + len(BEFORE)
    assert len({place.span for place in found}) == len(found)


def test_changed_words_are_looked_for_in_a_window_around_where_they_are_expected() -> None:
    changed = f"{BEFORE}{QUOTE.replace('ten', 'six')}{AFTER}"
    text = changed + FILLING * 200
    many = 10 * WORK // LEAST_WINDOW
    half = LEAST_WINDOW // 2

    def found(middle: int, number: int) -> bool:
        wanted = WANTED._replace(reach=Reach(middle))
        return any("six years" in text[slice(*place.span)] for place in search(text, number).places(wanted))

    assert found(9_000, 1)
    assert not found(9_000, many)
    assert found(half - 10, many)
    assert not found(half + len(changed), many)
    # UnchangedOnDisk words are found anywhere.
    unchanged = FILLING * 200 + QUOTE
    places = search(unchanged, many).places(WANTED._replace(reach=Reach(0)))
    assert places[0].span.end == len(unchanged)


def test_the_next_best_place_is_found_behind_the_best() -> None:
    one, other = QUOTE.replace("ten", "six"), QUOTE.replace("ten years", "six days")
    text = f"{BEFORE}{one}{AFTER} {FILLING * 3}{BEFORE}{other}{AFTER}"
    found = words(text)
    assert one in found
    assert other in found


@pytest.mark.parametrize("others", ["", MANY])
def test_the_other_places_are_those_that_are_much_like_it(others: str) -> None:
    like = f"{BEFORE}{QUOTE.replace('ten', 'six')}{AFTER}"
    own = f"{BEFORE}{QUOTE}{AFTER}"
    for text in (f"{own} {FILLING}{like}{others}", f"{others}{like} {FILLING}{own}"):
        start = text.index(own) + len(BEFORE)
        found = search(text).others(WANTED, Span(start, start + len(QUOTE)))
        assert [text[slice(*place.span)] for place in found] == [QUOTE.replace("ten", "six")]
    alone = f"{FILLING}{own} {FILLING}"
    start = alone.index(QUOTE)
    assert not any(place.likeness > 0.5 for place in search(alone).others(WANTED, Span(start, start + len(QUOTE))))


@given(st.integers(0, 10**6))
def test_more_characters_than_can_be_told_apart_change_nothing(seed: int) -> None:
    chance = random.Random(seed)
    quote = "".join(chance.choices("abcde é", k=30)).strip() or "abc"
    edited = list(quote)
    for _time in range(3):
        edited[chance.randrange(len(edited))] = chance.choice("abcxyz")
    text = f"{FILLING}{BEFORE}{''.join(edited)}{AFTER} {FILLING}"
    wanted = Wanted(quote, BEFORE, AFTER)
    few, many = search(text), search(text + MANY)
    assert many.places(wanted, Span(0, len(text))) == few.places(wanted, Span(0, len(text)))
    assert many.places(wanted, Span(0, len(text))) == few.places(wanted, Span(0, len(text)))


@given(st.text(alphabet="ab .", min_size=1, max_size=12), st.text(alphabet="ab .", max_size=60))
def test_places_lie_in_the_text_and_all_numbers_between_nothing_and_all(quote: str, text: str) -> None:
    for place in search(text).places(Wanted(quote, "ab. ", " .ba")):
        assert 0 <= place.span.start < place.span.end <= len(text)
        assert 0 <= place.worse_context <= place.context <= 1
        assert 0 <= place.likeness <= 1
        assert 0 <= place.score <= 1
        assert (place.likeness == 1) == (search(text).text[slice(*place.span)] == quote)


def alike(count: int) -> str:
    """So many passages much like the one wanted, each less than the one before it."""
    edits = ("six years", "six days", "six long days", "sixty-six days")
    return FILLING.join(f"{BEFORE}{QUOTE.replace('ten years', words)}{AFTER[:-1]}" for words in edits[:count])


def test_of_other_places_the_one_that_is_most_alike_is_given() -> None:
    text = f"{BEFORE}{QUOTE}{AFTER} {FILLING}{alike(3)}"
    found = search(text).others(WANTED, Span(len(BEFORE), len(BEFORE) + len(QUOTE)))
    assert {text[slice(*place.span)] for place in found} == {QUOTE.replace("ten years", "six years")}


def test_of_places_that_are_alike_the_two_best_are_looked_for() -> None:
    wanted = Wanted(QUOTE, BEFORE.replace("us", "me"), AFTER)
    found = words(alike(4), wanted)
    assert sum("six" in place for place in found) == 2


def test_another_place_begins_and_ends_where_it_does_though_the_own_one_begins_the_text() -> None:
    own = "The bilateral treaties were signed"
    text = f"{own} by all. {FILLING}{own.replace('treaties', 'trxaties')} again."
    wanted = Wanted("lateral treat", "The bi", "ies were signed")
    found = search(text).others(wanted, Span(6, 19))
    assert [text[slice(*place.span)] for place in found] == ["lateral trxat"]


@times(2)
@given(st.lists(st.integers(0, 40), max_size=6))
def test_no_place_of_a_quote_of_whole_words_begins_or_ends_in_a_space_or_a_word(gone: list[int]) -> None:
    words = f"{BEFORE}{QUOTE}{AFTER}".split()
    text = f"{FILLING}{' '.join(word for number, word in enumerate(words) if number not in gone)} {FILLING}"
    for place in search(text).places(WANTED):
        found = text[slice(*place.span)]
        assert found == found.strip()
        assert not (text[place.span.start - 1 : place.span.start].isalnum() and found[0].isalnum())
        assert not (found[-1].isalnum() and text[place.span.end : place.span.end + 1].isalnum())


def test_a_place_tells_what_touches_it_what_is_kept_and_whether_it_ends_alike() -> None:
    grown = f"{BEFORE}{QUOTE[:10]} and much more that came in, {QUOTE[10:]}{AFTER}"
    framed = next(place for place in search(grown).places(WANTED) if place.worse_context == 1)
    assert framed.has_ends
    assert framed.has_numbers
    assert framed.kept > 0.9
    assert framed.touching == min(len(BEFORE), len(AFTER))
    torn = search(f"x{QUOTE}{AFTER}").places(WANTED)[0]
    assert (torn.likeness, torn.touching) == (1.0, 0)
    rows = Wanted("- 12 May: talks", "11 May: none ", " 13 May: a treaty")
    assert not search("11 May: none - 14 May: talks 13 May: a treaty").places(rows)[0].has_numbers
