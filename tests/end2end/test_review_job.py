"""Reviewing in a real window by keys alone: two annotation files, everything settled, saved, opened again, undone."""

import json
import shutil
from pathlib import Path

import pytest

from tests.end2end.program import Program
from tests.places import SEEDS

pytestmark = pytest.mark.real_window
ARTICLE = "senkaku-patrols.txt"


def test_two_files_are_settled_by_keys(window_environment: dict[str, str], tmp_path: Path) -> None:
    for path in SEEDS.glob(f"{ARTICLE}*"):
        shutil.copy(path, tmp_path)
    files = sorted(tmp_path.glob("*.ann.json"))
    before = [path.read_bytes() for path in files]
    log = tmp_path / "stderr.log"
    program = Program(window_environment, *files, errors=log)
    try:
        program.wait_for(lambda state: state["dialog"] == "Who is annotating?")
        program.type("C. Hief")
        program.keys("Return")
        program.wait_for(lambda state: state["layer"])
        program.keys("Ctrl+Shift+A", "A", "B", "0", "T")
        assert program.state()["layer"]["review"]
        for _time in range(200):
            decided = len(program.state()["layer"]["review"])
            program.keys("1")
            if len(program.state()["layer"]["review"]) == decided:
                break
        program.keys("Ctrl+S")
        state = program.wait_for(lambda state: state["saved"] == "Saved")
        adjudicated = tmp_path / f"{ARTICLE}.adjudicated.ann.json"
        saved = json.loads(adjudicated.read_text())
        assert saved["annotations"] == state["layer"]["annotations"]
        targets = {annotation["id"] for annotation in saved["annotations"]}
        traced = {decision["target"] for decision in saved["review"] if decision["verdict"] != "rejected"}
        assert targets <= traced
        assert all(source.partition(":")[0] in ("lrossi", "mkato") for d in saved["review"] for source in d["sources"])
        program.keys("Ctrl+Z")
        program.wait_for(lambda later: later["layer"]["review"] != saved["review"])
        program.keys("Ctrl+Shift+Z")
        program.wait_for(lambda later: later["layer"]["review"] == saved["review"])
        assert program.quit() == 0
    finally:
        said = program.end()
    assert "Traceback" not in said
    again = Program(window_environment, adjudicated, errors=log)
    try:
        found = again.wait_for(lambda state: state["layer"])
        assert found["layer"]["annotations"] == saved["annotations"]
        assert found["layer"]["review"] == saved["review"]
        assert again.quit() == 0
    finally:
        assert "Traceback" not in again.end()
    assert [path.read_bytes() for path in files] == before
