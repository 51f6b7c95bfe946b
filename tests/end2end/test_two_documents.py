"""What one document taught is there in the next, and undo goes on where it was left, in a real window by keys alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.services.codebook.folder_codebook import NAME
from tests.end2end.program import Program, State

pytestmark = pytest.mark.real_window
TEXTS = {
    "a.txt": "Nobuo Kishi met the ministers of Norland. They agreed to train together.\n",
    "b.txt": "Kishi went on to Ostia, whose minister was pleased.\n",
}


@pytest.fixture
def program(window_environment: dict[str, str], tmp_path: Path) -> Iterator[Program]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    program = Program(window_environment, tmp_path / "a.txt", errors=tmp_path / "stderr.log")
    program.wait_for(lambda state: state["dialog"] == "Who is annotating?" and state["focus"].startswith("QLineEdit"))
    program.type("M. Kato")
    program.keys("Return")
    program.wait_for(lambda state: state["layer"])
    yield program
    assert "Traceback" not in program.end()


def names(state: State) -> list[str]:
    return [entity["name"] for entity in state["layer"]["entities"]]


def registered(folder: Path) -> list[str]:
    return [entity["name"] for entity in json.loads((folder / NAME).read_bytes())["entities"]]


def is_open(name: str, state: State) -> bool:
    return state["layer"] is not None and state["layer"]["document"]["name"] == name


def test_names_are_proposed_next_door_and_undo_reaches_back_after_a_visit(
    program: Program, window_environment: dict[str, str], tmp_path: Path
) -> None:
    program.find("Nobuo Kishi")
    program.keys("1", "I")
    program.wait_for(lambda state: names(state) == ["Nobuo Kishi"])
    assert registered(tmp_path) == ["Nobuo Kishi"]
    program.keys("Ctrl+Z")
    assert registered(tmp_path) == []
    assert names(program.state()) == ["Nobuo Kishi"]
    program.keys("Ctrl+S", "Ctrl+PgDown")
    program.wait_for(lambda state: is_open("b.txt", state))
    program.find("Kishi")
    program.keys("1")
    assert names(program.state()) == ["Kishi"]

    def is_taken(_state: State) -> bool:
        # The folder may still be read: asked again, it proposes; asked once more, that is taken.
        program.keys("K")
        return names(program.state()) == ["Nobuo Kishi"]

    taken = program.wait_for(is_taken)
    assert program.state()["layer"]["entities"][0]["aliases"] == ["Kishi"]
    assert taken["can_undo"]
    program.keys("Ctrl+PgUp")
    program.wait_for(lambda state: is_open("a.txt", state) and state["can_undo"])
    program.keys("Ctrl+Z")
    program.wait_for(lambda state: not state["layer"]["annotations"])
    program.kill()
    again = Program(window_environment, tmp_path / "a.txt", errors=tmp_path / "stderr.log")
    try:
        found = again.wait_for(lambda state: state["layer"])
        assert not found["layer"]["annotations"]
        assert "recovered" in found["notice"]
        assert found["can_redo"]
        again.keys("Ctrl+Shift+Z")
        again.wait_for(lambda state: names(state) == ["Nobuo Kishi"])
        assert again.quit() == 0
    finally:
        assert "Traceback" not in again.end()
