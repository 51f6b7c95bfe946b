"""Whatever authoring functions do, alone or several in one step: what must hold between records holds afterwards."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from unittest.mock import Mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from annotator.formats.codebooks.codebook_json import dump_codebook, load_codebook
from annotator.formats.sidecar.sidecar_checks import check_meaning, check_quotes
from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model import edits, fields
from annotator.model import vocabulary as words
from annotator.model.annotation import Annotation
from annotator.model.codebook import Code, Codebook
from annotator.model.codebook_layer import CodebookLayer, codebook_layer_of, codebook_of
from annotator.model.document import Document, DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.services import editing
from annotator.services.editing import (
    accepting,
    annotations,
    codebook_entries,
    comments,
    entities,
    links,
    named,
    occurrences,
    roles,
    splitting,
    topics,
)
from annotator.services.editing.draft import Draft
from annotator.services.editing.named import ByName, Described, InLayer, NamedEntity, described
from annotator.services.editing.offers import Offer, offer_for
from annotator.services.editing.picks import OfFolder
from annotator.services.editing.same_entity import SameEntity
from annotator.services.editing.session import Session
from annotator.services.editing.who_it_is import GROUP, NAME, TYPE, Being
from annotator.services.suggesting.choosing import suggest_all
from annotator.services.suggesting.suggestion import Part, Suggestion
from tests.unit.colleagues import layer
from tests.unit.layers_made_anew import contents, is_indexed_as_made_anew

TEXT = (
    "Mori met Bianchi in Norland. Aiko Mori said that Norland and Ostia would train together. "
    "Bianchi of Ostia agreed, Mori said. The minister denied it."
)
NAMES = ("Mori", "Aiko Mori", "Bianchi", "Norland", "Ostia", "the minister", "mori")
CODEBOOK = Codebook(
    codes=(Code("c1", "claim", "policy"), Code("c2", "agreement", "policy"), Code("c3", "actor", "source")),
    topics=(Topic("t1", "All should train"),),
    entities=(Entity("e1", "Norland", "state", ("The North",), ("e2",)), Entity("e2", "The Union", "igo")),
)


class Chosen:
    """Draws the arguments of authoring functions: mostly ids of what is there, sometimes of what is not."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], draft: Draft, document: Document) -> None:
        self.of = draw
        self.draft = draft
        self.document = document
        self.there = as_drafted(draft)

    def one(self, *values: Any) -> Any:
        return self.of(st.sampled_from(values))

    def id(self, table: str, kind: str = "") -> str:
        known = [key for key, record in getattr(self.there, table).items() if not kind or record.type == kind]
        return str(self.one(*known, "gone"))

    def ids(self, table: str) -> tuple[str, ...]:
        return tuple(self.id(table) for _time in range(self.one(0, 1, 2)))

    def id_or_none(self, table: str, kind: str = "") -> str | None:
        return self.id(table, kind) if self.one(True, True, False) else None

    def span(self) -> Span:
        start = self.of(st.integers(0, len(TEXT) - 1))
        return Span(start, min(len(TEXT), start + self.one(1, 4, 9, 60)))

    def name_span(self) -> Span:
        name = self.one("Mori", "Bianchi", "Norland", "Ostia", "Aiko Mori")
        return Span(TEXT.index(name), TEXT.index(name) + len(name))

    def suggestion(self) -> Suggestion:
        one: Suggestion = self.one(*suggested())
        whos = tuple(replace(who, entity=self.id_or_none(edits.ENTITIES)) for who in one.entities)
        roles = tuple(Part(part.field, replace(part.who, entity=self.id_or_none(edits.ENTITIES))) for part in one.roles)
        return replace(one, entities=whos, roles=roles, topic=self.one(None, "A topic", "Another topic"))

    def statement(self) -> str:
        return self.id(edits.ANNOTATIONS, self.one(words.CLAIM, words.AGREEMENT))

    def role(self) -> tuple[str, str, int]:
        key = self.statement()
        held = self.there.annotations.get(key)
        field = self.one(*words.ROLES_OF_TYPE[held.type]) if held else words.SPEAKERS
        return key, field, self.one(0, 0, 1)


@cache
def suggested() -> list[Suggestion]:
    info = DocumentInfo("a.txt", language="en")
    return suggest_all(Document(TEXT, info), Layer(LayerHead(Annotator("x")), info))


def as_drafted(draft: Draft) -> Layer:
    made = draft.layer.snapshot()
    made.apply(draft.transaction("").edits)
    return made


def values_of(choose: Chosen, field: str) -> dict[str, Any]:
    """Values for a role in one field, of those that it has."""
    possible: dict[str, Callable[[], Any]] = {
        "entity": lambda: choose.id(edits.ENTITIES),
        "mention": lambda: choose.id_or_none(edits.ANNOTATIONS, choose.one("", "actor")),
        "acts_for": lambda: choose.id_or_none(edits.ENTITIES),
        "attitude": lambda: choose.one(None, *words.ATTITUDES),
        "side": lambda: choose.one(None, 1),
    }
    name = choose.one(*(part.attribute for part in fields.ROLE[field]))
    return {name: possible[name]()}


def add_role(draft: Draft, choose: Chosen) -> None:
    key, field, _index = choose.role()
    mention = choose.id_or_none(edits.ANNOTATIONS, choose.one("", "actor"))
    roles.add_role(draft, key, field, choose.id(edits.ENTITIES), mention)


def change_role(draft: Draft, choose: Chosen) -> None:
    key, field, index = choose.role()
    roles.change_role(draft, key, field, index, **values_of(choose, field))


def set_fields(draft: Draft, choose: Chosen) -> None:
    key = choose.id(edits.ANNOTATIONS)
    held = choose.there.annotations.get(key)
    possible = fields.annotation_fields(held.type if held else words.CLAIM)
    simple = [field for field in possible if field.values and field.key not in ("type", "origin")]
    field = choose.one(*simple)
    annotations.set_fields(draft, key, **{field.attribute: choose.one(None, *field.values)})
    if any(field.key == "topic" for field in possible):
        annotations.set_fields(draft, key, topic=choose.id_or_none(edits.TOPICS))


def accept_offer(draft: Draft, choose: Chosen) -> None:
    """The offer was made for the layer as it was before the draft."""
    known = list(draft.layer.annotations)
    offer = offer_for(draft.layer, choose.one(*known)) if known else None
    if offer:
        offer.accept(draft)


def follow_words(draft: Draft, choose: Chosen) -> None:
    before = draft.annotation(choose.id(edits.ANNOTATIONS, words.ACTOR))
    if before:
        after = annotations.placed(before, TEXT, [choose.span()])
        draft.put(after)
        entities.follow_words(draft, before, after)


def nearest_mention(draft: Draft, choose: Chosen) -> None:
    statement = draft.annotation(choose.statement())
    if statement:
        found = roles.nearest_mention(draft, statement, choose.id(edits.ENTITIES))
        assert found is None or draft.annotation(found).type == words.ACTOR  # type: ignore[union-attr]


def broader_topics(draft: Draft, choose: Chosen) -> None:
    if topic := draft.topic(choose.id(edits.TOPICS)):
        assert topic not in topics.broader_topics(draft, topic)


def details(choose: Chosen) -> dict[str, Any]:
    found: dict[str, Any] = choose.one(
        {"name": choose.one(*NAMES)}, {"member_of": choose.ids(edits.ENTITIES)}, {"type": "group"}, {"note": "n"},
        {"aliases": ("The North",)}, {"external_ids": {"wikidata": "Q1"}},
    )  # fmt: skip
    return found


def topic_details(choose: Chosen) -> dict[str, Any]:
    found: dict[str, Any] = choose.one(
        {"name": choose.one(*NAMES)}, {"broader": choose.id_or_none(edits.TOPICS)}, {"code": "7"}
    )
    return found


def told(choose: Chosen) -> Described:
    groups = choose.one((), (("state", "Norland"),), (("person", "Mori"), ("group", "The Two")))
    return Described(choose.one(*NAMES), choose.one("person", "state"), ("The North",), groups, {"wikidata": "Q1"})


Action = Callable[[Draft, Chosen], Any]
OF_REGISTERED: dict[Callable[..., Any], Action] = {
    named.entity_for_name: lambda d, c: named.entity_for_name(d, c.one(*NAMES), c.one(None, CODEBOOK)),
    entities.edit_entity: lambda d, c: entities.edit_entity(d, c.id(edits.ENTITIES), **details(c)),
    topics.topic_for_name: lambda d, c: topics.topic_for_name(d, c.one(*NAMES), c.one(None, CODEBOOK)),
    topics.edit_topic: lambda d, c: topics.edit_topic(d, c.id(edits.TOPICS), **topic_details(c)),
    topics.broader_topics: broader_topics,
    topics.merge_topics: lambda d, c: topics.merge_topics(d, c.id(edits.TOPICS), c.ids(edits.TOPICS)),
    topics.delete_unused_topic: lambda d, c: topics.delete_unused_topic(d, c.id(edits.TOPICS)),
}
"""What is done to the entities and topics of documents and codebooks alike, by what it calls."""

OF_DOCUMENTS: dict[Callable[..., Any], Action] = {
    **OF_REGISTERED,
    accepting.accept: lambda d, c: accepting.accept(d, c.document, c.suggestion(), c.one(None, CODEBOOK)),
    accepting.accept_all: lambda d, c: accepting.accept_all(
        d, c.document, [c.suggestion(), c.suggestion()], c.one(None, CODEBOOK)
    ),
    annotations.annotate: lambda d, c: annotations.annotate(
        d, c.document, [c.one(c.span, c.name_span)()], c.one(*words.TYPES), entities=c.ids(edits.ENTITIES),
        codebook=c.one(None, CODEBOOK),
    ),
    annotations.place: lambda d, c: annotations.place(d, c.document, c.id(edits.ANNOTATIONS), c.span()),
    annotations.add_fragment: lambda d, c: annotations.add_fragment(
        d, c.document, c.id(edits.ANNOTATIONS), c.span()
    ),
    annotations.move_end: lambda d, c: annotations.move_end(
        d, c.document, c.id(edits.ANNOTATIONS), first=c.one(True, False), step=c.one(-1, 1), by_word=c.one(True, False)
    ),
    annotations.delete: lambda d, c: annotations.delete(d, c.id(edits.ANNOTATIONS)),
    annotations.drop_mentions: lambda d, c: annotations.drop_mentions(d, c.id(edits.ANNOTATIONS)),
    annotations.duplicate: lambda d, c: annotations.duplicate(d, c.id(edits.ANNOTATIONS)),
    annotations.change_type: lambda d, c: annotations.change_type(
        d, c.id(edits.ANNOTATIONS), c.one(*words.TYPES), c.one(None, CODEBOOK)
    ),
    annotations.set_fields: set_fields,
    comments.comment: lambda d, c: comments.comment(d, c.id(edits.ANNOTATIONS), c.one("why?", "because")),
    entities.merge_entities: lambda d, c: entities.merge_entities(d, c.id(edits.ENTITIES), c.ids(edits.ENTITIES)),
    entities.delete_unused_entity: lambda d, c: entities.delete_unused_entity(d, c.id(edits.ENTITIES)),
    entities.set_entities: lambda d, c: entities.set_entities(d, c.id(edits.ANNOTATIONS), c.ids(edits.ENTITIES)),
    entities.follow_words: follow_words,
    links.link: lambda d, c: links.link(
        d, c.id(edits.ANNOTATIONS), c.id(edits.ANNOTATIONS), c.one(*words.LINK_TYPES)
    ),
    links.unlink: lambda d, c: links.unlink(d, c.id(edits.LINKS)),
    occurrences.annotate_all: lambda d, c: occurrences.annotate_all(
        d, c.document, c.ids(edits.ENTITIES), [c.name_span()]
    ),
    roles.add_role: add_role,
    roles.change_role: change_role,
    roles.remove_role: lambda d, c: roles.remove_role(d, *c.role()),
    roles.is_mention: lambda d, c: roles.is_mention(d, c.id(edits.ANNOTATIONS)),
    roles.nearest_mention: nearest_mention,
    roles.proposed_for: lambda d, c: roles.proposed_for(d, words.SPEAKERS, c.id(edits.ENTITIES)),
    splitting.split: lambda d, c: splitting.split(d, c.document, c.id(edits.ANNOTATIONS), c.span().start),
    splitting.join: lambda d, c: splitting.join(
        d, c.document, c.id(edits.ANNOTATIONS), c.id(edits.ANNOTATIONS), c.one(None, CODEBOOK)
    ),
    Offer.accept: accept_offer,
    SameEntity.accept: lambda d, c: SameEntity(
        c.id(edits.ANNOTATIONS), Entity(c.id(edits.ENTITIES), "Mori"), ("person", "Mori"), told(c), "", CODEBOOK
    ).accept(d),
    Being.put: lambda d, c: c.one(
        Being(NAME, c.one(*NAMES)), Being(GROUP, c.one(*NAMES)), Being(TYPE, c.one("state", "person"))
    ).put(d, c.id(edits.ENTITIES), CODEBOOK),
    ByName.put: lambda d, c: ByName(c.one(*NAMES)).put(d, CODEBOOK),
    InLayer.put: lambda d, c: InLayer(c.id(edits.ENTITIES), c.one(*NAMES)).put(d, CODEBOOK),
    Described.put: lambda d, c: c.one(described(CODEBOOK.entities[0], CODEBOOK), told(c)).put(d, CODEBOOK),
    OfFolder.put: lambda d, c: OfFolder(Mock(details=lambda _number: told(c)), Mock()).put(d, CODEBOOK),
}  # fmt: skip

OF_CODEBOOKS: dict[Callable[..., Any], Action] = {
    **OF_REGISTERED,
    codebook_entries.code_for_name: lambda d, c: codebook_entries.code_for_name(
        d, c.one(*NAMES), c.one(*words.TYPES)
    ),
    codebook_entries.edit_code: lambda d, c: codebook_entries.edit_code(
        d, c.id(edits.CODES), **c.one({"name": c.one(*NAMES)}, {"type": "claim"}, {"group": "act"})
    ),
    codebook_entries.merge_codes: lambda d, c: codebook_entries.merge_codes(d, c.id(edits.CODES), c.ids(edits.CODES)),
    codebook_entries.merge_registered: lambda d, c: codebook_entries.merge_registered(
        d, c.id(edits.ENTITIES), c.ids(edits.ENTITIES)
    ),
    codebook_entries.merge_registered_topics: lambda d, c: codebook_entries.merge_registered_topics(
        d, c.id(edits.TOPICS), c.ids(edits.TOPICS)
    ),
    codebook_entries.set_words: lambda d, c: codebook_entries.set_words(
        d, c.id(c.one(edits.TOPICS, edits.CODES)), c.one((), ("tariff*", " x\n"))
    ),
    codebook_entries.delete_registered: lambda d, c: codebook_entries.delete_registered(d, c.id(edits.ENTITIES)),
}  # fmt: skip


class Clock:
    """A second later whenever it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        return f"2026-05-01T{self.asked // 3600:02}:{self.asked // 60 % 60:02}:{self.asked % 60:02}Z"


class Authoring(RuleBasedStateMachine):
    """Any authoring functions in any order, one or several of them in a step, with undo and redo between steps."""

    actions = OF_DOCUMENTS

    def __init__(self) -> None:
        super().__init__()
        made = self.made()
        self.document = Document(TEXT, made.document)
        # The indexes are asked for early, so that every step has to keep them up.
        assert made.places is made.places
        assert made.references is made.references
        self.session = Session(self.document, made, sidecar=None, author="mkato", clock=Clock())  # type: ignore[arg-type]
        self.draft: Draft | None = None
        self.ids = {table: set(getattr(made, table)) for table in made.tables if table != edits.DOCUMENT}

    def made(self) -> Layer:
        """A layer in which there is something of everything."""
        draft = Draft(layer(), "mkato", "2026-01-01T00:00:00Z")
        document = Document(TEXT, draft.layer.document)
        for name in ("Mori", "Bianchi", "Norland"):
            annotations.annotate(draft, document, [Span(TEXT.index(name), TEXT.index(name) + len(name))], words.ACTOR)
        claim = annotations.annotate(draft, document, [Span(29, 88)], words.CLAIM)
        agreement = annotations.annotate(draft, document, [Span(49, 88)], words.AGREEMENT)
        for entity in list(draft.entities()):
            roles.add_role(draft, claim.id, words.SPEAKERS, entity.id)
            roles.add_role(draft, agreement.id, words.PARTIES, entity.id)
        annotations.set_fields(draft, claim.id, topic=topics.topic_for_name(draft, "Norland should train").id)
        links.link(draft, claim.id, agreement.id, words.SUPPORTS)
        draft.put(Annotation(draft.new_id(edits.ANNOTATIONS), words.CLAIM, (), ("words that are in the text no more",)))
        draft.layer.apply(draft.transaction("").edits)
        return draft.layer

    @rule(data=st.data(), ends=st.booleans())
    def act(self, data: st.DataObject, *, ends: bool) -> None:
        self.draft = self.draft or self.session.draft()
        action = data.draw(st.sampled_from(list(self.actions)), "what")
        self.actions[action](self.draft, Chosen(data.draw, self.draft, self.document))
        self.sees_itself(self.draft)
        if ends:
            self.commit()

    @rule(back=st.booleans())
    def undo_or_redo(self, *, back: bool) -> None:
        self.commit()
        _ = self.session.undo() if back else self.session.redo()
        self.holds()

    def commit(self) -> None:
        draft, self.draft = self.draft, None
        before, at = contents(self.session.layer), len(self.session.history.done)
        if draft is None or not self.session.commit(draft, "step"):
            return
        self.holds()
        self.is_told_by(draft)
        after = contents(self.session.layer)
        self.session.undo()
        assert contents(self.session.layer) == before
        assert len(self.session.history.done) == at
        self.session.redo()
        assert contents(self.session.layer) == after

    def sees_itself(self, draft: Draft) -> None:
        """What a draft answers is what will be there."""
        there = as_drafted(draft)
        assert list(draft.entities()) == list(there.entities.values())
        assert list(draft.topics()) == list(there.topics.values())
        for key in (*there.annotations, *there.entities, *there.topics):
            for how in ("with_entity", "with_topic", "with_mention", "links_of"):
                assert set(getattr(draft.references, how)(key)) == set(getattr(there.references, how)(key))

    def is_told_by(self, draft: Draft) -> None:
        """Whatever was changed says when, and whatever is new has an id that nothing ever had."""
        for edit in draft.transaction("").edits:
            if isinstance(edit.before, Annotation) and isinstance(edit.after, Annotation):
                assert edit.after.modified == draft.time
                assert edit.after.created == edit.before.created
            if edit.before is None and edit.table not in (edits.REVIEW, edits.DELETED):
                assert edit.key not in self.ids[edit.table]
                self.ids[edit.table].add(edit.key)
            if edit.table == edits.ANNOTATIONS and edit.after is None:
                assert edit.key in self.session.layer.deleted

    def holds(self) -> None:
        made = self.session.layer
        assert check_meaning(made) == []
        assert check_quotes(made, TEXT) == []
        assert contents(made.snapshot()) == contents(made)
        assert is_indexed_as_made_anew(made)
        assert not made.deleted.keys() & made.annotations.keys()
        assert all(link.source != link.target for link in made.links.values())
        assert all(key not in entity.member_of for key, entity in made.entities.items())
        for topic in made.topics.values():
            above, steps = topic.broader, 0
            while above is not None:
                above, steps = made.topics[above].broader, steps + 1
                assert steps <= len(made.topics), "a circle of topics"
        self.is_read_as_written(made)

    def is_read_as_written(self, made: Layer) -> None:
        """Nothing is held where the file has no place for it."""
        read = load_sidecar(dump_sidecar(made)).layer
        assert all(getattr(read, table) == getattr(made, table) for table in edits.TABLES)

    def teardown(self) -> None:
        self.commit()
        while self.session.undo():
            pass
        self.holds()


class CodebookAuthoring(Authoring):
    """The same on a codebook."""

    actions = OF_CODEBOOKS

    def made(self) -> Layer:
        codebook = replace(
            CODEBOOK,
            entities=(*CODEBOOK.entities, Entity("e3", "Ostia"), Entity("e4", "Mori")),
            distinct=(("e1", "e3"), ("e3", "e4")),
        )
        return codebook_layer_of(codebook, "c.json")

    def is_read_as_written(self, made: Layer) -> None:
        assert isinstance(made, CodebookLayer)
        codebook = codebook_of(made)
        assert load_codebook(dump_codebook(codebook), "c.json") == codebook
        names = [(code.type, folded(code.name)) for code in codebook.codes]
        assert len(set(names)) == len(names)
        pairs = [frozenset(pair) for pair in codebook.distinct]
        assert all(len(pair) == 2 and pair <= made.entities.keys() for pair in pairs)
        assert len(set(pairs)) == len(pairs)


_SHORT = settings(max_examples=max(10, settings().max_examples // 4), stateful_step_count=20, deadline=None)
TestAuthoring = Authoring.TestCase
TestAuthoring.settings = _SHORT
TestCodebookAuthoring = CodebookAuthoring.TestCase
TestCodebookAuthoring.settings = _SHORT


def authoring_functions() -> Iterator[Callable[..., Any]]:
    """All public functions of the shelf, and methods of its classes, that add to a draft they are given."""
    for module in pkgutil.iter_modules(editing.__path__, f"{editing.__name__}."):
        loaded = importlib.import_module(module.name)
        for owner in (loaded, *(found for _name, found in inspect.getmembers(loaded, inspect.isclass))):
            if owner in (Draft, Session, NamedEntity):
                continue
            for name, function in inspect.getmembers(owner, inspect.isfunction):
                if not name.startswith("_") and function.__module__ == module.name and takes_a_draft(function):
                    yield function


def takes_a_draft(function: Callable[..., Any]) -> bool:
    return any(
        parameter.annotation in (Draft, "Draft") for parameter in inspect.signature(function).parameters.values()
    )


def names(functions: Iterable[Callable[..., Any]]) -> set[str]:
    return {f"{function.__module__}.{function.__qualname__}" for function in functions}


def test_no_authoring_function_is_forgotten_here() -> None:
    assert names(authoring_functions()) == names((*OF_DOCUMENTS, *OF_CODEBOOKS))
