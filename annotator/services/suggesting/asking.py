"""Asking several suggesters at once: those of this program here, all others in a process of their own, with a limit."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.suggesting.apart import suggest_apart
from annotator.services.suggesting.choosing import joined, remaining, slices, suggest_between
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge
from annotator.services.suggesting.protocol import SuggesterError
from annotator.services.suggesting.suggesters import is_own
from annotator.services.suggesting.suggestion import Suggestion


@dataclass(slots=True)
class Asked:
    """What suggesters gave, and by name why some were left out."""

    found: list[Suggestion] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def ask_all(document: Document, layer: Layer, knowledge: Knowledge = NO_KNOWLEDGE, names: Sequence[str] = ()) -> Asked:
    """Ask suggesters by name, and give what is open, by place; one that fails is named, and the others are heard."""
    asked = Asked()
    given: list[Suggestion] = []
    for name in names:
        try:
            if is_own(name):
                parts = slices(document.text)
                given += (one for part in parts for one in suggest_between(name, document, layer, knowledge, part))
            else:
                given += suggest_apart(name, document, layer, knowledge)
        except SuggesterError as error:
            asked.left_out[name] = str(error)
    asked.found = remaining(joined(given), document, layer, knowledge)
    return asked
