"""Which tests enter which functions of the program, and how long each takes; kept under build/ until files are moved.

A change inside a file leaves what is kept as it is, but for the tests of a file that was itself changed: at worst a
mutant is not tried against a test that would notice it.
"""

import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
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


def coverage(files: Iterable[Path], scratch: Path, *, fresh: bool = False) -> Coverage:
    """Give what tests enter, running those files of tests of which it is not known yet; ``scratch`` is a folder."""
    kept: dict[str, Any] = {} if fresh or not KEPT.is_file() else json.loads(KEPT.read_text())
    names = hashlib.sha256("\n".join(sorted(str(path) for path in ROOT.glob("annotator/**/*.py"))).encode()).hexdigest()
    found: dict[str, Any] = {}
    for file in sorted(files):
        name = file.relative_to(ROOT).as_posix()
        key = f"{names}{hashlib.sha256(file.read_bytes()).hexdigest()}"
        if kept.get(name, {}).get("key") != key:
            print(f"Looking which functions {name} enters", flush=True)
            kept[name] = {"key": key, **_measured(name, scratch)}
            KEPT.parent.mkdir(parents=True, exist_ok=True)
            KEPT.write_text(json.dumps(kept))
        found[name] = kept[name]
    tests = [Covered(test, seconds, frozenset(at)) for file in found.values() for test, seconds, at in file["tests"]]
    return Coverage(tests, sorted({library for file in found.values() for library in file["libraries"]}))


def _measured(file: str, scratch: Path) -> dict[str, Any]:
    """Run a file of tests in a child process and read what it noted."""
    notes = scratch / "notes.json"
    notes.unlink(missing_ok=True)
    os.waitpid(forked(lambda: _measure(file, notes)), 0)
    return json.loads(notes.read_text()) if notes.is_file() else {"tests": [], "libraries": []}


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
            if code.co_filename.startswith(_PROGRAM):
                path = Path(code.co_filename).relative_to(ROOT).as_posix()
                self._entered.add(f"{path}::{code.co_qualname.partition('.<locals>')[0]}")


def _clear_caches() -> None:
    """Have each test enter what an earlier one has entered and a cache would keep from it."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "annotator":
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
