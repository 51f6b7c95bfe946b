"""Offers look at the sentence: who says it there, who agrees there, and what else it tells."""

from dataclasses import replace

import pytest

from annotator.model import edits
from annotator.model.codebook import Codebook
from annotator.model.document import Document, DocumentInfo
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.services.editing.annotations import annotate, set_fields
from annotator.services.editing.draft import Draft
from annotator.services.editing.named import entity_for_name
from annotator.services.editing.offers import Offer, Offers, offers_for
from annotator.services.editing.roles import add_role
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge


class Desk:
    """A text with actors marked at the first place of their names, and one claim or agreement."""

    def __init__(self, text: str, actors: tuple[str, ...], words: str, kind: str) -> None:
        self.info = DocumentInfo("talks.txt", language="en")
        self.document = Document(text, self.info)
        self.layer = Layer(LayerHead(Annotator("mkato")), self.info)
        draft = self.draft()
        for name in actors:
            at = text.index(name)
            annotate(draft, self.document, [Span(at, at + len(name))], ACTOR)
        self.id = annotate(draft, self.document, [Span(text.index(words), text.index(words) + len(words))], kind).id
        self.make(draft)

    def draft(self) -> Draft:
        return Draft(self.layer, "mkato", "2026-11-27T10:00:00Z")

    def make(self, draft: Draft) -> None:
        self.layer.apply(draft.transaction("Step").edits)

    def offers(self, knowledge: Knowledge = NO_KNOWLEDGE) -> Offers:
        return offers_for(self.document, self.layer, self.id, knowledge)

    def names(self, offer: Offer | None) -> list[str]:
        return [self.layer.entities[filler.entity].name for filler in offer.fillers] if offer else []

    def first(self) -> list[str]:
        return self.names(self.offers().first)


@pytest.mark.parametrize(
    ("text", "actors", "words", "expected"),
    [
        ("Japan heard Italy. Kishi said that Russia was wrong.", ("Japan", "Italy", "Kishi", "Russia"),
         "Russia was wrong", ["Kishi"]),
        ("“We fear Russia,” Kishi said. “Russia will go on.”", ("Russia", "Kishi"), "Russia will go on", ["Kishi"]),
        ("Kishi met Guerini. It went well, according to the two ministers.", ("Kishi", "Guerini"), "It went well",
         ["Kishi", "Guerini"]),
        ("Aiko Mori met Rossi Spa. She said all is well.", ("Aiko Mori", "Rossi Spa"), "all is well", ["Aiko Mori"]),
        ("Kishi told Guerini that it went well.", ("Kishi", "Guerini"), "it went well", ["Kishi"]),
        ("A spokesman for Japan, Kishi, said it went well.", ("Japan", "Kishi"), "it went well", ["Kishi"]),
        ("China regards it so, since in its view all is well.", ("China",), "in its view all is well", ["China"]),
    ],
)  # fmt: skip
def test_the_speaker_is_who_says_it_in_the_sentence(
    text: str, actors: tuple[str, ...], words: str, expected: list[str]
) -> None:
    assert Desk(text, actors, words, CLAIM).first() == expected


@pytest.mark.parametrize(
    ("text", "actors", "words", "expected"),
    [
        ("Japan and Italy agreed to meet, with Russia at war in Ukraine.", ("Japan", "Italy", "Russia", "Ukraine"),
         "Japan and Italy agreed to meet, with Russia at war in Ukraine", ["Japan", "Italy"]),
        ("Japan and Italy voiced concerns about China and agreed to meet.", ("Japan", "Italy", "China"),
         "voiced concerns about China and agreed to meet", ["Japan", "Italy"]),
        ("Aiko Mori met Ugo Rossi. The two agreed to meet again.", ("Aiko Mori", "Ugo Rossi"),
         "The two agreed to meet again", ["Aiko Mori", "Ugo Rossi"]),
        ("Japan signed a pact with Italy.", ("Japan", "Italy"), "Japan signed a pact with Italy", ["Japan", "Italy"]),
    ],
)  # fmt: skip
def test_parties_are_who_agrees_in_the_sentence(
    text: str, actors: tuple[str, ...], words: str, expected: list[str]
) -> None:
    assert Desk(text, actors, words, AGREEMENT).first() == expected


def test_a_mention_of_several_is_offered_with_all_of_them() -> None:
    desk = Desk("Kishi met Guerini. The two ministers signed a pact.", ("Kishi", "Guerini"), "signed a pact", AGREEMENT)
    draft = desk.draft()
    whos = tuple(entity_for_name(draft, name).id for name in ("Kishi", "Guerini"))
    at = desk.document.text.index("The two ministers")
    mention = annotate(draft, desk.document, [Span(at, at + 17)], ACTOR, entities=whos)
    desk.make(draft)
    offer = desk.offers().first
    assert offer is not None
    assert desk.names(offer) == ["Kishi", "Guerini"]
    assert {filler.mention for filler in offer.fillers} == {mention.id}


def test_one_of_a_set_can_be_taken_and_the_next_best_set_is_there() -> None:
    desk = Desk(
        "Japan and Italy agreed to meet Britain.", ("Japan", "Italy", "Britain"), "agreed to meet Britain", AGREEMENT
    )
    first, second, *_ = desk.offers().sets
    assert desk.names(first) == ["Japan", "Italy"]
    assert desk.names(first.single(1)) == ["Italy"]
    assert first.single(2) is None
    assert desk.names(second) != ["Japan", "Italy"]
    draft = desk.draft()
    one = first.single(1)
    assert one is not None
    assert one.accept(draft)
    desk.make(draft)
    assert [desk.layer.entities[role.entity].name for role in desk.layer.annotations[desk.id].parties] == ["Italy"]


def test_attribution_status_and_date_are_taken_along_where_nothing_is_said_yet() -> None:
    desk = Desk("“We stay,” Kishi said.", ("Kishi",), "“We stay,”", CLAIM)
    draft = desk.draft()
    assert desk.offers().sets[0].accept(draft)
    desk.make(draft)
    assert desk.layer.annotations[desk.id].attribution == "direct"
    deal = Desk("Japan and Italy signed a pact in May 2022.", ("Japan", "Italy"), "signed a pact", AGREEMENT)
    draft = deal.draft()
    set_fields(draft, deal.id, status="in-force")
    deal.make(draft)
    draft = deal.draft()
    deal.offers().sets[0].accept(draft)
    deal.make(draft)
    made = deal.layer.annotations[deal.id]
    assert (made.status, made.date) == ("in-force", "2022-05")


@pytest.mark.parametrize(
    ("text", "speaker", "words", "expected"),
    [
        ("Guerini liked the plan, Kishi said on Monday.", "Guerini", "Guerini liked the plan", ["Kishi"]),
        ("All is well, Kishi told the Japan News.", "Kishi", "All is well", ["Japan News"]),
        ("Kishi said that all is well.", "Kishi", "all is well", []),
    ],
)
def test_via_is_offered_where_a_second_speaker_stands(text: str, speaker: str, words: str, expected: list[str]) -> None:
    actors = ("Kishi", "Guerini", "Japan News")
    desk = Desk(text, tuple(name for name in actors if name in text), words, CLAIM)
    draft = desk.draft()
    for entity in list(draft.entities()):
        if entity.name == "Japan News":
            draft.put(replace(entity, type="organization"))
    add_role(draft, desk.id, "speakers", entity_for_name(draft, speaker).id)
    desk.make(draft)
    offer = desk.offers().first
    assert (desk.names(offer) if offer and offer.field == "via" else []) == expected


def test_the_topic_is_the_nearest_of_the_folder_by_words() -> None:
    topics = (Topic("t1", "Fees should be kept"), Topic("t2", "Japan should let the jet be sold to others"))
    desk = Desk(
        "Kishi said that selling the jet to others helps Japan.", ("Kishi",), "selling the jet to others", CLAIM
    )
    draft = desk.draft()
    add_role(draft, desk.id, "speakers", next(draft.entities()).id)
    desk.make(draft)
    assert desk.offers().sets == ()
    offer = desk.offers(Knowledge(codebook=Codebook(topics=topics))).first
    assert offer is not None
    assert (offer.field, offer.topic) == ("topic", "Japan should let the jet be sold to others")
    draft = desk.draft()
    assert offer.accept(draft)
    desk.make(draft)
    made = desk.layer.annotations[desk.id]
    assert desk.layer.topics[made.topic or ""].name == offer.topic
    assert desk.offers(Knowledge(codebook=Codebook(topics=topics))).sets == ()


def test_nothing_is_offered_for_what_is_not_there_or_not_placed() -> None:
    desk = Desk("Kishi said it.", ("Kishi",), "it", CLAIM)
    assert offers_for(desk.document, desk.layer, "gone").sets == ()
    draft = desk.draft()
    unplaced = desk.layer.annotations[desk.id]._replace(fragments=())
    draft.put(unplaced)
    desk.make(draft)
    assert desk.layer.get(edits.ANNOTATIONS, desk.id) is not None
    assert desk.offers().sets == ()


def test_a_place_in_the_middle_of_a_long_text_is_read_alone() -> None:
    text = (
        ("Nobody was there. " * 30 + "\n") * 2000 + "Kishi met us.\nKishi said that all is well.\n" + "More. " * 20000
    )
    desk = Desk(text, ("Kishi",), "all is well", CLAIM)
    assert desk.first() == ["Kishi"]


def test_whom_a_claim_is_about_is_offered_last_and_one_after_the_other() -> None:
    text = "Mori said that Japan and Italy welcomed the plan in Oslo."
    desk = Desk(text, ("Mori", "Japan", "Italy", "Oslo"), "Japan and Italy welcomed the plan in Oslo", CLAIM)
    oslo = next(one for one in desk.layer.entities.values() if one.name == "Oslo")
    draft = desk.draft()
    draft.put(replace(oslo, type="place"))
    desk.make(draft)
    offered = []
    for _step in range(4):
        first = offers_for(desk.document, desk.layer, desk.id).first
        if first is None:
            break
        offered.append((first.field, [desk.layer.entities[one.entity].name for one in first.fillers]))
        draft = desk.draft()
        first.accept(draft)
        desk.make(draft)
    assert offered == [("speakers", ["Mori"]), ("targets", ["Japan"]), ("targets", ["Italy"])]


@pytest.mark.parametrize(
    ("text", "status"),
    [("Three countries sign a treaty", "signed"), ("Each side will send observers", "agreed"),
     ("The pact has been in force since 2019", "in-force")],
)  # fmt: skip
def test_words_tell_the_status_where_no_parties_are_found(text: str, status: str) -> None:
    desk = Desk(f"Japan. Italy. {text}", ("Japan", "Italy"), text, AGREEMENT)
    first = offers_for(desk.document, desk.layer, desk.id).first
    assert first
    assert dict(first.fields)["status"] == status


def test_several_are_those_of_the_type_marked_last_or_most_often() -> None:
    text = "Japan met Italy. Mori of Japan and Soto of Italy saw Spain and Oslo Group. The rest left with both states."
    desk = Desk(text, ("Japan", "Italy", "Mori", "Soto", "Spain", "Oslo Group"), "both states", ACTOR)
    names = [[desk.layer.entities[each.entity].name for each in one.fillers]
             for one in offers_for(desk.document, desk.layer, desk.id).sets]  # fmt: skip
    assert ["Italy", "Spain"] in names
    draft = desk.draft()
    japan, italy = (draft.entity_named(name) for name in ("Japan", "Italy"))
    for name, entity in (("Japan", japan), ("Italy", italy)):
        at = text.rindex(name)
        assert entity
        annotate(draft, desk.document, [Span(at, at + len(name))], ACTOR, entities=(entity.id,))
    desk.make(draft)
    names = [[desk.layer.entities[each.entity].name for each in one.fillers]
             for one in offers_for(desk.document, desk.layer, desk.id).sets]  # fmt: skip
    assert ["Japan", "Italy"] in names
