"""A codebook as tables of records, so that it is changed, undone and announced as a layer is."""

from dataclasses import dataclass, field
from typing import ClassVar

from annotator.model import edits
from annotator.model.codebook import Code, Codebook, CodebookHead
from annotator.model.document import DocumentInfo
from annotator.model.layer import Annotator, Layer, LayerHead


@dataclass(eq=False)
class CodebookLayer(Layer):
    """A layer without annotations that has the codes of a codebook, and what the codebook says of itself."""

    tables: ClassVar[tuple[str, ...]] = (*edits.TABLES, edits.HEADS, edits.CODES)

    codes: dict[str, Code] = field(default_factory=dict)
    heads: dict[str, CodebookHead] = field(default_factory=dict)

    @property
    def book(self) -> CodebookHead:
        """What the codebook says of itself."""
        return next(iter(self.heads.values()))


def codebook_layer_of(codebook: Codebook, name: str) -> CodebookLayer:
    """Give a codebook as tables; ``name`` is that of its file."""
    head = CodebookHead(
        codebook.name, codebook.blind, codebook.distinct, codebook.extra,
        words=codebook.words, without_suggestions=codebook.without_suggestions,
    )  # fmt: skip
    layer = CodebookLayer(LayerHead(Annotator("")), DocumentInfo(name), heads={head.id: head})
    layer.codes.update((code.id, code) for code in codebook.codes)
    layer.topics.update((topic.id, topic) for topic in codebook.topics)
    layer.entities.update((entity.id, entity) for entity in codebook.entities)
    return layer


def codebook_of(layer: CodebookLayer, modified: str = "") -> Codebook:
    """Give the codebook that the tables hold."""
    head = layer.book
    return Codebook(
        head.name,
        modified,
        head.blind,
        tuple(layer.codes.values()),
        tuple(layer.topics.values()),
        tuple(layer.entities.values()),
        head.distinct,
        head.extra,
        head.words,
        head.without_suggestions,
    )
