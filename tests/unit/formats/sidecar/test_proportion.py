"""Files that are small on disk and huge in memory are refused at once; honest large ones and texts of brackets open."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import orjson
import pytest

from annotator.formats.codebooks.authority_list import read_authority_list
from annotator.formats.codebooks.codebook_json import CodebookError, load_codebook
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.sidecar.proportion import (
    ANNOTATIONS,
    OutOfProportionError,
    check_proportion,
    is_in_proportion,
    loads,
)
from annotator.formats.sidecar.sidecar_json import MOST_FINDINGS, SidecarError, load_sidecar
from annotator.services.user.settings import SettingsStore
from tests.unit.imports import bring

SIZE = 8 * 2**20
MANY = [b"[],", b"{},", b"0.1,", b'"ab",', b'"[,",', b"[[]],", b'{"":{}},', b"0,"]
"""What a file can be filled with that takes ten times its size, or more, in memory."""
SAID = "holds more lists and values than 8 MiB of annotations ever do, and was not read."


def filled(before: bytes, unit: bytes, after: bytes) -> bytes:
    return before + unit * (SIZE // len(unit)) + unit.removesuffix(b",") + after


@contextmanager
def within(seconds: float, megabytes: float) -> Iterator[None]:
    """Fail where something takes more time of the processor, or more memory."""
    tracemalloc.start()
    begun = process_time()
    try:
        yield
        assert process_time() - begun < seconds
        assert tracemalloc.get_traced_memory()[1] < megabytes * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("unit", MANY)
@pytest.mark.parametrize("duplicates", [True, False])
def test_a_sidecar_of_masses_is_refused_before_it_is_parsed(unit: bytes, duplicates: bool) -> None:
    begin = b'{"format":"annotator-sidecar","version":1,"annotator":{"id":"a"},"document":{"name":"a.txt"},'
    for data in (
        filled(begin + b'"annotations":[],"unknown":[', unit, b"]}"),
        filled(begin + b'"annotations":[{"id":"a1","type":"actor","attributes":{"x":[', unit, b"]}}]}"),
    ):
        with within(0.5, 20), pytest.raises(SidecarError, match="holds more lists and values") as raised:
            load_sidecar(data, duplicates=duplicates)
        assert [finding.code for finding in raised.value.findings] == ["out-of-proportion"]


HEAD = b'{"format":"annotator-sidecar","version":1,"annotator":{"id":"a","name":""},"document":{"name":"a.txt"},'
OF_ONE = b'"annotations":[{"id":"a1","type":"actor","fragments":[],"quote":[],"before":"","after":"",'


def accepted_by_density(before: bytes, unit: bytes, after: bytes) -> bytes:
    """Fill a file as densely as its bytes alone would be let through."""
    for blanks in range(0, 200, 8):
        data = filled(before, unit + b" " * blanks + b",", after)
        if is_in_proportion(data, ANNOTATIONS):
            return data
    raise AssertionError


@pytest.mark.parametrize("unit", [b"[]", b'{"a":[[0.5]]}', b'"ab","cd"', b"[[]]"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEAD + b'"annotations":[],"unknown":[', b"]}"),
        (HEAD + OF_ONE + b'"attributes":{"x":[', b"]}}]}"),
        (HEAD + OF_ONE + b'"x":[', b"]}]}"),
    ],
)
def test_masses_of_what_nobody_knows_are_refused_however_thin(before: bytes, unit: bytes, after: bytes) -> None:
    data = accepted_by_density(before, unit, after)
    for duplicates in (True, False):
        with within(1, 30), pytest.raises(SidecarError, match="that no version knows, and was not read"):
            load_sidecar(data, duplicates=duplicates)


def test_a_large_file_of_a_later_version_is_read_with_what_it_knows_besides() -> None:
    one = b'{"id":"%d","type":"actor","fragments":[[0,4]],"quote":["Rome"],"before":"","after":"","later":{"x":[[]]}}'
    annotations = b",".join(one % number for number in range(40_000))
    data = HEAD + b'"annotations":[' + annotations + b"]" + b" " * 4 * 2**20 + b"}"
    layer = load_sidecar(data, duplicates=False).layer
    assert len(layer.annotations) == 40_000
    assert layer.annotations["7"].extra == (("after", "later", {"x": [[]]}),)


def test_what_is_wrong_with_the_shape_of_a_large_file_is_said_without_making_anything_of_it() -> None:
    one = b'{"id":"%d","type":"actor","fragments":[[0,4]],"quote":["Rome"],"before":0,"after":""}'
    data = HEAD + b'"annotations":[' + b",".join(one % number for number in range(60_000)) + b"]" + b" " * 2**21 + b"}"
    with within(1, 30), pytest.raises(SidecarError, match=r"annotations\[0\]\.before: Expected .str., got .int."):
        load_sidecar(data)


def test_codebooks_lists_and_preferences_are_refused_likewise(tmp_path: Path) -> None:
    data = filled(b'{"format":"annotator-codebook","version":1,"entities":[],"unknown":[', b"[],", b"]}")
    with within(0.5, 20), pytest.raises(CodebookError, match=SAID):
        load_codebook(data, "codebook.json")
    with within(0.5, 20), pytest.raises(FormatError, match=SAID):
        read_authority_list(data, "names.json")
    (tmp_path / "settings.json").write_bytes(data)
    assert SAID in SettingsStore(tmp_path / "settings.json").problem


@pytest.mark.parametrize(
    "name", ["label-studio", "prodigy", "doccano", "jsonl", "web-annotation", "cas-json", "annotator"]
)
def test_json_of_others_is_refused_likewise(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    data = filled(b'{"text":"a","unknown":[', b"[],", b"]}")
    for suffix in (".json", ".jsonl", ".jsonld", ".ann.json"):
        (tmp_path / "in" / f"a.txt.lisa{suffix}").write_bytes(data)
    summary = bring(name, tmp_path / "in", tmp_path / "out")
    assert summary.failed
    assert all(SAID in why for why in summary.failed.values())


def test_markup_without_end_is_refused_before_a_tree_is_made_of_it() -> None:
    data = filled(b"<rdf>", b"<a/>", b"</rdf>")
    with within(0.5, 20), pytest.raises(FormatError, match="more markup than a file of its size ever does"):
        read_authority_list(data, "names.rdf")


@pytest.mark.parametrize("make", [dict, list])
def test_what_is_small_or_says_something_is_in_proportion(make: Callable[[], object]) -> None:
    assert loads(orjson.dumps([make()] * 90_000)) == [make()] * 90_000
    annotation: dict[str, object] = {
        "id": "a1", "type": "claim", "fragments": [[0, 1]], "quote": ["w"], "before": "", "after": "", "targets": [],
        "speakers": [{"entity": "e1", "mention": None, "for": None}], "via": [], "codes": [], "attributes": {},
        "topic": None, "stance": None, "date": None, "author": "me", "created": "2026-11-23T17:48:50Z", "note": "",
    }  # fmt: skip
    check_proportion(orjson.dumps([annotation] * 100_000), ANNOTATIONS)


@pytest.mark.parametrize("words", ["[[a]], {b}", "[,", '\\"[', "\\[,"])
def test_a_text_may_be_about_brackets(words: str) -> None:
    data = orjson.dumps({"text": words * (2 * SIZE // len(words))})
    with within(2, 100):
        check_proportion(data)
    assert loads(data) == orjson.loads(data)


@pytest.mark.parametrize(
    "data", [b'"' + b'\\"' * SIZE, b'["' * SIZE, b'"[,' * SIZE, b"[" * SIZE, b"\\" * SIZE + b"[" * SIZE]
)
def test_what_never_ends_takes_no_longer(data: bytes) -> None:
    with within(2, 100):
        assert is_in_proportion(data) in (True, False)
    with pytest.raises(ValueError):  # noqa: PT011 - whichever of the two
        loads(data)


def test_out_of_proportion_is_a_value_error_like_all_json_that_cannot_be_read() -> None:
    assert issubclass(OutOfProportionError, ValueError)


def test_a_file_that_is_wrong_in_a_million_places_is_refused_for_the_first() -> None:
    head = b'{"format":"annotator-sidecar","version":1,"annotator":{"id":"a","name":""},"document":{"name":"a.txt"},'
    for number, findings in ((90_000, MOST_FINDINGS), (600_000, 1)):
        data = head + b'"annotations":[' + b"0          ," * number + b"0]}"
        with within(1, 100), pytest.raises(SidecarError) as raised:
            load_sidecar(data)
        assert len(raised.value.findings) == findings
    assert str(raised.value).startswith("$.annotations[0]: Expected")


def test_an_id_that_stands_a_hundred_thousand_times_is_told_each_time_and_takes_no_time() -> None:
    head = b'{"format":"annotator-sidecar","version":1,"annotator":{"id":"a","name":""},"document":{"name":"a.txt"},'
    entities = b",".join([b'{"id":"e","name":"Mori","type":"person"}'] * 20_000)
    begun = process_time()
    loaded = load_sidecar(head + b'"annotations":[],"entities":[' + entities + b"]}")
    assert process_time() - begun < 5
    assert len(loaded.layer.entities) == 20_000
    assert sum(finding.code == "duplicate-id" for finding in loaded.findings) == 19_999
