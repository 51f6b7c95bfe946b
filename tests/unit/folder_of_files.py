"""Folders of annotation files made by chance from a seed, with all that an index has to tell apart."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Final

from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model import vocabulary
from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Codebook
from annotator.model.decision import Decision
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.services.index.edges import FolderGraph, first_names
from annotator.services.index.index import FolderIndex

NAMES: Final = (
    ("Norland", "state"), ("Ostia", "state"), ("Aiko Mori", "person"), ("Mori", "person"), ("Mori", "other"),
    ("Norland", "other"), ("O’Brien", "person"), ("O'Brien", "person"), ("Jose\u0301", "person"), ("José", "person"),
    ("UK", "state"), ("United  Kingdom", "state"), ("Guild", "organization"), ("Guild", "group"), ("Guild", "other"),
    ("Wałęsa", "person"), ("Muller", "person"), ("Müller", "person"),
)  # fmt: skip
TOPICS: Final = (
    "They should train",
    "They  should train",
    "Trade is good",
    "The base has to “stay”",
    'The base has to "stay"',
)
CODES: Final = ("threat", "offer", "aid", "aid ")
DATES: Final = (
    None,
    "2022-04-12",
    "2022-04",
    "2021",
    "2022-04-12/..",
    "../2020-01-01",
    "2022-13-45",
    "Y-170000",
    "soon",
)
ANNOTATORS: Final = ("ab", "cd", "adjudicated")
CODEBOOK: Final = Codebook(
    "Book", entities=(Entity("e1", "United Kingdom", "state", ("UK", "Britain")), Entity("e2", "O'Brien", "person"))
)
"""Names one entity by another's name."""


def chance_layer(chance: random.Random, annotator: str = "ab", document: str = "a.txt", size: int = 12) -> Layer:
    """Give a layer with annotations of all types, by chance."""
    layer = Layer(
        LayerHead(Annotator(annotator, annotator.upper()), "2022-04-12T10:00:00Z", "2022-04-12T10:00:00Z"),
        DocumentInfo(
            document,
            title=chance.choice((None, "A title")),
            publisher=chance.choice((None, "Daily", "daily")),
            author=chance.choice((None, "A. Writer")),
            published=chance.choice(DATES[:5]),
            state=chance.choice(vocabulary.STATES),
        ),
    )
    for number, (name, kind) in enumerate(chance.sample(NAMES, chance.randrange(2, 9))):
        layer.entities[f"e{number}"] = Entity(f"e{number}", name, kind, chance.choice(((), ("The one", "Mori"))))
    for key in list(layer.entities)[1:]:
        if chance.random() < 0.3:
            layer.entities[key] = replace(layer.entities[key], member_of=("e0",))
    for number, name in enumerate(chance.sample(TOPICS, chance.randrange(1, 4))):
        layer.topics[f"t{number}"] = Topic(f"t{number}", name, chance.choice((None, "t0", "t1")) if number else None)
    for number in range(chance.randrange(size)):
        one = _annotation(chance, layer, f"{annotator[0]}{document}{number}")
        layer.annotations[one.id] = one
    _link(chance, layer)
    if annotator == "adjudicated":
        for number, verdict in enumerate(("accepted", "open", "rejected")[: chance.randrange(4)]):
            decision = Decision(f"d{number}", verdict, "ab", "2022-04-12T10:00:00Z")
            layer.review[str(number)] = decision
    # What a type has no field for is not written.
    return load_sidecar(dump_sidecar(layer)).layer


def _annotation(chance: random.Random, layer: Layer, identifier: str) -> Annotation:
    kind = chance.choice(vocabulary.TYPES)
    start = chance.randrange(200)
    spans = () if chance.random() < 0.1 else (Span(start, start + chance.randrange(1, 30)),)
    one = Annotation(identifier, kind, spans, ("words said",), "before ", " after", note=chance.choice(("", "A note")))
    one = one._replace(codes=tuple(chance.sample(CODES[:3], chance.randrange(3))), date=chance.choice(DATES))
    if kind == vocabulary.ACTOR:
        return one._replace(entities=_some(chance, layer))
    topic, stance = chance.choice((None, *layer.topics)), chance.choice((None, *vocabulary.STANCES))
    one = one._replace(topic=topic, stance=stance, via=_roles(chance, layer))
    if kind == vocabulary.CLAIM:
        attitudes = (None, *vocabulary.ATTITUDES)
        targets = tuple(role._replace(attitude=chance.choice(attitudes)) for role in _roles(chance, layer))
        return one._replace(speakers=_acting(chance, layer), targets=targets, certainty=chance.choice((None, "likely")))
    parties = tuple(role._replace(side=chance.choice((None, 1, 2))) for role in _acting(chance, layer))
    return one._replace(parties=parties, status=chance.choice((None, "agreed", "discussed", "signed")))


def _some(chance: random.Random, layer: Layer) -> tuple[str, ...]:
    return tuple(chance.sample(list(layer.entities), chance.randrange(min(3, len(layer.entities)) + 1)))


def _roles(chance: random.Random, layer: Layer) -> tuple[Role, ...]:
    mentions = (None, *layer.annotations)
    return tuple(Role(entity, chance.choice(mentions)) for entity in _some(chance, layer))


def _acting(chance: random.Random, layer: Layer) -> tuple[Role, ...]:
    behind = (None, None, *layer.entities)
    return tuple(role._replace(acts_for=chance.choice(behind)) for role in _roles(chance, layer))


def _link(chance: random.Random, layer: Layer) -> None:
    ids = list(layer.annotations)
    for number in range(chance.randrange(3)):
        if len(ids) > 1:
            one, other = chance.sample(ids, 2)
            layer.links[f"l{number}"] = Link(f"l{number}", chance.choice(("same-event", "supports")), one, other)


def write(path: Path, layer: Layer) -> None:
    """Put a layer into a file as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dump_sidecar(layer))


def chance_folder(chance: random.Random, folder: Path, documents: int = 6) -> list[Path]:
    """Write the annotation files of some documents; gives their paths."""
    made: list[Path] = []
    for number in range(documents):
        below = chance.choice(("", "sub", "sub/deep"))
        name = f"d{number}.txt"
        (folder / below).mkdir(parents=True, exist_ok=True)
        (folder / below / name).write_text("Nothing.", encoding="utf-8")
        for annotator in chance.sample(ANNOTATORS, chance.randrange(1, 4)):
            path = folder / below / f"{name}.{annotator}.ann.json"
            write(path, chance_layer(chance, annotator, name))
            made.append(path)
    return made


def kept_chart(index: FolderIndex) -> FolderGraph:
    """Give the chart of all files that speak, of the edges that the index keeps up."""
    return FolderGraph(*index.edges.sums(), index.names.entity_table, first_names(index.view()))
