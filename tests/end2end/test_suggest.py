"""annotator suggest in the real program: files of suggestions, and packages whose suggesters hang, crash or lie."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT

TEXT = "Nobuo Kishi and Lorenzo Guerini met in Tokyo. Kishi said that it went well.\n"
MODULE = """
import os
import time

from annotator.services.suggesting.v1 import Part, Somebody, Span, Suggester, Suggestion


class Good(Suggester):
    name = "good"

    def suggest(self, document, layer, knowledge):
        print("printed, and no answer")
        at = document.text.index("Tokyo")
        tokyo = (Somebody("Tokyo", "place"),)
        yield Suggestion("actor", (Span(at, at + 5),), entities=tokyo, confidence=0.9, by=self.by)


class Hanging(Good):
    name = "hanging"
    seconds = 0.5

    def suggest(self, document, layer, knowledge):
        # The first answer may take longer: a model may have to be loaded.
        if "Kishi" in document.text:
            time.sleep(600)
        return ()


class Crashing(Good):
    name = "crashing"

    def suggest(self, document, layer, knowledge):
        os._exit(3)


class Raising(Good):
    name = "raising"

    def suggest(self, document, layer, knowledge):
        raise KeyError("mood")


class Lying(Good):
    name = "lying"

    def suggest(self, document, layer, knowledge):
        yield Suggestion("claim", (Span(5, 99999),))


GOOD, HANGING, CRASHING, RAISING, LYING = Good(), Hanging(), Crashing(), Raising(), Lying()
"""
POINTS = """
[annotator.suggesters.v1]
good = a_package:GOOD
hanging = a_package:HANGING
crashing = a_package:CRASHING
raising = a_package:RAISING
lying = a_package:LYING
gone = a_package:GONE
rules = a_package:GOOD
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "packages"
    (folder / "a_package-1.0.dist-info").mkdir(parents=True)
    (folder / "a_package-1.0.dist-info" / "METADATA").write_text("Name: a-package\nVersion: 1.0\n")
    (folder / "a_package-1.0.dist-info" / "entry_points.txt").write_text(POINTS)
    (folder / "a_package.py").write_text(MODULE)
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "may").mkdir(parents=True)
    (folder / "may" / "talks.txt").write_text(TEXT)
    return folder


def annotator(*arguments: object, package: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(package or ""), str(ROOT))))}
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


def read(path: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(path.read_text())
    return tree


def test_documents_are_copied_with_their_suggestions(tmp_path: Path, articles: Path) -> None:
    done = annotator("suggest", articles, "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "out" / "may" / "talks.txt").read_text() == TEXT
    sidecar = tmp_path / "out" / "may" / "talks.txt.suggested.ann.json"
    tree = read(sidecar)
    assert (tree["annotator"]["id"], tree["document"]["state"]) == ("suggested", "done")
    assert {one["origin"] for one in tree["annotations"]} == {"suggested"}
    assert {one["attributes"]["suggested_by"] for one in tree["annotations"]} == {"rules 1"}
    claim = next(one for one in tree["annotations"] if one["type"] == "claim")
    speaker = next(one for one in tree["annotations"] if one["id"] == claim["speakers"][0]["mention"])
    assert (claim["quote"], speaker["quote"], speaker["type"]) == (["it went well"], ["Kishi"], "actor")
    assert annotator("check", sidecar).returncode == 0
    again = annotator("suggest", articles, "--out", tmp_path / "out")
    assert again.returncode == 1
    assert "is there already and was not overwritten" in again.stderr


def test_only_what_is_sure_enough_is_taken(tmp_path: Path, articles: Path) -> None:
    counts = []
    for threshold in ("0", "0.85", "1"):
        out = tmp_path / threshold
        assert annotator("suggest", articles, "--out", out, "--threshold", threshold).returncode == 0
        counts.append(len(read(out / "may" / "talks.txt.suggested.ann.json")["annotations"]))
    assert counts[0] > counts[1] > counts[2] == 0


def test_a_folder_teaches_names_and_habits(tmp_path: Path, articles: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "known")
    (articles / "may" / "talks.txt").write_text("people from leonardo met Leonardo people. They liked it.\n")
    annotator("suggest", articles, "--out", tmp_path / "out", "--knowledge", tmp_path / "known", "--with", "folder")
    tree = read(tmp_path / "out" / "may" / "talks.txt.suggested.ann.json")
    assert [one["quote"] for one in tree["annotations"]] == [["Leonardo"]]


def test_suggestions_speak_for_no_document_and_are_compared_where_they_are_named(
    tmp_path: Path, articles: Path
) -> None:
    out = tmp_path / "out"
    annotator("suggest", articles, "--out", out)
    sidecar = out / "may" / "talks.txt.suggested.ann.json"
    for who in ("mkato", "lrossi"):
        tree = read(sidecar)
        tree["annotator"] = {"id": who, "name": who}
        for one in tree["annotations"]:
            one["attributes"] = {}
        sidecar.with_name(f"talks.txt.{who}.ann.json").write_text(json.dumps(tree))
    pairs = json.loads(annotator("compare", out, "--json").stdout)["overall"]["pairs"]
    assert [(pair["a"], pair["b"]) for pair in pairs] == [("lrossi", "mkato")]
    against = json.loads(annotator("compare", out, "--json", "--against", "suggested").stdout)["overall"]["pairs"]
    assert {pair["exact"]["f1"] for pair in against} == {1.0}
    named = annotator("compare", sidecar, sidecar.with_name("talks.txt.mkato.ann.json"), "--json")
    assert len(json.loads(named.stdout)["overall"]["pairs"]) == 1
    for who in ("mkato", "lrossi"):
        sidecar.with_name(f"talks.txt.{who}.ann.json").unlink()
    assert "There is nothing to draw" in annotator("chart", out, "--out", tmp_path / "edges.csv").stderr


def test_what_fails_is_named_and_the_others_are_heard(tmp_path: Path, articles: Path, package: Path) -> None:
    names = ("good", "crashing", "raising", "lying", "hanging")
    (articles / "april.txt").write_text("In Tokyo.\n")
    wanted = [part for name in names for part in ("--with", name)]
    done = annotator("suggest", articles, "--out", tmp_path / "out", *wanted, package=package)
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if "left out" in line]
    assert [line.split("“")[1].split("”")[0] for line in said] == list(names[1:])
    for line, why in zip(
        said, ("ended in the middle", "KeyError", "lie in the text", "more than 0.5 seconds"), strict=True
    ):
        assert why in line
    tree = read(tmp_path / "out" / "may" / "talks.txt.suggested.ann.json")
    assert [one["quote"] for one in tree["annotations"]] == [["Tokyo"]]


@pytest.mark.parametrize(
    ("name", "why"), [("gone", "AttributeError"), ("rules (a_package:GOOD)", "There is no"), ("nobody", "folder")]
)  # fmt: skip
def test_what_cannot_be_loaded_is_wrong_usage(
    tmp_path: Path, articles: Path, package: Path, name: str, why: str
) -> None:
    done = annotator("suggest", articles, "--out", tmp_path / "out", "--with", name, package=package)
    assert done.returncode == 2
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pipeline_that_is_missing_is_said_once_and_the_others_are_heard(tmp_path: Path, articles: Path) -> None:
    pytest.importorskip("spacy", reason="the extra spacy is not installed")
    shutil.copy(articles / "may" / "talks.txt", articles / "more.txt")
    (articles / "lost.html").write_text('<html lang="tlh"><body><p>Qapla and more.</p></body></html>')
    done = annotator("suggest", articles, "--out", tmp_path / "out", "--with", "rules", "--with", "spacy")
    assert done.returncode == 1
    assert done.stderr.count("Install one with") == 1
    assert read(tmp_path / "out" / "more.txt.suggested.ann.json")["annotations"]


def test_a_language_without_a_pack_is_said_once(tmp_path: Path, articles: Path) -> None:
    page = '<html lang="fr"><body><p>« Nous avons enfin un bon accord », a dit le ministre.</p></body></html>'
    for name in ("one.html", "two.html"):
        (articles / name).write_text(page)
    done = annotator("suggest", articles, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert done.stderr.count("There is no language pack for “fr”") == 1
    tree = read(tmp_path / "out" / "one.html.suggested.ann.json")
    assert [one["quote"] for one in tree["annotations"]] == [["« Nous avons enfin un bon accord »"]]
