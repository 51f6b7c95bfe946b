"""What the built program holds: each of its modules, and all that they import, also where a name alone chooses it."""

import ast
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from zipfile import ZipFile

import pytest
from PyInstaller.archive.readers import CArchiveReader

from tests.installed.test_program import PROGRAM
from tests.places import ROOT

LEFT_OUT = {"distributed", "fsspec", "pyarrow", "spacy"}
"""What is large and said to be missing by whoever asks for it."""


@pytest.fixture(scope="module")
def held() -> set[str]:
    """The names of all modules that the program can import."""
    inner = PROGRAM.resolve().parent / "_internal"
    names = set(CArchiveReader(str(PROGRAM.resolve())).open_embedded_archive("PYZ.pyz").toc)
    names |= set(sys.builtin_module_names)
    compiled = ZipFile(inner / "base_library.zip").namelist()
    names |= {name.removesuffix(".pyc").replace("/", ".").removesuffix(".__init__") for name in compiled}
    for place in (inner, *inner.glob("python3*/lib-dynload")):
        for suffix in EXTENSION_SUFFIXES:
            found = (str(path.relative_to(place)) for path in place.rglob(f"*{suffix}"))
            names |= {path.removesuffix(suffix).replace("/", ".") for path in found}
    return names


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_it_holds_every_module_and_all_that_they_import(held: set[str]) -> None:
    sources = [path for path in (ROOT / "annotator").rglob("*.py") if path.is_file()]
    wanted = {module_of(path) for path in sources}.union(*map(imported, sources))
    assert {name.partition(".")[0] for name in wanted - held} == LEFT_OUT
    assert len(wanted) > 500


def test_nothing_is_run_before_the_program_that_every_command_would_wait_for() -> None:
    before = [name for name in CArchiveReader(str(PROGRAM.resolve())).toc if name.startswith("pyi_rth_")]
    assert before == []
