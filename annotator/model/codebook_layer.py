"""A codebook as tables of records, so that it is changed, undone and announced as a layer is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.model import edits
from annotator.model.codebook import Code, Codebook, CodebookHead
from annotator.model.document import DocumentInfo
from annotator.model.edits import Edit, Record
from annotator.model.layer import Annotator, Layer, LayerHead

_TABLES = (edits.HEADS, edits.CODES, edits.TOPICS, edits.ENTITIES)


@dataclass(eq=False)
class Registry(Layer):
    """A layer without annotations that has the codes of a codebook, and what the codebook says of itself."""

    codes: dict[str, Code] = field(default_factory=dict)
    heads: dict[str, CodebookHead] = field(default_factory=dict)

    @property
    def book(self) -> CodebookHead:
        """What the codebook says of itself."""
        return next(iter(self.heads.values()))


def registry_of(codebook: Codebook, name: str) -> Registry:
    """Give a codebook as tables; ``name`` is that of its file."""
    head = CodebookHead(codebook.name, codebook.blind, codebook.distinct, codebook.extra)
    registry = Registry(LayerHead(Annotator("")), DocumentInfo(name), heads={head.id: head})
    registry.codes.update((code.id, code) for code in codebook.codes)
    registry.topics.update((topic.id, topic) for topic in codebook.topics)
    registry.entities.update((entity.id, entity) for entity in codebook.entities)
    return registry


def codebook_of(registry: Registry, modified: str = "") -> Codebook:
    """Give the codebook that the tables hold."""
    head = registry.book
    return Codebook(
        head.name,
        modified,
        head.blind,
        tuple(registry.codes.values()),
        tuple(registry.topics.values()),
        tuple(registry.entities.values()),
        head.distinct,
        head.extra,
    )


def edits_between(before: Registry, after: Registry) -> Iterator[Edit]:
    """Give the edits that make one registry's records those of another."""
    for table in _TABLES:
        old: dict[str, Record] = getattr(before, table)
        new: dict[str, Record] = getattr(after, table)
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield Edit(table, key, old.get(key), new.get(key))
