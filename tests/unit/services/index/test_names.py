"""Entities, topics and codes of a folder found while they are typed, and those that are likely the same."""

from pathlib import Path

import pytest

from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.topic import Topic
from annotator.services.index.days import day_numbers
from annotator.services.index.index import FolderIndex
from annotator.services.index.likely_same import ALIAS, INITIALS, LAST_NAME, SAME_NAME, STEM, TERRITORY
from annotator.services.index.reading import read_layer
from annotator.services.index.starts import Starts, as_typed

ENTITIES = (
    Entity("1", "Nobuo Kishi", "person", ("Kishi-san",), ("2",), {"wikidata": "Q1"}),
    Entity("2", "Japan", "state", ("Nippon",)),
    Entity("3", "United Kingdom", "state", ("Great Britain",)),
    Entity("4", "Lech Wałęsa", "person"),
    Entity("5", "Müller", "person"),
    Entity("6", "Bank of Japan", "organization"),
    Entity("7", "EU", "igo"),
)  # fmt: skip


def document(name: str, entities: tuple[Entity, ...] = ENTITIES, published: str | None = None) -> tuple[Path, Layer]:
    layer = Layer(LayerHead(Annotator("ab")), DocumentInfo(name, published=published))
    layer.entities.update((entity.id, entity) for entity in entities)
    layer.topics["t"] = Topic("t", "Trade should be free")
    layer.annotations["a"] = Annotation("a", "claim", (), ("said",), codes=("threat",), topic="t")
    return Path("/folder") / f"{name}.ab.ann.json", layer


def index_of(*documents: tuple[Path, Layer]) -> FolderIndex:
    index = FolderIndex(Path("/folder"), "ab")
    index.put_files(read_layer(*one) for one in documents)
    return index


@pytest.fixture
def index() -> FolderIndex:
    return index_of(document("a.txt"), document("b.txt", ENTITIES[:2]))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jap", ["Japan", "Bank of Japan"]),
        ("Nip", ["Japan"]),
        ("walesa", ["Lech Wałęsa"]),
        ("WAŁ", ["Lech Wałęsa"]),
        ("mull", ["Müller"]),
        ("kis nob", ["Nobuo Kishi"]),
        ("nobuo  k", ["Nobuo Kishi"]),
        ("of jap", ["Bank of Japan"]),
        ("xyz", []),
        ("ishi", []),
    ],
)
def test_names_are_found_by_how_their_words_begin(index: FolderIndex, typed: str, found: list[str]) -> None:
    assert [one.name for one in index.names.entities(typed)] == found


def test_nothing_typed_gives_all_by_documents(index: FolderIndex) -> None:
    assert [one.documents for one in index.names.entities()] == [2, 2, 1, 1, 1, 1, 1]
    assert len(index.names.entities("", 3)) == 3
    assert {one.name for one in index.names.entities("", types=("state",))} == {"Japan", "United Kingdom"}
    assert [(one.name, one.documents) for one in index.names.topics("tr")] == [("Trade should be free", 2)]
    assert [(one.name, one.documents) for one in index.names.codes("th")] == [("threat", 2)]


def test_those_of_documents_near_in_time_come_first() -> None:
    old = [document(f"{number}.txt", (Entity("1", "Ostia", "state"),), "2020-01-01") for number in range(3)]
    index = index_of(*old, document("new.txt", (Entity("1", "Ossia", "state"),), "2022-05-01"))
    assert [one.name for one in index.names.entities("os")] == ["Ostia", "Ossia"]
    near = day_numbers("2022-04-12")[0]
    assert [one.name for one in index.names.entities("os", near=near)] == ["Ossia", "Ostia"]


def test_near_in_time_counts_what_came_since_it_was_asked_before() -> None:
    first, second = Entity("1", "Norland", "state"), Entity("2", "Norway", "state")
    index = index_of(
        document("a.txt", (first,), "2024-05-01"), document("b.txt", (second,)), document("c.txt", (second,))
    )
    day = day_numbers("2024-05-02")[0]
    for typed in ("", "nor"):
        assert [one.name for one in index.names.entities(typed, near=day)] == ["Norland", "Norway"]
    index.put_files(read_layer(*document(name, (second,), "2024-05-03")) for name in ("d.txt", "e.txt"))
    for typed in ("", "nor"):
        assert [one.name for one in index.names.entities(typed, near=day)] == ["Norway", "Norland"]
        assert [one.name for one in index.names.entities(typed, 1)] == ["Norway"]
    index.remove([document(name)[0] for name in ("d.txt", "e.txt")])
    assert [one.name for one in index.names.entities(near=day)] == ["Norland", "Norway"]


def test_what_no_document_has_any_more_is_not_found(index: FolderIndex) -> None:
    index.remove([Path("/folder/a.txt.ab.ann.json")])
    assert index.names.entities("mull") == []
    index.put_open(*document("b.txt", (Entity("2", "Japan", "state"),)))
    assert index.names.entities("nip") == [] == index.names.entities("kishi")
    assert [one.name for one in index.names.entities("j")] == ["Japan"]
    index.forget_open(Path("/folder/b.txt.ab.ann.json"))
    assert [one.name for one in index.names.entities("nip")] == ["Japan"]


def test_details_are_what_taking_an_entity_brings(index: FolderIndex) -> None:
    found = index.names.details(index.names.entities("nobuo")[0].number)
    assert (found.type, found.name, found.documents) == ("person", "Nobuo Kishi", 2)
    assert found.aliases == ("Kishi-san",)
    assert found.member_of == (("state", "Japan"),)
    assert found.external_ids == {"wikidata": "Q1"}


@pytest.mark.parametrize(
    ("name", "kind", "likely", "reason"),
    [
        ("Kishi", "person", "Nobuo Kishi", LAST_NAME),
        ("Japanese", "group", "Japan", TERRITORY),
        ("Britain", "state", "United Kingdom", TERRITORY),
        ("British", "other", "United Kingdom", TERRITORY),
        ("Nippon", "state", "Japan", ALIAS),
        ("U.K.", "state", "United Kingdom", TERRITORY),
        ("Great Britain", "", "United Kingdom", ALIAS),
        ("Muller", "person", "Müller", SAME_NAME),
        ("E.U.", "igo", "EU", SAME_NAME),
        ("Gerd Müller", "person", "Müller", LAST_NAME),
        ("Japan", "other", "Japan", SAME_NAME),
    ],
)
def test_what_a_name_likely_means(index: FolderIndex, name: str, kind: str, likely: str, reason: str) -> None:
    found = index.same_as(name, kind)
    assert (found[0].known.name, found[0].reason) == (likely, reason)
    assert found[0].why.endswith(".")


def test_invented_names_are_compared_by_their_letters() -> None:
    invented = (Entity("1", "Westmark", "state"), Entity("2", "Norland Union", "igo"), Entity("3", "Müller", "person"))
    index = index_of(document("a.txt", invented))
    for name, kind, likely, reason in (
        ("Westmarker", "group", "Westmark", STEM), ("N.U.", "igo", "Norland Union", INITIALS),
    ):  # fmt: skip
        (found,) = index.same_as(name, kind)
        assert (found.known.name, found.reason) == (likely, reason)
    assert index.same_as("Muller", "person")[0].why == "Müller has the same name but for accents."


def test_words_of_the_documents_language_are_known_too(index: FolderIndex) -> None:
    assert not index.same_as("britische", "other")
    (found,) = index.same_as("britische", "other", language="de-AT")
    assert found.why == "“britische” is said of United Kingdom."
    assert [one.known.name for one in index.same_as("Großbritannien", "state", language="de")] == ["United Kingdom"]
    assert [one.known.name for one in index.same_as("日本", "state")] == ["Japan"]
    assert not index.same_as("Briton", "person")


def test_the_codebooks_entities_are_proposed_before_any_document_has_them(index: FolderIndex) -> None:
    taro = Entity("x", "Taro  Kono", "person", ("Kono-san",), ("y",))
    book = Codebook("Book", entities=(taro, Entity("y", "Ostian Cabinet", "group")))
    index.put_codebook(Path("/folder"), book)
    for name in ("Kono", "Kono-san"):
        (found,) = index.same_as(name, "person")
        assert (found.known.name, found.known.documents) == ("Taro Kono", 0)
    assert index.names.details(found.known.number).member_of == (("group", "Ostian Cabinet"),)
    assert not index.names.entities("taro")
    index.put_codebook(Path("/folder"), None)
    assert not index.same_as("Kono", "person")


@pytest.mark.parametrize(("name", "kind"), [("Japan", "state"), ("Ostia", ""), ("", ""), ("Bank", "organization")])
def test_what_is_not_the_same(index: FolderIndex, name: str, kind: str) -> None:
    assert index.same_as(name, kind) == []


def test_what_no_codebook_has_is_loose(index: FolderIndex) -> None:
    assert len(index.names.loose_entities()) == len(ENTITIES)
    book = Codebook("Book", entities=(Entity("x", "Japan", "state"),), topics=(Topic("x", "Trade  should be free"),))
    index.put_codebook(Path("/folder"), book)
    assert "Japan" not in {one.name for one in index.names.loose_entities()}
    assert len(index.names.loose_entities()) == len(ENTITIES) - 1
    assert index.names.loose_topics() == []


def test_starts_put_a_few_into_place_and_sort_many_again() -> None:
    starts = Starts()
    names = [f"name {number:04}" for number in range(500)]
    for label, name in enumerate(names):
        starts.add(name, label)
    assert {match.label for match in starts.find("name 0007")} == {7}
    starts.add("name 0007 a", 500)
    assert [match.label for match in starts.find("0007")] == [7, 500]
    assert [match.label for match in starts.exactly("Name 0007")] == [7]


@pytest.mark.parametrize(
    ("name", "form"), [("Straße", "strasse"), ("  Ægir ", "aegir"), ("O’Brien", "o'brien"), ("MORI", "mori")]
)
def test_the_form_in_which_names_are_looked_for(name: str, form: str) -> None:
    assert as_typed(name) == form
