"""Words as they read in any typesetting, and the way back to where they stand."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.name_key import name_key
from annotator.model.span import Span
from annotator.services.folding.folded_text import FoldedText, Folding, folded, points_of

SIGNS = "ab \t\n\u00a0\u2028\x1c“”’–😀\ud800éñß\u0301\u0323\u00ad\u200b한İǅﬁ-"
texts = st.text(alphabet=st.sampled_from(SIGNS), max_size=30)
foldings = st.builds(Folding, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "join", "keep"]))


@given(texts, foldings, st.data())
def test_what_stands_in_a_folded_text_leads_back_to_what_folds_to_it(
    text: str, folding: Folding, data: st.DataObject
) -> None:
    whole = FoldedText(text, folding)
    assert whole.points.tolist() == [ord(character) for character in whole.text]
    assert "  " not in whole.text
    if whole.text:
        start = data.draw(st.integers(0, len(whole.text) - 1))
        span = Span(start, data.draw(st.integers(start + 1, len(whole.text))))
        there = whole.original(span)
        assert 0 <= there.start < there.end <= len(text)
        assert len(whole.text[start : span.end]) <= len(folded(text[there.start : there.end], folding)) + 1
        assert whole.position(there.start) <= start


@given(texts)
def test_positions_rise_and_end_with_the_text(text: str) -> None:
    whole = FoldedText(text)
    found = [whole.position(original) for original in range(len(text) + 2)]
    assert found == sorted(found)
    assert found[0] == 0
    assert found[-1] == len(whole.text)


@given(texts, foldings)
def test_canonically_equal_texts_and_those_with_signs_that_nobody_sees_are_folded_alike(
    text: str, folding: Folding
) -> None:
    known = folded(text, folding)
    if "\n" not in text or not folding.breaks:
        assert folded(unicodedata.normalize("NFC", text), folding) == known
        assert folded(unicodedata.normalize("NFD", text), folding) == known
        if "\u00ad" not in text:
            assert folded("\u2060".join(text), folding).replace(" ", "") == known.replace(" ", "")


@given(st.text(max_size=20), st.text(max_size=20))
def test_what_is_one_name_is_folded_alike(one: str, other: str) -> None:
    if name_key(one) == name_key(other):
        assert folded(one).strip() == folded(other).strip()
    assert folded(name_key(one)).strip() == folded(one).strip() or len(one) > 1


def test_every_sign_is_folded_to_something_that_stays_as_it_is() -> None:
    for first in (*range(0, 0x11000, 0x1000), 0x1D000, 0x1F000, 0x2F000, 0xE0000):
        signs = "x".join(map(chr, range(first, first + 0x1000)))
        assert folded(folded(signs)) == folded(signs)


def test_marks_of_any_typesetter_are_plain() -> None:
    assert folded("“a” „b‟ «c» ‘d’ ‚e‛ ‐f‑ ‒g– —h−") == '"a" "b" "c" \'d\' \'e\' -f- -g- -h-'
    assert folded("plain, -'\" 😀") == "plain, -'\" 😀"
    assert folded("ﬁn Ｏ ﻻ") == "fin O لا"


def test_white_space_is_one_space_wherever_it_stands() -> None:
    assert folded(" \n a\u3000\u2028 b\t") == " a b "
    whole = FoldedText(" \n a\u3000\u2028 b\t")
    assert whole.text == " a b "
    assert [whole.original(Span(n, n + 1)) for n in range(5)] == [(0, 1), (3, 4), (4, 5), (7, 8), (8, 9)]
    assert whole.original(Span(1, 4)) == (3, 8)
    assert [whole.position(n) for n in range(10)] == [0, 1, 1, 1, 2, 3, 3, 3, 4, 5]


def test_letters_come_apart_and_lead_back_whole() -> None:
    whole = FoldedText("né\u200bß한", Folding(case=True, sharp=True))
    assert whole.text == "ne\u0301ss\u1112\u1161\u11ab"
    assert [whole.original(Span(n, n + 1)) for n in range(8)] == [
        (0, 1), (1, 2), (1, 2), (3, 4), (3, 4), (4, 5), (4, 5), (4, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "folding", "plain"),
    [
        ("STRASSE straße", Folding(case=True), "strasse strasse"),
        ("STRASSE straße GROẞ", Folding(sharp=True), "STRASSE strasse GROSS"),
        ("İstanbul ΣΊΣΥΦΟΣ", Folding(case=True), "istanbul σι\u0301συφοσ"),
        ("\u1eca\u0307 I\u2060\u0307 i\u0307\u0307", Folding(case=True), "i\u0323 i i\u0307"),
        ("Łódź Ørsted Erdoğan İzmir мой", Folding(accents=True), "Lodz Orsted Erdogan Izmir мои"),
        ("が हिन्दी مُحَمَّد שָׁלוֹם", Folding(accents=True), "か\u3099 हिन्दी محمد שלום"),
        ("co-\noperation Nobel-\nPreis X-\n1", Folding(breaks="join"), "cooperation Nobel-Preis X-1"),
        ("co-\noperation co\u00ad\n  operation", Folding(breaks="keep"), "co-operation cooperation"),
        ("co-\noperation - \n x", Folding(), "co- operation - x"),
        ("a-\n\nb", Folding(breaks="join"), "a- b"),
    ],
)
def test_more_is_left_out_of_account_where_it_is_asked_for(text: str, folding: Folding, plain: str) -> None:
    assert folded(text, folding) == plain


def test_an_empty_text_has_no_positions() -> None:
    for text in ("", "\u200b"):
        whole = FoldedText(text)
        assert (whole.text, whole.position(0), len(whole.points)) == ("", 0, 0)


def test_points_are_code_points() -> None:
    assert points_of("a😀\ud800").tolist() == [97, 0x1F600, 0xD800]


def test_a_long_text_is_folded_like_a_short_one() -> None:
    text = "Zoë’s straße\u00ad, "
    assert FoldedText(text * 100).text == folded(text) * 100


@given(st.one_of(texts, st.text(max_size=60)), foldings)
def test_the_form_is_the_same_with_the_way_back_and_without(text: str, folding: Folding) -> None:
    assert folded(text, folding) == FoldedText(text, folding).text


@pytest.mark.parametrize("folding", [Folding(), Folding(case=True), Folding(case=True, accents=True, sharp=True)])
def test_every_sign_has_the_same_form_either_way(folding: Folding) -> None:
    for start in range(0, 0x30000, 48):
        text = "x".join(map(chr, range(start, start + 64)))
        assert folded(text, folding) == FoldedText(text, folding).text
