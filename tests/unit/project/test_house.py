"""The walls of the house: no module leads back to itself, and what the source names is there to be read."""

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.places import ROOT


def _imported(tree: ast.AST) -> Iterator[str]:
    """Give what a module imports anywhere: at its top, within functions, and for types alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_within(root: Path, package: str) -> dict[str, set[str]]:
    """Give each module of a package with those of its modules that it imports."""
    files = {".".join(path.relative_to(root).with_suffix("").parts): path for path in (root / package).rglob("*.py")}
    modules = {name.removesuffix(".__init__"): path for name, path in files.items()}
    return {
        name: {other for other in _imported(ast.parse(path.read_text(encoding="utf-8"))) if other in modules} - {name}
        for name, path in modules.items()
    }


def circle_in(imports: Mapping[str, set[str]]) -> list[str]:
    """Give the modules of one circle in order, the first once more at the end; none where there is no circle."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_leads_back_to_itself() -> None:
    imports = imports_within(ROOT, "annotator")
    assert "annotator.model.span" in imports["annotator.model.layer"] | imports["annotator.model.annotation"]
    assert circle_in(imports) == []


@pytest.mark.parametrize(
    "back",
    [
        "import house.a",
        "from house import a",
        "from house.a import A",
        "def late():\n    from house.a import A",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.a import A",
    ],
)
def test_a_circle_is_found_however_it_is_closed(tmp_path: Path, back: str) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "__init__.py").write_text("")
    (house / "a.py").write_text("from house.b import B\n")
    (house / "b.py").write_text("from house.c import C\n")
    (house / "c.py").write_text("")
    assert circle_in(imports_within(tmp_path, "house")) == []
    (house / "c.py").write_text(back)
    assert set(circle_in(imports_within(tmp_path, "house"))) == {"house.a", "house.b", "house.c"}


def pages_named(text: str) -> set[str]:
    """Give the pages that a text names: files that end in .md, and decisions by number."""
    pages = set(re.findall(r"(?<![\w.])[\w/-]+\.md\b", text))
    return pages | {f"docs/decisions/{number}-*.md" for number in re.findall(r"decisions? (\d{4})\b", text)}


def test_every_page_that_the_source_names_is_there() -> None:
    named = {
        (page, str(path.relative_to(ROOT)))
        for path in sorted((ROOT / "annotator").rglob("*.py"))
        for page in pages_named(path.read_text(encoding="utf-8"))
    }
    assert ("docs/decisions/0041-*.md", "annotator/ui/toolkit/garbage_timer.py") in named
    assert [one for one in sorted(named) if not any([*ROOT.glob(one[0]), *ROOT.glob(f"docs/{one[0]}")])] == []


_READS = {"read_bytes", "read_text", "copyfile", "copyfileobj"}
_OWN_FILES = ("formats/languages", "formats/regular_files.py", "services/agreement/report.py",
              "services/exporting/remote_place.py", "services/reporting/html_page.py", "ui/dialogs/guide.py",
              "ui/pictures")  # fmt: skip
"""What reads nothing but files that come with the program, or that it has just made."""


def files_read_in(tree: ast.AST) -> list[int]:
    """Give the lines in which a file is read without asking whether it is a regular one."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and (call.func.attr in _READS or (call.func.attr == "open" and [*map(ast.unparse, call.args)] == ["'rb'"]))
    ]


def test_files_from_anywhere_are_read_in_one_place() -> None:
    found = {
        f"{path.relative_to(ROOT / 'annotator')}:{line}"
        for path in sorted((ROOT / "annotator").rglob("*.py"))
        for line in files_read_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert any(place.startswith("ui/dialogs/guide.py") for place in found)
    assert [place for place in sorted(found) if not place.startswith(_OWN_FILES)] == []


def test_a_page_is_known_by_its_name_and_an_ending_is_none() -> None:
    text = 'See docs/networks.md (decision 0031); names end in ``.txt`` or ".md", a.b.md is no page of ours.'
    assert pages_named(text) == {"docs/networks.md", "docs/decisions/0031-*.md"}
