"""``make mutants``: break the program in small ways, one at a time, and see whether a test notices.

ARGS: ``--all``, ``--sample N``, ``--seed N``, ``--minutes N``, ``--only PART_OF_A_PATH``, ``--own``, ``--fresh``,
``--jobs N``; ``--help`` tells what they mean.
"""

import argparse
import importlib
import os
import resource
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.mutants.choice import Change, changes, importers, module_of, tests_for
from tests.mutants.coverage import Covered, coverage
from tests.mutants.trials import Trial, outcomes, prepare
from tests.places import ROOT

SHELVES: Final = (
    "model",
    "model/networks",
    "formats/sidecar",
    "services/editing",
    "services/keeping",
    "services/anchoring",
    "services/merging",
)
"""What an analyst's work rests on."""
WANTED: Final = 0.85
SAMPLE: Final = 16
MINUTES: Final = 30
START: Final = 6
"""Seconds of the processor that a mutant has besides ``LONGER`` times those of its tests, to import and collect."""
LONGER: Final = 5
NOT_FORKED: Final = ("test_dask.py",)
"""Tests that fail in a process that was forked: they start a cluster."""
EQUIVALENT: Final = Path(__file__).with_name("equivalent.txt")


def main() -> int:
    """Try the mutants and print what became of them; gives 1 where too few were noticed."""
    options = _options()
    prepare()
    with TemporaryDirectory(prefix="mutants-") as scratch:
        return _try(options, Path(scratch))


def _try(options: argparse.Namespace, scratch: Path) -> int:
    started = time.monotonic()
    files = [path for shelf in SHELVES for path in sorted((ROOT / "annotator" / shelf).glob("*.py"))]
    files = [path for path in files if not options.only or any(part in path.as_posix() for part in options.only)]
    asked = {path: changes(path, options.seed, None if options.all else options.sample) for path in files}
    known = equivalents(EQUIVALENT.read_text())
    covered = coverage(_test_files(files if options.own else None), scratch, options.jobs, fresh=options.fresh)
    _load(covered.libraries)
    judged = Judge(covered.tests, options.jobs, scratch, own=options.own)
    survived = tried = 0
    not_reached = []
    for path, found in asked.items():
        name = path.relative_to(ROOT).as_posix()
        left = [change for change in found if change.key not in known]
        if left and time.monotonic() - started > 60 * options.minutes and not options.all:
            not_reached.append(name)
            continue
        alive = judged.survivors([Change.none(path), *left]) if left else [Change.none(path)]
        if not alive or alive.pop(0).line:
            print(f"The tests of {name} fail with no fault in it; run them first")
            return 2
        survived += len(alive)
        tried += len(left)
        _tell(name, len(left), alive, {change: known[change.key] for change in found if change.key in known})
    if not_reached:
        print(f"Not reached within {options.minutes} minutes: {', '.join(not_reached)}")
    wall, processor = (time.monotonic() - started) / 60, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = f"{wall:.1f} minutes ({(processor.ru_utime + processor.ru_stime) / 60:.1f} of a processor)"
    print(f"Seed {options.seed}, {spent}")
    print(_line("All", tried - survived, tried))
    return int(bool(not_reached) or tried - survived < WANTED * tried)


def _tell(name: str, tried: int, alive: Iterable[Change], equal: Mapping[Change, str]) -> None:
    survivors = list(alive)
    if tried:
        print(_line(name, tried - len(survivors), tried))
    for change, why in equal.items():
        print(f"Equivalent: {change}\n  {why}")
    for change in survivors:
        print(f"Survived: {change}", flush=True)


class Judge:
    """Tries mutants against the tests of their own shelf, and those that no test of it notices against the others."""

    def __init__(self, tests: Sequence[Covered], jobs: int, scratch: Path, *, own: bool) -> None:
        self._tests = tests
        self._jobs = jobs
        self._scratch = scratch
        self._stages = (True,) if own else (True, False)
        self._importers = importers((*ROOT.glob("annotator/**/*.py"), *ROOT.glob("tests/unit/**/*.py")))

    def survivors(self, tried: Iterable[Change]) -> list[Change]:
        """Give those that no test notices."""
        alive = list(tried)
        for own in self._stages:
            trials = [self._trial(change, own=own) for change in alive]
            asked = [number for number, trial in enumerate(trials) if trial.tests]
            ended = outcomes([trials[number] for number in asked], self._jobs, self._scratch)
            noticed = {asked[number] for number, noticed in ended if noticed}
            alive = [change for number, change in enumerate(alive) if number not in noticed]
        return alive

    def _trial(self, change: Change, *, own: bool) -> Trial:
        by = self._importers.get(module_of(change.path), [])
        tests = list(tests_for(change, self._tests, by, own=own))
        seconds = START + LONGER * sum(test.seconds for test in tests)
        return Trial(change.mutant, [test.test for test in tests], round(seconds))


def equivalents(text: str) -> dict[tuple[str, str, str], str]:
    """Read the list of mutants that no test can notice: paragraphs of a place, "- " and "+ " lines, and the reason."""
    found = {}
    for paragraph in text.split("\n\n"):
        lines = [line for line in paragraph.splitlines() if not line.startswith("#")]
        if len(lines) >= 4:
            found[lines[0], lines[1].removeprefix("- "), lines[2].removeprefix("+ ")] = " ".join(lines[3:])
    return found


def _test_files(files: Sequence[Path] | None) -> list[Path]:
    folders = ["model", "formats", "services", "cli"]
    if files is not None:
        folders = list({path.parent.relative_to(ROOT / "annotator").as_posix() for path in files})
    found = {path for folder in folders for path in (ROOT / "tests" / "unit" / folder).glob("**/test_*.py")}
    return sorted(path for path in found if path.name not in NOT_FORKED)


def _load(libraries: Iterable[str]) -> None:
    for library in libraries:
        with suppress(Exception):
            importlib.import_module(library)


def _line(name: str, killed: int, tried: int) -> str:
    return f"{name:56} {killed:5} of {tried:5}  {killed / tried:4.0%}" if tried else f"{name:56} nothing to try"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("--all", action="store_true", help="every mutant, not a sample")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="mutants of each module (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same mutants (%(default)s)")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="no new module after so long (%(default)s)")
    parser.add_argument("--only", action="append", default=[], help="modules whose path has this in it")
    parser.add_argument("--own", action="store_true", help="only the tests of a module's own shelf")
    parser.add_argument("--fresh", action="store_true", help="look again which tests enter which functions")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants tried at a time (%(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
