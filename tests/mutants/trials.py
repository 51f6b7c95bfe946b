"""Tests run on a mutated module, each mutant in a process of its own that forks from one with all libraries loaded."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import Phase, settings

PROFILE: Final = "mutants"
PLUGINS: Final = ("_hypothesis_pytestplugin", "pytest_timeout")
EXAMPLES: Final = 200
"""A test of properties tries no more than this, whatever it asks for: what breaks is found early or hardly ever."""
MEMORY: Final = 8 * 2**30


class Mutant(NamedTuple):
    """A module by its name and file, and the source to be tried instead of the file's."""

    module: str
    path: Path
    source: str


class Trial(NamedTuple):
    """A mutant, the tests that may notice it (node ids, the likeliest first), and its seconds of the processor."""

    mutant: Mutant
    tests: Sequence[str]
    seconds: int


def prepare() -> None:
    """Have every run of pytest in this process be the same each time, and look for no counterexample shorter."""
    settings.register_profile(
        PROFILE, deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
    )
    os.environ |= {"HYPOTHESIS_PROFILE": PROFILE, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1"}


def run_tests(tests: Sequence[str], folder: Path, *plugins: object) -> int:
    """Run tests or files of tests in this process, in the order in which they are named; gives pytest's verdict."""
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    options = ["-q", "-x", "-p", "no:cacheprovider", f"--basetemp={folder}", "--import-mode=importlib"]
    options += [f"-p{plugin}" for plugin in PLUGINS]
    # The settings of the plug-ins that are not loaded are unknown, and what is loaded already cannot be rewritten.
    quiet = ["-oaddopts=", "-Wignore::pytest.PytestConfigWarning", "-Wignore::pytest.PytestAssertRewriteWarning"]
    return int(pytest.main([*options, *quiet, *files], plugins=[_Chosen(tests), *plugins]))


def outcomes(trials: Sequence[Trial], jobs: int, folder: Path) -> Iterator[tuple[int, bool]]:
    """Give for each trial its number and whether a test noticed the mutant, as they end.

    A trial that takes too long, of the processor or of the clock, ends noticed as well.
    """
    waiting = list(enumerate(trials))[::-1]
    running: dict[int, tuple[int, float]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            number, trial = waiting.pop()
            slot = folder / f"slot-{number % (2 * jobs)}"
            process = forked(lambda trial=trial, slot=slot: _run(trial, slot))  # type: ignore[misc]
            # A loaded machine takes its time, so the clock has room; the processor's time is what counts.
            running[process] = (number, time.monotonic() + 60 + 10 * trial.seconds)
        for process, (number, until) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if not ended and time.monotonic() > until:
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
                ended, status = os.waitpid(process, 0)
            if ended:
                del running[process]
                yield number, status != 0
        time.sleep(0.005)


def forked(work: Callable[[], int]) -> int:
    """Do something in a child process, in a group of its own and with its output thrown away; gives its id."""
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        os.setpgid(0, 0)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        code = work()
    finally:
        os._exit(code)


def _run(trial: Trial, folder: Path) -> int:
    for limit, most in ((resource.RLIMIT_CPU, trial.seconds), (resource.RLIMIT_AS, MEMORY)):
        # The hard limit stays: processes that a test starts, such as readers of documents, set limits of their own.
        resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
    sys.meta_path.insert(0, _Finder(trial.mutant))
    return run_tests(trial.tests, folder)


class _Chosen:
    """Leaves of all collected tests the wanted ones, in their order; names of files want all that is in them."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._order = {test: number for number, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        ranked = [(rank, item) for item in items if (rank := self._rank(item.nodeid)) is not None]
        items[:] = [item for _rank, item in sorted(ranked, key=lambda pair: pair[0])]
        for item in items:
            _try_few_examples(getattr(item, "obj", None))

    def _rank(self, test: str) -> int | None:
        return self._order.get(test, self._order.get(test.partition("::")[0]))


def _try_few_examples(test: Any) -> None:
    asked = getattr(test, "_hypothesis_internal_use_settings", None)
    if asked is not None and asked.max_examples > EXAMPLES:
        test._hypothesis_internal_use_settings = settings(asked, max_examples=EXAMPLES)


class _Finder(importlib.abc.MetaPathFinder):
    """Gives the mutant where its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self._mutant.path, loader=_Loader(self._mutant))


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self._source = mutant.source

    def get_code(self, _name: str) -> CodeType:
        return compile(self._source, self.path, "exec")
