"""Annotations that tell the same thing again."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.link import Link
from annotator.model.networks.same_event import same_event_groups

PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8)


@given(PAIRS)
def test_those_that_links_join_in_any_way_are_one_group(pairs: list[tuple[str, str]]) -> None:
    groups = same_event_groups(Link(str(number), "same-event", *pair) for number, pair in enumerate(pairs))
    together = {key: {key} for pair in pairs for key in pair}
    for _round in together:
        for one, other in pairs:
            together[one] = together[other] = together[one] | together[other]
    assert groups.keys() == together.keys()
    for one, its in together.items():
        for other in together:
            assert (groups[one] == groups[other]) is (other in its)
    assert all(leader == min(key for key in groups if groups[key] == leader) for leader in groups.values())


def test_other_links_join_nothing() -> None:
    assert same_event_groups([Link("l1", "supports", "a", "b")]) == {}
