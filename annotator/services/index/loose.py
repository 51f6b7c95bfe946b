"""What a folder's documents name and no codebook has, and what is said of it where it is to go into one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.name_key import name_key
from annotator.model.topic import Topic
from annotator.services.index.counts import counted_by
from annotator.services.index.index import FolderIndex
from annotator.services.index.names import Known, Names
from annotator.services.index.view import ALL, FolderView

ENTITY: Final = "entity"
TOPIC: Final = "topic"
ReadLayer = Callable[[Path], Layer | None]


@dataclass(frozen=True, slots=True)
class LooseName:
    """An entity or topic that no codebook has: in how many documents it is, and of how many passages it is said."""

    kind: str
    number: int
    type: str
    name: str
    documents: int
    passages: int


class Passages(NamedTuple):
    """How many passages there are of each entity and each topic, by their numbers."""

    entities: Mapping[int, int] = {}
    topics: Mapping[int, int] = {}


@dataclass(slots=True)
class Gathered:
    """What goes into a codebook: a layer with all that is said of it, and the ids of those that were asked for."""

    layer: Layer = field(default_factory=lambda: Layer(LayerHead(Annotator("")), DocumentInfo("")))
    entities: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)


def passages_of_names(view: FolderView) -> Passages:
    """Count the passages of each entity and topic; of a large folder it takes a second, in any thread."""
    rows = view.rows(ALL)
    entities, topics = (
        {int(one.key): one.passages for one in counted_by(view, rows, kind)} for kind in (ENTITY, TOPIC)
    )
    return Passages(entities, topics)


def loose_names(names: Names, passages: Passages) -> list[LooseName]:
    """Give what is loose, that of most documents first; of what blind coding hides nothing."""
    found = [
        *_loose(ENTITY, names.loose_entities(), passages.entities),
        *_loose(TOPIC, names.loose_topics(), passages.topics),
    ]
    return sorted(found, key=lambda one: (-one.documents, -one.passages))


def gather(index: FolderIndex, chosen: Iterable[LooseName], read: ReadLayer | None = None) -> Gathered:
    """Give what the folder's documents say of entities and topics, with groups and broader topics.

    What is said of a topic is read from the first file that has a passage on it.
    """
    gathered = Gathered()
    for one in chosen:
        if one.kind == ENTITY:
            _add_entity(gathered.layer, index.names, one.number)
            gathered.entities.append(_id(one.number))
        else:
            gathered.topics.append(_add_topic(gathered.layer, index.view(), one, read or read_layer_at))
    return gathered


def read_layer_at(path: Path) -> Layer | None:
    """Read the layer of an annotation file, None where it cannot be read."""
    try:
        return load_sidecar(read_regular(path), duplicates=False).layer
    except (OSError, SidecarError):
        return None


def _loose(kind: str, known: Iterable[Known], passages: Mapping[int, int]) -> list[LooseName]:
    return [
        LooseName(kind, one.number, one.type, one.name, one.documents, passages.get(one.number, 0)) for one in known
    ]


def _add_entity(layer: Layer, names: Names, number: int) -> None:
    """Add an entity as the folder describes it, and its groups."""
    if _id(number) in layer.entities:
        return
    told = names.details(number)
    found = (names.entity_table.find(name, kind) for kind, name in told.member_of)
    groups = [group for group in found if group is not None]
    layer.entities[_id(number)] = Entity(
        _id(number), told.name, told.type, told.aliases, tuple(map(_id, groups)), dict(told.external_ids)
    )
    for group in groups:
        _add_entity(layer, names, group)


def _add_topic(layer: Layer, view: FolderView, loose: LooseName, read: ReadLayer) -> str:
    """Add a topic as a file that has it describes it, with the broader ones, and give its id."""
    key = name_key(loose.name)
    rows = view.rows(ALL)
    with_it = rows[view.annotations.topic[rows] == loose.number]
    facts = view.facts(int(with_it[0])) if len(with_it) else None
    told = read(facts.path) if facts else None
    topic = next((one for one in told.topics.values() if name_key(one.name) == key), None) if told else None
    return _copy_topic(layer, told, topic) if told and topic else _of_name(layer, Topic("", loose.name)).id


def _copy_topic(layer: Layer, told: Layer, topic: Topic) -> str:
    copied = _of_name(layer, topic)
    above = told.topics.get(topic.broader or "")
    if above and copied.broader is None and _of_name(layer, above).id != copied.id:
        layer.topics[copied.id] = replace(copied, broader=_of_name(layer, above).id)
        _copy_topic(layer, told, above)
    return copied.id


def _of_name(layer: Layer, topic: Topic) -> Topic:
    """Give the layer's topic of a name, which is added where it is not there."""
    key = name_key(topic.name)
    known = next((one for one in layer.topics.values() if name_key(one.name) == key), None)
    if known is None:
        known = replace(topic, id=f"t{len(layer.topics)}", broader=None)
        layer.topics[known.id] = known
    return known


def _id(number: int) -> str:
    return f"e{number}"
