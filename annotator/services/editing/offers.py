"""What the tool offers after a step, to be accepted with one key: by the sentence, in sets, the likeliest first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from annotator.formats.languages.packs import SAY, THINK
from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM, PARTIES, SPEAKERS, TARGETS, VIA
from annotator.services.editing.annotations import set_fields
from annotator.services.editing.around import Around
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import set_entities
from annotator.services.editing.fillers import Filler, fillers, parties_inside, targets_inside
from annotator.services.editing.roles import add_role
from annotator.services.editing.topics import topic_for_name
from annotator.services.suggesting.agreements import is_about
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge
from annotator.services.suggesting.likely_topics import likely_topics

ENTITIES = edits.ENTITIES
TOPIC: Final = "topic"
_MOST: Final = 9
"""So many sets are offered at most, and so many of a set have a key of their own."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Entities offered for a role of an annotation, or, with the field "entities", as the one that an actor is.

    With the field "topic" it is the topic of the name ``topic``; with a role that topic is taken along. ``fields`` are
    taken along too: attribution, status, date. Nothing that the annotation has already is changed by what is taken
    along. ``why`` says in words what it rests on.
    """

    annotation: str
    field: str
    fillers: tuple[Filler, ...]
    topic: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    why: str = ""

    def accept(self, draft: Draft, codebook: Codebook | None = None) -> bool:
        """Add what is offered; tells whether anything changed."""
        if self.field == ENTITIES:
            there = [filler.entity for filler in self.fillers if draft.entity(filler.entity)]
            return bool(there) and set_entities(draft, self.annotation, there)
        added = [add_role(draft, self.annotation, self.field, f.entity, f.mention) for f in self.fillers]
        return any([self._fill(draft), self._set_topic(draft, codebook), *added])

    def single(self, number: int) -> "Offer | None":
        """Give the offer of one of the set alone, from 0: what Alt and a number take; None where there is none."""
        return replace(self, fillers=(self.fillers[number],), topic="") if 0 <= number < len(self.fillers) else None

    def without(self, number: int) -> "Offer | None":
        """Give the offer of the others of the set, from 0; None where that was the only one."""
        rest = (*self.fillers[:number], *self.fillers[number + 1 :])
        return replace(self, fillers=rest, fields=()) if rest else None

    def _set_topic(self, draft: Draft, codebook: Codebook | None) -> bool:
        annotation = draft.annotation(self.annotation)
        if annotation is None or not self.topic or (annotation.topic and self.field != TOPIC):
            return False
        return set_fields(draft, self.annotation, topic=topic_for_name(draft, self.topic, codebook).id)

    def _fill(self, draft: Draft) -> bool:
        annotation = draft.annotation(self.annotation)
        unset: dict[str, Any] = {name: value for name, value in self.fields if not getattr(annotation, name)}
        return bool(annotation and unset) and set_fields(draft, self.annotation, **unset)


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered for an annotation, in the order in which the key for the next one shows it."""

    annotation: str
    sets: tuple[Offer, ...] = ()

    @property
    def first(self) -> Offer | None:
        """The likeliest."""
        return self.sets[0] if self.sets else None


def offers_for(document: Document, layer: Layer, annotation_id: str, knowledge: Knowledge = NO_KNOWLEDGE) -> Offers:
    """Give the likeliest next step on an annotation, and the next best ones.

    For a claim or an agreement first who takes part, by the sentence, with its topic by words; then through whom it
    reached the text, where a second speaker stands; then its topic alone; then whom a claim is about, one after the
    other. For an actor such as "the two ministers" or
    "he" who is meant; who else a name may be is said by ``same_entity.same_entities``.
    """
    annotation = layer.annotations.get(annotation_id)
    if annotation is None or not annotation.fragments:
        return Offers(annotation_id)
    if annotation.type == ACTOR:
        return Offers(annotation_id, tuple(_several(document, layer, annotation)[:_MOST]))
    around = Around(document, layer, annotation)
    topics = [] if annotation.topic else likely_topics(document, layer, annotation.fragments, knowledge)
    offers = [replace(one, topic=topics[0] if topics else "") for one in _roles(layer, annotation, around)]
    return Offers(annotation_id, tuple((offers or _topics(annotation, topics) or _target(layer, annotation))[:_MOST]))


def likely_status(document: Document, layer: Layer, annotation: Annotation) -> str:
    """Give the status that the words of an agreement tell."""
    return Around(document, layer, annotation).status()


def _several(document: Document, layer: Layer, annotation: Annotation) -> list[Offer]:
    """Give those whom an actor of a plural or a pronoun means, in sets: its words have named nobody else yet."""
    own = layer.entities.get(annotation.entities[0]) if len(annotation.entities) == 1 else None
    if own is None or layer.references.with_entity(own.id) != (annotation.id,):
        return []
    found: dict[frozenset[str], Offer] = {}
    for whos, why in Around(document, layer, annotation).meant():
        key = frozenset(filler.entity for filler in whos)
        if key - {own.id}:
            found.setdefault(key, Offer(annotation.id, ENTITIES, tuple(whos), why=why))
    return list(found.values())


def _roles(layer: Layer, annotation: Annotation, around: Around) -> list[Offer]:
    if annotation.type == CLAIM and not annotation.speakers:
        return _distinct(annotation, SPEAKERS, _speakers(layer, annotation, around), _of_claim(around))
    if annotation.type == AGREEMENT and not annotation.parties:
        return _distinct(annotation, PARTIES, _parties(layer, annotation, around), _of_agreement(around))
    if not annotation.via:
        return _distinct(annotation, VIA, _via(annotation, around), {})
    return []


def _target(layer: Layer, annotation: Annotation) -> list[Offer]:
    """Give the next of whom a claim is likely about; one set alone, so that the key for the next one goes on."""
    found = targets_inside(layer, annotation) if annotation.type == CLAIM and annotation.speakers else []
    return [Offer(annotation.id, TARGETS, (one,), why="named in it") for one in found[:1]]


def _distinct(
    annotation: Annotation, role: str, sets: Iterable[tuple[list[Filler], str]], fields: Mapping[str, str]
) -> list[Offer]:
    """Give an offer for each set of entities, the first of those that are equal."""
    found: dict[frozenset[str], Offer] = {}
    for fillers_of_set, why in sets:
        key = frozenset(filler.entity for filler in fillers_of_set)
        if key and key not in found:
            found[key] = Offer(
                annotation.id, role, tuple(fillers_of_set[:_MOST]), fields=tuple(fields.items()), why=why
            )
    return list(found.values())


def _speakers(layer: Layer, annotation: Annotation, around: Around) -> Iterator[tuple[list[Filler], str]]:
    """Give who says it: by the verb or phrase, else who the sentence is about; then those mentioned near."""
    told = around.told
    if told is not None and told.speaker is not None:
        yield around.fillers(told.speaker), f"“{around.said(told.cue)}”"
    yield around.opening(), "opens the sentence"
    near = [each for each in fillers(layer, annotation, SPEAKERS) if each.mention]
    outside = [each for each in near if not _is_quoted(layer, around, each) and not _is_only_about(layer, around, each)]
    yield from (([each], "named near") for each in (*outside, *near))


def _parties(layer: Layer, annotation: Annotation, around: Around) -> Iterator[tuple[list[Filler], str]]:
    """Give who agrees: by the sentence; then all that are marked in it; then those mentioned near, in pairs."""
    by_sentence = around.known(around.parties())
    if len(by_sentence) > 1:
        yield by_sentence, around.agreed.why if around.agreed else "the sentence"
    inside = [each for each in parties_inside(layer, annotation) if not _is_only_about(layer, around, each)]
    if len(inside) > 1:
        yield inside, "marked in it"
    if by_sentence:
        yield by_sentence, "the sentence"
    near = [each for each in fillers(layer, annotation, PARTIES) if each.mention]
    near = [each for each in near if not _is_only_about(layer, around, each)]
    if len(near) > 1:
        yield near[:2], "named near"
        yield from (([near[0], other], "named near") for other in near[2:])


def _via(annotation: Annotation, around: Around) -> Iterator[tuple[list[Filler], str]]:
    """Give through whom it reached the text: a second speaker in the sentence, or the newspaper that is told."""
    held = {role.entity for role in annotation.speakers}
    for told in around.statements():
        if (paper := around.addressed(told)) and not held & {each.entity for each in paper}:
            yield paper, f"“{around.said(told.cue)}”"
        if told.speaker is None or told.kind not in (SAY, THINK):
            continue
        found = around.fillers(told.speaker)
        if not held & {each.entity for each in found}:
            yield found, f"“{around.said(told.cue)}”"


def _of_claim(around: Around) -> dict[str, str]:
    if around.is_quoted():
        return {"attribution": "direct"}
    return {"attribution": around.told.attribution(around.reading)} if around.told else {}


def _of_agreement(around: Around) -> dict[str, str]:
    status, date = around.status(), around.agreed.date if around.agreed else None
    return {**({"status": status} if status else {}), **({"date": date} if date else {})}


def _topics(annotation: Annotation, found: Iterable[str]) -> list[Offer]:
    return [Offer(annotation.id, TOPIC, (), name, why="words of the topic") for name in found]


def _is_quoted(layer: Layer, around: Around, filler: Filler) -> bool:
    """Tell whether somebody is only named inside a quotation, which nobody named in it speaks."""
    mention = layer.annotations.get(filler.mention or "")
    return mention is not None and around.quotes(mention)


def _is_only_about(layer: Layer, around: Around, filler: Filler) -> bool:
    """Tell whether somebody is only whom something is about: "concern about China"."""
    mention = layer.annotations.get(filler.mention or "")
    run = around.run(mention) if mention else None
    return run is not None and is_about(around.reading, run, 0)


def offer_for(layer: Layer, annotation_id: str) -> Offer | None:
    """Give the likeliest next step on an annotation, or None.

    For an actor: the entity whose name holds its words ("Kishi", "Nobuo Kishi"). For a claim without a speaker: the
    nearest fitting mention. For an agreement without parties: all entities mentioned in it.
    """
    annotation = layer.annotations.get(annotation_id)
    if annotation is None:
        return None
    if annotation.type == ACTOR:
        same = fuller_entity(layer, annotation)
        return Offer(annotation_id, ENTITIES, (Filler(same.id),)) if same else None
    if annotation.type == CLAIM and not annotation.speakers:
        found = [filler for filler in fillers(layer, annotation, SPEAKERS) if filler.mention]
        return Offer(annotation_id, SPEAKERS, tuple(found[:1])) if found else None
    if annotation.type == AGREEMENT and not annotation.parties:
        parties = parties_inside(layer, annotation)
        return Offer(annotation_id, PARTIES, tuple(parties)) if parties else None
    return None


def fuller_entity(layer: Layer, annotation: Annotation) -> Entity | None:
    """Give the entity whose name holds the words of an actor that has an entity of them alone."""
    own = layer.entities.get(annotation.entities[0]) if len(annotation.entities) == 1 else None
    if (
        own is None
        or folded(own.name) != folded(annotation.text)
        or layer.references.with_entity(own.id) != (annotation.id,)
    ):
        return None
    words = folded(annotation.text).split()
    for entity in reversed(layer.entities.values()):
        if entity.id != own.id and any(_is_part(words, folded(name).split()) for name in entity.names):
            return entity
    return None


def _is_part(words: list[str], name: list[str]) -> bool:
    shorter, longer = sorted((words, name), key=len)
    return len(shorter) < len(longer) and (longer[-len(shorter) :] == shorter or longer[: len(shorter)] == shorter)
