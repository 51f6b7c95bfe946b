"""Says whether a version can be handed out: all that names it agrees, and nothing is left to be written down.

release_check.py [FOLDER]

Ends with 0 where all is well, else with 1 and a sentence for each thing to do; docs/releasing.md has the steps.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_VERSION = re.compile(r'^__version__ = "(\d+\.\d+\.\d+)"$', re.MULTILINE)
_SECTION = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?[ \t]*$", re.MULTILINE)
_RELEASE = re.compile(r'<release version="([^"]+)" date="([^"]+)"')


def problems(root: Path, version: str) -> Iterator[str]:
    """Give a sentence for each thing that keeps the version from being handed out."""
    sections = _sections(root)
    released = [(name, date) for name, (date, _text) in sections.items() if name != "Unreleased"]
    if "Unreleased" not in sections:
        yield "CHANGELOG.md has no section [Unreleased], where the next change will be written down."
    elif sections["Unreleased"][1]:
        yield "CHANGELOG.md lists changes under [Unreleased], which no version has: move them into one."
    if not released or released[0][0] != version or not released[0][1]:
        yield f"CHANGELOG.md does not begin its versions with “## [{version}] - <date>”."
    announced = _RELEASE.findall((root / "resources" / "annotator.metainfo.xml").read_text(encoding="utf-8"))
    if not announced or announced[0] != (released[0] if released else ()):
        yield "resources/annotator.metainfo.xml does not begin its releases with the version and date of CHANGELOG.md."
    yield from _problems_in_git(root, version)


def is_tagged(root: Path, version: str) -> bool:
    """Tell whether the commit at hand has the version's tag."""
    return f"v{version}" in _git(root, "tag", "--points-at", "HEAD", "--list", "v*")


def _sections(root: Path) -> dict[str, tuple[str, str]]:
    """Give the date and the text of each section of the changelog, "" where there is none."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = list(_SECTION.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {
        head["name"]: (head["date"] or "", text[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    }


def _problems_in_git(root: Path, version: str) -> Iterator[str]:
    if _git(root, "status", "--porcelain"):
        yield "There are changes that are not committed."
    tag = f"v{version}"
    here = _git(root, "tag", "--points-at", "HEAD", "--list", "v*")
    if others := [name for name in here if name != tag]:
        yield f"This commit is tagged {', '.join(others)}, but the code says {version}."
    elif not here and _git(root, "tag", "--list", tag):
        yield f"The tag {tag} is at another commit: what was handed out is not changed, so choose the next version."


def _git(root: Path, *arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.splitlines()


def main() -> int:
    """Say what is to be done, or that nothing is."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    found = _VERSION.search((root / "annotator" / "__init__.py").read_text(encoding="utf-8"))
    if found is None:
        sys.stderr.write("annotator/__init__.py has no version of three numbers.\n")
        return 1
    version = found[1]
    if to_do := list(problems(root, version)):
        sys.stderr.write("".join(f"{sentence}\n" for sentence in to_do))
        return 1
    ready = "is tagged, and everything agrees" if is_tagged(root, version) else "is ready for its tag"
    sys.stdout.write(f"v{version} {ready}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
