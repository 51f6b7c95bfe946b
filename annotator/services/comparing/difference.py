"""One thing in which annotators differ: its kind, its place, and what each of them holds.

Which fields are compared, and which kind of difference each makes, is said by ``model.fields``.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Final, NamedTuple

from annotator.model import edits, fields
from annotator.model.fields import DOCUMENT_DETAIL, ENTITY_DETAIL, ROLES, TOPIC_DETAIL, UNKNOWN, Field
from annotator.services.comparing.align import Group

MISSING: Final = "missing"
BOUNDARY: Final = "boundary"
TYPE: Final = "type"
ROLE: Final = "role"
MENTION: Final = "mention"
CODE: Final = "code"
LINK: Final = "link"
DETAILS: Final = (ENTITY_DETAIL, TOPIC_DETAIL, DOCUMENT_DETAIL)
"""Kinds that are about an entity, a topic or the document rather than about an annotation."""


def _kinds() -> Iterator[str]:
    for field in fields.ANY_ANNOTATION.opinions:
        yield field.difference
        if field.shape == ROLES:
            yield from (detail.difference for detail in fields.ROLE[field.key].opinions)


KINDS: Final = tuple(dict.fromkeys((MISSING, BOUNDARY, *_kinds(), LINK, *DETAILS)))
"""The kinds in the order in which lists show them."""

TABLE_OF_DETAIL: Final = {
    ENTITY_DETAIL: edits.ENTITIES,
    TOPIC_DETAIL: edits.TOPICS,
    DOCUMENT_DETAIL: edits.DOCUMENT,
}
FIELDS_OF_DETAIL: Final = {kind: fields.OF_TABLE[table] for kind, table in TABLE_OF_DETAIL.items()}


class Opinion(NamedTuple):
    """What one annotator has: a value that equals a colleague's where both agree, and the records it stands on.

    ``annotation``, ``link`` and ``record`` (an entity, a topic or the document) are ids in the annotator's layer, None
    where he or she has none. Values are: for a boundary the fragments, for fields that hold several a frozenset, else a
    plain value; None where nothing is set.
    """

    value: Hashable
    annotation: str | None = None
    link: str | None = None
    record: str | None = None

    @property
    def basis(self) -> str | None:
        """The id of what the opinion is stated by."""
        return self.link or self.record or self.annotation


class Difference(NamedTuple):
    """One thing on which annotators differ, at ``[start, end)``; -1 where nothing is placed.

    ``opinions`` has every annotator who could have one, by id; ``group`` is what was compared, for a link the group of
    its first end, for an entity or a topic one that names it. ``field`` is the record's field that differs ("" for
    missing ones and links); ``about`` is the key of the entity in whose role something differs.
    """

    kind: str
    start: int
    end: int
    opinions: Mapping[str, Opinion]
    sources: tuple[str, ...]
    group: Group
    field: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        """What stays the same when files come again: the kind, the field, and the records compared."""
        return " ".join((self.kind, *filter(None, (self.field, self.about)), *self.sources))

    @property
    def holders(self) -> tuple[str, ...]:
        """Those who hold anything at all, where nobody holds anything else; () where it takes a judgement."""
        if self.kind in (MISSING, BOUNDARY, TYPE) or (self.kind == LINK and not self.field):
            return ()
        held = {who: opinion.value for who, opinion in self.opinions.items() if _is_set(opinion.value)}
        return tuple(held) if len(set(held.values())) == 1 else ()

    @property
    def is_of_annotation(self) -> bool:
        """Whether it is about what annotations of one group say, rather than about a link, an entity or the like."""
        return self.kind != LINK and self.kind not in DETAILS

    @property
    def detail(self) -> Field | None:
        """The field of one role that differs, None where it is no such thing."""
        return next((d for d in details_of_role(self.field) if d.difference == self.kind), None) if self.about else None


def _is_set(value: Hashable) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


def details_of_role(role: str) -> tuple[Field, ...]:
    """Give what is compared for each holder of a role by itself; the rest says who holds it."""
    return (*(field for field in fields.ROLE[role].opinions if field.difference != ROLE), UNKNOWN)
