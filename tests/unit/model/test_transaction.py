"""Steps: taken back, joined with the one before, and told to listeners."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.edits import DOCUMENT, ENTITIES, THE_DOCUMENT, TOPICS, Edit, key_of
from annotator.model.entity import Entity
from annotator.model.topic import Topic
from annotator.model.transaction import Change, Transaction

START = "2026-01-01T00:00:00Z"


def entity(key: str, name: str) -> Entity:
    return Entity(key, name)


def renamed(key: str, before: str | None, after: str | None) -> Edit:
    return Edit(ENTITIES, key, *(entity(key, name) if name is not None else None for name in (before, after)))


def step(*edits: Edit, group: str = "note", time: str = START, label: str = "Rename") -> Transaction:
    return Transaction(edits, label, "mkato", time, group)


def test_what_takes_a_step_back_goes_backwards_and_keeps_whose_step_it_was() -> None:
    back = step(renamed("e1", None, "A"), renamed("e1", "A", "B")).inverted()
    assert back == step(renamed("e1", "B", "A"), renamed("e1", "A", None))
    assert back.inverted() == step(renamed("e1", None, "A"), renamed("e1", "A", "B"))


def test_steps_of_one_group_within_three_seconds_are_one() -> None:
    first = step()
    for time, joins in (
        ("2026-01-01T00:00:00Z", True),
        ("2026-01-01T00:00:01Z", True),
        ("2026-01-01T00:00:03Z", True),
        ("2026-01-01T00:00:04Z", False),
        ("2025-12-31T23:59:59Z", False),
        ("", False),
        ("yesterday", False),
    ):
        assert step(time=time).continues(first) is joins
    assert not step(group="").continues(step(group=""))
    assert not step(group="").continues(first)
    assert not step(group="end").continues(first)


def test_joined_steps_have_one_edit_a_record_and_the_later_ones_words() -> None:
    first = step(renamed("e1", "A", "B"), renamed("e2", None, "X"))
    later = step(renamed("e1", "B", "C"), renamed("e3", "Y", None), time="2026-01-01T00:00:02Z", label="Again")
    joined = later.after(first)
    assert joined.edits == (renamed("e2", None, "X"), renamed("e1", "A", "C"), renamed("e3", "Y", None))
    assert (joined.label, joined.author, joined.time, joined.group) == ("Again", "mkato", later.time, "note")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text("xyz", max_size=1)), min_size=1, max_size=6))
def test_joined_steps_lead_where_the_steps_led(names: list[tuple[str, str]]) -> None:
    now: dict[str, str | None] = {}
    joined: Transaction | None = None
    for key, name in names:
        one = step(renamed(key, now.get(key), name))
        joined = one.after(joined) if joined else one
        now[key] = name
    assert joined is not None
    assert {edit.key: edit.after for edit in joined.edits} == {
        key: entity(key, name or "") for key, name in now.items()
    }
    assert all(edit.before is None for edit in joined.edits)
    assert len(joined.edits) == len(now)


def test_a_change_tells_what_it_touched() -> None:
    topic = Edit(TOPICS, "t1", None, Topic("t1", "Peace"))
    change = Change((renamed("e1", None, "A"), topic, renamed("e2", None, "B")), "Add")
    assert change.touched(ENTITIES) == {"e1": renamed("e1", None, "A"), "e2": renamed("e2", None, "B")}
    assert change.touched(TOPICS) == {"t1": topic}
    assert change.touched(DOCUMENT) == {}
    assert change.touches([DOCUMENT, TOPICS])
    assert not change.touches([DOCUMENT])
    assert not change.touches([])
    assert change.by == ""


def test_records_are_kept_by_what_tells_them_apart() -> None:
    assert key_of(DocumentInfo("x.txt")) == THE_DOCUMENT
    assert key_of(entity("e1", "A")) == "e1"
    assert key_of(Deletion("a1", START, "mkato")) == "a1"
    decision = Decision("a1", "accepted", "mkato", START, ("lrossi:a2", "cverdi:a3"))
    assert key_of(decision) == f"a1|mkato|{START}|lrossi:a2|cverdi:a3"
    about = Decision("a1", "open", "mkato", START, extra=(("by", "difference", "topic"), ("", "slot", 2)))
    assert key_of(about) == f"a1|mkato|{START}|difference=topic|slot=2"
