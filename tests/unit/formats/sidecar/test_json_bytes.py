"""The first checks of a JSON file: what is refused, where and in which words; and how values are shown in them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.finding import Finding, shown
from annotator.formats.sidecar.json_bytes import check_duplicate_keys, depth_of, parse

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


def depth(value: Any) -> int:
    """How deeply objects and lists are nested, worked out the plain way."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


def holder(value: Any) -> Any:
    return value if isinstance(value, (dict, list)) else [value]


@given(JSON)
def test_a_whole_file_gives_its_value_with_or_without_a_mark(value: Any) -> None:
    data = json.dumps(value).encode()
    for written in (data, b"\xef\xbb\xbf" + data, b" \n" + data + b"\n"):
        assert parse(written, 1000) == (value, None)


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"", Finding("empty", "$", "The file is empty.")),
        (b"\xef\xbb\xbf \r\n\t", Finding("empty", "$", "The file is empty.")),
        (
            b"{}\xff",
            Finding("not-utf8", "$", "The file is not UTF-8 text (byte 2); it may not be an annotation file at all."),
        ),
    ],
)
def test_what_is_no_json_text_is_told(data: bytes, finding: Finding) -> None:
    assert parse(data, 1000) == (None, finding)


def test_where_json_breaks_off_is_told() -> None:
    value, finding = parse(b'{"a":\n  x}', 1000)
    assert value is None
    assert finding is not None
    assert finding[:2] == ("not-json", "$")
    assert finding.sentence.startswith("The file is not whole JSON: ")
    assert finding.sentence.endswith("(line 2, column 3).")


def test_a_file_of_just_the_limit_is_read_and_one_byte_more_is_not() -> None:
    mebi = 2**20
    assert parse(b"[]".ljust(mebi), mebi) == ([], None)
    sentence = "The file has 3 MiB; files of more than 2 MiB are not read."
    assert parse(b"[]".ljust(3 * mebi), 2 * mebi) == (None, Finding("too-large", "$", sentence))
    assert parse(b"[]".ljust(mebi + 1), mebi)[1] is not None


@given(JSON.map(holder), st.integers(0, 5))
def test_the_depth_is_counted_up_to_a_limit(value: Any, limit: int) -> None:
    assert depth_of(value) == depth(value)
    assert depth_of(value, limit) == min(limit, depth(value))


def test_the_depth_of_the_deepest_part_counts() -> None:
    deep: Any = []
    for _level in range(99):
        deep = [0, {"x": 1, "deep": deep}, []]
    assert depth_of({"a": deep, "b": 1}) == 65
    assert depth_of({"a": [[1], {"b": {}}]}) == 4


@given(JSON)
def test_no_key_stands_twice_in_what_is_written(value: Any) -> None:
    assert check_duplicate_keys(json.dumps(value).encode()) == []


def test_each_object_with_a_key_that_stands_twice_is_named_with_the_first_such_key() -> None:
    twice, within = b'{"c": 1, "d": 2, "d": 3, "c": 4}', b'{"a": 1, "a": [{"x": 1, "x": 2}]}'
    data = b'\xef\xbb\xbf{"a": [{"b": 1}, %b], "e": {"f": %b}}' % (twice, within)
    assert check_duplicate_keys(data) == [
        Finding("duplicate-key", "$.a[1]", "The field “d” stands here more than once."),
        Finding("duplicate-key", "$.e.f", "The field “a” stands here more than once."),
        Finding("duplicate-key", "$.e.f.a[0]", "The field “x” stands here more than once."),
    ]


def test_a_value_is_shown_in_quotes_and_short() -> None:
    assert (shown("yes"), shown(3), shown(None)) == ("“yes”", "3", "None")
    assert shown("x" * 58) == f"“{'x' * 58}”"
    assert shown("x" * 59) == f"“{'x' * 58}…"
    assert shown("abcdef", 5) == "“abc…"
    assert len(shown("x" * 500, 10)) == 10
