"""Finding, making, renaming and merging topics."""

import pytest

from annotator.model import edits
from annotator.model.codebook import Codebook
from annotator.services.editing.topics import (
    broader_topics,
    delete_unused_topic,
    edit_topic,
    find_topic,
    merge_topics,
    topic_for_name,
)
from tests.unit.colleagues import Topic
from tests.unit.editing_desk import NOW, THEN, Drafting, quoted


def chain(*keys: str, **more: str | None) -> Drafting:
    """Topics of which each is narrower than the one behind it."""
    broader = dict(zip(keys, [*keys[1:], None], strict=True)) | more
    return Drafting(topics=[Topic(key, f"Topic {key}", above) for key, above in broader.items()])


def above(desk: Drafting) -> dict[str, str | None]:
    return {topic.id: topic.broader for topic in desk.draft.topics()}


def test_topics_are_found_whatever_case_and_white_space() -> None:
    topics = [Topic("t1", "Fees should  fall"), Topic("t2", "fees should fall")]
    assert find_topic(topics, " fees\nSHOULD fall ") == topics[0]
    assert find_topic(topics, "fees") is None


def test_the_topic_of_a_name_is_the_layers_before_the_codebooks_before_a_new_one() -> None:
    book = Codebook(topics=(Topic("c1", "Fees should fall"), Topic("c2", "Ships should sail", "c1", "0312", "n")))
    desk = Drafting(topics=[Topic("t1", "Fees should fall", code="7")])
    assert topic_for_name(desk.draft, " fees  should fall", book).id == "t1"
    copy = topic_for_name(desk.draft, "Ships should sail", book)
    assert copy == Topic(copy.id, "Ships should sail", None, "0312", "n")
    assert copy.id != "c2"
    new = topic_for_name(desk.draft, " All  should train ")
    assert new == Topic(new.id, "All should train")
    assert topic_for_name(desk.draft, "all should train", book) == new
    assert desk.changed(edits.TOPICS) == {copy.id, new.id}


def test_details_of_a_topic_are_set() -> None:
    desk = chain("t1", "t2")
    assert edit_topic(desk.draft, "t1", name="Other", code="0312", note="n")
    assert desk.draft.topic("t1") == Topic("t1", "Other", "t2", "0312", "n")
    assert not edit_topic(desk.draft, "gone", name="x")


def test_no_topic_is_broader_than_itself_however_many_stand_between() -> None:
    desk = chain("t1", "t2", "t3", t4=None)
    assert not edit_topic(desk.draft, "t3", broader="t1")
    assert not edit_topic(desk.draft, "t3", broader="t3")
    assert not edit_topic(desk.draft, "t3", broader="gone")
    assert edit_topic(desk.draft, "t3", broader="t4")
    assert edit_topic(desk.draft, "t1", broader="t3")
    assert edit_topic(desk.draft, "t2", broader=None)
    assert above(desk) == {"t1": "t3", "t2": None, "t3": "t4", "t4": None}


def test_a_topic_in_a_circle_of_the_file_is_renamed_and_looked_above_without_end() -> None:
    desk = chain("t1", "t2", t2="t1")
    assert edit_topic(desk.draft, "t1", name="Other")
    assert [topic.id for topic in broader_topics(desk.draft, Topic("t1", "x", "t2"))] == ["t2", "t1"]


def test_annotations_and_narrower_topics_move_to_the_topic_kept() -> None:
    desk = Drafting(
        quoted("a1", "claim", "train together", topic="t1"), quoted("a2", "agreement", "left", topic="t2"),
        quoted("a3", "claim", "Norland", topic="t3"), quoted("a4", "claim", "Ostia", topic="t4"),
        topics=[
            Topic("t1", "x"), Topic("t2", "y"), Topic("t3", "z", "t2"), Topic("t4", "w", "t3"), Topic("t5", "v", "t1")
        ],
    )  # fmt: skip
    merge_topics(desk.draft, "t1", ["t2", "t4", "t1", "gone"])
    made = desk.make()
    assert {key: annotation.topic for key, annotation in made.annotations.items()} == {
        "a1": "t1", "a2": "t1", "a3": "t3", "a4": "t1"
    }  # fmt: skip
    assert [made.annotations[key].modified for key in ("a1", "a2", "a3", "a4")] == [THEN, NOW, THEN, NOW]
    assert {topic.id: topic.broader for topic in made.topics.values()} == {"t1": None, "t3": "t1", "t5": "t1"}


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (["t2"], {"t1": None, "t3": "t4", "t4": None}),
        (["t3"], {"t1": None, "t2": "t1", "t4": None}),
        (["t4"], {"t1": None, "t2": "t3", "t3": "t1"}),
        (["t2", "t3"], {"t1": None, "t4": None}),
    ],
)
def test_merging_with_a_broader_one_leads_round_no_circle(gone: list[str], left: dict[str, str | None]) -> None:
    desk = chain("t1", "t2", "t3", "t4")
    merge_topics(desk.draft, "t1", gone)
    assert above(desk) == left


def test_merging_with_a_narrower_one_keeps_what_is_broader() -> None:
    desk = chain("t1", "t2", "t3", "t4")
    merge_topics(desk.draft, "t3", ["t1"])
    assert above(desk) == {"t2": "t3", "t3": "t4", "t4": None}


@pytest.mark.parametrize(("keep", "gone"), [("gone", ["t1"]), ("t1", ["gone"]), ("t1", ["t1"]), ("t1", [])])
def test_nothing_is_merged_where_one_is_not_there(keep: str, gone: list[str]) -> None:
    desk = chain("t1", "t2")
    merge_topics(desk.draft, keep, gone)
    assert not desk.draft.transaction("").edits


def test_only_what_no_annotation_is_about_is_deleted_and_narrower_ones_stand_alone() -> None:
    desk = chain("t1", "t2", "t3")
    desk.draft.put(quoted("a1", "claim", "left", topic="t1"))
    assert not delete_unused_topic(desk.draft, "t1")
    assert delete_unused_topic(desk.draft, "t2")
    assert above(desk) == {"t1": None, "t3": None}
