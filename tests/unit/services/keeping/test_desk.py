"""An open document with what keeps it safe: nothing that is not on disk is let go of, and nobody's file is replaced."""

import errno
import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from threading import Thread

import orjson
import pytest
from filelock import FileLock

from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model.layer import Annotator
from annotator.model.span import Span
from annotator.services.disk.atomic_file import ChangedOnDisk, SaveError
from annotator.services.editing.annotations import place
from annotator.services.keeping import open_document
from annotator.services.keeping.desk import OPEN_ELSEWHERE, STILL_CHECKED, desk_of, open_desk
from annotator.services.keeping.open_document import open_path
from annotator.services.user.earlier_states import states_of
from tests.unit.crashing import KATO, change, die, journal_of, reopen, start, title, title_of
from tests.unit.making import TEXT, annotated


def test_saving_takes_the_state_of_the_moment_and_knows_what_came_later(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "One")
    job = desk.begin_save()
    title(desk, "Two")
    saved = job.run()
    desk.end_save(job, saved)
    sidecar = desk.session.sidecar
    assert load_sidecar(sidecar.read_bytes()).layer.document.title == "One"
    assert not desk.is_saved
    assert desk.disk_sha256 == saved.sha256 == sha256(sidecar.read_bytes()).hexdigest()
    assert desk.base.document.title == "One"
    desk.session.undo()
    assert desk.save() is None
    desk.session.redo()
    assert desk.save() is not None
    assert load_sidecar(sidecar.read_bytes()).layer.document.title == "Two"


def test_each_save_writes_what_a_first_one_would_and_keeps_what_was_there_before(tmp_path: Path) -> None:
    desk, chance, held = start(tmp_path), Random(11), b""
    for _time in range(60):
        change(desk, chance, chance.choice(["add", "add", "add", "change", "delete", "undo", "redo"]))
        if known := list(desk.session.layer.annotations):
            draft, at = desk.session.draft(), chance.randrange(len(TEXT) - 2)
            place(draft, desk.session.document, chance.choice(known), Span(at, at + 2))
            desk.session.commit(draft, "Move")
        if chance.random() < 0.3 and desk.save():
            if held:
                assert states_of(desk.session.sidecar)[0].read() == held
            held = desk.session.sidecar.read_bytes()
            assert dump_sidecar(replace(desk.session.layer.snapshot(), head=load_sidecar(held).layer.head)) == held


def test_what_was_on_disk_is_where_merging_starts_from(tmp_path: Path) -> None:
    made = annotated(tmp_path)
    desk = open_desk(made.path, KATO, journals=tmp_path / "journals")
    assert desk.base.annotations == desk.session.layer.annotations
    title(desk, "Mine")
    assert desk.base.document.title is None
    theirs = desk.session.layer.snapshot()
    desk.rest_on(theirs, "0" * 64)
    assert desk.base is theirs
    with pytest.raises(ChangedOnDisk):
        desk.save()


def test_nothing_is_written_where_nothing_changed_or_may_change(tmp_path: Path) -> None:
    desk = start(tmp_path)
    assert desk.save() is None
    assert not desk.session.sidecar.exists()
    title(desk, "Mine")
    desk.session.restrict("Only to be read.")
    assert desk.save() is None
    assert not desk.session.sidecar.exists()


def test_the_job_is_saved_where_it_was_begun(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Mine")
    job = desk.begin_save()
    desk.session.saved(None, tmp_path / "elsewhere.ann.json")
    desk.end_save(job, job.run())
    assert desk.session.sidecar == job.path == tmp_path / "a.txt.mkato.ann.json"


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("saved", [True, False])
def test_closing_lets_go_of_the_journal_only_when_all_is_saved(tmp_path: Path, *, keep: bool, saved: bool) -> None:
    desk = start(tmp_path)
    title(desk, "Mine")
    if saved:
        desk.save()
    desk.close(keep_journal=keep)
    assert journal_of(desk).exists() == (keep or not saved)
    again = reopen(tmp_path)
    # Without a lock left behind, and with the work.
    assert not again.session.read_only
    assert title_of(again) == "Mine"
    assert len(again.session.history.done) == (1 if keep or not saved else 0)


def test_a_document_open_elsewhere_is_only_read_and_its_journal_left_alone(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Mine")
    written = journal_of(desk).read_bytes()
    other = reopen(tmp_path)
    assert other.session.read_only == OPEN_ELSEWHERE
    assert other.recovered is None
    assert title_of(other) is None
    other.close()
    assert journal_of(desk).read_bytes() == written
    title(desk, "Still mine")
    die(desk)
    assert title_of(reopen(tmp_path)) == "Still mine"


def test_reading_a_file_leaves_the_journal_that_its_annotator_has_of_it(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Saved")
    desk.save()
    title(desk, "Not saved")
    die(desk)
    reader = open_desk(desk.session.sidecar, Annotator("lrossi"), journals=tmp_path / "journals")
    assert reader.session.read_only
    reader.close()
    assert title_of(reopen(tmp_path)) == "Not saved"


def test_what_may_only_be_read_locks_nobody_out(tmp_path: Path) -> None:
    annotated(tmp_path, annotator="lrossi")
    theirs = tmp_path / "talks.txt.lrossi.ann.json"
    reading = [open_desk(theirs, KATO, journals=tmp_path / "journals") for _time in range(2)]
    assert all("lrossi" in desk.session.read_only for desk in reading)
    assert not (tmp_path / "journals").exists()


def test_where_no_lock_can_be_kept_the_document_opens_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "journals").write_text("a file where a folder should be")
    desk = start(tmp_path)
    assert not desk.session.read_only
    title(desk, "Mine")
    assert desk.journal_failure
    assert desk.save() is not None
    desk.close()

    def no_locks(*_anything: object, **_more: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    (tmp_path / "journals").unlink()
    monkeypatch.setattr(FileLock, "acquire", no_locks)
    desk = reopen(tmp_path)
    assert not desk.session.read_only
    title(desk, "Without a lock")
    die(desk)
    assert title_of(reopen(tmp_path)) == "Without a lock"


def test_lock_and_folder_of_journals_are_for_the_owner_alone(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Mine")
    assert (tmp_path / "journals").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "journals").iterdir())
    desk.close()


def test_what_does_not_fit_is_taken_or_put_aside_as_the_analyst_says(tmp_path: Path) -> None:
    def left() -> Path:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        desk = start(folder)
        title(desk, "Mine")
        desk.save()
        title(desk, "Mine, and more")
        die(desk)
        tree = orjson.loads(desk.session.sidecar.read_bytes())
        tree["document"]["title"] = "Theirs"
        desk.session.sidecar.write_bytes(orjson.dumps(tree))
        return folder

    folder = left()
    taken = reopen(folder)
    assert title_of(taken) == "Theirs"
    assert taken.save() is None
    taken.take_recovered()
    assert title_of(taken) == "Mine, and more"
    assert not taken.is_saved
    title(taken, "Further")
    taken.save()
    title(taken, "Furthest")
    die(taken)
    again = reopen(folder)
    assert title_of(again) == "Furthest"
    assert again.recovered is not None
    assert again.recovered.fits

    folder = left()
    aside = reopen(folder)
    aside.set_journal_aside("2026-01-02T03:04:05Z")
    assert [path.name.count("T030405Z") for path in sorted((folder / "journals").glob("*.journal"))] == [1]
    title(aside, "Gone on")
    die(aside)
    again = reopen(folder)
    assert title_of(again) == "Gone on"
    assert again.session.undo()
    assert title_of(again) == "Theirs"
    assert len(list((folder / "journals").glob("*.journal"))) == 2


def test_nothing_recovered_is_nothing_to_take(tmp_path: Path) -> None:
    desk = start(tmp_path)
    layer = desk.session.layer
    desk.take_recovered()
    assert desk.session.layer is layer


def test_theirs_is_kept_beside_and_mine_may_be_saved_then(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Mine")
    desk.save()
    sidecar = desk.session.sidecar
    sidecar.write_bytes(theirs := sidecar.read_bytes().replace(b"Mine", b"Theirs"))
    title(desk, "Mine again")
    with pytest.raises(ChangedOnDisk):
        desk.save()
    aside = desk.keep_theirs_aside("2026-01-02T03:04:05Z")
    assert aside == tmp_path / "a.txt.mkato.ann.json.2026-01-02T030405Z.bak"
    assert aside.read_bytes() == theirs
    assert sidecar.read_bytes() == theirs
    assert desk.save() is not None
    assert load_sidecar(sidecar.read_bytes()).layer.document.title == "Mine again"


def test_where_theirs_is_gone_there_is_nothing_to_keep(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Mine")
    desk.save()
    desk.session.sidecar.unlink()
    assert desk.keep_theirs_aside("2026-01-02T03:04:05Z") is None
    assert desk.disk_sha256 is None
    title(desk, "Mine again")
    assert desk.save() is not None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "a.txt.mkato.ann.json", "journals"]


def test_a_copy_elsewhere_has_the_article_and_the_work_of_the_moment(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Not saved yet")
    (elsewhere := tmp_path / "elsewhere").mkdir()
    article = desk.save_into(elsewhere)
    assert article.read_bytes() == desk.document_path.read_bytes()
    opened = open_path(article, KATO)
    assert opened.layer.document.title == "Not saved yet"
    assert not desk.is_saved
    assert not desk.session.sidecar.exists()


@pytest.mark.parametrize("taken", ["a.txt", "a.txt.mkato.ann.json"])
def test_a_copy_never_takes_the_place_of_a_file(tmp_path: Path, taken: str) -> None:
    desk = start(tmp_path)
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (elsewhere / taken).write_text("theirs")
    with pytest.raises(FileExistsError, match=f"already has a file named {taken}"):
        desk.save_into(elsewhere)
    assert [(path.name, path.read_text()) for path in elsewhere.iterdir()] == [(taken, "theirs")]
    with pytest.raises(SaveError, match="its folder is not there"):
        desk.save_into(tmp_path / "nowhere")


def test_a_copy_of_a_long_name_is_named_so_that_it_can_be_annotated(tmp_path: Path) -> None:
    name = "é" * 120 + ".txt"
    (tmp_path / name).write_text(TEXT)
    desk = open_desk(tmp_path / name, KATO, journals=tmp_path / "journals")
    assert "too long" in desk.session.read_only
    (elsewhere := tmp_path / "elsewhere").mkdir()
    article = desk.save_into(elsewhere)
    assert article.name != name
    assert article.suffix == ".txt"
    # As little as can be was cut off; each of these letters takes two bytes.
    assert len(os.fsencode(f"{article.name}.mkato.ann.json")) in (254, 255)
    opened = open_path(article, KATO)
    assert not opened.read_only
    assert opened.findings == []
    written = load_sidecar(opened.sidecar_path.read_bytes()).layer.document.name
    assert written == opened.layer.document.name == article.name
    assert desk.session.layer.document.name == name


def test_a_large_file_waits_for_its_last_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = annotated(tmp_path)
    monkeypatch.setattr(open_document, "LARGE", 100)
    desk = open_desk(made.path, KATO, journals=tmp_path / "journals")
    assert desk.session.read_only == STILL_CHECKED
    assert desk.check_rest() == []
    desk.end_check([])
    assert desk.session.read_only == ""
    assert desk.check_rest() == []
    title(desk, "Mine")
    desk.save()
    desk.close()
    data = made.sidecar.read_bytes()
    made.sidecar.write_bytes(data.replace(b'"title"', b'"title": "Twice", "title"', 1))
    desk = open_desk(made.path, KATO, journals=tmp_path / "journals")
    findings = desk.check_rest()
    assert len(findings) == 1
    desk.end_check(findings)
    assert findings[0].sentence in desk.session.read_only
    assert "Only one of them was read." in desk.session.read_only
    assert desk.findings[-1:] == findings


def test_a_large_file_that_may_only_be_read_is_not_checked_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = annotated(tmp_path, annotator="lrossi")
    monkeypatch.setattr(open_document, "LARGE", 100)
    desk = open_desk(made.sidecar, KATO, journals=tmp_path / "journals")
    assert "lrossi" in desk.session.read_only
    assert desk.unchecked is None


def test_a_desk_has_what_was_found_on_opening(tmp_path: Path) -> None:
    made = annotated(tmp_path)
    made.path.write_text(f"A new line.\n{TEXT}")
    opened = open_path(made.path, KATO)
    desk = desk_of(opened, KATO, tmp_path / "journals")
    assert [finding.code for finding in desk.findings] == ["text-changed"]
    assert desk.session.layer is opened.layer
    assert (desk.document_path, desk.session.author) == (made.path, "mkato")
    assert desk.disk_sha256 == sha256(made.sidecar.read_bytes()).hexdigest()


def test_journals_lie_in_the_users_own_folder_unless_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    desk = open_desk(tmp_path / "a.txt", KATO)
    title(desk, "Mine")
    (state,) = {path.parent for path in Path(os.environ["XDG_STATE_HOME"]).rglob("*.journal")}
    assert state.name == "journals"
    desk.close(keep_journal=True)


def test_what_one_thread_opened_another_one_closes(tmp_path: Path) -> None:
    desks = []
    thread = Thread(target=lambda: desks.append(start(tmp_path)))
    thread.start()
    thread.join()
    desks[0].close()
    assert not reopen(tmp_path).session.read_only
