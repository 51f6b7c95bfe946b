"""Writing the journal: each step is on disk when it is made, whole or not at all, whatever the disk does."""

import errno
import os
import random
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.document import DocumentInfo
from annotator.model.edits import Edit
from annotator.model.entity import Entity
from annotator.model.span import Span
from annotator.model.transaction import Transaction
from annotator.services.keeping.journal import (
    Header,
    Journal,
    base_path,
    journal_path,
    transaction_from_json,
    transaction_to_json,
)
from annotator.services.keeping.recovery import FoundJournal, find_journal
from tests.unit.crashing import die, journal_of, records, reopen, start, title, title_of

HEADER = Header("/articles/a.txt.mkato.ann.json", "t" * 64, "b" * 64)
BASE = b'{"format": "annotator-sidecar"}'


def step(number: int) -> Transaction:
    before, after = DocumentInfo("a.txt"), DocumentInfo("a.txt", title=f"Step {number}")
    return Transaction(
        (Edit("document", "document", before, after),), f"Step {number}", "mkato", "2026-01-01T00:00:00Z"
    )


def found(path: Path) -> FoundJournal:
    journal = find_journal(path)
    assert journal is not None
    return journal


def labels(path: Path) -> list[str]:
    return [line["do"]["label"] for line in found(path).steps if "do" in line]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "user" / "state" / "x.journal", HEADER, BASE)


def test_nothing_is_on_disk_before_the_first_step_and_everything_after_it(journal: Journal) -> None:
    assert journal.snapshot() == 1
    journal.saved(1, "c" * 64)
    assert not journal.path.parent.exists()
    journal.done(step(1))
    assert found(journal.path).header == HEADER
    assert labels(journal.path) == ["Step 1"]
    assert base_path(journal.path).read_bytes() == BASE


def test_journal_and_copy_are_for_the_owner_alone(journal: Journal) -> None:
    journal.done(step(1))
    for path in (journal.path, base_path(journal.path)):
        assert path.stat().st_mode & 0o077 == 0
    assert journal.path.parent.stat().st_mode & 0o077 == 0


def test_where_there_was_no_sidecar_there_is_no_copy_of_one(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "x.journal", HEADER, None)
    journal.done(step(1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.journal", "x.saved"]


def test_each_step_is_synced_before_it_counts_as_written(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = list[int]()
    sync = os.fdatasync

    def watched(file: int) -> None:
        sync(file)
        synced.append(os.fstat(file).st_size)

    monkeypatch.setattr(os, "fdatasync", watched)
    for number, record in enumerate((journal.done, journal.undone, journal.redone), start=1):
        record(step(1))
        assert synced[-1] == journal.path.stat().st_size
        assert len(found(journal.path).steps) == number
    assert base_path(journal.path).stat().st_size in synced


def test_what_is_found_is_gone_on_with(journal: Journal) -> None:
    journal.done(step(1))
    journal.snapshot()
    journal.release()
    with journal.path.open("ab") as file:
        file.write(b"half a li" * 99)
    known = found(journal.path)
    again = Journal(journal.path, HEADER, BASE)
    again.resume(known.lines, known.snapshots)
    assert again.snapshot() == 2
    again.done(step(2))
    again.release()
    assert labels(journal.path) == ["Step 1", "Step 2"]
    assert found(journal.path).snapshots == 2
    assert found(journal.path).lines.length == journal.path.stat().st_size


def test_a_dropped_journal_is_gone_with_its_copy_and_a_new_one_begins(journal: Journal) -> None:
    journal.done(step(1))
    journal.drop()
    assert list(journal.path.parent.iterdir()) == []
    journal.drop()
    journal.done(step(2))
    Journal(journal.path, HEADER, BASE).drop()
    assert labels(journal.path) == ["Step 2"]
    assert base_path(journal.path).exists()


def test_a_released_journal_stays(journal: Journal) -> None:
    journal.done(step(1))
    journal.release()
    journal.release()
    assert labels(journal.path) == ["Step 1"]


def test_a_journal_set_aside_keeps_its_copy_and_a_new_one_begins(journal: Journal) -> None:
    assert journal.set_aside("2026-01-02T03:04:05Z") is None
    journal.done(step(1))
    aside = journal.set_aside("2026-01-02T03:04:05Z")
    assert aside is not None
    assert ":" not in aside.name
    assert labels(aside) == ["Step 1"]
    assert base_path(aside).read_bytes() == BASE
    assert not journal.path.exists()
    journal.done(step(2))
    assert (labels(journal.path), labels(aside)) == (["Step 2"], ["Step 1"])


def test_two_journals_set_aside_in_one_second_are_both_kept(journal: Journal) -> None:
    asides = []
    for number in (1, 2):
        journal.done(step(number))
        asides.append(journal.set_aside("2026-01-02T03:04:05Z"))
    assert [labels(aside) for aside in asides if aside] == [["Step 1"], ["Step 2"]]


def test_no_descriptor_is_left_open(journal: Journal) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    journal.done(step(1))
    assert len(list(Path("/dev/fd").iterdir())) == before + 1
    journal.release()
    journal.resume(found(journal.path).lines, 0)
    journal.drop()
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_every_sidecar_has_a_journal_of_its_own_whose_name_tells_nothing(tmp_path: Path) -> None:
    sidecars = [tmp_path / name for name in ("a.ann.json", "b.ann.json", "sub/a.ann.json")]
    paths = [journal_path(tmp_path / "state", sidecar) for sidecar in sidecars]
    assert len(set(paths)) == 3
    assert {path.parent for path in paths} == {tmp_path / "state"}
    assert not any("ann" in path.stem for path in paths)
    (tmp_path / "link").symlink_to(tmp_path)
    assert journal_path(tmp_path / "state", tmp_path / "link" / "a.ann.json") == paths[0]
    assert len({base_path(path) for path in paths} | set(paths)) == 6


def test_a_transaction_comes_back_as_it_was() -> None:
    made = Annotation("a1", "claim", (Span(1, 3),), ("xy",))
    edits = (
        Edit("annotations", "a1", None, made),
        Edit("entities", "e1", Entity("e1", "Mori", "person"), None),
        Edit("annotations", "a1", made, made._replace(note="n")),
    )
    transaction = Transaction(edits, "Say who", "mkato", "2026-01-01T00:00:00Z", "typing")
    assert transaction_from_json(orjson.loads(orjson.dumps(transaction_to_json(transaction)))) == transaction


@pytest.mark.parametrize("data", [{}, {"edits": [[1]]}, {"edits": None}, {"edits": [["links", "l1", None, {}]]}])
def test_what_is_no_transaction_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        transaction_from_json(data)


class Disk:
    """Calls of the system that go wrong when told to, some after having written a part."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken = ""
        self.part = 0.5
        self.real: dict[str, Callable[..., int | None]] = {}
        for name in ("write", "fdatasync", "open"):
            self.real[name] = getattr(os, name)
            monkeypatch.setattr(os, name, lambda *arguments, name=name, **more: self.call(name, *arguments, **more))

    def call(self, name: str, *arguments: object, **more: object) -> int | None:
        if name == "write" and self.broken in ("write", "short"):
            data = bytes(arguments[1])  # type: ignore[call-overload]
            done = self.real["write"](arguments[0], data[: int(len(data) * self.part)])
            if self.broken == "short" and done:
                return done
        if name == self.broken:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self.real[name](*arguments, **more)


@pytest.mark.parametrize("broken", ["write", "fdatasync"])
def test_a_failed_write_leaves_nothing_of_itself_and_goes_out_with_the_next(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    journal.done(step(1))
    whole = journal.path.read_bytes()
    with monkeypatch.context() as patch:
        disk = Disk(patch)
        disk.broken = broken
        for number in (2, 3):
            journal.done(step(number))
            assert journal.failure == "No space left on device"
            assert journal.path.read_bytes() == whole
    journal.undone(step(3))
    assert journal.failure == ""
    assert labels(journal.path) == ["Step 1", "Step 2", "Step 3"]
    assert "undo" in found(journal.path).steps[-1]


@pytest.mark.parametrize("broken", ["write", "fdatasync", "open"])
def test_a_disk_that_is_full_from_the_beginning_costs_nothing_once_it_has_room(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    with monkeypatch.context() as patch:
        disk = Disk(patch)
        disk.broken = broken
        journal.done(step(1))
        assert journal.failure
        journal.saved(journal.snapshot(), "c" * 64)
    journal.done(step(2))
    assert journal.failure == ""
    assert labels(journal.path) == ["Step 1", "Step 2"]
    assert base_path(journal.path).read_bytes() == BASE
    # What was saved meanwhile is known: the sidecar of that hash is one that the journal fits.
    assert [line["saved"] for line in found(journal.path).steps if "saved" in line] == ["c" * 64]


def test_a_disk_that_takes_little_at_a_time_gets_all(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        disk = Disk(patch)
        disk.broken = "short"
        for number in (1, 2):
            journal.done(step(number))
    assert journal.failure == ""
    assert labels(journal.path) == ["Step 1", "Step 2"]
    assert base_path(journal.path).read_bytes() == BASE


@given(
    st.lists(st.sampled_from(["", "", "write", "fdatasync", "short", "open"]), min_size=1, max_size=8),
    st.floats(0, 1),
    st.integers(0, 99),
)
def test_a_crash_on_a_disk_that_fails_now_and_then_costs_only_what_was_said_to_be_unwritten(
    tmp_path_factory: pytest.TempPathFactory, failures: list[str], part: float, seed: int
) -> None:
    folder, chance = tmp_path_factory.mktemp("failing"), random.Random(seed)
    desk = start(folder)
    written = records(desk)
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        disk.part = part
        for number, failure in enumerate(failures):
            disk.broken = failure
            if number and chance.random() < 0.3:
                desk.session.undo()
            else:
                title(desk, f"Step {number}")
            if not desk.journal_failure:
                written = records(desk)
    die(desk)
    again = reopen(folder)
    assert records(again) == written
    title(again, "After")
    die(again)
    last = reopen(folder)
    assert title_of(last) == "After"
    while last.session.undo():
        pass
    assert title_of(last) is None
    last.close(keep_journal=True)


def test_the_journal_of_a_desk_is_where_it_is_looked_for(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "A title")
    assert labels(journal_of(desk)) == ["Title"]
