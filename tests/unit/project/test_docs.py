"""The pages under docs/ hold for the source as it is: what they name is there, and what they must name they name."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from annotator.formats.codebooks import codebook_json
from annotator.formats.sidecar import sidecar_checks, sidecar_json
from tests.places import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
RECORDS = sorted((DOCS / "decisions").glob("*.md"))
"""Decisions name things as they were called when they were made; only their links have to lead somewhere."""
FILE_FORMAT = (DOCS / "file-format.md").read_text(encoding="utf-8")
FOLDERS = ("annotator", "docs", "packaging", "resources", "seeds", "tests")
NAMED = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*|[\w/-]+\.py)`")


@cache
def _source() -> dict[Path, list[ast.AST]]:
    """Give every module of the program as its tree's nodes, the module itself first."""
    paths = (ROOT / "annotator").rglob("*.py")
    return {path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in paths}


def _names(path: Path) -> list[str]:
    return NAMED.findall(path.read_text(encoding="utf-8"))


def _is_there(name: str) -> bool:
    if (ROOT / name).exists():
        return True
    return not name.startswith(FOLDERS) and any(True for _found in ROOT.glob(f"*/**/{name}"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    assert [name for name in _names(page) if not _is_there(name)] == []


def test_every_page_and_decision_that_the_source_names_is_there() -> None:
    sources = [path for folder in ("annotator", "packaging") for path in (ROOT / folder).rglob("*.py")]
    named = {name for path in sources for name in re.findall(r"[\w./-]+\.md\b", path.read_text(encoding="utf-8"))}
    assert [name for name in named if not ((ROOT / name).exists() or (DOCS / name).exists())] == []
    numbers = {
        number for path in sources for number in re.findall(r"decision (\d{4})", path.read_text(encoding="utf-8"))
    }
    assert numbers <= {path.name[:4] for path in RECORDS}


def test_every_class_and_function_on_the_way_of_things_is_there() -> None:
    travels = (DOCS / "architecture.md").read_text(encoding="utf-8").split("## How things travel")[1].split("\n## ")[0]
    named = {part for name in re.findall(r"`([A-Za-z_]+(?:\.(?!py)[a-z_]+)?)`", travels) for part in name.split(".")}
    defined = {
        node.name for nodes in _source().values() for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert len(named) > 20
    assert named - defined == set()


@pytest.mark.parametrize("page", [*PAGES, ROOT / "packaging" / "README.md", *RECORDS], ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_decision_has_its_line() -> None:
    listed = re.findall(r"^\| \[\d{4}\]\((.+?)\)", (DOCS / "decisions" / "README.md").read_text(), re.MULTILINE)
    assert listed == [path.name for path in RECORDS if path.name != "README.md"]


def _codes_of_findings() -> Iterator[str]:
    """Give the codes of all findings that the program makes, wherever it does."""
    for path, nodes in _source().items():
        for call in nodes:
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Finding"):
                continue
            match call.args[0]:
                case ast.Constant(value=str(code)):
                    yield code
                case ast.Name(id=name):
                    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                    yield getattr(importlib.import_module(module), name)
                case other:
                    assert ast.unparse(other) == "f'unknown-{what}'", path
                    yield from (f"unknown-{what}" for what in sidecar_checks._ONE_OF.values())


def test_every_code_of_a_finding_is_explained() -> None:
    rows = re.findall(r"^\| (`.*?) \|", FILE_FORMAT.split("| code |")[1], re.MULTILINE)
    explained = [code for row in rows for code in re.findall(r"`([a-z0-9-]+)`", row)]
    assert sorted(set(_codes_of_findings())) == sorted(explained)


@pytest.mark.parametrize(
    ("heading", "keys", "required"),
    [
        ("## The whole", sidecar_json.KEYS, sidecar_json._REQUIRED),
        ("## The codebook", codebook_json.KEYS, ("format", "version")),
    ],
)
def test_every_key_of_a_file_has_its_row(heading: str, keys: tuple[str, ...], required: tuple[str, ...]) -> None:
    rows = re.findall(r"^\| (`.*?)\|(.*?)\|", FILE_FORMAT.split(heading)[1].split("\n### ")[0], re.MULTILINE)
    needed = {key: "**required**" in value for names, value in rows for key in re.findall(r"`(\w+)`", names)}
    assert needed == {key: key in required for key in keys}


CONTEXT = (DOCS / "CONTEXT.md").read_text(encoding="utf-8")
ORDINARY = {"Counter", "Found", "Look", "Named", "Outcome"}
"""Names of classes that are no words for anything of this program."""


def _stem(word: str) -> str:
    return re.sub(r"(?:ion|ing|ed|ence|e)?s?$", "", word.lower())


def _classes_shared_by_shelves() -> set[str]:
    """Give the classes of model and services that another shelf takes in by name, faults apart."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): nodes for path, nodes in _source().items()}
    classes = {
        (module, node.name) for module, nodes in modules.items() for node in nodes if isinstance(node, ast.ClassDef)
    }
    return {
        alias.name
        for module, nodes in modules.items()
        for node in nodes
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(("annotator.model", "annotator.services"))
        for alias in node.names
        if (node.module, alias.name) in classes
        and str(node.module).split(".")[:3] != module.split(".")[:3]
        and not alias.name.endswith("Error")
    }


def test_every_class_that_shelves_share_is_called_by_a_word_that_is_explained() -> None:
    terms = {_stem(word) for term in re.findall(r"\*\*(.+?)\*\*", CONTEXT, re.DOTALL) for word in term.split()}
    names = _classes_shared_by_shelves()
    assert len(names) > 60
    unexplained = {name for name in names if not {_stem(word) for word in re.findall("[A-Z][a-z0-9]+", name)} & terms}
    assert unexplained - ORDINARY == set()
    assert names >= ORDINARY
