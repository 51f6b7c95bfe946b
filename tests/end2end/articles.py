"""Articles that the main job is done on: one of the project's own, and the real one where it is at hand."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tests.end2end.program import Program
from tests.places import SEEDS, SHARED


class Told(NamedTuple):
    """What a claim must come to: who speaks, through whom, and the stance."""

    speakers: list[str]
    via: list[str]
    stance: str
    topic: str


class Agreed(NamedTuple):
    """What an agreement must come to."""

    parties: list[str]
    status: str


class Article(NamedTuple):
    """An article, what an analyst does with it, and what must come of it, by words that annotations begin with."""

    path: Path
    annotate: Callable[[Program], None]
    claims: Mapping[str, Told]
    agreements: Mapping[str, Agreed]
    both: tuple[str, list[str]]
    """A mention of several entities."""
    twice: str
    """A name that stands there twice."""
    short: tuple[tuple[str, str, str], str, str]
    """Three names, words for a claim in which the first stands, and for an agreement in which the others do."""
    apart: tuple[str, str, str]
    """Words of a claim, of its second fragment, and of an agreement behind them."""

    @property
    def disputants(self) -> list[str]:
        """Whoever takes part in the one dispute."""
        return next(parties for parties, status in self.agreements.values() if status == "disputed")

    @property
    def disputes(self) -> int:
        """How many pairs of them there are."""
        number = len(self.disputants)
        return number * (number - 1) // 2


def actor(program: Program, words: str) -> None:
    """Mark words as an actor."""
    program.find(words)
    program.keys("1")


def everywhere(program: Program) -> None:
    """Mark the selected name wherever it stands."""
    program.keys("A")
    if program.state()["dialog"]:
        program.keys("Return")


def _introduce_ministers(program: Program, told: str, guerini: str) -> None:
    actor(program, "Lorenzo Guerini")
    actor(program, "Nobuo Kishi")
    actor(program, told)
    program.keys("[", "Return")
    everywhere(program)
    program.find(guerini)
    program.keys("Left", "1", "Return")
    # A selection is drawn to the end of its word: the first "Japan" of an article may be "Japanese".
    program.find("Japan and")
    program.keys("Left", "1")
    everywhere(program)
    for state in ("Italy", "Britain"):
        actor(program, state)
        everywhere(program)


def _mark_both(program: Program, words: str) -> None:
    """Mark a mention of two people: who is meant is offered."""
    actor(program, words)
    program.keys("Return")


def _agree(program: Program, topic: str) -> None:
    """Take the offered parties of a new agreement, and say what it is about."""
    program.keys("Return")
    program.pick("O", topic)
    program.pick("U", "agreed")


def _show_interest(program: Program, words: str, topic: str) -> None:
    program.find(words)
    program.keys("2")
    program.pick("S", "guerini")
    program.pick("V", "kishi")
    program.pick("O", topic)
    program.keys("+")


DRILLS: Final = "Japan and Italy should hold more joint drills"
TOGETHER: Final = "Japan and Italy should cooperate militarily"
ENGINE: Final = "Japan and Britain should build a fighter engine demonstrator"
FIGHTER: Final = "Italy should take part in Japan's fighter project"
EUROPE: Final = "Europe should be more active in the Indo-Pacific"


def _annotate_real(program: Program) -> None:
    _introduce_ministers(program, "Kishi told", "Guerini, visiting")
    # The offers need one key each; a claim with speaker, topic and stance takes four after selecting.
    program.find("Kishi told reporters that he and Italian Defense Minister")
    program.keys("Left", "2", "Return")
    program.pick("O", DRILLS)
    program.keys("+")
    program.find("Japan, Italy boost military cooperation as Europe expands")
    program.keys("3")
    _agree(program, TOGETHER)
    program.find("Japan and Britain have agreed to develop")
    program.keys("Left", "3")
    _agree(program, ENGINE)
    _mark_both(program, "the two ministers")
    _show_interest(program, "Guerini, visiting Tokyo, expressed interest in possible Italian participation", FIGHTER)
    for name in ("Philippines", "Vietnam", "Taiwan", "Malaysia", "Brunei"):
        actor(program, name)
        everywhere(program)
    program.find("China, the Philippines")
    program.keys("Left", "1")
    program.find("have been locked in a tense territorial standoff")
    program.keys("Left", "3", "Return")
    program.pick("U", "disputed")


def _annotate_own(program: Program) -> None:
    _introduce_ministers(program, "Kishi told", "Guerini showed")
    program.find("Kishi welcomed it that Italy")
    program.keys("Left", "2", "Return")
    program.pick("O", EUROPE)
    program.keys("+")
    program.find("Japan and Italy will step up their military cooperation")
    program.keys("3")
    _agree(program, TOGETHER)
    program.find("Japan and Britain decided in December")
    program.keys("Left", "3")
    _agree(program, ENGINE)
    _mark_both(program, "The two ministers")
    _show_interest(program, "Guerini showed interest in the aircraft", FIGHTER)
    for name in ("NATO", "China"):
        actor(program, name)
        everywhere(program)
    program.find("has called on NATO")
    program.keys("Left", "3", "Return")
    program.pick("P", "japan")
    program.pick("U", "disputed")


_BOTH: Final = ["Lorenzo Guerini", "Nobuo Kishi"]
OWN: Final = Article(
    SEEDS / "japan-italy-ministers.txt",
    _annotate_own,
    {
        "Kishi welcomed": Told(["Nobuo Kishi"], [], "agree", EUROPE),
        "Guerini showed interest": Told(["Lorenzo Guerini"], ["Nobuo Kishi"], "agree", FIGHTER),
    },
    {
        "Japan and Italy will": Agreed(["Italy", "Japan"], "agreed"),
        "Japan and Britain decided": Agreed(["Britain", "Japan"], "agreed"),
        "China has called on": Agreed(["China", "Japan", "NATO"], "disputed"),
    },
    ("The two ministers", _BOTH),
    "NATO",
    (("Nobuo Kishi", "IHI", "Rolls-Royce"), "Nobuo Kishi, announced on Tuesday", "companies IHI and Rolls-Royce"),
    ("Kishi told reporters", "building it", "answer it as one"),
)
_REAL: Final = Article(
    SHARED / "seeds" / "japan-italy.txt",
    _annotate_real,
    {
        "Kishi told reporters": Told(["Nobuo Kishi"], [], "agree", DRILLS),
        "Guerini, visiting Tokyo, expressed interest": Told(["Lorenzo Guerini"], ["Nobuo Kishi"], "agree", FIGHTER),
    },
    {
        "Japan, Italy boost": Agreed(["Italy", "Japan"], "agreed"),
        "Japan and Britain have agreed": Agreed(["Britain", "Japan"], "agreed"),
        "locked in a tense": Agreed(["Brunei", "China", "Malaysia", "Philippines", "Taiwan", "Vietnam"], "disputed"),
    },
    ("the two ministers", _BOTH),
    "Philippines",
    (("Nobuo Kishi", "Italy", "Japan"), "Nobuo Kishi pose at the start", "Japan, Italy boost"),
    ("Kishi told reporters", "development of defense technology", "stick together"),
)
ARTICLES: Final = [article for article in (OWN, _REAL) if article.path.is_file()]
"""The real article is not ours to copy."""
