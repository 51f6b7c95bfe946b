"""A step over many documents: all of it or said, taken back whole, and finished or taken back after a crash."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock

from annotator.formats.sidecar.sidecar_json import dump_sidecar
from annotator.model.layer import Annotator
from annotator.services.disk import atomic_file
from annotator.services.keeping import save_document
from annotator.services.keeping.desk import OPEN_ELSEWHERE, open_desk
from annotator.services.keeping.document_lock import take
from annotator.services.keeping.journal import journal_path
from annotator.services.recoding import stepping
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.own_files import COLLEAGUES, NEWER, OTHER_TEXT, PROTECTED, SETTLED, TWICE, UNSAVED
from annotator.services.recoding.planning import Planner, Target
from annotator.services.recoding.recodings import (
    AnnotateNames,
    ChangeCodes,
    NameEntities,
    NameTopics,
    Recoding,
    SetField,
)
from annotator.services.recoding.step_journal import KEPT, Phase, StepJournal, broken_off, steps_of
from annotator.services.recoding.stepping import CHANGED, GONE, make, make_again, prepare, take_back
from annotator.services.running.progress import Cancelled
from annotator.services.user import state_folders
from annotator.services.user.earlier_states import states_of
from tests.unit.making import TEXT, annotated
from tests.unit.recoded import KATO, begin, folder_of, held_by, ids_of, layer_of, look, recode

RENAME = NameEntities((Who("person", "Aiko Mori"),), Who("person", "Aiko Sato"))


class _KilledError(BaseException):
    """The process ends here."""


def _targets(sidecars: list[Path]) -> list[Target]:
    return [Target(sidecar) for sidecar in sidecars]


def _die_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Have the process end at the writing of a file."""
    written = iter(range(1000))

    def put(*arguments: object, **named: object) -> object:
        if next(written) == number:
            raise _KilledError
        return save_document.put(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(stepping, "put", put)


def test_a_step_changes_what_was_looked_at_and_goes_back_byte_by_byte(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path)
    before = held_by(tmp_path)
    preview = look(RENAME, _targets(sidecars), tmp_path)
    assert [file.passages for file in preview.files] == [3, 3, 3]
    assert held_by(tmp_path) == before
    outcome = make(begin(preview, tmp_path))
    assert (outcome.done, outcome.left, outcome.read_again) == (sidecars, {}, [])
    after = held_by(tmp_path)
    assert [states_of(path)[0].read() for path in sidecars] == [before[path.name] for path in sidecars]
    assert all("Aiko Sato" in {entity.name for entity in layer_of(path).entities.values()} for path in sidecars)
    assert take_back(outcome.step).done == sidecars
    assert held_by(tmp_path) == before
    assert outcome.step.phase is Phase.UNDONE
    assert make_again(outcome.step).done == sidecars
    assert held_by(tmp_path) == after
    (kept,) = steps_of(tmp_path)
    assert (kept.label, kept.phase, kept.passages, kept.files) == (RENAME.label, Phase.DONE, 9, outcome.step.files)


def test_only_chosen_passages_change(tmp_path: Path) -> None:
    (one, other) = folder_of(tmp_path, 2)
    claims = ids_of(one, "claim")
    recode(ChangeCodes("demand"), [Target(one, (claims[0], "gone"))], tmp_path)
    assert [a.codes for a in layer_of(one).annotations.values() if a.codes] == [("demand",)]
    assert layer_of(one).annotations[claims[0]].codes == ("demand",)
    assert not any(a.codes for a in layer_of(other).annotations.values())
    again = look(ChangeCodes("demand"), [Target(one, (claims[0], "gone"))], tmp_path)
    assert (again.files, again.left) == ([], {"not there any more": 1})
    assert prepare(again, Planner(again.recoding, KATO, tmp_path)) is None
    assert len(steps_of()) == 1


def test_files_that_are_not_ones_own_to_change_stay_and_are_said(tmp_path: Path) -> None:
    (own,) = folder_of(tmp_path, 1)
    colleague = annotated(tmp_path, annotator="lrossi").sidecar
    settled = tmp_path / "0.txt.adjudicated.ann.json"
    shutil.copy(own, settled)
    foreign = tmp_path / "1.txt.mkato.ann.json"
    foreign.write_bytes(colleague.read_bytes())
    newer = tmp_path / "2.txt.mkato.ann.json"
    newer.write_bytes(own.read_bytes().replace(b'"version": 1', b'"version": 2', 1))
    broken = tmp_path / "3.txt.mkato.ann.json"
    broken.write_bytes(own.read_bytes()[:-20])
    gone = tmp_path / "4.txt.mkato.ann.json"
    twice = tmp_path / "5.txt.mkato.ann.json"
    twice.write_bytes(own.read_bytes().replace(b'"format"', b'"format": "x", "format"', 1))
    before = held_by(tmp_path)
    refused = [colleague, settled, foreign, newer, broken, gone, twice]
    preview = look(RENAME, _targets([own, *refused]), tmp_path)
    assert list(preview.refused) == refused
    assert preview.refused[colleague] == COLLEAGUES.format("lrossi")
    assert preview.refused[foreign] == COLLEAGUES.format("M. Kato")
    assert preview.refused[settled] == SETTLED
    assert preview.refused[newer] == NEWER
    assert "cannot be understood" in preview.refused[broken]
    assert "No such file" in preview.refused[gone]
    assert preview.refused[twice] == TWICE
    make(begin(preview, tmp_path))
    after = held_by(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {own.name}


def test_a_protected_file_stays(tmp_path: Path) -> None:
    (own,) = folder_of(tmp_path, 1)
    own.chmod(0o444)
    assert look(RENAME, _targets([own]), tmp_path).refused == {own: PROTECTED}


def test_what_is_open_elsewhere_or_waits_for_recovery_stays(tmp_path: Path) -> None:
    (one, other, third) = folder_of(tmp_path)
    preview = look(RENAME, _targets([one, other, third]), tmp_path)
    outcome = begin(preview, tmp_path)
    lock = take(journal_path(state_folders.journals(), one))
    desk = open_desk(tmp_path / "1.txt", KATO)
    draft = desk.session.draft()
    draft.put_document(title="New")
    desk.session.commit(draft, "Title")
    desk._journal.release()
    assert desk._lock
    desk._lock.release()
    assert look(RENAME, _targets([one, other]), tmp_path).refused == {one: OPEN_ELSEWHERE, other: UNSAVED}
    made = make(outcome)
    assert (made.done, made.left) == ([third], {one: OPEN_ELSEWHERE, other: UNSAVED})
    assert isinstance(lock, FileLock)
    lock.release()


def test_what_changed_since_the_look_is_read_again(tmp_path: Path) -> None:
    (one, other) = folder_of(tmp_path, 2)
    preview = look(SetField("note", "seen"), _targets([one, other]), tmp_path)
    layer = layer_of(other)
    layer.document = replace(layer.document, title="Of a colleague's other machine")
    other.write_bytes(dump_sidecar(layer))
    outcome = make(begin(preview, tmp_path))
    assert (outcome.done, outcome.read_again) == ([one, other], [other])
    assert layer_of(other).document.title == "Of a colleague's other machine"
    assert all(a.note == "seen" for a in layer_of(other).annotations.values())


def test_what_changed_after_the_record_stays_and_is_named(tmp_path: Path) -> None:
    (one, other) = folder_of(tmp_path, 2)
    outcome = begin(look(RENAME, _targets([one, other]), tmp_path), tmp_path)
    one.write_bytes(one.read_bytes() + b"\n")
    other.unlink()
    changed = one.read_bytes()
    assert make(outcome).left == {one: CHANGED, other: GONE}
    assert (one.read_bytes(), other.exists()) == (changed, False)


def test_taking_back_leaves_what_somebody_worked_on_since(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path)
    before = held_by(tmp_path)
    outcome = recode(RENAME, _targets(sidecars), tmp_path)
    layer = layer_of(sidecars[1])
    layer.document = replace(layer.document, title="Later")
    sidecars[1].write_bytes(dump_sidecar(layer))
    back = take_back(outcome.step)
    assert (back.done, back.left) == ([sidecars[0], sidecars[2]], {sidecars[1]: CHANGED})
    assert layer_of(sidecars[1]).document.title == "Later"
    assert sidecars[0].read_bytes() == before[sidecars[0].name]


@pytest.mark.parametrize("number", [0, 1, 3])
@pytest.mark.parametrize("finish", [True, False])
def test_a_step_killed_in_the_middle_is_said_and_finished_or_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, finish: bool
) -> None:
    sidecars = folder_of(tmp_path, 4)
    before = held_by(tmp_path)
    outcome = begin(look(RENAME, _targets(sidecars), tmp_path), tmp_path)
    with monkeypatch.context() as patch:
        _die_at(patch, number)
        with pytest.raises(_KilledError):
            make(outcome)
    assert sum(held_by(tmp_path)[path.name] != before[path.name] for path in sidecars) == number
    (step,) = broken_off(tmp_path)
    assert (step.phase, step.label) == (Phase.DOING, RENAME.label)
    done = make_again(step) if finish else take_back(step)
    assert (done.done, done.left) == (sidecars, {})
    assert all((path.read_bytes() == before[path.name]) != finish for path in sidecars)
    assert not broken_off(tmp_path)
    if finish:
        take_back(done.step)
        assert held_by(tmp_path) == before


def test_killed_before_it_is_recorded_whole_a_step_has_never_been(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path, 2)
    before = held_by(tmp_path)
    journal = StepJournal.begin("Rename", "2026-05-01T10:00:00Z", "mkato", tmp_path)
    journal.add(sidecars[0], sidecars[0].read_bytes(), b"{}", 1)
    journal.close()
    assert list(state_folders.steps().iterdir())
    assert steps_of() == []
    assert not list(state_folders.steps().iterdir())
    assert held_by(tmp_path) == before


_DYING = """
import os, sys
from pathlib import Path
from annotator.services.recoding import stepping
from tests.unit.recoded import *
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.recodings import NameEntities
root, number = Path(sys.argv[1]), int(sys.argv[2])
put, written = stepping.put, iter(range(99))
stepping.put = lambda *a: os._exit(9) if next(written) == number else put(*a)
recoding = NameEntities((Who("person", "Aiko Mori"),), Who("person", "Aiko Sato"))
recode(recoding, [Target(path) for path in sorted(root.glob("*.ann.json"))], root)
"""


def test_a_process_that_ends_at_once_leaves_whole_files_and_a_step_that_goes_on(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path)
    before = held_by(tmp_path)
    command = [sys.executable, "-c", _DYING, str(tmp_path), "2"]
    root = Path(__file__).parents[4]
    ended = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False)
    assert ended.returncode == 9
    assert [path.read_bytes() == before[path.name] for path in sidecars] == [False, False, True]
    (step,) = broken_off(tmp_path)
    assert make_again(step).done == sidecars
    assert take_back(step).done == sidecars
    assert held_by(tmp_path) == before


def test_a_record_cut_anywhere_never_makes_half_a_step(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path, 2)
    outcome = begin(look(RENAME, _targets(sidecars), tmp_path), tmp_path)
    whole = outcome.step.place.read_bytes()
    for cut in range(0, len(whole) - 30, 7):
        outcome.step.place.write_bytes(whole[:cut])
        assert steps_of() == []
        outcome.step.place.write_bytes(whole)
    assert len(steps_of()[0].files) == 2


def test_damage_to_what_was_kept_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path, 2)
    outcome = recode(RENAME, _targets(sidecars), tmp_path)
    after = held_by(tmp_path)
    kept = outcome.step.place.with_suffix(".bytes")
    kept.write_bytes(b"\0" * kept.stat().st_size)
    back = take_back(outcome.step)
    assert (back.done, set(back.left.values())) == ([], {"What was kept of this file is damaged."})
    assert held_by(tmp_path) == after


def test_a_full_disk_leaves_every_file_whole_and_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecars = folder_of(tmp_path)
    before = held_by(tmp_path)
    outcome = begin(look(RENAME, _targets(sidecars), tmp_path), tmp_path)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(atomic_file, "_opened", full)
        made = make(outcome)
    assert (made.done, held_by(tmp_path)) == ([], before)
    assert all("the disk is full" in why for why in made.left.values())


def test_stopped_in_the_middle_it_is_taken_back(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path, 4)
    before = held_by(tmp_path)
    outcome = begin(look(RENAME, _targets(sidecars), tmp_path), tmp_path)

    def stop(count: int, _total: int, _name: str) -> None:
        if count == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        make(outcome, stop)
    assert held_by(tmp_path) == before
    assert outcome.step.phase is Phase.UNDONE


def test_names_are_annotated_in_documents_without_a_file_too(tmp_path: Path) -> None:
    (own,) = folder_of(tmp_path, 1)
    (tmp_path / "new.txt").write_text("Norland spoke. South Norland Sea.")
    (tmp_path / "other.txt").write_text(TEXT)
    changed = tmp_path / "5.txt"
    changed_file = annotated(tmp_path, name="5.txt").sidecar
    changed.write_text("Norland is another text now.")
    new = tmp_path / "new.txt.mkato.ann.json"
    targets = [
        Target(path.with_name(f"{path.name}.mkato.ann.json"), None, path)
        for path in (tmp_path / "0.txt", tmp_path / "new.txt", changed)
    ]
    before = held_by(tmp_path)
    recoding = AnnotateNames(Who("state", "Norland"), ("Norland",))
    preview = look(recoding, targets, tmp_path)
    assert preview.refused == {changed_file: OTHER_TEXT}
    assert [file.passages for file in preview.files] == [1, 1]
    assert preview.left == {"part of a longer name": 1}
    assert preview.files[1].made == ("⟦Norland⟧ spoke. South Norland",)
    outcome = make(begin(preview, tmp_path))
    assert outcome.done == [own, new]
    (made,) = layer_of(new).annotations.values()
    assert (made.text, made.origin, layer_of(new).entities[made.entities[0]].type) == (
        "Norland", "all-occurrences", "state",
    )  # fmt: skip
    take_back(outcome.step)
    assert held_by(tmp_path) == before
    make_again(outcome.step)
    assert layer_of(new).annotations[made.id] == made


def test_old_records_go_and_broken_off_ones_stay(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path, 1)
    begin(look(SetField("note", "stays"), _targets(sidecars), tmp_path), tmp_path)
    for number in range(KEPT + 3):
        recode(SetField("note", str(number)), _targets(sidecars), tmp_path)
    steps = steps_of()
    assert sum(step.phase is Phase.DONE for step in steps) == KEPT
    assert sum(step.is_broken_off for step in steps) == 1


def test_any_order_of_steps_and_ways_back_ends_where_it_began(tmp_path: Path) -> None:
    chance = Random(7)
    sidecars = folder_of(tmp_path, 4)
    before = held_by(tmp_path)
    choices: list[Recoding] = [
        RENAME,
        NameEntities((Who("person", "Aiko Sato"), Who("person", "Carlo Bianchi")), Who("person", "Both"), merges=True),
        NameTopics(("The two should train together",), "Train"),
        ChangeCodes("demand"),
        SetField("stance", "mixed"),
    ]
    for _time in range(6):
        states = [held_by(tmp_path)]
        made = []
        for _step in range(4):
            preview = look(chance.choice(choices), _targets(chance.sample(sidecars, 3)), tmp_path)
            if preview.files:
                made.append(make(begin(preview, tmp_path)).step)
                states.append(held_by(tmp_path))
        for step in reversed(made):
            assert held_by(tmp_path) == states.pop()
            assert take_back(step).left == {}
        assert held_by(tmp_path) == states.pop() == before


def test_another_annotator_changes_nothing_of_these(tmp_path: Path) -> None:
    sidecars = folder_of(tmp_path, 2)
    preview = look(RENAME, [], tmp_path)
    assert preview.files == []
    from annotator.services.recoding.planning import preview_of

    preview = preview_of(RENAME, _targets(sidecars), Annotator("lrossi"), tmp_path)
    assert list(preview.refused) == sidecars
