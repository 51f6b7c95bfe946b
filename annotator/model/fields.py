"""The fields of every record: the one list from which all that treats fields alike is worked out.

Reading, writing and checking files, comparing and merging what annotators hold, carrying, exporting with counted
losses, tables, forms on screen, the JSON Schema and the pages of the documentation go through these lists. A new field
is added here and to its record's class; ``make docs`` writes the others.
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
PAIRS: Final = "pairs"
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
    PAIRS: (),
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
    ``types`` are those of the annotations that have it; none named are all.
    ``meaning`` says in a sentence what it holds: for the schema, and for the pages about the file and about screens.
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
    types: tuple[str, ...]
    meaning: str

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
    __ne__ = object.__ne__

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
    meaning: str,
    shape: str = TEXT,
    values: tuple[str, ...] = (),
    *,
    label: str = "",
    plural: str = "",
    attribute: str = "",
    group: str = CONTENT,
    difference: str = "",
    refers: str = "",
    types: tuple[str, ...] = (),
    required: bool = False,
) -> Field:
    label = label or key.replace("_", " ").capitalize()
    plural = plural or (label.lower() if label.lower().endswith("s") else f"{label.lower()}s")
    return Field(
        key, attribute or key, shape, required, values, label, plural, group, difference, refers, types, meaning
    )


UNKNOWN: Final = _field(
    "extra",
    "What this version does not know, kept where it stood.",
    EXTRA,
    label="Unknown fields",
    difference="attribute",
)
"""What this version does not know, on every record besides its fields; somebody put it there: it is an opinion too."""

_ID: Final = _field("id", "Tells it from all others in the file; never used again.", required=True, group=IDENTITY)

ENTITY_DETAIL: Final = "entity detail"
TOPIC_DETAIL: Final = "topic detail"
DOCUMENT_DETAIL: Final = "document detail"


def _known(
    key: str,
    meaning: str,
    shape: str = OPTIONAL_TEXT,
    values: tuple[str, ...] = (),
    *,
    label: str = "",
    plural: str = "",
) -> Field:
    return _field(key, meaning, shape, values, label=label, plural=plural, difference=DOCUMENT_DETAIL)


DOCUMENT: Final = Fields(
    _field("name", "The document's file, which lies in the same folder; never a path.", required=True, group=IDENTITY),
    _field("media_type", "Which kind of file that is.", group=READING),
    _field("encoding", "How its bytes became characters.", group=READING),
    _field("reader", "What took the text out of it, with a version.", group=READING),
    _field("bytes_sha256", "SHA-256 of the file, in hexadecimal.", group=READING),
    _field("text_sha256", "SHA-256 of the canonical text in UTF-8, in hexadecimal.", group=READING),
    _field("characters", "How many code points the canonical text has.", INTEGER, group=READING),
    _known("title", "What the document is called."),
    _known("publisher", "Who published it."),
    _known("author", "Who wrote it."),
    _known("url", "Where it was found.", label="Address", plural="addresses"),
    _known("published", "When it was published.", OPTIONAL_DATE, plural="dates of publication"),
    _known("language", "The language it is in, as a tag such as de-AT."),
    _known(
        "reliability", "Admiralty grade of the source: A completely reliable to E unreliable, F cannot be judged.",
        values=words.RELIABILITIES, plural="grades of reliability",
    ),
    _known(
        "credibility", "Admiralty grade of what it says: 1 confirmed to 5 improbable, 6 cannot be judged.",
        values=words.CREDIBILITIES, plural="grades of credibility",
    ),
    _field("state", "How far the annotator has come with it.", TEXT, words.STATES, group=TRACE),
    _known("note", "What the annotator has to say about it.", TEXT),
    _known("codes", "Codes that apply to it as a whole, by their names.", TEXTS),
)  # fmt: skip

ENTITY: Final = Fields(
    _ID,
    _field("name", "What it is called.", required=True, difference=ENTITY_DETAIL),
    _field(
        "type", "What it is: state is a state or a territory, igo an intergovernmental organization.", TEXT,
        words.ENTITY_TYPES, difference=ENTITY_DETAIL,
    ),
    _field("aliases", "What else it is called.", TEXTS, difference=ENTITY_DETAIL),
    _field(
        "member_of", "What it belongs to, as a minister to a government.", TEXTS,
        plural="memberships", difference=ENTITY_DETAIL, refers=edits.ENTITIES,
    ),
    _field("external_ids", "Its ids in other lists, by the list: wikidata.", TEXT_MAP, difference=ENTITY_DETAIL),
    _field("note", "What the annotator has to say about it.", difference=ENTITY_DETAIL),
)  # fmt: skip

TOPIC: Final = Fields(
    _ID,
    _field("name", "A position, worded so that one could oppose it.", required=True, difference=TOPIC_DETAIL),
    _field(
        "broader", "The wider topic that it is a part of.", OPTIONAL_TEXT,
        plural="broader topics", difference=TOPIC_DETAIL, refers=edits.TOPICS,
    ),
    _field("code", "Its number in a scheme of topics.", OPTIONAL_TEXT, difference=TOPIC_DETAIL),
    _field("note", "What the annotator has to say about it.", difference=TOPIC_DETAIL),
)  # fmt: skip

CODE: Final = Fields(
    _ID,
    _field("type", "The type of the annotations that may carry it.", TEXT, words.TYPES, required=True, group=IDENTITY),
    _field("name", "What annotations carry in their codes.", required=True),
    _field("group", "What it is grouped under."),
    _field("one_of_group", "Whether an annotation carries one code of the group at most.", TRUTH),
    _field("color", "Its colour, such as #cc3311.", OPTIONAL_TEXT),
    _field("definition", "When it applies."),
    _field("examples", "Passages to which it applies.", TEXTS),
)

CODEBOOK: Final = Fields(
    _field("name", "What the codebook is called."),
    _field("blind", "Whether colleagues' work is hidden until one's own is done.", TRUTH),
    _field("distinct", "Entities that somebody said are not the same.", PAIRS, plural="pairs that are not the same"),
    _field("words", "Words that are lit up, with what they may lead to.", PAIRS, plural="words that are lit up"),
    _field("without_suggestions", "Whether annotators may have no suggestions.", TRUTH),
)
"""What a codebook says of itself; no record of an annotation file."""

LINK: Final = Fields(
    _ID,
    _field(
        "type", "What the first annotation does to the second; same-event: both tell of one, which counts once.", TEXT,
        words.LINK_TYPES, required=True, group=IDENTITY, difference="link",
    ),
    _field(
        "from", "The first annotation.", attribute="source",
        required=True, group=IDENTITY, refers=edits.ANNOTATIONS,
    ),
    _field(
        "to", "The second annotation.", attribute="target",
        required=True, group=IDENTITY, refers=edits.ANNOTATIONS,
    ),
    _field("author", "Who made it, as an annotator's id.", group=TRACE),
    _field("created", "When it was made.", plural="times of making", group=TRACE),
    _field("note", "What the annotator has to say about it.", difference="link"),
)  # fmt: skip

DECISION: Final = Fields(
    _field(
        "target", "The annotation of this file that was decided on; empty where none is.", required=True, group=IDENTITY
    ),
    _field("verdict", "What was decided; open where nothing is yet.", TEXT, words.VERDICTS, required=True),
    _field("by", "Who decided, as an annotator's id.", required=True, group=TRACE),
    _field("at", "When that was.", required=True, group=TRACE),
    _field("sources", "What it rests on, each as annotator:id.", TEXTS, group=IDENTITY),
    _field("comment", "What colleagues are to read about it."),
)

DELETION: Final = Fields(
    _field("id", "The annotation that was deleted, by the id that it had.", required=True, group=IDENTITY),
    _field("at", "When it was deleted.", required=True, group=TRACE),
    _field("by", "Who deleted it, as an annotator's id.", required=True, group=TRACE),
)

ANNOTATOR: Final = Fields(
    _field("id", "What the file is named by: a-z, 0-9 and hyphens.", required=True, group=IDENTITY),
    _field("name", "What people call the annotator."),
)
CODEBOOK_REFERENCE: Final = Fields(
    _field("name", "What the codebook is called.", required=True),
    _field("sha256", "SHA-256 of the codebook's file when the annotations began, in hexadecimal.", group=READING),
)

_HOLDER: Final = (
    _field(
        "entity", "Who has the role.",
        required=True, group=IDENTITY, difference="role", plural="entities", refers=edits.ENTITIES,
    ),
    _field(
        "mention", "The actor annotation that is the evidence for it.", OPTIONAL_TEXT,
        difference="mention", refers=edits.ANNOTATIONS,
    ),
)  # fmt: skip
_FOR: Final = _field(
    "for", "On whose behalf the holder acts.", OPTIONAL_TEXT, label="Acts for", plural="on whose behalf somebody acts",
    attribute="acts_for", difference="role", refers=edits.ENTITIES,
)  # fmt: skip
_ATTITUDE: Final = _field(
    "attitude", "How the speakers stand to it.", OPTIONAL_TEXT, words.ATTITUDES, difference="attitude"
)
_SIDE: Final = _field(
    "side", "Parties of one number are one side; null is a side of its own.", OPTIONAL_INTEGER, difference="role"
)
ROLE: Final[Mapping[str, Fields]] = {
    words.SPEAKERS: Fields(*_HOLDER, _FOR),
    words.TARGETS: Fields(*_HOLDER, _ATTITUDE),
    words.VIA: Fields(*_HOLDER),
    words.PARTIES: Fields(*_HOLDER, _FOR, _SIDE),
}
"""The fields of a role by the annotation's field that it stands in."""


def _role(key: str, meaning: str, types: tuple[str, ...], plural: str) -> Field:
    return _field(key, meaning, ROLES, plural=plural, difference="role", types=types)


_CLAIM: Final = (CLAIM,)
_AGREEMENT: Final = (AGREEMENT,)
_STATEMENT: Final = (CLAIM, AGREEMENT)

ANY_ANNOTATION: Final = Fields(
    _ID,
    _field(
        "type", "Whether it names an actor, or marks a claim or an agreement.", TEXT, words.TYPES,
        required=True, group=IDENTITY, difference="type",
    ),
    _field(
        "fragments", "The passages that it marks; none where it cannot be placed.", FRAGMENTS,
        required=True, group=PLACE, difference="boundary",
    ),
    _field("quote", "The text of each fragment, by which the place is found again.", TEXTS, required=True, group=PLACE),
    _field("before", "Up to 32 characters before the first fragment.", plural="words before", group=PLACE),
    _field("after", "Up to 32 characters behind the last fragment.", plural="words behind", group=PLACE),
    _field(
        "entities", "Who is named; several in words such as “the two ministers”.", TEXTS,
        difference="entity", refers=edits.ENTITIES, types=(ACTOR,),
    ),
    _role(words.SPEAKERS, "Who says it; none where the text does not tell.", _CLAIM, "speakers"),
    _role(words.TARGETS, "Whom it evaluates, or asks for something; an audience is no target.", _CLAIM, "targets"),
    _role(words.PARTIES, "Who agrees, or is said to.", _AGREEMENT, "parties"),
    _role(
        words.VIA, "Through whom it reached the text, the nearest to the original first.", _STATEMENT,
        "reports via somebody",
    ),
    _field(
        "topic", "The position that it is about.", OPTIONAL_TEXT,
        difference="topic", refers=edits.TOPICS, types=_STATEMENT,
    ),
    _field(
        "stance", "Towards the topic; of an agreement, which way its parties agreed.", OPTIONAL_TEXT, words.STANCES,
        difference="stance", types=_STATEMENT,
    ),
    _field(
        "status", "How far it has come; in-force is also what is only practised.", OPTIONAL_TEXT, words.STATUSES,
        plural="statuses", difference="status", types=_AGREEMENT,
    ),
    _field(
        "attribution", "How the text gives it: ascribed without a speech act, author as its own view.", OPTIONAL_TEXT,
        words.ATTRIBUTIONS, difference="attribution", types=_CLAIM,
    ),
    _field(
        "certainty", "How likely the text says it is, in the seven bands of ICD 203.", OPTIONAL_TEXT, words.CERTAINTIES,
        plural="certainties", difference="certainty", types=_CLAIM,
    ),
    _field("date", "When it was said or agreed.", OPTIONAL_DATE, difference="date", types=_STATEMENT),
    _field("codes", "Codes of the codebook that apply, by their names.", TEXTS, difference="code"),
    _field("attributes", "What an import brought and no field holds, by name.", ATTRIBUTES, difference="attribute"),
    _field("author", "Who made it, as an annotator's id.", group=TRACE),
    _field("origin", "How it came to be.", TEXT, words.ORIGINS, group=TRACE),
    _field("created", "When it was made.", plural="times of making", group=TRACE),
    _field("modified", "When it was last changed.", plural="times of change", group=TRACE),
    _field("confidence", "How sure the analyst is.", OPTIONAL_TEXT, words.CONFIDENCES, difference="confidence"),
    _field("note", "What the annotator has to say about it.", difference="note"),
)  # fmt: skip
"""The fields of all types of annotation together, in the order of the file."""

ANNOTATION: Final[Mapping[str, Fields]] = {
    kind: Fields(*(field for field in ANY_ANNOTATION if not field.types or kind in field.types)) for kind in words.TYPES
}
ANNOTATION_OF_UNKNOWN_TYPE: Final = Fields(*(field for field in ANY_ANNOTATION if not field.types))

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
