"""The session alone changes its state, and everybody who listens hears of it, whatever one of them does."""

import sys
from pathlib import Path

import pytest

from annotator.model import edits
from annotator.model.document import Document
from annotator.model.edits import Edit, EditError
from annotator.model.history import History
from annotator.model.layer import Layer
from annotator.model.transaction import Change, Transaction
from annotator.services.editing.session import ReadOnlyError, Session
from tests.unit.colleagues import Topic, layer

PLACE = Path("talks.txt.mkato.ann.json")
NOW = "2026-05-01T10:00:00Z"


class Journal:
    """Writes down what it is told, and how many topics the layer had by then."""

    def __init__(self, session: Session, fails: bool = False) -> None:
        self.session = session
        self.fails = fails
        self.told: list[tuple[str, int]] = []
        session.recorder = self

    def _tell(self, what: str) -> None:
        self.told.append((what, len(self.session.layer.topics)))
        if self.fails:
            raise OSError("no room")

    def done(self, transaction: Transaction) -> None:
        self._tell(transaction.label)

    def undone(self, transaction: Transaction) -> None:
        self._tell("undone")

    def redone(self, transaction: Transaction) -> None:
        self._tell("redone")


def session_of(made: Layer | None = None, read_only: str = "") -> Session:
    made = made or layer()
    return Session(
        Document("x" * 1000, made.document), made, PLACE, author="mkato", read_only=read_only, clock=lambda: NOW
    )


def heard_by(session: Session) -> list[Change]:
    heard: list[Change] = []
    session.subscribe(heard.append)
    return heard


def add(session: Session, key: str, **options: str) -> Change | None:
    draft = session.draft()
    draft.put(Topic(key, key))
    return session.commit(draft, f"Add {key}", **options)


def test_a_step_is_made_journalled_and_told_once() -> None:
    session = session_of()
    journal, heard = Journal(session), heard_by(session)
    change = add(session, "t1", by="panel")
    assert heard == [change] == [Change((Edit(edits.TOPICS, "t1", None, Topic("t1", "t1")),), "Add t1", "panel")]
    assert journal.told == [("Add t1", 1)]
    (transaction,) = session.history.done
    assert (transaction.author, transaction.time, transaction.label) == ("mkato", NOW, "Add t1")


def test_undo_and_redo_are_journalled_and_told_with_the_edits_that_they_make() -> None:
    session = session_of()
    add(session, "t1")
    journal, heard = Journal(session), heard_by(session)
    session.undo()
    session.redo(by="menu")
    added = Edit(edits.TOPICS, "t1", None, Topic("t1", "t1"))
    assert heard == [Change((added.inverted(),), "Add t1", "undo"), Change((added,), "Add t1", "menu")]
    assert journal.told == [("undone", 0), ("redone", 1)]
    session.undo()
    assert session.undo() is None
    assert len(heard) == 3


def test_a_draft_without_changes_is_no_step() -> None:
    session = session_of()
    journal, heard = Journal(session), heard_by(session)
    assert session.commit(session.draft(), "Nothing") is None
    assert not heard
    assert not journal.told
    assert not session.history.done


def test_a_listener_that_raises_keeps_nobody_from_hearing_and_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = session_of()
    reported: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _type, error, _trace: reported.append(error))
    fault = ValueError("a fault of the listener")

    def raises(_change: Change) -> None:
        raise fault

    session.subscribe(raises)
    heard = heard_by(session)
    session.subscribe(raises)
    change = add(session, "t1")
    assert heard == [change]
    assert reported == [fault, fault]
    assert session.undo()
    assert not session.layer.topics
    assert len(heard) == 2


def test_who_has_ended_listening_hears_no_more_even_of_the_step_at_hand() -> None:
    session = session_of()
    heard: list[Change] = []
    forget: list[object] = []
    session.subscribe(lambda _change: forget.pop()() if forget else None)  # type: ignore[operator]
    forget.append(session.subscribe(heard.append))
    add(session, "t1")
    add(session, "t2")
    assert not heard


def test_listeners_hear_of_a_step_that_could_not_be_journalled_as_it_is_made() -> None:
    session = session_of()
    Journal(session, fails=True)
    heard = heard_by(session)
    with pytest.raises(OSError, match="no room"):
        add(session, "t1")
    assert [change.label for change in heard] == ["Add t1"]
    assert len(session.history.done) == len(session.layer.topics) == 1


def test_a_step_that_does_not_fit_changes_and_tells_nothing() -> None:
    session = session_of()
    journal, heard = Journal(session), heard_by(session)
    bad = Transaction((Edit(edits.TOPICS, "t1", Topic("t1", "x"), None),), "Remove")
    with pytest.raises(EditError):
        session.apply(bad)
    assert not heard
    assert not journal.told
    assert not session.history.done


@pytest.mark.parametrize("back", [True, False])
def test_an_undo_or_redo_that_does_not_fit_leaves_history_where_the_layer_is(*, back: bool) -> None:
    session = session_of()
    add(session, "t1")
    if not back:
        session.undo()
    journal, heard = Journal(session), heard_by(session)
    state = session.history.state
    session.layer.topics["t1"] = Topic("t1", "changed by nobody who may")
    with pytest.raises(EditError):
        _ = session.undo() if back else session.redo()
    assert session.history.state is state
    assert (session.history.undo_label, session.history.redo_label) == (("Add t1", None) if back else (None, "Add t1"))
    assert not heard
    assert not journal.told


def test_what_is_read_only_is_not_changed_and_says_why() -> None:
    session = session_of()
    add(session, "t1")
    session.undo()
    add(session, "t2")
    session.restrict("Only to be read.")
    assert session.read_only == "Only to be read."
    with pytest.raises(ReadOnlyError, match=r"^Only to be read\.$"):
        add(session, "t3")
    assert session.undo() is None
    session.restrict("")
    assert session.undo()
    session.restrict("Only to be read.")
    assert session.redo() is None
    assert not session.layer.topics


def test_that_nothing_or_all_may_be_changed_now_is_told_once() -> None:
    session = session_of(read_only="Still checked.")
    heard = heard_by(session)
    session.restrict("")
    session.restrict("")
    session.restrict("Broken.")
    assert heard == [Change((), ""), Change((), "")]


def test_another_layer_is_taken_over_with_its_history_as_one_change() -> None:
    session = session_of(layer(topics=[Topic("t1", "Ships should sail"), Topic("t2", "All should sail")]))
    heard = heard_by(session)
    other = layer(topics=[Topic("t1", "Ships should not sail"), Topic("t3", "Fees should fall")])
    step = Transaction((Edit(edits.TOPICS, "t3", None, other.topics["t3"]),), "Add t3")
    history = History()
    history.push(step)
    session.take_over(other, history, "Go on", by="desk")
    assert session.layer is other
    assert session.history is history
    (change,) = heard
    assert (change.label, change.by) == ("Go on", "desk")
    assert {edit.key: (edit.before, edit.after) for edit in change.edits} == {
        "t1": (Topic("t1", "Ships should sail"), Topic("t1", "Ships should not sail")),
        "t2": (Topic("t2", "All should sail"), None),
        "t3": (None, Topic("t3", "Fees should fall")),
    }
    session.undo()
    assert list(session.layer.topics) == ["t1"]


def test_what_is_saved_is_known_by_state_and_place() -> None:
    session = session_of()
    add(session, "t1")
    state = session.history.state
    add(session, "t2")
    session.saved(state, Path("elsewhere.ann.json"))
    assert session.sidecar == Path("elsewhere.ann.json")
    assert not session.history.is_clean
    session.undo()
    assert session.history.is_clean


def test_nobody_else_sets_the_state() -> None:
    session = session_of()
    for name in ("document", "layer", "history", "sidecar", "read_only"):
        with pytest.raises(AttributeError):
            setattr(session, name, None)
