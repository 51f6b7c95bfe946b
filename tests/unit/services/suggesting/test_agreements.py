"""Who agreed with whom: parties, status and date of the sentence."""

import pytest

from tests.unit.services.suggesting.reading_texts import suggested


@pytest.mark.parametrize(
    ("text", "parties", "status", "date"),
    [
        ("Japan and Italy signed a treaty on 14 December 2023.", ["Japan", "Italy"], "signed", "2023-12-14"),
        ("Japan, Britain and Italy agreed to build a jet.", ["Japan", "Britain", "Italy"], "agreed", None),
        ("Japan signed a pact with Italy in May 2019.", ["Japan", "Italy"], "signed", "2019-05"),
        ("A treaty between Japan and Italy is in force since 2019.", ["Japan", "Italy"], "in-force", "2019"),
        ("Tokyo and Rome agree to do more.", ["Japan", "Italy"], "agreed", None),
        ("Hungarian and Romanian officials agreed to cooperate.", ["Hungary", "Romania"], "agreed", None),
        ("Japan and Italy voiced concern about China and agreed to meet.", ["Japan", "Italy"], "agreed", None),
        ("Japan and Italy held talks.", ["Japan", "Italy"], "discussed", None),
    ],
)
def test_parties_status_and_date_come_from_the_sentence(
    text: str, parties: list[str], status: str, date: str | None
) -> None:
    (one,) = suggested(text, "agreement")
    assert [part.who.name for part in one.roles] == parties
    assert (one.status, one.date, one.stance) == (status, date, "agree")


@pytest.mark.parametrize(
    "text",
    ["Japan signed a treaty.", "Japan and Italy did not agree on anything.", "Japan and Italy are far away."],
)
def test_no_agreement_is_seen_where_there_is_none(text: str) -> None:
    assert suggested(text, "agreement") == []


def test_the_two_countries_are_those_named_before() -> None:
    text = "Japan and Italy spoke. The two countries signed a treaty."
    assert [part.who.name for part in suggested(text, "agreement")[-1].roles] == ["Japan", "Italy"]


def test_what_is_an_agreement_is_no_claim_too() -> None:
    text = "Japan and Italy agreed to build a jet together."
    assert suggested(text, "claim") == []
