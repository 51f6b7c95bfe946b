"""What several annotators have in one field, put together: nothing of anybody's is lost where it can hold several."""

from typing import Any

import pytest

from annotator.model.annotation import Annotation
from annotator.model.fields import ANY_ANNOTATION, UNKNOWN, Field
from annotator.services.settling.joined_values import joined, joined_values, with_detail
from tests.unit.colleagues import Role, marked

FIELDS = {field.attribute: field for field in ANY_ANNOTATION}


def together(name: str, *values: object, ours: Annotation | None = None) -> object:
    field: Field = FIELDS[name]
    theirs = [marked(f"a{number}", "claim", (0, 9), **{name: value}) for number, value in enumerate(values)]
    return joined(field, ours or marked("x", "claim", (0, 9)), theirs)


@pytest.mark.parametrize(
    ("name", "values", "held"),
    [
        ("note", ("one", "two"), "one\ntwo"),
        ("note", ("two", "", "one", "two"), "two\none"),
        ("note", ("", ""), ""),
        ("codes", (("b", "a"), ("c", "b")), ("b", "a", "c")),
        ("entities", (("e2",), ("e1", "e2")), ("e2", "e1")),
        ("stance", ("agree", "disagree"), "agree"),
        ("date", (None, "2022"), None),
        ("attributes", ({"a": 1, "b": 2}, {"b": 3, "c": 4}), {"a": 1, "b": 2, "c": 4}),
    ],
)
def test_each_shape_of_field_is_joined_in_its_way(name: str, values: tuple[object, ...], held: object) -> None:
    assert together(name, *values) == held


def test_fields_that_the_program_does_not_know_are_joined_by_name_with_the_first_one_s_value() -> None:
    one, other = (("", "x", 1), ("", "y", 2)), (("", "y", 3), ("", "z", 4))
    held: Any = joined_values(UNKNOWN, [one, other])
    assert {name: value for _behind, name, value in held} == {"x": 1, "y": 2, "z": 4}


def test_everybody_who_holds_a_role_holds_it_once_and_for_each_whom_he_acts_for() -> None:
    held = together("speakers", (Role("e1"), Role("e2", None, "e3")), (Role("e1"), Role("e2")))
    assert held == (Role("e1"), Role("e2", None, "e3"), Role("e2"))


def test_what_was_settled_for_one_holder_stays() -> None:
    ours = marked("x", "claim", (0, 9), targets=(Role("e1", attitude="critical"), Role("e9", attitude="mixed")))
    held = together("targets", (Role("e1", attitude="favourable"), Role("e2", attitude="neutral")), ours=ours)
    assert held == (Role("e1", attitude="critical"), Role("e2", attitude="neutral"))


def test_one_thing_is_changed_for_one_entity_alone() -> None:
    roles = (Role("e1", "m1", attitude="critical"), Role("e2", attitude="critical"), Role("e1", None, "e3"))
    assert with_detail(roles, "e1", "attitude", None) == (
        Role("e1", "m1"),
        Role("e2", attitude="critical"),
        Role("e1", None, "e3"),
    )
    assert with_detail(roles, None, "attitude", None) == roles
