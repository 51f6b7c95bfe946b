"""The fields of every record: the one list from which all that treats fields alike is worked out.

Reading, writing and checking files, comparing and merging what annotators hold, carrying, exporting with counted
losses, tables, forms on screen and the pages of the documentation go through these lists. A new field is added here, to
its record's class and to the JSON Schema.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Self

from annotator.model import edits
from annotator.model import vocabulary as words
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM

# Shapes: what a value may be.
TEXT: Final = "text"
OPTIONAL_TEXT: Final = "optional text"
OPTIONAL_DATE: Final = "optional date"
TEXTS: Final = "texts"
TRUTH: Final = "true or false"
INTEGER: Final = "integer"
OPTIONAL_INTEGER: Final = "optional integer"
TEXT_MAP: Final = "text map"
ATTRIBUTES: Final = "attributes"
FRAGMENTS: Final = "fragments"
ROLES: Final = "roles"
EXTRA: Final = "unknown fields"
LISTS: Final = (TEXTS, FRAGMENTS, ROLES)
SINGLE_TEXTS: Final = (TEXT, OPTIONAL_TEXT, OPTIONAL_DATE)
EMPTY: Final[Mapping[str, Any]] = {
    TEXT: "",
    OPTIONAL_TEXT: None,
    OPTIONAL_DATE: None,
    TEXTS: (),
    TRUTH: False,
    INTEGER: 0,
    OPTIONAL_INTEGER: None,
    TEXT_MAP: {},
    ATTRIBUTES: {},
    FRAGMENTS: (),
    ROLES: (),
    EXTRA: (),
}
"""What stands where nothing is set."""

# Groups: what a field is for.
IDENTITY: Final = "identity"
"""What tells the record from others."""
PLACE: Final = "place"
"""Where the annotation stands."""
READING: Final = "reading"
"""How the document was read."""
CONTENT: Final = "content"
"""What somebody thinks or knows."""
TRACE: Final = "trace"
"""Who made the record, how and when; the state of the work."""


class Field(NamedTuple):
    """One field of a record.

    ``key`` is its name in the file, ``attribute`` the one in the model. ``label`` is its word on screen, ``plural`` the
    one that counts are said with. ``values`` are those that are known. ``refers`` is the table whose ids it holds.

    ``difference`` is the kind of difference between annotators who hold it otherwise; "" where it is no opinion.
    """

    key: str
    attribute: str
    shape: str
    required: bool
    values: tuple[str, ...]
    label: str
    plural: str
    group: str
    difference: str
    refers: str

    @property
    def is_opinion(self) -> bool:
        """Whether two annotators may hold it otherwise, which then has to be seen."""
        return bool(self.difference)

    @property
    def may_be_empty(self) -> bool:
        """Whether a record may do without it."""
        return not self.required and not (self.values and self.shape == TEXT)

    @property
    def is_list(self) -> bool:
        """Whether it holds any number of items."""
        return self.shape in LISTS


class Fields(tuple[Field, ...]):
    """The fields of one kind of record, told from others by identity: what is worked out of them is kept by them."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__

    def __new__(cls, *fields: Field) -> Self:
        """Hold fields in the order of the file."""
        return super().__new__(cls, fields)

    def named(self, attribute: str) -> Field:
        """Give the field of an attribute; raises KeyError."""
        for field in self:
            if field.attribute == attribute:
                return field
        if attribute == UNKNOWN.attribute:
            return UNKNOWN
        raise KeyError(attribute)

    @property
    def opinions(self) -> tuple[Field, ...]:
        """Those in which annotators may differ."""
        return tuple(field for field in self if field.is_opinion)


def _field(
    key: str,
    shape: str = TEXT,
    values: tuple[str, ...] = (),
    *,
    label: str = "",
    plural: str = "",
    attribute: str = "",
    group: str = CONTENT,
    difference: str = "",
    refers: str = "",
    required: bool = False,
) -> Field:
    label = label or key.replace("_", " ").capitalize()
    plural = plural or (label.lower() if label.lower().endswith("s") else f"{label.lower()}s")
    return Field(key, attribute or key, shape, required, values, label, plural, group, difference, refers)


UNKNOWN: Final = _field("extra", EXTRA, label="Unknown fields", difference="attribute")
"""What this version does not know, on every record besides its fields; somebody put it there: it is an opinion too."""

_ID: Final = _field("id", required=True, group=IDENTITY)

ENTITY_DETAIL: Final = "entity detail"
TOPIC_DETAIL: Final = "topic detail"
DOCUMENT_DETAIL: Final = "document detail"


def _known(
    key: str, shape: str = OPTIONAL_TEXT, values: tuple[str, ...] = (), label: str = "", plural: str = ""
) -> Field:
    return _field(key, shape, values, label=label, plural=plural, difference=DOCUMENT_DETAIL)


DOCUMENT: Final = Fields(
    _field("name", required=True, group=IDENTITY),
    _field("media_type", group=READING),
    _field("encoding", group=READING),
    _field("reader", group=READING),
    _field("bytes_sha256", group=READING),
    _field("text_sha256", group=READING),
    _field("characters", INTEGER, group=READING),
    _known("title"),
    _known("publisher"),
    _known("author"),
    _known("url", label="Address", plural="addresses"),
    _known("published", OPTIONAL_DATE, plural="dates of publication"),
    _known("language"),
    _known("reliability", OPTIONAL_TEXT, words.RELIABILITIES, plural="grades of reliability"),
    _known("credibility", OPTIONAL_TEXT, words.CREDIBILITIES, plural="grades of credibility"),
    _field("state", TEXT, words.STATES, group=TRACE),
    _known("note", TEXT),
    _known("codes", TEXTS),
)

ENTITY: Final = Fields(
    _ID,
    _field("name", required=True, difference=ENTITY_DETAIL),
    _field("type", TEXT, words.ENTITY_TYPES, difference=ENTITY_DETAIL),
    _field("aliases", TEXTS, difference=ENTITY_DETAIL),
    _field("member_of", TEXTS, plural="memberships", difference=ENTITY_DETAIL, refers=edits.ENTITIES),
    _field("external_ids", TEXT_MAP, difference=ENTITY_DETAIL),
    _field("note", difference=ENTITY_DETAIL),
)

TOPIC: Final = Fields(
    _ID,
    _field("name", required=True, difference=TOPIC_DETAIL),
    _field(
        "broader", OPTIONAL_TEXT, label="Broader", plural="broader topics", difference=TOPIC_DETAIL, refers=edits.TOPICS
    ),
    _field("code", OPTIONAL_TEXT, difference=TOPIC_DETAIL),
    _field("note", difference=TOPIC_DETAIL),
)

CODE: Final = Fields(
    _ID,
    _field("type", TEXT, words.TYPES, required=True, group=IDENTITY),
    _field("name", required=True),
    _field("group"),
    _field("one_of_group", TRUTH),
    _field("color", OPTIONAL_TEXT),
    _field("definition"),
    _field("examples", TEXTS),
)

LINK: Final = Fields(
    _ID,
    _field("type", TEXT, words.LINK_TYPES, required=True, group=IDENTITY, difference="link"),
    _field("from", attribute="source", required=True, group=IDENTITY, refers=edits.ANNOTATIONS),
    _field("to", attribute="target", required=True, group=IDENTITY, refers=edits.ANNOTATIONS),
    _field("author", group=TRACE),
    _field("created", plural="times of making", group=TRACE),
    _field("note", difference="link"),
)

DECISION: Final = Fields(
    _field("target", required=True, group=IDENTITY),
    _field("verdict", TEXT, words.VERDICTS, required=True),
    _field("by", required=True, group=TRACE),
    _field("at", required=True, group=TRACE),
    _field("sources", TEXTS, group=IDENTITY),
    _field("comment"),
)

DELETION: Final = Fields(_ID, _field("at", required=True, group=TRACE), _field("by", required=True, group=TRACE))

ANNOTATOR: Final = Fields(_ID, _field("name"))
CODEBOOK_REFERENCE: Final = Fields(_field("name", required=True), _field("sha256", group=READING))

_HOLDER: Final = (
    _field("entity", required=True, group=IDENTITY, difference="role", plural="entities", refers=edits.ENTITIES),
    _field("mention", OPTIONAL_TEXT, difference="mention", refers=edits.ANNOTATIONS),
)
_FOR: Final = _field(
    "for", OPTIONAL_TEXT, label="Acts for", plural="on whose behalf somebody acts", attribute="acts_for",
    difference="role", refers=edits.ENTITIES,
)  # fmt: skip
ROLE: Final[Mapping[str, Fields]] = {
    words.SPEAKERS: Fields(*_HOLDER, _FOR),
    words.TARGETS: Fields(*_HOLDER, _field("attitude", OPTIONAL_TEXT, words.ATTITUDES, difference="attitude")),
    words.VIA: Fields(*_HOLDER),
    words.PARTIES: Fields(*_HOLDER, _FOR, _field("side", OPTIONAL_INTEGER, difference="role")),
}
"""The fields of a role by the annotation's field that it stands in."""


def _role(key: str, plural: str) -> Field:
    return _field(key, ROLES, plural=plural, difference="role")


_EVERY: Final = (ACTOR, CLAIM, AGREEMENT)
_STATEMENTS: Final = (CLAIM, AGREEMENT)
_ANNOTATION: Final[tuple[tuple[Field, tuple[str, ...]], ...]] = (
    (_ID, _EVERY),
    (_field("type", TEXT, words.TYPES, required=True, group=IDENTITY, difference="type"), _EVERY),
    (_field("fragments", FRAGMENTS, required=True, group=PLACE, difference="boundary"), _EVERY),
    (_field("quote", TEXTS, required=True, group=PLACE), _EVERY),
    (_field("before", plural="words before", group=PLACE), _EVERY),
    (_field("after", plural="words behind", group=PLACE), _EVERY),
    (_field("entities", TEXTS, difference="entity", refers=edits.ENTITIES), (ACTOR,)),
    (_role(words.SPEAKERS, "speakers"), (CLAIM,)),
    (_role(words.TARGETS, "targets"), (CLAIM,)),
    (_role(words.PARTIES, "parties"), (AGREEMENT,)),
    (_role(words.VIA, "reports via somebody"), _STATEMENTS),
    (_field("topic", OPTIONAL_TEXT, difference="topic", refers=edits.TOPICS), _STATEMENTS),
    (_field("stance", OPTIONAL_TEXT, words.STANCES, difference="stance"), _STATEMENTS),
    (_field("status", OPTIONAL_TEXT, words.STATUSES, plural="statuses", difference="status"), (AGREEMENT,)),
    (_field("attribution", OPTIONAL_TEXT, words.ATTRIBUTIONS, difference="attribution"), (CLAIM,)),
    (_field("certainty", OPTIONAL_TEXT, words.CERTAINTIES, plural="certainties", difference="certainty"), (CLAIM,)),
    (_field("date", OPTIONAL_DATE, difference="date"), _STATEMENTS),
    (_field("codes", TEXTS, difference="code"), _EVERY),
    (_field("attributes", ATTRIBUTES, difference="attribute"), _EVERY),
    (_field("author", group=TRACE), _EVERY),
    (_field("origin", TEXT, words.ORIGINS, group=TRACE), _EVERY),
    (_field("created", plural="times of making", group=TRACE), _EVERY),
    (_field("modified", plural="times of change", group=TRACE), _EVERY),
    (_field("confidence", OPTIONAL_TEXT, words.CONFIDENCES, difference="confidence"), _EVERY),
    (_field("note", difference="note"), _EVERY),
)
"""Every field of an annotation in the order of the file, with the types that have it."""

ANY_ANNOTATION: Final = Fields(*(field for field, _types in _ANNOTATION))
"""The fields of all types together."""
ANNOTATION: Final[Mapping[str, Fields]] = {
    kind: Fields(*(field for field, types in _ANNOTATION if kind in types)) for kind in words.TYPES
}
ANNOTATION_OF_UNKNOWN_TYPE: Final = Fields(*(field for field, types in _ANNOTATION if types == _EVERY))

OF_TABLE: Final[Mapping[str, Fields]] = {
    edits.DOCUMENT: DOCUMENT,
    edits.ENTITIES: ENTITY,
    edits.TOPICS: TOPIC,
    edits.ANNOTATIONS: ANY_ANNOTATION,
    edits.CODES: CODE,
    edits.LINKS: LINK,
    edits.REVIEW: DECISION,
    edits.DELETED: DELETION,
}
"""The fields of a table's records; see ``annotation_fields`` for those of one type of annotation."""


def annotation_fields(annotation_type: object) -> Fields:
    """Give the fields of a type; of an unknown one those that all types share."""
    known = ANNOTATION.get(annotation_type) if isinstance(annotation_type, str) else None
    return known or ANNOTATION_OF_UNKNOWN_TYPE


def role_fields(annotation_type: object) -> tuple[Field, ...]:
    """Give the fields of a type that hold roles."""
    return tuple(field for field in annotation_fields(annotation_type) if field.shape == ROLES)
