"""Suggestions follow the layer: what is annotated is no longer suggested, and what is undone is again."""

from pathlib import Path

import pytest

from annotator.model.span import Span
from annotator.model.transaction import Change
from annotator.services.suggesting.choosing import is_made, suggest_all
from annotator.services.suggesting.open_suggestions import OpenSuggestions
from annotator.services.suggesting.suggestion import Somebody, Suggestion
from tests.unit.making import Desk

TEXT = (
    "Aiko Mori said that fees should fall. “Taxes will rise,” Carlo Bianchi told reporters on Monday.\n\n"
    "Japan and Italy agreed to train together 🤝. Mori denied it.\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, TEXT)


@pytest.fixture
def found(desk: Desk) -> OpenSuggestions:
    suggestions = OpenSuggestions(desk.document, desk.layer)
    suggestions.take(suggest_all(desk.document, desk.layer))
    desk.session.subscribe(suggestions.follow)
    return suggestions


def at(found: OpenSuggestions) -> Suggestion | None:
    return found.current


def words(found: OpenSuggestions) -> list[str]:
    return [" ".join(one.quote(TEXT)) for one in found.shown]


def test_what_is_marked_goes_and_what_is_undone_comes_back(desk: Desk, found: OpenSuggestions) -> None:
    before = words(found)
    assert "Japan" in before
    desk.annotate("actor", "Japan")
    assert words(found) == [word for word in before if word != "Japan"]
    desk.session.undo()
    assert words(found) == before


def test_after_any_steps_what_is_open_is_what_is_not_marked(desk: Desk, found: OpenSuggestions) -> None:
    asked = suggest_all(desk.document, desk.layer)
    for step in (
        lambda: desk.annotate("claim", "fees should fall"),
        lambda: desk.annotate("actor", "Mori", 1),
        desk.session.undo,
        lambda: desk.annotate("agreement", "Japan and Italy agreed to train together"),
        desk.session.undo,
        desk.session.undo,
        desk.session.redo,
    ):
        step()
        found.set_threshold(0.0)
        assert list(found.shown) == [one for one in asked if not is_made(one, desk.layer)]


def test_only_what_is_sure_enough_is_shown(found: OpenSuggestions) -> None:
    everything = len(found.shown)
    found.current = min(found.shown, key=lambda one: one.confidence)
    found.set_threshold(found.current.confidence + 0.01)
    assert at(found) is None
    assert 0 < len(found.shown) < everything
    assert all(one.confidence >= found.threshold for one in found.shown)


def test_one_goes_from_one_to_the_next_by_place(found: OpenSuggestions) -> None:
    place: tuple[int, int, str] = (-1, -1, "")
    seen = []
    while one := found.next_to(place, 1):
        seen.append(one)
        place = one.place
    assert seen == list(found.shown)
    assert found.next_to((len(TEXT), 0, ""), -1) is found.shown[-1]
    assert found.next_to((0, 0, ""), -1) is None
    assert found.at(TEXT.index("Italy")) is not None


def test_what_is_refused_stays_away_here_or_everywhere(desk: Desk, found: OpenSuggestions) -> None:
    one = next(each for each in found.shown if each.type == "actor" and each.quote(TEXT) == ("Japan",))
    found.refuse(one)
    assert one not in found.shown
    found.take([one])
    assert one not in found.shown
    other = next(each for each in found.shown if each.quote(TEXT) == ("Italy",))
    found.refuse(other, everywhere=True)
    assert other not in found.shown
    desk.annotate("actor", "Italy")
    desk.session.undo()
    assert other not in found.shown


def test_all_places_of_a_name_are_one_and_extents_go_round(desk: Desk) -> None:
    who = Somebody("Mori")
    spans = [Span(TEXT.index("Mori"), TEXT.index("Mori") + 4), Span(TEXT.rindex("Mori"), TEXT.rindex("Mori") + 4)]
    wide = (Span(0, TEXT.index("Mori") + 4),)
    one = Suggestion("actor", (spans[0],), (wide,), entities=(who,), confidence=0.9)
    found = OpenSuggestions(desk.document, desk.layer)
    found.take([one, Suggestion("actor", (spans[1],), entities=(who,), confidence=0.2)])
    assert len(found.shown) == 1
    assert len(found.same_name(one)) == 2
    found.current = one
    assert found.widen()
    assert found.current.fragments == wide
    assert found.widen()
    assert found.current.fragments == one.fragments


def test_a_late_answer_leaves_what_one_is_at(desk: Desk, found: OpenSuggestions) -> None:
    here = found.current = found.shown[0]
    surer = Suggestion(here.type, here.fragments, entities=here.entities, confidence=1.0, by="other 1")
    found.take([surer])
    assert found.current is here
    assert sum(one.place == here.place for one in found.shown) == 1
    assert desk.layer.annotations == {}


def test_a_change_of_nothing_in_the_text_changes_nothing(found: OpenSuggestions) -> None:
    before = words(found)
    found.follow(Change((), "nothing"))
    assert words(found) == before


def test_who_they_are_is_no_part_where_the_text_does_not_say(tmp_path: Path) -> None:
    unknown = Desk(tmp_path, "They said that fees should fall. Aiko Mori said that she was glad.")
    suggestions = OpenSuggestions(unknown.document, unknown.layer)
    suggestions.take(suggest_all(unknown.document, unknown.layer))
    claims = [one for one in suggestions.shown if one.type == "claim"]
    assert [[part.who.name for part in one.roles] for one in claims] == [[], ["Aiko Mori"]]
