"""Python's collector held back, and run by hand."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import Mock, patch

import pytest

from annotator.model.document import DocumentInfo
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.services.index import reading
from annotator.services.keeping.desk import Desk
from annotator.services.running import garbage
from annotator.services.running.garbage import (
    MANY,
    collect_by_hand,
    collect_due,
    collector_paused,
    leave_alone,
    pause_collector,
    resume_collector,
)
from tests.patience import WAIT_SECONDS


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the collector run by itself in each test, and afterwards as it did before."""
    before, thresholds = gc.isenabled(), gc.get_threshold()
    monkeypatch.setattr(garbage, "_collector", garbage._Collector())
    gc.enable()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    (gc.enable if before else gc.disable)()


class Knot:
    """Leads back to itself, so that only the collector frees it."""

    def __init__(self, freed: list[int]) -> None:
        self.me = self
        self.freed = freed

    def __del__(self) -> None:
        self.freed.append(threading.get_ident())


def test_many_records_are_kept_out_of_the_collectors_walks() -> None:
    frozen = gc.get_freeze_count()
    with collector_paused():
        assert not gc.isenabled()
        records = [[number] for number in range(MANY + 1)]
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen + len(records)


@pytest.mark.parametrize("runs", [True, False])
def test_a_pause_puts_back_what_was(*, runs: bool) -> None:
    (gc.enable if runs else gc.disable)()
    with collector_paused(), collector_paused():
        pass
    assert gc.isenabled() is runs
    with pytest.raises(ValueError, match="broken"), collector_paused():
        raise ValueError("broken")
    assert gc.isenabled() is runs


def test_the_last_of_several_threads_lets_the_collector_run_again() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def work() -> None:
        with collector_paused():
            begun.set()
            may_end.wait(WAIT_SECONDS)

    with collector_paused():
        thread = threading.Thread(target=work)
        thread.start()
        assert begun.wait(WAIT_SECONDS)
    assert not gc.isenabled()
    may_end.set()
    thread.join(WAIT_SECONDS)
    assert gc.isenabled()


def test_what_is_collected_by_hand_is_never_collected_otherwise() -> None:
    pause_collector()
    collect_by_hand()
    resume_collector()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_what_is_due_is_collected_by_who_asks_but_not_within_a_pause() -> None:
    collect_by_hand()
    gc.collect()
    gc.set_threshold(50, 1000, 1000)
    freed: list[int] = []
    Knot(freed)
    collect_due()
    assert freed == []
    more = [Knot(freed) for _number in range(100)]
    more.clear()
    with collector_paused():
        collect_due()
        assert freed == []
    collect_due()
    assert len(freed) == 101
    assert set(freed) == {threading.get_ident()}


def test_all_is_looked_through_only_where_more_has_grown_old(monkeypatch: pytest.MonkeyPatch) -> None:
    collect_by_hand()
    gc.set_threshold(1, 1, 1)
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (9, 9, 9))
    monkeypatch.setattr(gc, "collect", lambda generation=2: asked.append(generation))
    grown = [1000, 1000, 1200, 1251, 1251]
    monkeypatch.setattr(gc, "get_objects", lambda _generation: range(grown.pop(0)))
    for _time in range(3):
        collect_due()
    assert asked == [2, 1, 2]


def test_what_is_left_alone_is_walked_over_no_more_but_garbage_of_now_goes() -> None:
    collect_by_hand()
    freed: list[int] = []
    Knot(freed)
    kept, frozen = [[number] for number in range(5000)], gc.get_freeze_count()
    with collector_paused():
        leave_alone()
    assert gc.get_freeze_count() == frozen
    leave_alone()
    assert len(freed) == 1
    assert gc.get_freeze_count() > frozen + len(kept)
    assert len(gc.get_objects(2)) < len(kept)


@pytest.mark.parametrize("where", ["json", "layer", "file"])
def test_work_beside_the_window_leaves_nothing_for_its_collector_to_walk_over(tmp_path: Path, where: str) -> None:
    path = tmp_path / "a.txt.mkato.ann.json"
    layer = Layer(LayerHead(Annotator("mkato")), DocumentInfo("a.txt"))
    paused: list[bool] = []

    def note(*_asked: object, **_named: object) -> None:
        paused.append(garbage._collector.is_paused)
        raise FileNotFoundError

    cases: dict[str, tuple[str, Callable[[], object]]] = {
        "json": (
            "annotator.services.keeping.desk.check_duplicate_keys",
            lambda: Desk.check_rest(Mock(unchecked=b"{}")),
        ),
        "layer": ("annotator.services.index.reading.digest_of_columns", lambda: reading.read_layer(path, layer)),
        "file": ("annotator.services.index.reading.regular_size", lambda: reading.read_file(path)),
    }
    patched, work = cases[where]
    with patch(patched, note), suppress(FileNotFoundError):
        work()
    assert paused == [True]
