"""A selection that is slightly off is drawn to what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.languages.selections import drawn
from annotator.model.span import Span

TEXT = (
    "The two ministers met in Rome, Italy , and (as Acme Inc. said) left the U.S. “We agree,” the "
    "Ministry of Defence (MOD) said; Japan’s Mori-Rossi didn’t. 習近平訪日。 नरेन्द्र मोदी ने कहा। Growth was -5%!"
)


def meant(selected: str, annotation_type: str = "actor") -> str | None:
    start = TEXT.index(selected)
    span = drawn(TEXT, Span(start, start + len(selected)), annotation_type)
    return TEXT[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ("he two ministers", "The two ministers"),
        (", Italy ", "Italy"),
        ("Rome, Italy ,", "Rome, Italy"),
        ("n Rom", "in Rome"),
        ("Acme Inc.", "Acme Inc."),
        ("the U.S.", "the U.S."),
        ("(as Acme Inc. said)", "as Acme Inc. said"),
        ("Ministry of Defence (MOD)", "Ministry of Defence (MOD)"),
        ("Defence (MOD", "Defence (MOD"),
        ("“We", "We"),
        ("“We agree,”", "We agree"),
        ("Japan’", "Japan"),
        ("Japan", "Japan"),
        ("apan", "Japan"),
        ("Mori", "Mori"),
        ("or", "or"),
        ("習近平", "習近平"),
        ("近平", "近平"),
        ("नरेन्द्र म", "नरेन्द्र मोदी"),
        ("didn’t.", "didn’t"),
        ("did", "didn’t"),
        ("Growth was -5%!", "Growth was -5%"),
    ],
)
def test_a_name_is_drawn_to_its_words(selected: str, expected: str) -> None:
    if selected == "or":
        start = TEXT.index("Mori") + 1
        assert drawn(TEXT, Span(start, start + 2), "actor") == Span(start - 1, start + 3)
    else:
        assert meant(selected) == expected


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ("“We agree,” the ", "“We agree,” the"),
        ("We agree,”", "We agree"),
        ("; Japan’s Mori-Rossi didn’t. ", "Japan’s Mori-Rossi didn’t."),
        ("मोदी ने कहा।", "मोदी ने कहा।"),
        ("-5%!", "-5%!"),
        ("Rome, Italy , and (", "Rome, Italy , and"),
    ],
)
def test_a_claim_keeps_what_ends_its_sentence(selected: str, expected: str) -> None:
    assert meant(selected, "claim") == expected


def test_signs_alone_are_taken_as_they_are_and_spaces_alone_are_nothing() -> None:
    assert drawn("a ,; b", Span(1, 5), "claim") == Span(2, 4)
    assert drawn("a   b", Span(1, 4), "claim") is None


@given(st.text(st.sampled_from("aB .,’'“”()日ท\u0301-5"), max_size=30), st.data(), st.sampled_from(["actor", "claim"]))
def test_what_is_drawn_lies_in_the_text_and_stays_when_it_is_drawn_again(
    text: str, data: st.DataObject, kind: str
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = drawn(text, Span(start, end), kind)
    if span is None:
        assert not text[start:end].strip()
    else:
        assert 0 <= span.start < span.end <= len(text)
        assert span.overlaps(Span(start, end))
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
