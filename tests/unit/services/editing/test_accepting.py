"""Accepting a suggestion makes what it says, and marks where it came from."""

from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.services.editing.accepting import accept, accept_all
from annotator.services.editing.annotations import annotate
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import edit_entity
from annotator.services.editing.named import entity_for_name
from annotator.services.suggesting.choosing import suggest_all
from annotator.services.suggesting.suggestion import Suggestion
from tests.unit.services.suggesting.reading_texts import a_document

TEXT = "Nobuo Kishi and Lorenzo Guerini met. Kishi said that it went well. Japan and Italy signed a treaty in May 2022."


def accepted(kind: str, codebook: Codebook | None = None) -> tuple[Layer, list[Suggestion]]:
    document, layer = a_document(TEXT)
    wanted = [one for one in suggest_all(document, layer) if one.type == kind]
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    accept_all(draft, document, wanted, codebook)
    layer.apply(draft.transaction("Accept").edits)
    return layer, wanted


def test_a_claim_comes_with_its_speaker_as_an_actor() -> None:
    layer, (wanted,) = accepted(CLAIM)
    actor, claim = sorted(layer.annotations.values(), key=lambda one: one.start)
    assert (claim.type, claim.text, claim.attribution, claim.origin) == (CLAIM, "it went well", "indirect", "suggested")
    assert dict(claim.attributes) == {"suggested_by": "rules 1", "score": round(wanted.confidence, 2)}
    assert (actor.type, actor.text, actor.origin) == (ACTOR, "Kishi", "suggested")
    assert [(role.entity, role.mention) for role in claim.speakers] == [(actor.entities[0], actor.id)]
    assert [entity.name for entity in layer.entities.values()] == ["Nobuo Kishi"]


def test_all_places_of_a_name_are_one_entity() -> None:
    layer, _wanted = accepted(ACTOR)
    names = {one.text: layer.entities[one.entities[0]] for one in layer.annotations.values()}
    assert names["Kishi"] is names["Nobuo Kishi"]
    assert (names["Kishi"].name, names["Kishi"].aliases, names["Kishi"].type) == ("Nobuo Kishi", ("Kishi",), "person")


def test_an_agreement_comes_with_parties_status_and_date() -> None:
    layer, _wanted = accepted(AGREEMENT)
    deal = next(one for one in layer.annotations.values() if one.type == AGREEMENT)
    assert (deal.status, deal.date, deal.stance) == ("signed", "2022-05", "agree")
    assert [layer.entities[role.entity].name for role in deal.parties] == ["Japan", "Italy"]
    assert all(role.mention for role in deal.parties)


def test_an_actor_that_is_there_is_the_mention() -> None:
    document, layer = a_document(TEXT)
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    accept_all(draft, document, suggest_all(document, layer))
    made = draft.transaction("Accept").edits
    layer.apply(made)
    places = [one.fragments for one in layer.annotations.values() if one.type == ACTOR]
    assert len(places) == len(set(places))


def test_what_the_analyst_marked_there_is_believed() -> None:
    document, layer = a_document(TEXT)
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    at = TEXT.index("Kishi said")
    mine = annotate(draft, document, [Span(at, at + 5)], ACTOR, entities=(entity_for_name(draft, "The minister").id,))
    layer.apply(draft.transaction("Mark").edits)
    (wanted,) = (one for one in suggest_all(document, layer) if one.type == CLAIM)
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    made = accept(draft, document, wanted)
    layer.apply(draft.transaction("Accept").edits)
    assert [(role.entity, role.mention) for role in made.speakers] == [(mine.entities[0], mine.id)]
    assert layer.annotations[mine.id].entities == mine.entities
    assert [entity.name for entity in layer.entities.values()] == ["The minister"]


def test_a_mention_of_several_is_made_once() -> None:
    text = "Nobuo Kishi met Ugo Rossi. The two ministers said that it went well."
    document, layer = a_document(text)
    (wanted,) = (one for one in suggest_all(document, layer) if one.type == CLAIM)
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    made = accept(draft, document, wanted)
    layer.apply(draft.transaction("Accept").edits)
    (actor,) = (one for one in layer.annotations.values() if one.type == ACTOR)
    assert (actor.text, len(actor.entities)) == ("The two ministers", 2)
    assert {role.mention for role in made.speakers} == {actor.id}


def test_topics_and_entities_of_the_codebook_are_taken() -> None:
    document, layer = a_document(TEXT)
    codebook = Codebook(
        topics=(Topic("t1", "Talks help"),), entities=(Entity("e1", "Nobuo Kishi", "person", ("Kishi",)),)
    )
    wanted = next(one for one in suggest_all(document, layer) if one.type == CLAIM)
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    from dataclasses import replace

    made = accept(draft, document, replace(wanted, topic="talks  help", stance="agree"), codebook)
    layer.apply(draft.transaction("Accept").edits)
    assert layer.topics[made.topic or ""].name == "Talks help"
    assert (made.stance, layer.entities[made.speakers[0].entity].aliases) == ("agree", ("Kishi",))


def test_a_new_entity_is_a_member_of_the_group_that_the_text_tells_and_one_with_a_group_stays_as_it_is() -> None:
    document, layer = a_document("Italian Defence Minister Aiko Mori met the French minister Juan Soto.")
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    known, norway = entity_for_name(draft, "Juan Soto"), entity_for_name(draft, "Norway")
    edit_entity(draft, known.id, member_of=(norway.id,))
    accept_all(draft, document, [one for one in suggest_all(document, layer) if one.type == ACTOR])
    layer.apply(draft.transaction("Accept").edits)
    names = {entity.id: entity.name for entity in layer.entities.values()}
    groups = {entity.name: [names[key] for key in entity.member_of] for entity in layer.entities.values()}
    assert (groups["Aiko Mori"], groups["Juan Soto"]) == (["Italy"], ["Norway"])
