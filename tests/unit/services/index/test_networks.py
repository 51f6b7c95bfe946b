"""The networks of a folder from columns are those of the command, to the last digit."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.formats.codebooks.codebook_json import dump_codebook
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS
from annotator.model.networks.relation_graph import RelationGraph
from annotator.model.networks.statements import VARIABLES, Counting, StatementOptions, broadest_topics
from annotator.services.charting.discourse import BuiltNetwork, NetworkOptions, discourse_network
from annotator.services.codebook.shared_names import named_by_codebook
from annotator.services.exporting.chart_order import ChartOrder, find_charted
from annotator.services.index.index import FolderIndex
from annotator.services.index.network_windows import network_at, window_counts
from annotator.services.index.networks import FolderNetwork, folder_network
from tests.unit.discourse import Row, written
from tests.unit.folder_of_files import CODEBOOK, chance_folder, chance_layer, write
from tests.unit.services.index.test_index import indexed

OPEN = AnnotationFilter()


def plain(
    root: Path, options: NetworkOptions, narrowed: AnnotationFilter = OPEN, *, broadest: bool = False
) -> BuiltNetwork:
    """The network that the command builds."""
    layers = []
    for found in find_charted(ChartOrder((str(root),), Path("x.csv"), annotators=("ab",)))[0].sidecars:
        layer = named_by_codebook(load_sidecar(found.path.read_bytes()).layer, found)[0]
        layers.append((found.document_name(""), broadest_topics(layer) if broadest else layer))
    return discourse_network(layers, narrowed, options)


def said(graph: RelationGraph) -> Any:
    nodes = {key: (node.label, node.type, node.annotations) for key, node in graph.nodes.items()}
    edges = {key: (edge.weight, edge.count, Counter(edge.values)) for key, edge in graph.edges.items()}
    return nodes, edges


def assert_same(network: FolderNetwork, built: BuiltNetwork) -> None:
    assert said(network.graph()) == said(built.graph)
    assert list(network.graph().edges) == list(built.graph.edges)
    assert network.left_out == built.left_out
    assert len(network.statements) == len(built.counted)
    assert network.joined == built.joined


def folder(root: Path, seed: int) -> FolderIndex:
    chance_folder(random.Random(seed), root, documents=10)
    index = indexed(root)
    if seed % 2:
        (root / "codebook.json").write_bytes(dump_codebook(CODEBOOK))
        index.put_codebook(root, CODEBOOK)
    return index


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, FolderIndex]]:
    """Four folders by chance, of which two have a codebook; nobody changes them."""
    roots = [tmp_path_factory.mktemp("folders") / str(seed) for seed in range(4)]
    return [(root, folder(root, seed)) for seed, root in enumerate(roots)]


WAYS = [
    NetworkOptions(network, aggregate, normalise, counting=counting)
    for network, aggregates in AGGREGATES.items()
    for aggregate in aggregates
    for normalise in (NORMALISATIONS[network] if aggregate != "combine" else ("none",))
    for counting in (Counting(ignore_stance=aggregate == "ignore", mixed=aggregate == "combine"),)
]  # fmt: skip


@pytest.mark.parametrize("options", WAYS, ids=lambda one: f"{one.network}-{one.aggregate}-{one.normalise}")
def test_every_way_to_weigh(folders: list[tuple[Path, FolderIndex]], options: NetworkOptions) -> None:
    for root, index in folders:
        assert_same(folder_network(index.view(), options), plain(root, options))


@pytest.mark.parametrize("normalise", NORMALISATIONS["one-mode"])
@pytest.mark.parametrize("aggregate", AGGREGATES["one-mode"])
def test_of_those_who_say_the_same_again_and_again(tmp_path: Path, aggregate: str, normalise: str) -> None:
    chance = random.Random(3)
    actors, topics, stances = ("Ostia", "Norland", "Mori", "Kato"), ("A", "B", "C"), ("agree", "disagree", "neutral")
    rows = [
        Row(chance.choice(actors), chance.choice(topics), chance.choice(stances), f"d{number % 5}.txt")
        for number in range(60)
    ]
    written(tmp_path, rows)
    options = NetworkOptions("one-mode", aggregate, normalise, counting=Counting(ignore_stance=aggregate == "ignore"))
    assert_same(folder_network(indexed(tmp_path, "mkato").view(), options), plain(tmp_path, options))


AXES = [(rows, columns) for rows in VARIABLES for columns in VARIABLES if rows != columns]


@pytest.mark.parametrize(("rows", "columns"), AXES)
def test_whatever_stands_in_rows_and_columns(folders: list[tuple[Path, FolderIndex]], rows: str, columns: str) -> None:
    for (root, index), network in zip(folders, ("two-mode", "one-mode"), strict=False):
        statements = StatementOptions("both", rows, columns)
        options = NetworkOptions(
            network, "subtract", statements=statements, counting=Counting(rows=rows, columns=columns)
        )
        assert_same(folder_network(index.view(), options), plain(root, options))


COUNTINGS = [
    *(Counting(duplicates=stretch) for stretch in ("document", "week", "month", "year")),
    Counting(duplicates="year", ignore_stance=True),
    Counting(daily=True),
    Counting(start="2022-03", end="2022-04-12"),
    Counting(start="2022-03", end="2022-04-12", possible=True),
    Counting(start="2021-06"),
    Counting(end="2021-06", duplicates="month"),
]


@pytest.mark.parametrize("counting", COUNTINGS, ids=range(len(COUNTINGS)))
@pytest.mark.parametrize("by_published", [False, True])
def test_what_counts_and_how_often(
    folders: list[tuple[Path, FolderIndex]], counting: Counting, by_published: bool
) -> None:
    for seed, (root, index) in enumerate(folders):
        statements = StatementOptions(("claims", "both")[seed % 2], by_published=by_published)
        options = NetworkOptions("two-mode", "subtract", statements=statements, counting=counting)
        assert_same(folder_network(index.view(), options), plain(root, options))


FILTERS = [
    AnnotationFilter(topics=frozenset(("They should  train",))),
    AnnotationFilter(entities=frozenset(("Norland", "Mori"))),
    AnnotationFilter(no_entities=frozenset(("Guild", "O'Brien"))),
    AnnotationFilter(codes=frozenset(("threat",)), no_topics=frozenset(("Trade is good",))),
    AnnotationFilter(no_codes=frozenset(("aid",)), publishers=frozenset(("Daily",))),
    AnnotationFilter(no_publishers=frozenset(("daily",)), statuses=frozenset(("signed",))),
    AnnotationFilter(stances=frozenset(("agree", "mixed"))),
]


@pytest.mark.parametrize("narrowed", FILTERS, ids=range(len(FILTERS)))
@pytest.mark.parametrize("rows", ["speaker", "for"])
def test_narrowed(folders: list[tuple[Path, FolderIndex]], narrowed: AnnotationFilter, rows: str) -> None:
    for seed, (root, index) in enumerate(folders):
        statements = StatementOptions("both", rows, stances=narrowed.stances)
        options = NetworkOptions("two-mode", "ignore", statements=statements)
        broadest = seed > 1
        found = folder_network(index.view(), options, narrowed, broadest=broadest)
        assert_same(found, plain(root, options, narrowed, broadest=broadest))


@pytest.mark.parametrize("options", [one for one in WAYS if one.normalise == "none"], ids=str)
def test_evidence_is_looked_up(tmp_path: Path, options: NetworkOptions) -> None:
    index = folder(tmp_path, 2)
    network, built = folder_network(index.view(), options), plain(tmp_path, options)
    edges = list(built.graph.edges.values())
    for place, edge in enumerate(edges):
        words = index.words(network.evidence(place)).values()
        assert {f"{one.document}:{one.id}" for one in words} == set(edge.evidence)
    for place, unit in enumerate(network.rows):
        node = built.graph.nodes["entity", f"{unit[0]}:{unit[1]}"]
        assert len(network.evidence_of_row(place)) == len(node.evidence)
    for place, unit in enumerate(network.columns):
        assert len(network.evidence_of_column(place)) == built.graph.nodes["topic", unit[1]].annotations


@pytest.mark.parametrize("kernel", ["uniform", "triangular", "gaussian"])
@pytest.mark.parametrize(
    ("unit", "width"), [("days", 90), ("weeks", 10), ("months", 4), ("years", 1), ("statements", 5)]
)
def test_windows_of_time(tmp_path: Path, kernel: str, unit: str, width: int) -> None:
    chance = random.Random(7)
    for number in range(12):
        layer = chance_layer(chance, "ab", f"d{number}.txt", size=20)
        for key, one in layer.annotations.items():
            layer.annotations[key] = one._replace(date=f"2022-0{chance.randrange(1, 9)}-1{chance.randrange(9)}")
        write(tmp_path / f"d{number}.txt.ab.ann.json", layer)
    for network, start, end in (("one-mode", "", ""), ("two-mode", "2022-02-03", "2022-07")):
        counting = Counting(daily=True, start=start, end=end)
        options = NetworkOptions(network, "subtract", "none", counting=counting, window=width, unit=unit, kernel=kernel)
        built = plain(tmp_path, options)
        found = folder_network(indexed(tmp_path).view(), options)
        assert tuple(window_counts(found)) == built.slices
        days = [one.day for one in built.slices if one.edges]
        for day in days[:: max(len(days) // 5, 1)]:
            edges = {
                (key[0].split(" ")[0], *key[1:]): edge.weight
                for key, edge in built.graph.edges.items()
                if edge.date == day
            }
            assert {key: edge.weight for key, edge in network_at(found, day).edges.items()} == edges


def pairs(network: FolderNetwork) -> dict[Any, float]:
    ends = zip(network.source.tolist(), network.target.tolist(), network.weight.tolist(), strict=True)
    return {(network.rows[one], network.rows[other]): weight for one, other, weight in ends}


def test_those_who_speak_most(tmp_path: Path) -> None:
    index = folder(tmp_path, 4)
    options = NetworkOptions("one-mode", "ignore")
    whole, some = folder_network(index.view(), options), folder_network(index.view(), options, most=3)
    assert len(some.rows) == 3
    assert pairs(some).items() <= pairs(whole).items()
    table = whole.matrix()
    assert table.sum() == 2 * whole.weight.sum()
    assert (table == table.T).all()
    strongest = whole.strongest(4)
    assert len({*whole.source[strongest], *whole.target[strongest]}) <= 4
    graph = whole.graph(strongest)
    assert len(graph.edges) == len(strongest)
    assert len(graph.nodes) == len(whole.rows)


def test_nothing_makes_empty_networks(tmp_path: Path) -> None:
    for options in WAYS:
        network = folder_network(FolderIndex(tmp_path).view(), options)
        assert network.graph() == RelationGraph({}, {})
        assert network.matrix().size == 0
        assert window_counts(folder_network(FolderIndex(tmp_path).view(), replace(options, window=3))) == []
        assert not np.any(network.weight)
