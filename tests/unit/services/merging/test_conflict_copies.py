"""Conflict copies of sync tools: recognised, merged, and counted by nobody."""

import json
import shutil
from pathlib import Path

import pytest

from annotator.formats.sidecar.sidecar_names import conflict_copy_of
from annotator.model.layer import Annotator
from annotator.services.folder.find_files import find_sidecars
from annotator.services.keeping.desk import open_desk
from annotator.services.keeping.open_document import OpenError
from annotator.services.merging.conflict_copies import (
    MergedCopies,
    conflict_copies,
    merge_copies,
    set_copies_aside,
)
from tests.unit.making import annotated, documents_in

KATO = Annotator("mkato", "M. Kato")
OWN = "talks.txt.mkato.ann.json"
COPIES = (
    "talks.txt.mkato.ann.sync-conflict-20260102-030405-ABCDEF7.json",
    "talks.txt.mkato.ann (M. Kato's conflicted copy 2026-01-02).json",
    "talks.txt.mkato.ann (conflicted copy 2026-01-02 030405).json",
    "talks.txt.mkato.ann_conflict-20260102-030405.json",
    "talks.txt.mkato.ann (1).json",
    "talks.txt.mkato.ann-DESKTOP-AB12.json",
    "talks.txt.mkato.ann-Annas MacBook Pro-2.json",
    "talks.txt.mkato.ann 2.json",
    "talks.txt.mkato.ann - Copy.json",
    "talks.txt.mkato.ann - Copy (2).json",
    "talks.txt.mkato.ann - Kopie.json",
    "talks.txt.mkato.ann – kopie (3).json",
    "talks.txt.mkato.ann — копия.json",
    "talks.txt.mkato.ann - コピー.json",
    "talks.txt.mkato.ann copy.json",
    "talks.txt.mkato.ann copia 2.json",
    "talks.txt.mkato.annのコピー.json",
    "talks.txt.mkato.ann副本 2.json",
    "talks.txt.mkato.ann (copy).json",
    "talks.txt.mkato.ann (Kopie).json",
    "talks.txt.mkato.ann (In Konflikt stehende Kopie von Anna 2026-01-02).json",
    "talks.txt.mkato.ann (Copie en conflit de PC (2) 2026-01-02).json",
    "talks.txt.mkato.ann (конфликтующая копия с Мак 2026-01-02).json",
    "talks.txt.mkato.ann (Mika の競合コピー 2026-01-02).json",
    "talks.txt.mkato (copia en conflicto de M. Kato).ann.json",
    "talks.txt.mkato (conflicted copy).ann.json",
    "talks.txt.mkato.sync-conflict-20260102-030405-ABCDEF7.ann.json",
)


@pytest.mark.parametrize("name", COPIES)
def test_the_names_that_sync_tools_give_are_known(name: str) -> None:
    assert conflict_copy_of(name) == OWN


@pytest.mark.parametrize("name", [OWN, "talks (1).txt.mkato.ann.json", "talks.txt", "talks (1).json", "codebook.json",
                                  "talks.txt.mkato.annotations.json", "talks.txt.mkato.ann.bak.json"])  # fmt: skip
def test_other_names_are_not_taken_for_copies(name: str) -> None:
    assert conflict_copy_of(name) is None


def test_copies_are_not_counted_unless_they_are_named(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    for name in COPIES:
        shutil.copy(sidecar, tmp_path / name)
    for asked in (tmp_path, tmp_path / "talks.txt"):
        assert [found.path for found in find_sidecars([str(asked)]).sidecars] == [sidecar]
    assert [list(document.sidecars) for document in documents_in(tmp_path)] == [["mkato"]]
    named = tmp_path / COPIES[-1]
    assert [found.path for found in find_sidecars([str(named)]).sidecars] == [named]


def test_a_broken_copy_is_refused_and_nothing_is_changed(tmp_path: Path) -> None:
    annotated(tmp_path)
    copy = tmp_path / COPIES[0]
    copy.write_bytes(b"{")
    desk = open_desk(tmp_path / "talks.txt", KATO)
    assert conflict_copies(desk.session.sidecar) == [copy]
    before = dict(desk.session.layer.annotations)
    with pytest.raises(OpenError, match="left as it is"):
        merge_copies(desk)
    assert (desk.session.layer.annotations, copy.read_bytes()) == (before, b"{")
    desk.close()


def changed_copy(sidecar: Path, name: str, **fields: object) -> Path:
    tree = json.loads(sidecar.read_bytes())
    tree["annotations"][0] |= fields
    copy = sidecar.with_name(name)
    copy.write_text(json.dumps(tree))
    return copy


def test_what_copies_hold_comes_in_as_one_step_and_they_are_set_aside(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    later, latest = "2998-01-01T00:00:00Z", "2999-01-01T00:00:00Z"
    copies = [
        changed_copy(sidecar, COPIES[0], note="one", modified=later),
        changed_copy(sidecar, COPIES[4], note="two", modified=latest),
    ]
    desk = open_desk(tmp_path / "talks.txt", KATO)
    before = desk.session.layer.snapshot()
    merged = merge_copies(desk)
    assert sorted(merged.copies) == sorted(copies)
    assert [sentence.partition("; ")[2] for sentence in merged.conflicts] == ["“two” is kept, “one” is not."]
    assert next(desk.session.layer.in_order()).note == "two"
    step = desk.session.history.done[-1]
    assert (step.label, step.author, len(step.edits)) == ("Merge conflict copies", "mkato", 1)
    assert step.time
    desk.session.undo()
    assert desk.session.layer.annotations == before.annotations
    assert all(copy.exists() for copy in copies)
    set_copies_aside(merged.copies)
    assert sorted(path.name for path in tmp_path.glob("*.merged.bak")) == sorted(f"{c.name}.merged.bak" for c in copies)
    assert conflict_copies(sidecar) == []
    set_copies_aside(merged.copies)
    desk.close()


def test_copies_that_say_the_same_make_no_step(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    shutil.copy(sidecar, tmp_path / COPIES[0])
    shutil.copy(sidecar, tmp_path / "other.txt.mkato.ann (1).json")
    desk = open_desk(tmp_path / "talks.txt", KATO)
    steps = len(desk.session.history.done)
    assert merge_copies(desk) == MergedCopies([tmp_path / COPIES[0]], [])
    assert len(desk.session.history.done) == steps
    desk.close()


def test_copies_are_given_by_name(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    for name in reversed(COPIES):
        shutil.copy(sidecar, tmp_path / name)
    assert [copy.name for copy in conflict_copies(sidecar)] == sorted(COPIES)
    assert conflict_copies(tmp_path / "gone" / OWN) == []
