"""What lists say of many sidecars, read again only when they were written."""

import os
import time
from pathlib import Path

import orjson
import pytest

from annotator.services.folder import sidecar_summary as module
from annotator.services.folder.sidecar_summary import SidecarSummary, SummaryCache, sidecar_summary
from tests.unit.making import annotated

UNREADABLE = SidecarSummary("unreadable")


def put(folder: Path, tree: object) -> Path:
    path = folder / "a.txt.x.ann.json"
    path.write_bytes(tree if isinstance(tree, bytes) else orjson.dumps(tree))
    return path


def test_a_real_sidecar_has_its_state_and_number(tmp_path: Path) -> None:
    assert sidecar_summary(annotated(tmp_path).sidecar) == SidecarSummary("in-progress", 5)


@pytest.mark.parametrize(
    ("tree", "summary"),
    [
        ({"document": {"state": "done"}, "annotations": [{}, {}]}, SidecarSummary("done", 2)),
        ({"document": {"state": "reviewed"}}, SidecarSummary("reviewed", 0)),
        ({"document": {}, "annotations": [{}]}, SidecarSummary("in-progress", 1)),
        (b"\xef\xbb\xbf" + b'{"document": {"state": "done"}}', SidecarSummary("done", 0)),
        ({"document": {"state": "splendid"}}, UNREADABLE),
        ({"document": {"state": 3}}, UNREADABLE),
        ({"document": {"state": ["done"]}}, UNREADABLE),
        ({"document": {"state": "done"}, "annotations": {}}, UNREADABLE),
        ({"document": {"state": "done"}, "annotations": None}, UNREADABLE),
        ({"annotations": []}, UNREADABLE),
        ({"document": None}, UNREADABLE),
        ({"document": []}, UNREADABLE),
        ([], UNREADABLE),
        ([1], UNREADABLE),
        (3, UNREADABLE),
        (b"", UNREADABLE),
        (b"{", UNREADABLE),
        (b"\xff", UNREADABLE),
    ],
)
def test_whatever_is_in_the_file_there_is_an_answer(tmp_path: Path, tree: object, summary: SidecarSummary) -> None:
    assert sidecar_summary(put(tmp_path, tree)) == summary


def test_a_file_that_is_gone_or_no_file_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "gone", tmp_path):
        assert sidecar_summary(path) == UNREADABLE
        assert SummaryCache().summary(tmp_path / "gone") == UNREADABLE


def test_large_files_have_a_state_and_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, {"document": {"state": "done"}, "annotations": [{}]})
    monkeypatch.setattr(module, "COUNTED_BYTES", path.stat().st_size)
    assert sidecar_summary(path) == SidecarSummary("done", 1)
    monkeypatch.setattr(module, "COUNTED_BYTES", path.stat().st_size - 1)
    assert sidecar_summary(path) == SidecarSummary("done", None)


def test_only_what_was_written_since_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    real = module.sidecar_summary

    def watched(path: Path) -> SidecarSummary:
        read.append(path)
        return real(path)

    monkeypatch.setattr(module, "sidecar_summary", watched)
    cache, path = SummaryCache(), put(tmp_path, {"document": {"state": "done"}})
    assert cache.summary(path) == cache.summary(path) == SidecarSummary("done", 0)
    # What was written just now may be written again with nothing to show it.
    assert len(read) == 2
    monkeypatch.setattr(module, "time_ns", lambda: time.time_ns() + 10**10)
    assert cache.summary(path) == cache.summary(path) == SidecarSummary("done", 0)
    assert len(read) == 3
    status = path.stat()
    # Of the same size at another time, and of another size at the same time.
    put(tmp_path, {"document": {"state": "DONE"}})
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert cache.summary(path) == UNREADABLE
    put(tmp_path, {"document": {"state": "reviewed"}})
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert cache.summary(path) == SidecarSummary("reviewed", 0)
    assert len(read) == 5
    other = tmp_path / "b.txt.x.ann.json"
    other.write_bytes(b"{")
    assert cache.summary(other) == UNREADABLE
    assert cache.summary(path) == SidecarSummary("reviewed", 0)
    assert len(read) == 6
