"""The suggester that knows the folder: its names where they stand, and the topics whose words a statement has."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from annotator.formats.languages.rules import rules_of
from annotator.model.document import Document
from annotator.model.language import any_of
from annotator.model.layer import Layer
from annotator.model.name_key import folded, name_key
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.knowledge import Knowledge, KnownName
from annotator.services.suggesting.protocol import Suggester
from annotator.services.suggesting.suggestion import Somebody, Suggestion

_SHORTEST: Final = 2


class FolderNames(Suggester):
    """Names of the folder's sidecars and codebook, wherever they stand."""

    name = "folder"
    title = "Names and topics of this folder"

    def suggest(self, document: Document, layer: Layer, knowledge: Knowledge) -> Iterator[Suggestion]:
        """Give every place of a known name, the longest first; words of a sentence's beginning are no names."""
        known = _known(knowledge, layer)
        if not known:
            return
        ids = {folded(name): entity.id for entity in layer.entities.values() for name in entity.names}
        told = {key: (whose, ids.get(folded(whose.name)), _sure(whose), _why(whose)) for key, whose in known.items()}
        by = self.by
        for match in _pattern(tuple(sorted(known, key=len, reverse=True))).finditer(document.text):
            found = told.get(match.group()) or told.get(name_key(match.group()))
            if found is None:
                continue
            whose, entity, sure, why = found
            span = Span(*match.span())
            who = Somebody(whose.name, whose.type, span, entity, whose.member_of)
            yield Suggestion(ACTOR, (span,), entities=(who,), confidence=sure, why=why, pattern="name", by=by)


FOLDER: Final = FolderNames()


def _known(knowledge: Knowledge, layer: Layer) -> dict[str, KnownName]:
    """Give whose each name is, by its key; pronouns and the like are nobody's, and neither are numbers."""
    registered = knowledge.codebook.entities if knowledge.codebook else ()
    entities = (*registered, *layer.entities.values())
    names = (*knowledge.names, *(KnownName(one.name, one.type, 1, one.aliases) for one in entities))
    rules = rules_of(layer.document.language)
    owners: dict[str, set[str]] = {}
    for whose in names:
        for alias in whose.aliases:
            owners.setdefault(name_key(alias), set()).add(folded(whose.name))
    known: dict[str, KnownName] = {}
    for whose in names:
        for name in (whose.name, *whose.aliases):
            key = name_key(name)
            if name != whose.name and len(owners[key]) > 1:
                continue  # an alias of two is nobody's
            small = folded(key)
            if len(key) >= _SHORTEST and small not in rules.openers | rules.pronouns and not key.isdigit():
                if key == small and key.isascii():
                    continue  # "the ministers" would be found everywhere, and mean somebody else
                known.setdefault(key, whose)
    return known


@lru_cache(maxsize=4)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    parts = any_of(names).replace(r"\ ", r"\s")
    return re.compile(rf"(?<!\w){parts}(?!\w)" if names[0].isascii() else rf"(?<![A-Za-z]){parts}(?![A-Za-z])")


def _sure(whose: KnownName) -> float:
    return min(0.97, 0.86 + 0.02 * whose.documents)


def _why(whose: KnownName) -> str:
    if whose.documents < 2:
        return "a name known in this folder"
    return f"name known in this folder: {whose.documents:,} documents"
