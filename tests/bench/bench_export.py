"""Export of many small files, beside reading and parsing the same files with nothing else done to them."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from annotator.formats.exchange.protocols import FILE
from annotator.formats.exchange.registry import export_format, export_formats, is_missing
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from tests.bench.conftest import QUICK, write_large

FILES = (100, 200) if QUICK else (250, 1000)
ANNOTATIONS = 50
GROWING = ("csv", "jsonl", "parquet", "xlsx", "gexf", "graphml")
FORMATS = [name for name in export_formats() if not is_missing(export_format(name).extra)]


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Folders of so many articles with 50 annotations each."""
    found = {}
    for files in FILES:
        found[files] = tmp_path_factory.mktemp("corpus")
        for number in range(files):
            folder = found[files] / f"{number:04}"
            folder.mkdir()
            write_large(folder, ANNOTATIONS)
    return found


def read_and_parse(corpus: Path) -> None:
    for found in find_sidecars([str(corpus)]).sidecars:
        orjson.loads(found.path.read_bytes())
        found.path.with_name("large.txt").read_bytes().decode()


@pytest.mark.parametrize("files", FILES)
def test_read_and_parse_many(benchmark: Any, corpora: dict[int, Path], files: int) -> None:
    benchmark(read_and_parse, corpora[files])


CASES = [(name, files) for name in FORMATS for files in (FILES if name in GROWING or not QUICK else FILES[:1])]


@pytest.mark.parametrize(("name", "files"), CASES)
def test_export(benchmark: Any, corpora: dict[int, Path], tmp_path: Path, name: str, files: int) -> None:
    measured(benchmark, corpora, tmp_path, name, files)
    benchmark.extra_info.update(grows_with="files", size=files, of=f" {name}")


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_export_by_two_jobs(benchmark: Any, corpora: dict[int, Path], tmp_path: Path, name: str) -> None:
    measured(benchmark, corpora, tmp_path, name, FILES[-1], jobs=2)


def measured(benchmark: Any, corpora: dict[int, Path], out: Path, name: str, files: int, *, jobs: int = 1) -> None:
    benchmark.extra_info["yardstick"] = f"test_read_and_parse_many[{files}]"
    wanted = export_format(name)

    def export() -> None:
        sidecars = find_sidecars([str(corpora[files])]).sidecars
        unit, as_folder = wanted.units[0], FILE not in wanted.places
        export_all(sidecars, name, out / f"out{wanted.suffix}", unit=unit, as_folder=as_folder, jobs=jobs)

    benchmark.pedantic(export, rounds=1 if QUICK or name not in GROWING else 3, warmup_rounds=1)
