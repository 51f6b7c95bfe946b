"""A layer on its way to its file: with the time of its change, and never over what somebody else wrote."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from annotator.formats.sidecar.sidecar_json import GENERATOR, load_sidecar
from annotator.model.layer import LayerHead
from annotator.services.disk.atomic_file import ChangedOnDisk, Outcome
from annotator.services.keeping import save_document
from annotator.services.keeping.save_document import save
from tests.unit.making import Desk, annotated


def head_in(path: Path) -> LayerHead:
    return load_sidecar(path.read_bytes()).layer.head


def test_every_save_renews_the_time_of_change_and_keeps_that_of_creation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = annotated(tmp_path)
    old = replace(desk.layer.head, created="2020-01-01T00:00:00Z", modified="2020-01-01T00:00:00Z", generator="other")
    desk.session.take_over(replace(desk.layer, head=old), desk.session.history, "Another head")
    monkeypatch.setattr(save_document, "now", lambda: "2026-05-05T05:05:05Z")
    desk.save_over()
    head = head_in(desk.sidecar)
    assert (head.created, head.modified) == ("2020-01-01T00:00:00Z", "2026-05-05T05:05:05Z")
    assert head.generator == GENERATOR
    assert head.annotator == desk.layer.head.annotator
    # What is open stays as it is: only its file is written.
    assert desk.layer.head == old


def test_a_file_without_a_time_of_creation_gets_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    monkeypatch.setattr(save_document, "now", lambda: "2026-05-05T05:05:05Z")
    headless = replace(desk.layer, head=replace(desk.layer.head, created=""))
    desk.session.take_over(headless, desk.session.history, "Another head")
    desk.save()
    assert head_in(desk.sidecar).created == "2026-05-05T05:05:05Z"


def test_what_is_saved_is_told_by_its_hash_and_holds_the_layer(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    known = sha256(desk.sidecar.read_bytes()).hexdigest()
    desk.annotate("actor", "Norland")
    saved = save(desk.layer, desk.sidecar, known)
    assert saved.outcome is Outcome.SAVED
    assert saved.sha256 == sha256(desk.sidecar.read_bytes()).hexdigest()
    assert load_sidecar(desk.sidecar.read_bytes()).layer.annotations == desk.layer.annotations


@pytest.mark.parametrize("expected", [None, "0" * 64])
def test_a_file_of_somebody_elses_is_left_alone(tmp_path: Path, expected: str | None) -> None:
    desk = annotated(tmp_path)
    theirs = desk.sidecar.read_bytes()
    with pytest.raises(ChangedOnDisk):
        save(desk.layer, desk.sidecar, expected)
    assert desk.sidecar.read_bytes() == theirs
