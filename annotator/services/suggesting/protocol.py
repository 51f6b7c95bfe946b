"""What a suggester has to be to be found and used; packages add some by the group ``annotator.suggesters.v1``.

``docs/plug-ins.md`` tells it with an example, and what other packages may use stands in
``annotator.services.suggesting.v1``.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.suggestion import Suggestion


class SuggesterError(RuntimeError):
    """A suggester that cannot be used, or gave what cannot be used; the message is a sentence for people."""


class Suggester(ABC):
    """Proposes annotations of a text. All but ``name`` and ``suggest`` may be left as it is here."""

    name: str = ""
    """What stands behind ``--with``: small letters of ASCII, digits and hyphens."""
    version: str = "1"
    """Said with the name in what an accepted suggestion carries: "rules 1"."""
    needs_model: bool = False
    """Whether it needs something large that is not everywhere: it is asked only where it is named."""
    seconds: float = 20.0
    """So long it may take for one text; then it is stopped, said, and left out."""

    @cached_property
    def title(self) -> str:
        """A few words for lists."""
        return self.name

    @property
    def by(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}"

    @abstractmethod
    def suggest(self, document: Document, layer: Layer, knowledge: Knowledge) -> Iterable[Suggestion]:
        """Give suggestions for a text, in any order. Pure: depends on the arguments alone, and changes nothing.

        What is annotated in the layer already need not be left out. Offsets are code points of ``document.text``.
        """
