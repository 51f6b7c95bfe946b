"""What contributors and the forge are told: it can be read, and it holds for the Makefile and the files as they are."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

import annotator
from tests.places import RESOURCES, ROOT

FORGE = ROOT / ".github"
FORMS = sorted(path for path in (FORGE / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
GUIDES = [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", ROOT / "docs" / "releasing.md"]
KINDS_OF_CHANGE = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def _jobs() -> dict[str, Any]:
    jobs: dict[str, Any] = _yaml(FORGE / "workflows" / "test.yml")["jobs"]
    return jobs


def _recipe(target: str) -> list[str]:
    makefile = (ROOT / "Makefile").read_text()
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert found, target
    return [line.removeprefix("\t").removeprefix("$(BIN)/") for line in found[1].splitlines()]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_each_thing_once_and_for_the_version_where_something_is_wrong(form: Path) -> None:
    asked = _yaml(form)
    assert {"name", "description", "labels", "body"} == set(asked)
    fields = [field for field in asked["body"] if field["type"] != "markdown"]
    names = [field["id"] for field in fields]
    assert len(names) == len(set(names))
    assert all(field["attributes"]["label"] for field in fields)
    assert asked["labels"] != ["bug"] or "version" in names


def test_the_forge_runs_what_make_has() -> None:
    called = [step["run"].split()[1] for job in _jobs().values() for step in job["steps"] if "run" in step
              and step["run"].startswith("make ")]  # fmt: skip
    assert {"test", "lint", "run"} == set(called)
    assert all(_recipe(target) for target in called)


def test_the_forge_begins_with_the_oldest_python_that_is_allowed() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    matrices = [job["strategy"]["matrix"]["python"] for job in _jobs().values() if "strategy" in job]
    assert [f">={pythons[0]}" for pythons in matrices] == [wanted] * len(matrices)


def test_the_hooks_are_what_make_lint_does_and_fetch_nothing() -> None:
    repositories = _yaml(ROOT / ".pre-commit-config.yaml")["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert [hook["entry"].removeprefix(".venv/bin/") for hook in hooks] == _recipe("lint")
    assert {(hook["language"], hook["pass_filenames"]) for hook in hooks} == {("system", False)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_what_a_guide_links_to_or_names_is_there(guide: Path) -> None:
    text = guide.read_text()
    linked = [guide.parent / link for link in re.findall(r"\]\(([^)#:]+)\)", text)]
    named = [ROOT / name for name in re.findall(r"`((?:annotator|docs|packaging|resources|tests)/[\w./-]+)`", text)]
    assert [str(path) for path in linked + named if not path.exists()] == []


def test_the_changelog_has_the_version_of_the_code_with_the_date_of_its_release_entry() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    first, second = re.findall(r"^## (.*)$", text, re.MULTILINE)[:2]
    entry = re.search(r'<release version="(.*)" date="(.*)"', (RESOURCES / "annotator.metainfo.xml").read_text())
    assert entry
    assert (first, second) == ("[Unreleased]", f"[{annotator.__version__}] - {entry[2]}")
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= KINDS_OF_CHANGE
