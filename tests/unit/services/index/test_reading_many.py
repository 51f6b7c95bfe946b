"""Many files are read by processes of their own, and it is the same as reading each."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator.services.folder.signature import Signature, signature_at
from annotator.services.index import reading_many
from annotator.services.index.cache import Cache
from annotator.services.index.index import FolderIndex
from annotator.services.index.reading import ReadFile, read_file
from annotator.services.index.reading_many import read_many
from annotator.services.running.engines import EngineError, run
from tests.unit.folder_of_files import chance_folder
from tests.unit.services.index.test_index import known as said


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Path, Signature]:
    monkeypatch.setattr(reading_many, "AT_ONCE", 2)
    monkeypatch.setattr(reading_many, "MANY", 3)
    monkeypatch.setattr(Signature, "is_in_doubt", lambda *_: False)
    paths = [*chance_folder(random.Random(2), tmp_path), tmp_path / "bad.txt.ab.ann.json"]
    paths[-1].write_bytes(b"{")
    return {path: signature for path in paths if (signature := signature_at(path))}


def index_of(found: list[ReadFile], root: Path) -> object:
    index = FolderIndex(root, "ab")
    index.put_files(found)
    return said(index), index.standing()


def test_processes_read_what_is_not_kept(tmp_path: Path, known: dict[Path, Signature]) -> None:
    plain = index_of([read_file(path, tmp_path) for path in known], tmp_path)
    gone = tmp_path / "gone.txt.ab.ann.json"
    with closing(Cache(tmp_path)) as cache:
        found = list(read_many(cache, [*known, gone], known, 2))
        assert [one.path for one in found] == [*known, gone]
        assert found[-1].gone
        assert index_of(found, tmp_path) == plain
        cache.write()
        taken = [cache.take(path, signature) for path, signature in known.items()]
        assert [one is not None for one in taken] == [*[True] * (len(known) - 1), False]


def test_where_a_process_is_ended_the_rest_is_read_here(
    tmp_path: Path, known: dict[Path, Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(function: Any, inputs: list[Path], _jobs: int, /, *, chunk: int, ahead: int) -> Iterator[Any]:
        yield from run(function, inputs[:2], 1, chunk=chunk)
        raise EngineError

    monkeypatch.setattr(reading_many, "run", ended)
    with closing(Cache(tmp_path)) as cache:
        assert [one.path for one in read_many(cache, known, known)] == list(known)
