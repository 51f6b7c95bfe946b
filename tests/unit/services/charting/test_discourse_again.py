"""Discourse networks computed a second time: pair by pair, statement by statement, from the page's formulas alone."""

from collections import defaultdict
from datetime import date, timedelta
from math import exp, sqrt
from random import Random
from typing import NamedTuple

import pytest

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS, ONE_MODE, TWO_MODE
from annotator.model.networks.statements import Counting, StatementOptions
from annotator.services.charting.discourse import NetworkOptions, discourse_network
from tests.unit.discourse import Row, layers

LEVEL = {"disagree": -1.0, "neutral": 0.0, "agree": 1.0}
START = date(2021, 12, 27)


class Setting(NamedTuple):
    network: str
    aggregate: str
    normalise: str
    duplicates: str
    start: str
    end: str
    window: int
    kernel: str
    root: bool


def any_setting(random: Random) -> Setting:
    network = random.choice([ONE_MODE, TWO_MODE])
    aggregate = random.choice(AGGREGATES[network])
    normalise = "none" if aggregate == "combine" else random.choice(NORMALISATIONS[network])
    first = START + timedelta(random.randrange(12))
    ends = random.choice([("", ""), (str(first), ""), (str(first), str(first + timedelta(random.randrange(9))))])
    window = random.choice([0, 0, 1, 2, 3, 5])
    return Setting(
        network, aggregate, normalise, random.choice(["all", "document", "week", "month", "year", "range"]), *ends,
        window, random.choice(["uniform", "triangular", "epanechnikov", "gaussian"]) if window else "uniform",
        window > 0 and network == ONE_MODE and random.random() < 0.5,
    )  # fmt: skip


def any_rows(random: Random) -> list[Row]:
    stances = ["agree", "agree", "disagree", "neutral", "mixed", None]
    return [
        Row(random.choice("abcd"), random.choice("xyz"), random.choice(stances), random.choice(["1.txt", "2.txt"]),
            random.choice([None, *(str(START + timedelta(random.randrange(14))) for _ in range(9))]))
        for _ in range(random.randrange(14))
    ]  # fmt: skip


def built(rows: list[Row], one: Setting) -> dict[tuple[str, str, str], float]:
    order = NetworkOptions(
        one.network, one.aggregate, one.normalise, StatementOptions(),
        Counting(one.duplicates, one.aggregate == "ignore", one.network == TWO_MODE and one.aggregate == "combine",
                 one.window > 0, one.start, one.end),
        one.window, "days", one.kernel, "root" if one.root else "product",
    )  # fmt: skip
    graph = discourse_network(layers(rows), AnnotationFilter(), order).graph
    label = {key: node.label for key, node in graph.nodes.items()}
    return {(e.date, label[e.source], label[e.target]): e.weight for e in graph.edges.values()}


def again(rows: list[Row], one: Setting) -> dict[tuple[str, str, str], float]:
    counted = counting(rows, one)
    if not one.window:
        return network([(row, 1.0) for row in counted], one, "")
    days = [date.fromisoformat(str(row.date)) for row in counted]
    if not days:
        return {}
    begin = date.fromisoformat(one.start) if one.start else min(days)
    end = date.fromisoformat(one.end) if one.end else max(days)
    found: dict[tuple[str, str, str], float] = {}
    middle = begin
    while middle <= end:
        half = timedelta(one.window // 2)
        if begin <= middle - half and middle + half <= end:
            inside = [
                (row, weight(2 * (day - middle).days / one.window, one))
                for row, day in zip(counted, days, strict=True)
                if abs(day - middle) <= half
            ]
            found |= network(inside, one, str(middle))
        middle += timedelta(1)
    return found


def weight(u: float, one: Setting) -> float:
    z = {"uniform": 1.0, "triangular": 1 - abs(u), "epanechnikov": 1 - u * u, "gaussian": exp(-u * u / 2)}[one.kernel]
    return sqrt(z) if one.root else z


def counting(rows: list[Row], one: Setting) -> list[Row]:
    dated = sorted(rows, key=lambda row: (row.date is None, row.date or "", row.document))
    kept: list[Row] = []
    seen: list[tuple[object, ...]] = []
    for row in dated:
        allowed = row.stance in LEVEL or (row.stance == "mixed" and one.aggregate == "combine")
        needs = one.start or one.end or one.window or one.duplicates in ("week", "month", "year")
        if not allowed or (row.date is None and needs):
            continue
        if row.date and not (one.start or row.date) <= row.date <= (one.end or row.date):
            continue
        stretch: object = {
            "document": row.document, "range": 0,
            "week": row.date and date.fromisoformat(row.date).isocalendar()[:2],
            "month": row.date and row.date[:7], "year": row.date and row.date[:4],
        }.get(one.duplicates)  # fmt: skip
        key = (row.actor, row.topic, None if one.aggregate == "ignore" else row.stance, stretch)
        if one.duplicates == "all" or key not in seen:
            seen.append(key)
            kept.append(row)
    return kept


def network(said: list[tuple[Row, float]], one: Setting, day: str) -> dict[tuple[str, str, str], float]:
    said = [(row, z) for row, z in said if z]
    actors = sorted({row.actor for row, _z in said})
    if one.network == TWO_MODE:
        topics = sorted({row.topic for row, _z in said})
        pairs = {(a, j): two_mode(said, one, a, j) for a in actors for j in topics}
    else:
        pairs = {(a, b): one_mode(said, one, a, b) for a in actors for b in actors if a < b}
    return {(day, *pair): value for pair, value in pairs.items() if value}


def one_mode(said: list[tuple[Row, float]], one: Setting, a: str, b: str) -> float:
    of = {who: [(row, z) for row, z in said if row.actor == who] for who in (a, b)}

    def product(left: str, right: str, aggregate: str) -> float:
        total = 0.0
        for row, z in of[left]:
            for other, y in of[right]:
                if row.topic == other.topic:
                    apart = abs(LEVEL[str(row.stance)] - LEVEL[str(other.stance)]) / 2
                    near = {"ignore": 1, "congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}
                    total += z * y * near[aggregate]
        return total

    c = {who: sum(z for _row, z in of[who]) for who in (a, b)}
    kind = "ignore" if one.aggregate == "ignore" else "congruence"
    divisor = {
        "none": 1.0,
        "average": (c[a] + c[b]) / 2,
        "product": c[a] * c[b],
        "jaccard": jaccard(of[a], of[b]),
        "cosine": sqrt(product(a, a, kind)) * sqrt(product(b, b, kind)),
    }[one.normalise]
    value = product(a, b, one.aggregate)
    return value / divisor if divisor and abs(value) > 1e-12 else 0.0


def jaccard(one: list[tuple[Row, float]], other: list[tuple[Row, float]]) -> float:
    x: dict[tuple[str, str | None], float] = defaultdict(float)
    y: dict[tuple[str, str | None], float] = defaultdict(float)
    for cells, said in ((x, one), (y, other)):
        for row, z in said:
            cells[row.topic, row.stance] += z
    alone = sum(n for cell, n in x.items() if cell not in y) + sum(n for cell, n in y.items() if cell not in x)
    return alone + sum(n * y[cell] for cell, n in x.items() if cell in y)


def two_mode(said: list[tuple[Row, float]], one: Setting, actor: str, topic: str) -> float:
    here = [(row, z) for row, z in said if (row.actor, row.topic) == (actor, topic)]
    agrees = sum(z for row, z in here if row.stance == "agree")
    disagrees = sum(z for row, z in here if row.stance == "disagree")
    if one.aggregate == "combine":
        both = any(row.stance == "mixed" for row, _z in here)
        return (1 if agrees or both else 0) + (2 if disagrees or both else 0)
    value = agrees - disagrees if one.aggregate == "subtract" else sum(z for _row, z in here)
    row_total = sum(z for row, z in said if row.actor == actor)
    column_total = sum(z for row, z in said if row.topic == topic)
    divisor = {"none": 1.0, "activity": row_total, "prominence": column_total}[one.normalise]
    return value / divisor if divisor else 0.0


@pytest.mark.parametrize("part", range(10))
def test_a_thousand_settings_give_what_the_page_says(part: int) -> None:
    random = Random(part)
    edges = 0
    for _ in range(100):
        rows, setting = any_rows(random), any_setting(random)
        found, expected = built(rows, setting), again(rows, setting)
        near_nothing = {key for key in found.keys() ^ expected.keys() if abs({**found, **expected}[key]) < 1e-9}
        for key in found.keys() | expected.keys() - near_nothing:
            assert found.get(key, 0) == pytest.approx(expected.get(key, 0), abs=1e-9), (setting, rows)
        edges += len(expected)
    assert edges > 100
