"""Positions in code points and in Qt's UTF-16 units."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.utf16_offsets import Utf16Offsets

NASTY = st.text(st.sampled_from("aé😀🇯\u0301م\u00a0\u2028\r\n\ufeff𝒳"), max_size=40)


def test_a_letter_behind_an_emoji_is_at_two_and_at_three() -> None:
    offsets = Utf16Offsets("a😀b")
    assert (offsets.to_utf16(2), offsets.from_utf16(3)) == (3, 2)


def test_a_position_inside_a_pair_snaps_to_its_beginning() -> None:
    assert Utf16Offsets("a😀b").from_utf16(2) == 1


@given(NASTY)
def test_every_position_comes_back(text: str) -> None:
    offsets = Utf16Offsets(text)
    for position in range(len(text) + 1):
        assert offsets.to_utf16(position) == len(text[:position].encode("utf-16-le")) // 2
        assert offsets.from_utf16(offsets.to_utf16(position)) == position


@given(NASTY)
def test_positions_never_run_backwards(text: str) -> None:
    offsets = Utf16Offsets(text)
    units = range(len(text.encode("utf-16-le")) // 2 + 1)
    found = [offsets.from_utf16(unit) for unit in units]
    assert found == sorted(found)
    assert found[-1] == len(text)


def test_each_position_inside_a_pair_of_several_snaps_to_its_own_beginning() -> None:
    offsets = Utf16Offsets("😀𝒳é😀")
    assert [offsets.from_utf16(unit) for unit in range(8)] == [0, 0, 1, 1, 2, 3, 3, 4]
    assert [offsets.to_utf16(position) for position in range(5)] == [0, 2, 4, 5, 7]


def test_the_borders_of_the_planes() -> None:
    assert Utf16Offsets("\uffff!").to_utf16(1) == 1
    assert Utf16Offsets("\U00010000!").to_utf16(1) == 2
    assert Utf16Offsets("\U0010ffff!").to_utf16(1) == 2
