"""The list of fields and the classes of records say the same, and what is worked out of the list follows from it."""

import inspect
from collections.abc import Mapping
from typing import Any, get_type_hints

import pytest

from annotator.model import edits, fields, vocabulary
from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Code
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.fields import Field, Fields
from annotator.model.layer import Annotator, CodebookReference
from annotator.model.link import Link
from annotator.model.span import Span
from annotator.model.topic import Topic

TYPE_OF_SHAPE: dict[str, Any] = {
    fields.TEXT: str,
    fields.OPTIONAL_TEXT: str | None,
    fields.OPTIONAL_DATE: str | None,
    fields.TEXTS: tuple[str, ...],
    fields.TRUTH: bool,
    fields.INTEGER: int,
    fields.OPTIONAL_INTEGER: int | None,
    fields.TEXT_MAP: Mapping[str, str],
    fields.ATTRIBUTES: Mapping[str, Any],
    fields.FRAGMENTS: tuple[Span, ...],
    fields.ROLES: tuple[Role, ...],
}
RECORDS: dict[str, tuple[type, Fields]] = {
    "document": (DocumentInfo, fields.DOCUMENT),
    "entity": (Entity, fields.ENTITY),
    "topic": (Topic, fields.TOPIC),
    "annotation": (Annotation, fields.ANY_ANNOTATION),
    "code": (Code, fields.CODE),
    "link": (Link, fields.LINK),
    "decision": (Decision, fields.DECISION),
    "deletion": (Deletion, fields.DELETION),
    "annotator": (Annotator, fields.ANNOTATOR),
    "codebook reference": (CodebookReference, fields.CODEBOOK_REFERENCE),
    "role": (Role, Fields(*dict.fromkeys(field for of_role in fields.ROLE.values() for field in of_role))),
}
ALL = [(name, field) for name, (_model, wanted) in RECORDS.items() for field in wanted]
KEY_OF_ATTRIBUTE = {"source": "from", "target": "to", "acts_for": "for"}


@pytest.mark.parametrize("name", RECORDS)
def test_the_fields_are_those_of_the_class_with_its_types_and_what_it_cannot_do_without(name: str) -> None:
    model, wanted = RECORDS[name]
    types = get_type_hints(model)
    held = {key: part for key, part in inspect.signature(model).parameters.items() if key != "extra"}
    assert {field.attribute for field in wanted} == held.keys()
    assert len({field.key for field in wanted}) == len(wanted) == len(held)
    for field in wanted:
        assert TYPE_OF_SHAPE[field.shape] == types[field.attribute], field.key
        assert field.required is (held[field.attribute].default is inspect.Parameter.empty), field.key
        by_link = name == "link" or field.attribute == "acts_for"
        assert field.key == (KEY_OF_ATTRIBUTE.get(field.attribute, field.key) if by_link else field.attribute)


@pytest.mark.parametrize(("name", "field"), ALL, ids=lambda value: value.key if isinstance(value, Field) else value)
def test_opinions_are_what_somebody_thinks_and_traces_are_none(name: str, field: Field) -> None:
    assert field.group in (fields.IDENTITY, fields.PLACE, fields.READING, fields.CONTENT, fields.TRACE)
    if field.group in (fields.TRACE, fields.READING):
        assert not field.is_opinion
    if field.group == fields.CONTENT and name in ("document", "entity", "topic", "annotation", "role"):
        assert field.is_opinion
    assert field.is_opinion is bool(field.difference)


@pytest.mark.parametrize(("name", "field"), ALL, ids=lambda value: value.key if isinstance(value, Field) else value)
def test_every_field_has_its_words_and_what_it_means(name: str, field: Field) -> None:
    assert field.label[0].isupper()
    assert field.plural
    assert not field.plural[0].isupper()
    assert field.meaning.endswith(".")
    assert field.is_list is (field.shape in (fields.TEXTS, fields.FRAGMENTS, fields.ROLES))
    assert field.may_be_empty is (not field.required and (field.shape != fields.TEXT or not field.values))
    if field.attribute in ("author", "created", "modified", "by", "at"):
        assert field.group == fields.TRACE or name == "document"


def test_what_names_another_record_says_in_which_table() -> None:
    naming = {(name, field.key): field.refers for name, field in ALL if field.refers}
    assert naming == {
        ("entity", "member_of"): edits.ENTITIES,
        ("topic", "broader"): edits.TOPICS,
        ("annotation", "entities"): edits.ENTITIES,
        ("annotation", "topic"): edits.TOPICS,
        ("link", "from"): edits.ANNOTATIONS,
        ("link", "to"): edits.ANNOTATIONS,
        ("role", "entity"): edits.ENTITIES,
        ("role", "mention"): edits.ANNOTATIONS,
        ("role", "for"): edits.ENTITIES,
    }


@pytest.mark.parametrize("kind", [*vocabulary.TYPES, "rumour", None, 3])
def test_a_type_has_the_fields_of_its_roles_and_an_unknown_one_those_of_all(kind: Any) -> None:
    found = fields.annotation_fields(kind)
    assert [field.key for field in fields.role_fields(kind)] == sorted(
        vocabulary.ROLES_OF_TYPE.get(kind, ()), key=[field.key for field in fields.ANY_ANNOTATION].index
    )
    assert [field for field in fields.ANY_ANNOTATION if field in found] == list(found)
    shared = [field for field in fields.ANY_ANNOTATION if not field.types]
    assert [field for field in found if field in shared] == shared
    assert (list(found) == shared) is (kind not in vocabulary.TYPES)


def test_roles_have_what_their_holders_may_have() -> None:
    keys = {name: [field.key for field in of_role] for name, of_role in fields.ROLE.items()}
    assert keys == {
        "speakers": ["entity", "mention", "for"],
        "targets": ["entity", "mention", "attitude"],
        "via": ["entity", "mention"],
        "parties": ["entity", "mention", "for", "side"],
    }
    assert {name for name, held in keys.items() if "for" in held} == set(vocabulary.ROLES_THAT_ACT)


def test_fields_are_found_by_their_attribute_and_lists_are_told_apart_by_identity() -> None:
    assert fields.LINK.named("source").key == "from"
    assert fields.LINK.named("extra").attribute == "extra"
    with pytest.raises(KeyError, match="nowhere"):
        fields.LINK.named("nowhere")
    one, other = Fields(*fields.LINK), Fields(*fields.LINK)
    assert one != other
    assert len({one, other}) == 2
    assert [field.key for field in fields.LINK.opinions] == ["type", "note"]


def test_what_stands_where_nothing_is_set_is_what_the_classes_say() -> None:
    for model, wanted in RECORDS.values():
        held = inspect.signature(model).parameters
        for field in wanted:
            default = held[field.attribute].default
            if field.may_be_empty and field.group != fields.READING and "factory" not in repr(default):
                assert fields.EMPTY[field.shape] == default, field.key


def test_what_tells_a_record_from_others_and_says_where_it_stands() -> None:
    grouped = {
        group: [(name, field.key) for name, field in ALL if field.group == group]
        for group in (fields.IDENTITY, fields.PLACE)
    }
    assert grouped[fields.PLACE] == [("annotation", key) for key in ("fragments", "quote", "before", "after")]
    assert grouped[fields.IDENTITY] == [
        ("document", "name"), ("entity", "id"), ("topic", "id"), ("annotation", "id"), ("annotation", "type"),
        ("code", "id"), ("code", "type"), ("link", "id"), ("link", "type"), ("link", "from"), ("link", "to"),
        ("decision", "target"), ("decision", "sources"), ("deletion", "id"), ("annotator", "id"), ("role", "entity"),
    ]  # fmt: skip
