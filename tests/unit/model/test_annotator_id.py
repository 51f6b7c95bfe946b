"""Ids of annotators: what a login name is reduced to, and what is no id."""

import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.sidecar_names import is_bare, sidecar_name, split_sidecar_name
from annotator.model.annotator_id import MAX_LENGTH, annotator_id, is_annotator_id, is_anothers
from annotator.model.name_key import name_key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mkato", "mkato"),
        ("M. Kato", "m-kato"),
        ("Łukasz Müller", "lukasz-muller"),
        ("Søren Æbelø", "soren-aebelo"),
        ("Weiß", "weiss"),
        ("İnci Işık", "inci-isik"),
        ("Æ œ ø đ ð þ ł ħ ı ŋ ŧ ə", "ae-oe-o-d-d-th-l-h-i-n-t-e"),
        ("DOMAIN\\a.rossi", "domain-a-rossi"),
        ("ana@example.org", "ana-example-org"),
        ("--x--", "x"),
        ("", "annotator"),
        ("Ⅷ Kato", "viii-kato"),
        ("Jose\u0301 Mun\u0303oz", "jose-munoz"),
        ("a" * MAX_LENGTH, "a" * MAX_LENGTH),
    ],
)
def test_a_name_is_reduced(name: str, expected: str) -> None:
    assert annotator_id(name) == expected


@pytest.mark.parametrize("text", ["a", "m-kato", "7", "x1-2", "a" * MAX_LENGTH])
def test_ids_are_accepted(text: str) -> None:
    assert is_annotator_id(text)


@pytest.mark.parametrize(
    "text", ["", "-", "-a", "a-", "A", "é", "a b", "a.b", "a/b", "a\n", "adjudicated", "٣", "a" * (MAX_LENGTH + 1)]
)
def test_others_are_not(text: str) -> None:
    assert not is_annotator_id(text)


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("田中太郎", "annotator"),
        ("Анна Иванова", "annotator"),
        ("加藤 Mika", "mika"),
        ("मोदी", "annotator"),
        ("...", "annotator"),
        ("Adjudicated", "annotator"),
        ("٣", "annotator"),
        ("a" * 200, "a" * (MAX_LENGTH - 7)),
        ("a" * (MAX_LENGTH - 7) + "-" + "b" * 20, "a" * (MAX_LENGTH - 7)),
    ],
)
def test_where_letters_are_lost_six_digits_tell_the_name_from_others(name: str, beginning: str) -> None:
    assert annotator_id(name) == f"{beginning}-{sha256(name.encode()).hexdigest()[:6]}"


def test_an_id_has_forty_characters_at_most() -> None:
    assert len(annotator_id("x" * 99)) == MAX_LENGTH == 40


def test_an_id_of_another_name_is_not_given_again_and_one_that_exists_stays_for_its_name() -> None:
    known = {"lisa-r": ["Lisa R."], "annotator": ["田中太郎"], "m-kato": [""]}
    assert annotator_id("Lisa\u00a0R.", known) == "lisa-r"
    assert annotator_id("田中太郎", known) == "annotator"
    assert annotator_id("M. Kato", known) == "m-kato"
    other = annotator_id("lisa r", known)
    assert other == f"lisa-r-{sha256(b'lisa r').hexdigest()[:6]}"
    assert annotator_id("lisa r", {**known, other: ["lisa r"]}) == other
    assert is_anothers("lisa-r", "lisa r", known)
    assert not is_anothers("lisa-r", "Lisa R.", known)
    assert not is_anothers("m-kato", "M. Kato", known)
    assert not is_anothers("nobodys", "M. Kato", known)


@given(st.lists(st.text(min_size=1), min_size=2, unique_by=name_key))
def test_whatever_the_names_no_two_have_one_id(names: list[str]) -> None:
    known: dict[str, list[str]] = {}
    for name in names:
        identifier = annotator_id(name, known)
        assert identifier not in known
        known[identifier] = [name]
    assert [annotator_id(name, known) for name in names if name_key(name)] == [
        identifier for identifier, (name,) in known.items() if name_key(name)
    ]


@given(st.sampled_from(("José Muñoz", "Việt", "각하", "Мария Ё")), st.sampled_from("\u200b\u00ad\u2060\u200e"))
def test_a_name_has_one_id_however_it_is_encoded(name: str, unseen: str) -> None:
    assert annotator_id(f"{unseen}{unicodedata.normalize('NFD', name)} ") == annotator_id(name)


@given(st.text())
def test_whatever_the_name_the_id_is_good_and_comes_back_from_a_file_name(name: str) -> None:
    identifier = annotator_id(name)
    assert is_annotator_id(identifier)
    assert annotator_id(identifier) == identifier
    file_name = sidecar_name("report.txt", identifier)
    assert is_bare(file_name)
    assert split_sidecar_name(file_name) == ("report.txt", identifier)
