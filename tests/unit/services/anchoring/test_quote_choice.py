"""Which place is a quote's own: each bound holds to the hair, and in doubt there is none."""

import pytest

from annotator.model.span import Span
from annotator.services.anchoring.neighbours import Reach
from annotator.services.anchoring.quote_choice import chosen, is_enough
from annotator.services.anchoring.quote_search import Candidate, Wanted

NAME, PHRASE, SENTENCE = (
    "A short name",
    "Some twenty characters or more",
    "A sentence of more than forty characters in all.",
)
"""Quotes that are short, neither short nor long, and long."""
EXPECTED = Reach(1_000, ((900, 1_100),), is_sure=True)
GUESSED = Reach(1_000)


def wanted(quote: str = PHRASE, reach: Reach | None = None, mapped: int | None = None) -> Wanted:
    return Wanted(quote, "before", "after", reach, mapped=mapped)


def place(
    start: int = 1_000,
    score: float = 1.0,
    likeness: float = 1.0,
    context: float = 1.0,
    worse: float = 1.0,
    *,
    near: bool = True,
    in_order: bool | None = None,
    touching: int = 1,
    kept: float = 0.0,
    length: int = 20,
    has_ends: bool = False,
    has_numbers: bool = True,
) -> Candidate:
    in_order = near if in_order is None else in_order
    span = Span(start, start + length)
    return Candidate(span, score, likeness, context, worse, near, in_order, touching, kept, has_ends, has_numbers)


def is_chosen(found: Candidate, by: Wanted, *others: Candidate) -> bool:
    """Whether a place is taken; nothing but it or nothing may be."""
    answer = chosen(by, [found, *others])
    assert answer in (found, None)
    return answer is not None


def test_where_there_is_no_place_none_is_chosen() -> None:
    assert chosen(wanted(), []) is None
    assert is_chosen(place(), wanted())


@pytest.mark.parametrize(
    ("score", "context", "enough"),
    [(0.75, 0.6, True), (0.749, 1.0, False), (1.0, 0.599, False), (0.749, 0.599, False), (1.0, 1.0, True)],
)
def test_score_and_one_side_of_the_context_have_to_be_good(score: float, context: float, *, enough: bool) -> None:
    found = place(score=score, context=context, worse=0.0)
    assert is_enough(found) == enough
    assert is_chosen(found, wanted(PHRASE)) == enough


@pytest.mark.parametrize(
    ("quote", "worse", "other", "meant"),
    [
        # Longer words are known by themselves, names by what is around them, or by standing there alone.
        (PHRASE, 0.0, place(1_100, 0.5, context=0.5, worse=0.0), True),
        (PHRASE[:20], 0.0, place(1_100, 0.5, context=0.5, worse=0.0), True),
        (PHRASE[:19], 0.0, place(1_100, 0.5, context=0.5, worse=0.0), False),
        (NAME, 0.5, place(1_100, 0.5, context=0.5, worse=0.0), True),
        (NAME, 0.499, place(1_100, 0.5, context=0.5, worse=0.0), False),
        (NAME, 0.0, place(1_299, 0.5, context=0.5, worse=0.0), False),
        (NAME, 0.0, place(1_300, 0.5, context=0.5, worse=0.0), True),
        (NAME, 0.0, place(700, 0.5, context=0.5, worse=0.0), True),
        (NAME, 0.0, place(701, 0.5, context=0.5, worse=0.0), False),
        (NAME, 0.0, place(5_000, 0.5, context=0.95, worse=0.0), False),
        (NAME, 0.0, place(5_000, 0.5, context=0.949, worse=0.0), True),
        # Other words nearby are no other mention.
        (NAME, 0.0, place(1_100, 0.5, likeness=0.99, context=0.5, worse=0.0), True),
    ],
)
def test_a_name_is_known_by_its_context_or_by_being_the_only_one(
    quote: str, worse: float, other: Candidate, *, meant: bool
) -> None:
    assert is_chosen(place(score=0.9, worse=worse), wanted(quote), other) == meant


def test_a_name_away_from_where_it_is_expected_is_not_known_by_being_the_only_one_around() -> None:
    far = place(5_000, 0.5, context=0.5, worse=0.0)
    assert not is_chosen(place(score=0.9, worse=0.0, near=False), wanted(NAME, GUESSED), far)
    assert is_chosen(place(score=0.9, worse=0.0), wanted(NAME, GUESSED), far)


@pytest.mark.parametrize(
    ("quote", "reach", "near", "taken"),
    [
        (SENTENCE, EXPECTED, True, True),
        (SENTENCE[:20], EXPECTED, True, True),
        (SENTENCE[:19], EXPECTED, True, False),
        (SENTENCE, EXPECTED, False, False),
        (SENTENCE, GUESSED, True, False),
        (SENTENCE, None, True, False),
    ],
)
def test_a_long_quote_unchanged_where_it_is_expected_needs_no_context(
    quote: str, reach: Reach | None, *, near: bool, taken: bool
) -> None:
    assert is_chosen(place(score=0.6, context=0.1, worse=0.0, near=near), wanted(quote, reach)) == taken


def test_a_long_quote_away_from_where_it_is_expected_has_to_be_good_enough() -> None:
    assert not is_chosen(place(score=0.7, context=0.95, worse=0.0, near=False), wanted(SENTENCE, EXPECTED))
    assert is_chosen(place(score=0.75, context=0.95, worse=0.0, near=False), wanted(SENTENCE, EXPECTED))


@pytest.mark.parametrize(
    ("score", "likeness", "context", "worse", "taken"),
    [
        (0.65, 0.7, 0.95, 0.0, True),
        (0.649, 0.7, 0.95, 0.0, False),
        (0.65, 0.699, 0.95, 0.0, False),
        (0.65, 0.7, 0.949, 0.0, False),
        (0.1, 0.9, 0.0, 0.0, True),
        (0.1, 0.899, 0.5, 0.5, False),
        (0.1, 0.85, 0.6, 0.6, True),
        (0.1, 0.849, 0.6, 0.6, False),
        (0.1, 0.85, 0.9, 0.599, False),
    ],
)
def test_a_long_quote_edited_where_it_is_expected_is_known_again(
    score: float, likeness: float, context: float, worse: float, *, taken: bool
) -> None:
    found = place(score=score, likeness=likeness, context=context, worse=worse)
    assert is_chosen(found, wanted(SENTENCE, EXPECTED)) == taken
    assert not is_chosen(found, wanted(NAME, EXPECTED))


@pytest.mark.parametrize("quote", [NAME, PHRASE, SENTENCE])
def test_other_words_between_the_same_contexts_are_the_place(quote: str) -> None:
    assert is_chosen(place(score=0.75, likeness=0.1, context=1.0, worse=0.95), wanted(quote))
    assert not is_chosen(place(score=0.749, likeness=0.1, context=1.0, worse=0.95), wanted(quote))
    assert not is_chosen(place(score=0.75, likeness=0.1, context=1.0, worse=0.949), wanted(NAME))


@pytest.mark.parametrize(
    ("quote", "likeness", "context", "worse", "taken"),
    [
        (PHRASE, 0.1, 0.95, 0.5, True),
        (PHRASE, 0.1, 0.95, 0.499, False),
        (PHRASE, 0.8, 0.95, 0.0, True),
        (PHRASE, 0.799, 0.95, 0.0, False),
        (PHRASE, 0.9, 0.94, 0.6, True),
        (PHRASE, 0.899, 0.94, 0.6, False),
        (PHRASE, 0.9, 0.94, 0.599, False),
        (PHRASE[:20], 0.8, 0.95, 0.0, True),
        (PHRASE[:19], 0.8, 0.95, 0.0, False),
    ],
)
def test_a_quote_with_other_words_needs_more_of_its_context(
    quote: str, likeness: float, context: float, worse: float, *, taken: bool
) -> None:
    assert is_chosen(place(score=0.8, likeness=likeness, context=context, worse=worse), wanted(quote)) == taken


def test_a_diff_decides_between_places_that_are_as_good() -> None:
    one, other = place(1_000, 0.9), place(2_000, 0.88)
    assert chosen(wanted(), [one, other]) is None
    assert chosen(wanted(mapped=2_000), [one, other]) is other
    assert chosen(wanted(mapped=1_000), [one, other]) is one
    assert chosen(wanted(mapped=3_000), [one, other]) is None
    # A place that is less good is not what the words say.
    assert chosen(wanted(mapped=2_000), [one, place(2_000, 0.8699)]) is None
    assert chosen(wanted(mapped=2_000), [one, place(2_000, 0.7, context=0.5)]) is one


def test_where_neighbours_are_near_what_stands_beside_them_comes_first() -> None:
    away, beside = place(5_000, 0.95, near=False), place(1_000, 0.93)
    assert chosen(wanted(reach=EXPECTED), [away, beside]) is beside
    assert chosen(wanted(reach=GUESSED), [away, beside]) is None


@pytest.mark.parametrize(
    ("quote", "likeness", "context", "worse", "moved"),
    [
        (NAME, 1.0, 1.0, 0.95, True),
        (NAME, 1.0, 1.0, 0.949, False),
        (NAME, 0.99, 1.0, 1.0, False),
        (PHRASE[:19], 0.99, 1.0, 1.0, False),
        (PHRASE[:20], 0.99, 1.0, 1.0, True),
        (PHRASE, 0.8, 1.0, 0.95, True),
        (PHRASE, 0.799, 1.0, 0.95, False),
        (PHRASE, 0.9, 0.95, 0.9, True),
        (PHRASE, 0.899, 0.95, 0.9, False),
        (PHRASE, 0.999, 0.95, 0.899, False),
        (PHRASE, 1.0, 0.95, 0.0, True),
        (PHRASE, 1.0, 0.949, 0.9, False),
    ],
)
def test_away_from_its_neighbours_only_the_passage_itself_is_taken(
    quote: str, likeness: float, context: float, worse: float, *, moved: bool
) -> None:
    found = place(5_000, 0.9, likeness, context, worse, near=False)
    assert is_chosen(found, wanted(quote, EXPECTED)) == moved


@pytest.mark.parametrize(
    ("best", "other", "reach", "sure"),
    [
        # As good by less than the lead that is wanted, whatever else is said of it.
        (place(score=0.90), place(5_000, 0.871, context=0.1, worse=0.0), None, False),
        (place(score=0.90), place(5_000, 0.869, context=0.1, worse=0.0), None, True),
        # Good enough by itself, and less than well ahead.
        (place(score=0.90), place(5_000, 0.801, likeness=0.9), None, False),
        (place(score=0.90), place(5_000, 0.799, likeness=0.9), None, True),
        (place(score=0.90), place(5_000, 0.801, likeness=0.9, context=0.5, worse=0.5), None, True),
        # Where it is known where it should be, a whole one is not doubted for that.
        (place(1_000, 0.90), place(5_000, 0.801, likeness=0.9), GUESSED, True),
        (place(1_000, 0.90, worse=0.99), place(5_000, 0.801, likeness=0.9, worse=0.9), GUESSED, False),
        (place(1_000, 0.90, likeness=0.99), place(5_000, 0.801, likeness=0.9, worse=0.9), GUESSED, False),
        # Nearer to where it should be.
        (place(5_000, 0.99), place(1_000, 0.80, likeness=0.9), GUESSED, False),
        (place(5_000, 0.99), place(1_000, 0.74, likeness=0.9), GUESSED, True),
        (place(1_500, 0.99), place(500, 0.80, likeness=0.9, worse=0.9), GUESSED, True),
        # Between the same contexts, where the best one is not.
        (place(score=0.99, worse=0.94), place(5_000, 0.80, likeness=0.5, worse=0.95), None, False),
        (place(score=0.99, worse=0.94), place(5_000, 0.80, likeness=0.5, worse=0.94), None, True),
        (place(score=0.99, worse=0.95), place(5_000, 0.80, likeness=0.5, worse=0.95), None, True),
        # The very words, where the best one has others.
        (place(score=0.99, likeness=0.99), place(5_000, 0.80, context=0.6, worse=0.0), None, False),
        (place(score=0.99), place(5_000, 0.80, context=0.6, worse=0.0), None, True),
        # Other ends of one place.
        (place(1_000, 0.99), place(1_019, 0.99, likeness=0.9), None, True),
        (place(1_000, 0.99), place(1_020, 0.99, likeness=0.9), None, False),
    ],
)
def test_another_place_casts_doubt_where_it_may_be_the_right_one(
    best: Candidate, other: Candidate, reach: Reach | None, *, sure: bool
) -> None:
    assert is_chosen(best, wanted(PHRASE, reach), other) == sure


@pytest.mark.parametrize(
    ("best", "other", "sure"),
    [
        (place(score=0.80), place(5_000, 0.831, near=False), True),
        (place(score=0.80, worse=0.949), place(5_000, 0.829, near=False), True),
        (place(score=0.80, worse=0.949), place(5_000, 0.831, near=False), False),
        (place(score=0.80, likeness=0.99), place(5_000, 0.831, near=False), False),
        (place(score=0.80), place(1_050, 0.79), False),
    ],
)
def test_beside_its_neighbours_only_what_is_clearly_better_elsewhere_casts_doubt(
    best: Candidate, other: Candidate, *, sure: bool
) -> None:
    answer = chosen(wanted(PHRASE, EXPECTED), sorted([best, other], key=lambda one: -one.score))
    assert answer is (best if sure else None)


FRAMED = Wanted(PHRASE, "What stood before the quote: ", ". And what stood behind it")
SHORT_FRAMED = FRAMED._replace(quote=NAME)


@pytest.mark.parametrize(
    ("known", "found", "taken"),
    [
        (FRAMED, place(score=0.4, likeness=0.0, kept=0.5, length=180), True),
        (FRAMED, place(score=0.4, likeness=0.0, kept=0.499), False),
        (FRAMED, place(score=0.4, likeness=0.0, kept=1.0, length=181), False),
        (FRAMED, place(score=0.4, likeness=0.0, worse=0.99, kept=1.0), False),
        (SHORT_FRAMED, place(score=0.4, likeness=0.0, kept=0.8), True),
        (SHORT_FRAMED, place(score=0.4, likeness=0.0, kept=0.799), False),
        (FRAMED._replace(before="before"), place(score=0.4, likeness=0.0, kept=1.0), False),
        (FRAMED._replace(after=None), place(score=0.4, likeness=0.0, kept=1.0), False),
    ],
)
def test_between_its_contexts_a_passage_is_known_by_what_is_left_of_it(
    known: Wanted, found: Candidate, *, taken: bool
) -> None:
    assert is_chosen(found, known) == taken


def test_between_its_contexts_the_very_words_are_taken_and_of_two_none() -> None:
    frame = place(1_000, 0.4, likeness=0.0, kept=1.0, length=100)
    first, second = (place(at, 0.3, context=0.1, worse=0.0) for at in (1_000, 1_080))
    assert chosen(FRAMED, [frame, first]) is first
    assert chosen(FRAMED, [frame, first, second]) is None
    assert chosen(FRAMED, [frame, place(3_000, 0.4, likeness=0.0, kept=1.0)]) is None
    # What came in beside the words is no part of them.
    edited = place(1_000, 0.7, likeness=0.8, context=1.0, worse=0.1, has_ends=True)
    assert chosen(FRAMED, [edited, frame]) is edited
    assert chosen(FRAMED, [edited._replace(has_ends=False), frame]) is frame
    # Where it is expected stand the words too.
    assert (
        chosen(FRAMED._replace(reach=EXPECTED), [frame._replace(near=False), place(3_000, 0.3, context=0.1, worse=0.0)])
        is None
    )


def test_the_very_words_with_one_side_are_certain_where_the_other_touches_them() -> None:
    other = place(3_000, 0.9, context=0.9, worse=0.5, touching=1)
    found = place(1_000, 0.8, worse=0.1, touching=3)
    assert chosen(SHORT_FRAMED, [other, found]) is found
    assert chosen(SHORT_FRAMED, [other, found._replace(touching=2)]) is None
    assert chosen(SHORT_FRAMED, [other._replace(touching=3), found]) is None
    assert chosen(SHORT_FRAMED, [other, found._replace(in_order=False)]) is None


def test_a_side_counts_as_much_as_the_other_and_of_two_torn_apart_the_one_is_taken_that_both_touch() -> None:
    before, after = place(1_000, 0.95, worse=0.8, touching=0), place(2_000, 0.85, worse=0.2, touching=4)
    known = wanted(PHRASE)
    assert chosen(known, [before, after]) is after
    assert chosen(known, [before, after._replace(touching=3)]) is not before
    assert chosen(known, [before, after._replace(touching=2)]) is None


@pytest.mark.parametrize(
    ("found", "taken"),
    [
        (place(score=0.5, likeness=0.6, context=1.0, worse=0.0, kept=0.95, has_ends=True, length=60), True),
        (place(score=0.5, likeness=0.6, context=1.0, worse=0.0, kept=0.94, has_ends=True), False),
        (place(score=0.5, likeness=0.6, context=1.0, worse=0.0, kept=1.0, has_ends=False), False),
        (place(score=0.5, likeness=0.6, context=1.0, worse=0.0, kept=1.0, has_ends=True, length=61), False),
        (place(score=0.5, likeness=0.6, context=0.99, worse=0.0, kept=1.0, has_ends=True), False),
        (place(score=0.5, likeness=0.6, context=1.0, worse=0.0, kept=1.0, has_ends=True, near=False), False),
    ],
)
def test_a_quote_into_which_words_came_is_known_by_one_side(found: Candidate, *, taken: bool) -> None:
    assert is_chosen(found, wanted(PHRASE)) == taken


def test_another_number_is_another_row_unless_both_contexts_are_the_same() -> None:
    row = place(score=0.9, likeness=0.95, context=1.0, worse=0.9, has_numbers=False)
    assert not is_chosen(row, wanted(PHRASE))
    assert is_chosen(row._replace(has_numbers=True), wanted(PHRASE))
    assert is_chosen(row._replace(worse_context=0.95), wanted(PHRASE))


def test_neighbours_never_take_the_certainty_of_what_stayed_in_their_order() -> None:
    found = place(score=0.8, likeness=0.95, context=1.0, worse=0.3, near=False, in_order=True)
    assert is_chosen(found, wanted(SENTENCE, EXPECTED))
    assert is_chosen(found._replace(near=True), wanted(SENTENCE))
    assert not is_chosen(found._replace(in_order=False), wanted(SENTENCE, EXPECTED))
