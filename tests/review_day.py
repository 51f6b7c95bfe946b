"""A folder as three analysts leave it to whoever leads: articles with differences that are known, and what is meant.

Each document has the same differences in other words. Of every one it is said which key settles it as it is meant, so
that a day of a lead can be played, and what has to stand in the adjudicated file then is known without the program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

from tests.unit.making import Desk

ANNOTATORS: Final = ("anna", "bert", "cleo")
DOCUMENTS: Final = 12
_PEOPLE: Final = ("Lena Falk", "Omar Reis", "Ines Duarte", "Tomas Vrba", "Hana Sato", "Ola Berg")
_PLACES: Final = ("Norland", "Ostia", "Verania", "Sudmark", "Westhaven", "Kaldor")
_KEY: Final = {"A": 0, "B": 1, "3": 2}


@dataclass(frozen=True)
class Item:
    """One annotation as the three have it, and what is meant.

    ``words`` are what each of them marked, "" for who did not; ``values`` what each has in a field; ``key`` settles the
    one difference that there is, "" where all agree.
    """

    type: str
    sentence: str
    words: tuple[str, str, str]
    values: dict[str, tuple[Any, Any, Any]] = field(default_factory=dict)
    types: tuple[str, str, str] = ("", "", "")
    key: str = ""

    def of(self, place: int) -> tuple[str, str, dict[str, Any]]:
        """Give the type, the words and the fields of one annotator."""
        values = {name: each[place] for name, each in self.values.items() if each[place]}
        return self.types[place] or self.type, self.words[place], values

    def meant(self) -> tuple[str, str, dict[str, Any]] | None:
        """Give what has to be there in the end; None for nothing."""
        if self.key == "T":
            kind, words, values = self.of(0)
            union = dict.fromkeys(code for each in self.values["codes"] for code in each)
            return kind, words, values | {"codes": tuple(union)}
        place = _KEY[self.key] if self.key in _KEY else _majority([repr(self.of(place)) for place in range(3)])
        kind, words, values = self.of(place)
        return (kind, words, values) if words else None


@dataclass(frozen=True)
class Article:
    """One document of the day; ``keys`` settle its differences in the order of the text."""

    name: str
    items: Sequence[Item]

    @property
    def text(self) -> str:
        """The article."""
        return "\n\n".join(item.sentence for item in self.items) + "\n"

    @property
    def keys(self) -> list[str]:
        """What is pressed on one difference after the other."""
        return [item.key for item in self.items if item.key]

    def meant(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Give all that has to be annotated in the end."""
        return [found for item in self.items if (found := item.meant())]


def articles() -> list[Article]:
    """Give the documents of the day."""
    return [Article(f"{number + 1:02}-harbour.txt", list(_items(number))) for number in range(DOCUMENTS)]


def write_folder(folder: Path) -> list[Article]:
    """Write articles and annotation files, all marked as done; gives what they are and what is meant."""
    made = articles()
    for article in made:
        for place, who in enumerate(ANNOTATORS):
            desk = Desk(folder, article.text, article.name, who)
            for item in article.items:
                _annotate(desk, item, place)
            desk.layer.document = replace(desk.layer.document, state="done")
            desk.save()
    return made


def _annotate(desk: Desk, item: Item, place: int) -> None:
    kind, words, values = item.of(place)
    if not words:
        return
    begin = desk.document.text.index(item.sentence)
    start = desk.document.text.index(words, begin)
    number = desk.document.text.count(words, 0, start)
    made = desk.annotate(kind, words, number)
    roles = {name: values.pop(name) for name in ("speakers",) if name in values}
    if values:
        desk.set(made, **values)
    for name, holder in roles.items():
        desk.role(made, name, holder)


def _items(number: int) -> Iterator[Item]:
    people = list(islice(cycle(_PEOPLE), number, number + 3))
    one, other, third = people
    land, sea = islice(cycle(_PLACES), number, number + 2)
    topic, against = f"The port of {land} should stay open", f"The port of {land} should be shut"

    def claim(sentence: str, key: str, **values: tuple[Any, Any, Any]) -> Item:
        return Item("claim", sentence, (sentence[:-1],) * 3, values, key=key)

    yield Item("actor", f"{one} came early.", (one,) * 3)
    yield claim(f"Ships of {land} wait outside.", "M", stance=("agree", "agree", "disagree"))
    yield claim(f"Crews from {sea} are tired.", "B", stance=("agree", "mixed", "disagree"))
    yield Item("actor", f"The council of {land} met.", (f"council of {land}", "", ""), key="A")
    yield Item("actor", f"The union of {sea} met too.", (f"union of {sea}",) * 2 + ("",), key="M")
    yield Item("actor", f"The mayor of {sea} was away.", ("", "", f"mayor of {sea}"), key="M")
    long, short = f"that the harbour of {land} stays open", f"the harbour of {land} stays open"
    yield Item("claim", f"{other} said that the harbour of {land} stays open.", (long, short, short), key="M")
    leave = f"minister {third} leave"
    yield Item("claim", f"Then he let the {leave}.", (leave, f"{third} leave", f"the {leave}"), key="B")
    yield claim(f"Fees in {sea} will rise.", "T", codes=(("offer",), ("demand",), ("offer",)))
    yield Item(
        "agreement",
        f"{land} and {sea} signed.",
        (f"{land} and {sea} signed",) * 3,
        {"status": ("agreed", "proposed", "agreed"), "stance": ("agree",) * 3},
        key="M",
    )
    yield claim(f"Cranes in {land} stand still.", "A", topic=(topic, against, topic))
    yield claim(f"Trains to {sea} are late.", "B", speakers=(one, other, one))
    yield claim(f"Trucks from {sea} turn back.", "3", note=("", "", "check the date"))
    yield claim(f"Pilots of {land} strike.", "3", attribution=("direct", "indirect", "ascribed"))
    yield claim(f"Dockers of {sea} go home.", "M", certainty=("likely", "likely", "unlikely"))
    yield claim(f"Prices in {land} are stable.", "", stance=("neutral",) * 3)


def _majority(held: Sequence[str]) -> int:
    return max(range(len(held)), key=lambda place: held.count(held[place]))
