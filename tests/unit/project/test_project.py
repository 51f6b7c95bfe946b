"""The house itself: what may be installed, what may be written down, and how long a function may grow."""

import ast
import re
import subprocess
import tomllib
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import annotator
from tests.places import ROOT

PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)( ; .+)?$")
MAX_FUNCTION_LINES = 50
OF_MAKE_FUZZ = {"atheris"}
"""What the make target that needs it installs."""


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    found = [PIN.match(line) for line in lines]
    return {match[1]: match[2] for match in found if match}


def _declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [text for extra in project["optional-dependencies"].values() for text in extra]
    return [Requirement(text) for text in project["dependencies"] + extras]


def _needed_here() -> dict[str, str]:
    """Walk what is declared, and what that needs in turn, to the installed versions."""
    versions: dict[str, str] = {}
    waiting = [(requirement, "") for requirement in _declared()]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        if name in versions and not requirement.extras:
            continue
        if name in OF_MAKE_FUZZ and find_spec(name) is None:
            continue
        distribution = metadata.distribution(name)
        versions[name] = distribution.version
        for text in distribution.requires or []:
            waiting.extend((Requirement(text), of) for of in requirement.extras or {""})
    return versions


def _tracked(*patterns: str) -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not PIN.match(line)] == []


def test_every_package_that_is_needed_is_installed_as_pinned() -> None:
    pins = _pins()
    assert {name: pins.get(name) for name in _needed_here()} == _needed_here()


def test_no_pin_outlives_its_need() -> None:
    installed = {canonicalize_name(distribution.name) for distribution in metadata.distributions()}
    assert (_pins().keys() & installed) - _needed_here().keys() == set()


def test_pins_lie_within_what_is_declared() -> None:
    pins = _pins()
    assert [str(wanted) for wanted in _declared() if pins[canonicalize_name(wanted.name)] not in wanted.specifier] == []


def test_qt_is_older_than_the_version_that_corrupts_none() -> None:
    assert Version("6.8") <= Version(_pins()["pyside6-essentials"]) < Version("6.12")


def test_the_installed_version_is_the_one_in_the_code() -> None:
    assert metadata.version("annotator") == annotator.__version__


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(
        "|".join(
            [
                r"/(?:work|root)/(?!\*)\w",
                r"/home/\w+/",
                r"/Users/\w+/",
                "pypi" + r"\.org",
                "python" + "hosted",
                "deb.debian" + r"\.org",
            ]
        ).encode()
    )
    named = {
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in _tracked()
        for match in forbidden.finditer(path.read_bytes())
        if path != Path(__file__)
    }
    assert named == set()


def test_functions_of_the_program_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in _tracked("annotator/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    ]
    assert long == []
