"""A folder from its opening to where all is there: read for the first time and again, what it holds and keeps."""

from contextlib import closing
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from annotator.services.folder.signature import Signature
from annotator.services.folder.walk import walk
from annotator.services.index.cache import Cache, cache_path, forget_folders
from annotator.services.index.index import FolderIndex
from annotator.services.index.kept_joined import keep_joined, kept_contents
from annotator.services.index.reading_many import read_many
from annotator.services.index.rejoining import Setting
from annotator.ui.folder.folder_bridge import FolderBridge
from tests.bench.conftest import DOCUMENTS, SIZES_OF_MEMORY, run_python, wanted

MEGABYTE = 1_000_000
SETTLED_SECONDS = 3.5
"""What was written less long ago is read again with the next start."""


@pytest.fixture(scope="module")
def listed(root: Path) -> dict[Path, Signature]:
    return {root / path: signature for path, signature in walk(root).sidecars.items()}


def keep(root: Path, listed: dict[Path, Signature]) -> None:
    """Keep what is read of the folder, joined columns included."""
    sleep(SETTLED_SECONDS)
    with closing(Cache(root)) as cache:
        index = FolderIndex(root, "mkato")
        index.put_files(read_many(cache, listed, listed))
        assert keep_joined(cache, index.joining())


def given(benchmark: Any, seconds: float) -> None:
    """Note what was measured already."""
    clock = iter((0.0, seconds))
    benchmark._timer = lambda: next(clock)
    benchmark.pedantic(lambda: None, rounds=1)


def test_first_reading(benchmark: Any, qtbot: QtBot, root: Path, listed: dict[Path, Signature]) -> None:
    """Everything read in a process that has a window, and by others beside it."""
    wanted(benchmark, 1000, 6000)
    forget_folders()
    bridge, beats = FolderBridge(), list[float]()
    bridge.own = lambda: "mkato"
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: beats.append(monotonic()))
    timer.start()
    began = monotonic()
    bridge.list_files(root, listed)
    qtbot.waitUntil(lambda: bridge.index is not None and bool(bridge.index.files), timeout=60_000)
    benchmark.extra_info["first_names"] = round(monotonic() - began, 2)
    qtbot.waitUntil(lambda: not bridge.is_reading, timeout=600_000)
    given(benchmark, monotonic() - began)
    benchmark.extra_info["longest_block"] = round(max(after - before for before, after in pairwise(beats)) * 1000)
    bridge.stop()


def test_reading_what_was_kept(
    benchmark: Any, request: pytest.FixtureRequest, root: Path, listed: dict[Path, Signature]
) -> None:
    """The start of a folder that was read before: looked through, compared, all there; what it holds and keeps."""
    wanted(benchmark, 100, 400)
    keep(root, listed)

    def start() -> None:
        found = {root / path: signature for path, signature in walk(root).sidecars.items()}
        with closing(Cache(root)) as cache:
            index = FolderIndex(root, "mkato")
            index.expect(len(found))
            contents = kept_contents(cache, found, Setting("mkato"))
            assert contents
            index.take_over(contents)
        assert len(index.files) == len(listed)

    benchmark.pedantic(start, rounds=5)
    memory = float(run_python("-m", "tests.bench.index_memory", str(root)))
    at_most = {1000: (10, 20), 10_000: (100, 180)}.get(DOCUMENTS)
    sizes = {
        "test_memory_of_the_index[mb]": memory,
        "test_cache_of_the_folder[mb]": cache_path(root).stat().st_size / MEGABYTE,
    }
    request.config.stash.setdefault(SIZES_OF_MEMORY, []).extend(
        {"name": name, "median": round(size, 1)} | ({"wanted": at_most[place]} if at_most else {})
        for place, (name, size) in enumerate(sizes.items())
    )
