"""The journal: whatever moment the program dies at, every step comes back, and undo still reaches the beginning."""

import errno
import os
import random
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.document import DocumentInfo
from annotator.model.layer import Layer, LayerHead
from annotator.model.span import Span
from annotator.services.editing import annotations, links
from annotator.services.keeping import save_document
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.keeping.journal import base_path
from annotator.services.keeping.journal_lines import line_of
from annotator.services.keeping.recovery import find_journal
from tests.unit.crashing import (
    KATO,
    Moment,
    act,
    change,
    die,
    died_at,
    journal_of,
    moments,
    records,
    reopen,
    start,
    title,
    title_of,
)
from tests.unit.making import TEXT, annotated


@given(seed=st.integers(0, 10**6), steps=st.integers(1, 25))
def test_after_a_crash_everything_is_there_and_can_be_undone(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: int
) -> None:
    folder = tmp_path_factory.mktemp("crash")
    chance = random.Random(seed)
    desk = start(folder)
    nothing = records(desk)
    for _step in range(steps):
        act(desk, chance)
    before, clean = records(desk), desk.is_saved
    die(desk)
    again = reopen(folder)
    assert records(again) == before
    assert again.is_saved == clean
    while again.session.undo():
        pass
    assert records(again) == nothing
    again.close(keep_journal=True)


def test_a_step_cut_off_in_the_middle_costs_that_step_alone(tmp_path: Path) -> None:
    desk = start(tmp_path)
    chance = random.Random(1)
    act(desk, chance)
    before = records(desk)
    act(desk, chance)
    path = journal_of(desk)
    die(desk)
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 3)
    again = reopen(tmp_path)
    assert records(again) == before
    act(again, chance)
    die(again)
    assert reopen(tmp_path).recovered is not None


def test_saving_and_closing_leaves_no_journal(tmp_path: Path) -> None:
    desk = start(tmp_path)
    act(desk, random.Random(1))
    desk.save()
    desk.close()
    left = [path.name for path in (tmp_path / "journals").iterdir() if path.suffix != ".lock"]
    assert left == []
    assert reopen(tmp_path).recovered is None


def test_undo_reaches_behind_the_last_save_after_a_crash(tmp_path: Path) -> None:
    desk = start(tmp_path)
    chance = random.Random(2)
    for _step in range(3):
        annotations_before = len(desk.session.layer.annotations)
        while len(desk.session.layer.annotations) <= annotations_before:
            act(desk, chance)
        desk.save()
    die(desk)
    again = reopen(tmp_path)
    assert again.is_saved
    assert len(again.session.history.done) >= 3


def test_a_file_changed_by_somebody_else_meanwhile_is_kept_apart(tmp_path: Path) -> None:
    desk = start(tmp_path)
    chance = random.Random(3)
    while not desk.session.layer.annotations:
        act(desk, chance)
    desk.save()
    draft = desk.session.draft()
    annotations.set_fields(draft, next(iter(desk.session.layer.annotations)), note="mine")
    desk.session.commit(draft, "note")
    sidecar = desk.session.sidecar
    die(desk)
    sidecar.write_bytes(sidecar.read_bytes().replace(b'"note": ""', b'"note": "theirs"', 1))
    again = reopen(tmp_path)
    assert again.recovered is not None
    assert not again.recovered.fits
    assert "mine" not in {a.note for a in again.session.layer.annotations.values()}
    again.take_recovered()
    assert "mine" in {a.note for a in again.session.layer.annotations.values()}


@given(seed=st.integers(0, 10**6), steps=st.integers(1, 12), data=st.data())
def test_a_journal_cut_at_any_byte_gives_the_state_of_its_longest_whole_part(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: int, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    desk = start(folder)
    found = list(moments(desk, random.Random(seed), steps))
    die(desk)
    number = data.draw(st.integers(0, len(found) - 1))
    moment = found[number]
    # A line is read too where nothing but its line feed is missing.
    most = max(moment.written, found[min(number + 1, len(found) - 1)].written - 2)
    # Just before and behind a step is where mistakes are made.
    cut = data.draw(st.sampled_from([moment.written, most]) | st.integers(moment.written, most))
    left = died_at(moment, cut, folder, folder / "left")
    again = reopen(left)
    assert records(again) == moment.records
    assert len(again.session.history.done) == moment.undoable
    assert again.is_saved or not moment.is_saved
    assert not again.is_saved or tables(again.session.layer) == tables(on_disk(moment, found[0]))
    title(again, "Gone on with")
    die(again)
    later = reopen(left)
    assert title_of(later) == "Gone on with"
    later.session.undo()
    assert records(later) == moment.records
    while later.session.undo():
        pass
    assert records(later) == found[0].records
    later.close(keep_journal=True)


def tables(layer: Layer) -> list[object]:
    return [getattr(layer, table) for table in edits.TABLES]


def on_disk(moment: Moment, first: Moment) -> Layer:
    """What the sidecar of a moment holds, or the empty layer of the beginning."""
    if moment.sidecar is not None:
        return load_sidecar(moment.sidecar).layer
    (document, *_rest) = first.records
    assert isinstance(document, DocumentInfo)
    return Layer(LayerHead(KATO), document)


def test_a_journal_cut_in_its_first_line_is_begun_anew(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "A title")
    journal = journal_of(desk)
    die(desk)
    data = journal.read_bytes()
    first = len(data.splitlines(keepends=True)[0])
    for cut in (0, 1, first // 2, first - 2, first - 1):
        journal.write_bytes(data[:cut])
        found = find_journal(journal)
        assert found is None or not found.steps
        again = reopen(tmp_path)
        assert title_of(again) is None
        title(again, "Another")
        die(again)
        last = reopen(tmp_path)
        assert title_of(last) == "Another"
        last.close(keep_journal=True)
        journal.unlink()


def saved_and_changed(folder: Path) -> Desk:
    """A desk whose title is on disk, with two steps since."""
    desk = start(folder)
    title(desk, "Saved")
    desk.save()
    for words in ("One", "Two"):
        title(desk, words)
    return desk


def test_what_the_file_lacks_is_counted_and_stays_unsaved(tmp_path: Path) -> None:
    desk = saved_and_changed(tmp_path)
    die(desk)
    again = reopen(tmp_path)
    assert again.recovered is not None
    assert (again.recovered.steps, again.recovered.fits, again.is_saved) == (2, True, False)
    states = []
    while again.session.undo():
        states.append((title_of(again), again.is_saved))
    assert states == [("One", False), ("Saved", True), (None, False)]


def test_a_file_saved_before_the_last_save_fits_too(tmp_path: Path) -> None:
    desk = start(tmp_path)
    sidecars = []
    for words in ("One", "Two", "Three"):
        title(desk, words)
        desk.save()
        sidecars.append(desk.session.sidecar.read_bytes())
    die(desk)
    # Somebody put an earlier state back, from a copy.
    desk.session.sidecar.write_bytes(sidecars[1])
    again = reopen(tmp_path)
    assert again.recovered is not None
    assert (again.recovered.fits, again.recovered.steps) == (True, 1)
    assert title_of(again) == "Three"
    assert not again.is_saved


def test_of_two_saves_that_wrote_the_same_the_later_one_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(save_document, "now", lambda: "2026-05-05T05:05:05Z")
    desk = start(tmp_path)
    title(desk, "One")
    desk.save()
    title(desk, "Two")
    desk.save()
    desk.session.undo()
    desk.save()
    die(desk)
    again = reopen(tmp_path)
    assert again.recovered is not None
    assert (again.recovered.steps, again.is_saved, title_of(again)) == (0, True, "One")
    again.session.redo()
    assert title_of(again) == "Two"


def test_a_file_replaced_just_before_the_end_is_known_by_what_it_holds(tmp_path: Path) -> None:
    desk = saved_and_changed(tmp_path)
    desk.begin_save().run()
    title(desk, "Three")
    die(desk)
    again = reopen(tmp_path)
    assert again.recovered is not None
    assert (again.recovered.fits, again.recovered.steps) == (True, 1)
    assert title_of(again) == "Three"
    again.session.undo()
    assert again.is_saved


def test_a_file_that_somebody_changed_in_any_record_does_not_fit(tmp_path: Path) -> None:
    made = annotated(tmp_path)
    one, other = list(made.layer.annotations)[:2]
    draft = made.session.draft()
    links.link(draft, one, other, "supports")
    made.session.commit(draft, "Link")
    made.save_over()
    desk = open_desk(made.path, KATO, journals=tmp_path / "journals")
    title(desk, "Mine")
    desk.begin_save().run()
    die(desk)
    written = made.sidecar.read_bytes()
    for table in ("annotations", "entities", "topics", "links", "document"):
        tree = orjson.loads(written)
        record = tree[table] if table == "document" else tree[table][0]
        record["note"] = "Theirs"
        made.sidecar.write_bytes(orjson.dumps(tree))
        again = open_desk(made.path, KATO, journals=tmp_path / "journals")
        assert again.recovered is not None
        assert not again.recovered.fits, table
        again.close(keep_journal=True)
    made.sidecar.write_bytes(written)
    again = open_desk(made.path, KATO, journals=tmp_path / "journals")
    assert again.recovered is not None
    assert again.recovered.fits
    again.close()


def test_where_the_file_is_gone_its_copy_gives_all_back(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Begun")
    desk.save()
    desk.close()
    desk = reopen(tmp_path)
    title(desk, "Gone on")
    desk.session.sidecar.unlink()
    die(desk)
    again = reopen(tmp_path)
    assert title_of(again) is None
    assert again.recovered is not None
    assert not again.recovered.fits
    assert again.recovered.steps == 1
    again.take_recovered()
    assert title_of(again) == "Gone on"
    assert not again.is_saved
    assert again.session.undo()
    assert title_of(again) == "Begun"
    assert not again.is_saved


def test_without_its_copy_a_journal_of_another_file_is_set_aside_whole(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Begun")
    desk.save()
    desk.close()
    desk = reopen(tmp_path)
    title(desk, "Gone on")
    journal = journal_of(desk)
    desk.session.sidecar.unlink()
    die(desk)
    base_path(journal).unlink()
    written = journal.read_bytes()
    again = reopen(tmp_path)
    assert again.recovered is None
    assert written in [path.read_bytes() for path in journal.parent.glob("*.journal")]
    title(again, "Anew")
    assert written in [path.read_bytes() for path in journal.parent.glob("*.journal")]


def test_a_journal_on_another_text_is_taken_up_as_one_step_and_kept(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "A title")
    draft = desk.session.draft()
    at = TEXT.index("Carlo Bianchi")
    annotations.annotate(draft, desk.session.document, [Span(at, at + 13)], "actor")
    desk.session.commit(draft, "Annotate")
    journal = journal_of(desk)
    written = journal.read_bytes()
    die(desk)
    desk.document_path.write_text(f"A line more.\n{TEXT}")
    again = reopen(tmp_path)
    (found,) = again.session.layer.annotations.values()
    assert (title_of(again), found.fragments, found.quote) == ("A title", (Span(at + 13, at + 26),), ("Carlo Bianchi",))
    assert "the article was changed since" in again.news[0]
    assert written in [path.read_bytes() for path in journal.parent.glob("*.journal")]
    again.session.undo()
    assert (title_of(again), again.session.layer.annotations) == (None, {})


@pytest.mark.parametrize(
    "line", [b"[]", b"3", b'{"do": 3}', b'{"do": {"edits": [["links", "l1", null, 3]]}}', b'{"saved": "x"}', b"\xff"]
)
def test_a_journal_with_a_spoiled_line_hinders_no_opening_and_is_not_lost(tmp_path: Path, line: bytes) -> None:
    desk = start(tmp_path)
    title(desk, "A title")
    journal = journal_of(desk)
    die(desk)
    written = journal.read_bytes() + line + b"\n"
    journal.write_bytes(written)
    again = reopen(tmp_path)
    kept = [path.read_bytes() for path in journal.parent.glob("*.journal")]
    assert title_of(again) == "A title" or written in kept


def test_steps_behind_a_spoiled_line_are_made_where_they_fit(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "One")
    size = journal_of(desk).stat().st_size
    annotate(desk, "Mori")
    annotate(desk, "Carlo Bianchi")
    die(desk)
    data = bytearray(journal_of(desk).read_bytes())
    data[size + 20] ^= 1
    journal_of(desk).write_bytes(data)
    again = reopen(tmp_path)
    assert title_of(again) == "One"
    assert [a.text for a in again.session.layer.annotations.values()] == ["Carlo Bianchi"]
    assert "1 could not be made" in again.news[0]
    assert bytes(data) in [path.read_bytes() for path in journal_of(again).parent.glob("*.journal")]
    title(again, "Six")
    die(again)
    last = reopen(tmp_path)
    assert title_of(last) == "Six"
    assert len(last.session.history.done) == 2


def annotate(desk: Desk, words: str) -> None:
    draft = desk.session.draft()
    at = TEXT.index(words)
    annotations.annotate(draft, desk.session.document, [Span(at, at + len(words))], "actor")
    desk.session.commit(draft, "Annotate")


def test_a_journal_of_another_version_is_set_aside_whole(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "A title")
    journal = journal_of(desk)
    die(desk)
    head, *rest = journal.read_bytes().splitlines(keepends=True)
    written = line_of(orjson.loads(head[9:]) | {"journal": 99}) * 2 + b"".join(rest[1:])
    journal.write_bytes(written)
    again = reopen(tmp_path)
    assert again.recovered is None
    assert title_of(again) is None
    assert "Another version" in again.news[0]
    assert [path.read_bytes() for path in journal.parent.glob("*.journal")] == [written]


def names_only_what_is_there(annotation: Annotation, layer: Layer) -> bool:
    mentions = {role.mention for _field, role in annotation.roles() if role.mention}
    topics = {annotation.topic} if annotation.topic else set()
    return (
        layer.entities.keys() >= set(annotation.entities_involved())
        and layer.topics.keys() >= topics
        and layer.annotations.keys() >= mentions
    )


@given(
    seed=st.integers(0, 10**6), steps=st.integers(2, 12), flip=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7)
)
def test_of_a_journal_with_any_bit_flipped_all_but_one_step_is_there_and_the_rest_is_said(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: int, flip: float, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    desk = start(folder)
    chance = random.Random(seed)
    for _step in range(steps):
        change(desk, chance, "add")
    known = dict(desk.session.layer.annotations)
    journal = journal_of(desk)
    die(desk)
    data = bytearray(journal.read_bytes())
    data[int(flip * len(data))] ^= 1 << bit
    journal.write_bytes(data)
    again = reopen(folder)
    there = again.session.layer.annotations
    assert there.items() <= known.items()
    lost = [one for key, one in known.items() if key not in there]
    # A step that names what the lost one had made, such as its entity, cannot be made without it.
    assert len([one for one in lost if names_only_what_is_there(one, again.session.layer)]) <= 1
    if lost:
        assert again.news
        assert bytes(data) in [path.read_bytes() for path in journal.parent.glob("*.journal")]
    before = records(again)
    die(again)
    assert records(reopen(folder)) == before


@pytest.mark.parametrize("damage", ["first header", "second header", "both headers", "doubled", "line feed"])
def test_nothing_is_lost_of_a_journal_whose_records_are_all_there(tmp_path: Path, damage: str) -> None:
    desk = start(tmp_path)
    for words in ("Mori", "Bianchi", "Norland"):
        annotate(desk, words)
    known = records(desk)
    journal = journal_of(desk)
    die(desk)
    one, other, first, *rest = journal.read_bytes().splitlines(keepends=True)
    spoiled = one.replace(b"journal", b"jOurnal")
    lines = {
        "first header": (spoiled, other, first, *rest),
        "second header": (one, spoiled, first, *rest),
        "both headers": (spoiled, spoiled, first, *rest),
        "doubled": (one, other, first, first, *rest),
        "line feed": (one, other, first[:-1] + b"\x0b", *rest),
    }[damage]
    journal.write_bytes(b"".join(lines))
    again = reopen(tmp_path)
    assert records(again) == known
    title(again, "After")
    die(again)
    assert title_of(reopen(tmp_path)) == "After"


@pytest.mark.parametrize("how", ["deleted", "cut", "replaced"])
def test_a_journal_spoiled_while_the_document_is_open_is_written_anew(tmp_path: Path, how: str) -> None:
    desk = start(tmp_path)
    title(desk, "One")
    journal = journal_of(desk)
    data = journal.read_bytes()
    if how == "cut":
        journal.write_bytes(data[:50])
    else:
        journal.unlink()
        if how == "replaced":
            journal.write_bytes(data)
    annotate(desk, "Mori")
    known = records(desk)
    assert desk.journal_was_written_anew()
    assert not desk.journal_was_written_anew()
    die(desk)
    again = reopen(tmp_path)
    assert records(again) == known
    assert again.news == []
    assert len(again.session.history.done) == 2


def test_a_save_is_known_as_the_programs_own_though_the_journal_took_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = start(tmp_path)
    annotate(desk, "Mori")
    write, room = os.write, len(journal_of(desk).read_bytes())

    def full(file: int, data: bytes) -> int:
        if Path(f"/proc/self/fd/{file}").resolve() == journal_of(desk) and os.lseek(file, 0, os.SEEK_CUR) >= room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(file, data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        annotate(desk, "Bianchi")
        assert desk.journal_failure
        desk.save()
    known = records(desk)
    die(desk)
    again = reopen(tmp_path)
    assert records(again) == known
    assert (again.recovered, again.news, again.is_saved) == (None, [], True)


def test_typing_in_one_go_is_one_step_after_a_crash_too(tmp_path: Path) -> None:
    desk = start(tmp_path)
    for words in ("A", "A t", "A title"):
        draft = desk.session.draft()
        draft.put_document(title=words)
        desk.session.commit(draft, "Title", group="title")
    assert len(desk.session.history.done) == 1
    die(desk)
    again = reopen(tmp_path)
    assert len(again.session.history.done) == 1
    again.session.undo()
    assert title_of(again) is None
    again.session.redo()
    assert title_of(again) == "A title"


def test_a_save_that_a_crash_cut_off_from_its_journal_is_known_after_the_next_crash_too(tmp_path: Path) -> None:
    desk = start(tmp_path)
    title(desk, "Saved")
    desk.begin_save().run()
    die(desk)
    again = reopen(tmp_path)
    title(again, "Not saved")
    again.begin_save()
    die(again)
    last = reopen(tmp_path)
    assert last.recovered is not None
    assert last.recovered.fits
    assert title_of(last) == "Not saved"
    assert not last.is_saved
    last.session.undo()
    assert last.is_saved


def test_a_crash_after_a_crash_loses_nothing(tmp_path: Path) -> None:
    desk = start(tmp_path)
    for number in range(4):
        title(desk, f"Title {number}")
        if number % 2:
            desk.save()
        die(desk)
        desk = reopen(tmp_path)
    assert len(desk.session.history.done) == 4
    assert desk.is_saved
    desk.session.undo()
    die(desk)
    again = reopen(tmp_path)
    assert title_of(again) == "Title 2"
    assert not again.is_saved
    again.session.redo()
    assert again.is_saved
