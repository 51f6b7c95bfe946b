"""A folder that is read for the first time: the first files at once, and all others as a whole."""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from annotator.services.index import first_reading
from annotator.services.index.cache import Cache
from annotator.services.index.contents import Contents
from annotator.services.index.first_reading import FirstReading
from annotator.services.index.reading import ReadFile, read_file
from annotator.services.index.rejoining import Setting
from tests.unit.folder_of_files import chance_folder


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[ReadFile]:
    monkeypatch.setattr(first_reading, "AT_FIRST", 2)
    monkeypatch.setattr(first_reading, "GATHERED", 4)
    chance_folder(Random(5), tmp_path, documents=8)
    return [read_file(path, tmp_path) for path in sorted(tmp_path.rglob("*.ann.json"))]


@pytest.mark.parametrize(("many", "taken"), [(9, [4, 9]), (8, [8]), (3, [3])])
def test_what_is_gathered_is_handed_over_once_early_where_much_is_to_come_and_at_the_end(
    tmp_path: Path, reads: list[ReadFile], many: int, taken: list[int]
) -> None:
    found: list[Contents] = []
    first = FirstReading(tmp_path, many, lambda: Setting("ab"), found.append)
    left = [one.path for read in reads[:many] for one in first.left_of([read])]
    assert left == [read.path for read in reads[:2]]
    with closing(Cache(tmp_path)) as cache:
        first.end(cache)
    assert [len(contents.by_path) for contents in found] == taken


def test_what_could_not_be_read_is_put_in_by_itself_and_of_nothing_nothing_is_handed_over(tmp_path: Path) -> None:
    gone = read_file(tmp_path / "a.txt.ab.ann.json", tmp_path)
    found: list[Contents] = []
    first = FirstReading(tmp_path, 9, lambda: Setting("ab"), found.append)
    assert first.left_of([gone]) == [gone]
    with closing(Cache(tmp_path)) as cache:
        first.end(cache)
    assert found == []
