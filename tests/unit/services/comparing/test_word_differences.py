"""Which words of several texts are not in all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.services.comparing.word_differences import differing_words


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (["“Senkaku Islands”", "“the Senkaku Islands”"], [[], ["the"]]),
        (["agree", "disagree"], [["agree"], ["disagree"]]),
        (["to train together", "to train", "train together"], [["to", "together"], ["to"], ["together"]]),
        (["Aiko Mori, Rome", "Aiko Mori", "Mori, Rome"], [["Aiko", ", Rome"], ["Aiko"], [", Rome"]]),
        (["one two three", "one three", "one three"], [["two"], [], []]),
        (["same"], [[]]),
        ([], []),
    ],
)
def test_what_is_not_in_all_is_marked(texts: list[str], marked: list[list[str]]) -> None:
    found = differing_words(texts)
    assert [[text[slice(*span)] for span in spans] for text, spans in zip(texts, found, strict=True)] == marked


@given(st.lists(st.text(" ab,c", max_size=12), min_size=1, max_size=4))
def test_what_is_left_is_the_same_in_all(texts: list[str]) -> None:
    rest = set()
    for text, spans in zip(texts, differing_words(texts), strict=True):
        kept = [
            text[begin:end]
            for begin, end in zip([0, *(s.end for s in spans)], [*(s.start for s in spans), len(text)], strict=True)
        ]
        rest.add("".join("".join(kept).split()))
    assert len(rest) == 1
