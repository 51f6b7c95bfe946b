"""Which group somebody is a member of by the words around a name, and what names mean in their text."""

from dataclasses import replace

import pytest

from annotator.services.suggesting.choosing import suggest_all
from tests.unit.services.suggesting.reading_texts import a_document, suggested


def members(text: str) -> dict[str, str]:
    return {who.name: who.member_of for one in suggested(text, "actor") for who in one.entities if who.member_of}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Yesterday the Norwegian defence minister Aiko Mori met his Danish counterpart Wang Yi.",
         {"Aiko Mori": "Norway", "Wang Yi": "Denmark"}),
        ("They heard Peru's foreign minister Juan Soto.", {"Juan Soto": "Peru"}),
        ("Yesterday the Danish foreign minister, Aiko Mori, spoke.", {"Aiko Mori": "Denmark"}),
        ("Aiko Mori, the president of Chile, and Juan Soto of South Korea came.",
         {"Aiko Mori": "Chile", "Juan Soto": "South Korea"}),
        ("Aiko Mori, Peru's president, came. Juan Soto, a Chilean minister, came too.",
         {"Aiko Mori": "Peru", "Juan Soto": "Chile"}),
        ("Yesterday Mori Heavy Industries and Soto Systems in Peru agreed.",
         {"Mori Heavy Industries": "Peru", "Soto Systems": "Peru"}),
        ("Yesterday Aiko Mori met Juan Soto in Peru.", {}),
        ("He said that Japan asked Aiko Mori to come.", {}),
    ],
)  # fmt: skip
def test_a_group_is_told_by_titles_peoples_and_places(text: str, groups: dict[str, str]) -> None:
    assert members(text) == groups


def test_a_territory_has_the_name_by_which_the_text_calls_it_in_full() -> None:
    text = "Japan and Britain agreed. The U.K. pays, and so do the U.S. and Japan."
    names = [one.entities[0].name for one in suggested(text, "actor")]
    assert names == ["Japan", "Britain", "Britain", "United States", "Japan"]


def test_a_text_of_no_known_language_is_read_as_english() -> None:
    document, layer = a_document("The U.S. heard the Japanese minister Aiko Mori.")
    layer.document = replace(layer.document, language=None)
    whos = [one.entities[0] for one in suggest_all(document, layer)]
    assert [(who.name, who.member_of) for who in whos] == [("United States", ""), ("Aiko Mori", "Japan")]


def test_a_capital_is_its_state_where_it_acts_and_a_place_where_somebody_is() -> None:
    text = "Tokyo and Rome have agreed. They met in Rome."
    whos = [one.entities[0] for one in suggested(text, "actor")]
    assert [(who.name, who.type) for who in whos] == [("Japan", "state"), ("Italy", "state"), ("Rome", "place")]


def test_unknown_names_are_what_those_are_to_whom_they_are_joined_or_where_they_stand() -> None:
    text = "Then Mori Industries, IHI and Leonardo met near Kramatorsk."
    types = {who.name: who.type for one in suggested(text, "actor") for who in one.entities}
    assert types == {
        "Mori Industries": "organization", "IHI": "organization", "Leonardo": "organization", "Kramatorsk": "place",
    }  # fmt: skip


def test_a_name_in_another_script_behind_one_is_the_same() -> None:
    text = "Then Aiko Mori (森愛子) spoke (twice)."
    first, second = suggested(text, "actor")
    assert second.quote(text) == ("森愛子",)
    assert second.names_same(first)
