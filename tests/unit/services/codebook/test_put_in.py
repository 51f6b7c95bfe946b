"""What a document has is put into the folder's codebook with what it brings, and can be taken out again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.codebooks.codebook_json import CodebookError, dump_codebook
from annotator.model.codebook import Codebook
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.topic import Topic
from annotator.services.codebook.folder_codebook import NAME, codebook_home, folder_codebook
from annotator.services.codebook.put_in import CHANGED_SINCE, CodebookStep, make_again, put_alias, put_in

KISHI = Entity("e1", "Nobuo Kishi", "person", ("Kishi",), ("e2",), {"wikidata": "Q3131"}, "minister")
CABINET = Entity("e2", "the cabinet", "group", (), ("e3",))
JAPAN = Entity("e3", "Japan", "state")
ARMS = Topic("t1", "Arms should be sold", "t2", "7")
TRADE = Topic("t2", "Trade should be free")


@pytest.fixture
def layer() -> Layer:
    return Layer(
        LayerHead(Annotator("mkato")),
        DocumentInfo("a.txt"),
        {entity.id: entity for entity in (KISHI, CABINET, JAPAN)},
        {topic.id: topic for topic in (ARMS, TRADE)},
    )


def write(folder: Path, **records: Any) -> None:
    (folder / NAME).write_bytes(dump_codebook(replace(Codebook("Ours"), **records)))


def put(folder: Path, layer: Layer, entities: tuple[str, ...] = (), topics: tuple[str, ...] = ()) -> CodebookStep:
    step = put_in(folder, "mkato", layer, entities, topics)
    assert step is not None
    return step


def test_an_entity_brings_its_names_ids_note_and_all_groups_above_it(tmp_path: Path, layer: Layer) -> None:
    write(tmp_path)
    step = put(tmp_path, layer, ("e1",))
    book = folder_codebook(tmp_path)
    by_name = {entity.name: entity for entity in book.entities}
    kishi, cabinet, japan = by_name["Nobuo Kishi"], by_name["the cabinet"], by_name["Japan"]
    assert (kishi.type, kishi.aliases, kishi.note) == ("person", ("Kishi",), "minister")
    assert kishi.external_ids == {"wikidata": "Q3131"}
    assert (kishi.member_of, cabinet.member_of, japan.member_of) == ((cabinet.id,), (japan.id,), ())
    assert step.codebook.entities == book.entities
    assert step.transaction.label == "Put “Nobuo Kishi” into the codebook"
    assert set(step.put.added) == set(by_name)


def test_a_topic_brings_its_code_and_the_broader_one(tmp_path: Path, layer: Layer) -> None:
    write(tmp_path)
    put(tmp_path, layer, topics=("t1",))
    topics = {topic.name: topic for topic in folder_codebook(tmp_path).topics}
    assert topics["Arms should be sold"].broader == topics["Trade should be free"].id
    assert topics["Arms should be sold"].code == "7"


def test_who_is_there_by_name_and_type_or_by_id_is_joined(tmp_path: Path, layer: Layer) -> None:
    write(
        tmp_path,
        entities=(
            Entity("x1", "N. Kishi", "person", external_ids={"wikidata": "Q3131"}),
            Entity("x2", "Japan", "place"),
            Entity("x3", "The Cabinet", "group", note="ours"),
        ),
    )
    step = put(tmp_path, layer, ("e1",))
    by_id = {entity.id: entity for entity in folder_codebook(tmp_path).entities}
    assert by_id["x1"].aliases == ("Nobuo Kishi", "Kishi")
    assert by_id["x1"].member_of == ("x3",)
    assert by_id["x2"] == Entity("x2", "Japan", "place")
    assert by_id["x3"].note == "ours"
    assert step.put.added == ["Japan"]
    assert put_in(tmp_path, "mkato", layer, ("e1", "e2", "e3")) is None


def test_a_step_is_taken_back_and_made_again_with_what_others_wrote_since(tmp_path: Path, layer: Layer) -> None:
    write(tmp_path)
    step = put(tmp_path, layer, ("e1",), ("t1",))
    book = folder_codebook(tmp_path)
    write(tmp_path, entities=(*book.entities, Entity("x9", "Theirs")), topics=book.topics)
    back = make_again(tmp_path, "mkato", step.transaction.inverted())
    assert [entity.name for entity in back.entities] == ["Theirs"]
    assert not back.topics
    again = make_again(tmp_path, "mkato", step.transaction)
    assert {entity.name for entity in again.entities} == {"Theirs", "Nobuo Kishi", "the cabinet", "Japan"}
    assert folder_codebook(tmp_path).entities == again.entities


def test_what_was_changed_or_is_named_by_others_is_not_taken_back(tmp_path: Path, layer: Layer) -> None:
    write(tmp_path)
    step = put(tmp_path, layer, ("e3",))
    (japan,) = folder_codebook(tmp_path).entities
    for entities in ((replace(japan, note="x"),), (japan, Entity("x1", "Tokyo", member_of=(japan.id,)))):
        write(tmp_path, entities=entities)
        with pytest.raises(CodebookError, match=CHANGED_SINCE[:20]):
            make_again(tmp_path, "mkato", step.transaction.inverted())
        assert folder_codebook(tmp_path).entities == entities


def test_circles_of_groups_and_topics_end(tmp_path: Path, layer: Layer) -> None:
    write(tmp_path, topics=(Topic("x2", TRADE.name, "x1"), Topic("x1", ARMS.name)))
    layer.entities["e3"] = replace(JAPAN, member_of=("e1",))
    put(tmp_path, layer, ("e1",))
    assert len(folder_codebook(tmp_path).entities) == 3
    put(tmp_path, layer, topics=("t1",))
    assert next(topic for topic in folder_codebook(tmp_path).topics if topic.id == "x1").broader is None


def test_a_name_becomes_an_alias_of_one_that_is_there(tmp_path: Path) -> None:
    write(tmp_path, entities=(Entity("x1", "Japan", "state"),))
    step = put_alias(tmp_path, "mkato", ("Tokyo", "japan"), "x1")
    assert step is not None
    assert folder_codebook(tmp_path).entities[0].aliases == ("Tokyo",)
    assert put_alias(tmp_path, "mkato", ("Tokyo",), "x1") is None
    assert put_alias(tmp_path, "mkato", ("Tokyo",), "gone") is None


def test_a_broken_codebook_stays_as_it_is(tmp_path: Path, layer: Layer) -> None:
    (tmp_path / NAME).write_text("{")
    with pytest.raises(CodebookError):
        put_in(tmp_path, "mkato", layer, ("e1",))
    assert (tmp_path / NAME).read_text() == "{"


def test_the_nearest_codebook_above_counts_as_far_as_the_folder_that_is_open(tmp_path: Path) -> None:
    below = tmp_path / "may" / "week"
    below.mkdir(parents=True)
    assert codebook_home(below, tmp_path) == tmp_path
    assert codebook_home(below, None) == below
    assert codebook_home(tmp_path, below) == tmp_path
    write(tmp_path / "may")
    assert codebook_home(below, tmp_path) == tmp_path / "may"
    assert codebook_home(below, below) == below
