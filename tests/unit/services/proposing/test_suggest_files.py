"""Suggestions for a text of several slices: written slice by slice, and one file as if it had been one."""

from pathlib import Path

import pytest

from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model.layer import Layer
from annotator.services.editing.draft import Draft
from annotator.services.proposing.suggest_files import SuggestOrder, find_documents, suggest_files
from annotator.services.suggesting import choosing

LINES = 40
TEXT = "Nobuo Kishi and Lorenzo Guerini met in Tokyo. Kishi said that it went well.\n\n" * LINES


@pytest.fixture
def suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, Layer]:
    monkeypatch.setattr(choosing, "SLICE", 1000)
    (tmp_path / "talks.txt").write_text(TEXT)
    order = SuggestOrder((str(tmp_path / "talks.txt"),), tmp_path / "out", ("rules", "folder"))
    summary = suggest_files(order, find_documents(order.paths))
    assert summary.all_well
    data = (tmp_path / "out" / "talks.txt.suggested.ann.json").read_bytes()
    loaded = load_sidecar(data, TEXT)
    assert loaded.findings == []
    assert summary.suggestions == len(loaded.layer.annotations)
    return data, loaded.layer


def test_what_is_written_by_slices_is_the_file_of_one_layer(suggested: tuple[bytes, Layer]) -> None:
    data, layer = suggested
    assert data == dump_sidecar(layer)
    assert layer.document.state == "done"


def test_all_slices_name_the_same_entities(suggested: tuple[bytes, Layer]) -> None:
    _data, layer = suggested
    claims = [one for one in layer.annotations.values() if one.type == "claim"]
    speakers = {layer.entities[role.entity].name for one in claims for role in one.speakers}
    assert (len(claims), speakers) == (LINES, {"Nobuo Kishi"})
    assert len({one.name for one in layer.entities.values()}) == len(layer.entities)


def test_no_slice_goes_through_all_entities_for_each_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A text of 10 MB has tens of thousands of them."""
    asked = 0
    entities = Draft.entities

    def counted(draft: Draft) -> object:
        nonlocal asked
        asked += 1
        return entities(draft)

    monkeypatch.setattr(Draft, "entities", counted)
    names = (f"Anna K{chr(97 + number // 20)}{chr(97 + number % 20)}ova" for number in range(LINES))
    (tmp_path / "talks.txt").write_text("".join(f"{name} said that it went well.\n\n" for name in names))
    order = SuggestOrder((str(tmp_path / "talks.txt"),), tmp_path / "out", ("rules",))
    assert suggest_files(order, find_documents(order.paths)).suggestions == 2 * LINES
    assert asked < LINES


def test_a_file_that_would_not_be_opened_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("annotator.services.proposing.suggest_files.SIZE_LIMIT", 1000)
    (tmp_path / "talks.txt").write_text("Kishi said that it went well.\n")
    order = SuggestOrder((str(tmp_path / "talks.txt"),), tmp_path / "out", ("rules",))
    (note,) = suggest_files(order, find_documents(order.paths)).notes
    assert "talks.txt.suggested.ann.json has more than" in note
