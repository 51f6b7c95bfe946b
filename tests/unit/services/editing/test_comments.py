"""Comments that travel in the file, each with a time of its own."""

from annotator.model.decision import Decision
from annotator.services.editing.comments import comment
from tests.unit.editing_desk import NOW, Drafting, quoted


def test_a_comment_is_an_open_decision_in_the_authors_name() -> None:
    desk = Drafting(quoted("a1", "claim", "left"))
    comment(desk.draft, "a1", "Why?")
    assert list(desk.draft.decisions()) == [Decision("a1", "open", "mkato", NOW, (), "Why?")]


def test_comments_of_one_second_stand_beside_one_another() -> None:
    desk = Drafting(quoted("a1", "claim", "left"), quoted("a2", "claim", "Ostia"))
    for text in ("one", "two"):
        comment(desk.draft, "a1", text)
    desk.make()
    comment(desk.draft, "a1", "three")
    comment(desk.draft, "a2", "four")
    found = [(made.target, made.at[-3:], made.comment) for made in desk.make().review.values()]
    assert found == [("a1", "00Z", "one"), ("a1", "01Z", "two"), ("a1", "02Z", "three"), ("a2", "00Z", "four")]
