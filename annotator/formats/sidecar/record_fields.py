"""The fields of every record in a sidecar, in the order of the file: reading, writing and checks rest on it."""

from typing import Final, NamedTuple, Self

from annotator.model import vocabulary as words
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM


class Field(NamedTuple):
    """One field: its key in the file, its attribute in the model, its shape, whether it must be there, known values."""

    key: str
    attribute: str
    shape: str
    required: bool = False
    values: tuple[str, ...] = ()


class Fields(tuple[Field, ...]):
    """The fields of one kind of record, told from others by identity: what is worked out of them is kept by them."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__

    def __new__(cls, *fields: Field) -> Self:
        """Hold fields in the order of the file."""
        return super().__new__(cls, fields)


TEXT: Final = "text"
OPTIONAL_TEXT: Final = "optional text"
TEXTS: Final = "texts"
TRUTH: Final = "true or false"
INTEGER: Final = "integer"
OPTIONAL_INTEGER: Final = "optional integer"
TEXT_MAP: Final = "text map"
ATTRIBUTES: Final = "attributes"
FRAGMENTS: Final = "fragments"
ROLES: Final = "roles"


def _field(
    key: str, shape: str = TEXT, values: tuple[str, ...] = (), *, required: bool = False, attribute: str = ""
) -> Field:
    return Field(key, attribute or key, shape, required, values)


DOCUMENT: Final = Fields(
    _field("name", required=True),
    _field("media_type"),
    _field("encoding"),
    _field("reader"),
    _field("bytes_sha256"),
    _field("text_sha256"),
    _field("characters", INTEGER),
    _field("title", OPTIONAL_TEXT),
    _field("publisher", OPTIONAL_TEXT),
    _field("author", OPTIONAL_TEXT),
    _field("url", OPTIONAL_TEXT),
    _field("published", OPTIONAL_TEXT),
    _field("language", OPTIONAL_TEXT),
    _field("reliability", OPTIONAL_TEXT, words.RELIABILITIES),
    _field("credibility", OPTIONAL_TEXT, words.CREDIBILITIES),
    _field("state", TEXT, words.STATES),
    _field("note"),
    _field("codes", TEXTS),
)

ENTITY: Final = Fields(
    _field("id", required=True),
    _field("name", required=True),
    _field("type", TEXT, words.ENTITY_TYPES),
    _field("aliases", TEXTS),
    _field("member_of", TEXTS),
    _field("external_ids", TEXT_MAP),
    _field("note"),
)

TOPIC: Final = Fields(
    _field("id", required=True),
    _field("name", required=True),
    _field("broader", OPTIONAL_TEXT),
    _field("code", OPTIONAL_TEXT),
    _field("note"),
)

CODE: Final = Fields(
    _field("id", required=True),
    _field("type", TEXT, words.TYPES, required=True),
    _field("name", required=True),
    _field("group"),
    _field("one_of_group", TRUTH),
    _field("color", OPTIONAL_TEXT),
    _field("definition"),
    _field("examples", TEXTS),
)

LINK: Final = Fields(
    _field("id", required=True),
    _field("type", TEXT, words.LINK_TYPES, required=True),
    _field("from", attribute="source", required=True),
    _field("to", attribute="target", required=True),
    _field("author"),
    _field("created"),
    _field("note"),
)

DECISION: Final = Fields(
    _field("target", required=True),
    _field("verdict", TEXT, words.VERDICTS, required=True),
    _field("by", required=True),
    _field("at", required=True),
    _field("sources", TEXTS),
    _field("comment"),
)

DELETION: Final = Fields(_field("id", required=True), _field("at", required=True), _field("by", required=True))

ANNOTATOR: Final = Fields(_field("id", required=True), _field("name"))
CODEBOOK_REFERENCE: Final = Fields(_field("name", required=True), _field("sha256"))

_ENTITY_MENTION = (_field("entity", required=True), _field("mention", OPTIONAL_TEXT))
_FOR = _field("for", OPTIONAL_TEXT, attribute="acts_for")
ROLE: Final = {
    words.SPEAKERS: Fields(*_ENTITY_MENTION, _FOR),
    words.TARGETS: Fields(*_ENTITY_MENTION, _field("attitude", OPTIONAL_TEXT, words.ATTITUDES)),
    words.VIA: Fields(*_ENTITY_MENTION),
    words.PARTIES: Fields(*_ENTITY_MENTION, _FOR, _field("side", OPTIONAL_INTEGER)),
}

_PLACE = (
    _field("id", required=True),
    _field("type", TEXT, words.TYPES, required=True),
    _field("fragments", FRAGMENTS, required=True),
    _field("quote", TEXTS, required=True),
    _field("before"),
    _field("after"),
)
_TRACE = (
    _field("codes", TEXTS),
    _field("attributes", ATTRIBUTES),
    _field("author"),
    _field("origin", TEXT, words.ORIGINS),
    _field("created"),
    _field("modified"),
    _field("confidence", OPTIONAL_TEXT, words.CONFIDENCES),
    _field("note"),
)
_TOPIC = (_field("topic", OPTIONAL_TEXT), _field("stance", OPTIONAL_TEXT, words.STANCES))

ANNOTATION: Final = {
    ACTOR: Fields(*_PLACE, _field("entities", TEXTS), *_TRACE),
    CLAIM: Fields(
        *_PLACE,
        *(_field(name, ROLES) for name in words.ROLES_OF_TYPE[CLAIM]),
        *_TOPIC,
        _field("attribution", OPTIONAL_TEXT, words.ATTRIBUTIONS),
        _field("certainty", OPTIONAL_TEXT, words.CERTAINTIES),
        _field("date", OPTIONAL_TEXT),
        *_TRACE,
    ),
    AGREEMENT: Fields(
        *_PLACE,
        *(_field(name, ROLES) for name in words.ROLES_OF_TYPE[AGREEMENT]),
        *_TOPIC,
        _field("status", OPTIONAL_TEXT, words.STATUSES),
        _field("date", OPTIONAL_TEXT),
        *_TRACE,
    ),
}
ANNOTATION_OF_UNKNOWN_TYPE: Final = Fields(*_PLACE, *_TRACE)


def annotation_fields(annotation_type: object) -> Fields:
    """Give the fields of a type; of an unknown one those that all types share."""
    known = ANNOTATION.get(annotation_type) if isinstance(annotation_type, str) else None
    return known or ANNOTATION_OF_UNKNOWN_TYPE
