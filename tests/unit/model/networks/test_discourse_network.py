"""Discourse networks: the formulas on a published sample, on numbers worked out by hand, and what never counts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from math import exp, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS, ONE_MODE, TWO_MODE
from annotator.model.networks.statements import Counting, StatementOptions, broadest_topics, statements
from annotator.model.topic import Topic
from annotator.services.charting.discourse import BuiltNetwork, NetworkOptions, discourse_network
from tests.unit.discourse import Row, layers, samples

# a: twice for x, once against y; b: once for x, once against x, once for y; c: alone on z.
DEBATE = [
    Row("a", "x"), Row("a", "x", document="b.txt"), Row("a", "y", "disagree"),
    Row("b", "x"), Row("b", "x", "disagree"), Row("b", "y"), Row("c", "z", "neutral"),
]  # fmt: skip


def network(rows: Iterable[Row], kind: str = ONE_MODE, aggregate: str = "ignore", **options: Any) -> BuiltNetwork:
    wanted = NetworkOptions(network=kind, aggregate=aggregate, **options)
    return discourse_network(layers(rows), AnnotationFilter(), wanted)


def weights(built: BuiltNetwork) -> dict[tuple[str, str], float]:
    nodes = built.graph.nodes
    return {(nodes[e.source].label, nodes[e.target].label): e.weight for e in built.graph.edges.values()}


@pytest.mark.parametrize("name", samples())
def test_a_sample_gives_its_sums(name: str) -> None:
    sample = samples()[name]
    two_mode = network(sample.rows, TWO_MODE)
    assert (len(two_mode.graph.edges), sum(weights(two_mode).values())) == (sample.pairs, len(sample.rows))
    assert 2 * sum(weights(network(sample.rows)).values()) == sample.one_mode
    average = network(sample.rows, ONE_MODE, "congruence", normalise="average")
    assert 2 * sum(weights(average).values()) == pytest.approx(sample.average, abs=0.005)


@pytest.mark.parametrize(
    ("aggregate", "weight"),
    [("ignore", 2 * 2 + 1 * 1), ("congruence", 2 * 1), ("conflict", 2 * 1 + 1 * 1), ("subtract", -1)],
)
def test_actors_are_joined_as_worked_out_by_hand(aggregate: str, weight: float) -> None:
    built = network(DEBATE, ONE_MODE, aggregate)
    assert weights(built) == {("a", "b"): weight}
    assert [node.label for node in built.graph.nodes.values()] == ["a", "b", "c"]
    assert all(edge.symmetric for edge in built.graph.edges.values())


@pytest.mark.parametrize(
    ("normalise", "divisor"),
    [
        ("average", 3),
        ("product", 9),
        ("jaccard", 1 + 2 + 2 * 1),
        ("cosine", sqrt(2 * 2 + 1) * sqrt(3)),
    ],
)
def test_normalisation_divides(normalise: str, divisor: float) -> None:
    built = network(DEBATE, ONE_MODE, "congruence", normalise=normalise)
    assert weights(built) == {("a", "b"): pytest.approx(2 / divisor)}


def test_topics_are_joined_as_worked_out_by_hand() -> None:
    assert weights(network(DEBATE, TWO_MODE)) == {
        ("a", "x"): 2, ("a", "y"): 1, ("b", "x"): 2, ("b", "y"): 1, ("c", "z"): 1,
    }  # fmt: skip
    assert weights(network(DEBATE, TWO_MODE, "subtract")) == {("a", "x"): 2, ("a", "y"): -1, ("b", "y"): 1}
    combined = weights(network([*DEBATE, Row("d", "z", "mixed")], TWO_MODE, "combine", counting=Counting(mixed=True)))
    assert combined == {("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 3, ("b", "y"): 1, ("d", "z"): 3}
    activity = weights(network(DEBATE, TWO_MODE, normalise="activity"))
    assert (activity["a", "x"], activity["b", "y"]) == (2 / 3, 1 / 3)
    prominence = weights(network(DEBATE, TWO_MODE, normalise="prominence"))
    assert (prominence["a", "x"], prominence["c", "z"]) == (1 / 2, 1)


def test_neutral_is_half_way() -> None:
    rows = [Row("a", "x", "neutral"), Row("b", "x", "agree")]
    assert weights(network(rows, ONE_MODE, "congruence")) == {("a", "b"): 0.5}
    assert weights(network(rows, ONE_MODE, "conflict")) == {("a", "b"): 0.5}
    assert weights(network(rows, ONE_MODE, "subtract")) == {}


def test_what_cannot_count_is_left_out_and_counted() -> None:
    rows = [Row("a", "x", "mixed"), Row("a", "x", None), Row("b", "x", date=None), Row("b", "x", date="2022")]
    built = network(rows, ONE_MODE, counting=Counting(duplicates="week"))
    assert built.counted == []
    assert built.left_out == {
        "mixed": 1,
        "without a stance": 1,
        "without a date": 1,
        "without a date that is precise enough": 1,
    }


@pytest.mark.parametrize(
    ("duplicates", "counted"), [("all", 6), ("document", 4), ("week", 5), ("month", 4), ("year", 3), ("range", 2)]
)
def test_duplicates_count_once_in_a_stretch_that_knows_its_year(duplicates: str, counted: int) -> None:
    rows = [
        Row("a", "x", "agree", "1.txt", "2021-01-04"),
        Row("a", "x", "agree", "1.txt", "2021-01-05"),
        Row("a", "x", "agree", "2.txt", "2021-01-20"),
        Row("a", "x", "agree", "3.txt", "2022-01-04"),
        Row("a", "x", "disagree", "3.txt", "2022-01-04"),
        Row("a", "x", "agree", "3.txt", "2022-02-04"),
    ]
    assert len(network(rows, TWO_MODE, counting=Counting(duplicates)).counted) == counted
    # Stances that do not matter do not tell statements apart.
    ignoring = len(network(rows, TWO_MODE, counting=Counting(duplicates, ignore_stance=True)).counted)
    assert ignoring == (counted if duplicates == "all" else counted - 1)


def test_the_turn_of_the_year_is_one_week() -> None:
    rows = [Row("a", "x", date="2020-12-31"), Row("a", "x", date="2021-01-01"), Row("a", "x", date="2021-12-31")]
    assert len(network(rows, counting=Counting("week")).counted) == 2


def test_same_events_count_once_agreements_for_each_party_and_only_standing_ones() -> None:
    entities = {key: Entity(key, key, "state") for key in ("e1", "e2", "e3")}
    topics = {"t1": Topic("t1", "own")}
    parties = (Role("e1", acts_for="e3"), Role("e2"))
    made = [
        Annotation("a1", "claim", (), ("s",), speakers=(Role("e1"),), topic="t1", stance="agree"),
        Annotation("a2", "claim", (), ("s",), speakers=(Role("e1"),), topic="t1", stance="agree"),
        Annotation("a3", "agreement", (), ("s",), parties=parties, topic="t1", stance="agree", status="signed"),
        Annotation("a4", "agreement", (), ("s",), parties=parties, topic="t1", stance="agree", status="proposed"),
    ]
    links = {"l1": Link("l1", "same-event", "a1", "a2")}
    by_id = {one.id: one for one in made}
    layer = Layer(LayerHead(Annotator("m")), DocumentInfo("a.txt"), entities, topics, by_id, links)

    def holders(count: str, level: str = "speaker") -> list[str]:
        found = statements(layer, "a.txt", None, StatementOptions(count, level)).counted
        return sorted(one.actor[1] for one in found)

    assert holders("claims") == ["e1"]
    assert holders("agreements") == ["e1", "e2"]
    assert holders("both", "for") == ["e1", "e2", "e3"]


def test_topics_are_taken_for_the_broadest_above_them() -> None:
    ((_name, layer),) = layers([Row("a", "own"), Row("a", "wide"), Row("b", "turning")])
    above = {"own": "t1", "turning": "t2"}
    for topic in list(layer.topics.values()):
        layer.topics[topic.id] = replace(topic, broader=above.get(topic.name))
    found = statements(broadest_topics(layer), "a.txt", None, StatementOptions()).counted
    assert [one.topic[1] for one in found] == ["wide", "wide", "turning"]


def test_windows_are_whole_and_kernels_weigh_the_distance() -> None:
    first = date(2022, 4, 1)
    rows = [Row("a", "x", date=(first + timedelta(day)).isoformat()) for day in range(5)]
    rows += [Row("a", "x", date="2022-04")]
    for kernel, beside in {"uniform": 1, "triangular": 0.5, "epanechnikov": 0.75, "gaussian": exp(-1 / 8)}.items():
        built = network(rows, TWO_MODE, counting=Counting(daily=True), window=4, kernel=kernel)
        (edge,) = built.graph.edges.values()
        edge_of = {"uniform": 1, "triangular": 0, "epanechnikov": 0, "gaussian": exp(-1 / 2)}[kernel]
        assert edge.date == "2022-04-03"
        assert edge.weight == pytest.approx(1 + 2 * beside + 2 * edge_of)
        assert built.left_out == {"without a date that is precise enough": 1}
    wide = network(rows, TWO_MODE, counting=Counting(daily=True), window=2)
    assert [edge.date for edge in wide.graph.edges.values()] == ["2022-04-02", "2022-04-03", "2022-04-04"]
    assert not network(rows, TWO_MODE, counting=Counting(daily=True), window=6).graph.edges


ROWS = st.lists(
    st.builds(
        Row, st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from(["agree", "neutral", "disagree"]),
        st.sampled_from(["1.txt", "2.txt"]),
    ),
    max_size=12,
)  # fmt: skip


@given(ROWS)
def test_what_holds_for_any_debate(rows: list[Row]) -> None:
    kinds = ("congruence", "conflict", "ignore", "subtract")
    together, apart, ignoring, difference = (weights(network(rows, ONE_MODE, kind)) for kind in kinds)
    for pair in combinations("abc", 2):
        assert together.get(pair, 0) + apart.get(pair, 0) == pytest.approx(ignoring.get(pair, 0))
        assert together.get(pair, 0) - apart.get(pair, 0) == pytest.approx(difference.get(pair, 0))
    # The length of the parts of an actor's activity is one, and counts do not depend on the order.
    shares = weights(network(rows, TWO_MODE, normalise="activity"))
    for actor in {row.actor for row in rows}:
        assert sum(weight for (one, _topic), weight in shares.items() if one == actor) == pytest.approx(1)
    assert weights(network(reversed(rows), ONE_MODE, "congruence")) == pytest.approx(together)
    for kind in kinds:
        cosine = weights(network(rows, ONE_MODE, kind, normalise="cosine"))
        assert all(abs(weight) <= 1 + 1e-9 for weight in cosine.values())


@given(ROWS)
def test_one_who_says_what_another_says_has_a_cosine_of_one_to_him(rows: list[Row]) -> None:
    said = [row._replace(actor=name) for row in rows for name in "ab"]
    for kind in ("ignore", "congruence"):
        assert weights(network(said, ONE_MODE, kind, normalise="cosine")) == (
            {("a", "b"): pytest.approx(1)} if rows else {}
        )


def test_a_statement_of_no_weight_at_the_edge_of_a_window_is_not_there() -> None:
    days = ["2020-01-01", "2020-01-02", "2020-01-03"]
    rows = [
        Row("a", "x", date=days[0]),
        Row("a", "y", date=days[1]),
        Row("b", "y", date=days[1]),
        Row("b", "x", date=days[2]),
    ]
    options: dict[str, Any] = {"counting": Counting(daily=True), "window": 2, "kernel": "triangular"}
    built = network(rows, ONE_MODE, "congruence", normalise="jaccard", **options)
    assert weights(built) == {("a", "b"): 1}
    lone = network([*rows, Row("a", "z", date=days[1])], ONE_MODE, "congruence", normalise="jaccard", **options)
    assert weights(lone) == {("a", "b"): 0.5}


def test_two_statements_of_a_window_weigh_their_product_or_its_root() -> None:
    rows = [Row("a", "x", date="2020-01-01"), Row("b", "x", date="2020-01-02"), Row("c", "z", date="2020-01-05")]
    rows += [Row("c", "z", date="2019-12-31")]
    options: dict[str, Any] = {"counting": Counting(daily=True), "window": 4, "kernel": "epanechnikov"}
    product, root = (network(rows, **options, pair_weight=how) for how in ("product", "root"))
    assert weights(product) == {("a", "b"): pytest.approx(0.75 * 1)}
    assert weights(root) == {("a", "b"): pytest.approx(sqrt(0.75 * 1))}


def test_a_series_lists_windows_without_edges() -> None:
    rows = [Row("a", "x", date="2020-01-01"), Row("b", "x", date="2020-01-01"), Row("b", "x", date="2020-01-03")]
    built = network(rows, counting=Counting(daily=True), window=1)
    assert built.slices == (("2020-01-01", 2, 1), ("2020-01-02", 0, 0), ("2020-01-03", 1, 0))


@given(ROWS, st.randoms())
def test_of_duplicates_the_earliest_stays_whatever_the_order_of_the_files(rows: list[Row], random: Any) -> None:
    dated = [row._replace(date=f"2022-0{1 + index % 3}") for index, row in enumerate(rows)]
    files = layers(dated)
    options = NetworkOptions(counting=Counting("range"))
    built = discourse_network(files, AnnotationFilter(), options)
    random.shuffle(files)
    assert discourse_network(files, AnnotationFilter(), options) == built


def test_of_two_dates_the_earlier_is_kept_though_its_document_comes_later() -> None:
    rows = [Row("a", "x", document="1.txt", date="2022-05-01"), Row("a", "x", document="2.txt", date="2022-04-01")]
    built = network(rows, TWO_MODE, counting=Counting("range"))
    assert [edge.evidence for edge in built.graph.edges.values()] == [("2.txt:a0",)]


def test_only_the_statements_of_those_asked_for_count_and_none_of_those_who_are_not() -> None:
    def edges(**wanted: str) -> list[tuple[str, str]]:
        asked: dict[str, Any] = {name: frozenset([value]) for name, value in wanted.items()}
        narrowed = AnnotationFilter(**asked)
        return list(weights(discourse_network(layers(DEBATE), narrowed, NetworkOptions(TWO_MODE))))

    assert edges(entities="a") == [("a", "x"), ("a", "y")]
    assert edges(no_entities="a") == [("b", "x"), ("b", "y"), ("c", "z")]
    assert edges(no_topics="x") == [("a", "y"), ("b", "y"), ("c", "z")]


def test_topics_may_be_joined_by_who_speaks_on_them_and_publishers_by_topics() -> None:
    built = network(DEBATE, statements=StatementOptions(rows="topic", columns="speaker"))
    assert weights(built) == {("x", "y"): 2 * 1 + 2 * 1}
    assert {node.kind for node in built.graph.nodes.values()} == {"topic"}
    files = [(name, replace(layer, document=replace(layer.document, publisher=name))) for name, layer in layers(DEBATE)]
    papers = discourse_network(files, AnnotationFilter(), NetworkOptions(
        TWO_MODE, statements=StatementOptions(rows="publisher")))  # fmt: skip
    assert weights(papers)["b.txt", "x"] == 1
    assert {(node.kind, node.type) for node in papers.graph.nodes.values()} == {("entity", "publisher"), ("topic", "")}


def test_every_normalisation_of_every_aggregate_gives_numbers() -> None:
    for kind in (ONE_MODE, TWO_MODE):
        for aggregate in AGGREGATES[kind]:
            for normalise in NORMALISATIONS[kind]:
                built = network(DEBATE, kind, aggregate, normalise=normalise)
                assert all(edge.weight == edge.weight for edge in built.graph.edges.values())
                assert built.graph.edges


def test_an_edge_says_whether_its_actors_agree_as_far_as_its_weights_do() -> None:
    rows = [Row("a", "x"), Row("b", "x"), Row("a", "y"), Row("c", "y", "disagree")]
    values = {
        kind: [edge.value for edge in network(rows, ONE_MODE, kind).graph.edges.values()]
        for kind in AGGREGATES[ONE_MODE]
    }
    assert values == {
        "ignore": [None, None],
        "congruence": ["agree"],
        "conflict": ["disagree"],
        "subtract": ["agree", "disagree"],
    }


def test_edges_of_actors_are_held_as_numbers_and_made_with_their_evidence_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph = network([*DEBATE, Row("d", "x", "disagree", document="b.txt")], ONE_MODE, "subtract").graph
    edges = list(graph.edges.values())
    assert len(graph.edges) == len(edges) > 1
    assert [edge.weight for edge in edges] == [weight for _key, weight in graph.weights()]
    for key, edge in graph.edges.items():
        kind, source, target = key
        assert key in graph.edges
        assert graph.edges[key] == graph.edge(key) == edge
        assert (edge.kind, edge.source, edge.target) == key
        assert graph.evidence_of(key) == edge.evidence
        assert len(edge.evidence) == edge.count > 1
        for other in ((kind, target, source), ("ignore", source, target), (kind, source, source), source, None, "x"):
            assert other not in graph.edges
            assert graph.evidence_of(other) == (graph.nodes[source].evidence if other is source else ())
    with pytest.raises(KeyError):
        graph.edges["subtract", ("entity", "x"), ("entity", "y")]

    def refuse(*_args: object) -> None:
        raise AssertionError("no edge is to be made for its weight")

    monkeypatch.setattr("annotator.model.networks.discourse_network._joint_edge", refuse)
    assert len(list(graph.weights())) == len(edges)
