"""A file in which nothing is wrong is read in one go; whatever happens to it, it is read as the slow way reads it."""

import copy
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar import quick_reader
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.quick_reader import read_if_valid
from annotator.formats.sidecar.record_reader import MAX_DEPTH, MAX_NUMBER
from annotator.formats.sidecar.sidecar_json import SidecarError, dump_sidecar, load_sidecar, sidecar_tree
from annotator.formats.tables.delimited import delimited_columns, delimited_line
from annotator.model.annotation import Annotation, Role
from annotator.model.span import Span
from tests.unit.making import TEXT, annotated

DECODER = quick_reader._decoder
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "claim", "agree", "2022-04-31", "2022-04", "e1", "../x", "a\ud7ff", "🤝"]),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.just([[1, 2.0]]),
    st.just({"deep": [[[1, "x"]]]}),
).map(copy.deepcopy)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    desk = annotated(tmp_path_factory.mktemp("desk"))
    whole = sidecar_tree(desk.layer)
    first = whole["annotations"][0]
    first["attributes"] = {"score": 0.5, "tags": ["x"]}
    whole["links"] = [{"id": "l1", "type": "supports", "from": first["id"], "to": first["id"]}]
    whole["review"] = [
        {"target": first["id"], "verdict": "accepted", "by": "adjudicated", "at": "2026-01-01T00:00:00Z"}
    ]
    whole["deleted"] = [{"id": "gone", "at": "2026-01-01T00:00:00Z", "by": "mkato"}]
    whole["entities"][0] |= {"external_ids": {"wikidata": "Q1"}, "member_of": [whole["entities"][1]["id"]]}
    return whole


@given(data=st.data())
def test_is_read_as_the_slow_way_reads_it(tree: dict[str, Any], data: st.DataObject) -> None:
    changed = copy.deepcopy(tree)
    for _change in range(data.draw(st.integers(0, 2))):
        holder, key = data.draw(st.sampled_from(list(places(changed))))
        match data.draw(st.sampled_from(["set", "drop", "add", "twice"])):
            case "set":
                holder[key] = data.draw(VALUES)
            case "drop":
                del holder[key]
            case "add" if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(["extra", "entities", "role_fields", "start", "x"]))] = data.draw(
                    VALUES
                )
            case _ if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
    slowly = read(orjson.dumps(changed), quickly=False)
    assert read(orjson.dumps(changed), quickly=True) == slowly
    with mock.patch.object(quick_reader, "PIECE", 1):
        assert read(written(changed), quickly=True) == slowly


def test_a_whole_file_takes_the_quick_way(tree: dict[str, Any], tmp_path: Path) -> None:
    assert read_if_valid(annotated(tmp_path).sidecar.read_bytes(), "annotator-sidecar", 1)
    assert read_if_valid(orjson.dumps(tree), "annotator-sidecar", 1)
    assert not read_if_valid(orjson.dumps(tree | {"mine": 1}), "annotator-sidecar", 1)


def written(tree: dict[str, Any]) -> bytes:
    return orjson.dumps(tree, option=orjson.OPT_INDENT_2)


@pytest.mark.parametrize("size", [1, 700, 2_000])
def test_a_large_file_is_read_piece_by_piece(tree: dict[str, Any], size: int) -> None:
    many = [one | {"id": f"{one['id']}-{number}"} for number in range(3) for one in tree["annotations"]]
    large = tree | {"annotations": many, "links": []}
    with mock.patch.object(quick_reader, "PIECE", size), mock.patch.object(quick_reader, "_decoder") as whole:
        whole.side_effect = lambda *asked, without=False: DECODER(*asked, without=without) if without else None
        by_pieces = read_if_valid(written(large), "annotator-sidecar", 1)
    in_one = read_if_valid(written(large), "annotator-sidecar", 1)
    assert by_pieces is not None
    assert in_one is not None
    assert list(by_pieces.records) == list(in_one.records)
    assert len(by_pieces.records) == len(many)
    assert by_pieces.layer.entities == in_one.layer.entities


def test_what_no_piece_can_be_read_of_is_read_as_the_slow_way_reads_it(tree: dict[str, Any]) -> None:
    first = tree["annotations"][0]
    of_another = b'\n  "annotations": [\n    {\n    }\n  ]'
    fresh = written(tree)
    for data in (
        written(tree | {"annotations": []}),
        written(tree | {"annotations": [first, first]}),
        written(tree | {"annotations": [first | {"type": "other"}]}),
        written(tree | {"annotations": "read by pieces"}),
        written(tree | {"generator": "read by pieces"}),
        written({"extra": 0, **tree}).replace(b'  "extra": 0', b'  "extra": {' + of_another + b"}"),
        fresh[:-2] + b',\n  "annotations": "read by pieces"\n}',
        fresh.replace(b"\n    },\n    {", b"\n    }\n    {", 1),
        fresh.replace(b"\n    },\n    {", b"\n    }],[\n    {", 1),
        fresh.replace(b"\n    }\n  ]", b"\n    },\n  ]", 1),
        fresh[: len(fresh) // 2],
    ):
        with mock.patch.object(quick_reader, "PIECE", 1):
            by_pieces = read(data, quickly=True)
        assert by_pieces == read(data, quickly=False)


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff", b"[" * 100_000, b'{"format": "\\ud800"}', b"null"])
def test_what_is_no_sidecar_is_refused_as_before(broken: bytes) -> None:
    assert read(broken, quickly=True) == read(broken, quickly=False)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(), st.text("a,\"\t\r\n=-＝@+'é", max_size=3))] * 3)))
@pytest.mark.parametrize("separator", [",", "\t"])
def test_many_lines_are_written_as_each_is(separator: str, rows: list[tuple[str | int | None, ...]]) -> None:
    assert delimited_columns(list(zip(*rows, strict=True)), separator) == b"".join(
        delimited_line(row, separator) for row in rows
    )


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every place in a tree as its holder and its key there."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places(value[key])


def read(data: bytes, *, quickly: bool) -> tuple[list[Finding], dict[str, Any]]:
    """Give what is found in a file, and what is read from it."""
    quick = ("quick_reader.read_if_valid", "sidecar_checks.is_valid", "sidecar_checks.all_quoted")
    with ExitStack() as patches:
        for name in () if quickly else quick:
            patches.enter_context(mock.patch(f"annotator.formats.sidecar.{name}", return_value=None))
        try:
            loaded = load_sidecar(data, TEXT, duplicates=False)
        except SidecarError as error:
            return error.findings, {}
    layer = {name: value for name, value in vars(loaded.layer).items() if not name.startswith("_")}
    return loaded.findings, {
        name: list(value.items()) if isinstance(value, dict) else value for name, value in layer.items()
    }


def test_each_part_that_is_not_there_is_read_as_the_slow_way_reads_it(tree: dict[str, Any]) -> None:
    for holder, key in list(places(tree)):
        if isinstance(holder, dict):
            value = holder.pop(key)
            assert read(orjson.dumps(tree), quickly=True) == read(orjson.dumps(tree), quickly=False)
            holder[key] = value


def nested(levels: int) -> Any:
    value: Any = 1
    for _level in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("where", "exact", "too_much"),
    [
        (("document", "characters"), MAX_NUMBER, MAX_NUMBER + 1),
        (("document", "characters"), -MAX_NUMBER, -MAX_NUMBER - 1),
        (("annotations", 0, "fragments"), [[0, MAX_NUMBER]], [[0, MAX_NUMBER + 1]]),
        (("annotations", 0, "fragments"), [[-MAX_NUMBER, 4]], [[-MAX_NUMBER - 1, 4]]),
        (("annotations", 0, "fragments"), [[MAX_NUMBER, 4]], [[MAX_NUMBER + 1, 4]]),
        (("annotations", 0, "attributes"), {"n": MAX_NUMBER}, {"n": MAX_NUMBER + 1}),
        (("annotations", 0, "attributes"), {"n": nested(MAX_DEPTH - 6)}, {"n": nested(MAX_DEPTH - 5)}),
    ],
)
def test_numbers_and_depths_are_read_up_to_their_limit_and_no_further(
    tree: dict[str, Any], where: tuple[Any, ...], exact: Any, too_much: Any
) -> None:
    changed = copy.deepcopy(tree)
    *way, last = where
    holder: Any = changed
    for key in way:
        holder = holder[key]
    holder[last] = exact
    assert read_if_valid(orjson.dumps(changed), "annotator-sidecar", 1)
    holder[last] = too_much
    assert read_if_valid(orjson.dumps(changed), "annotator-sidecar", 1) is None
    assert read(orjson.dumps(changed), quickly=True) == read(orjson.dumps(changed), quickly=False)


def test_another_format_or_version_and_an_id_that_stands_twice_take_the_slow_way(tree: dict[str, Any]) -> None:
    data = orjson.dumps(tree)
    assert read_if_valid(data, "annotator-sidecar", 2) is None
    assert read_if_valid(data, "annotator-codebook", 1) is None
    for table in ("entities", "topics", "annotations", "links", "review", "deleted"):
        twice = orjson.dumps(tree | {table: [*tree[table], tree[table][0]]})
        assert read_if_valid(twice, "annotator-sidecar", 1) is None


def test_what_is_read_quickly_is_held_as_ever(tree: dict[str, Any]) -> None:
    columns = read_if_valid(orjson.dumps(tree), "annotator-sidecar", 1)
    assert columns is not None
    layer = columns.layer
    for annotation in layer.annotations.values():
        assert type(annotation) is Annotation
        assert all(type(span) is Span for span in annotation.fragments)
        assert all(type(role) is Role for _name, role in annotation.roles())
    assert any(annotation.roles() for annotation in layer.annotations.values())
    assert orjson.loads(dump_sidecar(layer)) == orjson.loads(dump_sidecar(load_sidecar(orjson.dumps(tree)).layer))
