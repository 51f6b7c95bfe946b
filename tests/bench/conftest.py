"""Measured beside a yardstick in the same run: what counts is the ratio, since machines differ and are noisy."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.documents.plain_text import read_source
from annotator.model.annotation import Annotation, Role
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from annotator.services.keeping.save_document import save
from tests.bench.table import Figure, figure_of, keep, table_of, text_of
from tests.places import ROOT
from tests.unit.large_folder import write_large_folder

QUICK = "BENCH_QUICK" in os.environ
"""Whether smaller sizes are enough: the whole then takes minutes."""
DOCUMENTS = int(os.environ.get("FOLDER_DOCUMENTS", "1000"))
"""So many has the folder that is measured."""
SIZES_OF_MEMORY = pytest.StashKey[list[Figure]]()

SENTENCE = "Minister Aiko Mori said that Norland and Ostia had agreed to hold joint exercises near Capes and Bays. "
PARAGRAPH = SENTENCE * 5 + "\n\n"


def run_python(*arguments: str) -> str:
    """Run Python on the program as an installed one runs, with its bytecode kept; gives what it says."""
    return run_program(sys.executable, *arguments)


def run_program(*arguments: str) -> str:
    """Run any program likewise."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        arguments,
        check=True,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.stdout


def write_large(folder: Path, annotations: int) -> Path:
    """Write an article with 100 characters an annotation, and its sidecar; gives the article."""
    path = folder / "large.txt"
    path.write_text(PARAGRAPH * (annotations * len(SENTENCE) // len(PARAGRAPH) + 1))
    document = read_source(path.read_bytes(), path.name)
    layer = Layer(LayerHead(Annotator("mkato")), document.info)
    layer.entities["e1"] = Entity("e1", "Aiko Mori", "person")
    for number, start in enumerate(_starts(document.text, "Aiko Mori", annotations)):
        layer.annotations[f"a{number}"] = _annotation(document.text, number, start)
    save(layer, path.with_name("large.txt.mkato.ann.json"), None)
    return path


def _starts(text: str, words: str, count: int) -> Iterator[int]:
    start = -1
    for _number in range(count):
        start = text.find(words, start + 1)
        if start < 0:
            return
        yield start


def _annotation(text: str, number: int, start: int) -> Annotation:
    actor = number % 2 == 0
    span = Span(start, start + (9 if actor else 60))
    role = Role("e1", None)
    return Annotation(
        f"a{number}", "actor" if actor else "claim", (span,), (text[slice(*span)],), text[max(0, start - 32) : start],
        text[span.end : span.end + 32], entities=("e1",) if actor else (), speakers=() if actor else (role,),
        author="mkato", created="2026-01-01T00:00:00Z", modified="2026-01-01T00:00:00Z",
    )  # fmt: skip


def wanted(benchmark: Any, of_1000: float, of_10000: float) -> None:
    """Say how many milliseconds a thing may take in a folder of 1,000 and of 10,000 documents."""
    if DOCUMENTS in (1000, 10_000):
        benchmark.extra_info["wanted"] = of_1000 if DOCUMENTS == 1000 else of_10000


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of so many documents; ``FOLDER`` names one that is there already."""
    known = os.environ.get("FOLDER")
    return Path(known) if known else write_large_folder(tmp_path_factory.mktemp("large") / "folder", DOCUMENTS)


@pytest.fixture(scope="session")
def article_of_10k(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One megabyte with 10,000 annotations."""
    return write_large(tmp_path_factory.mktemp("large"), 10_000)


@pytest.fixture(scope="session")
def article_of_100k(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten megabytes with 100,000 annotations."""
    return write_large(tmp_path_factory.mktemp("huge"), 100_000)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the table of the run, and keep it for ``make bench-compare``."""
    session = getattr(config, "_benchmarksession", None)
    benches = [bench for bench in session.benchmarks if bench] if session else []
    if not benches:
        return
    medians = {bench.fullname.split("::")[-1]: bench.stats.median * 1000 for bench in benches}
    table = table_of([figure_of(bench, medians) for bench in benches] + config.stash.get(SIZES_OF_MEMORY, []))
    terminalreporter.section("medians beside their yardsticks")
    terminalreporter.write_line(text_of(table))
    terminalreporter.write_line(f"kept as {keep(table)}")
