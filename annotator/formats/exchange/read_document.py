"""What importers hand over: documents with annotations as their source has them, not yet given a meaning here.

A reader fills in what its format has and leaves the rest at the defaults. The shared step, in
``services/batch_import.py``, finds the offset unit, gives labels and roles their meaning by the mapping, and makes
documents and sidecars of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.model.layer import Layer


@dataclass(frozen=True, slots=True)
class ReadEntity:
    """One who stands behind annotations; ``key`` is what spans and roles call it by, unique in the record.

    ``type`` is a word of the source: one of vocabulary.ENTITY_TYPES is taken over, any other is kept as a note.
    ``member_of`` holds keys.
    """

    key: str
    name: str
    type: str = ""
    aliases: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    external_ids: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadTopic:
    """A topic; spans and others' ``broader`` call it by its name."""

    name: str
    broader: str = ""
    code: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadRole:
    """One argument of a span: ``label`` as the source calls it, and who or what fills it.

    ``span`` is the id of the span that fills it, ``entity`` a key of the record's entities or simply a name; one of
    them is enough. ``acts_for`` (an entity likewise), ``attitude`` and ``side`` are those of a sidecar's role.
    """

    label: str
    span: str = ""
    entity: str = ""
    acts_for: str = ""
    attitude: str | None = None
    side: int | None = None


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """One annotation. ``id`` is the source's own, unique in the record; roles and relations call it by that.

    ``label`` is the source's name of its kind; the mapping makes a type and a code of it, and without one it becomes an
    actor with the label as its code. ``type`` is given instead by formats that know actors, claims and agreements.

    ``fragments`` are half-open offsets into the record's text, in the file's own unit and in any order. ``quote`` is
    what the source says stands there (fragments joined by one space; white space is not compared), or None where it
    says nothing. ``before`` and ``after`` are the context that the source quotes. Where it tells places by quotes
    alone, ``parts`` are context before, words and context behind of each fragment.

    ``entities`` are keys of the record's entities or names; an actor without any gets one named by its words.
    ``values`` may hold the sidecar's simple fields under their names: stance, status, attribution, certainty, date,
    confidence, note, author, origin, created, modified; what a type has no field for, or a field does not know, is
    moved to the attributes. ``attributes`` is for everything else: text, numbers, booleans, and lists of them.
    """

    id: str
    label: str
    fragments: tuple[tuple[int, int], ...] = ()
    quote: str | None = None
    before: str = ""
    after: str = ""
    type: str = ""
    codes: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    roles: tuple[ReadRole, ...] = ()
    topic: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRelation:
    """A relation between two spans, by their ids.

    The shared step makes a role of it where the mapping says so (``source`` is the claim or agreement, ``target`` who
    fills the role), a link where ``label`` is the name of one, and else an attribute of the source span.
    """

    label: str
    source: str
    target: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document with one annotator's work, as one file has it.

    ``name`` is the document's name, with ``/`` between folders where the file has any; it goes below the folder of the
    file that was read, and gets ``.txt`` where it ends in neither ``.txt`` nor ``.md``. ``text`` is the text as it
    came, with its line ends and its byte-order mark, or None where the file has none and none is beside it.
    ``annotator`` is who did the work ("" where the file does not say); ``annotator_name`` the full name.

    ``info`` may hold what the sidecar knows of a document: title, publisher, author, url, published, language, note,
    state and so on. ``problems`` are sentences about what could not be understood (``line 7: …``): they are reported,
    never silent. ``layer`` is given, in place of everything below it, by formats that hold whole sidecars: it is taken
    over as it is, once its quotes are found in the text.

    ``unnamed`` says that ``name`` was made of the file's name, and ``number`` what the source calls the document
    itself: files beside each other that hold the same texts are then taken for one of each annotator. ``left_out``
    counts what is no annotation by the source's own word, each with a name in the plural (``rejected answers``);
    where ``answered`` is False nobody's work is made of the rest either.
    """

    name: str
    text: str | None
    annotator: str = ""
    annotator_name: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    layer: Layer | None = None
    spans: tuple[ReadSpan, ...] = ()
    relations: tuple[ReadRelation, ...] = ()
    entities: tuple[ReadEntity, ...] = ()
    topics: tuple[ReadTopic, ...] = ()
    unnamed: bool = False
    number: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)
    answered: bool = True


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A code of a code book: ``label`` gets its meaning by the mapping, unless ``type`` says what it is a kind of.

    ``group`` is the name of what it stands below, ``color`` as ``#rrggbb``.
    """

    label: str
    type: str = ""
    group: str = ""
    definition: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class ReadCodebook:
    """The codes, topics and entities that a file holds for all of its documents."""

    codes: tuple[ReadCode, ...] = ()
    topics: tuple[ReadTopic, ...] = ()
    entities: tuple[ReadEntity, ...] = ()
