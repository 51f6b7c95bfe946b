"""Whose work an import is: no two names share an id, and an id that exists stays that of its name."""

from pathlib import Path

from annotator.formats.exchange.read_document import ReadDocument
from annotator.services.importing.find_sources import FoundSource
from annotator.services.importing.import_targets import Targets

ROOT = Path("/in")


def read(annotator: str = "", name: str = "", text: str = "Mori left.") -> ReadDocument:
    return ReadDocument("a", text, annotator, name)


def of_folders(*folders: str, known: dict[str, frozenset[str]] | None = None) -> list[str]:
    sources = [FoundSource(ROOT / folder / "a.ann", ROOT, (folder,)) for folder in folders]
    targets = Targets(known=known)
    for source in sources:
        targets.note(source, read())
    return [targets.target(source, read()).annotator for source in sources]


def of_users(*users: tuple[str, str], known: dict[str, frozenset[str]] | None = None) -> list[str]:
    targets = Targets(known=known)
    source = FoundSource(ROOT / "one.qdpx", ROOT)
    return [targets.target(source, read(*user)).annotator for user in users]


def test_folders_of_two_names_are_two_annotators_and_one_that_is_an_id_keeps_it() -> None:
    assert of_folders("田中", "鈴木") == ["annotator-180649", "annotator-3f8b3e"]
    assert of_folders("Anna", "anna") == ["anna-bf4fcc", "anna"]
    assert of_folders("Lisa R.", "lisa r") == ["lisa-r", "lisa-r-eb0785"]
    assert of_folders("adjudicated", "mkato") == ["adjudicated", "mkato"]
    assert of_folders("José", "Jose\u0301") == ["jose", "jose"]


def test_users_of_two_names_are_two_annotators_though_they_are_called_alike() -> None:
    first, second = of_users(("A 1", "Anna"), ("A-1", "Anna"))
    assert (first, second[:4]) == ("a-1", "a-1-")
    assert of_users(("Анна", "Анна"), ("Пётр", "Пётр"), ("Анна", "Анна"))[::2] == ["annotator-25f4b2"] * 2


def test_ids_that_are_there_stay_those_of_their_names() -> None:
    there = {"annotator": frozenset(["田中"]), "mk": frozenset(["M. Kato"]), "lisa-r": frozenset(["Lisa R."])}
    assert of_users(("田中", ""), ("MK", "M. Kato"), ("lisa r", "Lisa Ri"), known=there) == [
        "annotator",
        "mk",
        "lisa-r-eb0785",
    ]
    assert of_folders("鈴木", known=there) == ["annotator-3f8b3e"]


def test_the_name_is_what_the_source_calls_the_annotator() -> None:
    targets = Targets()
    source = FoundSource(ROOT / "田中" / "a.ann", ROOT, ("田中",))
    assert targets.target(source, read()).name == "田中"
    assert targets.target(source, read("田中", "田中太郎")).name == "田中太郎"
