"""Export of many small files, beside reading and parsing the same files with nothing else done to them."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from tests.bench.conftest import write_large

FILES = 1000
ANNOTATIONS = 50


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of one article with 50 annotations each."""
    corpus = tmp_path_factory.mktemp("corpus")
    for number in range(FILES):
        folder = corpus / f"{number:04}"
        folder.mkdir()
        write_large(folder, ANNOTATIONS)
    return corpus


def read_and_parse(corpus: Path) -> None:
    for found in find_sidecars([str(corpus)]).sidecars:
        orjson.loads(found.path.read_bytes())
        found.path.with_name("large.txt").read_bytes().decode()


def test_read_and_parse_many(benchmark: Any, corpus: Path) -> None:
    benchmark(read_and_parse, corpus)


@pytest.mark.parametrize("name", ["csv", "jsonl"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_export_many(benchmark: Any, corpus: Path, tmp_path: Path, name: str, jobs: int) -> None:
    benchmark.extra_info["yardstick"] = "test_read_and_parse_many"
    unit = "annotation" if name == "csv" else "document"

    def export() -> None:
        sidecars = find_sidecars([str(corpus)]).sidecars
        export_all(sidecars, name, tmp_path / "out", unit=unit, as_folder=False, jobs=jobs)

    benchmark.pedantic(export, rounds=3)
