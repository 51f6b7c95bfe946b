"""The folder's chart from columns is the one that the command joins of the charts of all documents."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.one_record_a_name import one_record_a_name
from annotator.model.networks.relation_graph import EDGE_KINDS, GraphOptions, RelationGraph, relation_graph
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.services.codebook.shared_names import named_by_codebook
from annotator.services.exporting.chart_order import ChartOrder, build_chart, find_charted
from annotator.services.index.edges import direct_graph, evidence, evidence_of_node
from annotator.services.index.index import FolderIndex
from annotator.services.index.kept_edges import KeptEdges
from annotator.services.index.passages import PassageFilter, passages
from annotator.services.index.reading import read_file
from annotator.services.index.relations import DirectOptions
from tests.unit.folder_of_files import chance_folder, chance_layer, kept_chart, write
from tests.unit.services.index.test_index import indexed

SEEDS = range(20)
KINDS = frozenset(kind for kind in EDGE_KINDS if kind != "co-mention")


def joined(paths: list[str], **options: Any) -> RelationGraph:
    """The chart that the command makes, with the memberships that its pictures have."""
    order = ChartOrder(tuple(paths), Path("x.csv"), annotators=("ab",))
    charts = []
    for found in find_charted(order)[0].sidecars:
        layer = named_by_codebook(load_sidecar(found.path.read_bytes()).layer, found)[0]
        graph = relation_graph(one_record_a_name(layer)[0], GraphOptions(kinds=KINDS, **options))
        charts.append((found.document_name(layer.document.name), graph))
    return join_graphs(charts).graph


def said(graph: RelationGraph) -> tuple[Any, Any]:
    nodes = {key: (node.label, node.type, node.annotations) for key, node in graph.nodes.items()}
    edges = {key: (edge.count, Counter(edge.values)) for key, edge in graph.edges.items()}
    return nodes, edges


def ids(index: FolderIndex, rows: Any) -> Counter[str]:
    return Counter(f"{words.document}:{words.id}" for words in index.words(rows).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_the_chart_of_the_command(tmp_path: Path, seed: int) -> None:
    chance_folder(random.Random(seed), tmp_path, documents=8)
    index = indexed(tmp_path)
    plain = joined([str(tmp_path)])
    assert said(kept_chart(index).graph(None)) == said(plain)
    view = index.view()
    for key, edge in plain.edges.items():
        assert ids(index, evidence(view, key)) == Counter(edge.evidence)
    for node_key, node in plain.nodes.items():
        assert ids(index, evidence_of_node(view, node_key)) == Counter(node.evidence)
    built = build_chart(
        order := ChartOrder((str(tmp_path),), Path("x.csv"), annotators=("ab",)), find_charted(order)[0]
    )
    kinds = ("agreement", "claim", "position")
    assert said(kept_chart(index).graph(None, kinds=kinds)) == said(built.graph)


@pytest.mark.parametrize("seed", SEEDS)
def test_edges_taken_away_and_added_are_those_made_anew(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    paths = chance_folder(chance, tmp_path)
    index = indexed(tmp_path)
    _sums = index.edges.sums()
    for _step in range(20):
        path = chance.choice(paths)
        document, annotator = split_sidecar_name(path.name) or ("", "")
        match chance.randrange(4):
            case 0:
                index.put_open(path, chance_layer(chance, annotator, document))
            case 1:
                index.forget_open(path)
            case 2:
                write(path, chance_layer(chance, annotator, document))
                index.put_file(read_file(path, tmp_path))
            case _:
                index.remove([path])
    kept = dict(zip(*(one.tolist() for one in index.edges.sums()), strict=True))
    index._edges = KeptEdges()
    assert dict(zip(*(one.tolist() for one in index.edges.sums()), strict=True)) == kept
    kinds = ("agreement", "claim", "position")
    assert said(kept_chart(index).graph(None, kinds=kinds)) == said(direct_graph(index.view()).graph(None))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("level", ["own", "for"])
@pytest.mark.parametrize("positions", ["untargeted", "all", "none"])
def test_other_ways_to_draw_it(tmp_path: Path, seed: int, level: str, positions: str) -> None:
    chance_folder(random.Random(seed), tmp_path, documents=8)
    graph = direct_graph(indexed(tmp_path).view(), options=DirectOptions(level, positions)).graph(None)
    plain = joined([str(tmp_path)], level=level, positions=positions)
    nodes, edges = said(plain)
    assert said(graph) == (nodes, {key: edge for key, edge in edges.items() if key[0] != "membership"})


def narrowed(graph: RelationGraph) -> RelationGraph:
    return RelationGraph(graph.nodes, {key: edge for key, edge in graph.edges.items() if key[0] != "membership"})


@pytest.mark.parametrize("seed", range(6))
def test_of_some_rows_and_without_some_entities(tmp_path: Path, seed: int) -> None:
    chance_folder(random.Random(seed), tmp_path, documents=8)
    index = indexed(tmp_path)
    view = index.view()
    mask = np.zeros(len(view.annotations), np.bool_)
    mask[passages(view, PassageFilter(types=frozenset(("claim", "agreement")), stances=frozenset(("agree",))))] = True
    mask &= view.annotations.type == 1
    hidden = view.entities.named("Norland")
    wanted = AnnotationFilter(no_entities=frozenset(("Norland",)))
    graph = direct_graph(view, mask=mask, hidden=hidden).graph(None)
    keep = lambda one: one.type == "claim" and one.stance == "agree"  # noqa: E731
    assert said(graph) == said(narrowed(joined([str(tmp_path)], keep=keep, shown=wanted.entity_test())))


def test_the_codebook_joins_what_it_names(tmp_path: Path) -> None:
    from annotator.formats.codebooks.codebook_json import dump_codebook
    from tests.unit.folder_of_files import CODEBOOK

    chance_folder(random.Random(6), tmp_path, documents=10)
    index = indexed(tmp_path)
    before = said(kept_chart(index).graph(None))
    (tmp_path / "codebook.json").write_bytes(dump_codebook(CODEBOOK))
    index.put_codebook(tmp_path, CODEBOOK)
    assert said(kept_chart(index).graph(None)) == said(joined([str(tmp_path)])) != before
    index.put_codebook(tmp_path, Codebook())
    assert said(kept_chart(index).graph(None)) == before


def layers_of(index: FolderIndex) -> Iterator[Layer]:
    return (load_sidecar(one.path.read_bytes()).layer for one in index.files)


def test_the_nodes_of_most_weight_are_shown_first(tmp_path: Path) -> None:
    chance_folder(random.Random(2), tmp_path, documents=20)
    index = indexed(tmp_path)
    whole, some = kept_chart(index).graph(None), kept_chart(index).graph(4)
    assert len(some.nodes) == 4
    weight: Counter[Any] = Counter()
    for edge in whole.edges.values():
        weight.update({edge.source: edge.count, edge.target: edge.count})
    least = min(weight[key] for key in some.nodes)
    assert all(weight[key] <= least for key in whole.nodes.keys() - some.nodes.keys())
    assert some.edges.items() <= whole.edges.items()
    thick = kept_chart(index).graph(None, least=3)
    assert all(edge.count >= 3 for edge in thick.edges.values() if edge.kind != "membership")
    centre = max(weight, key=lambda key: weight[key])
    near = kept_chart(index).graph(None, around=centre)
    ends = {
        end
        for edge in whole.edges.values()
        if centre in (edge.source, edge.target)
        for end in (edge.source, edge.target)
    }
    assert near.nodes.keys() == ends | {centre}
    assert next(iter(near.nodes)) == centre
    assert kept_chart(index).graph(around=("entity", "state:Nowhere")).nodes == {}


def test_a_topic_is_called_as_where_it_is_shown_first(tmp_path: Path) -> None:
    """It is not shown where a claim has a target, nor called as the file that was put in first writes it."""
    paths = []
    for place, (name, targets) in enumerate(
        (("Stay “so”", ()), ("Stay ’so’", (Role("e2"),)), ("Stay 'so'", ()), ('Stay "so"', ()), ("Stay 'so'", ()))
    ):
        layer = chance_layer(random.Random(1), "ab", f"{place}.txt", size=1)
        layer.entities = {"e1": Entity("e1", "Ostia", "state"), "e2": Entity("e2", "Norland", "state")}
        layer.topics = {"t": Topic("t", name)}
        claim = Annotation("a", "claim", (Span(0, 3),), ("q",), topic="t", stance="agree", speakers=(Role("e1"),))
        layer.annotations = {"a": claim._replace(targets=targets)}
        paths.append(tmp_path / f"{place}.txt.ab.ann.json")
        write(paths[-1], layer)
    index = FolderIndex(tmp_path, "ab")
    for path in (paths[3], paths[1], *paths[::2]):
        index.put_file(read_file(path, tmp_path))
    for gone in ((), (paths[0],)):
        for path in gone:
            path.unlink()
        index.remove(gone)
        plain = joined([str(tmp_path)])
        assert [key[1] for key in plain.nodes if key[0] == "topic"] == (["Stay 'so'", 'Stay "so"'] if gone else [
            "Stay “so”", "Stay 'so'"
        ])  # fmt: skip
        assert said(direct_graph(index.view()).graph(None)) == said(plain)


def test_nothing_makes_an_empty_chart(tmp_path: Path) -> None:
    index = FolderIndex(tmp_path)
    assert kept_chart(index).graph() == direct_graph(index.view()).graph() == RelationGraph({}, {})
    assert list(evidence(index.view(), ("claim", ("entity", "state:A"), ("entity", "state:B")))) == []
