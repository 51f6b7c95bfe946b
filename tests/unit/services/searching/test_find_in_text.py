"""Words are found whatever white space and case they stand in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.services.searching import find_in_text as module
from annotator.services.searching.find_in_text import find_in_text


def found(text: str, words: str, *, match_case: bool = False) -> list[str]:
    return [text[start:end] for start, end in find_in_text(text, words, match_case=match_case)]


def test_case_counts_only_when_it_is_asked_for() -> None:
    text = "Mori met MORI and mori."
    assert found(text, "mori") == ["Mori", "MORI", "mori"]
    assert found(text, "mori", match_case=True) == ["mori"]
    assert found("Straße GRÜSSE grüße", "GRÜßE") == ["grüße"]


def test_any_white_space_stands_for_any() -> None:
    text = "the treaty\nholds, the  treaty\u00a0holds, the treatyholds"
    assert found(text, "  treaty   holds ") == ["treaty\nholds", "treaty\u00a0holds"]
    assert found(text, "\ttreaty\n") == ["treaty", "treaty", "treaty"]


@pytest.mark.parametrize("words", ["", " ", "\n\t"])
def test_no_words_are_nowhere(words: str) -> None:
    assert find_in_text("a b", words) == []


def test_marks_stand_for_themselves() -> None:
    assert find_in_text("a.b axb (x) [x] a+", "a.b") == [Span(0, 3)]
    assert found("a.b axb (x) [x] a+", "(x) [x]") == ["(x) [x]"]
    assert found("C:\\d 1", "\\d") == ["\\d"]


@given(st.text("ab \n", max_size=40), st.text("ab ", max_size=4))
def test_places_come_in_order_and_apart_and_none_is_left_out(text: str, words: str) -> None:
    spans = find_in_text(text, words)
    ends = [end for span in spans for end in span]
    assert ends == sorted(ends)
    wanted = words.split()
    assert all(text[start:end].split() == wanted for start, end in spans)
    if wanted and not spans:
        assert " ".join(wanted) not in " ".join(text.split(" "))


def test_so_many_places_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 3)
    assert [start for start, _end in find_in_text("a a a a a", "a")] == [0, 2, 4]
    assert len(find_in_text("a a a", "a")) == 3
    assert len(find_in_text("a a", "a")) == 2
