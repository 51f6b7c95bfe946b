"""Lines that were broken at a column, and those that are paragraphs of their own."""

from functools import partial
from itertools import accumulate
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.languages.line_breaks import LineBreaks
from annotator.formats.languages.names import name_at
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at, sentences
from annotator.model.language import Language

ENGLISH = rules_of("en")
WRAPPED = (
    "The finance minister of Ostia, Carla\n"
    "Verdi, told parliament on Friday that the treaty with\n"
    "Norland would be kept. Aldo Conti, who leads the\n"
    "opposition, did not answer."
)
"""As a text that was wrapped by hand: no line is as long as it could be."""
PARAGRAPHS = (
    "Ministers meet in Ostia\n"
    + "They said that they would meet again. " * 4
    + "\nA second heading\n"
    + "Nobody did. " * 12
)


def parted(text: str, language: Language = ENGLISH) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


def name(text: str, inside: str, language: Language = ENGLISH) -> str:
    span = name_at(text, text.index(inside) + 1, language)
    return text[slice(*span)] if span else ""


def test_a_line_break_alone_ends_no_sentence_and_no_name() -> None:
    first, second = WRAPPED.split("kept. ")
    assert parted(WRAPPED) == [f"{first}kept.", second]
    span = sentence_at(WRAPPED, WRAPPED.index("told"), ENGLISH)
    assert span is not None
    assert WRAPPED[slice(*span)] == f"{first}kept."
    assert name(WRAPPED, "Verdi") == name(WRAPPED, "Carla") == "Carla\nVerdi"


@pytest.mark.parametrize("space", [" ", "  ", "\u00a0", "\u202f", " \u00a0"])
def test_any_space_stands_inside_a_name_but_no_column(space: str) -> None:
    text = f"Then Carla{space}Verdi said so."
    assert name(text, "Verdi") == f"Carla{space}Verdi"
    assert name("Carla\tVerdi said", "Verdi") == name("Carla   Verdi said", "Verdi") == "Verdi"


def test_lines_of_a_text_that_is_not_wrapped_are_paragraphs() -> None:
    assert [part[:8] for part in parted(PARAGRAPHS)] == [
        "Minister", *["They sai"] * 4, "A second", *["Nobody d"] * 12,
    ]  # fmt: skip
    assert parted("Carla Verdi\nAldo Conti\nMinisters") == ["Carla Verdi", "Aldo Conti", "Ministers"]
    assert name("Carla Verdi\nAldo Conti\nMinisters", "Aldo") == "Aldo Conti"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Talks in Ostia", "The finance minister said on Friday that the treaty"),
        ("TALKS IN OSTIA", "Carla Verdi said on Friday that the treaty"),
        ("From: a@b.c", "Subject: what the finance minister has said"),
        ("that she had come for these:", "- the treaty, which the others had signed"),
        ("that she had come for these:", "1. the treaty, which the others had signed"),
        ("and that she would go.", "   The others, who had not been asked, went"),
        ("that she would go", "> that the others would not"),
        ("that she would go", ""),
    ],
)
def test_headings_items_quotations_and_indented_lines_begin_anew(first: str, second: str) -> None:
    text = f"{first}\n{second} with\nNorland would be kept, and that it would be signed\nin the spring of next year."
    assert not LineBreaks(text, ENGLISH).only_breaks_line(len(first))
    assert LineBreaks(text, ENGLISH).only_breaks_line(text.rindex("\n"))


def test_quoted_lines_of_one_depth_are_one_paragraph() -> None:
    text = "> The minister, Carla\n> Verdi, said that the treaty\n> would be kept.\n\nI doubt it."
    assert parted(text)[0] == text.split("\n\n", maxsplit=1)[0]
    assert name(text, "Verdi") == "Carla\n> Verdi"


def test_a_flowed_line_ends_with_a_space_and_a_signature_does_not_flow() -> None:
    text = "Then the minister, Carla \nVerdi, said so.\n\n-- \nAldo"
    assert name(text, "Verdi") == "Carla \nVerdi"
    assert parted(text)[1:] == ["--", "Aldo"]


def test_a_script_without_small_letters_is_wrapped_where_its_lines_are_full() -> None:
    hindi = "\n".join(wrap(
        "प्रधानमंत्री ने सोमवार को कहा कि देश समझौते में शामिल नहीं होगा जब तक पड़ोसी भुगतान नहीं करता "
        "और संसद सहमत नहीं होती। यह दूसरा वाक्य है जो कई पंक्तियों में लिखा गया है।", 30
    ))  # fmt: skip
    assert len(parted(hindi)) == 2
    assert parted("भारत\nजापान\nनेपाल और भूटान") == ["भारत", "जापान", "नेपाल और भूटान"]


def test_a_word_that_is_broken_at_the_end_of_a_line_is_one() -> None:
    text = "He met the Prime Minister of the Phil-\nippines, who said that co-\noperation would go on."
    assert name(text, "ippines") == name(text, "Phil") == "Phil-\nippines"
    assert name(text, "operation") == "co-\noperation"


@given(st.text(st.sampled_from("aB.,> -\n\t।"), max_size=80), st.integers(0, 80))
def test_a_sentence_at_a_place_is_one_of_all(text: str, position: int) -> None:
    position = min(position, len(text))
    span = sentence_at(text, position, ENGLISH)
    assert span is None or span in sentences(text, ENGLISH)


@given(st.text(st.sampled_from("aB .\n"), max_size=80))
def test_what_ends_paragraphs_are_line_breaks_and_all_before_empty_lines(text: str) -> None:
    ends = list(LineBreaks(text, ENGLISH).paragraph_ends(0, len(text)))
    assert all(text[end] == "\n" for end in ends)
    lines = text.splitlines(keepends=True)
    starts = list(accumulate(map(len, lines), initial=0))
    assert {start - 1 for start, line in zip(starts, lines, strict=False) if start and not line.strip()} <= set(ends)


@pytest.mark.parametrize("where", [0, 5000, 20_000])
def test_a_text_is_judged_by_what_stands_around(where: int) -> None:
    text = "x" * 200 + "\n" + ("A line of its own that is long. " * 5 + "\n") * 150
    text = f"{text[:where]}\n\n{WRAPPED}\n\n{text[where:]}" if where else f"{WRAPPED}\n\n"
    breaks = LineBreaks(text, ENGLISH)
    at = partial(text.index, "\n")
    assert breaks.only_breaks_line(at(text.index("told")))
