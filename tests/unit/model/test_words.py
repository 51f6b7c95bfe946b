"""The word, name or sentence around a place."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.languages.rules import rules_of
from annotator.model.language import Language
from annotator.model.span import Span
from annotator.model.words import (
    name_at,
    next_word_border,
    sentence_at,
    sentences,
    span_under,
    tokens,
    trimmed,
    word_at,
)
from tests.places import RESOURCES, SEEDS, SHARED

ENGLISH = rules_of("en")
LANGUAGES = [rules_of(path.stem) for path in sorted((RESOURCES / "languages").glob("*.json"))]
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
    span = name_at(text, text.index(inside) + 1, ENGLISH)
    assert span is not None
    assert text[slice(*span)] == expected


def test_a_sentence_ends_behind_its_quotation_mark_and_not_at_a_title() -> None:
    text = "Mr. Sato said: “We agree.” Gen. Rossi left. 防衛相は述べた。次の文。"
    assert [text[slice(*span)] for span in sentences(text, ENGLISH)] == [
        "Mr. Sato said: “We agree.”",
        "Gen. Rossi left.",
        "防衛相は述べた。",
        "次の文。",
    ]


def test_a_sentence_does_not_cross_a_line() -> None:
    text = "A headline\n\nThe first sentence. The second."
    assert text[slice(*(sentence_at(text, 3, ENGLISH) or Span(0, 0)))] == "A headline"
    assert sentence_at(text, 11, ENGLISH) is None


def test_an_actor_is_a_name_and_a_claim_a_sentence() -> None:
    text = "Kishi agreed. Guerini left."
    assert span_under(text, 2, "actor", ENGLISH) == Span(0, 5)
    assert span_under(text, 2, "claim", ENGLISH) == Span(0, 13)


def test_word_borders_are_walked_in_both_directions() -> None:
    text = "one two three"
    assert [next_word_border(text, 3, 1, ends=True), next_word_border(text, 7, -1, ends=True)] == [7, 3]
    assert [next_word_border(text, 4, 1, ends=False), next_word_border(text, 4, -1, ends=False)] == [8, 0]


@given(TEXT, st.integers(0, 60))
def test_what_is_found_lies_in_the_text_and_around_the_place(text: str, position: int) -> None:
    position = min(position, len(text))
    for span in (word_at(text, position), name_at(text, position, ENGLISH), sentence_at(text, position, ENGLISH)):
        if span is not None:
            assert 0 <= span.start < span.end <= len(text)
            assert trimmed(text, span) == span


@given(TEXT)
def test_sentences_are_in_order_and_miss_no_word(text: str) -> None:
    found = sentences(text, ENGLISH)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    covered = {position for span in found for position in range(*span)}
    assert all(position in covered for position, character in enumerate(text) if character.isalpha())


ARTICLES = {
    SEEDS / "japan-italy-ministers.txt": (
        16,
        "A treaty that lets the two countries transfer defence equipment to each other has been in force since 2019.",
    ),
    SHARED / "seeds" / "japan-italy.txt": (
        17,
        (
            "The project comprises Mitsubishi Heavy Industries and IHI in Japan "
            "and Rolls-Royce and BAE Systems in the U.K."
        ),
    ),
}
"""How many sentences each has, and one of them."""


@pytest.mark.parametrize("path", [path for path in ARTICLES if path.is_file()], ids=lambda path: path.stem)
def test_the_sentences_of_an_article(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = [text[slice(*span)] for span in sentences(text, ENGLISH)]
    number, hard = ARTICLES[path]
    assert len(found) == number
    assert hard in found


def test_a_title_is_no_part_of_a_name_unless_one_stands_on_it() -> None:
    text = "AP Japanese Defense Minister Nobuo Kishi said"
    assert text[slice(*(name_at(text, text.index("Kishi"), ENGLISH) or ()))] == "Nobuo Kishi"
    assert text[slice(*(name_at(text, text.index("Minister"), ENGLISH) or ()))] == text.removesuffix(" said")


@pytest.mark.parametrize(
    ("language", "text", "inside", "expected"),
    [
        ("de", "Die Verteidigungsministerin Ursula von der Leyen sagte", "Leyen", "Ursula von der Leyen"),
        ("de", "der syrische Präsident Baschar al-Assad sagte", "Baschar", "Baschar al-Assad"),
        ("de", "Aber Bundeskanzler Olaf Scholz", "Scholz", "Olaf Scholz"),
        ("en", "Bashar al-Assad said", "Bashar", "Bashar"),
        ("fr", "Mais Valéry Giscard d’Estaing a dit", "Giscard", "Valéry Giscard d’Estaing"),
        ("fr", "Le Ministère de la Défense a dit", "Ministère", "Ministère de la Défense"),
        ("es", "El Ministerio de los Asuntos", "Asuntos", "Ministerio de los Asuntos"),
        ("nl", "zei Mark van der Berg", "Berg", "Mark van der Berg"),
        ("hi", "जापान ने कहा", "पान", "जापान"),
    ],
)
def test_a_name_in_another_language(language: str, text: str, inside: str, expected: str) -> None:
    span = name_at(text, text.index(inside) + 1, rules_of(language))
    assert span is not None
    assert text[slice(*span)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Am 3. Oktober sprach Dr. Merkel, d. h. gestern, z. B. Österreich an.|Dann ging sie."),
        ("en", "He came on the 3.|October was cold."),
        ("fr", "MM. Macron et Scholz étaient à St. Denis.|Ils sont partis."),
        ("es", "EE. UU. Trump dijo.|El Sr. Sánchez no."),
        ("ru", "В. В. Путин был в г. Москва.|Он уехал."),
        ("ar", "قال د. أحمد ذلك.|ثم ذهب."),
        ("hi", "भारत ने कहा।|डॉ. सिंह बोले।|जापान गया।"),
    ],
)
def test_sentences_of_another_language(language: str, text: str) -> None:
    whole = text.replace("|", " ")
    assert [whole[slice(*span)] for span in sentences(whole, rules_of(language))] == text.split("|")


@given(st.text(max_size=80), st.integers(0, 80), st.sampled_from(LANGUAGES))
def test_any_text_has_its_words_names_and_sentences_inside(text: str, position: int, language: Language) -> None:
    found = [
        word_at(text, position),
        name_at(text, position, language),
        sentence_at(text, position, language),
        *sentences(text, language),
        *tokens(text),
    ]
    assert all(0 <= span.start < span.end <= len(text) for span in found if span)
    assert 0 <= next_word_border(text, min(position, len(text)), 1, ends=True) <= len(text)


@given(st.text(st.sampled_from("aAB.d’'- \n3म।ال"), max_size=60), st.integers(0, 60), st.sampled_from(LANGUAGES))
def test_a_name_covers_the_word_at_the_place(text: str, position: int, language: Language) -> None:
    word, name = word_at(text, position), name_at(text, position, language)
    assert (word is None) == (name is None)
    if word and name:
        assert name.start <= word.start
        assert word.end <= name.end
