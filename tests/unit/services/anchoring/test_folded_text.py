"""Words as they read in any typesetting, and the way back to where they stand."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.services.anchoring.folded_text import FoldedText, folded, points_of

texts = st.text(alphabet=st.sampled_from(list("ab \t\n\u00a0\u2028\x1c“”’–😀\ud800")), max_size=30)


@given(texts, st.data())
def test_a_folded_text_is_folded_like_words_and_leads_back(text: str, data: st.DataObject) -> None:
    whole = FoldedText(text)
    assert whole.text == folded(text)
    assert whole.points.tolist() == [ord(character) for character in whole.text]
    if whole.text:
        start = data.draw(st.integers(0, len(whole.text) - 1))
        span = Span(start, data.draw(st.integers(start + 1, len(whole.text))))
        there = whole.original(span)
        assert folded(text[there.start : there.end]) == whole.text[start : span.end]
        assert whole.position(there.start) == start
        assert whole.position(there.end) == span.end or text[there.end].isspace()


@given(texts)
def test_positions_rise_and_end_with_the_text(text: str) -> None:
    whole = FoldedText(text)
    found = [whole.position(original) for original in range(len(text) + 2)]
    assert found == sorted(found)
    assert found[0] == 0
    assert found[-1] == len(whole.text)


def test_every_character_reads_the_same_in_words_and_in_a_text() -> None:
    everything = "".join(map(chr, range(0x110000)))
    spaced = "x".join(everything)
    assert FoldedText(spaced).text == folded(spaced)
    assert sum(character.isspace() for character in everything) > 20
    assert sys.maxunicode == 0x10FFFF


def test_marks_of_any_typesetter_are_plain() -> None:
    assert folded("“a” „b‟ «c» ‘d’ ‚e‛ ‐f‑ ‒g– —h−") == '"a" "b" "c" \'d\' \'e\' -f- -g- -h-'
    assert FoldedText("“a” „b‟ «c» ‘d’ ‚e‛ ‐f‑ ‒g– —h−").text == '"a" "b" "c" \'d\' \'e\' -f- -g- -h-'
    assert folded("plain, -'\" 😀") == "plain, -'\" 😀"


def test_white_space_is_one_space_wherever_it_stands() -> None:
    assert folded(" \n a\u3000\u2028 b\t") == " a b "
    whole = FoldedText(" \n a\u3000\u2028 b\t")
    assert whole.text == " a b "
    assert [whole.original(Span(n, n + 1)) for n in range(5)] == [(0, 1), (3, 4), (4, 5), (7, 8), (8, 9)]
    assert whole.original(Span(1, 4)) == (3, 8)
    assert [whole.position(n) for n in range(10)] == [0, 1, 1, 1, 2, 3, 3, 3, 4, 5]


def test_an_empty_text_has_no_positions() -> None:
    whole = FoldedText("")
    assert (whole.text, whole.position(0), len(whole.points)) == ("", 0, 0)


def test_points_are_code_points() -> None:
    assert points_of("a😀\ud800").tolist() == [97, 0x1F600, 0xD800]
