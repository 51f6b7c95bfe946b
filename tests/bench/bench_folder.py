"""A folder of 1,000 documents: read, kept, asked and followed; the commands' way is the yardstick where there is one.

``FOLDER_DOCUMENTS=10000 make bench`` measures a larger one.
"""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.services.charting.discourse import NetworkOptions
from annotator.services.exporting.chart_order import ChartOrder, build_chart, find_charted
from annotator.services.folder.sidecar_summary import sidecar_summary
from annotator.services.folder.signature import signature_at
from annotator.services.folding.find_words import Way
from annotator.services.index.cache import Cache, read_or_taken
from annotator.services.index.counts import cross_table
from annotator.services.index.edges import direct_graph
from annotator.services.index.index import FolderIndex
from annotator.services.index.networks import network_of
from annotator.services.index.passages import PassageFilter, passages, sorted_rows
from annotator.services.index.reading import read_file
from annotator.services.index.statement_rows import folder_statements
from annotator.services.index.texts import FolderTexts
from annotator.services.running.progress import no_progress
from annotator.services.searching.folder_search import search_documents
from tests.unit.large_folder import write_large_folder

DOCUMENTS = int(os.environ.get("FOLDER_DOCUMENTS", "1000"))
ONE_MODE, TWO_MODE = NetworkOptions("one-mode", "subtract"), NetworkOptions("two-mode", "subtract")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_large_folder(tmp_path_factory.mktemp("large") / "folder", DOCUMENTS)


@pytest.fixture(scope="module")
def paths(root: Path) -> list[Path]:
    return sorted(root.rglob("*.ann.json"))


@pytest.fixture(scope="module")
def index(root: Path, paths: list[Path]) -> FolderIndex:
    return filled(root, paths)


def filled(root: Path, paths: list[Path]) -> FolderIndex:
    index = FolderIndex(root, "mkato")
    index.expect(len(paths))
    for start in range(0, len(paths), 10):
        index.put_files(read_file(path, root) for path in paths[start : start + 10])
    return index


def once(benchmark: Any, function: Any, *arguments: Any) -> Any:
    return benchmark.pedantic(function, arguments, rounds=1, iterations=1)


def test_summaries_of_a_folder(benchmark: Any, paths: list[Path]) -> None:
    once(benchmark, lambda: [sidecar_summary(path) for path in paths])


def test_read_a_folder_into_an_index(benchmark: Any, root: Path, paths: list[Path]) -> None:
    benchmark.extra_info["yardstick"] = "test_summaries_of_a_folder"
    assert len(once(benchmark, filled, root, paths).files) == len(paths)


def test_read_a_folder_that_was_kept(benchmark: Any, root: Path, paths: list[Path]) -> None:
    benchmark.extra_info["yardstick"] = "test_summaries_of_a_folder"

    def read() -> FolderIndex:
        with closing(Cache(root)) as cache:
            index = FolderIndex(root, "mkato")
            index.expect(len(paths))
            for start in range(0, len(paths), 10):
                part = paths[start : start + 10]
                index.put_files([read_or_taken(cache, path, root, signature_at(path)) for path in part])
            return index

    read()
    assert len(once(benchmark, read).files) == len(paths)


def test_follow_a_step(benchmark: Any, index: FolderIndex, paths: list[Path]) -> None:
    layer = load_sidecar(paths[3].read_bytes()).layer
    index.edges.sums()
    index.put_open(paths[3], layer)
    benchmark(index.follow, paths[3], layer)
    index.forget_open(paths[3])


@pytest.mark.parametrize("typed", ["n", "nor", "nor o"])
def test_names_by_their_beginning(benchmark: Any, index: FolderIndex, typed: str) -> None:
    benchmark(index.names.entities, typed)


def test_names_that_are_likely_the_same(benchmark: Any, index: FolderIndex) -> None:
    benchmark(index.same_as, index.names.all_entities()[0].name + "ese", "state")


def test_all_passages_by_date(benchmark: Any, index: FolderIndex) -> None:
    view = index.view()
    benchmark(lambda: sorted_rows(view, passages(view, PassageFilter()), "date"))


def test_speakers_by_topics(benchmark: Any, index: FolderIndex) -> None:
    view = index.view()
    rows = passages(view, PassageFilter(types=frozenset(("claim",))))
    benchmark(cross_table, view, rows, "speaker", "topic", 50)


def order(root: Path, network: str) -> ChartOrder:
    return ChartOrder(
        (str(root),), Path("x.csv"), network, "subtract" if network != "direct" else None, annotators=("mkato",)
    )


@pytest.mark.parametrize("network", ["direct", "two-mode", "one-mode"])
def test_chart_of_the_command(benchmark: Any, root: Path, network: str) -> None:
    wanted = order(root, network)
    once(benchmark, lambda: build_chart(wanted, find_charted(wanted)[0]))


def test_chart_from_columns(benchmark: Any, index: FolderIndex) -> None:
    benchmark.extra_info["yardstick"] = "test_chart_of_the_command[direct]"
    view = index.view()
    benchmark(lambda: direct_graph(view).graph())


def test_chart_that_is_kept_up(benchmark: Any, index: FolderIndex) -> None:
    benchmark.extra_info["yardstick"] = "test_chart_of_the_command[direct]"
    index.edges.sums()
    benchmark(lambda: index.chart().graph())


def test_two_mode_from_columns(benchmark: Any, index: FolderIndex) -> None:
    benchmark.extra_info["yardstick"] = "test_chart_of_the_command[two-mode]"
    found = folder_statements(index.view(), TWO_MODE.statements, AnnotationFilter())
    benchmark(network_of, found, TWO_MODE)


@pytest.mark.parametrize("most", [100, None])
def test_one_mode_from_columns(benchmark: Any, index: FolderIndex, most: int | None) -> None:
    benchmark.extra_info["yardstick"] = "test_chart_of_the_command[one-mode]"
    found = folder_statements(index.view(), ONE_MODE.statements, AnnotationFilter())
    benchmark(network_of, found, ONE_MODE, most)


def test_search_through_files(benchmark: Any, root: Path) -> None:
    documents = sorted(root.rglob("*.txt"))
    once(benchmark, lambda: search_documents(documents, "ostia", Way(), tell=lambda _found: None, progress=no_progress))


@pytest.mark.parametrize("words", ["nowhere to be found", "ostia"])
def test_search_through_kept_texts(benchmark: Any, root: Path, words: str) -> None:
    benchmark.extra_info["yardstick"] = "test_search_through_files"
    documents = sorted(root.rglob("*.txt"))

    def search() -> None:
        with closing(FolderTexts(root)) as texts:
            search_documents(documents, words, Way(), tell=lambda _found: None, progress=no_progress, texts=texts)

    search()
    once(benchmark, search)
