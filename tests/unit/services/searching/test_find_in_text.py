"""Words are found whatever they are typeset and encoded like; expressions, and what bounds them."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.services.folding.find_words import Way
from annotator.services.searching import find_in_text as module
from annotator.services.searching.find_in_text import ExpressionError, find_in_text

PLAINLY, CASE, WHOLE = Way(), Way(match_case=True), Way(whole_words=True)
ACCENTS, EXPRESSION = Way(any_accents=True), Way(expression=True)


def found(text: str, words: str, way: Way = PLAINLY) -> list[str]:
    return [text[start:end] for start, end in find_in_text(text, words, way)]


def test_case_counts_only_when_it_is_asked_for() -> None:
    text = "Mori met MORI and mori."
    assert found(text, "mori") == ["Mori", "MORI", "mori"]
    assert found(text, "mori", CASE) == ["mori"]
    assert found("ΣΙΣΥΦΟΣ İstanbul", "σισυφος") == ["ΣΙΣΥΦΟΣ"]
    assert found("ΣΙΣΥΦΟΣ İstanbul", "istanbul") == ["İstanbul"]


def test_sharp_s_is_two() -> None:
    assert found("Straße STRASSE Strasse", "strasse") == ["Straße", "STRASSE", "Strasse"]
    assert found("Straße STRASSE Strasse", "Strasse", CASE) == ["Straße", "Strasse"]
    assert found("Straße GRÜSSE grüße", "GRÜßE") == ["GRÜSSE", "grüße"]
    assert found("ß", "s") == ["ß"]


def test_any_white_space_stands_for_any() -> None:
    text = "the treaty\nholds, the  treaty\u00a0holds, the treatyholds"
    assert found(text, "  treaty   holds ") == ["treaty\nholds", "treaty\u00a0holds"]
    assert found(text, "\ttreaty\n") == ["treaty", "treaty", "treaty"]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("O'Neill", ["O’Neill", "O'Neill"]),
        ("O’Neill", ["O’Neill", "O'Neill"]),
        ('"they"', ["“they”"]),
        ("Núñez", ["Nú\u00adñez", "Nu\u0301n\u0303ez"]),
        ("cooperation", ["co-\noperation"]),
        ("co-operation", ["co-\noperation", "co‑operation"]),
        ("ground-zero", ["ground-\n  zero"]),
        ("Nobel-Preis", ["Nobel-\nPreis"]),
        ("NobelPreis", []),
        ("widthless", ["width\u200bless"]),
        ("fine", ["ﬁne"]),
        ("10-20", ["10–20"]),
        ("Nunez", []),
        ("Nún", []),
    ],
)
def test_signs_of_typesetting_and_encoding_change_no_word(words: str, places: list[str]) -> None:
    text = (
        "Ms O’Neill and O'Neill: “they”. Nú\u00adñez, Nu\u0301n\u0303ez. co-\noperation, co‑operation, "
        "ground-\n  zero, Nobel-\nPreis. width\u200bless ﬁne 10–20."
    )
    assert found(text, words) == places


def test_accents_count_unless_it_is_asked_for() -> None:
    text = "José, Jose\u0301, Jose, JOSÉ; Łódź, Ångström; मोदी हिन्दी; ガラス, からす"
    assert found(text, "José") == ["José", "Jose\u0301", "JOSÉ"]
    assert found(text, "Jose") == ["Jose"]
    assert found(text, "jose", ACCENTS) == ["José", "Jose\u0301", "Jose", "JOSÉ"]
    assert found(text, "Lodz", ACCENTS) == ["Łódź"]
    assert found(text, "angstrom", ACCENTS) == ["Ångström"]
    assert found(text, "हिन्दी", ACCENTS) == ["हिन्दी"]
    assert found(text, "カラス", ACCENTS) == []


def test_words_are_found_while_they_are_typed() -> None:
    for text in ("मोदी", "한국", "ประเทศ"):
        assert [found(text, text[:end]) for end in (1, len(text))] == [[text[:1]], [text]]
    assert found("한국", "하") == []


def test_whole_words_are_no_parts_of_others() -> None:
    text = "Us, us and USA; bus, Japan’s Japan-Italy Japanese"
    assert found(text, "us", WHOLE) == ["Us", "us"]
    assert found(text, "Japan", WHOLE) == ["Japan", "Japan"]
    assert found(text, "japan’s", WHOLE) == ["Japan’s"]
    assert found("co-\noperation operation", "operation", WHOLE) == ["operation"]
    assert found("zero\u00adwidth", "width", WHOLE) == []
    assert found("日本と東日本、ไทยไท", "日本", WHOLE) == ["日本", "日本"]
    assert found("ประเทศไทย", "ไทย", WHOLE) == ["ไทย"]
    assert found("मोदी मोद", "मोद", WHOLE) == ["मोद"]
    assert found("ba a a", "a a", WHOLE) == ["a a"]
    assert found("(x) [y]", "(x) [y]", WHOLE) == ["(x) [y]"]


@pytest.mark.parametrize("words", ["", " ", "\n\t", "\u200b"])
def test_no_words_are_nowhere(words: str) -> None:
    assert find_in_text("a b", words) == []


def test_marks_stand_for_themselves() -> None:
    assert find_in_text("a.b axb (x) [x] a+", "a.b") == [Span(0, 3)]
    assert found("a.b axb (x) [x] a+", "(x) [x]") == ["(x) [x]"]
    assert found("C:\\d 1", "\\d") == ["\\d"]
    assert found("a&b||c--d~~", "&b||c--d~~") == ["&b||c--d~~"]


@given(st.text("ab \n", max_size=40), st.text("ab ", max_size=4))
def test_places_come_in_order_and_apart_and_none_is_left_out(text: str, words: str) -> None:
    spans = find_in_text(text, words)
    ends = [end for span in spans for end in span]
    assert ends == sorted(ends)
    wanted = words.split()
    assert all(text[start:end].split() == wanted for start, end in spans)
    if wanted and not spans:
        assert " ".join(wanted) not in " ".join(text.split(" "))


ANY = st.text(st.sampled_from("aeA\u0301é-\n ß’s\u00ad日ที "), max_size=30)


@given(ANY, ANY, st.builds(Way, st.booleans(), st.booleans(), st.booleans()), st.data())
def test_what_stands_in_a_text_is_found_there(text: str, more: str, way: Way, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from(text.split() or [""]))
    spans = find_in_text(f"{text} {more}", words, way)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) + 1 + len(more) for start, end in spans)
    if words.isalpha() and "-" not in text:
        assert spans


def test_so_many_places_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 3)
    assert [start for start, _end in find_in_text("a a a a a", "a")] == [0, 2, 4]
    assert len(find_in_text("a a a", "a")) == 3
    assert len(find_in_text("a a", "a")) == 2


def test_an_expression_is_looked_for_as_it_stands() -> None:
    text = "Mori met Rossi on 3 May 2020.\nMORI left; O’Neill stayed in Straße."
    assert found(text, r"\d+ \w+ \d{4}", EXPRESSION) == ["3 May 2020"]
    assert found(text, "^mori", EXPRESSION) == ["Mori", "MORI"]
    assert found(text, "^Mori", Way(match_case=True, expression=True)) == ["Mori"]
    assert found(text, "o|m", Way(whole_words=True, expression=True)) == []
    assert found(text, "strasse", EXPRESSION) == ["Straße"]
    assert found(text, r"\p{Lu}{3,}", Way(match_case=True, expression=True)) == ["MORI"]
    assert found(text, "x*", EXPRESSION) == []


@pytest.mark.parametrize(
    "words",
    ["(", "[a", "a)|(b", "*", r"\p{Nothing}", "(?<n>a", "(?:" * 400 + "a" + ")" * 400, "(?R)", "(a(?1)?)"],
)
def test_what_is_no_expression_is_said(words: str) -> None:
    with pytest.raises(ExpressionError):
        find_in_text("text", words, Way(whole_words=True, expression=True))


@pytest.mark.parametrize(
    "words",
    [r"(\w+\s*)+\d", "(?:x+x+)+y", "a{99999999}", "((a{1000}){1000}){1000}", "a{1000}" * 11, "a" * 1001],
)
def test_no_expression_takes_longer_than_it_may(words: str) -> None:
    begun = process_time()
    text = "Mori met Rossi on a day " * 2000 + "x" * 5000
    with pytest.raises(ExpressionError, match="too long"):
        find_in_text(text, words, EXPRESSION)
    assert process_time() - begun < 2


def test_repeats_that_stand_in_a_text_are_few_enough() -> None:
    text = "2020-11-27 abc"
    assert found(text, r"\d{4}-(?:\d{2}-?){2}", EXPRESSION) == ["2020-11-27"]
    assert found(text, r"(?:\w{1,30}[- ]){1,30}\w{1,30}", EXPRESSION) == [text]
    assert found("a{5}", r"a\{5\}[{]?", EXPRESSION) == ["a{5}"]
