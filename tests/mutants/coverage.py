"""Which tests enter which functions of the program, and how long each takes; kept under build/.

What is kept of a file of tests holds until that file changes or a file that it enters is gone. Other changes of the
program leave it as it is: at worst a mutant is not tried against a test that would notice it.
"""

import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from inspect import CO_OPTIMIZED
from pathlib import Path
from types import FrameType
from typing import Any, Final, NamedTuple

import pytest

from tests.mutants.trials import forked, run_tests
from tests.places import ROOT

KEPT: Final = ROOT / "build" / "mutants" / "coverage.json"
_PROGRAM: Final = f"{ROOT / 'annotator'}{os.sep}"


class Covered(NamedTuple):
    """One test: its node id, its seconds, and the functions it enters as ``path::Class.function``."""

    test: str
    seconds: float
    functions: frozenset[str]


class Coverage(NamedTuple):
    """What is known of all tests, and the modules that they load besides the program's own."""

    tests: list[Covered]
    libraries: list[str]


def coverage(files: Iterable[Path], scratch: Path, jobs: int, *, fresh: bool = False) -> Coverage:
    """Give what tests enter, running those files of tests of which it is not known yet; ``scratch`` is a folder."""
    kept: dict[str, Any] = {} if fresh or not KEPT.is_file() else json.loads(KEPT.read_text())
    looked = Path(__file__).read_bytes()
    keys = {
        file.relative_to(ROOT).as_posix(): hashlib.sha256(looked + file.read_bytes()).hexdigest()
        for file in sorted(files)
    }
    unknown = [name for name, key in keys.items() if not _holds(kept.get(name), key)]
    if unknown:
        print(f"Looking which functions {len(unknown)} files of tests enter", flush=True)
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    for name, notes in _measured(unknown, scratch, jobs):
        kept[name] = {"key": keys[name], **notes}
        KEPT.write_text(json.dumps(kept))
    found = [kept[name] for name in keys]
    tests = [Covered(test, seconds, frozenset(at)) for file in found for test, seconds, at in file["tests"]]
    return Coverage(tests, sorted({library for file in found for library in file["libraries"]}))


def _holds(known: dict[str, Any] | None, key: str) -> bool:
    """Tell whether what is kept of a file of tests is of the file as it is, and all it enters is still there."""
    if known is None or known["key"] != key:
        return False
    entered = {at.partition("::")[0] for _test, _seconds, functions in known["tests"] for at in functions}
    return all((ROOT / path).is_file() for path in entered)


def _measured(files: Iterable[str], scratch: Path, jobs: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run files of tests in child processes and give what each noted."""
    waiting = list(files)[::-1]
    running: dict[int, tuple[str, Path]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            file, notes = waiting.pop(), scratch / f"notes-{len(waiting)}.json"
            running[forked(lambda file=file, notes=notes: _measure(file, notes))] = (file, notes)  # type: ignore[misc]
        ended, _status = os.waitpid(-1, 0)
        file, notes = running.pop(ended)
        yield file, json.loads(notes.read_text()) if notes.is_file() else {"tests": [], "libraries": []}


def _measure(file: str, notes: Path) -> int:
    before = set(sys.modules)
    noting = _Noting()
    verdict = run_tests([file], notes.with_suffix(""), noting)
    new = [name for name in sys.modules if name not in before and name.split(".")[0] not in ("annotator", "tests")]
    notes.write_text(json.dumps({"tests": noting.tests, "libraries": new}))
    return verdict


class _Noting:
    """Notes for each test that passes the functions it enters."""

    def __init__(self) -> None:
        self.tests: list[tuple[str, float, list[str]]] = []
        self._failed = False

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        entered: set[str] = set()
        self._failed = False
        _clear_caches()
        started = time.process_time()
        with _traced(entered):
            result = yield
        if not self._failed:
            self.tests.append((item.nodeid, time.process_time() - started, sorted(entered)))
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed |= not report.passed


class _traced:  # noqa: N801 - used like a function
    def __init__(self, entered: set[str]) -> None:
        self._entered = entered
        self._seen: set[object] = set()

    def __enter__(self) -> None:
        threading.settrace(self._note)
        sys.settrace(self._note)

    def __exit__(self, *_error: object) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def _note(self, frame: FrameType, _event: str, _value: object) -> None:
        code = frame.f_code
        if code not in self._seen:
            self._seen.add(code)
            # The body of a class or a module is run by whichever test happens to import it first.
            if code.co_flags & CO_OPTIMIZED and code.co_filename.startswith(_PROGRAM):
                path = Path(code.co_filename).relative_to(ROOT).as_posix()
                self._entered.add(f"{path}::{code.co_qualname.partition('.<locals>')[0]}")


def _clear_caches() -> None:
    """Have each test enter what an earlier one has entered and a cache would keep from it."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "annotator":
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
