"""The runner of mutants: which faults it puts in, and that it can tell a noticed one from one that is not."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.__main__ import equivalents
from tests.mutants.choice import changes
from tests.mutants.mutations import mutations
from tests.places import ROOT

LARGER = '''"""The larger of two."""


def larger(one: int, other: "int | None" = None) -> int:
    """Give one of them."""
    assert one >= 0, "positive"
    if other is None:
        raise ValueError("a sentence for people")
    return one if one > other else other


PAIRS = list(zip([1], [2], strict=True))
'''
TRIED = """
import sys
from pathlib import Path
from tests.mutants.trials import Mutant, Trial, outcomes, prepare

prepare()
here = Path.cwd()
sources = [path.read_text() for path in sorted(here.glob("source_*.txt"))]
trials = [Trial(Mutant("toy", here / "toy.py", source), ["test_toy.py::test_larger"], 3) for source in sources]
print(sorted(outcomes(trials, 2, here)))
"""


def mutated(source: str) -> list[str]:
    return [mutation.applied(source) for mutation in mutations(source)]


def test_each_fault_is_a_whole_program_of_its_own() -> None:
    found = mutated(LARGER)
    assert len(set(found)) == len(found)
    assert LARGER not in found
    for source in found:
        ast.parse(source)


@pytest.mark.parametrize("fault", ["(one >= other)", "other is not None", "        pass\n", "return None"])
def test_it_breaks_what_a_test_should_notice(fault: str) -> None:
    assert any(fault in source for source in mutated(LARGER))


@pytest.mark.parametrize(
    "kept", ['"""Give one of them."""', '"int | None"', "one >= 0", "strict=True", '"""The larger of two."""']
)
def test_it_leaves_alone_what_no_test_should_notice(kept: str) -> None:
    assert all(kept in source for source in mutated(LARGER))


def test_letters_beyond_ascii_do_not_move_a_fault() -> None:
    source = 'NAMES = ["é🤝", "a"]\n'
    assert "NAMES = [\"é🤝\", 'aa']\n" in mutated(source)


def test_the_same_seed_gives_the_same_mutants() -> None:
    path = ROOT / "annotator" / "model" / "layer.py"
    assert changes(path, 1, 9) == changes(path, 1, 9) != changes(path, 2, 9)
    assert len(changes(path, 1, 9)) == 9
    assert set(changes(path, 1, 9)) <= set(changes(path, 1, None))


def test_equivalent_mutants_are_known_by_place_and_lines() -> None:
    change = changes(ROOT / "annotator" / "model" / "layer.py", 1, 1)[0]
    text = f"# of layers\n\n{change.key[0]}\n- {change.removed}\n+ {change.added}\nThe same\nin other words.\n"
    assert equivalents(text) == {change.key: "The same in other words."}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each mutant is tried in a fork")
def test_a_fault_is_noticed_where_a_test_fails_or_never_ends(tmp_path: Path) -> None:
    (tmp_path / "test_toy.py").write_text(
        "from toy import larger\n\ndef test_larger():\n    assert larger(1, 2) == 2\n"
    )
    for number, source in enumerate(
        [
            LARGER,
            LARGER.replace("one > other", "one < other"),
            LARGER.replace("one > other", "one >= other"),
            LARGER.replace("one > other", "ones > other"),
            LARGER.replace("return one", "while True: pass\n    return one"),
            LARGER.replace("def", "deaf"),
        ]
    ):
        (tmp_path / f"source_{number}.txt").write_text(source)
    done = subprocess.run(
        [sys.executable, "-c", TRIED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    noticed = [(0, False), (1, True), (2, False), (3, True), (4, True), (5, True)]
    assert done.stdout.strip() == str(noticed), done.stderr
