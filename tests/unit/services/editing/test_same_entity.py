"""Who an actor may be is proposed with the reason, and what was said of a pair counts from then on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.codebook import Codebook
from annotator.services.editing.picks import Sources
from annotator.services.editing.same_entity import PART, Likely, SameEntity, is_new, same_entities
from annotator.services.user.same_pairs import SamePairs
from tests.unit.colleagues import Entity
from tests.unit.editing_desk import Drafting, quoted
from tests.unit.services.editing.test_picks import Folder, Told

KISHI = Told(1, "person", "Aiko Mori", 3, ("Minister Mori",), (("state", "Norland"),))
HAMA = Told(2, "person", "Yasukazu Mori", 2)


@dataclass(frozen=True)
class Reason:
    """A proposal of the folder."""

    known: Told
    why: str


@dataclass
class Asked:
    """A folder that proposes always the same, and notes for whom."""

    found: Sequence[Likely] = (Reason(KISHI, "last name"), Reason(HAMA, "last name too"))
    names: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, name: str, kind: str) -> Sequence[Likely]:
        self.names.append((name, kind))
        return self.found


def desk(*entities: Entity) -> Drafting:
    made = Entity("e1", "Mori", "other")
    return Drafting(quoted("a1", "actor", "Mori", 1, entities=("e1",)), entities=(made, *entities))


def proposed(drafting: Drafting, said: SamePairs, codebook: Codebook | None = None) -> list[SameEntity]:
    sources = Sources(codebook or Codebook(), Folder(KISHI, HAMA))
    return same_entities(drafting.layer, drafting.layer.annotations["a1"], sources, Asked(), said)


def test_the_folders_are_proposed_and_one_that_is_taken_comes_with_all_that_is_said_of_it(tmp_path: Path) -> None:
    drafting = desk(Entity("e2", "Norland", "state"))
    first, second = proposed(drafting, SamePairs(tmp_path / "said.json"))
    assert (first.named.name, first.why, second.named.name) == ("Aiko Mori", "last name", "Yasukazu Mori")
    assert first.accept(drafting.draft)
    layer = drafting.make()
    (mori,) = (entity for entity in layer.entities.values() if entity.name == "Aiko Mori")
    assert layer.annotations["a1"].entities == (mori.id,)
    assert mori.aliases == ("Minister Mori", "Mori")
    assert mori.member_of == ("e2",)
    assert "e1" not in layer.entities
    assert not first.accept(drafting.draft)


def test_one_of_the_document_is_proposed_once_and_first(tmp_path: Path) -> None:
    drafting = desk(Entity("e3", "Aiko Mori", "person"))
    first, second = proposed(drafting, SamePairs(tmp_path / "said.json"))
    assert first.why == PART.format("Mori", "Aiko Mori")
    assert second.named.name == "Yasukazu Mori"
    first.accept(drafting.draft)
    assert drafting.make().annotations["a1"].entities == ("e3",)


def test_what_was_said_of_a_pair_is_remembered_and_survives_damage(tmp_path: Path) -> None:
    path = tmp_path / "private" / "said.json"
    said, drafting = SamePairs(path), desk()
    first, second = proposed(drafting, said)
    said.say(first.pair, same=False)
    assert [one.pair for one in proposed(drafting, said)] == [second.pair]
    said.say(first.pair, same=True)
    again = SamePairs(path)
    assert again.is_same(first.pair)
    assert not again.is_other(first.pair)
    assert proposed(drafting, again)[0].why == "You took “Mori” for Aiko Mori before."
    again.forget(first.pair)
    assert [one.pair for one in proposed(drafting, SamePairs(path))] == [first.pair, second.pair]
    again.leave([("person", "He")], left=True)
    assert SamePairs(path).is_left("person", "He")
    again.leave([("person", "He")], left=False)
    assert not SamePairs(path).is_left("person", "He")
    for spoiled in (b"", b"{", b"[]", b'{"version": 1, "same": [[["a"]], 7], "other": 3, "left": [["a", 1]]}'):
        path.write_bytes(spoiled)
        assert len(proposed(drafting, SamePairs(path))) == 2
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_remembered_where_nothing_can_be_written_and_nothing_raises(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = SamePairs(tmp_path / "file" / "said.json")
    pair = proposed(desk(), said)[0].pair
    said.say(pair, same=False)
    assert said.is_other(pair)


def test_pairs_that_the_codebook_keeps_apart_are_not_proposed(tmp_path: Path) -> None:
    book = Codebook(
        entities=(Entity("c1", "Mori", "other"), Entity("c2", "Aiko Mori", "person")), distinct=(("c1", "c2"),)
    )
    assert [one.named.name for one in proposed(desk(), SamePairs(tmp_path / "x"), book)] == ["Yasukazu Mori"]


def test_an_entity_that_others_name_too_is_not_new_and_all_of_them_follow(tmp_path: Path) -> None:
    made = Entity("e1", "Mori", "other")
    drafting = Drafting(
        quoted("a1", "actor", "Mori", 1, entities=("e1",)), quoted("a2", "actor", "Mori", 0, entities=("e1",)),
        entities=(made,),
    )  # fmt: skip
    assert not is_new(drafting.layer, drafting.layer.annotations["a1"])
    assert is_new(desk().layer, desk().layer.annotations["a1"])
    proposed(drafting, SamePairs(tmp_path / "x"))[0].accept(drafting.draft)
    layer = drafting.make()
    assert layer.annotations["a1"].entities == layer.annotations["a2"].entities != ("e1",)
