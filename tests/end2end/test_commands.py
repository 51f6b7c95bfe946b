"""The commands as a user runs them: on real input, on broken input, without a display."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT, SEEDS
from tests.unit.making import annotated


def annotator(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, **options)


HEAVY = {"PySide6", "shiboken6", "numpy", "pyqtgraph"}


def modules_loaded_by(*arguments: object) -> set[str]:
    code = """
import sys
from annotator.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_help_and_version() -> None:
    assert "export" in annotator("--help").stdout
    assert annotator("--version").stdout.startswith("annotator ")


def test_the_commands_load_neither_qt_nor_numpy(tmp_path: Path) -> None:
    annotated(tmp_path)
    for small in (["check", tmp_path], ["export", tmp_path, "--to", "csv", "--out", tmp_path / "x.csv"]):
        assert not modules_loaded_by(*small) & {*HEAVY, "msgspec", "shutil", "secrets"}
    for arguments in (
        ["import", tmp_path, "--from", "annotator", "--out", tmp_path / "imported"],
        ["chart", tmp_path, "--out", tmp_path / "x.gexf"],
        ["formats"],
        ["--help"],
    ):
        assert not modules_loaded_by(*arguments) & HEAVY
    assert not modules_loaded_by("--help") & {"orjson", "dataclasses", "hashlib", "platformdirs"}


def test_the_article_is_painted_without_what_it_does_not_need() -> None:
    code = """
import sys, annotator.ui.window.application
print(*sys.modules)
import linecache, annotator.ui.window.window_parts, annotator.ui.folder.folder_bridge as folder
for module in (folder._INDEX, *folder._QUESTIONS):
    folder.import_module(module)
print(*sys.modules, *linecache.cache)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    first, whole = done.stdout.splitlines()
    assert "scipy" not in whole, "10 to 30 MB, for which a window has a use only where it compares or counts together"
    assert "window_parts.py" not in whole, "PySide reads the source of every module, and it is kept"
    loaded = set(first.split())
    assert "annotator.ui.text.article_view" in loaded, done.stderr
    late = {"numpy", "pyqtgraph", "jinja2", "lxml", "scipy", "pyarrow", "dask", "importlib.metadata", "email.message"}
    late |= {"filelock", "concurrent.futures", "PySide6.QtNetwork", "PySide6.QtSvg"}
    late |= {
        "annotator.ui.window.window_parts",
        "annotator.ui.actions.actions",
        "annotator.ui.files.file_commands",
        "annotator.ui.panels",
    }
    late |= {"annotator.services.keeping.desk", "annotator.services.editing", "annotator.services.comparing"}
    late |= {
        "annotator.services.disk.atomic_file",
        "annotator.services.keeping.journal",
        "annotator.services.keeping.save_document",
        "annotator.formats.codebooks.codebook_json",
    }
    assert not loaded & late


def test_check_says_nothing_of_what_is_well_and_names_what_is_not(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    well = annotator("check", tmp_path)
    assert (well.returncode, well.stdout) == (0, "")
    broken = {
        "empty.txt.mkato.ann.json": b"",
        "binary.txt.mkato.ann.json": b"\x00\xff\x01",
        "cut.txt.mkato.ann.json": desk.sidecar.read_bytes()[:500],
        "foreign.txt.mkato.ann.json": b'{"annotations": []}',
        "newer.txt.mkato.ann.json": desk.sidecar.read_bytes().replace(b'"version": 1', b'"version": 2', 1),
        "twice.txt.mkato.ann.json": desk.sidecar.read_bytes().replace(b'"links": []', b'"links": [], "links": []', 1),
        "gone.txt.mkato.ann.json": desk.sidecar.read_bytes().replace(b'"talks.txt"', b'"gone.txt"'),
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
    done = annotator("check", tmp_path, "--report", tmp_path / "report.json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    named = {Path(line.partition(": ")[0]).name for line in done.stdout.splitlines()}
    assert named == set(broken)
    codes = {line.split(": ")[1].split()[0] for line in done.stdout.splitlines()}
    assert {"empty", "not-utf8", "not-json", "foreign", "newer-version", "duplicate-key", "document-missing"} <= codes
    report = json.loads((tmp_path / "report.json").read_text())
    assert {Path(path).name for path in report["findings"]} == set(broken)
    assert all((tmp_path / name).read_bytes() == data for name, data in broken.items())


def test_export_does_what_it_can_and_names_the_rest(tmp_path: Path) -> None:
    annotated(tmp_path)
    (tmp_path / "cut.txt.mkato.ann.json").write_bytes(b"{")
    done = annotator("export", tmp_path, tmp_path / "nothing", "--to", "csv", "--out", tmp_path / "out.csv")
    assert done.returncode == 1
    assert "cut.txt.mkato.ann.json" in done.stderr
    assert "nothing" in done.stderr
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 6


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "x", "--to", "docx", "--out", "y"],
        ["export", "x", "--to", "csv"],
        ["export", "x", "--to", "csv", "--out", "y", "--unit", "document"],
        ["export", "x", "--to", "csv", "--out", "y", "--jobs", "0"],
        ["chart", "x", "--out", "chart.doc"],
        ["chart", "x", "--out", "chart.svg", "--from", "yesterday"],
        ["chart", "x", "--out", "chart.svg", "--size", "large"],
        ["chart", "x", "--out", "chart.csv", "--theme", "dark"],
        ["check"],
    ],
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    done = annotator(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    annotated(tmp_path)
    done = annotator("export", tmp_path, "--to", "csv", "--out", tmp_path / "no" / "out.csv")
    assert done.returncode == 1
    assert "not saved" in done.stderr
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "gexf", "graphml"])
def test_a_chart_without_a_display(tmp_path: Path, suffix: str) -> None:
    annotated(tmp_path)
    out = tmp_path / f"chart.{suffix}"
    done = annotator("chart", tmp_path, "--out", out, "--report", tmp_path / "r.json")
    assert done.returncode == 0, done.stderr
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "gexf": b"<?xml", "graphml": b"<?xml"}[suffix]
    assert out.read_bytes().startswith(start)
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["nodes"], report["edges"]) == (4, 3)


def test_two_processes_draw_the_same_chart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    charts = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.svg"
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        done = annotator("chart", SEEDS / "combat-air-treaty.txt", "--size", "620x560", "--out", out)
        assert done.returncode == 0, done.stderr
        charts.append(out.read_bytes())
    assert charts[0] == charts[1]
    assert b'width="620" height="560"' in charts[0]


def test_a_chart_is_narrowed(tmp_path: Path) -> None:
    annotated(tmp_path)
    done = annotator("chart", tmp_path, "--out", tmp_path / "x.graphml", "--topic", "The two should train together",
                     "--status", "agreed", "--stance", "agree", "--report", tmp_path / "r.json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "r.json").read_text())["edges"] == 1


def test_several_annotators_of_one_document_are_not_counted_twice(tmp_path: Path) -> None:
    for name in ("mkato", "lrossi"):
        annotated(tmp_path, annotator=name)
    done = annotator("chart", tmp_path, "--out", tmp_path / "x.graphml")
    assert done.returncode == 2
    assert "lrossi" in done.stderr
    assert annotator("chart", tmp_path, "--out", tmp_path / "x.graphml", "--annotator", "mkato").returncode == 0


def test_controls_in_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\u202e.txt.mkato.ann.json").write_bytes(b"{")
    done = annotator("check", tmp_path)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_without_a_display_the_app_says_so() -> None:
    done = annotator()
    assert done.returncode == 2
    assert "no display" in done.stderr


def test_compare_prints_a_table_or_json_and_writes_reports(tmp_path: Path) -> None:
    well = annotator("compare", "seeds", "--unfinished", "--out", tmp_path / "r.html", "--report", tmp_path / "r.json")
    assert (well.returncode, well.stdout) == (0, "")
    assert "<h1>Agreement between annotators</h1>" in (tmp_path / "r.html").read_text()
    assert len(json.loads((tmp_path / "r.json").read_text())["done"]) == 3
    table = annotator("compare", "seeds", "--unfinished").stdout
    assert "lrossi – mkato, 3 documents" in table
    assert "F1 of links by entity, wherever they stand" in table
    found = json.loads(annotator("compare", "seeds", "--unfinished", "--json").stdout)
    assert {pair["a"] for document in found["documents"] for pair in document["pairs"]} == {"lrossi"}
    assert 0 < found["overall"]["exact"]["f1"] < found["overall"]["relaxed"]["f1"] < 1
    assert annotator("compare", "seeds", "--out", tmp_path / "r.doc").returncode == 2


def test_compare_tells_of_reviews_and_writes_pages_for_training(tmp_path: Path) -> None:
    told = annotator("compare", "seeds", "--progress")
    assert told.returncode == 0
    assert "Next to review: japan-italy-ministers.txt" in told.stdout
    pages = tmp_path / "pages"
    made = annotator("compare", "seeds", "--unfinished", "--against", "mkato", "--training", pages)
    assert made.returncode == 0
    assert [page.name for page in pages.iterdir()] == ["lrossi.html"]
    assert "differences from mkato" in (pages / "lrossi.html").read_text(encoding="utf-8")
    assert annotator("compare", "seeds", "--training", pages).returncode == 2


def test_compare_names_what_it_could_not_use_and_does_the_rest(tmp_path: Path) -> None:
    annotated(tmp_path)
    annotated(tmp_path, annotator="lrossi")
    (tmp_path / "talks.txt.evil.ann.json").write_text("[[[")
    done = annotator("compare", tmp_path, "--unfinished")
    assert done.returncode == 1
    assert "talks.txt.evil.ann.json" in done.stderr
    assert "F1 exact 1.000" in done.stdout
    unfinished = annotator("compare", tmp_path)
    assert "--unfinished" in unfinished.stderr
    assert unfinished.stdout == ""


def test_import_takes_back_what_was_exported_and_names_what_is_broken(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    lines, out, report = tmp_path / "lines", tmp_path / "out", tmp_path / "report.json"
    assert annotator("export", tmp_path, "--to", "jsonl", "--out", f"{lines}/").returncode == 0
    assert annotator("import", lines, "--from", "jsonl", "--out", out).returncode == 0
    assert (out / "talks.txt").read_bytes() == desk.path.read_bytes()
    assert annotator("check", out).returncode == 0
    (lines / "broken.jsonl").write_text("{}")
    partly = annotator("import", lines, "--from", "jsonl", "--out", tmp_path / "new", "--report", report)
    assert partly.returncode == 1
    assert "broken.jsonl: line 1: The field “text” is missing" in partly.stderr
    assert json.loads(report.read_bytes())["annotations"] == 5
    for wrong in (["--from", "nothing"], ["--from", "jsonl", "--map", "x"], ["--from", "jsonl", "--annotator", "A B"]):
        assert annotator("import", lines, *wrong, "--out", out).returncode == 2
