"""Export from and to places that a URL names: the same bytes, and complete or absent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from annotator.__main__ import main
from annotator.formats.exchange import registry
from annotator.services.exporting.remote_files import find_remote, here, is_url
from annotator.services.keeping.annotated_file import read_annotated
from tests.unit.making import annotated


def _empty(system: Any) -> None:
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    _empty(system)
    yield system
    _empty(system)


@pytest.fixture
def folder(tmp_path: Path, memory: Any) -> Path:
    """Articles on the disk, and the same ones at memory://corpus."""
    folder = tmp_path / "in"
    for name in ("a.txt", "may/b.txt", "may.txt", ".hidden/c.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        annotated((folder / name).parent, name=Path(name).name)
    memory.put(str(folder), "/corpus", recursive=True)
    return folder


def export(*arguments: str) -> int:
    return main(["export", *arguments])


def test_what_lies_elsewhere_is_exported_to_the_same_bytes(folder: Path, tmp_path: Path, memory: Any) -> None:
    local, remote = tmp_path / "local.csv", tmp_path / "remote.csv"
    assert export(str(folder), "--to", "csv", "--out", str(local)) == 0
    assert export("memory://corpus", "--to", "csv", "--out", str(remote)) == 0
    assert remote.read_bytes() == local.read_bytes()
    assert b"may/b.txt" in local.read_bytes()
    assert export(str(folder), "--to", "csv", "--out", "memory://out/all.csv") == 0
    assert memory.cat("/out/all.csv") == local.read_bytes()
    assert export(folder.as_uri(), "--to", "csv", "--out", (tmp_path / "uri.csv").as_uri()) == 0
    assert (tmp_path / "uri.csv").read_bytes() == local.read_bytes()


def test_a_folder_elsewhere_gets_all_tables(folder: Path, tmp_path: Path, memory: Any) -> None:
    local = tmp_path / "tables"
    assert export(str(folder), "--to", "csv", "--out", f"{local}/") == 0
    assert export("memory://corpus/", "--to", "csv", "--out", "memory://out/tables/") == 0
    assert {path.name: path.read_bytes() for path in local.iterdir()} == {
        Path(name).name: memory.cat(name) for name in memory.find("/out/tables")
    }


def test_a_document_a_pattern_and_an_annotation_file_are_found(folder: Path) -> None:
    assert [found.shown for found in find_remote("memory://corpus/a.txt").sidecars] == [
        "memory:///corpus/a.txt.mkato.ann.json"
    ]
    assert len(find_remote("memory://corpus/*.ann.json").sidecars) == 2
    (one,) = find_remote("memory://corpus/may/b.txt.mkato.ann.json").sidecars
    assert one.document_name("") == "b.txt"
    with one.at_hand() as sidecar:
        assert (sidecar.with_name("b.txt")).is_file()
    assert not sidecar.parent.exists()


def test_an_output_that_cannot_be_sent_is_absent(
    folder: Path, memory: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    memory.pipe("/out/tables/roles.csv", b"before")
    opened = type(memory).open
    count = 0

    def fail_at_third(self: Any, path: str, mode: str = "rb", **rest: Any) -> Any:
        nonlocal count
        count += mode == "wb"
        if count == 3:
            raise ConnectionResetError("gone")
        return opened(self, path, mode, **rest)

    monkeypatch.setattr(type(memory), "open", fail_at_third)
    assert export("memory://corpus", "--to", "csv", "--out", "memory://out/tables/") == 1
    assert "could not be reached" in capsys.readouterr().err
    assert memory.find("/out") == ["/out/tables/roles.csv"]
    assert memory.cat("/out/tables/roles.csv") == b"before"


def test_what_is_not_there_and_what_is_missing_is_said(
    tmp_path: Path, memory: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = str(tmp_path / "out.csv")
    for url in ("memory://nowhere", "unheard-of://x/y"):
        assert export(url, "--to", "csv", "--out", out) == 1
        assert url in capsys.readouterr().err
    monkeypatch.setitem(registry._MODULES_OF_EXTRA, "remote", ("no_such_module",))

    def missing(_url: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    assert export("s3://bucket/x", "--to", "csv", "--out", out) == 1
    assert "pip install 'annotator[remote]'" in capsys.readouterr().err


def test_what_is_a_url() -> None:
    assert [is_url(name) for name in ("s3://a/b", "memory://x", "file:///x", "C:\\x", "a/b", "x:y")] == [
        True, True, False, False, False, False
    ]  # fmt: skip
    assert here("file:///tmp/a%20b/") == "/tmp/a b/"
    assert here("tmp/a%20b") == "tmp/a%20b"


def test_elsewhere_too_names_that_are_canonically_equal_belong_together_and_bins_are_passed_over(
    tmp_path: Path, memory: Any
) -> None:
    desk = annotated(tmp_path, name="Caf\u00e9.txt")
    memory.put(str(desk.path), "/corpus/Cafe\u0301.txt")
    memory.put(str(desk.sidecar), "/corpus/Caf\u00e9.txt.mkato.ann.json")
    memory.put(str(desk.sidecar), "/corpus/#recycle/Caf\u00e9.txt.mkato.ann.json")
    (found,) = find_remote("memory://corpus").sidecars
    with found.at_hand() as sidecar:
        assert read_annotated(sidecar).document is not None
    assert [one.shown for one in find_remote("memory://corpus/Cafe\u0301.txt").sidecars] == [found.shown]
