"""The word, name or sentence around a place."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.model.words import name_at, next_word_border, sentence_at, sentences, span_under, trimmed, word_at

TEXT = st.text(st.sampled_from("aB.c \n!'’😀م\u0301\u00a0\u2028-,"), max_size=60)


@pytest.mark.parametrize(
    ("text", "inside", "expected"),
    [
        ("Defence Minister Nobuo Kishi said", "Kishi", "Nobuo Kishi"),
        ("Japan's F-X fighter", "Japan", "Japan"),
        ("Japan’s forces", "apan", "Japan"),
        ("the South China Sea.", "China", "South China Sea"),
        ("Japan, Italy and Britain", "Italy", "Italy"),
        ("However, Britain stayed calm", "Britain", "Britain"),
        ("The Philippines objects", "Philippines", "Philippines"),
        ("the U.S. and others", "U.S", "U.S."),
        ("岸信夫 said", "信", "岸信夫"),
        ("by Zoe\u0308 Müller today", "Müller", "Zoe\u0308 Müller"),
        ("Ministry of Defense in Tokyo", "Defense", "Ministry of Defense"),
    ],
)
def test_a_name(text: str, inside: str, expected: str) -> None:
    span = name_at(text, text.index(inside) + 1)
    assert span is not None
    assert text[slice(*span)] == expected


def test_a_sentence_ends_behind_its_quotation_mark_and_not_at_a_title() -> None:
    text = "Mr. Sato said: “We agree.” Gen. Rossi left. 防衛相は述べた。次の文。"
    assert [text[slice(*span)] for span in sentences(text)] == [
        "Mr. Sato said: “We agree.”",
        "Gen. Rossi left.",
        "防衛相は述べた。",
        "次の文。",
    ]


def test_a_sentence_does_not_cross_a_line() -> None:
    text = "A headline\n\nThe first sentence. The second."
    assert text[slice(*(sentence_at(text, 3) or Span(0, 0)))] == "A headline"
    assert sentence_at(text, 11) is None


def test_an_actor_is_a_name_and_a_claim_a_sentence() -> None:
    text = "Kishi agreed. Guerini left."
    assert span_under(text, 2, "actor") == Span(0, 5)
    assert span_under(text, 2, "claim") == Span(0, 13)


def test_word_borders_are_walked_in_both_directions() -> None:
    text = "one two three"
    assert [next_word_border(text, 3, 1, ends=True), next_word_border(text, 7, -1, ends=True)] == [7, 3]
    assert [next_word_border(text, 4, 1, ends=False), next_word_border(text, 4, -1, ends=False)] == [8, 0]


@given(TEXT, st.integers(0, 60))
def test_what_is_found_lies_in_the_text_and_around_the_place(text: str, position: int) -> None:
    position = min(position, len(text))
    for find in (word_at, name_at, sentence_at):
        span = find(text, position)
        if span is not None:
            assert 0 <= span.start < span.end <= len(text)
            assert trimmed(text, span) == span


@given(TEXT)
def test_sentences_are_in_order_and_miss_no_word(text: str) -> None:
    found = sentences(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    covered = {position for span in found for position in range(*span)}
    assert all(position in covered for position, character in enumerate(text) if character.isalpha())


def test_the_real_article(japan_italy: Path) -> None:
    text = japan_italy.read_text(encoding="utf-8")
    found = [text[slice(*span)] for span in sentences(text)]
    assert len(found) == 17
    assert (
        "The project comprises Mitsubishi Heavy Industries and IHI in Japan and Rolls-Royce and BAE Systems in the U.K."
        in found
    )


def test_a_title_is_no_part_of_a_name_unless_one_stands_on_it() -> None:
    text = "AP Japanese Defense Minister Nobuo Kishi said"
    assert text[slice(*(name_at(text, text.index("Kishi")) or ()))] == "Nobuo Kishi"
    assert text[slice(*(name_at(text, text.index("Minister")) or ()))] == text.removesuffix(" said")
