"""What each recoding does to the passages that are chosen, and what it leaves alone and why."""

from collections import Counter
from typing import Any

import pytest

from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Code, Codebook
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.services.codebook.shared_names import names_of
from annotator.services.editing.draft import Draft
from annotator.services.recoding.in_file import InFile, Who, passages_changed
from annotator.services.recoding.recodings import (
    CIRCLE,
    LONGER_NAME,
    OTHER_TYPE,
    AnnotateNames,
    ChangeCodes,
    MoveToEntity,
    MoveTopic,
    NameEntities,
    NameTopics,
    Recoding,
    SetField,
    SetTopic,
    SetType,
)
from tests.unit.colleagues import Entity
from tests.unit.editing_desk import NOW, Drafting, quoted

BOOK = Codebook(
    codes=(
        Code("c1", "claim", "demand", "kind", one_of_group=True),
        Code("c2", "claim", "offer", "kind", one_of_group=True),
        Code("c3", "actor", "speaker"),
    ),
    entities=(Entity("b1", "Norland", "state", ("The North",)),),
)


class Made:
    """A layer after a recoding, with what was left alone."""

    def __init__(self, desk: Drafting, recoding: Recoding, *chosen: str, book: Codebook = BOOK) -> None:
        draft = Draft(desk.layer.snapshot(), "mkato", NOW)
        ids = chosen or tuple(desk.layer.annotations)
        document = desk.document if recoding.needs_text else None
        self.left = recoding.change(InFile(draft, ids, book, names_of(book), document))
        self.transaction = draft.transaction(recoding.label)
        self.passages = passages_changed(draft, self.transaction)
        self.layer: Layer = draft.layer
        self.layer.apply(self.transaction.edits)

    def __getitem__(self, key: str) -> Annotation:
        return self.layer.annotations[key]


def claim(identifier: str, words: str = "Norland and Ostia would train together", **fields: Any) -> Annotation:
    return quoted(identifier, "claim", words, **fields)


def test_a_code_is_added_removed_and_replaced_in_its_place() -> None:
    annotations = (claim("a1", codes=("x", "offer", "y")), claim("a2"), quoted("a3", "actor", "Ostia"))
    made = Made(Drafting(*annotations), ChangeCodes("demand"))
    assert made["a1"].codes == ("x", "demand", "y")
    assert made["a2"].codes == ("demand",)
    assert (made["a3"].codes, made.left) == ((), Counter({OTHER_TYPE: 1}))
    made = Made(Drafting(*annotations), ChangeCodes("z", "X"))
    assert made.passages == 0
    made = Made(Drafting(*annotations), ChangeCodes("z", "x"))
    assert made["a1"].codes == ("z", "offer", "y")
    assert made.left == {"without the code “x”": 2}
    made = Made(Drafting(*annotations), ChangeCodes(remove="y"))
    assert (made["a1"].codes, made.passages) == (("x", "offer"), 1)
    made = Made(Drafting(claim("a1", codes=("x", "demand"))), ChangeCodes("demand", "x"))
    assert made["a1"].codes == ("demand",)


def test_a_field_is_set_where_the_type_has_it() -> None:
    made = Made(Drafting(claim("a1"), quoted("a2", "actor", "Ostia")), SetField("stance", "disagree"))
    assert (made["a1"].stance, made["a2"].stance, made.passages) == ("disagree", None, 1)
    assert made.left == {"of a type without stance": 1}
    assert Made(Drafting(claim("a1", stance="agree")), SetField("stance", None))["a1"].stance is None


def test_passages_move_to_a_topic_of_the_file_or_a_new_one() -> None:
    topics = [Topic("t1", "Train together"), Topic("t2", "train together")]
    desk = Drafting(claim("a1", topic="t1"), claim("a2", topic="t2"), quoted("a3", "actor", "Ostia"), topics=topics)
    made = Made(desk, SetTopic("Train together"))
    assert (made["a1"].topic, made["a2"].topic, made.passages) == ("t1", "t1", 1)
    assert made.left == {"of a type without topic": 1}
    made = Made(desk, SetTopic("Pay more"))
    assert made.layer.topics[made["a1"].topic or ""].name == "Pay more"
    assert made["a1"].topic == made["a2"].topic
    assert Made(desk, SetTopic(""))["a1"].topic is None


def test_a_type_is_changed_with_what_both_have() -> None:
    made = Made(Drafting(claim("a1", codes=("demand",), note="n")), SetType("agreement"))
    assert (made["a1"].type, made["a1"].note, made["a1"].codes) == ("agreement", "n", ())


def test_renaming_takes_every_entity_of_the_name_and_meets_who_has_the_new_one() -> None:
    entities = [Entity("e1", "Nippon", "state"), Entity("e2", "Japan", "state"), Entity("e3", "Nippon", "place")]
    desk = Drafting(
        quoted("a1", "actor", "Ostia", entities=("e1",)),
        quoted("a2", "actor", "Norland", entities=("e3",)),
        claim("a3", speakers=(Role("e1"),)),
        entities=entities,
    )
    recoding = NameEntities((Who("state", "Nippon"),), Who("state", "Japan"))
    made = Made(desk, recoding)
    assert (made["a1"].entities, made["a2"].entities, made["a3"].speakers[0].entity) == (("e2",), ("e3",), "e2")
    assert made.layer.entities["e2"].aliases == ("Nippon",)
    assert "e1" not in made.layer.entities
    assert made.passages == 2
    alone = Made(Drafting(entities=entities[:1]), recoding, "none")
    assert alone.layer.entities["e1"] == Entity("e1", "Japan", "state", ("Nippon",))


def test_who_the_codebook_calls_otherwise_is_found_by_its_name_there() -> None:
    desk = Drafting(entities=[Entity("e1", "The North", "state"), Entity("e2", "The North", "place")])
    made = Made(desk, NameEntities((Who("state", "Norland"),), Who("state", "Kingdom of Norland")), "none")
    assert made.layer.entities["e1"].name == "Kingdom of Norland"
    assert made.layer.entities["e2"].name == "The North"


def test_a_name_is_written_otherwise() -> None:
    made = Made(
        Drafting(entities=[Entity("e1", "O'Neill", "person")]),
        NameEntities((Who("person", "O'Neill"),), Who("person", "O’Neill")),
        "none",
    )
    assert made.layer.entities["e1"].name == "O’Neill"


def test_several_become_one_even_where_the_one_is_not_there() -> None:
    entities = [Entity("e1", "Mori", "person"), Entity("e2", "A. Mori", "other"), Entity("e3", "Kishi", "person")]
    who = (Who("person", "Mori"), Who("other", "A. Mori"))
    made = Made(Drafting(entities=entities), NameEntities(who, Who("person", "Aiko Mori"), merges=True), "none")
    (one, other) = made.layer.entities.values()
    assert (one.name, one.type, set(one.aliases)) == ("Aiko Mori", "person", {"Mori", "A. Mori"})
    assert other.name == "Kishi"


def test_topics_are_renamed_merged_and_moved() -> None:
    topics = [Topic("t1", "Pay"), Topic("t2", "Pay more"), Topic("t3", "Money")]
    desk = Drafting(claim("a1", topic="t1"), claim("a2", topic="t2"), topics=topics)
    made = Made(desk, NameTopics(("Pay",), "Pay more"))
    assert (made["a1"].topic, made["a2"].topic, "t1" in made.layer.topics) == ("t2", "t2", False)
    made = Made(desk, NameTopics(("Pay more", "Money"), "Pay well", merges=True))
    assert [topic.name for topic in made.layer.topics.values()] == ["Pay", "Pay well"]
    desk = Drafting(claim("a1", topic="t1"), topics=topics)
    made = Made(desk, MoveTopic("Pay", "Money"))
    assert made.layer.topics["t1"].broader == "t3"
    moved = [*made.layer.topics.values()]
    made = Made(Drafting(claim("a1", topic="t3"), topics=moved), MoveTopic("Money", "Pay"))
    assert (made.left, made.passages) == ({CIRCLE: 1}, 0)


def test_chosen_passages_move_to_another_entity_with_evidence_that_fits() -> None:
    entities = [Entity("e1", "Mori", "person"), Entity("e2", "Ostia", "state")]
    desk = Drafting(
        quoted("a1", "actor", "Norland", entities=("e1",)),
        quoted("a2", "actor", "Ostia", entities=("e1",)),
        claim("a3", speakers=(Role("e1", "a1"),), targets=(Role("e2"),)),
        claim("a4", speakers=(Role("e1", "a1"),)),
        entities=entities,
    )
    made = Made(desk, MoveToEntity(Who("person", "Mori"), Who("person", "Aiko")), "a1", "a3")
    (new,) = made["a1"].entities
    assert made.layer.entities[new].name == "Aiko"
    assert made["a3"].speakers == (Role(new, "a1"),)
    assert (made["a2"].entities, made["a4"].speakers[0].entity) == (("e1",), "e1")
    made = Made(desk, MoveToEntity(Who("state", "Ostia"), Who("person", "Mori")), "a1", "a3")
    assert (made.left, made["a3"].targets[0].mention) == ({"without “Ostia”": 1}, "a2")


def test_names_are_annotated_where_they_are_not_and_no_part_of_longer_ones() -> None:
    there = quoted("a1", "actor", "Mori said")._replace(fragments=(Span(0, 9),))
    desk = Drafting(there, text="Mori said. Aiko Mori met Mori. Mori Bay is calm.")
    made = Made(desk, AnnotateNames(Who("state", "Mori"), ("Mori",)))
    spans = [one.fragments[0].start for one in made.layer.annotations.values()]
    assert spans == [0, 25]
    assert (made.left, made.passages) == (Counter({LONGER_NAME: 2}), 1)


@pytest.mark.parametrize(
    ("recoding", "label"),
    [
        (ChangeCodes("a", "b"), "Replace the code “b” by “a”"),
        (ChangeCodes("a"), "Add the code “a”"),
        (ChangeCodes(remove="b"), "Remove the code “b”"),
        (SetField("stance", "agree"), "Set the stance to “agree”"),
        (SetField("date", None), "Empty the date"),
        (SetTopic(""), "Take the topic away"),
        (NameTopics(("a", "b", "c"), "d", merges=True), "Merge 3 names into “d”"),
        (NameTopics(("a",), "d"), "Rename “a” to “d”"),
        (MoveTopic("a", ""), "Move the topic “a” below no other"),
    ],
)
def test_the_menu_is_told_what_a_step_did(recoding: Recoding, label: str) -> None:
    assert recoding.label == label
