"""Which mutants are tried, and against which tests."""

import ast
import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from random import Random
from typing import Final, NamedTuple

from tests.mutants.coverage import Covered
from tests.mutants.mutations import Mutation, mutations
from tests.mutants.trials import Mutant
from tests.places import ROOT

SLOW: Final = 10.0
"""A test that takes more seconds is not tried."""
ENOUGH: Final = 10.0
"""No mutant is tried for more seconds than this, the likeliest tests first."""


class Change(NamedTuple):
    """A mutation of a file: its place, the lines that it takes away and those that it puts there, and the source."""

    path: str
    function: str
    line: int
    removed: str
    added: str
    source: str

    @classmethod
    def none(cls, path: Path) -> "Change":
        """Give the sound module, as a change of nothing in line 0."""
        return cls(path.relative_to(ROOT).as_posix(), "", 0, "", "", path.read_text())

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others although lines move."""
        return f"{self.path}::{self.function}", self.removed, self.added

    @property
    def mutant(self) -> Mutant:
        """The module to be imported instead."""
        return Mutant(module_of(self.path), ROOT / self.path, self.source)

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}\n  - {self.removed}\n  + {self.added}"


def module_of(path: str) -> str:
    """Give the name under which a file of the program is imported."""
    return ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix(".__init__")


def changes(path: Path, seed: int, most: int | None) -> list[Change]:
    """Give the mutants of a file in the order of its lines, or ``most`` of them: for the same seed the same ones."""
    source = path.read_text()
    found = mutations(source)
    name = path.relative_to(ROOT).as_posix()
    if most is not None and most < len(found):
        found = sorted(Random(f"{seed} {name}").sample(found, most))
    return [_change(name, source, mutation) for mutation in found]


def _change(path: str, source: str, mutation: Mutation) -> Change:
    mutated = mutation.applied(source)
    compared = list(difflib.ndiff(source.splitlines(), mutated.splitlines()))
    removed, added = (" ".join(line[2:].strip() for line in compared if line.startswith(sign)) for sign in "-+")
    return Change(path, mutation.function, mutation.line, removed, added, mutated)


def tests_for(change: Change, tests: Iterable[Covered], importers: Sequence[str], *, own: bool) -> Iterator[Covered]:
    """Give the quick tests that enter the function: those of its own shelf, or all others.

    What runs on importing, in a function or not, is tried against what enters its module or one of ``importers``, and
    tests in one of these.
    """
    folder, stem = _mirror(change.path)
    quick = [covered for covered in tests if covered.seconds <= SLOW]
    near = {covered: 0 for covered in quick if f"{change.path}::{change.function}" in covered.functions}
    near = near or _on_importing(quick, change.path, importers)
    wanted = [
        (not PurePosixPath(covered.test.partition("::")[0]).name.startswith(f"test_{stem}"), rank, covered)
        for covered, rank in near.items()
        if own == covered.test.startswith(folder)
    ]
    spent = 0.0
    for _elsewhere, _near, covered in sorted(wanted, key=lambda one: (one[0], one[1], one[2].seconds)):
        spent += covered.seconds
        if spent > ENOUGH:
            return
        yield covered


def _on_importing(tests: Iterable[Covered], path: str, importers: Sequence[str]) -> dict[Covered, int]:
    rank = {path: 0} | dict.fromkeys(importers, 1)
    near = {
        covered: min(rank.get(at.partition("::")[0], 2) for at in (covered.test, *covered.functions))
        for covered in tests
    }
    return {covered: found for covered, found in near.items() if found < 2}


def _mirror(path: str) -> tuple[str, str]:
    """Give the folder of the tests of a file of the program, and its name without its ending."""
    inside = PurePosixPath(path).relative_to("annotator")
    return f"tests/unit/{inside.parent.as_posix()}/", inside.stem


def importers(paths: Iterable[Path]) -> dict[str, list[str]]:
    """Give, for every module, the files that import it."""
    found: dict[str, list[str]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                for name in dict.fromkeys(names):
                    found.setdefault(name, []).append(path.relative_to(ROOT).as_posix())
    return found
