"""Keys by which names are compared: equal for every way of writing one name, and different for two."""

import sys
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.name_key import PLAIN_SIGNS, distinct_names, folded, name_key, same_named

UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufe0f\ufeff\x07"
SPACES = ("\u00a0", "\u202f", "\u3000", "  ", "\n", "\t ", " \u200b\u00a0")
LETTERS = st.characters(categories=("L", "M", "N", "P", "S", "Zs"))
NAMES = st.text(LETTERS | st.sampled_from("éñåÅșạ̈ӓ각ក្ᾳ‘”-' "), min_size=1, max_size=12)


@given(NAMES, st.sampled_from(("NFC", "NFD")))
def test_a_name_has_one_key_in_every_canonical_form(name: str, form: Literal["NFC", "NFD"]) -> None:
    written = unicodedata.normalize(form, name)
    assert name_key(written) == name_key(name)
    assert folded(written) == folded(name)


@given(NAMES, st.data())
def test_a_name_has_one_key_whatever_invisible_signs_stand_in_it(name: str, data: st.DataObject) -> None:
    signs = data.draw(st.lists(st.tuples(st.integers(0, len(name)), st.sampled_from(UNSEEN)), max_size=5))
    written = name
    for place, sign in signs:
        written = written[:place] + sign + written[place:]
    assert name_key(written) == name_key(name)
    assert folded(unicodedata.normalize("NFD", written)) == folded(name)


@given(NAMES, st.data())
def test_a_name_has_one_key_whatever_signs_and_spaces_it_is_typeset_with(name: str, data: st.DataObject) -> None:
    other = {plain: [sign for sign, known in PLAIN_SIGNS.items() if known == plain] for plain in "'\"-"}
    written = "".join(
        data.draw(st.sampled_from(other.get(sign, SPACES if sign == " " else [sign])), label="sign") for sign in name
    )
    assert name_key(f" {written}\u00a0") == name_key(name)
    assert folded(written) == folded(name)


@given(NAMES, NAMES)
def test_names_that_differ_have_different_keys(one: str, other: str) -> None:
    same = _bare(one) == _bare(other)
    assert (name_key(one) == name_key(other)) == same


def _bare(name: str) -> list[str]:
    """Take a name apart by other means: its letters and marks in canonical order, plain signs, words."""
    signs = "".join(PLAIN_SIGNS.get(sign, sign) for sign in unicodedata.normalize("NFD", name))
    return unicodedata.normalize("NFD", signs).split()


@given(NAMES)
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert folded(folded(name)) == folded(name) == folded(name_key(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Muñoz", "Jose\u0301 Mun\u0303oz"),
        ("Việt", "Vie\u0323\u0302t"),
        ("각", "\u1100\u1161\u11a8"),
        ("Å", "\u212b"),
        ("coöperation", "coo\u200b\u0308pera\u00adtion"),
        ("O'Brien", "O’Brien"),
        ("Мар'яна", "Марʼяна"),
        ('צה"ל', "צה״ל"),
        ("Jean-Paul", "Jean‑Paul"),
        ("the Hague", "the\u00a0 Hague"),
        ("田中 太郎", "田中\u3000太郎"),
        ("שרה", "\u200fשרה\u200e"),
        ("علی‌رضا", "علیرضا"),
        ("葛城", "葛\U000e0100城"),
    ],
)
def test_ways_of_writing_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muñoz", "Munoz"),
        ("田中", "田 中"),
        ("Анна", "Aнна"),
        ("Rome", "Roma"),
        ("ʾAlī", "ʿAlī"),
        ("１", "1"),
        ("मोदी", "मोद"),
        ("São Tomé", "Sao Tomé"),
        ("🏴\U000e0067\U000e0062", "🏴\U000e0067\U000e0073"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert folded(one) != folded(other)


def test_case_counts_only_where_it_is_asked_for() -> None:
    assert name_key("ROME") != name_key("Rome")
    assert folded("ROME") == folded("Rome")
    assert folded("STRASSE") == folded("Straße")


def test_of_names_written_in_two_ways_the_first_stays() -> None:
    assert distinct_names(["Jose\u0301", "Ann", "José", "ann"]) == ("Jose\u0301", "Ann", "ann")


def test_what_stands_under_a_name_is_found_however_that_is_written() -> None:
    named = {"José": 1, "Jose\u0301": 2, "O’Neill": 3}
    assert same_named(named, "Jose\u0301") == 2
    assert same_named(named, "Jos\u00ade\u0301") == 1
    assert same_named(named, "O'Neill") == 3
    assert same_named(named, "o'neill") is None


def test_every_letter_that_is_composed_has_the_key_of_its_parts() -> None:
    composed = [chr(point) for point in range(sys.maxunicode + 1) if unicodedata.decomposition(chr(point))]
    apart = [letter for letter in composed if unicodedata.normalize("NFD", letter) != letter]
    assert len(apart) > 2000
    for letter in (*apart, *map(chr, range(0xAC00, 0xD7A4, 97))):
        name, parts = f"O{letter}n", f"O{unicodedata.normalize('NFD', letter)}n"
        assert (name_key(parts), folded(parts)) == (name_key(name), folded(name))


@pytest.mark.parametrize("sign", UNSEEN)
def test_every_invisible_sign_is_left_out_wherever_it_stands(sign: str) -> None:
    assert [name_key(name) for name in (f"{sign}Jos\u00e9", f"Jose{sign}\u0301", f"Jos\u00e9{sign}")] == ["José"] * 3
