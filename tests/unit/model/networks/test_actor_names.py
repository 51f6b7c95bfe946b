"""Who is one actor in many documents."""

from annotator.model.networks.actor_names import ActorNames


def called(*actors: tuple[str, str]) -> list[tuple[str, str]]:
    names = ActorNames(actors)
    return [names.called(actor) for actor in actors]


def test_names_of_one_key_and_type_are_one_called_as_where_it_came_first() -> None:
    first, second = ("person", "Jose\u0301 O’Neill"), ("person", "José O'Neill")
    assert called(first, second) == [first, first]
    assert called(second, first) == [second, second]


def test_case_tells_two_apart() -> None:
    assert called(("group", "US"), ("group", "us")) == [("group", "US"), ("group", "us")]


def test_the_type_other_is_the_one_that_the_name_has_elsewhere() -> None:
    assert called(("other", "José"), ("person", "Jose\u0301")) == [("person", "José")] * 2


def test_where_a_name_has_two_types_or_none_the_type_other_stays() -> None:
    types = ("other", "state", "place")
    assert [kind for kind, _name in called(*((kind, "Georgia") for kind in types))] == list(types)
    assert called(("other", "Georgia")) == [("other", "Georgia")]
