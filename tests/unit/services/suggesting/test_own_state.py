"""What an analyst taught stays private, survives a restart, and never stops the work."""

import stat
import time
from pathlib import Path

import pytest

from annotator.services.editing.annotations import annotate
from annotator.services.editing.draft import Draft
from annotator.services.suggesting.choosing import next_extent
from annotator.services.suggesting.knowledge import Knowledge, refusal_everywhere
from annotator.services.suggesting.open_suggestions import OpenSuggestions
from annotator.services.suggesting.own_state import OwnState, own_state
from tests.unit.services.suggesting.reading_texts import a_document, suggested

TEXT = "Nobuo Kishi said that it went well, as ever."


def test_an_accepted_extent_is_the_first_one_next_time(tmp_path: Path) -> None:
    state = OwnState(tmp_path / "own" / "a.json")
    (one,) = suggested(TEXT, "claim")
    while one.extents[0] != "from the speaker":
        one = next_extent(one)
    began = time.perf_counter()
    for _time in range(3):
        state.learn(one)
    assert time.perf_counter() - began < 1
    again = OwnState(tmp_path / "own" / "a.json")
    other = "Lorenzo Guerini said that nothing was open, at least."
    (wanted,) = suggested(other, "claim", knowledge=Knowledge(habits=again.habits))
    assert wanted.quote(other) == ("Lorenzo Guerini said that nothing was open, at least",)
    assert stat.S_IMODE((tmp_path / "own" / "a.json").stat().st_mode) == 0o600


def test_refusals_are_remembered_and_forgotten(tmp_path: Path) -> None:
    document, _layer = a_document(TEXT)
    (one,) = suggested(TEXT, "claim")
    key = refusal_everywhere(one, document)
    OwnState(tmp_path / "a.json").refuse(key)
    state = OwnState(tmp_path / "a.json")
    assert state.refused == {key}
    assert Knowledge(refused=state.refused).refuses(one, document)
    state.allow(key)
    assert OwnState(tmp_path / "a.json").refused == frozenset()


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"[]", b'{"version": 1, "refused": 3, "counts": []}', b'{"version": 7}', b"\xff"]
)
def test_what_cannot_be_read_counts_nothing(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "a.json").write_bytes(broken)
    state = OwnState(tmp_path / "a.json")
    assert (state.refused, state.habits.counts) == (frozenset(), {})
    state.refuse("x")
    assert OwnState(tmp_path / "a.json").refused == {"x"}


def test_a_folder_that_cannot_be_written_to_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    state = OwnState(tmp_path / "file" / "a.json")
    state.refuse("x")
    assert state.refused == {"x"}


def test_each_folder_and_analyst_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    own_state(tmp_path, "mkato").refuse("x")
    assert own_state(tmp_path, "mkato").refused == {"x"}
    assert own_state(tmp_path, "lrossi").refused == frozenset()


def test_what_is_open_reaches_as_far_as_what_was_accepted_last(tmp_path: Path) -> None:
    text = "Nobuo Kishi said that it went well, as ever. Lorenzo Guerini said that nothing was open, at least."
    document, layer = a_document(text)
    shown = OpenSuggestions(document, layer)
    shown.take(suggested(text, "claim"))
    first, second = shown.shown
    while first.extents[0] != "from the speaker":
        first = next_extent(first)
    state = OwnState(tmp_path / "a.json")
    for _time in range(2):
        state.learn(first)
    shown.learn(state.habits)
    assert [one.extents[0] for one in shown.shown] == ["from the speaker", "from the speaker"]
    assert set(shown.shown[1].extents) == set(second.extents)


def test_what_is_marked_by_hand_teaches_too(tmp_path: Path) -> None:
    document, layer = a_document(TEXT)
    (one,) = suggested(TEXT, "claim")
    draft = Draft(layer, "mkato", "2026-11-20T13:05:31Z")
    annotate(draft, document, one.fragments, "claim")
    layer.apply(draft.transaction("Mark").edits)
    OwnState(tmp_path / "a.json").learn_from(document, layer)
    counts = OwnState(tmp_path / "a.json").habits.counts
    assert max(counts[one.pattern], key=lambda extent: counts[one.pattern][extent]) == one.extents[0]
