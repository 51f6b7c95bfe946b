"""What a folder's documents name and no codebook has, and what is said of it where it is to go into one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.name_key import name_key
from annotator.model.topic import Topic
from annotator.services.index.counts import counted_by
from annotator.services.index.names import Known, Names
from annotator.services.index.view import ALL, FileFacts, FolderView
from annotator.services.running.progress import Counter, Progress, no_progress

ENTITY: Final = "entity"
TOPIC: Final = "topic"
ReadLayer = Callable[[Path], Layer | None]


class LooseName(NamedTuple):
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


class LooseLayer:
    """What goes into a codebook: a layer with all that is said of it, and the ids of those that were asked for."""

    def __init__(self) -> None:
        self.layer = Layer(LayerHead(Annotator("")), DocumentInfo(""))
        self.entities: list[str] = []
        self.topics: list[str] = []
        self._topics: dict[str, str] = {}

    def add_entity(self, names: Names, number: int) -> None:
        """Add an entity as the folder's documents describe it, with its groups; for whoever keeps the names."""
        self._describe(names, number)
        self.entities.append(_id(number))

    def add_topics(
        self,
        view: FolderView,
        chosen: Sequence[LooseName],
        progress: Progress = no_progress,
        read: ReadLayer = read_layer_at,
    ) -> None:
        """Add topics as the first file that has a passage on them describes them, with the broader ones.

        Raises Cancelled where ``progress`` does. May be called in any thread.
        """
        counter, facts = Counter(len(chosen), progress), _first_files(view)
        for one in chosen:
            file = facts.get(one.number)
            told = read(file.path) if file else None
            key = name_key(one.name)
            topic = (
                next((known for known in told.topics.values() if name_key(known.name) == key), None) if told else None
            )
            topic = self._copy(told, topic) if told and topic else self._named(Topic("", one.name))
            self.topics.append(topic.id)
            counter.step(file.path if file else view.root)

    def _describe(self, names: Names, number: int) -> None:
        if _id(number) in self.layer.entities:
            return
        told = names.details(number)
        found = (names.entity_table.find(name, kind) for kind, name in told.member_of)
        groups = [group for group in found if group is not None]
        self.layer.entities[_id(number)] = Entity(
            _id(number), told.name, told.type, told.aliases, tuple(map(_id, groups)), dict(told.external_ids)
        )
        for group in groups:
            self._describe(names, group)

    def _copy(self, told: Layer, topic: Topic) -> Topic:
        copied = self._named(topic)
        above = told.topics.get(topic.broader or "")
        if above and copied.broader is None and self._named(above).id != copied.id:
            self.layer.topics[copied.id] = replace(copied, broader=self._named(above).id)
            self._copy(told, above)
        return copied

    def _named(self, topic: Topic) -> Topic:
        """Give the layer's topic of a name, which is added where it is not there."""
        key, there = name_key(topic.name), self.layer.topics
        if key not in self._topics:
            added = replace(topic, id=f"t{len(there)}", broader=None)
            there[added.id], self._topics[key] = added, added.id
        return there[self._topics[key]]


def _first_files(view: FolderView) -> dict[int, FileFacts]:
    """Give for each topic the first file that has a passage on it."""
    rows = view.rows(ALL)
    topics, first = np.unique(view.annotations.topic[rows], return_index=True)
    files = (view.facts(int(row)) for row in rows[first])
    return {topic: file for topic, file in zip(topics.tolist(), files, strict=True) if file}


def _id(number: int) -> str:
    return f"e{number}"
