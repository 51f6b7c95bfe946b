"""Names of annotation files: taken apart, put together, kept short, and never leading out of the folder."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.sidecar_names import (
    LONGEST,
    conflict_copy_of,
    is_bare,
    name_is_too_long,
    shortened,
    sidecar_name,
    split_sidecar_name,
)

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=20)


@given(NAMES, st.from_regex(r"[a-z0-9-]+", fullmatch=True))
def test_a_name_is_taken_apart_as_it_was_put_together(document: str, annotator: str) -> None:
    assert split_sidecar_name(sidecar_name(document, annotator)) == (document, annotator)


@pytest.mark.parametrize(
    "name",
    ["a.txt", "a.ann.json", ".mkato.ann.json", "a.txt.M.ann.json", "a.txt.mkato.ann.json.bak", "a.mkato.json", ""],
)
def test_other_names_are_no_sidecars(name: str) -> None:
    assert split_sidecar_name(name) is None


@pytest.mark.parametrize("name", ["a.txt", "岸 🤝.html", "con-air.txt", ".hidden", "..a", "a..b", "com.txt", "lpt10"])
def test_a_bare_name_means_a_file_in_the_folder(name: str) -> None:
    assert is_bare(name)


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "a/b", "/a", "..\\a", "c:a", "a:stream", "a\x00", "a.", "a ", "CON", "con.txt", "prn",
        "aux.html", "nul", "COM1", "com9.txt", "lpt3",
    ],
)  # fmt: skip
def test_what_means_something_else_on_some_system_is_not_bare(name: str) -> None:
    assert not is_bare(name)


@pytest.mark.parametrize(
    "name",
    [
        "a.txt.mkato.ann (1) (2).json",  # a copy of a copy is asked for by name
        "a.txt (1).json",
        "a (conflicted copy).txt.mkato.ann.json",
        "a.txt.mkato.ann.sync-conflict-2026-030405-ABC.json",
    ],
)
def test_what_is_no_single_copy_of_a_sidecar_is_none(name: str) -> None:
    assert conflict_copy_of(name) is None


@pytest.mark.skipif(os.name == "nt", reason="counted in bytes elsewhere than on Windows")
def test_a_name_is_too_long_by_its_bytes() -> None:
    assert LONGEST == 255
    assert not name_is_too_long("x" * 255)
    assert name_is_too_long("x" * 256)
    assert not name_is_too_long("é" * 127)
    assert name_is_too_long("é" * 128)


@given(st.sampled_from("aé🤝"), st.integers(1, 300), st.integers(0, 60))
def test_a_name_is_cut_before_its_suffix_and_no_more_than_needed(letter: str, length: int, room: int) -> None:
    name = f"x{letter * length}.html"
    short = shortened(name, room)
    assert short.endswith(".html")
    assert name.startswith(short.removesuffix(".html"))
    assert not name_is_too_long(short + "x" * room)
    kept = len(short) - len(".html")
    assert short == name or name_is_too_long(name[: kept + 1] + ".html" + "x" * room)
