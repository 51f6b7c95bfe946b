"""Ids of annotators: what a login name is reduced to, and what is no id."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.sidecar_names import is_bare, sidecar_name, split_sidecar_name
from annotator.model.annotator_id import MAX_LENGTH, annotator_id, is_annotator_id


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
        ("...", "annotator"),
        ("加藤", "annotator"),
        ("Adjudicated", "annotator"),
        ("a" * 200, "a" * MAX_LENGTH),
        ("a" * (MAX_LENGTH - 1) + " b", "a" * (MAX_LENGTH - 1)),
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


def test_an_id_has_forty_characters_at_most() -> None:
    assert len(annotator_id("x" * 99)) == MAX_LENGTH == 40


@given(st.text())
def test_whatever_the_name_the_id_is_good_and_comes_back_from_a_file_name(name: str) -> None:
    identifier = annotator_id(name)
    assert is_annotator_id(identifier)
    assert annotator_id(identifier) == identifier
    file_name = sidecar_name("report.txt", identifier)
    assert is_bare(file_name)
    assert split_sidecar_name(file_name) == ("report.txt", identifier)
