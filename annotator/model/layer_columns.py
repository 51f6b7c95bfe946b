"""A layer by columns: what is asked of all its annotations at once is asked of one column, whatever it was read into.

Checks, counts of losses, tables and the folder's index go this way. An annotation file in which nothing is wrong comes
as its parser made it, with the model's fields by the model's names; the model's records are made when they are asked
for, which takes as long as all the rest.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Self

from annotator.model.annotation import Annotation, Role
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Layer, LayerHead
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.vocabulary import ROLE_WORD

_place: Callable[[Annotation], tuple[int, int, str]] = attrgetter("place")


class _Columns(dict[str, Sequence[Any]]):
    """Columns of records by attribute, each made when it is first asked for."""

    def __init__(self, records: Sequence[Any]) -> None:
        self._records = records

    def __missing__(self, attribute: str) -> Sequence[Any]:
        column = self[attribute] = tuple(map(attrgetter(attribute), self._records))
        return column

    def make(self, attributes: Iterable[str]) -> None:
        """Make several columns at once, which is faster."""
        wanted = [attribute for attribute in attributes if attribute not in self]
        if len(wanted) > 1 and self._records:
            self.update(zip(wanted, zip(*map(attrgetter(*wanted), self._records), strict=True), strict=True))


def in_order(annotations: Sequence[Annotation]) -> Sequence[Annotation]:
    """Give annotations in the order of the text, in which they mostly are."""
    starts = [one.fragments[0][0] if one.fragments else -1 for one in annotations]
    behind = zip(starts, starts[1:], annotations, annotations[1:], strict=False)
    # Few begin where another does: only of those the rest of the place is asked for.
    if all([start < after or (start == after and one.place < other.place) for start, after, one, other in behind]):  # noqa: C419 - a list takes half the time
        return annotations
    return sorted(annotations, key=_place)


class LayerColumns:
    """What a layer holds at one moment: annotations by columns, other records by id.

    Records are the model's, or have their fields; ``tables`` has annotations in the order of the text, all others by
    id. ``make`` gives the layer of them; ``parsed`` is what a parser gave, if one did.
    """

    def __init__(
        self,
        head: LayerHead,
        tables: Mapping[str, Any],
        *,
        make: Callable[[], Layer],
        parsed: Any = None,
    ) -> None:
        self.head = head
        self.document: DocumentInfo = tables["document"]
        self.entities: Mapping[str, Entity] = tables["entities"]
        self.topics: Mapping[str, Topic] = tables["topics"]
        self.links: Mapping[str, Link] = tables["links"]
        self.review: Mapping[str, Decision] = tables["review"]
        self.deleted: Mapping[str, Deletion] = tables["deleted"]
        self.parsed = parsed
        self.records: Sequence[Annotation] = tables["annotations"]
        """The annotations in the order of the text: by (start, end, id), unplaced first."""
        self.annotations = _Columns(self.records)
        """Their columns by attribute."""
        self._make = make

    @classmethod
    def of(cls, layer: Layer) -> Self:
        """Give a layer by columns, which are true until something in it changes."""
        tables = {**vars(layer), "annotations": list(layer.in_order())}
        return cls(layer.head, tables, make=lambda: layer)

    @cached_property
    def layer(self) -> Layer:
        """The model's records."""
        return self._make()

    @cached_property
    def roles(self) -> Sequence[Role]:
        """The roles of all annotations."""
        lists = map(self.annotations.__getitem__, ROLE_WORD)
        return list(chain.from_iterable(chain.from_iterable(filter(any, lists))))

    def of_table(self, table: str) -> Collection[Any]:
        """Give the records of a table other than the annotations."""
        found: Mapping[str, Any] = getattr(self, table)
        return found.values() if found else ()

    def __len__(self) -> int:
        """Give how many annotations there are."""
        return len(self.records)
