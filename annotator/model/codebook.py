"""A folder's shared codes, topics and entities with their descriptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from annotator.model.entity import Entity
from annotator.model.extra import Extra
from annotator.model.name_key import name_key
from annotator.model.topic import Topic

THE_CODEBOOK: Final = "codebook"
"""The key of the one record in the table of heads."""


@dataclass(frozen=True, slots=True)
class Code:
    """A sub-kind of actors, claims or agreements; of a ``one_of_group`` group an annotation carries one at most."""

    id: str
    type: str
    name: str
    group: str = ""
    one_of_group: bool = False
    color: str | None = None
    definition: str = ""
    examples: tuple[str, ...] = ()
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class CodebookHead:
    """What a codebook says of itself, as the one record of its table."""

    name: str = ""
    blind: bool = False
    distinct: tuple[tuple[str, str], ...] = ()
    extra: Extra = ()
    id: str = THE_CODEBOOK
    words: tuple[tuple[str, str], ...] = ()
    without_suggestions: bool = False


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes, and the registry of topics and entities that a folder's documents share."""

    name: str = ""
    modified: str = ""
    blind: bool = False
    codes: tuple[Code, ...] = ()
    topics: tuple[Topic, ...] = ()
    entities: tuple[Entity, ...] = ()
    distinct: tuple[tuple[str, str], ...] = ()
    extra: Extra = ()
    words: tuple[tuple[str, str], ...] = ()
    """Words that are lit up in every article, each with the id of the topic or the code that it may lead to, or ""."""
    without_suggestions: bool = False
    """Whether annotators may have no suggestions."""

    def words_of(self, identifier: str) -> tuple[str, ...]:
        """The words that may lead to a topic or a code."""
        return tuple(word for word, leads_to in self.words if leads_to == identifier)

    def codes_of(self, annotation_type: str) -> tuple[Code, ...]:
        """The codes that annotations of a type may carry."""
        return tuple(code for code in self.codes if code.type == annotation_type)

    def excluded_by(self, code_name: str, annotation_type: str) -> frozenset[str]:
        """The names of the codes that one code rules out."""
        codes = self.codes_of(annotation_type)
        wanted = name_key(code_name)
        groups = {code.group for code in codes if code.one_of_group and name_key(code.name) == wanted}
        return frozenset(code.name for code in codes if code.group in groups and name_key(code.name) != wanted)

    def fitting(self, names: Iterable[str], annotation_type: str) -> tuple[str, ...]:
        """Those of some names of codes that one annotation of a type may carry together, the first ones first."""
        known = {name_key(code.name) for code in self.codes_of(annotation_type)}
        kept: list[str] = []
        for name in names:
            ruled_out = set(map(name_key, self.excluded_by(name, annotation_type)))
            if name_key(name) in known and ruled_out.isdisjoint(map(name_key, kept)):
                kept.append(name)
        return tuple(kept)
