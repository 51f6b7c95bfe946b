"""The journal: whatever moment the program dies at, every step comes back, and undo still reaches the beginning."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.layer import Annotator
from annotator.model.span import Span
from annotator.services.editing import annotations
from annotator.services.keeping import journal as journal_module
from annotator.services.keeping.desk import Desk, open_desk
from tests.unit.making import TEXT

KATO = Annotator("mkato", "M. Kato")


def start(folder: Path) -> Desk:
    (folder / "a.txt").write_text(TEXT)
    return reopen(folder)


def reopen(folder: Path) -> Desk:
    return open_desk(folder / "a.txt", KATO, journals=folder / "journals")


def die(desk: Desk) -> None:
    """End as a killed process does: nothing is saved, nothing tidied up; the lock goes with the process."""
    desk._journal.release()
    if desk._lock:
        desk._lock.release()


def act(desk: Desk, chance: random.Random) -> None:
    session = desk.session
    kind = chance.choice(["add", "add", "add", "change", "delete", "undo", "redo", "save"])
    if kind == "undo":
        session.undo()
    elif kind == "redo":
        session.redo()
    elif kind == "save":
        desk.save()
    else:
        draft = session.draft()
        known = list(session.layer.annotations)
        if kind == "add" or not known:
            start_at = chance.randrange(len(TEXT) - 5)
            span = Span(start_at, start_at + 1 + chance.randrange(4))
            annotations.annotate(draft, session.document, [span], chance.choice(["actor", "claim", "agreement"]))
        elif kind == "delete":
            annotations.delete(draft, chance.choice(known))
        else:
            annotations.set_fields(draft, chance.choice(known), note=str(chance.random()))
        session.commit(draft, kind)


def records(desk: Desk) -> list[object]:
    layer = desk.session.layer
    tables = (layer.annotations, layer.entities, layer.topics, layer.links, layer.deleted)
    return [layer.document, *(dict(table) for table in tables)]


@given(seed=st.integers(0, 10**6), steps=st.integers(1, 25))
def test_after_a_crash_everything_is_there_and_can_be_undone(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: int
) -> None:
    folder = tmp_path_factory.mktemp("crash")
    chance = random.Random(seed)
    desk = start(folder)
    nothing = records(desk)
    for _step in range(steps):
        act(desk, chance)
    before, clean = records(desk), desk.is_saved
    die(desk)
    again = reopen(folder)
    assert records(again) == before
    assert again.is_saved == clean
    while again.session.undo():
        pass
    assert records(again) == nothing
    again.close(keep_journal=True)


def test_a_step_cut_off_in_the_middle_costs_that_step_alone(tmp_path: Path) -> None:
    desk = start(tmp_path)
    chance = random.Random(1)
    act(desk, chance)
    before = records(desk)
    act(desk, chance)
    path = desk._journal.path
    die(desk)
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 3)
    again = reopen(tmp_path)
    assert records(again) == before
    act(again, chance)
    die(again)
    assert reopen(tmp_path).recovered is not None


def test_saving_and_closing_leaves_no_journal(tmp_path: Path) -> None:
    desk = start(tmp_path)
    act(desk, random.Random(1))
    desk.save()
    desk.close()
    left = [path.name for path in (tmp_path / "journals").iterdir() if path.suffix != ".lock"]
    assert left == []
    assert reopen(tmp_path).recovered is None


def test_undo_reaches_behind_the_last_save_after_a_crash(tmp_path: Path) -> None:
    desk = start(tmp_path)
    chance = random.Random(2)
    for _step in range(3):
        annotations_before = len(desk.session.layer.annotations)
        while len(desk.session.layer.annotations) <= annotations_before:
            act(desk, chance)
        desk.save()
    die(desk)
    again = reopen(tmp_path)
    assert again.is_saved
    assert len(again.session.history.done) >= 3


def test_a_file_changed_by_somebody_else_meanwhile_is_kept_apart(tmp_path: Path) -> None:
    desk = start(tmp_path)
    chance = random.Random(3)
    while not desk.session.layer.annotations:
        act(desk, chance)
    desk.save()
    draft = desk.session.draft()
    annotations.set_fields(draft, next(iter(desk.session.layer.annotations)), note="mine")
    desk.session.commit(draft, "note")
    sidecar = desk.session.sidecar
    die(desk)
    sidecar.write_bytes(sidecar.read_bytes().replace(b'"note": ""', b'"note": "theirs"', 1))
    again = reopen(tmp_path)
    assert again.recovered is not None
    assert not again.recovered.fits
    assert "mine" not in {a.note for a in again.session.layer.annotations.values()}
    again.take_recovered()
    assert "mine" in {a.note for a in again.session.layer.annotations.values()}


def test_a_full_disk_is_said_and_the_steps_go_out_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = start(tmp_path)
    chance = random.Random(4)
    act(desk, chance)
    whole = journal_module._write_all

    def full(_file: int, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_module, "_write_all", full)
    draft = desk.session.draft()
    draft.put_document(title="While the disk was full")
    desk.session.commit(draft, "title")
    assert "No space" in desk.journal_failure
    monkeypatch.setattr(journal_module, "_write_all", whole)
    draft = desk.session.draft()
    draft.put_document(publisher="After")
    desk.session.commit(draft, "publisher")
    assert desk.journal_failure == ""
    die(desk)
    assert reopen(tmp_path).session.layer.document.title == "While the disk was full"


def test_journals_are_for_the_owner_alone(tmp_path: Path) -> None:
    desk = start(tmp_path)
    act(desk, random.Random(5))
    assert os.stat(desk._journal.path).st_mode & 0o077 == 0  # noqa: PTH116
