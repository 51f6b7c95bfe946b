"""Measures of agreement: published values, what is undefined, and what must hold of any files."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.layer import Layer
from annotator.services.agreement.agreement import DocumentAgreement, PairAgreement, document_agreement
from annotator.services.agreement.agreement_json import agreement_json, pair_json
from annotator.services.agreement.agreement_table import COLUMNS, EVERYBODY, OVERALL, agreement_rows
from annotator.services.agreement.measure_table import measures
from annotator.services.agreement.measured_rows import rows_of_pair
from annotator.services.agreement.measures.bootstrap import interval
from annotator.services.agreement.measures.characters import character_coincidences, character_table
from annotator.services.agreement.measures.contents import Side, field_choices, link_counts, role_counts, tuple_counts
from annotator.services.agreement.measures.counts import Counts, counts_of, f1_interval
from annotator.services.agreement.measures.nominal import (
    alpha,
    alpha_of_coincidences,
    alphas,
    kappa,
    per_cent,
    pi,
    stacked,
)
from annotator.services.agreement.measures.unitizing import disagreement, units_of
from annotator.services.comparing.align import align_two
from annotator.services.comparing.correspondence import Correspondence
from tests.patience import times
from tests.unit import bratiaa_example
from tests.unit.colleagues import Entity, Link, Role, Topic, layer, layers, marked

# Krippendorff (1995: 57), coder example A, as used in the dkpro-statistics tests (Krippendorff1995Test): 24 places.
EXAMPLE_A = ([(2, 10), (14, 20)], [(4, 8), (15, 17)])

LABELS = ("LOC", "MISC", "ORG", "PER")


def measured(one: Layer, other: Layer, length: int = 60) -> PairAgreement:
    return document_agreement("x", {"a": one, "b": other}, length).pairs[0]


def claims(spans: list[tuple[int, int]]) -> Layer:
    return layer(marked(f"a{number}", "claim", span) for number, span in enumerate(spans))


def test_per_character_coefficients_of_krippendorff_1995() -> None:
    pair = measured(claims(EXAMPLE_A[0]), claims(EXAMPLE_A[1]), 24)
    table = pair.characters
    assert kappa(table) == pytest.approx(0.385, abs=0.001)
    assert pi(table) == pytest.approx(0.314, abs=0.001)
    assert alpha(table) == pytest.approx(0.329, abs=0.001)
    assert pair.unannotated == pytest.approx(10 / 24)
    marks = [list(claims(spans).annotations.values()) for spans in EXAMPLE_A]
    assert alpha_of_coincidences(character_coincidences(marks, 24)) == pytest.approx(0.329, abs=0.001)


def test_unitizing_of_krippendorff_2004() -> None:
    """Content Analysis (2004: 254), data as in dkpro-statistics' Krippendorff2004Test: 300 places from 150 on."""
    c = [units_of([(225, 295), (370, 400)]), units_of([(220, 300), (355, 375), (400, 420)])]
    k = [units_of([(180, 240), (300, 350)])] * 2
    of_c, of_k = disagreement(c, 300, 150), disagreement(k, 300, 150)
    assert (of_c.observed, of_c.expected) == pytest.approx((0.0144, 0.0532), abs=0.0001)
    assert (of_k.observed, of_k.expected) == pytest.approx((0.0, 0.0490), abs=0.0001)
    assert of_c.alpha == pytest.approx(0.7286, abs=0.0001)
    assert of_k.alpha == 1
    assert of_c.plus(of_k).alpha == pytest.approx(0.8591, abs=0.001)


@pytest.mark.parametrize(("places", "expected"), [(24 * 50_000, 0.553)])
def test_unitizing_of_krippendorff_1995(places: int, expected: float) -> None:
    """Example A stretched, as in dkpro-statistics' Krippendorff1995Test, which allows 0.02."""
    times = places // 24
    units = [units_of([(start * times, end * times) for start, end in spans]) for spans in EXAMPLE_A]
    found = disagreement(units, places)
    assert found.observed == pytest.approx(0.03125, abs=0.00001)
    assert found.alpha == pytest.approx(expected, abs=0.02)


def places(words: str) -> set[tuple[str, int, int]]:
    """Read what ``bratiaa_example`` holds: a label, then the places that carry it."""
    found, label = set(), ""
    for word in words.split():
        if word[0].isdigit():
            start, end = map(int, word.split("-"))
            found.add((label, start, end))
        else:
            label = word
    return found


def test_f1_of_four_annotators_of_bratiaa() -> None:
    """The values of its tests/bratiaa/test_agree_regression.py, per document in the order of their names."""
    documents = []
    for name, words in bratiaa_example.LISA.items():
        marks = {"Lisa": places(words)}
        for who, changes in bratiaa_example.TAKEN_AND_ADDED.items():
            taken, added = map(places, changes[name])
            marks[who] = (marks["Lisa"] - taken) | added
        named = {
            who: layer(marked(f"a{n}", label, (start, end)) for n, (label, start, end) in enumerate(sorted(found)))
            for who, found in marks.items()
        }
        documents.append(document_agreement(name, named, 7000))
    found = agreement_json(documents)
    overall = found["overall"]["exact"]
    assert overall["f1"] == pytest.approx(0.8903501)
    assert overall["deviation"] == pytest.approx(0.0526314)
    labels = [[pair["exact"]["by_type"][label] for pair in found["overall"]["pairs"]] for label in LABELS]
    assert np.mean(labels, axis=1) == pytest.approx([0.8191061, 0.84004593, 0.9059579, 0.93782234])
    assert np.std(labels, axis=1) == pytest.approx([0.13102913, 0.08971284, 0.05325575, 0.03875493])
    of_documents = [[pair["exact"]["f1"] for pair in document["pairs"]] for document in found["documents"]]
    assert np.mean(of_documents, axis=1) == pytest.approx(
        [0.79807203, 0.89395898, 0.90550807, 0.90580505, 0.93571596, 0.90673964, 0.87339767]
    )
    assert np.std(of_documents, axis=1) == pytest.approx(
        [0.1669697, 0.03874385, 0.07164957, 0.03713651, 0.0232565, 0.05167786, 0.06287414]
    )


def test_nothing_is_undefined_and_neither_zero_nor_one() -> None:
    values = pair_json(measured(layer(), layer()))
    assert {name for name, value in values.items() if value is None} == {
        "alpha_nominal", "alpha_u", "gamma", "kappa", "pi", "roles_f1", "links_f1", "roles_by_entity_f1",
        "links_by_entity_f1", "tuples_f1",
    }  # fmt: skip
    assert values["exact"]["f1"] is values["relaxed"]["f1"] is None
    assert values["unannotated"] == 1
    assert values["fields"]["stance"] == {"alpha": None, "percent": None, "n": 0, "confusion": []}
    assert pair_json(measured(layer(), layer(), 0))["unannotated"] is None
    overall = agreement_json([])["overall"]
    assert overall["pairs"] == []
    assert overall["exact"]["f1"] is overall["gamma"] is overall["all_annotators"]["alpha_u"] is None
    assert f1_interval([Counts(1, 1, 1), Counts()]) is None


def test_what_only_one_marked_is_zero_and_not_undefined() -> None:
    values = pair_json(measured(claims([(0, 9)]), layer()))
    assert values["exact"]["f1"] == values["relaxed"]["f1"] == 0
    assert values["alpha_u"] is not None
    assert values["roles_f1"] is None


def test_exact_asks_for_all_codes_and_by_code_for_one() -> None:
    one = layer([marked("a", "claim", (0, 9), codes=("x", "y")), marked("b", "claim", (20, 29), codes=("x",))])
    other = layer([marked("a", "claim", (0, 9), codes=("x",)), marked("b", "claim", (21, 29), codes=("x",))])
    values = pair_json(measured(one, other))
    assert (values["exact"]["f1"], values["relaxed"]["f1"]) == (0, 1)
    assert values["exact"]["by_code"] == {"claim/x": 0.5, "claim/y": 0}
    assert values["relaxed"]["by_code"] == {"claim/x": 1, "claim/y": 0}


def test_contents_are_compared_by_entity_on_aligned_pairs() -> None:
    names = [Entity("e1", "Mori"), Entity("e2", "Norland")]
    theirs = [Entity("f2", "MORI"), Entity("f1", "Norland")]
    topics, their_topics = [Topic("t1", "Peace")], [Topic("u1", "peace")]
    one = layer(
        [
            marked("a", "claim", (0, 9), speakers=(Role("e1"),), targets=(Role("e2"),), topic="t1", stance="agree"),
            marked("b", "claim", (20, 29), speakers=(Role("e1"),), topic="t1", stance="agree"),
            marked("c", "claim", (40, 49)),
        ],
        entities=names, topics=topics, links=[Link("l1", "supports", "a", "b"), Link("l2", "supports", "a", "c")],
    )  # fmt: skip
    other = layer(
        [
            marked("x", "claim", (1, 9), speakers=(Role("f2"),), topic="u1", stance="disagree"),
            marked("y", "claim", (20, 28), speakers=(Role("f2"),), topic="u1", stance="agree"),
        ],
        entities=theirs, topics=their_topics, links=[Link("k1", "supports", "x", "y"), Link("k2", "opposes", "x", "y")],
    )  # fmt: skip
    sides, same = (Side("a", one), Side("b", other)), Correspondence({"a": one, "b": other})
    pairs = align_two(("a", one.annotations.values()), ("b", other.annotations.values()), same)
    assert role_counts(*sides, pairs, same) == Counts(2, 3, 2)
    assert link_counts(*sides, pairs) == Counts(1, 1, 2)
    assert tuple_counts(*sides, same) == Counts(1, 1, 2)
    choices = field_choices(*sides, pairs, same)
    assert choices["stance"] == {("agree", "disagree"): 1, ("agree", "agree"): 1}
    assert choices["topic"] == {("Peace", "Peace"): 2}
    assert per_cent(choices["stance"]) == 50
    assert choices["attribution"] == {}


def test_roles_and_links_are_compared_by_entity_wherever_they_stand() -> None:
    def made(names: dict[str, str], at: int, ends: tuple[str, str], kind: str = "same-event") -> Layer:
        mori, norland = names
        found = [
            marked("a", "claim", (at, at + 9), speakers=(Role(mori),)),
            marked("b", "agreement", (at + 10, at + 19), parties=(Role(mori), Role(norland))),
            marked("c", "claim", (at + 20, at + 29)),
        ]
        links = [Link("l1", kind, *ends), Link("l2", "supports", "a", "c")]
        return layer(found, entities=[Entity(key, name) for key, name in names.items()], links=links)

    one = made({"e1": "Mori", "e2": "Norland"}, 0, ("a", "b"))
    other = made({"f1": "mori", "f2": "Norland"}, 30, ("b", "a"))
    pair = measured(one, other)
    assert (pair.roles.f1, pair.links.f1) == (None, None)
    assert (pair.roles_by_entity, pair.links_by_entity) == (Counts(3, 3, 3), Counts(1, 1, 1))
    stranger = made({"f1": "Ostia", "f2": "Norland"}, 0, ("a", "b"))
    pair = measured(one, stranger)
    assert (pair.links.f1, pair.roles_by_entity, pair.links_by_entity) == (1, Counts(1, 3, 3), Counts(0, 1, 1))
    turned = measured(made({"e1": "Mori", "e2": "Norland"}, 0, ("b", "a"), "supports"), other)
    assert turned.links_by_entity == Counts(0, 1, 1)
    (of_all,) = agreement_json([document_agreement("x", {"a": one, "b": other}, 60)])["overall"]["pairs"]
    assert (of_all["roles_by_entity_f1"], of_all["links_by_entity_f1"]) == (1, 1)


def test_more_than_two_annotators_have_a_mean_and_a_coefficient_of_all() -> None:
    named = {"a": claims([(0, 10)]), "b": claims([(0, 10)]), "c": claims([(5, 10)])}
    measured_all = document_agreement("x", named, 40)
    found = agreement_json([measured_all])
    assert [(pair["a"], pair["b"], pair["exact"]["f1"]) for pair in found["overall"]["pairs"]] == [
        ("a", "b", 1), ("a", "c", 0), ("b", "c", 0),
    ]  # fmt: skip
    assert found["overall"]["exact"]["f1"] == pytest.approx(1 / 3)
    # 40 places, three coders: of 120 values 25 are marked; five places hold one value that differs from two others
    expected = 1 - (120 - 1) * (5 * 2 * 2 / 2) / (2 * 25 * 95)
    together = found["documents"][0]["all_annotators"]
    assert together["alpha_nominal"] == pytest.approx(expected)
    # All are one group, in which two of three pairs are 10 and 5 long and begin 5 apart.
    assert measured_all.together.gamma.observed == pytest.approx(2 * (5 / 15) ** 2 / 3)
    assert together["gamma_is_proved"]
    against = document_agreement("x", named, 40, reference="c")
    assert [(pair.a, pair.b) for pair in against.pairs] == [("a", "c"), ("b", "c")]


def test_intervals_hold_the_value_and_narrow_with_more_documents() -> None:
    few, many = ([Counts(n % 3 + 5, 9, 9) for n in range(size)] for size in (12, 100))
    wide, narrow = f1_interval(few), f1_interval(many)
    assert wide is not None
    assert narrow is not None
    assert narrow[0] <= 2 * sum(c.both for c in many) / (18 * 100) <= narrow[1]
    assert narrow[1] - narrow[0] < wide[1] - wide[0]
    assert f1_interval(few) == wide


def several(size: int) -> list[DocumentAgreement]:
    """Documents on which three annotators agree more or less, with speakers and links; each stands there as often."""
    return [replace(one_of_several(number % 12), name=f"{number}") for number in range(size)]


@cache
def one_of_several(number: int) -> DocumentAgreement:
    named = {}
    for rank, who in enumerate("abc"):
        shift = rank * (number % 3)
        first = marked("x", "claim", (5, 20), speakers=(Role("e"),), topic="t", stance="agree")
        second = marked("y", "claim", (30 + shift, 40), speakers=(Role("e" if shift < 2 else "f"),))
        named[who] = layer(
            [first, second] if (number + rank) % 4 else [first],
            entities=[Entity("e", "Mori"), Entity("f", "Norland")], topics=[Topic("t", "Peace")],
            links=[Link("l", "supports" if shift < 4 else "opposes", "x", "y")] if (number + rank) % 4 else [],
        )  # fmt: skip
    return document_agreement(f"{number}", named, 60)


def test_every_measure_has_an_interval_over_documents() -> None:
    wide, narrow = (agreement_json(several(size))["overall"] for size in (12, 24))
    for of_wide, of_narrow in zip(
        [*wide["pairs"], wide["all_annotators"]], [*narrow["pairs"], narrow["all_annotators"]], strict=True
    ):
        # What is the same in every document has none.
        known = {name: ends for name, ends in of_narrow["intervals"].items() if ends}
        assert len(known) >= 3
        for name, ends in known.items():
            value = of_narrow[name[:-3]]["f1"] if name in ("exact_f1", "relaxed_f1") else of_narrow[name]
            assert ends[0] <= value <= ends[1]
            before = of_wide["intervals"][name]
            assert before is None or ends[1] - ends[0] <= before[1] - before[0]
        assert of_narrow["intervals"]["gamma"][0] < of_narrow["intervals"]["gamma"][1]
    assert set(narrow["pairs"][0]["intervals"]) == {one.key for one in measures()} - {"unannotated"}
    assert agreement_json(several(12))["overall"] == wide


def test_no_interval_of_few_documents_nor_of_what_is_undefined_or_does_not_differ() -> None:
    for few in (1, 2, 9):
        overall = agreement_json(several(few))["overall"]
        for found in (overall["pairs"][0], overall["all_annotators"]):
            assert found["intervals"] is None
            assert "fewer than 10 documents" in found["intervals_reason"]
    ten = agreement_json(several(10))["overall"]["pairs"][0]
    assert ten["relaxed"]["f1"] is not None
    assert "hardly differs" in ten["intervals_reason"], "some have one, and it is said why others have none"
    nothing = agreement_json([document_agreement(name, {"a": layer(), "b": layer()}, 60) for name in "abcdefghij"])
    assert set(nothing["overall"]["pairs"][0]["intervals"].values()) == {None}
    assert f1_interval([Counts(4, 5, 5)] * 20) is None
    # Of twelve documents one alone has annotations: drawn anew it is missing too often to say anything.
    rare = [document_agreement(str(name), {"a": layer(), "b": layer()}, 60) for name in range(11)] + several(1)
    assert interval(stacked([document.pairs[0].characters for document in rare]), alphas) is None


def test_intervals_lie_within_the_bounds_of_their_measure() -> None:
    low, high = f1_interval([Counts(9 - (n % 3 == 0), 9, 9) for n in range(12)]) or (0, 0)
    assert 0 < low < 104 / 108 < high < 1
    assert f1_interval([Counts(9 - (n == 3), 9, 9) for n in range(12)]) is None


def test_types_codes_and_fields_have_intervals_over_documents_too() -> None:
    """The first code is missing in every third document of the one, the second is in two documents alone."""

    def made(number: int, who: str) -> Layer:
        codes = ("demand",) if who == "a" or number % 3 else ()
        rare = ("offer",) if number < 2 else ()
        shift = number % 2 if who == "a" else 0
        return layer(
            [
                marked("x", "claim", (5, 20 + shift), codes=codes, stance="agree"),
                marked("y", "claim", (30, 40), codes=rare, stance="mixed" if who == "a" or number % 4 else "agree"),
                marked("z", "claim", (45, 50), stance="agree"),
            ]
        )

    documents = [document_agreement(f"{n}", {who: made(n, who) for who in "ab"}, 60) for n in range(24)]
    (pair,) = agreement_json(documents)["overall"]["pairs"]
    rows = {(row.key, row.part, row.of): row for row in rows_of_pair(pair)}
    for found in (
        ("exact_f1", "type", "claim"),
        ("exact_f1", "code", "claim/demand"),
        ("relaxed_f1", "code", "claim/demand"),
        ("field_percent", "field", "stance"),
        ("field_alpha", "field", "stance"),
    ):
        assert rows[found].between, found
        low, high = rows[found].between or (0, 0)
        assert low < (rows[found].value or 0) < high, found
    assert rows["exact_f1", "code", "claim/offer"].between is None
    assert "fewer than 10 documents have any of it" in pair["intervals_reason"]
    (few,) = agreement_json(documents[:9])["overall"]["pairs"]
    assert few["intervals_of"] is None
    table = {(row[3], row[4]): row[7:9] for row in agreement_rows(agreement_json(documents)) if row[0] == OVERALL}
    assert table["exact_f1", "claim/demand"] == rows["exact_f1", "code", "claim/demand"].between


def test_rows_carry_the_interval_and_the_coefficients_of_all() -> None:
    found = agreement_json(several(12))
    rows = {(row[0], row[1], row[3], row[4]): row for row in agreement_rows(found)}
    together = found["overall"]["all_annotators"]
    assert rows[OVERALL, EVERYBODY, "gamma", ""][5:9] == (together["gamma"], 63, *together["intervals"]["gamma"])
    assert rows["0", EVERYBODY, "gamma", ""][7:11] == (None,) * 4
    assert all(len(row) == len(COLUMNS) for row in rows.values())


@times(8)
@given(st.lists(st.integers(0, 3), max_size=5), st.lists(st.integers(0, 3), max_size=5))
def test_f1_is_symmetric_within_bounds_and_undefined_only_of_nothing(one: list[int], other: list[int]) -> None:
    value = counts_of(one, other).f1
    assert value == counts_of(other, one).f1
    assert (value is None) == (not one and not other)
    assert value is None or 0 <= value <= 1
    assert (value == 1) == (value is not None and sorted(one) == sorted(other))


@times(4)
@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 9), max_size=8))
def test_coefficients_are_symmetric_and_one_only_for_the_same(table: dict[tuple[int, int], int]) -> None:
    turned = {(other, one): count for (one, other), count in table.items()}
    same = all(one == other for one, other in table)
    used = {category for pair in table for category in pair}
    for measure in (kappa, pi, alpha):
        value = measure(table)
        assert value == (None if value is None else pytest.approx(measure(turned)))
        assert (value is None) == (len(used) < 2)
        assert value is None or ((value == pytest.approx(1)) == same and value <= 1 + 1e-9)


@times(0.6)
@given(layers(6), layers(6))
def test_every_measure_is_symmetric_and_one_for_oneself(one: Layer, other: Layer) -> None:
    there, back = pair_json(measured(one, other)), pair_json(measured(other, one))
    for name in ("alpha_nominal", "alpha_u", "kappa", "pi", "unannotated"):
        assert there[name] == (None if there[name] is None else pytest.approx(back[name]))
    assert there["exact"]["f1"] == back["exact"]["f1"]
    assert there["relaxed"]["f1"] == back["relaxed"]["f1"]
    if one.annotations:
        own = pair_json(measured(one, one))
        assert own["exact"]["f1"] == own["relaxed"]["f1"] == own["alpha_u"] == own["gamma"] == 1


@times(2)
@given(layers(6), layers(6))
def test_the_character_table_counts_every_character(one: Layer, other: Layer) -> None:
    mine, theirs = list(one.annotations.values()), list(other.annotations.values())
    table = character_table(mine, theirs, 60)
    types = [sorted({a.type for a in mine if a.start <= place < a.end}) for place in range(60)]
    assert table.total() == 60
    for category in {label for label, _other in table} | {" + ".join(found) for found in types}:
        of_row = sum(count for (label, _other), count in table.items() if label == category)
        assert of_row == sum(" + ".join(found) == category for found in types)
