"""What suggestions rest on besides the text: habits, names and topics of the folder, and what was refused."""

from dataclasses import dataclass, field

from annotator.model.codebook import Codebook
from annotator.model.document import Document, text_sha256
from annotator.model.name_key import folded
from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.habits import Habits
from annotator.services.suggesting.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name of the folder: whose it is, with the entity's type, and in how many documents it is marked.

    ``member_of`` is the name of the first group that its bearer is a member of there.
    """

    name: str
    type: str = "other"
    documents: int = 0
    aliases: tuple[str, ...] = ()
    member_of: str = ""


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """A topic of the folder, and in how many documents something is about it."""

    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that suggestions may know of one folder and one analyst; nothing of colleagues under blind coding.

    ``pipeline`` is the one of spaCy that the analyst chose, "" for any of the document's language.
    """

    habits: Habits = field(default_factory=Habits)
    names: tuple[KnownName, ...] = ()
    topics: tuple[KnownTopic, ...] = ()
    refused: frozenset[str] = frozenset()
    codebook: Codebook | None = None
    pipeline: str = ""

    def refuses(self, suggestion: Suggestion, document: Document) -> bool:
        """Tell whether the analyst refused this suggestion here, or all of its kind."""
        return bool(self.refused) and not self.refused.isdisjoint(
            (refusal_here(suggestion, document), refusal_everywhere(suggestion, document))
        )


NO_KNOWLEDGE = Knowledge()


def refusal_here(suggestion: Suggestion, document: Document) -> str:
    """Give by what a refusal is kept that holds at one place of one document: its text, the place and the quote."""
    place = ",".join(f"{start}-{end}" for start, end in suggestion.fragments)
    quote = "…".join(suggestion.quote(document.text))
    return f"{document.info.text_sha256 or text_sha256(document.text)} {suggestion.type} {place} {quote}"


def refusal_everywhere(suggestion: Suggestion, document: Document) -> str:
    """Give by what a refusal is kept that holds in the whole folder: an actor's name, else the pattern."""
    if suggestion.type == ACTOR:
        return f"name {folded(' '.join(suggestion.quote(document.text)))}"
    return f"pattern {suggestion.type} {suggestion.pattern}"
