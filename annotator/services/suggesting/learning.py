"""Learning habits from annotations that were made: which extent of what the rules find was marked."""

from collections.abc import Iterable
from itertools import chain

from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.vocabulary import AGREEMENT, CLAIM
from annotator.services.suggesting.agreements import agreements
from annotator.services.suggesting.extents import Runs, extents
from annotator.services.suggesting.habits import Habits
from annotator.services.suggesting.mentions import Mentions
from annotator.services.suggesting.reading import Reading
from annotator.services.suggesting.reported import reported

_EXACT = 3.0
"""What an extent counts that was marked as it is; one that shares at least half counts by its share."""


def habits_of(work: Iterable[tuple[Document, Layer]]) -> Habits:
    """Count the habits of an analyst anew from documents and layers; those without text or annotations add nothing."""
    habits = Habits()
    for document, layer in work:
        habits = learned_from(habits, document, layer)
    return habits


def learned_from(habits: Habits, document: Document, layer: Layer) -> Habits:
    """Give habits with what one document's annotations add."""
    marked = [one for one in layer.annotations.values() if one.type in (CLAIM, AGREEMENT) and one.fragments]
    if not marked:
        return habits
    reading = Reading(document.text, layer.document.language)
    for annotation_type, pattern, found in _found(reading):
        for extent, weight in _chosen(reading, found, [one for one in marked if one.type == annotation_type]):
            habits = habits.learned(pattern, extent, weight)
    return habits


def _found(reading: Reading) -> Iterable[tuple[str, str, dict[str, Runs]]]:
    claims = (
        (CLAIM, told.pattern, extents(reading, told.content, told.speaker, told.cue)) for told in reported(reading)
    )
    deals = (
        (AGREEMENT, f"agreement {each.pattern}", extents(reading, (each.run,), each.parties[0].run, None))
        for each in agreements(reading, Mentions(reading))
    )
    return chain(claims, deals)


def _chosen(reading: Reading, found: dict[str, Runs], marked: list[Annotation]) -> Iterable[tuple[str, float]]:
    for extent, runs in found.items():
        words = {at for low, high in runs for at in range(low, high)}
        for annotation in marked:
            own = {at for span in annotation.fragments for at in range(*reading.run(span))}
            share = len(words & own) / len(words | own) if words & own else 0.0
            if share > 0.95:
                yield extent, _EXACT
            elif share >= 0.5:
                yield extent, share
