"""A layer by columns: what is asked of all its annotations at once is asked of one column, whatever it was read into.

Checks, counts of losses, tables and the folder's index go this way. An annotation file in which nothing is wrong comes
as its parser made it, with the model's fields by the model's names; the model's records are made when they are asked
for, which takes as long as all the rest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Final, Self

from annotator.model.annotation import Annotation, Role
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Layer, LayerHead
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.vocabulary import ROLE_WORD

_NO_COLUMNS: Final[Mapping[str, tuple[Any, ...]]] = dict.fromkeys(Annotation._fields, ())


class LayerColumns:
    """What a layer holds at one moment: annotations by columns, other records by id.

    ``annotations`` are in the order of the file, each with the values of ``Annotation`` in their order; all records are
    the model's, or have their fields. ``make`` gives the layer of them; ``parsed`` is what a parser gave, if one did.
    """

    def __init__(
        self,
        head: LayerHead,
        document: DocumentInfo,
        records: Mapping[str, Mapping[str, Any]],
        annotations: Sequence[tuple[Any, ...]],
        *,
        make: Callable[[], Layer],
        parsed: Any = None,
    ) -> None:
        self.head = head
        self.document = document
        self.entities: Mapping[str, Entity] = records["entities"]
        self.topics: Mapping[str, Topic] = records["topics"]
        self.links: Mapping[str, Link] = records["links"]
        self.review: Mapping[str, Decision] = records["review"]
        self.deleted: Mapping[str, Deletion] = records["deleted"]
        self.parsed = parsed
        self._annotations = annotations
        self._make = make

    @classmethod
    def of(cls, layer: Layer) -> Self:
        """Give a layer by columns; they do not follow what is changed in it."""
        return cls(layer.head, layer.document, vars(layer), list(layer.annotations.values()), make=lambda: layer)

    @cached_property
    def layer(self) -> Layer:
        """The model's records."""
        return self._make()

    @cached_property
    def order(self) -> Sequence[int]:
        """Where the annotations stand in the file, in the order of the text: by (start, end, id), unplaced first."""
        places = [
            (fragments[0][0], fragments[-1][1], identifier) if fragments else (-1, -1, identifier)
            for identifier, _type, fragments, *_rest in self._annotations
        ]
        as_they_are = range(len(places))
        return as_they_are if places == sorted(places) else sorted(as_they_are, key=places.__getitem__)

    @cached_property
    def annotations(self) -> Mapping[str, Sequence[Any]]:
        """The columns by attribute, in the order of the text."""
        rows = self._annotations
        return dict(zip(Annotation._fields, zip(*map(rows.__getitem__, self.order), strict=True), strict=True)) if (
            rows
        ) else _NO_COLUMNS  # fmt: skip

    @cached_property
    def roles(self) -> Sequence[Role]:
        """The roles of all annotations."""
        return list(chain.from_iterable(chain.from_iterable(self.annotations[field] for field in ROLE_WORD)))

    def of_table(self, table: str) -> Iterable[Any]:
        """Give the records of a table other than the annotations."""
        found: Mapping[str, Any] = getattr(self, table)
        return found.values()

    def __len__(self) -> int:
        """Give how many annotations there are."""
        return len(self._annotations)
