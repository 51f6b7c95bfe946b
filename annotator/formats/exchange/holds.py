"""What of a layer a format has a place for, field by field: the format declares it, and ``losses`` counts the rest."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any, Final

from annotator.model.fields import ANY_ANNOTATION, DECISION, DOCUMENT, ENTITY, LINK, ROLE, TOPIC, Fields

ROLE_FIELDS: Final = Fields(*{field.key: field for of_role in ROLE.values() for field in of_role}.values())
"""The fields of all roles together."""
OF_RECORD: Final = {
    "document": DOCUMENT,
    "entity": ENTITY,
    "topic": TOPIC,
    "link": LINK,
    "annotation": ANY_ANNOTATION,
    "role": ROLE_FIELDS,
    "decision": DECISION,
}
"""The fields of every kind of record that a format may hold, by the names that ``Holds`` has for them."""


@dataclass(frozen=True)
class Holds:
    """The fields that stand in a format's files, by their keys in annotation files; see ``model/fields.py``.

    ``types`` are the types of annotations, None for all; ``relations`` says whether attributes that lead to another
    annotation are kept where attributes are not, ``unknown`` whether fields that this version does not know are. A
    field is held where its value can be found again, by whatever name: a role's ``entity`` by its name, a ``topic`` by
    its wording. What a format holds of some records alone it counts itself where it does not.
    """

    document: Collection[str] = ()
    entity: Collection[str] = ()
    topic: Collection[str] = ()
    link: Collection[str] = ()
    annotation: Collection[str] = ()
    role: Collection[str] = ()
    decision: Collection[str] = ()
    types: Collection[str] | None = None
    unknown: bool = False
    relations: bool = False

    def __post_init__(self) -> None:
        """Take any collections of keys; raises TypeError for a text."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                raise TypeError(
                    f"Holds({field.name}={value!r}): a collection of keys is expected, such as {{{value!r}}}"
                )
            if not isinstance(value, bool) and value is not None:
                object.__setattr__(self, field.name, frozenset(value))


_ALL: Final[dict[str, Any]] = {name: [field.key for field in of] for name, of in OF_RECORD.items()}
EVERYTHING: Final = Holds(**_ALL, unknown=True)
"""All fields there are and will be."""
