"""How far the reviews of a folder have come: as the command says it, as files change, and of broken files."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import main
from annotator.model.clock import a_second_after, now
from annotator.model.layer import Annotator
from annotator.services.folder.document_files import DocumentFiles, by_document
from annotator.services.folder.find_files import find_sidecars
from annotator.services.settling.new_since import new_differences
from annotator.services.settling.open_review import open_review
from annotator.services.settling.review_progress import (
    FILTERS,
    DocumentProgress,
    ProgressCache,
    document_progress,
    folder_progress,
    next_to_review,
    progress_words,
)
from annotator.services.settling.settle import Settling
from tests.unit.colleagues import layer, marked
from tests.unit.making import Desk, annotated
from tests.unit.services.settling.test_review import Bench

LONG_AGO, SOON = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"


def file(folder: Path, who: str, state: str = "done", name: str = "talks.txt", **fields: Any) -> Path:
    desk = Desk(folder, name=name, annotator=who)
    claim = desk.annotate("claim", "Norland criticised Ostia")
    desk.set(claim, **fields)
    desk.layer.document = replace(desk.layer.document, state=state)
    desk.sidecar.unlink(missing_ok=True)
    return desk.save()


def three(folder: Path, name: str = "talks.txt", state: str = "done") -> list[Path]:
    stances = {"anna": "agree", "bert": "agree", "cleo": "mixed"}
    return [file(folder, who, state, name, stance=stance) for who, stance in stances.items()]


def of_folder(folder: Path) -> list[DocumentProgress]:
    return folder_progress(by_document(find_sidecars([str(folder)]).sidecars, {}))


def adjudicate(paths: list[Path], state: str = "in-progress", *, settle: bool = True) -> None:
    desk, review = open_review(paths, Annotator("chief"))
    draft = desk.session.draft()
    if settle:
        Settling(draft, review).take_majorities(review.clear_majorities())
    draft.put_document(state=state)
    desk.session.commit(draft, "Settle")
    desk.save()
    desk.close()


def test_a_folder_says_who_is_done_what_is_settled_and_which_comes_next(tmp_path: Path) -> None:
    settled, begun = three(tmp_path, "1.txt"), three(tmp_path, "2.txt")
    three(tmp_path, "3.txt", state="in-progress")
    three(tmp_path, "10.txt")
    annotated(tmp_path, name="alone.txt")
    adjudicate(settled, "reviewed")
    adjudicate(begun, "done", settle=False)
    found = {one.name: one for one in of_folder(tmp_path)}
    assert {name: progress_words(one) for name, one in found.items()} == {
        "1.txt": "3 of 3 done, adjudicated and reviewed, 1 of 1 settled",
        "2.txt": "3 of 3 done, adjudicated and done, 0 of 1 settled",
        "3.txt": "0 of 3 done, not adjudicated, 1 to settle",
        "10.txt": "3 of 3 done, not adjudicated, 1 to settle",
        "alone.txt": "",
    }
    of_filter = {words: {name for name, one in found.items() if has(one)} for words, has in FILTERS.items()}
    assert of_filter == {
        "To review": {"2.txt", "10.txt"},
        "Not all done": {"3.txt", "alone.txt"},
        "Not adjudicated": {"3.txt", "10.txt"},
        "Being reviewed": {"2.txt"},
        "Settled": {"1.txt"},
        "New since": set(),
    }
    ordered = list(found.values())
    following = [next_to_review(ordered, found[name].document) for name in ("1.txt", "2.txt", "10.txt")]
    assert [one and one.name for one in following] == ["10.txt", "10.txt", "2.txt"]


def test_a_colleague_s_newer_file_brings_what_is_new(tmp_path: Path) -> None:
    paths = three(tmp_path)
    adjudicate(paths, "reviewed")
    assert not FILTERS["To review"](of_folder(tmp_path)[0])
    paths[0].unlink()
    file(tmp_path, "anna", stance="neutral")
    (one,) = of_folder(tmp_path)
    assert progress_words(one).endswith("settled, 1 new"), "another stance is weighed again"
    assert FILTERS["New since"](one)
    assert one.is_to_review


def test_new_is_what_came_after_the_last_decision() -> None:
    def claim(number: int, time: str = LONG_AGO, **fields: Any) -> Any:
        return marked(f"a{number}", "claim", (number * 100, number * 100 + 9), modified=time, **fields)

    later = a_second_after(now())
    mine = [claim(1, stance="agree"), claim(2), claim(3, later), claim(4, LONG_AGO, note="?")]
    bench = Bench(layer(mine), layer([claim(1), claim(4)], "lrossi"))
    assert new_differences(bench.review) == frozenset(), "nothing was decided yet"
    bench.settle(bench.number("stance"), "mkato")
    new = {bench.review.differences[number].group.sources for number in new_differences(bench.review)}
    assert new == {("mkato:a3",)}


def test_what_all_agreed_on_is_new_where_somebody_took_it_back() -> None:
    both = marked("a1", "claim", (1, 9), modified=LONG_AGO)
    bench = Bench(layer([both]), layer([both], "lrossi"))
    bench.take_agreed()
    again = Bench(layer([both]), layer([], "lrossi"), known=bench.session.layer)
    assert new_differences(again.review) == frozenset(again.review.left()) == frozenset({0})


@pytest.mark.parametrize("bytes_", [b"", b"{", b'{"format": "other"}', b"\xff\xfe"])
def test_a_broken_file_is_named_and_the_others_are_told_of(
    tmp_path: Path, bytes_: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    three(tmp_path, "1.txt")[0].write_bytes(bytes_)
    three(tmp_path, "2.txt")
    broken, sound = of_folder(tmp_path)
    assert "anna" in broken.problem
    assert broken.standing is None
    assert not broken.is_to_review
    assert sound.is_to_review
    assert main(["compare", str(tmp_path), "--progress", "--json"]) == 1
    told, error = capsys.readouterr()
    listed = json.loads(told)["documents"]
    assert [(one["name"], one["differences"], one["to_review"]) for one in listed] == [
        ("1.txt", None, False),
        ("2.txt", 1, True),
    ]
    assert "1.txt: 1.txt.anna.ann.json cannot be understood." in error


def test_the_command_prints_a_line_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    adjudicate(three(tmp_path), "reviewed")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["compare", str(tmp_path), "--progress"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("talks.txt  3 of 3 done, adjudicated and reviewed, 1 of 1 settled  (anna done, bert done")
    assert said[-1] == "1 document: 1 settled, 0 to review."
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_only_what_was_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = three(tmp_path)
    adjudicate(paths)
    (files,) = by_document(find_sidecars([str(tmp_path)]).sidecars, {})
    cache = ProgressCache()
    first = cache.progress(files)
    assert (first.standing and first.standing.settled) == 1
    assert cache.progress(files) is first
    file(tmp_path, "cleo", "in-progress", stance="mixed")
    assert cache.progress(files).states["cleo"] == "in-progress"


def test_who_codes_blind_is_told_nothing_before_his_own_is_done(tmp_path: Path) -> None:
    three(tmp_path, state="in-progress")
    (tmp_path / "codebook.json").write_text('{"format": "annotator-codebook", "version": 1, "blind": true}')
    (files,) = by_document(find_sidecars([str(tmp_path)]).sidecars, {})
    assert document_progress(files, "anna") == DocumentProgress(
        "talks.txt", files.document, problem=document_progress(files, "anna").problem
    )
    assert "hides colleagues' annotations" in document_progress(files, "anna").problem
    assert document_progress(files, "chief").states


def test_a_document_that_is_gone_is_no_fault_of_the_others(tmp_path: Path) -> None:
    files = DocumentFiles("gone.txt", tmp_path / "gone.txt", {"a": tmp_path / "x", "b": tmp_path / "y"})
    found = document_progress(files)
    assert found.states == {"a": "unreadable", "b": "unreadable"}
    assert found.problem
