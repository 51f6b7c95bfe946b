"""The word, name or sentence around a place."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.languages.names import name_at, span_under
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at, sentences
from annotator.formats.languages.words import (
    is_unspaced_border,
    next_word_border,
    tokens,
    trimmed,
    word_at,
)
from annotator.model.language import Language
from annotator.model.span import Span
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
        ("President of the Philippines", "Phil", "Philippines"),
        ("Abdel Fattah el-Sisi said", "Abdel", "Abdel Fattah el-Sisi"),
        ("Tareq as‑Sadr said", "Sadr", "Tareq as‑Sadr"),
        ("Eduardo dos Santos and Jean du Pont", "Santos", "Eduardo dos Santos"),
        ("Eduardo dos Santos and Jean du Pont", "Jean", "Jean du Pont"),
        ("Then Ortega y Gasset wrote", "Gasset", "Ortega y Gasset"),
        ("Then Tahar ben Jelloun wrote", "Tahar", "Tahar ben Jelloun"),
        ("Oscar de la Renta said", "Oscar", "Oscar de la Renta"),
    ],
)
def test_a_name(text: str, inside: str, expected: str) -> None:
    span = name_at(text, text.index(inside) + 1, ENGLISH)
    assert span is not None
    assert text[slice(*span)] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Japan and the Philippines signed", ["Japan", "Philippines"]),
        ("Russia and the United States met", ["Russia", "United States"]),
        ("Both Norland & Italy signed", ["Norland", "Italy"]),
        ("Carla Verdi and Aldo Conti signed", ["Carla Verdi", "Aldo Conti"]),
        ("Trinidad and Tobago signed", ["Trinidad and Tobago"]),
        ("the Republic of Bosnia and Herzegovina", ["Republic of Bosnia and Herzegovina"]),
        ("Bosnia & Herzegovina signed", ["Bosnia & Herzegovina"]),
        ("Saint Vincent and the Grenadines signed", ["Saint Vincent and the Grenadines"]),
        ("Sao Tomé and Principe signed", ["Sao Tomé and Principe"]),
        ("Johnson and Johnson signed", ["Johnson and Johnson"]),
        ("Verdi & Conti signed", ["Verdi & Conti"]),
        ("Norland's Ministry of Foreign Affairs and Trade said", ["Ministry of Foreign Affairs and Trade"]),
        ("the Department of Health and Human Services", ["Department of Health and Human Services"]),
        ("Ministry of Defence and Japan agreed", ["Ministry of Defence", "Japan"]),
        ("Ministry of Labour and the Office of Trade met", ["Ministry of Labour", "Office of Trade"]),
        ("Ministry of Labour and President Conti met", ["Ministry of Labour", "Conti"]),
    ],
)
def test_two_parties_are_two_and_a_name_with_and_is_one(text: str, names: list[str]) -> None:
    for name in names:
        for word in (word for word in name.split() if word[0].isupper()):
            span = name_at(text, text.index(word) + 1, ENGLISH)
            assert span is not None
            assert text[slice(*span)] == name


@pytest.mark.parametrize(
    ("code", "text", "inside", "expected"),
    [
        ("de", "Bosnien und Herzegowina sagte", "Herz", "Bosnien und Herzegowina"),
        ("de", "Ministerium für Arbeit und Soziales sagte", "Soz", "Ministerium für Arbeit und Soziales"),
        ("de", "Japan und die Philippinen sagten", "Japan", "Japan"),
        ("es", "Trinidad y Tobago dijo", "Tob", "Trinidad y Tobago"),
        ("es", "San Vicente y las Granadinas dijo", "San", "San Vicente y las Granadinas"),
        ("it", "Bosnia ed Erzegovina", "Erz", "Bosnia ed Erzegovina"),
        ("ru", "Босния и Герцеговина", "Гер", "Босния и Герцеговина"),
    ],
)
def test_a_name_with_and_in_another_language(code: str, text: str, inside: str, expected: str) -> None:
    span = name_at(text, text.index(inside) + 1, rules_of(code))
    assert span is not None
    assert text[slice(*span)] == expected


def test_words_of_every_script_are_whole() -> None:
    hindi, persian, thai, burmese, tamil = "मोदी ने कहा।", "می‌رود", "ประเทศไทย 25", "မြန်မာ။", "தமிழ்நாடு"
    assert words(hindi, *tokens(hindi)) == ["मोदी", "ने", "कहा", "।"]
    assert words(persian, *tokens(persian)) == [persian]
    assert words(thai, *tokens(thai)) == ["ประเทศไทย", "25"]
    assert words(burmese, *tokens(burmese)) == ["မြန်မာ", "။"]
    assert words(tamil, *tokens(tamil)) == [tamil]
    japanese = "岸信夫はトランプ氏と会う。"
    assert words(japanese, *tokens(japanese)) == ["岸信夫", "は", "トランプ", "氏", "と", "会", "う", "。"]
    assert words(japanese, word_at(japanese, 1), word_at(japanese, 6)) == ["岸信夫", "トランプ"]
    others = 'Mu\u00adñoz 10\u202f000 1,5 צה"ל 👩‍🚀 🇯🇵🇮🇹'
    assert words(others, *tokens(others)) == [*others.split(" ")[:-1], "🇯🇵", "🇮🇹"]


def test_only_between_signs_of_a_script_without_spaces_any_place_may_end_a_word() -> None:
    text = "習近平訪日 a日ab ที่"
    assert [place for place in range(len(text) + 1) if is_unspaced_border(text, place)] == [1, 2, 3, 4]


def test_sentences_end_with_the_signs_of_their_script() -> None:
    text = "भारत सहमत है।जापान नहीं॥ وزیر نے کہا۔ جاپان متفق ہے؟ မြန်မာ။ ሰላም። Ναι; Όχι."
    assert words(text, *sentences(text, PLAIN)) == [
        "भारत सहमत है।", "जापान नहीं॥", "وزیر نے کہا۔", "جاپان متفق ہے؟", "မြန်မာ။", "ሰላም።", "Ναι; Όχι.",
    ]  # fmt: skip
    text = "„Wir gehen.“ Er ging. 「行く。」と述べた。来た。"
    assert words(text, *sentences(text, PLAIN)) == ["„Wir gehen.“", "Er ging.", "「行く。」と述べた。", "来た。"]


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
        ("en", "Bashar al-Assad said", "Bashar", "Bashar al-Assad"),
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


PLAIN = Language(
    "xx", abbreviations=("Dr",), titles=frozenset(["minister"]), openers=frozenset(["but", "in"]), joiners=("of", "the")
)


def words(text: str, *spans: Span | None) -> list[str | None]:
    return [text[slice(*span)] if span else None for span in spans]


def test_a_word_is_found_from_its_first_to_behind_its_last_letter() -> None:
    text = "one, two's o’clock"
    assert words(text, *(word_at(text, place) for place in (0, 3, 4, 5, 8, 10, 11, 18))) == [
        "one", "one", None, "two", "two", "two", "o’clock", "o’clock",
    ]  # fmt: skip
    assert words("the boys' ball", word_at("the boys' ball", 6)) == ["boys"]
    assert word_at("", 0) is None
    assert word_at("  ", 1) is None
    assert word_at("one\n two", 4) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("But in Rome Mori said", "Rome Mori"),
        ("But  Mori said", "Mori"),
        ("Minister Mori said", "Mori"),
        ("Deputy Minister  Mori said", "Mori"),
        ("Ostia and Mori said", "Mori"),
        ("Bank of the North Mori said", "Bank of the North Mori"),
        ("Ostia, Mori said", "Mori"),
        ("Mori of the Bank of Ostia said", "Mori of the Bank of Ostia"),
        ("Mori-Rossi/Verdi said", "Mori-Rossi/Verdi"),
        ("Mori of said", "Mori"),
        ("x Mori", "Mori"),
        ("Mori", "Mori"),
    ],
)
def test_a_name_goes_on_over_capitalised_words_and_what_joins_them(text: str, expected: str) -> None:
    assert words(text, name_at(text, text.index("Mori") + 2, PLAIN)) == [expected]


def test_a_word_that_is_not_capitalised_is_no_name_but_found() -> None:
    assert words("Ostia said Mori", name_at("Ostia said Mori", 7, PLAIN)) == ["said"]
    assert name_at(" . ", 1, PLAIN) is None
    assert words("But", name_at("But", 1, PLAIN)) == ["But"]


def test_a_sentence_is_found_from_any_place_in_it() -> None:
    text = " One is. Two\n\tThree asked Dr. Who?  «Four!» he said. Dr."
    places = {
        "One": "One is.",
        "is": "One is.",
        "Two": "Two",
        "Three": "Three asked Dr. Who?",
        "Who": "Three asked Dr. Who?",
    }
    for inside, expected in places.items():
        assert words(text, sentence_at(text, text.index(inside), PLAIN)) == [expected]
    assert words(text, *sentences(text, PLAIN)) == ["One is.", "Two", "Three asked Dr. Who?", "«Four!» he said.", "Dr."]


def test_sentences_begin_behind_the_one_before_and_end_at_the_end() -> None:
    assert sentences("One. Two", PLAIN) == [Span(0, 4), Span(5, 8)]
    assert sentences("", PLAIN) == sentences(" \n ", PLAIN) == []
    assert sentences("a", PLAIN) == [Span(0, 1)]
    assert sentence_at("a", 1, PLAIN) == Span(0, 1)


def test_nothing_is_looked_for_farther_away_than_a_sentence_is_long() -> None:
    far = "a " * 5000
    position = 5000
    sentence = sentence_at(far, position, PLAIN)
    assert sentence is not None
    assert (sentence.start, sentence.end) == (position - 4096, position + 4095)
    assert word_at("x" * 9000, 4500) == Span(404, 8596)
    assert next_word_border("." * 9000, 4500, 1, ends=True) == 8596
    assert next_word_border("." * 9000, 4500, -1, ends=True) == 404


def test_the_border_of_a_word_is_left_for_the_next_and_the_ends_of_the_text_stop() -> None:
    text = " one  two "
    assert [next_word_border(text, place, 1, ends=True) for place in (0, 4, 9)] == [4, 9, 10]
    assert [next_word_border(text, place, 1, ends=False) for place in (0, 1, 6)] == [1, 6, 10]
    assert [next_word_border(text, place, -1, ends=True) for place in (10, 9, 4)] == [9, 4, 0]
    assert [next_word_border(text, place, -1, ends=False) for place in (10, 6, 1)] == [6, 1, 0]


def test_a_span_is_trimmed_on_both_sides() -> None:
    assert trimmed("  a b\n ", Span(0, 7)) == Span(2, 5)
    assert trimmed("ab", Span(0, 2)) == Span(0, 2)
    assert trimmed("a   ", Span(1, 4)) is None
    assert trimmed("ab", Span(1, 1)) is None


def test_tokens_are_words_and_single_signs_between_two_places() -> None:
    text = "U.S. (Mori's) – 3%"
    assert words(text, *tokens(text)) == ["U.S.", "(", "Mori's", ")", "–", "3", "%"]
    assert words(text, *tokens(text, 5, 11)) == ["(", "Mori", "'"]
