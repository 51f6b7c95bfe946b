"""The main job on the real article, in a real window, by keys alone: annotate, chart, crash, recover, undo, export."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end2end.program import Program, State

pytestmark = pytest.mark.real_window

DISPUTANTS = ["Brunei", "China", "Malaysia", "Philippines", "Taiwan", "Vietnam"]


class Desktop:
    """Starts the program again and again for the same user and the same folder."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.article = folder / "japan-italy.txt"
        self.program: Program | None = None

    def start(self) -> Program:
        if self.program:
            self.program.end()
        self.program = Program(self.environment, self.article, errors=self.folder / "stderr.log")
        return self.program

    def introduce(self) -> Program:
        """Start for the first time and say who annotates."""
        program = self.start()
        program.wait_for(lambda state: state["dialog"] == "Who is annotating?")
        program.type("M. Kato")
        program.keys("Return")
        program.wait_for(lambda state: state["layer"])
        return program


@pytest.fixture
def desktop(window_environment: dict[str, str], japan_italy: Path, tmp_path: Path) -> Iterator[Desktop]:
    shutil.copy(japan_italy, tmp_path)
    desktop = Desktop(window_environment, tmp_path)
    yield desktop
    if desktop.program:
        said = desktop.program.end()
        assert "Traceback" not in said
        assert "annotator:" not in said


def by_quote(state: State, words: str, annotation_type: str) -> dict[str, Any]:
    found = [a for a in state["layer"]["annotations"] if a["type"] == annotation_type and words in a["quote"][0]]
    assert found, words
    one: dict[str, Any] = found[0]
    return one


def name_of(state: State, entity_id: str) -> str:
    names = {entity["id"]: entity["name"] for entity in state["layer"]["entities"]}
    return str(names[entity_id])


def names_in(state: State, annotation: dict[str, Any], field: str) -> list[str]:
    return sorted(name_of(state, role["entity"]) for role in annotation[field])


def actor(program: Program, words: str) -> None:
    program.find(words)
    program.keys("1")


def everywhere(program: Program) -> None:
    program.keys("A")
    if program.state()["dialog"]:
        program.keys("Return")


def annotate_the_article(program: Program) -> None:
    """Do what an analyst does with the article, by keys alone."""
    actor(program, "Lorenzo Guerini")
    actor(program, "Nobuo Kishi")
    actor(program, "Kishi told")
    program.keys("[", "Return")
    everywhere(program)
    program.find("Guerini, visiting")
    program.keys("Left", "1", "Return")
    for state in ("Japan", "Italy", "Britain"):
        actor(program, state)
        everywhere(program)

    # The offers need one key each; a claim with speaker, topic and stance takes four after selecting.
    program.find("Kishi told reporters that he and Italian Defense Minister")
    program.keys("Left", "2", "Return")
    program.pick("O", "Japan and Italy should hold more joint drills")
    program.keys("+")
    program.find("Japan, Italy boost military cooperation as Europe expands")
    program.keys("3", "Return")
    program.pick("O", "Japan and Italy should cooperate militarily")
    program.pick("U", "agreed")
    program.find("Japan and Britain have agreed to develop")
    program.keys("Left", "3", "Return")
    program.pick("O", "Japan and Britain should build a fighter engine demonstrator")
    program.pick("U", "agreed")

    actor(program, "the two ministers")
    program.keys("Return", "Tab", "Space")
    program.type("Nobuo")
    program.keys("Return", "Esc", "Return", "Tab", "Tab", "Tab", "Space")
    program.type("Lorenzo")
    program.keys("Return", "Esc")

    program.find("Guerini, visiting Tokyo, expressed interest in possible Italian participation")
    program.keys("2")
    program.pick("S", "guerini")
    program.pick("V", "kishi")
    program.pick("O", "Italy should take part in Japan's fighter project")
    program.keys("+")

    for name in ("Philippines", "Vietnam", "Taiwan", "Malaysia", "Brunei"):
        actor(program, name)
        everywhere(program)
    program.find("China, the Philippines")
    program.keys("Left", "1")
    program.find("have been locked in a tense territorial standoff")
    program.keys("Left", "3", "Return")
    program.pick("U", "disputed")


def check_what_came_of_it(state: State) -> None:
    told = by_quote(state, "Kishi told reporters", "claim")
    assert names_in(state, told, "speakers") == ["Nobuo Kishi"]
    assert told["stance"] == "agree"
    headline = by_quote(state, "Japan, Italy boost", "agreement")
    assert names_in(state, headline, "parties") == ["Italy", "Japan"]
    assert (headline["status"], headline["stance"]) == ("agreed", "agree")
    engine = by_quote(state, "Japan and Britain have agreed", "agreement")
    assert names_in(state, engine, "parties") == ["Britain", "Japan"]
    both = by_quote(state, "the two ministers", "actor")
    assert sorted(name_of(state, entity) for entity in both["entities"]) == ["Lorenzo Guerini", "Nobuo Kishi"]
    interest = by_quote(state, "expressed interest", "claim")
    assert names_in(state, interest, "speakers") == ["Lorenzo Guerini"]
    assert names_in(state, interest, "via") == ["Nobuo Kishi"]
    dispute = by_quote(state, "locked in a tense", "agreement")
    assert names_in(state, dispute, "parties") == DISPUTANTS
    assert dispute["status"] == "disputed"
    twice = [a for a in state["layer"]["annotations"] if a["type"] == "actor" and a["quote"] == ["Philippines"]]
    assert len(twice) == 2
    assert len({a["entities"][0] for a in twice}) == 1


def disputes_in(state: State) -> list[list[Any]]:
    return [edge for edge in state["chart"]["edges"] if edge[0] == "agreement" and edge[4] == "disputed"]


def check_chart(state: State) -> None:
    edges = [tuple(edge) for edge in state["chart"]["edges"]]
    pairs = {(kind, frozenset((one, other)), value) for kind, one, other, _count, value in edges}
    assert ("agreement", frozenset(("Japan", "Italy")), "agreed") in pairs
    assert ("agreement", frozenset(("Japan", "Britain")), "agreed") in pairs
    assert {name for edge in disputes_in(state) for name in edge[1:3]} == set(DISPUTANTS)
    topics = {(one, other) for kind, one, other, _count, _value in edges if kind == "position"}
    assert ("Nobuo Kishi", "Japan and Italy should hold more joint drills") in topics
    assert ("Lorenzo Guerini", "Italy should take part in Japan's fighter project") in topics


def test_the_main_job(desktop: Desktop) -> None:
    program = desktop.introduce()
    annotate_the_article(program)
    state = program.wait_for(lambda state: state["chart"] and len(disputes_in(state)) == 15)
    check_what_came_of_it(state)
    check_chart(state)

    program.keys("Ctrl+S")
    program.wait_for(lambda state: state["saved"] == "Saved")
    program.find("Rolls-Royce")
    program.keys("1")
    unsaved = program.state()["layer"]
    program.kill()

    program = desktop.start()
    again = program.wait_for(lambda state: state["layer"] and state["chart"])
    assert "recovered" in again["notice"]
    assert again["layer"]["annotations"] == unsaved["annotations"]
    assert again["layer"]["entities"] == unsaved["entities"]

    steps = 0
    while program.state()["can_undo"]:
        program.keys("Ctrl+Z")
        steps += 1
    nothing = program.wait_for(lambda state: not state["chart"]["nodes"])
    assert nothing["layer"]["annotations"] == nothing["layer"]["entities"] == nothing["layer"]["topics"] == []
    for _step in range(steps):
        program.keys("Ctrl+Shift+Z")
    everything = program.wait_for(lambda state: len(disputes_in(state)) == 15)
    assert not everything["can_redo"]
    assert everything["layer"]["annotations"] == unsaved["annotations"]
    assert everything["layer"]["entities"] == unsaved["entities"]
    assert program.quit() == 0
    check_export(desktop, everything)


def check_export(desktop: Desktop, state: State) -> None:
    table = desktop.folder / "out.csv"
    command = [sys.executable, "-m", "annotator", "export", str(desktop.folder), "--to", "csv", "--out", str(table)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    entered = state["layer"]["annotations"]
    assert [row["id"] for row in rows] == [a["id"] for a in entered]
    assert [row["quote"] for row in rows] == [" … ".join(a["quote"]) for a in entered]
    text = desktop.article.read_text(encoding="utf-8")
    assert all(text[int(row["start"]) : int(row["end"])] == row["quote"] for row in rows)
    interest = next(row for row in rows if "expressed interest" in row["quote"])
    assert (interest["speakers"], interest["via"]) == ("Lorenzo Guerini", "Nobuo Kishi")
    dispute = next(row for row in rows if row["status"] == "disputed")
    assert sorted(dispute["parties"].split("; ")) == DISPUTANTS


def test_closing_saves_and_opening_again_finds_everything(desktop: Desktop) -> None:
    program = desktop.introduce()
    actor(program, "Japan")
    program.keys("2")
    before = program.state()["layer"]
    assert program.quit() == 0
    saved = desktop.folder / "japan-italy.txt.m-kato.ann.json"
    first = saved.read_bytes()
    program = desktop.start()
    again = program.wait_for(lambda state: state["layer"])
    assert again["layer"]["annotations"] == before["annotations"]
    assert again["notice"] == ""
    assert program.quit() == 0
    assert saved.read_bytes() == first


def test_the_effort_bar(desktop: Desktop) -> None:
    program = desktop.introduce()
    program.find("Nobuo Kishi")
    program.keys("1")
    program.find("Italy")
    program.keys("1")
    program.find("Japan")
    program.keys("1")
    assert len(program.state()["layer"]["annotations"]) == 3
    program.find("Nobuo Kishi pose at the start")
    program.keys("2", "Return")
    claim = by_quote(program.state(), "Nobuo Kishi pose", "claim")
    assert len(claim["speakers"]) == 1
    program.find("Japan, Italy boost")
    program.keys("3", "Return")
    agreement = by_quote(program.state(), "Japan, Italy", "agreement")
    assert len(agreement["parties"]) == 2


def test_overlapping_notes_links_fragments_and_ends_by_keys(desktop: Desktop) -> None:
    program = desktop.introduce()
    program.find("Kishi told reporters")
    program.keys("2", "Alt+Left", "Alt+Left", "]", "}", "{", "Alt+Shift+Right", "Alt+Shift+Left")
    (claim,) = program.state()["layer"]["annotations"]
    assert claim["quote"] == ["Kishi told reporters"]
    program.find("development of defense technology")
    program.keys("F")
    (claim,) = program.state()["layer"]["annotations"]
    assert claim["quote"] == ["Kishi told reporters", "development of defense technology"]
    program.keys("D", "L")
    program.find("stick together")
    program.keys("3", "Return")
    program.keys("Return")
    state = program.state()
    assert [link["type"] for link in state["layer"]["links"]] == ["supports"]
    program.keys("Del")
    assert program.state()["layer"]["links"] == []
    program.keys("Ctrl+Z")
    assert len(program.state()["layer"]["links"]) == 1
