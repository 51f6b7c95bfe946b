"""A package that adds formats, beside the program as pip would put it: the good one works, whatever the bad ones do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.making import annotated

MODULE = """
from contextlib import contextmanager

from annotator.formats.v1 import ExportFormat, Piece


class Good(ExportFormat):
    name = "good"

    def piece(self, exported, options):
        return Piece(f"{exported.name}\\n".encode(), {"annotations": len(exported.layer.annotations)})


class Moody(Good):
    name = "moody"

    def piece(self, exported, options):
        return super().piece(exported, options) if "good" in exported.name else {}["mood"]


class Lazy(Good):
    name = "lazy"

    @contextmanager
    def writer(self, place, options):
        yield place.file().write
        raise RuntimeError("tired")


class Heavy(Good):
    name = "heavy"

    def piece(self, exported, options):
        return Piece(lambda: None)


class Without(Good):
    name = "without"
    units = None


GOOD, MOODY, LAZY, HEAVY, WITHOUT = Good(), Moody(), Lazy(), Heavy(), Without()
"""
POINTS = """
[annotator.formats.v1]
good = a_package:GOOD
moody = a_package:MOODY
lazy = a_package:LAZY
heavy = a_package:HEAVY
without = a_package:WITHOUT
gone = a_package:GONE
[annotator.formats]
quitting = quits:NOTHING
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "packages"
    (folder / "a_package-1.0.dist-info").mkdir(parents=True)
    (folder / "a_package-1.0.dist-info" / "METADATA").write_text("Name: a-package\nVersion: 1.0\n")
    (folder / "a_package-1.0.dist-info" / "entry_points.txt").write_text(POINTS)
    (folder / "a_package.py").write_text(MODULE)
    (folder / "quits.py").write_text("raise SystemExit(3)\n")
    return folder


def annotator(package: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(package), str(ROOT)))}
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=package, env=environment, timeout=120)


def test_all_are_listed_or_named_with_what_is_wrong(package: Path) -> None:
    done = annotator(package, "formats")
    listed = [line.split()[0] for line in done.stdout.splitlines() if " export " in line]
    assert done.returncode == 0
    assert listed[-4:] == ["good", "heavy", "lazy", "moody"]
    assert "Traceback" not in done.stderr
    named = [line for line in done.stderr.splitlines() if "cannot be loaded" in line]
    assert [line.split("“")[1].split("”")[0] for line in named] == ["gone", "quitting", "without"]
    assert "None for units" in named[2]
    assert "annotator.formats.v1" in done.stderr.splitlines()[-1]


def test_they_export_what_they_can(tmp_path: Path, package: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("bad.txt", "good.txt"):
        annotated(tmp_path / "in", name=name)
    out = tmp_path / "out"
    out.mkdir()

    def run(name: str, *more: str) -> tuple[int, list[str]]:
        done = annotator(package, "export", tmp_path / "in", "--to", name, "--out", out / name, "--quiet", *more)
        return done.returncode, done.stderr.splitlines()

    assert run("good") == (0, [])
    assert (out / "good").read_text() == "bad.txt\ngood.txt\n"
    bad = tmp_path / "in" / "bad.txt.mkato.ann.json"
    assert run("moody", "--jobs", "2") == (
        1, [f"annotator: {bad}: The format “moody” could not take it (KeyError: 'mood')."],
    )  # fmt: skip
    assert (out / "moody").read_text() == "good.txt\n"
    for name, why in {"lazy": "could not write (RuntimeError: tired)", "heavy": "could not be shared out"}.items():
        code, (said,) = run(name, "--jobs", "2")
        assert (code, why in said) == (1, True), said
    code, (said,) = run("without")
    assert (code, "“without” of another package cannot be loaded" in said) == (2, True)
    assert sorted(path.name for path in out.iterdir()) == ["good", "moody"]
