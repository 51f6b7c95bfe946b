"""Which annotations a list shows: by type, and by words in their quote, their entities, their topic or their note."""

from collections.abc import Iterable, Iterator

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.name_key import folded


class AnnotationFilter:
    """Made anew when the words, the entities or the topics change; every word has to be found somewhere.

    Without ``types`` every type is shown, also one that this version does not know.

    Names are looked up once, and who bears them is asked of the layer's references.
    """

    def __init__(self, layer: Layer, types: frozenset[str] | None, words: str, *, only_unplaced: bool = False) -> None:
        self._types = types
        self._only_unplaced = only_unplaced
        self._words = [_Word(layer, word) for word in folded(words).split()]

    def admits(self, annotation: Annotation) -> bool:
        """Tell whether an annotation is shown."""
        if self._only_unplaced and annotation.fragments:
            return False
        return self._has_type(annotation) and all(word.is_in(annotation) for word in self._words)

    def of(self, annotations: Iterable[Annotation]) -> Iterator[Annotation]:
        """Give those that are shown, in the order given."""
        if not self._words and not self._only_unplaced:
            return filter(self._has_type, annotations)
        return filter(self.admits, annotations)

    @property
    def admits_all(self) -> bool:
        """Whether every annotation is shown."""
        return self._types is None and not self._words and not self._only_unplaced

    def _has_type(self, annotation: Annotation) -> bool:
        return self._types is None or annotation.type in self._types


class _Word:
    def __init__(self, layer: Layer, word: str) -> None:
        self._word = word
        named = (entity.id for entity in layer.entities.values() if any(word in folded(name) for name in entity.names))
        self._entities = frozenset(named)
        self._topics = frozenset(topic.id for topic in layer.topics.values() if word in folded(topic.name))

    def is_in(self, annotation: Annotation) -> bool:
        if annotation.topic in self._topics:
            return True
        if any(self._word in folded(quote) for quote in annotation.quote):
            return True
        if annotation.note and self._word in folded(annotation.note):
            return True
        return bool(self._entities) and not self._entities.isdisjoint(annotation.entities_involved())
