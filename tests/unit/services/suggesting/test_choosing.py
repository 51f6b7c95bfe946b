"""Which suggestions are shown, and with which extent."""

import time

import pytest

from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, CLAIM
from annotator.services.editing.accepting import accept
from annotator.services.editing.draft import Draft
from annotator.services.suggesting.choosing import (
    SLICE,
    joined,
    moved,
    next_extent,
    remaining,
    slices,
    suggest_all,
)
from annotator.services.suggesting.knowledge import Knowledge, KnownName, refusal_everywhere, refusal_here
from annotator.services.suggesting.suggestion import Suggestion
from tests.unit.services.suggesting.reading_texts import a_document

TEXT = "Nobuo Kishi said that it went well. Kishi left."


def test_what_is_annotated_is_not_suggested_again() -> None:
    document, layer = a_document(TEXT)
    open_ = suggest_all(document, layer)
    claim = next(one for one in open_ if one.type == CLAIM)
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    accept(draft, document, claim)
    layer.apply(draft.transaction("Accept").edits)
    assert [one.quote(TEXT) for one in remaining(open_, document, layer)] == [("Kishi",)]


def test_what_was_refused_stays_away() -> None:
    document, layer = a_document(TEXT)
    first, *_ = (one for one in suggest_all(document, layer) if one.type == ACTOR)
    here = Knowledge(refused=frozenset([refusal_here(first, document)]))
    everywhere = Knowledge(refused=frozenset([refusal_everywhere(first, document)]))
    assert first not in suggest_all(document, layer, here)
    assert [one.quote(TEXT) for one in suggest_all(document, layer, everywhere) if one.type == ACTOR] == [("Kishi",)]


def test_of_several_for_one_name_the_surest_is_kept() -> None:
    spans = (Span(0, 11), Span(6, 11))
    one, other = (Suggestion(ACTOR, (span,), confidence=sure) for span, sure in zip(spans, (0.6, 0.9), strict=True))
    assert joined([one, other]) == [other]


def test_the_folders_names_are_found_where_no_capital_says_so() -> None:
    document, layer = a_document("The meeting of eBay with the ministers ended.")
    known = Knowledge(names=(KnownName("eBay", "organization", 41), KnownName("the ministers", "group", 3)))
    (one,) = suggest_all(document, layer, known)
    assert (one.quote(document.text), one.why) == (("eBay",), "name known in this folder: 41 documents")


def test_extents_come_round() -> None:
    one = Suggestion(CLAIM, (Span(0, 3),), ((Span(0, 5),), (Span(0, 9),)))
    second, third, first = (one := next_extent(one) for _ in range(3))
    assert [each.fragments for each in (second, third, first)] == [(Span(0, 5),), (Span(0, 9),), (Span(0, 3),)]


def test_an_alias_of_two_is_nobodys() -> None:
    document, layer = a_document("the HQ and the Seat were there.")
    names = tuple(KnownName(name, "organization", 3, ("HQ", f"{name} Seat")) for name in ("Navy", "Army"))
    with_seat = (*names, KnownName("Fleet", "organization", 1, ("Seat",)))
    found = suggest_all(document, layer, Knowledge(names=with_seat), ("folder",))
    assert [(one.quote(document.text), one.entities[0].name) for one in found] == [(("Seat",), "Fleet")]


def test_a_long_text_is_read_in_slices_that_meet() -> None:
    text = "Nobuo Kishi said that it went well.\n\n" * 4000
    parts = slices(text)
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert (parts[0].start, parts[-1].end) == (0, len(text))
    assert all(part.end - part.start <= SLICE for part in parts)
    assert all(text[part.start] == "N" for part in parts)
    document, layer = a_document(text)
    claims = [one for one in suggest_all(document, layer, names=("rules",)) if one.type == CLAIM]
    assert len(claims) == 4000
    assert claims[-1].quote(text) == ("it went well",)


def test_a_text_without_any_border_is_cut_all_the_same() -> None:
    assert slices("x" * (SLICE + 5))[-1] == Span(SLICE, SLICE + 5)


@pytest.mark.parametrize(
    "unit",
    ["said ", "Kap and ", "he said that ", "首相は「", "日本", "who said ", "“", "“a\n", "– ", "قال ", "\ud800 said "],
)
def test_text_without_sentences_takes_no_more_than_its_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    document, layer = a_document(text, "ja" if unit[0] in "首日" else "en")
    began = time.process_time()
    suggest_all(document, layer)
    assert time.process_time() - began < 2


def test_moving_takes_everything_along() -> None:
    document, layer = a_document(TEXT)
    one = next(one for one in suggest_all(document, layer) if one.type == CLAIM)
    assert moved(moved(one, 7), -7) == one
    other = moved(one, 7)
    assert (other.start, other.roles[0].who.span, other.others[0][0].start) == (
        one.start + 7, Span(7, 18), one.others[0][0].start + 7,
    )  # fmt: skip
