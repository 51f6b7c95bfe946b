"""Habits: how far this analyst's claims reach, learned by counting."""

import json
from typing import Any

from annotator.model.span import Span
from annotator.model.vocabulary import CLAIM
from annotator.services.editing.annotations import annotate
from annotator.services.editing.draft import Draft
from annotator.services.suggesting.habits import Habits, dumped
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.learning import habits_of
from tests.unit.services.suggesting.reading_texts import a_document, suggested

TEXT = "Nobuo Kishi said that it went well."


def test_the_extent_that_was_marked_is_proposed_next_time() -> None:
    document, layer = a_document(TEXT)
    draft = Draft(layer, "mkato", "2026-11-27T10:00:00Z")
    annotate(draft, document, [Span(0, len(TEXT) - 1)], CLAIM)
    layer.apply(draft.transaction("Mark").edits)
    other = "Lorenzo Guerini said that nothing was open."
    (before,) = suggested(other, CLAIM)
    (after,) = suggested(other, CLAIM, knowledge=Knowledge(habits=habits_of([(document, layer)])))
    assert before.quote(other) == ("nothing was open",)
    assert after.quote(other) == ("Lorenzo Guerini said that nothing was open",)
    assert before.fragments in after.others


def test_an_article_without_annotations_teaches_nothing() -> None:
    assert habits_of([a_document(TEXT)]) == Habits()


def test_habits_are_kept_and_broken_ones_count_nothing() -> None:
    habits = Habits().learned("that", "sentence").learned("that", "sentence")
    assert Habits.from_json(json.loads(dumped(habits))) == habits
    broken: Any
    for broken in (None, [], {}, {"version": 1, "counts": 3}, {"version": 1, "counts": {"that": 5}}, {"version": 9}):
        assert Habits.from_json(broken) == Habits()
