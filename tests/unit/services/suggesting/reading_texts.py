"""Texts for suggestions, and short ways to say what is expected of them."""

from annotator.model.document import Document, DocumentInfo
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge
from annotator.services.suggesting.rules import RULES
from annotator.services.suggesting.suggestion import Suggestion


def a_document(text: str, language: str | None = "en") -> tuple[Document, Layer]:
    info = DocumentInfo("talks.txt", language=language)
    return Document(text, info), Layer(LayerHead(Annotator("mkato")), info)


def suggested(
    text: str, kind: str, language: str | None = "en", knowledge: Knowledge = NO_KNOWLEDGE
) -> list[Suggestion]:
    document, layer = a_document(text, language)
    return [one for one in RULES.suggest(document, layer, knowledge) if one.type == kind]


def told(text: str, language: str | None = "en") -> list[tuple[str, str]]:
    """Give who says what, as (speakers, words)."""
    return [
        (", ".join(part.who.name for part in one.roles), " … ".join(one.quote(text)))
        for one in suggested(text, "claim", language)
    ]
