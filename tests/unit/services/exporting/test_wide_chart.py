"""The chart of many documents beside the article: that of the command, narrowed alike, with what it rests on."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.relation_graph import MEMBERSHIP_EDGE, RelationGraph
from annotator.services.charting.chart_filters import ChartFilters
from annotator.services.exporting.chart_order import ChartOrder, build_chart, find_charted
from annotator.services.exporting.wide_chart import WideOrder, memberships_in, wide_chart
from annotator.services.index.index import FolderIndex
from tests.unit.folder_of_files import chance_folder, kept_chart
from tests.unit.services.index.test_index import indexed

ALL = 10**6
NARROWED = (
    AnnotationFilter(),
    AnnotationFilter(stances=frozenset({"agree"}), statuses=frozenset({"signed", "agreed"})),
    AnnotationFilter(start="2021-03", end="2022-06"),
)


@pytest.fixture
def index(tmp_path: Path) -> FolderIndex:
    chance_folder(random.Random(7), tmp_path, documents=12)
    return indexed(tmp_path)


def told(graph: RelationGraph) -> dict[object, Counter[str | None]]:
    return {key: Counter(edge.values) for key, edge in graph.edges.items() if edge.kind != MEMBERSHIP_EDGE}


@pytest.mark.parametrize("narrowed", NARROWED, ids=("all", "values", "time"))
@pytest.mark.parametrize("level", ["own", "for"])
def test_it_is_that_of_the_command(index: FolderIndex, narrowed: AnnotationFilter, level: str) -> None:
    filters = ChartFilters(level=level, narrowed=narrowed)
    chart = wide_chart(index.view(), WideOrder(filters, most=ALL))
    order = ChartOrder((str(index.root),), Path("x.csv"), annotators=("ab",), level=level, narrowed=narrowed)
    built = build_chart(order, find_charted(order)[0])
    whole = told(built.graph)
    drawn = told(chart.part.graph)
    assert drawn
    assert drawn.items() <= whole.items()
    assert len(drawn) + chart.part.edges_left == len(whole)
    assert chart.part.graph.nodes.keys() == built.graph.nodes.keys()
    for key, edge in chart.part.graph.edges.items():
        words = index.words(chart.proofs(key)).values()
        assert Counter(f"{one.document}:{one.id}" for one in words) == Counter(built.graph.edges[key].evidence)
        assert key in chart.keys_of(chart.proofs(key)[:1]), edge


def test_of_some_documents_no_others_are_told(index: FolderIndex) -> None:
    documents = frozenset(sorted(index.documents)[:3])
    chart = wide_chart(index.view(), WideOrder(documents=documents, most=ALL))
    found = [row for key in chart.part.graph.nodes for row in chart.proofs(key)]
    assert {facts.document for row in found if (facts := chart.view.facts(row))} == documents


def test_who_is_left_out_is_counted_and_one_node_has_all_its_neighbours(index: FolderIndex) -> None:
    view, whole = index.view(), wide_chart(index.view(), WideOrder(most=ALL))
    few = wide_chart(view, WideOrder(most=2))
    assert len(few.part.graph.nodes) == 2
    assert few.part.nodes_left == len(whole.part.graph.nodes) - 2
    first = next(iter(few.part.graph.nodes))
    near = wide_chart(view, WideOrder(most=ALL, around=first)).near
    assert near
    edges = whole.part.graph.edges.values()
    joined = {end for edge in edges for end in (edge.source, edge.target) if first in (edge.source, edge.target)}
    assert joined <= near.nodes.keys()
    assert all(edge.count >= 2 for edge in wide_chart(view, WideOrder(most=ALL, least=2)).part.graph.edges.values())


def test_memberships_stand_where_both_are_nodes(index: FolderIndex) -> None:
    filters = ChartFilters()
    order = WideOrder(replace(filters, kinds=filters.kinds | {MEMBERSHIP_EDGE}), most=ALL)
    members = memberships_in(index.edges.sums()[0])
    chart = wide_chart(index.view(), order, members)
    found = [key for key in chart.part.graph.edges if key[0] == MEMBERSHIP_EDGE]
    assert found
    assert not len(chart.proofs(found[0]))
    assert len(found) == sum(key[0] == MEMBERSHIP_EDGE for key in kept_chart(index).graph(None).edges)
