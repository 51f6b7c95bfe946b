"""The project's own samples: claims, agreements and offers, one article left out at a time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM
from annotator.services.codebook.folder_codebook import folder_codebook
from annotator.services.editing.offers import Offer, offers_for
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.suggesting.choosing import PRESET, suggest_all
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.learning import habits_of
from annotator.services.suggesting.reading import Reading
from annotator.services.suggesting.suggestion import Suggestion
from tests.places import ROOT
from tests.quality.scoring import Item, Score, Scores, words_of

SEEDS = ROOT / "seeds"
_SAME = {"britain": "united kingdom", "türkiye": "turkey"}


@dataclass
class Sampled:
    """What came of the samples; ``misses`` are sentences for people."""

    claims: Scores = field(default_factory=Scores)
    sentences: Score = field(default_factory=Score)
    parties_right: int = 0
    offered: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)


def measure() -> Sampled:
    """Suggest for each article with habits of the others alone, and offer for each annotation as if it were new."""
    work = [(article, document, layer) for article, document, layer in _work()]
    found = Sampled()
    for article, document, layer in work:
        others = [(d, one) for name, d, one in work if name != article]
        knowledge = Knowledge(habits_of(others))
        bare = Layer(layer.head, layer.document)
        suggested = [one for one in suggest_all(document, bare, knowledge, ("rules",)) if one.confidence >= PRESET]
        reading = Reading(document.text, layer.document.language)
        there = [_item(reading, layer, one) for one in layer.in_order() if one.type == CLAIM and one.fragments]
        proposed = [_proposed(reading, one) for one in suggested if one.type == CLAIM]
        pairs = found.claims.add(reading, proposed, there)
        missed = set(range(len(there))) - {other for _one, other in pairs}
        found.misses += (f"claim of {article}: {_said(reading, there[at])}" for at in sorted(missed))
        _agreements(reading, layer, [one for one in suggested if one.type == AGREEMENT], found)
        _offers(document, layer, found)
    return found


def _work() -> Iterator[tuple[str, Document, Layer]]:
    for path in sorted(SEEDS.glob("*.ann.json")):
        read = read_annotated(path)
        assert read.document is not None
        yield path.name.split(".")[0], read.document, read.layer


def _item(reading: Reading, layer: Layer, annotation: Annotation) -> Item:
    roles = annotation.speakers or annotation.parties
    mentions = [layer.annotations[role.mention] for role in roles if role.mention in layer.annotations]
    names = {_name(name) for role in roles for name in layer.entities[role.entity].names}
    spans = [span for mention in mentions for span in mention.fragments]
    return Item(words_of(reading, annotation.fragments), words_of(reading, spans), "", frozenset(names))


def _proposed(reading: Reading, suggestion: Suggestion) -> Item:
    spans = [part.who.span for part in suggestion.roles if part.who.span]
    names = frozenset(_name(part.who.name) for part in suggestion.roles)
    return Item(words_of(reading, suggestion.fragments), words_of(reading, spans), suggestion.pattern, names)


def _name(name: str) -> str:
    key = folded(name).removeprefix("the ")
    return _SAME.get(key, key)


def _said(reading: Reading, item: Item) -> str:
    return reading.said((min(item.content), max(item.content) + 1))


def _agreements(reading: Reading, layer: Layer, suggested: list[Suggestion], found: Sampled) -> None:
    """Count sentences: an agreement is found where one of its sentences is proposed."""
    there = [one for one in layer.in_order() if one.type == AGREEMENT and one.fragments]
    open_ = list(there)
    right = 0
    for suggestion in suggested:
        item = _proposed(reading, suggestion)
        touched = {reading.sentence_of[at] for at in item.content}
        hit = next((one for one in open_ if touched & _sentences(reading, one)), None)
        if hit is None:
            continue
        open_.remove(hit)
        right += 1
        wanted = [{_name(name) for name in layer.entities[role.entity].names} for role in hit.parties]
        all_there = all(names & item.names for names in wanted)
        none_wrong = all(any(name in names for names in wanted) for name in item.names)
        found.parties_right += all_there and none_wrong
    found.sentences.add(right, len(suggested), len(there))
    found.misses += (f"agreement: {one.text}" for one in open_)


def _sentences(reading: Reading, annotation: Annotation) -> set[int]:
    return {reading.sentence_of[at] for at in words_of(reading, annotation.fragments)}


def _offers(document: Document, layer: Layer, found: Sampled) -> None:
    """Ask what is offered for each annotation, all actors marked and nothing else known of it."""
    knowledge = Knowledge(codebook=folder_codebook(SEEDS))
    actors = {one.id: one for one in layer.annotations.values() if one.type == ACTOR}
    for annotation in layer.in_order():
        if annotation.type == ACTOR or not annotation.fragments:
            continue
        role = "speakers" if annotation.type == CLAIM else "parties"
        bare = annotation._replace(
            speakers=(), parties=(), via=(), targets=(), topic=None, attribution=None, status=None, date=None
        )
        wanted = {one.entity for one in getattr(annotation, role)}
        if wanted:
            first = _first(document, layer, actors, bare, knowledge)
            _count(found, role, right=_whom(first) == wanted, text=annotation.text)
            for name, value in first.fields if first else ():
                if getattr(annotation, name):
                    found.offered[name] += 1
                    found.offered[f"{name} right"] += str(getattr(annotation, name)).startswith(value)
        whole = bare._replace(**{role: getattr(annotation, role)})
        if annotation.via:
            via = _first(document, layer, actors, whole, knowledge)
            _count(found, "via", right=_whom(via) == {one.entity for one in annotation.via}, text=annotation.text)
        if annotation.topic:
            done = whole._replace(via=annotation.via or annotation.speakers[:1] or annotation.parties[:1])
            topic = _first(document, Layer(layer.head, layer.document, layer.entities), actors, done, knowledge)
            right = topic is not None and topic.topic == layer.topics[annotation.topic].name
            _count(found, "topic", right=right, text="")


def _first(
    document: Document, layer: Layer, actors: dict[str, Annotation], one: Annotation, knowledge: Knowledge
) -> Offer | None:
    annotations = {**actors, one.id: one}
    made = Layer(layer.head, layer.document, dict(layer.entities), dict(layer.topics), annotations)
    return offers_for(document, made, one.id, knowledge).first


def _whom(offer: Offer | None) -> set[str]:
    return {filler.entity for filler in offer.fillers} if offer else set()


def _count(found: Sampled, what: str, *, right: bool, text: str) -> None:
    found.offered[what] += 1
    found.offered[f"{what} right"] += right
    if text and not right:
        found.misses.append(f"{what} of: {text}")
