"""The main job in a real window, by keys alone: annotate, chart, crash, recover, undo, export."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end2end.articles import ARTICLES, Article, actor
from tests.end2end.program import Program, State

pytestmark = pytest.mark.real_window


class Desktop:
    """Starts the program again and again for the same user and the same folder."""

    def __init__(self, environment: dict[str, str], article: Article, folder: Path) -> None:
        self.environment = environment
        self.work = article
        self.folder = folder
        self.article = Path(shutil.copy(article.path, folder))
        self.program: Program | None = None

    def start(self) -> Program:
        if self.program:
            self.program.end()
        self.program = Program(self.environment, self.article, errors=self.folder / "stderr.log")
        return self.program

    def introduce(self) -> Program:
        """Start for the first time and say who annotates."""
        program = self.start()
        # What is typed before the field has the keys goes nowhere, and the user's name that is offered is taken.
        program.wait_for(
            lambda state: state["dialog"] == "Who is annotating?" and state["focus"].startswith("QLineEdit")
        )
        program.type("M. Kato")
        program.keys("Return")
        program.wait_for(lambda state: state["layer"])
        return program


@pytest.fixture(params=ARTICLES, ids=lambda article: article.path.stem)
def desktop(window_environment: dict[str, str], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desktop]:
    desktop = Desktop(window_environment, request.param, tmp_path)
    yield desktop
    if desktop.program:
        said = desktop.program.end()
        assert "Traceback" not in said
        assert "annotator:" not in said


def by_quote(state: State, words: str, annotation_type: str) -> dict[str, Any]:
    found = [a for a in state["layer"]["annotations"] if a["type"] == annotation_type and words in a["quote"][0]]
    assert found, (words, [(a["type"], a["quote"]) for a in state["layer"]["annotations"]])
    one: dict[str, Any] = found[0]
    return one


def name_of(state: State, entity_id: str) -> str:
    names = {entity["id"]: entity["name"] for entity in state["layer"]["entities"]}
    return str(names[entity_id])


def names_in(state: State, annotation: dict[str, Any], field: str) -> list[str]:
    return sorted(name_of(state, role["entity"]) for role in annotation[field])


def check_what_came_of_it(state: State, work: Article) -> None:
    for words, told in work.claims.items():
        claim = by_quote(state, words, "claim")
        assert names_in(state, claim, "speakers") == told.speakers
        assert names_in(state, claim, "via") == told.via
        assert claim["stance"] == told.stance
    for words, agreed in work.agreements.items():
        agreement = by_quote(state, words, "agreement")
        assert names_in(state, agreement, "parties") == agreed.parties
        assert agreement["status"] == agreed.status
        assert agreement["stance"] == "agree"
    both = by_quote(state, work.both[0], "actor")
    assert sorted(name_of(state, entity) for entity in both["entities"]) == work.both[1]
    twice = [a for a in state["layer"]["annotations"] if a["type"] == "actor" and a["quote"] == [work.twice]]
    assert len(twice) == 2
    assert len({a["entities"][0] for a in twice}) == 1


def disputes_in(state: State) -> list[list[Any]]:
    return [edge for edge in state["chart"]["edges"] if edge[0] == "agreement" and edge[4] == "disputed"]


def check_chart(state: State, work: Article) -> None:
    edges = [tuple(edge) for edge in state["chart"]["edges"]]
    pairs = {(kind, frozenset((one, other)), value) for kind, one, other, _count, value in edges}
    for parties, status in work.agreements.values():
        assert len(parties) > 2 or ("agreement", frozenset(parties), status) in pairs
    assert {name for edge in disputes_in(state) for name in edge[1:3]} == set(work.disputants)
    topics = {(one, other) for kind, one, other, _count, _value in edges if kind == "position"}
    assert {(told.speakers[0], told.topic) for told in work.claims.values()} <= topics


def test_the_main_job(desktop: Desktop) -> None:
    program = desktop.introduce()
    work = desktop.work
    work.annotate(program)
    state = program.wait_for(lambda state: state["chart"] and len(disputes_in(state)) == work.disputes)
    check_what_came_of_it(state, work)
    check_chart(state, work)

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
    everything = program.wait_for(lambda state: len(disputes_in(state)) == work.disputes)
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
    for words, told in desktop.work.claims.items():
        row = next(row for row in rows if words in row["quote"] and row["type"] == "claim")
        assert (row["speakers"], row["via"]) == ("; ".join(told.speakers), "; ".join(told.via))
    dispute = next(row for row in rows if row["status"] == "disputed")
    assert sorted(dispute["parties"].split("; ")) == desktop.work.disputants


def test_closing_saves_and_opening_again_finds_everything(desktop: Desktop) -> None:
    program = desktop.introduce()
    actor(program, "Japan")
    program.keys("2")
    before = program.state()["layer"]
    assert program.quit() == 0
    saved = desktop.folder / f"{desktop.article.name}.m-kato.ann.json"
    first = saved.read_bytes()
    program = desktop.start()
    again = program.wait_for(lambda state: state["layer"])
    assert again["layer"]["annotations"] == before["annotations"]
    assert again["notice"] == ""
    assert program.quit() == 0
    assert saved.read_bytes() == first


def test_the_effort_bar(desktop: Desktop) -> None:
    program = desktop.introduce()
    names, for_claim, for_agreement = desktop.work.short
    for name in names:
        actor(program, name)
    assert len(program.state()["layer"]["annotations"]) == 3
    program.find(for_claim)
    program.keys("2", "Return")
    claim = by_quote(program.state(), for_claim, "claim")
    assert len(claim["speakers"]) == 1
    program.find(for_agreement)
    program.keys("3", "Return")
    agreement = by_quote(program.state(), for_agreement, "agreement")
    assert len(agreement["parties"]) == 2


def test_overlapping_notes_links_fragments_and_ends_by_keys(desktop: Desktop) -> None:
    program = desktop.introduce()
    first, second, behind = desktop.work.apart
    program.find(first)
    program.keys("2", "Alt+Left", "Alt+Left", "]", "}", "{", "Alt+Shift+Right", "Alt+Shift+Left")
    (claim,) = program.state()["layer"]["annotations"]
    assert claim["quote"] == [first]
    program.find(second)
    program.keys("F")
    (claim,) = program.state()["layer"]["annotations"]
    assert claim["quote"] == [first, second]
    program.keys("D", "L")
    program.find(behind)
    program.keys("3", "Return")
    program.keys("Return")
    state = program.state()
    assert [link["type"] for link in state["layer"]["links"]] == ["supports"]
    program.keys("Del")
    assert program.state()["layer"]["links"] == []
    program.keys("Ctrl+Z")
    assert len(program.state()["layer"]["links"]) == 1
