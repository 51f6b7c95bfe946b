"""What a list offers while a name is typed, in which order, and what comes into the document when it is taken."""

from collections.abc import Collection
from dataclasses import dataclass, field

import pytest

from annotator.model.annotation import Role
from annotator.model.codebook import Codebook
from annotator.model.span import Span
from annotator.services.editing.named import ByName, InLayer, described
from annotator.services.editing.picks import (
    CODEBOOK,
    DOCUMENT,
    FOLDER,
    SENTENCE,
    Known,
    KnownDetails,
    Sources,
    entity_picks,
    sentence_of,
    topic_picks,
)
from tests.unit.colleagues import Entity, Topic
from tests.unit.editing_desk import TEXT, Drafting, quoted

NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Told:
    """One of the folder's."""

    number: int
    type: str
    name: str
    documents: int = 1
    aliases: tuple[str, ...] = ()
    member_of: tuple[tuple[str, str], ...] = ()
    external_ids: dict[str, str] = field(default_factory=dict)


class Folder:
    """A folder of some names."""

    def __init__(self, *told: Told) -> None:
        self.told = {one.number: one for one in told}
        self.near: list[int | None] = []

    def entities(
        self, typed: str = "", limit: int = 20, *, types: Collection[str] = (), near: int | None = None
    ) -> list[Known]:
        del types
        return self._found(typed, limit, near)

    def topics(self, typed: str = "", limit: int = 20, *, near: int | None = None) -> list[Known]:
        return self._found(typed, limit, near)

    def details(self, number: int) -> KnownDetails:
        return self.told[number]

    def _found(self, typed: str, limit: int, near: int | None) -> list[Known]:
        self.near.append(near)
        found: list[Known] = [one for one in self.told.values() if one.name.lower().startswith(typed.lower())]
        return found[:limit]


def names(
    desk: Drafting, typed: str, codebook: Codebook | None = None, folder: Folder | None = None, limit: int = 50
) -> list[str]:
    sources = Sources(codebook or Codebook(), folder)
    found = entity_picks(desk.layer, None, "", typed, sources, sentence=NOWHERE, limit=limit)
    return [pick.named.name for pick in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mori", ["Mori", "Moriarty", "Aiko Mori", "Memoria"]),
        ("aiko mori", ["Aiko Mori"]),
        ("mo ai", ["Aiko Mori"]),
        ("x", []),
        ("", ["Aiko Mori", "Moriarty", "Memoria", "Mori"]),
    ],
)
def test_whole_names_come_first_then_beginnings_of_names_of_words_and_the_rest(typed: str, expected: list[str]) -> None:
    known = [Entity(f"e{n}", name) for n, name in enumerate(("Aiko Mori", "Moriarty", "Memoria", "Mori"))]
    assert names(Drafting(entities=known), typed) == expected


def test_the_sentence_comes_before_the_document_that_before_the_codebook_and_the_folder_last() -> None:
    desk = Drafting(
        quoted("a1", "actor", "Carlo Bianchi", entities=("e4",)), quoted("a2", "actor", "Ostia", entities=("e3",)),
        quoted("a5", "claim", "Norland and Ostia would train together", speakers=(Role("e5"),)),
        entities=(
            Entity("e1", "Orland", "state"), Entity("e3", "Ostia", "state"), Entity("e4", "Carlo O", "person"),
            Entity("e5", "Oslo", "place"),
        ),
    )  # fmt: skip
    book = Codebook(
        entities=(Entity("c1", "OSTIA", "state"), Entity("c2", "Oman", "state"), Entity("c3", "Ostia", "place"))
    )
    folder = Folder(
        Told(1, "state", "Oman", 9), Told(2, "state", "Ozland", 7), Told(3, "state", "Ostia"), Told(4, "person", "O", 2)
    )
    annotation = desk.layer.annotations["a5"]
    sentence = sentence_of(desk.document, annotation, None)
    assert TEXT[slice(*sentence)].startswith("Mori said")
    sources = Sources(book, folder, 77)

    def found(typed: str) -> list[tuple[str, str, str]]:
        picks = entity_picks(desk.layer, annotation, "speakers", typed, sources, sentence=sentence, limit=50)
        return [(pick.named.name, pick.where, pick.type) for pick in picks]

    own = [("Ostia", SENTENCE, "state"), ("Orland", DOCUMENT, "state"), ("Oslo", DOCUMENT, "place"),
           ("Carlo O", DOCUMENT, "person")]  # fmt: skip
    others = [("Oman", CODEBOOK, "state"), ("Ostia", CODEBOOK, "place"), ("Ozland", FOLDER, "state")]
    assert found("os")[:1] == [("Ostia", SENTENCE, "state")]
    assert found("o") == [("O", FOLDER, "person"), *own, *others]
    assert [name for name, _where, _type in found("")] == ["Ostia", "Carlo O", "Orland", "Oman", "Ostia", "Ozland", "O"]
    assert folder.near == [77] * 3


def test_what_is_found_within_a_word_comes_behind_all_others() -> None:
    desk = Drafting(entities=[Entity("e1", "Fumio")])
    book = Codebook(entities=(Entity("c1", "Minister"),))
    assert names(desk, "mi", book, Folder(Told(1, "person", "Mina"))) == ["Minister", "Mina", "Fumio"]


def test_of_two_with_one_name_the_one_that_was_picked_is_taken() -> None:
    desk = Drafting(entities=[Entity("e1", "Washington", "place"), Entity("e2", "Washington", "state")])
    found = entity_picks(desk.layer, None, "", "wash", Sources(Codebook()), sentence=NOWHERE, limit=9)
    assert [pick.named.put(desk.draft, Codebook()).id for pick in found] == ["e1", "e2"]
    assert InLayer("gone", "Washington").put(desk.draft, Codebook()).id == "e1"


def test_who_is_taken_from_the_folder_brings_names_ids_and_groups() -> None:
    desk = Drafting(entities=[Entity("e1", "the Cabinet", "group"), Entity("e2", "Nobuo Kishi", "place")])
    folder = Folder(
        Told(1, "person", "Nobuo Kishi", 3, ("Kishi",), (("group", "the Cabinet"), ("state", "Japan")), {"q": "1"})
    )
    picks = entity_picks(desk.layer, None, "", "nobuo", Sources(Codebook(), folder), sentence=NOWHERE, limit=9)
    taken = picks[1].named.put(desk.draft, Codebook())
    japan = next(entity for entity in desk.draft.entities() if entity.name == "Japan")
    assert (taken.name, taken.type, taken.aliases, taken.member_of) == (
        "Nobuo Kishi", "person", ("Kishi",), ("e1", japan.id)
    )  # fmt: skip
    assert taken.external_ids == {"q": "1"}
    assert taken.id not in ("e1", "e2")
    assert picks[1].named.put(desk.draft, Codebook()) == taken
    desk.make()
    assert len(desk.layer.entities) == 4


def test_who_is_taken_from_the_codebook_brings_groups_too() -> None:
    desk = Drafting()
    book = Codebook(
        entities=(Entity("c1", "Kishi", "person", member_of=("c2", "gone")), Entity("c2", "Japan", "state"))
    )
    kishi = described(book.entities[0], book).put(desk.draft, book)
    assert [entity.name for entity in desk.draft.entities() if entity.id in kishi.member_of] == ["Japan"]
    assert ByName("japan").put(desk.draft, book).id == kishi.member_of[0]


def test_topics_match_recently_made_ones_first_then_the_codebooks_and_the_folders() -> None:
    desk = Drafting(
        quoted("a5", "claim", "Norland and Ostia would train together", topic="t1"),
        topics=[Topic("t1", "Fees should fall"), Topic("t2", "Fees should rise"), Topic("t3", "No fees")],
    )
    book = Codebook(topics=(Topic("c1", "fees should FALL"), Topic("c2", "Fees are high")))
    folder = Folder(Told(1, "", "Fees are high", 4), Told(2, "", "Fees are low", 3))
    sources = Sources(book, folder)

    def found(typed: str, sentence: Span = NOWHERE, limit: int = 9) -> list[str]:
        return [pick.name for pick in topic_picks(desk.layer, typed, sources, sentence=sentence, limit=limit)]

    assert found("fees") == ["Fees should rise", "Fees should fall", "No fees", "Fees are high", "Fees are low"]
    assert found("fees", Span(50, 60))[0] == "Fees should fall"
    assert found("fees should fall") == ["Fees should fall"]
    assert found("fees are low")[0] == "Fees are low"
    assert len(found("", limit=4)) == 4


def test_names_and_topics_are_found_however_they_are_typed() -> None:
    desk = Drafting(entities=[Entity("e1", "José O’Neill")], topics=[Topic("t1", "Tax\u00a0cuts")])
    book = Codebook(entities=(Entity("c1", "Jose\u0301 O'Neill"),), topics=(Topic("c2", "Tax  cu\u00adts"),))
    for typed in ("jose\u0301 o'n", "jose o’n"):
        assert names(desk, typed, book) == ["José O’Neill"]
    found = topic_picks(desk.layer, "tax cuts", Sources(book), sentence=NOWHERE, limit=9)
    assert [pick.name for pick in found] == ["Tax\u00a0cuts"]
