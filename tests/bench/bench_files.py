"""Files: saving, the journal, the commands' start."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.layer import Annotator
from annotator.services.keeping.desk import open_desk
from annotator.services.keeping.save_document import save
from tests.bench.conftest import run_program, run_python
from tests.places import ROOT


def plain_write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def test_plain_write_and_sync_of_10k(benchmark: Any, article_of_10k: Path, tmp_path: Path) -> None:
    data = article_of_10k.with_name("large.txt.mkato.ann.json").read_bytes()
    benchmark(plain_write, tmp_path / "plain", data)


def test_save_10k_annotations(benchmark: Any, article_of_10k: Path, tmp_path: Path) -> None:
    benchmark.extra_info["yardstick"] = "test_plain_write_and_sync_of_10k"
    layer = load_sidecar(article_of_10k.with_name("large.txt.mkato.ann.json").read_bytes()).layer
    path = tmp_path / "large.txt.mkato.ann.json"

    def write() -> None:
        path.unlink(missing_ok=True)
        save(layer, path, None)

    benchmark(write)


def test_append_and_sync_a_line(benchmark: Any, tmp_path: Path) -> None:
    with (tmp_path / "lines").open("ab") as file:

        def append() -> None:
            file.write(b"x" * 600)
            file.flush()
            os.fdatasync(file.fileno())

        benchmark(append)


def test_journal_one_step(benchmark: Any, tmp_path: Path) -> None:
    benchmark.extra_info["yardstick"] = "test_append_and_sync_a_line"
    (tmp_path / "a.txt").write_text("text")
    desk = open_desk(tmp_path / "a.txt", Annotator("mkato"), journals=tmp_path / "journals")
    titles = iter(range(10**6))

    def step() -> None:
        draft = desk.session.draft()
        draft.put_document(title=str(next(titles)))
        desk.session.commit(draft, "title")

    benchmark(step)
    desk.close(keep_journal=True)


def test_python_with_orjson(benchmark: Any) -> None:
    benchmark.pedantic(run_python, ("-c", "import orjson"), rounds=9, warmup_rounds=1)


ONE_FILE = "seeds/nato-summit-madrid.txt"
COMMANDS = {
    "help": ("--help",),
    "check": ("check", ONE_FILE),
    "export": ("export", ONE_FILE, "--to", "csv"),
    "formats": ("formats",),
}


PACKAGED = ROOT / "build" / "portable" / "annotator" / "annotator"


@pytest.mark.parametrize("command", COMMANDS)
def test_command(benchmark: Any, tmp_path: Path, command: str) -> None:
    measured(benchmark, tmp_path, command, sys.executable, "-m", "annotator")


@pytest.mark.skipif(not PACKAGED.exists(), reason="`make portable` builds it")
@pytest.mark.parametrize("command", COMMANDS)
def test_command_of_the_packaged_program(benchmark: Any, tmp_path: Path, command: str) -> None:
    measured(benchmark, tmp_path, command, str(PACKAGED))


def measured(benchmark: Any, folder: Path, command: str, *program: str) -> None:
    benchmark.extra_info["yardstick"] = "test_python_with_orjson"
    out = ("--out", str(folder / "out.csv")) if command == "export" else ()
    benchmark.pedantic(run_program, (*program, *COMMANDS[command], *out), rounds=9, warmup_rounds=1)
