"""Coming back to a document goes on where it was left, and nothing of what keeps it safe knows the difference."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.services.keeping import kept_sessions
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.keeping.kept_sessions import DOCUMENTS, KeptSessions
from annotator.services.keeping.whereabouts import Whereabouts
from tests.patience import times
from tests.unit.crashing import KATO, Moment, change, die, journal_of, records, reopen, start, title, title_of

HERE = Whereabouts(3, 5, 1)


def left(desk: Desk, kept: KeptSessions) -> None:
    """Leave a document as the window does."""
    desk.save()
    kept.put_away(desk, HERE)
    desk.close()


def come_back(folder: Path, kept: KeptSessions) -> Desk:
    desk = reopen(folder)
    kept.take_up(desk)
    return desk


def test_undo_and_redo_go_on_after_coming_back(tmp_path: Path) -> None:
    kept, desk = KeptSessions(), start(tmp_path)
    for words in ("One", "Two", "Three"):
        title(desk, words)
    desk.session.undo()
    left(desk, kept)
    desk = reopen(tmp_path)
    assert kept.take_up(desk) == HERE
    assert desk.is_saved
    assert title_of(desk) == "Two"
    desk.session.redo()
    assert title_of(desk) == "Three"
    assert desk.save() is not None
    for former in ("Two", "One", None):
        desk.session.undo()
        assert title_of(desk) == former
    assert desk.session.undo() is None
    assert not desk.news


@times(0.6)
@given(seed=st.integers(0, 10**6))
def test_after_any_visits_undo_leads_back_to_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder, chance, kept = tmp_path_factory.mktemp("kept"), Random(seed), KeptSessions()
    desk, states = start(folder), []
    states.append(records(desk))
    for _time in range(30):
        if chance.random() < 0.2:
            left(desk, kept)
            desk = come_back(folder, kept)
        before = len(desk.session.history.done)
        change(desk, chance, chance.choice(["add", "add", "change", "delete"]))
        if len(desk.session.history.done) > before:
            states.append(records(desk))
    left(desk, kept)
    desk = come_back(folder, kept)
    for state in reversed(states):
        assert records(desk) == state
        desk.session.undo()
    assert not desk.session.history.done


@times(0.6)
@given(seed=st.integers(0, 10**6))
def test_a_crash_after_coming_back_loses_nothing_and_leaves_undo_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder, chance, kept = tmp_path_factory.mktemp("kept"), Random(seed), KeptSessions()
    desk = start(folder)
    for _step in range(6):
        change(desk, chance, chance.choice(["add", "change", "delete", "undo", "redo"]))
    left(desk, kept)
    desk = come_back(folder, kept)
    for _step in range(chance.randrange(1, 8)):
        change(desk, chance, chance.choice(["add", "delete", "undo", "undo", "redo"]))
        if chance.random() < 0.3:
            desk.save()
    expected, undone = Moment.of(desk), len(desk.session.history.undone)
    journalled = journal_of(desk).exists()
    die(desk)
    again = reopen(folder)
    assert records(again) == expected.records
    assert again.is_saved == expected.is_saved
    assert not again.news
    if journalled:
        assert len(again.session.history.done) == expected.undoable
        assert len(again.session.history.undone) == undone
        while again.session.undo():
            pass
        assert not again.session.layer.annotations


def test_a_file_that_somebody_changed_begins_anew_and_says_so(tmp_path: Path) -> None:
    kept, desk = KeptSessions(), start(tmp_path)
    title(desk, "Mine")
    left(desk, kept)
    sidecar = desk.session.sidecar
    sidecar.write_bytes(sidecar.read_bytes().replace(b'"Mine"', b'"Theirs"'))
    desk = come_back(tmp_path, kept)
    assert title_of(desk) == "Theirs"
    assert desk.session.history.undo_label is None
    assert desk.news == [f"{sidecar.name} was changed since you left it, so undo begins anew."]


def test_a_text_that_somebody_changed_begins_anew_and_at_its_beginning(tmp_path: Path) -> None:
    kept, desk = KeptSessions(), start(tmp_path)
    title(desk, "Mine")
    left(desk, kept)
    with desk.document_path.open("a") as file:
        file.write("And more.")
    desk = reopen(tmp_path)
    assert kept.take_up(desk) is None
    assert desk.session.history.undo_label is None
    assert desk.news == ["a.txt was changed since you left it, so undo begins anew."]


def test_nothing_is_said_where_there_was_nothing_to_undo(tmp_path: Path) -> None:
    kept, desk = KeptSessions(), start(tmp_path)
    left(desk, kept)
    other = open_desk(tmp_path / "a.txt", KATO, journals=tmp_path / "journals")
    title(other, "By another window")
    other.save()
    other.close()
    assert come_back(tmp_path, kept).news == []


def test_what_could_not_be_saved_comes_back_from_its_journal(tmp_path: Path) -> None:
    kept, desk = KeptSessions(), start(tmp_path)
    title(desk, "Saved")
    desk.save()
    title(desk, "Not saved")
    kept.put_away(desk, HERE)
    desk.close()
    desk = come_back(tmp_path, kept)
    assert title_of(desk) == "Not saved"
    assert desk.recovered is not None
    assert not desk.is_saved
    desk.session.undo()
    assert title_of(desk) == "Saved"


def test_a_document_open_in_another_window_keeps_its_undo_for_later(tmp_path: Path) -> None:
    kept, desk = KeptSessions(), start(tmp_path)
    title(desk, "Mine")
    left(desk, kept)
    elsewhere = reopen(tmp_path)
    looking = come_back(tmp_path, kept)
    assert looking.session.read_only
    assert looking.session.history.undo_label is None
    kept.put_away(looking, HERE)
    looking.close()
    elsewhere.close()
    assert come_back(tmp_path, kept).session.history.undo_label == "Title"


def test_the_documents_visited_last_are_kept(tmp_path: Path) -> None:
    kept = KeptSessions()
    for number in range(DOCUMENTS + 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = start(folder)
        title(desk, "Mine")
        left(desk, kept)
    assert len(kept) == DOCUMENTS
    labels = [come_back(tmp_path / str(n), kept).session.history.undo_label for n in (0, 1, 2, DOCUMENTS + 1)]
    assert labels == [None, None, "Title", "Title"]


def test_of_large_documents_fewer_are_kept_and_the_last_always(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sessions, "RECORDS", 5)
    kept, steps = KeptSessions(), {"a": 2, "b": 3, "c": 9}
    for name, number in steps.items():
        folder = tmp_path / name
        folder.mkdir()
        desk = start(folder)
        for _step in range(number):
            title(desk, f"{_step}")
        left(desk, kept)
        undoable = [
            other
            for other in steps
            if (work := kept.of(tmp_path / other / "a.txt.mkato.ann.json")) and work.history.done
        ]
        assert undoable == {"a": ["a"], "b": ["a", "b"], "c": ["c"]}[name]


def test_what_is_kept_changes_with_a_step_that_changed_the_file(tmp_path: Path) -> None:
    kept, desk = KeptSessions(), start(tmp_path)
    title(desk, "Mine")
    left(desk, kept)
    other = reopen(tmp_path)
    work = kept.of(other.session.sidecar)
    assert work is not None
    other.go_on(work.layer, work.history)
    title(other, "By a step over many documents")
    saved = other.save()
    other.close()
    assert saved is not None
    changed = kept_sessions.Work(other.session.layer, other.session.history, saved.sha256, work.text_sha256)
    kept.change(other.session.sidecar, changed)
    desk = come_back(tmp_path, kept)
    desk.session.undo()
    assert title_of(desk) == "Mine"
