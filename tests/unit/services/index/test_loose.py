"""What no codebook of a folder has, with counts, and what is said of it in the folder's documents."""

from dataclasses import replace
from pathlib import Path

from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.services.codebook.folder_codebook import folder_codebook
from annotator.services.codebook.put_in import put_in
from annotator.services.index.index import FolderIndex
from annotator.services.index.loose import (
    ENTITY,
    TOPIC,
    LooseLayer,
    LooseName,
    ReadLayer,
    loose_names,
    passages_of_names,
    read_layer_at,
)
from annotator.services.index.reading import read_file
from tests.unit.colleagues import layer
from tests.unit.folder_of_files import write

KISHI = Entity("e1", "Nobuo Kishi", "person", ("Kishi",), ("e2",), {"wikidata": "Q1"})
CABINET = Entity("e2", "the Cabinet", "group", (), ("e3",))
JAPAN = Entity("e3", "Japan", "state")
ARMS = Topic("t1", "Arms should be sold", "t2", "7", "a note")
TRADE = Topic("t2", "Trade should be free")


def document(*speakers: str, who: str = "ab", number: int = 1) -> Layer:
    claims = [
        Annotation(f"a{place}", "claim", (Span(place, place + 1),), ("x",), topic="t1", speakers=(Role(speaker),))
        for place, speaker in enumerate(speakers)
    ]
    made = layer(claims, who, entities=(KISHI, CABINET, JAPAN), topics=(ARMS, TRADE))
    made.document = replace(made.document, name=f"{number}.txt")
    return made


def index_of(root: Path, **layers: Layer) -> FolderIndex:
    for name, made in layers.items():
        write(root / f"{name}.txt.ab.ann.json", made)
    index = FolderIndex(root, "ab")
    index.put_files(read_file(path, root) for path in sorted(root.glob("*.ann.json")))
    return index


def loose(index: FolderIndex) -> list[LooseName]:
    return loose_names(index.names, passages_of_names(index.view()))


def test_what_no_codebook_has_is_counted_and_what_one_has_is_not_listed(tmp_path: Path) -> None:
    index = index_of(tmp_path, one=document("e1", "e1", "e3"), two=document("e1"))
    found = {(one.kind, one.name): (one.documents, one.passages) for one in loose(index)}
    assert found == {
        (ENTITY, "Nobuo Kishi"): (2, 3), (ENTITY, "the Cabinet"): (2, 0), (ENTITY, "Japan"): (2, 1),
        (TOPIC, "Arms should be sold"): (2, 4), (TOPIC, "Trade should be free"): (2, 0),
    }  # fmt: skip
    index.put_codebook(tmp_path, Codebook(entities=(Entity("c1", "Japan", "state"),), topics=(Topic("c2", ARMS.name),)))
    assert {one.name for one in loose(index)} == {"Nobuo Kishi", "the Cabinet", TRADE.name}


def chosen(index: FolderIndex, *names: str) -> list[LooseName]:
    return [one for one in loose(index) if one.name in names]


def gather(index: FolderIndex, chosen: list[LooseName], read: ReadLayer = read_layer_at) -> LooseLayer:
    gathered = LooseLayer()
    for one in chosen:
        if one.kind == ENTITY:
            gathered.add_entity(index.names, one.number)
    gathered.add_topics(index.view(), [one for one in chosen if one.kind == TOPIC], read=read)
    return gathered


def test_what_is_chosen_goes_into_the_codebook_with_groups_and_broader_topics(tmp_path: Path) -> None:
    index = index_of(tmp_path, one=document("e1"), two=document("e3"))
    gathered = gather(index, chosen(index, "Nobuo Kishi", ARMS.name))
    step = put_in(tmp_path, "ab", gathered.layer, gathered.entities, gathered.topics)
    assert step
    book = folder_codebook(tmp_path)
    by_name = {entity.name: entity for entity in book.entities}
    assert by_name["Nobuo Kishi"].aliases == ("Kishi",)
    assert by_name["Nobuo Kishi"].member_of == (by_name["the Cabinet"].id,)
    assert by_name["the Cabinet"].member_of == (by_name["Japan"].id,)
    arms = next(topic for topic in book.topics if topic.name == ARMS.name)
    assert (arms.code, arms.note) == ("7", "a note")
    assert next(topic.name for topic in book.topics if topic.id == arms.broader) == TRADE.name


def test_a_topic_without_passages_or_whose_file_is_gone_goes_in_by_its_name(tmp_path: Path) -> None:
    index = index_of(tmp_path, one=document("e1"))
    nothing: ReadLayer = lambda _path: None  # noqa: E731
    for read, names in ((nothing, (TRADE.name, ARMS.name)), (read_layer_at, (TRADE.name,))):
        gathered = gather(index, chosen(index, *names), read)
        topics = gathered.layer.topics
        assert {topics[key].name for key in gathered.topics} <= {TRADE.name, ARMS.name}
        assert not [topic for topic in topics.values() if topic.broader]
    (tmp_path / "one.txt.ab.ann.json").unlink()
    gathered = gather(index, chosen(index, ARMS.name))
    assert [topic.name for topic in gathered.layer.topics.values()] == [ARMS.name]


def test_circles_end(tmp_path: Path) -> None:
    made = document("e1")
    made.entities["e3"] = replace(JAPAN, member_of=("e1",))
    made.topics["t2"] = replace(TRADE, broader="t1")
    index = index_of(tmp_path, one=made)
    gathered = gather(index, chosen(index, "Nobuo Kishi", ARMS.name))
    assert len(gathered.layer.entities) == 3
    assert len(gathered.layer.topics) == 2
