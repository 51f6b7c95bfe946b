"""A lead's day in a real window: twelve documents of three analysts are settled by keys, and by mouse.

Decisions and files are what was meant, nothing else changed, and it takes at most 1.3 actions for each difference.
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.end2end.program import Program, State
from tests.review_day import ANNOTATORS, Article, write_folder

pytestmark = pytest.mark.real_window
MOST_ACTIONS = 1.3
BUTTONS = {"A": "Take A", "B": "Take B", "3": "Take C", "M": "Majority", "T": "All ("}
SET = ("stance", "status", "note", "attribution", "certainty")


class Day:
    """One day, with every key and click counted."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.folder = folder / "press"
        self.folder.mkdir()
        self.articles = write_folder(self.folder)
        self.before = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        self.actions = 0
        self.start = partial(Program, environment, self.folder, errors=folder / "stderr.log")
        self.program = self.start()
        self.program.wait_for(lambda state: state["dialog"] == "Who is annotating?")
        self.program.type("C. Hief")
        self.program.keys("Return")
        self.program.wait_for(lambda state: state["layer"])

    def press(self, *keys: str) -> None:
        self.actions += len(keys)
        self.program.keys(*keys)

    def click(self, *buttons: str) -> None:
        self.actions += len(buttons)
        self.program.click(*buttons)

    def work_through(self, begin: Callable[[], None], settle: Callable[[Article], None]) -> None:
        begin()
        for article in self.articles:
            state = self.program.wait_for(partial(is_reviewed, article.name))
            assert state["review"]["total"] == len(article.keys)
            settle(article)
        self.program.wait_for(lambda state: state["saved"] == "Saved")

    def cut_off(self, article: Article) -> None:
        """End the program as a power cut would, and go on with the same document in a new one."""
        seen = self.program.state()["review"]
        self.program.kill()
        self.program.end()
        self.program = self.start()
        self.program.wait_for(lambda state: state["layer"])
        self.program.keys("Ctrl+Shift+N")
        assert self.program.wait_for(partial(is_reviewed, article.name))["review"] == seen

    def end(self) -> None:
        assert self.program.quit() == 0
        assert "Traceback" not in self.program.end()

    def holds(self) -> None:
        """Hold what lies in the folder now against what was meant."""
        names = {f"{article.name}.adjudicated.ann.json" for article in self.articles}
        after = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        assert after.keys() == self.before.keys() | names
        assert {name: after[name] for name in self.before} == self.before
        for article in self.articles:
            tree = json.loads(after[f"{article.name}.adjudicated.ann.json"])
            assert tree["document"]["state"] == "reviewed"
            assert sorted(map(repr, found_in(tree))) == sorted(map(repr, meant_in(article))), article.name
            about = [decision["difference"].split()[0] for decision in tree["review"] if decision["verdict"] != "open"]
            assert len([one for one in about if one not in ("agreed", "carried")]) == len(article.keys)
        differences = sum(len(article.keys) for article in self.articles)
        each = self.actions / differences
        sys.stdout.write(f"{self.actions} actions for {differences} differences: {each:.2f} each\n")
        assert each <= MOST_ACTIONS


def is_reviewed(name: str, state: State) -> bool:
    return bool(state["review"]) and Path(state["sidecar"]).name == f"{name}.adjudicated.ann.json"


def found_in(tree: dict[str, Any]) -> list[tuple[str, ...]]:
    """Give all annotations of a file in plain words."""
    topics = {topic["id"]: topic["name"] for topic in tree.get("topics", [])}
    entities = {entity["id"]: entity["name"] for entity in tree.get("entities", [])}
    found = []
    for one in tree["annotations"]:
        values = [one.get(name) or "" for name in SET]
        speakers = [entities[role["entity"]] for role in one.get("speakers", [])]
        rest = [topics.get(one.get("topic"), ""), *speakers, *sorted(one.get("codes", []))]
        found.append((one["type"], "".join(one["quote"]), *values, *rest))
    return found


def meant_in(article: Article) -> list[tuple[str, ...]]:
    found = []
    for kind, words, values in article.meant():
        speakers = [values["speakers"]] if "speakers" in values else []
        rest = [values.get("topic", ""), *speakers, *sorted(values.get("codes", ()))]
        found.append((kind, words, *(values.get(name, "") for name in SET), *rest))
    return found


@pytest.fixture
def day(window_environment: dict[str, str], tmp_path: Path) -> Day:
    return Day(window_environment, tmp_path)


def test_a_day_by_keys_and_with_a_power_cut(day: Day) -> None:
    def settle(article: Article) -> None:
        half = len(article.keys) // 2
        day.press("Ctrl+Shift+A", *article.keys[:half])
        if article is day.articles[3]:
            day.cut_off(article)
        day.press(*article.keys[half:], "Ctrl+D", "Ctrl+Shift+N")

    try:
        day.work_through(lambda: day.press("Ctrl+Shift+N"), settle)
        day.end()
    finally:
        day.program.end()
    day.holds()


def test_a_day_by_mouse(day: Day) -> None:
    def settle(article: Article) -> None:
        clicks: Sequence[str] = [BUTTONS[key] for key in article.keys]
        day.click("Take all", *clicks, "Reviewed")

    try:
        day.work_through(lambda: day.click("Review"), settle)
        day.end()
    finally:
        day.program.end()
    day.holds()


def test_the_differences_of_the_day_are_those_that_are_known(tmp_path: Path) -> None:
    from annotator.model.layer import Annotator
    from annotator.services.settling.open_review import open_review

    for article in write_folder(tmp_path)[:3]:
        files = [tmp_path / f"{article.name}.{who}.ann.json" for who in ANNOTATORS]
        desk, review = open_review(files, Annotator("chief"), journals=tmp_path)
        starts = [difference.start for difference in review.differences]
        inside = [article.text.index(item.sentence) for item in article.items if item.key]
        assert len(starts) == len(inside)
        assert all(begin <= start for begin, start in zip(inside, starts, strict=True))
        review.close()
        desk.close()
