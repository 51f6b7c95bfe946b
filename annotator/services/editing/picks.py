"""What a list offers while a name is typed: what this sentence has, this document, the codebook, and the folder."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded, name_key
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, ROLE_WORD
from annotator.services.editing.draft import Draft
from annotator.services.editing.fillers import fillers
from annotator.services.editing.named import Described, InLayer, NamedEntity, described
from annotator.services.folding.folded_text import Folding
from annotator.services.folding.folded_text import folded as folded_as

SENTENCE: Final = "sentence"
DOCUMENT: Final = "document"
CODEBOOK: Final = "codebook"
FOLDER: Final = "folder"
WHOLE: Final = 0
WITHIN: Final = 4
_AS_TYPED: Final = Folding(case=True, accents=True, sharp=True)
_NAMES_HELD: Final = 2**16


class Known(Protocol):
    """An entity or topic of the folder, and in how many documents it is."""

    @property
    def number(self) -> int:
        """The number by which the folder knows it."""

    @property
    def type(self) -> str:
        """The type of an entity."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def documents(self) -> int:
        """In how many documents it is."""


class KnownDetails(Protocol):
    """What the folder's documents say of an entity."""

    @property
    def type(self) -> str:
        """Its type."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""

    @property
    def member_of(self) -> tuple[tuple[str, str], ...]:
        """Its groups, by type and name."""

    @property
    def external_ids(self) -> Mapping[str, str]:
        """Its ids elsewhere."""


class FolderNames(Protocol):
    """The names of a folder as they are typed; of equals those come first that documents near a day have."""

    def entities(
        self, typed: str = "", limit: int = 20, *, types: Collection[str] = (), near: int | None = None
    ) -> Sequence[Known]:
        """Give entities."""

    def topics(self, typed: str = "", limit: int = 20, *, near: int | None = None) -> Sequence[Known]:
        """Give topics."""

    def details(self, number: int) -> KnownDetails:
        """Give what is said of an entity."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where names come from besides the document: its codebook, and its folder where that is read, on its day."""

    codebook: Codebook
    folder: FolderNames | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class EntityPick:
    """An entity that can be picked, and where it is known from; of the folder in how many documents it is."""

    named: NamedEntity
    type: str
    where: str
    quality: int
    documents: int = 0


@dataclass(frozen=True, slots=True)
class TopicPick:
    """A topic that can be picked."""

    name: str
    code: str
    where: str
    quality: int
    documents: int = 0


T = TypeVar("T", EntityPick, TopicPick)


class OfFolder:
    """An entity of the folder; what the documents say of it is asked for when it is taken."""

    def __init__(self, names: FolderNames, known: Known) -> None:
        self._names = names
        self._known = known

    @property
    def name(self) -> str:
        """What it is called."""
        return self._known.name

    def put(self, draft: Draft, codebook: Codebook) -> Entity:
        """Give the document's entity of this name and type, else a copy with all that is said of it."""
        told = self._names.details(self._known.number)
        return Described(told.name, told.type, told.aliases, told.member_of, told.external_ids).put(draft, codebook)


def entity_picks(
    layer: Layer, annotation: Annotation | None, field: str, typed: str, sources: Sources, *, sentence: Span, limit: int
) -> list[EntityPick]:
    """Give the entities of which a name matches what was typed, a whole name first.

    Those of the sentence come before those of the document, the codebook and the folder; among those of the document
    the better match, and then who fits the role better. With nothing typed who holds the role already is left out.
    """
    wanted = as_typed(typed)
    near = [one.entity for one in fillers(layer, annotation, field)] if annotation and field in ROLE_WORD else []
    named = {key for mention in layer.between(*sentence) if mention.type == ACTOR for key in mention.entities}
    order = {key: place for place, key in enumerate(near)}
    there = near if near and not wanted else [*near, *(key for key in layer.entities if key not in order)]
    own = [
        EntityPick(InLayer(entity.id, entity.name), entity.type, SENTENCE if entity.id in named else DOCUMENT, quality)
        for entity in map(layer.entities.__getitem__, there)
        if (quality := quality_of(wanted, entity.names)) is not None
    ]
    own.sort(key=lambda pick: (pick.where == DOCUMENT, pick.quality))
    known = {_identity(entity.type, name) for entity in layer.entities.values() for name in entity.names}
    return _best(own, _registered(wanted, sources, known), _of_folder(typed, wanted, sources, known, limit), limit)


def topic_picks(layer: Layer, typed: str, sources: Sources, *, sentence: Span, limit: int) -> list[TopicPick]:
    """Give the topics of which the name matches in the same order, of equals in the document the one made last."""
    wanted = as_typed(typed)
    said = {annotation.topic for annotation in layer.between(*sentence)}
    own = [
        TopicPick(topic.name, topic.code or "", SENTENCE if topic.id in said else DOCUMENT, quality)
        for topic in reversed(layer.topics.values())
        if (quality := quality_of(wanted, (topic.name,))) is not None
    ]
    own.sort(key=lambda pick: (pick.where == DOCUMENT, pick.quality))
    known = {folded(topic.name) for topic in layer.topics.values()}
    registered = [topic for topic in sources.codebook.topics if folded(topic.name) not in known]
    known |= {folded(topic.name) for topic in registered}
    of_book = (
        TopicPick(topic.name, topic.code or "", CODEBOOK, quality)
        for topic in registered
        if (quality := quality_of(wanted, (topic.name,))) is not None
    )
    found = sources.folder.topics(typed, limit + len(known), near=sources.day) if sources.folder else ()
    of_folder = (
        TopicPick(one.name, "", FOLDER, _found_quality(wanted, one.name), one.documents)
        for one in found
        if folded(one.name) not in known
    )
    return _best(own, of_book, of_folder, limit)


def sentence_of(document: Document, annotation: Annotation | None, language: str | None) -> Span:
    """Give the place of the sentences in which an annotation stands; an empty one where it stands nowhere."""
    if annotation is None or not annotation.fragments:
        return Span(0, 0)
    rules = rules_of(language)
    spans = [sentence_at(document.text, place, rules) for place in (annotation.start, annotation.end - 1)]
    ends = [end for span in (*spans, Span(annotation.start, annotation.end)) if span for end in span]
    return Span(min(ends), max(ends))


def as_typed(name: str) -> str:
    """Give the form in which names are looked for: without case, accents, and letters that a keyboard may not have."""
    return _as_typed(name)


@lru_cache(_NAMES_HELD)
def _as_typed(name: str) -> str:
    key = name_key(name)
    return key.lower() if key.isascii() else " ".join(folded_as(key, _AS_TYPED).split())


def quality_of(wanted: str, names: Iterable[str]) -> int | None:
    """Say how well names match: 0 a whole name, then its beginning, a later word's, words in any order, any place."""
    found = (quality for name in names if (quality := _quality(wanted, as_typed(name))) is not None)
    return min(found, default=None)


def _quality(wanted: str, name: str) -> int | None:
    if name == wanted:
        return WHOLE
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    words = name.split()
    if all(any(word.startswith(one) for word in words) for one in wanted.split()):
        return 3
    return WITHIN if wanted in name else None


def _registered(wanted: str, sources: Sources, known: set[tuple[str, str]]) -> Iterator[EntityPick]:
    """Give those of the codebook that are not known yet, the better matches first."""
    new = [one for one in sources.codebook.entities if _identity(one.type, one.name) not in known]
    known.update(_identity(entity.type, name) for entity in new for name in entity.names)
    found = [(quality, one) for one in new if (quality := quality_of(wanted, one.names)) is not None]
    for quality, entity in sorted(found, key=lambda item: item[0]):
        yield EntityPick(described(entity, sources.codebook), entity.type, CODEBOOK, quality)


def _of_folder(
    typed: str, wanted: str, sources: Sources, known: set[tuple[str, str]], limit: int
) -> Iterator[EntityPick]:
    """Give those of the folder that are not known yet, in its own order."""
    if sources.folder is None:
        return
    for one in sources.folder.entities(typed, limit + len(known), near=sources.day):
        if _identity(one.type, one.name) not in known:
            yield EntityPick(
                OfFolder(sources.folder, one), one.type, FOLDER, _found_quality(wanted, one.name), one.documents
            )


def _found_quality(wanted: str, name: str) -> int:
    return WHOLE if as_typed(name) == wanted else 1


def _best(own: Sequence[T], registered: Iterable[T], of_folder: Iterable[T], limit: int) -> list[T]:
    """Put a whole name before all others, and what is found within a word last; the rest stays in its order."""
    found: list[T] = list(own)
    found.extend(registered)
    # What the folder has is found in its best order.
    found.extend(list(of_folder)[: max(0, limit - len(own))])
    found.sort(key=lambda pick: (pick.quality != WHOLE, pick.quality == WITHIN))
    return found[:limit]


def _identity(kind: str, name: str) -> tuple[str, str]:
    return kind, folded(name)
