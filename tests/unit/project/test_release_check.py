"""Whether a version can be handed out, asked of projects that are made up for it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.places import ROOT

CHANGELOG = """# Changelog

## [Unreleased]

## [0.2.0] - 2031-05-06

### Added

- Something.

## [0.1.0] - 2031-01-02

The first version.
"""
METAINFO = """<component>
  <releases>
    <release version="0.2.0" date="2031-05-06"/>
    <release version="0.1.0" date="2031-01-02"/>
  </releases>
</component>
"""


class Project:
    """A project whose version 0.2.0 is ready."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.git("init", "--quiet")
        self.write("annotator/__init__.py", '"""It."""\n\n__version__ = "0.2.0"\n')
        self.write("CHANGELOG.md", CHANGELOG)
        self.write("resources/annotator.metainfo.xml", METAINFO)
        self.commit()

    def write(self, name: str, text: str) -> None:
        path = self._folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def change(self, name: str, before: str, after: str) -> None:
        text = (self._folder / name).read_text()
        assert before in text
        self.write(name, text.replace(before, after, 1))
        self.commit()

    def commit(self) -> None:
        self.git("add", ".")
        self.git("commit", "--quiet", "--message=Change")

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=self._folder, check=True, timeout=30)

    def checked(self) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, ROOT / "packaging" / "release_check.py", self._folder],
            capture_output=True,
            text=True,
            timeout=30,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_version_is_ready_and_then_tagged(project: Project) -> None:
    assert project.checked() == (0, "v0.2.0 is ready for its tag.\n", "")
    project.git("tag", "v0.2.0")
    assert project.checked() == (0, "v0.2.0 is tagged, and everything agrees.\n", "")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda p: p.change("CHANGELOG.md", "[Unreleased]\n", "[Unreleased]\n\n### Fixed\n"), ["move them into one"]),
        (lambda p: p.change("CHANGELOG.md", "## [Unreleased]\n", ""), ["has no section [Unreleased]"]),
        (lambda p: p.change("CHANGELOG.md", " - 2031-05-06", ""), ["“## [0.2.0] - <date>”", "the version and date"]),
        (lambda p: p.change("annotator/__init__.py", "0.2.0", "0.3.0"), ["“## [0.3.0] - <date>”"]),
        (lambda p: p.change("annotator/__init__.py", "0.2.0", "soon"), ["no version of three numbers"]),
        (lambda p: p.change("resources/annotator.metainfo.xml", "2031-05-06", "2031-05-07"), ["the version and date"]),
        (lambda p: p.change("resources/annotator.metainfo.xml", "0.2.0", "0.1.9"), ["the version and date"]),
        (lambda p: p.write("annotator/new.py", ""), ["not committed"]),
        (lambda p: p.git("tag", "v0.1.9"), ["tagged v0.1.9, but the code says 0.2.0"]),
        (lambda p: (p.git("tag", "v0.2.0"), p.change("CHANGELOG.md", "Something", "More")), ["is at another commit"]),
    ],
)
def test_what_is_left_to_do_is_said_and_nothing_else(
    project: Project, spoil: Callable[[Project], object], said: list[str]
) -> None:
    spoil(project)
    code, out, problems = project.checked()
    assert (code, out) == (1, "")
    assert [part in line for part, line in zip(said, problems.splitlines(), strict=True)] == [True] * len(said)
