"""The names and topics that suggestions know of a folder: those of its index, in the window as in the command."""

from typing import Final

from annotator.model.codebook import Codebook
from annotator.services.index.names import Names
from annotator.services.suggesting.knowledge import Knowledge, KnownName, KnownTopic

MOST_NAMES: Final = 3000
"""So many of the folder's names are looked for, those of the most documents; and so many topics are known."""


def known_in(names: Names, codebook: Codebook | None) -> Knowledge:
    """Give what an index knows by name, each counted in documents, however many annotators a document has."""
    found = tuple(
        KnownName(known.name, known.type, known.documents, told.aliases, next((g[1] for g in told.member_of), ""))
        for known in names.all_entities()[:MOST_NAMES]
        for told in (names.details(known.number),)
    )
    topics = tuple(KnownTopic(known.name, known.documents) for known in names.all_topics()[:MOST_NAMES])
    return Knowledge(names=found, topics=topics, codebook=codebook)
