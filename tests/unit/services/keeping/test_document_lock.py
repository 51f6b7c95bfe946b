"""A document's lock: one holds it at a time, and nothing is left of it."""

from pathlib import Path
from threading import Thread

import pytest

from annotator.model.layer import Annotator
from annotator.services.keeping.clear_away import clear_away
from annotator.services.keeping.desk import OPEN_ELSEWHERE, open_desk
from annotator.services.keeping.document_lock import Timeout, let_go, take
from tests.unit.making import Desk

ME = Annotator("mkato")


def test_a_document_that_is_closed_leaves_no_lock_and_one_that_is_open_keeps_it(tmp_path: Path) -> None:
    path, journals = Desk(tmp_path).path, tmp_path / "journals"
    first = open_desk(path, ME, journals=journals)
    (held,) = journals.glob("*.lock")
    second = open_desk(path, ME, journals=journals)
    assert second.session.read_only == OPEN_ELSEWHERE
    second.close()
    assert clear_away(tmp_path, journals).removed == []
    assert held.exists()
    first.close()
    assert list(journals.glob("*.lock")) == []
    assert open_desk(path, ME, journals=journals).session.read_only == ""


def test_locks_that_were_left_are_cleared_away(tmp_path: Path) -> None:
    journals = tmp_path / "journals"
    journals.mkdir()
    for name in ("gone.lock", "crashed.lock", "crashed.journal"):
        (journals / name).touch()
    assert clear_away(tmp_path, journals).removed == [journals / "gone.lock"]
    assert {path.name for path in journals.iterdir()} == {"crashed.lock", "crashed.journal"}


def test_no_two_hold_it_while_others_let_it_go(tmp_path: Path) -> None:
    holders: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        for _time in range(100):
            try:
                lock = take(tmp_path / "a.journal")
            except Timeout:
                continue
            assert lock
            holders.append(number)
            most.append(len(holders))
            holders.remove(number)
            let_go(lock)

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert list(tmp_path.iterdir()) == []


def test_where_no_lock_can_be_kept_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert take(tmp_path / "file" / "a.journal") is None
    held = take(tmp_path / "b.journal")
    with pytest.raises(Timeout):
        take(tmp_path / "b.journal")
    assert held
