"""All places where an entity's names stand in the text, to be annotated in one step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from annotator.formats.languages.names import name_at
from annotator.formats.languages.rules import rules_of
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.language import Language
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.editing.annotations import annotate
from annotator.services.editing.draft import Draft
from annotator.services.folding.find_words import Way, find_words


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a name; ``longer_name`` is the name it is only a part of ("South China Sea"), or ""."""

    span: Span
    longer_name: str = ""

    @property
    def is_proposed(self) -> bool:
        """Whether it is the name itself and should be annotated."""
        return not self.longer_name


AS_WRITTEN: Final = Way(match_case=True, whole_words=True)


def occurrences(
    document: Document, layer: Layer, entities: Iterable[Entity], way: Way = AS_WRITTEN
) -> list[Occurrence]:
    """Find where names of the entities stand, in order, leaving out those that already have an actor annotation."""
    entities = list(entities)
    names = [name for entity in entities for name in entity.names]
    person = any(entity.type == "person" for entity in entities)
    language = rules_of(layer.document.language)
    return [
        Occurrence(span, _longer_name(document.text, span, language, person=person))
        for span in find_words(document.text, names, way)
        if not any(_is_actor_over(annotation, span) for annotation in layer.between(*span))
    ]


def annotate_all(
    draft: Draft, document: Document, entity_ids: tuple[str, ...], spans: Iterable[Span]
) -> list[Annotation]:
    """Mark each span as an actor that stands for the entities."""
    return [annotate(draft, document, [span], ACTOR, entities=entity_ids, origin="all-occurrences") for span in spans]


def _is_actor_over(annotation: Annotation, span: Span) -> bool:
    return annotation.type == ACTOR and any(f.start <= span.start and span.end <= f.end for f in annotation.fragments)


def _longer_name(text: str, span: Span, language: Language, *, person: bool) -> str:
    run = name_at(text, span.start, language)
    if run is None or (run.start >= span.start and run.end <= span.end):
        return ""
    # Titles stand before a person's name and are no part of it.
    if person and run.end <= span.end:
        return ""
    return text[run.start : run.end]
