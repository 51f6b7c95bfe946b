"""New ids: short, of letters that are not confused, and never one that is taken."""

import secrets

import pytest

from annotator.model.identifiers import ALPHABET, LENGTH, new_id


def test_an_id_is_a_prefix_and_eight_letters_that_nobody_confuses() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("lo01") & set(ALPHABET)
    for _time in range(50):
        made = new_id("a")
        assert (made[0], len(made)) == ("a", 1 + LENGTH) == ("a", 9)
        assert set(made[1:]) <= set(ALPHABET)


def test_every_letter_is_chosen_as_often(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(range(256))
    monkeypatch.setattr(secrets, "token_bytes", lambda length: bytes(next(drawn) for _letter in range(length)))
    made = "".join(new_id("") for _id in range(256 // LENGTH))
    assert {letter: made.count(letter) for letter in ALPHABET} == dict.fromkeys(ALPHABET, 8)


def test_a_taken_id_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([bytes(LENGTH), bytes([1] * LENGTH)])
    monkeypatch.setattr(secrets, "token_bytes", lambda _length: next(drawn))
    assert new_id("e", {f"e{ALPHABET[0] * LENGTH}"}) == f"e{ALPHABET[1] * LENGTH}"
