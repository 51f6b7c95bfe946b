"""A folder of 1,000 documents: read, kept, asked and followed; the commands' way is the yardstick where there is one.

``FOLDER_DOCUMENTS=10000 make bench`` measures a larger one; what is wanted is told for these two sizes.
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.services.charting.discourse import NetworkOptions
from annotator.services.charting.importance import MOST_SHOWN, important
from annotator.services.exporting.chart_order import ChartOrder, build_chart, find_charted
from annotator.services.exporting.folder_charts import FolderCharts
from annotator.services.folder.sidecar_summary import sidecar_summary
from annotator.services.folder.signature import signature_at
from annotator.services.folding.find_words import Way
from annotator.services.index.cache import Cache, read_or_taken
from annotator.services.index.counts import cross_table
from annotator.services.index.edges import direct_graph
from annotator.services.index.index import FolderIndex
from annotator.services.index.network_windows import network_of_window, window_places
from annotator.services.index.networks import network_of
from annotator.services.index.passages import PassageFilter, passages, sorted_rows
from annotator.services.index.reading import read_file
from annotator.services.index.statement_rows import folder_statements
from annotator.services.index.texts import FolderTexts
from annotator.services.index.typed_words import with_words
from annotator.services.running.progress import no_progress
from annotator.services.searching.folder_search import search_documents
from tests.bench.conftest import wanted
from tests.unit.folder_of_files import kept_chart

ONE_MODE, TWO_MODE = NetworkOptions("one-mode", "subtract"), NetworkOptions("two-mode", "subtract")


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
    wanted(benchmark, 1, 1)
    layer = load_sidecar(paths[3].read_bytes()).layer
    index.edges.sums()
    index.put_open(paths[3], layer)

    def step() -> None:
        index.follow(paths[3], layer)
        index.edges.sums()

    benchmark(step)
    index.forget_open(paths[3])


@pytest.mark.parametrize("typed", ["n", "nor", "nor o"])
def test_names_by_their_beginning(benchmark: Any, index: FolderIndex, typed: str) -> None:
    wanted(benchmark, 1, 1)
    benchmark(index.names.entities, typed)


def test_names_that_are_likely_the_same(benchmark: Any, index: FolderIndex) -> None:
    wanted(benchmark, 1, 1)
    benchmark(index.same_as, index.names.all_entities()[0].name + "ese", "state")


@pytest.mark.parametrize("by", ["date", "entity", "document"])
def test_all_passages(benchmark: Any, index: FolderIndex, by: str) -> None:
    wanted(benchmark, 16, 50)
    view = index.view()
    benchmark(lambda: sorted_rows(view, passages(view, PassageFilter()), by))


@pytest.mark.parametrize("typed", ["nowhere", "ostia", "nor", "the", "keep to what"])
def test_passages_with_words_after_the_first(benchmark: Any, index: FolderIndex, typed: str) -> None:
    wanted(benchmark, 16, 50)
    view, reader = index.view(), index.reader()
    rows = view.rows("all")
    with_words(view, rows, "zzz", reader)
    benchmark(with_words, view, rows, typed, reader)


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
    wanted(benchmark, 5, 60)
    view = index.view()

    def chart() -> None:
        view._memo.clear()
        direct_graph(view).graph()

    benchmark(chart)


def test_chart_that_is_kept_up(benchmark: Any, index: FolderIndex) -> None:
    benchmark.extra_info["yardstick"] = "test_chart_of_the_command[direct]"
    index.edges.sums()
    benchmark(lambda: kept_chart(index).graph())


def test_two_mode_from_columns(benchmark: Any, index: FolderIndex) -> None:
    benchmark.extra_info["yardstick"] = "test_chart_of_the_command[two-mode]"
    wanted(benchmark, 5, 50)
    found = folder_statements(index.view(), TWO_MODE.statements, AnnotationFilter())
    benchmark(network_of, found, TWO_MODE)


@pytest.mark.parametrize("most", [100, None])
def test_one_mode_from_columns(benchmark: Any, index: FolderIndex, most: int | None) -> None:
    benchmark.extra_info["yardstick"] = "test_chart_of_the_command[one-mode]"
    wanted(benchmark, 20 if most else 100, 20 if most else 500)
    found = folder_statements(index.view(), ONE_MODE.statements, AnnotationFilter())
    benchmark(network_of, found, ONE_MODE, most)


@pytest.mark.parametrize("network", ["two-mode", "one-mode"])
def test_step_of_the_time_slider(benchmark: Any, root: Path, index: FolderIndex, network: str) -> None:
    wanted(benchmark, 2, 10)
    charted = FolderCharts().of_index(replace(order(root, network), window=91, unit="days"), index.view())
    assert charted.series
    middle = len(charted.series.windows) // 2
    benchmark(lambda: important(charted.at(middle), MOST_SHOWN[0]))


@pytest.mark.parametrize("network", ["two-mode", "one-mode"])
def test_a_hundred_windows_ahead(benchmark: Any, index: FolderIndex, network: str) -> None:
    wanted(benchmark, 150, 500)
    options = replace(TWO_MODE if network == "two-mode" else ONE_MODE, window=91)
    whole = network_of(folder_statements(index.view(), options.statements, AnnotationFilter()), options, 100)
    windows = list(window_places(whole))[::13][:100]
    once(benchmark, lambda: [network_of_window(whole, places, weights) for _day, places, weights in windows])


def test_search_through_files(benchmark: Any, root: Path) -> None:
    documents = sorted(root.rglob("*.txt"))
    once(benchmark, lambda: search_documents(documents, "ostia", Way(), tell=lambda _found: None, progress=no_progress))


@pytest.mark.parametrize("words", ["nowhere to be found", "ostia"])
def test_search_through_kept_texts(benchmark: Any, root: Path, words: str) -> None:
    benchmark.extra_info["yardstick"] = "test_search_through_files"
    wanted(benchmark, 10, 100)
    documents = sorted(root.rglob("*.txt"))

    def search() -> None:
        with closing(FolderTexts(root)) as texts:
            search_documents(documents, words, Way(), tell=lambda _found: None, progress=no_progress, texts=texts)

    search()
    once(benchmark, search)
