"""Asking several suggesters at once: those of this program here, all others in a process of their own, with a limit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.services.suggesting.apart import suggest_apart
from annotator.services.suggesting.choosing import joined, remaining, slices, suggest_in
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge
from annotator.services.suggesting.protocol import SuggesterError
from annotator.services.suggesting.suggesters import is_own
from annotator.services.suggesting.suggestion import Suggestion


class Asking:
    """Suggesters that are asked about a document; ``left_out`` says by name why some are not heard."""

    def __init__(
        self, document: Document, layer: Layer, knowledge: Knowledge = NO_KNOWLEDGE, names: Sequence[str] = ()
    ) -> None:
        self._document, self._layer, self._knowledge = document, layer, knowledge
        self._own = [name for name in names if is_own(name)]
        self._others = [name for name in names if not is_own(name)]
        self.left_out: dict[str, str] = {}

    def by_slices(self) -> Iterator[list[Suggestion]]:
        """Give what is open in each slice of the text, by place: so much is held of what may be a long text."""
        others = list(self._of_others())
        for part in slices(self._document.text):
            found = suggest_in(part, self._document, self._layer, self._knowledge, self._own)
            found += (_with_those_in(part, one) for one in others if part.contains(one.start))
            yield remaining(joined(found), self._document, self._layer, self._knowledge)

    def _of_others(self) -> Iterator[Suggestion]:
        """Ask those that see the text as a whole; one that fails is named, and the others are heard."""
        for name in self._others:
            try:
                yield from suggest_apart(name, self._document, self._layer, self._knowledge)
            except SuggesterError as error:
                self.left_out[name] = str(error)


def _with_those_in(part: Span, suggestion: Suggestion) -> Suggestion:
    """Give a suggestion without the places of who takes part where these are in another slice."""
    roles = tuple(
        replace(one, who=replace(one.who, span=None)) if one.who.span and not part.contains(one.who.span.start) else one
        for one in suggestion.roles
    )
    return suggestion if roles == suggestion.roles else replace(suggestion, roles=roles)
