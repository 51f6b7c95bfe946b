"""In what colleagues differ, and what each of them has."""

from typing import Any

from hypothesis import given

from annotator.model.layer import Layer
from annotator.services.agreement.difference_charts import named_graphs
from annotator.services.comparing.align import align
from annotator.services.comparing.correspondence import Correspondence
from annotator.services.comparing.difference import Difference
from annotator.services.comparing.difference_words import opinion_words, passage, title
from annotator.services.comparing.differences import differences
from tests.patience import times
from tests.unit.colleagues import Entity, Link, Role, Topic, layer, layers, marked

NAMES = [Entity("e1", "Mori", "person"), Entity("e2", "Norland", "state"), Entity("e3", "Ostia", "state")]
TOPICS = [Topic("t1", "Peace is near"), Topic("t2", "Trade is good")]
NAMES_TOO = [Entity("f3", "mori", "person"), Entity("f1", "Norland", "state"), Entity("f2", "Ostia", "state")]
TOPICS_TOO = [Topic("u2", "Peace is near"), Topic("u1", "Trade is good")]


def found(one: Layer, other: Layer) -> list[Difference]:
    return differences(align({"mkato": one, "lrossi": other}))


def kinds_of_claim(mine: dict[str, Any], theirs: dict[str, Any], type_: str = "claim") -> list[str]:
    one = layer([marked("a1", type_, (0, 9), **mine)], entities=NAMES, topics=TOPICS)
    other = layer([marked("a7", type_, (0, 9), **theirs)], entities=NAMES_TOO, topics=TOPICS_TOO)
    return [difference.kind for difference in found(one, other)]


def test_the_same_under_other_ids_is_no_difference() -> None:
    mine = {"speakers": (Role("e1", "a3", "e2"),), "targets": (Role("e3", attitude="critical"),), "topic": "t1"}
    theirs = {"speakers": (Role("f3", None, "f1"),), "targets": (Role("f2", attitude="critical"),), "topic": "u2"}
    assert kinds_of_claim({**mine, "note": " seen"}, {**theirs, "note": "seen"}) == []


def test_every_field_has_a_kind_of_its_own() -> None:
    assert kinds_of_claim({"speakers": (Role("e1"),)}, {"speakers": (Role("f1"),)}) == ["role"]
    assert kinds_of_claim({"speakers": (Role("e1", None, "e2"),)}, {"speakers": (Role("f3"),)}) == ["role"]
    assert kinds_of_claim({"via": (Role("e1"),)}, {}) == ["role"]
    target = {"targets": (Role("e3", attitude="critical"),)}
    assert kinds_of_claim(target, {"targets": (Role("f2"),)}) == ["attitude"]
    assert kinds_of_claim(target, {}) == ["role"]
    assert kinds_of_claim({"topic": "t1", "stance": "agree"}, {"topic": "u1"}) == ["topic", "stance"]
    assert kinds_of_claim({"status": "signed"}, {"status": "agreed"}, "agreement") == ["status"]
    assert kinds_of_claim({"attribution": "direct"}, {"certainty": "likely"}) == ["attribution", "certainty"]
    assert kinds_of_claim({"date": "2022"}, {"date": "2022-04"}) == ["date"]
    assert kinds_of_claim({"codes": ("a", "b")}, {"codes": ("b",)}) == ["code"]
    assert kinds_of_claim({"codes": ("a", "b")}, {"codes": ("b", "a")}) == []
    assert kinds_of_claim({"note": "why?"}, {}) == ["note"]
    assert kinds_of_claim({"entities": ("e1",)}, {"entities": ("f1",)}, "actor") == ["entity"]


def test_sides_count_whatever_their_numbers() -> None:
    def parties(ids: str, sides: str) -> dict[str, Any]:
        return {"parties": tuple(Role(f"{ids}{n}", side=int(side)) for n, side in enumerate(sides, start=1))}

    same_order = [Entity(f"f{n}", entity.name, entity.type) for n, entity in enumerate(NAMES, start=1)]

    def kinds(mine: str, theirs: str) -> list[str]:
        one = layer([marked("a1", "agreement", (0, 9), **parties("e", mine))], entities=NAMES)
        other = layer([marked("a7", "agreement", (0, 9), **parties("f", theirs))], entities=same_order)
        return [difference.kind for difference in found(one, other)]

    assert kinds("112", "331") == []
    assert kinds("112", "122") == ["role"]


def test_what_only_one_has_and_where_ends_and_types_differ() -> None:
    one = layer(
        [
            marked("a1", "claim", (0, 9)),
            marked("a2", "actor", (20, 25)),
            marked("a3", "claim", (40, 50), stance="agree"),
        ]
    )
    other = layer([marked("a1", "claim", (0, 8)), marked("b3", "agreement", (40, 50))])
    assert [(d.kind, d.start, d.end, d.sources) for d in found(one, other)] == [
        ("boundary", 0, 9, ("lrossi:a1", "mkato:a1")),
        ("missing", 20, 25, ("mkato:a2",)),
        ("type", 40, 50, ("lrossi:b3", "mkato:a3")),
    ]
    missing = found(one, other)[1]
    assert missing.key == "missing mkato:a2"
    assert (missing.opinions["mkato"].annotation, missing.opinions["lrossi"].annotation) == ("a2", None)


def test_links_are_compared_where_both_ends_correspond() -> None:
    ends = [marked("a1", "claim", (0, 9)), marked("a2", "claim", (20, 29)), marked("a3", "claim", (40, 49))]
    drawn = [
        Link("l1", "supports", "a1", "a2"),
        Link("l2", "same-event", "a1", "a2"),
        Link("l3", "opposes", "a1", "a3"),
    ]
    one = layer(ends, links=drawn)
    other = layer(ends[:2], links=[Link("k1", "same-event", "a2", "a1")])
    link = next(d for d in found(one, other) if d.kind == "link")
    assert [d.kind for d in found(one, other)] == ["link", "missing"]
    assert link.key == "link mkato:l1"
    assert (link.opinions["mkato"].value, link.opinions["lrossi"].value) == ("supports", None)


def test_three_opinions_stand_side_by_side_in_words() -> None:
    def said(topic: str, stance: str | None) -> Layer:
        claim = marked("a1", "claim", (0, 2), topic=topic, stance=stance, targets=(Role("e2", attitude="critical"),))
        return layer([claim], entities=NAMES, topics=TOPICS)

    alignment = align({"a": said("t1", "agree"), "b": said("t2", None), "c": said("t1", "agree"), "d": layer()})
    made = differences(alignment)
    assert [title(d, alignment) for d in made] == ["missing claim", "topic of claim", "stance of claim"]
    assert opinion_words(made[1], alignment) == {"a": "Peace is near", "b": "Trade is good", "c": "Peace is near"}
    assert opinion_words(made[2], alignment) == {"a": "agree", "b": "–", "c": "agree"}
    words = opinion_words(made[0], alignment)
    assert words["d"] == "–"
    assert words["a"] == "claim “xx”; target Norland; Peace is near; agree"


def test_attitudes_boundaries_and_links_in_words() -> None:
    one = layer(
        [marked("a1", "claim", (0, 2), targets=(Role("e2", attitude="critical"),)), marked("a2", "claim", (7, 9))],
        entities=NAMES,
        links=[Link("l1", "supports", "a1", "a2")],
    )
    other = layer([marked("a1", "claim", (0, 3), targets=(Role("e2"),)), marked("a2", "claim", (7, 9))], entities=NAMES)
    alignment = align({"mkato": one, "lrossi": other})
    assert [(d.kind, opinion_words(d, alignment)) for d in differences(alignment)] == [
        ("boundary", {"lrossi": "“xxx”", "mkato": "“xx”"}),
        ("attitude", {"lrossi": "unset towards Norland", "mkato": "critical towards Norland"}),
        ("link", {"lrossi": "–", "mkato": "supports “xx”"}),
    ]


@times(4)
@given(layers())
def test_nobody_differs_from_himself(one: Layer) -> None:
    assert found(one, one) == []


@times(4)
@given(layers(), layers())
def test_keys_are_unique_and_name_the_records_compared(one: Layer, other: Layer) -> None:
    made = found(one, other)
    assert len({difference.key for difference in made}) == len(made)
    known = {f"{who}:{key}" for who, made in (("mkato", one), ("lrossi", other)) for key in made.annotations}
    assert all(set(difference.sources) <= known for difference in made)


def test_entities_that_are_the_same_one_are_one_node_in_everybodys_chart() -> None:
    said = marked("a1", "claim", (0, 9), speakers=(Role("e1"),), targets=(Role("e2"),))
    mine = layer([said], entities=[Entity("e1", "Nobuo Kishi", "person", ("Kishi",)), Entity("e2", "Italy", "state")])
    theirs = layer([said], "lrossi", entities=[Entity("e1", "Kishi", "person"), Entity("e2", "Rome", "place")])
    pair = {"lrossi": theirs, "mkato": mine}

    def nodes(same: Correspondence) -> list[set[object]]:
        return [set(chart.graph.nodes) for chart in named_graphs(align(pair, same))]

    one, other = nodes(Correspondence(pair))
    assert len(one & other) == 1
    one, other = nodes(Correspondence(pair, joined=[(("lrossi", "e2"), ("mkato", "e2"))]))
    assert one == other


def test_a_link_names_its_own_words_and_its_other_end_whichever_way_it_was_drawn() -> None:
    mine = layer(
        [marked("a1", "claim", (10, 20), quote=("first",)), marked("a2", "claim", (40, 50), quote=("second",))]
    )
    theirs = layer(
        [marked("b1", "claim", (10, 20), quote=("first",)), marked("b2", "claim", (40, 50), quote=("second",))],
        "lrossi",
    )
    for type_, source, target, sign in (
        ("same-event", "a2", "a1", "–"),
        ("same-event", "a1", "a2", "–"),
        ("supports", "a1", "a2", "→"),
    ):
        mine.links.clear()
        mine.links["l1"] = Link("l1", type_, source, target)
        alignment = align({"mkato": mine, "lrossi": theirs})
        (found,) = differences(alignment)
        assert title(found, alignment) == f"{type_} link of claim"
        assert passage(found, alignment) == f"first {sign} second"
        assert opinion_words(found, alignment) == {"lrossi": "–", "mkato": f"{type_} “second”"}
    mine.links["l1"] = Link("l1", "supports", "a2", "a1")
    alignment = align({"mkato": mine, "lrossi": theirs})
    assert passage(differences(alignment)[0], alignment) == "second → first"
