"""The canonical text and its hash; the names of an entity."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import canonical, text_sha256
from annotator.model.entity import Entity
from annotator.model.name_key import folded


def test_a_mark_at_the_beginning_goes_and_every_end_of_a_line_is_the_same() -> None:
    assert (
        canonical("\ufeffone\r\ntwo\rthree\n\r\n\ufefffour\u2028e\u0301")
        == "one\ntwo\nthree\n\n\ufefffour\u2028e\u0301"
    )


@given(st.text(st.characters(exclude_characters="\r\ufeff")))
def test_nothing_else_is_changed(text: str) -> None:
    assert canonical(text) == text


def test_the_hash_is_that_of_the_text_in_utf_8() -> None:
    assert text_sha256("é🤝") == hashlib.sha256("é🤝".encode()).hexdigest()
    assert text_sha256("a\ud800") == hashlib.sha256(b"a\xed\xa0\x80").hexdigest()


def test_an_entity_has_its_name_and_its_aliases() -> None:
    assert Entity("e1", "Japan", aliases=("Nippon", "日本")).names == ("Japan", "Nippon", "日本")


def test_names_are_compared_whatever_their_white_space_and_case() -> None:
    assert folded("  The\u00a0 Straße\n") == "the strasse"
