"""Layers of several annotators on one text, made with few words or at random."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.span import Span
from annotator.model.topic import Topic

TYPES = ("actor", "claim", "agreement")


def layer(annotations: Iterable[Annotation] = (), who: str = "mkato", **records: Iterable[Any]) -> Layer:
    """A layer of these annotations; ``entities``, ``topics`` and ``links`` are records."""
    made = Layer(LayerHead(Annotator(who)), DocumentInfo("talks.txt", characters=1000))
    for annotation in annotations:
        made.annotations[annotation.id] = annotation
    for table, found in records.items():
        getattr(made, table).update({record.id: record for record in found})
    return made


def marked(identifier: str, type_: str, *spans: tuple[int, int], **fields: Any) -> Annotation:
    """An annotation of some spans."""
    quote = tuple("x" * (end - start) for start, end in spans)
    return Annotation(identifier, type_, tuple(Span(*span) for span in spans), fields.pop("quote", quote), **fields)


_spans = st.tuples(
    st.sampled_from(TYPES), st.integers(0, 40), st.integers(1, 12), st.sampled_from(((), ("c",), ("d",)))
)


@st.composite
def layers(draw: st.DrawFn, most: int = 7) -> Layer:
    """Up to ``most`` annotations on 52 characters."""
    found = draw(st.lists(_spans, max_size=most))
    return layer(
        marked(f"a{number}", type_, (start, start + length), codes=codes)
        for number, (type_, start, length, codes) in enumerate(found)
    )


__all__ = ["Annotation", "Entity", "Link", "Role", "Topic", "layer", "layers", "marked"]
