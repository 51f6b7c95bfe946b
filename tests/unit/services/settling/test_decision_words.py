"""What a review says of a difference in words: whose opinion was taken, what came later, and what was changed."""

from pathlib import Path

from annotator.services.comparing import difference as kinds
from annotator.services.settling.decision_words import change_words, changes, settled_words
from annotator.services.settling.new_since import is_new, new_differences
from annotator.services.settling.open_review import compared_anew
from annotator.services.settling.settle import Settling
from tests.unit.colleagues import Entity, Role, layer
from tests.unit.making import Desk
from tests.unit.services.settling.test_review import Bench, claim, two

CALLED = {"mkato": "A Kato", "lrossi": "B Rossi", "third": "C Third"}


def note(bench: Bench) -> None:
    draft = bench.session.draft()
    Settling(draft, bench.review).note_known()
    bench.session.commit(draft, "Note")


def said(bench: Bench, number: int) -> list[str]:
    return [change_words(change, CALLED) for change in changes(bench.review, number)]


def test_each_decision_says_whose_opinion_it_took() -> None:
    bench = two(
        [claim("a1", stance="agree", note="one", attribution="direct"), claim("a2", 50, 60)],
        [claim("a1", stance="disagree", note="two", attribution="indirect")],
    )
    for number in range(len(bench.review.differences)):
        assert settled_words(bench.review, number, CALLED) == ""
    stance, noted, attribution = (bench.number(kind) for kind in ("stance", "note", "attribution"))
    bench.settle(stance, "lrossi")
    bench.settle(noted, "mkato", "lrossi")
    bench.take_none(attribution)
    bench.settle(bench.number(kinds.MISSING), "lrossi")
    assert settled_words(bench.review, stance, CALLED) == "taken from B Rossi"
    assert settled_words(bench.review, noted, CALLED) == "taken from all"
    assert settled_words(bench.review, attribution, CALLED) == "left empty"
    assert settled_words(bench.review, bench.number(kinds.MISSING), CALLED) == "not taken, as with B Rossi"
    draft = bench.session.draft()
    Settling(draft, bench.review).edit(bench.review.differences[stance])
    bench.session.commit(draft, "Edit")
    assert settled_words(bench.review, stance, CALLED) == "edited by hand"


def test_two_of_three_who_hold_the_same_are_named_together() -> None:
    bench = Bench(
        layer([claim("a1", stance="agree")]),
        layer([claim("a1", stance="agree")], "lrossi"),
        layer([claim("a1", stance="mixed")], "third"),
    )
    bench.settle(0, "mkato")
    assert settled_words(bench.review, 0, CALLED) == "taken from A Kato and B Rossi"
    both = Bench(layer([claim("a1", stance="agree")]), layer([claim("b1", stance="mixed")], "lrossi"))
    both.settle(0, "mkato", "lrossi")
    assert settled_words(both.review, 0, CALLED) == "each kept beside the others"


def test_what_a_colleague_changed_is_told_from_what_to_what() -> None:
    rossi = layer([claim("a1", stance="disagree")], "lrossi")
    bench = Bench(layer([claim("a1", stance="agree"), claim("a2", 50, 60, stance="mixed")]), rossi)
    note(bench)
    bench.settle(bench.number("stance"), "mkato")
    bench.settle(bench.number(kinds.MISSING), "mkato")
    newer = layer([claim("a1", stance="agree"), claim("a2", 50, 60, stance="neutral", note="why?")])
    again = bench.again(newer, rossi)
    (missing,) = again.review.left()
    assert again.review.differences[missing].kind == kinds.MISSING
    assert said(again, missing) == ["A Kato: mixed → neutral; note why?"]
    assert is_new(again.review, missing)
    again.settle(missing, "mkato")
    assert [a.stance for a in again.session.layer.annotations.values()] == ["agree", "neutral"]
    assert changes(again.review, missing) == []
    other = bench.again(newer, layer([claim("a1", stance="neutral")], "lrossi"))
    assert said(other, other.number("stance")) == ["B Rossi: disagree → neutral"]


def test_what_all_agreed_on_is_told_as_changed_when_one_changes_or_deletes_it() -> None:
    mine, theirs = layer([claim("a1", stance="agree")]), layer([claim("b1", stance="agree")], "lrossi")
    bench = Bench(mine, theirs)
    bench.take_agreed()
    again = bench.again(mine, layer([claim("b1", stance="mixed")], "lrossi"))
    assert said(again, again.number("stance")) == ["B Rossi: agree → mixed"]
    gone = bench.again(mine, layer([], "lrossi"))
    (found,) = said(gone, gone.number(kinds.MISSING))
    assert found.startswith("B Rossi: claim “")
    assert found.endswith("→ nothing")


def test_what_came_with_a_newer_file_is_told_from_what_was_left_before() -> None:
    rossi = layer([claim("a1", stance="disagree")], "lrossi")
    first = [claim("a1", stance="agree"), claim("a2", 50, 60), claim("a4", 90, 95)]
    bench = Bench(layer(first), rossi)
    assert new_differences(bench.review) == set()
    note(bench)
    bench.settle(bench.number("stance"), "mkato")
    again = bench.again(layer([*first, claim("a3", 70, 80)]), rossi)
    starts = {again.review.differences[number].start for number in new_differences(again.review)}
    assert starts == {70}
    note(again)
    assert len(new_differences(again.review)) == 1
    again.settle(next(iter(new_differences(again.review))), "mkato")
    assert new_differences(again.review) == set()


def test_what_a_correction_of_entities_brings_is_not_new() -> None:
    one, other = (
        layer([claim("a1", speakers=(Role("e1"),))], who, entities=[Entity("e1", name, "person")])
        for who, name in (("mkato", "Mori"), ("lrossi", "The minister"))
    )
    bench = Bench(one, other)
    note(bench)
    draft = bench.session.draft()
    from annotator.services.comparing.same_entity import say_same

    say_same(draft, [[("mkato", "e1")], [("lrossi", "e1")]])
    bench.session.commit(draft, "Same")
    fresh = compared_anew(bench.review)
    assert [difference.kind for difference in fresh.differences] == ["entity detail"]
    assert new_differences(fresh) == set()
    draft = bench.session.draft()
    Settling(draft, fresh).note_known()
    bench.session.commit(draft, "Note")
    assert new_differences(bench.again(one, other).review) == set()


def test_a_comparison_of_real_files_counts_no_note_as_a_decision(tmp_path: Path) -> None:
    from annotator.model.layer import Annotator
    from annotator.services.settling.open_review import open_review

    desks = [Desk(tmp_path, annotator=who) for who in ("mkato", "lrossi")]
    for desk, stance in zip(desks, ("agree", "mixed"), strict=True):
        desk.set(desk.annotate("claim", "Norland criticised Ostia"), stance=stance)
    opened, review = open_review([desk.save() for desk in desks], Annotator("chief"))
    draft = opened.session.draft()
    Settling(draft, review).note_known()
    opened.session.commit(draft, "Note")
    assert review.progress().settled == 0
    assert not review.news.is_to_be_noted
    opened.close()


def test_what_was_taken_along_is_told_as_changed_by_who_had_it_then() -> None:
    mine, theirs = layer([claim("a1", 10, 30, stance="agree")]), layer([claim("b1", 12, 30, stance="agree")], "lrossi")
    bench = Bench(mine, theirs)
    note(bench)
    bench.settle(bench.number(kinds.BOUNDARY), "mkato")
    again = bench.again(mine, layer([claim("b1", 12, 30, stance="mixed")], "lrossi"))
    assert said(again, again.number("stance")) == ["B Rossi: agree → mixed"]
    third = bench.again(mine, theirs, layer([claim("c1", 10, 30, stance="mixed")], "third"))
    assert said(third, third.number("stance")) == []
    assert is_new(third.review, third.number("stance"))
