"""Undo and redo: where they lead, what they are called, and whether all is saved."""

from annotator.model.history import History
from annotator.model.transaction import Transaction


def step(label: str, group: str = "", second: int = 0) -> Transaction:
    return Transaction((), label, "mkato", f"2026-01-01T00:00:{second:02}Z", group)


def test_nothing_is_undone_at_the_beginning_nor_redone_at_the_end() -> None:
    history = History()
    assert (history.undo(), history.redo(), history.undo_label, history.redo_label) == (None, None, None, None)
    history.push(step("one"))
    assert history.redo() is None
    assert history.undo() == step("one")
    assert history.undo() is None
    assert history.done == ()


def test_steps_are_undone_last_first_and_redone_in_their_order() -> None:
    history = History()
    one, two = step("one"), step("two")
    history.push(one)
    history.push(two)
    assert (history.undo_label, history.redo_label, history.done) == ("two", None, (one, two))
    assert history.undo() is two
    assert (history.undo_label, history.redo_label, history.done) == ("one", "two", (one,))
    assert history.undo() is one
    assert (history.undo_label, history.redo_label) == (None, "one")
    assert history.redo() is one
    assert history.redo() is two
    assert history.done == (one, two)


def test_a_new_step_forgets_what_was_undone() -> None:
    history = History()
    history.push(step("one"))
    history.push(step("two"))
    history.undo()
    history.push(step("three"))
    assert history.redo() is None
    assert [made.label for made in history.done] == ["one", "three"]


def test_a_step_joins_the_one_that_it_continues_but_not_across_an_undo() -> None:
    history = History()
    history.push(step("type", "note"))
    history.push(step("type on", "note", 2))
    assert [made.label for made in history.done] == ["type on"]
    history.push(step("move", "end", 3))
    history.undo()
    history.push(step("type again", "note", 4))
    assert [made.label for made in history.done] == ["type on", "type again"]


def test_it_is_clean_at_the_saved_state_and_nowhere_else() -> None:
    history = History()
    clean = [history.is_clean]
    for move in (
        lambda: history.push(step("one")),
        lambda: history.mark_saved(history.state),
        lambda: history.push(step("two")),
        history.undo,
        history.undo,
        history.redo,
        lambda: history.mark_saved(None),
    ):
        move()
        clean.append(history.is_clean)
    assert clean == [True, False, True, False, True, False, True, False]


def test_what_joins_a_saved_step_is_not_saved() -> None:
    history = History()
    history.push(step("type", "note"))
    history.mark_saved(history.state)
    history.push(step("type on", "note", 1))
    assert not history.is_clean


def test_a_save_that_began_before_a_step_marks_the_state_it_saved() -> None:
    history = History()
    history.push(step("one"))
    began = history.state
    history.push(step("two"))
    history.mark_saved(began)
    assert not history.is_clean
    history.undo()
    assert history.is_clean
