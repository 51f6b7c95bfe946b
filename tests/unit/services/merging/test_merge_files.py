"""Merging annotation files: of one annotator, and of several."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from annotator.cli.commands import run
from annotator.model.decision import Decision
from annotator.model.layer import Annotator, Layer
from annotator.services.disk.atomic_file import ChangedOnDisk
from annotator.services.keeping.open_document import OpenError, open_path
from annotator.services.merging.merge_files import merge_files
from annotator.services.settling.open_review import open_review
from tests.unit.making import TEXT, Desk, annotated

KATO = Annotator("mkato", "M. Kato")


def merge(*arguments: object) -> int:
    return run(["merge", *map(str, arguments)], lambda *_picture: None, lambda *_pages: b"")


def contents(layer: Layer) -> list[tuple[object, ...]]:
    """Annotations without what tells two runs apart."""
    names = {entity.id: entity.name for entity in layer.entities.values()}
    return sorted(
        (a.type, a.fragments, tuple(names[e] for e in a.entities_involved()), a.codes, a.stance or "")
        for a in layer.annotations.values()
    )


def open_decisions(layer: Layer) -> list[Decision]:
    return [decision for decision in layer.review.values() if decision.verdict == "open"]


def two_annotators(folder: Path) -> tuple[Path, Path]:
    mine = annotated(folder)
    theirs = Desk(folder, annotator="lrossi")
    theirs.annotate("actor", "Aiko Mori")
    theirs.annotate("actor", "Norland")
    return mine.sidecar, theirs.save()


def test_what_all_agree_on_is_taken_and_the_rest_is_listed_as_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, theirs = two_annotators(tmp_path)
    before = mine.read_bytes(), theirs.read_bytes()
    out = tmp_path / "talks.txt.adjudicated.ann.json"
    assert merge(mine, theirs, "--out", out) == 0
    tree = json.loads(out.read_bytes())
    assert [a["quote"] for a in tree["annotations"]] == [["Aiko Mori"]]
    left = [decision for decision in tree["review"] if decision["verdict"] == "open"]
    assert len(left) == 5
    assert any("Norland" in decision["comment"] and "lrossi" in decision["comment"] for decision in left)
    assert len(capsys.readouterr().out.splitlines()) == 5
    assert (mine.read_bytes(), theirs.read_bytes()) == before
    desk, review = open_review([mine, theirs], KATO)
    progress = review.progress()
    assert (progress.settled, progress.total, progress.agreed) == (0, 5, 0)
    desk.close()


def test_merging_again_changes_nothing_and_the_order_of_files_does_not_count(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    out = tmp_path / "talks.txt.adjudicated.ann.json"
    other = tmp_path / "other.ann.json"
    merge(mine, theirs, "--out", out)
    merge(theirs, mine, "--out", other)
    first, second = json.loads(out.read_bytes()), json.loads(other.read_bytes())
    assert [d["comment"] for d in first["review"]] == [d["comment"] for d in second["review"]]
    merge(mine, theirs, "--out", out)
    again = json.loads(out.read_bytes())
    assert again | {"modified": ""} == first | {"modified": ""}


def test_versions_of_one_file_become_one_and_may_replace_it(tmp_path: Path) -> None:
    mine = annotated(tmp_path).sidecar
    copy = tmp_path / "talks.txt.mkato (conflicted copy).ann.json"
    shutil.copy(mine, copy)
    tree = json.loads(copy.read_bytes())
    gone = tree["annotations"].pop()
    tree["annotations"][0]["note"] = "seen"
    tree["deleted"] = [{"id": gone["id"], "at": "2999-01-01T00:00:00Z", "by": "mkato"}]
    copy.write_text(json.dumps(tree))
    assert merge(mine, copy, "--out", mine) == 1  # the copy's name is a finding
    layer = open_path(mine, KATO).layer
    assert len(layer.annotations) == 4
    assert gone["id"] in layer.deleted
    assert "seen" in {a.note for a in layer.annotations.values()}


def test_a_file_made_on_another_text_is_placed_in_this_one_by_its_own_text(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    theirs = Desk(old, annotator="lrossi")
    theirs.annotate("actor", "Aiko Mori")
    theirs.save()
    mine = Desk(tmp_path, "A new first line.\n" + TEXT)
    mine.annotate("actor", "Aiko Mori")
    mine.save()
    merged = merge_files([mine.sidecar, theirs.sidecar], tmp_path / "talks.txt.adjudicated.ann.json")
    assert contents(merged.layer) == contents(mine.layer)


@pytest.mark.parametrize("broken", [b"", b"{", b'{"format": "labels"}'])
def test_a_broken_file_is_refused_and_nothing_is_written(
    tmp_path: Path, broken: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = annotated(tmp_path).sidecar
    bad = tmp_path / "talks.txt.lrossi.ann.json"
    bad.write_bytes(broken)
    assert merge(mine, bad, "--out", tmp_path / "talks.txt.adjudicated.ann.json") == 1
    assert "lrossi" in capsys.readouterr().err
    assert bad.read_bytes() == broken
    assert not (tmp_path / "talks.txt.adjudicated.ann.json").exists()


def test_no_annotators_file_is_replaced_by_what_several_agree_on(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    third = tmp_path / "talks.txt.cverdi.ann.json"
    shutil.copy(mine, third)
    before = mine.read_bytes(), third.read_bytes()
    assert merge(mine, theirs, "--out", mine) == 1
    assert merge(mine, theirs, "--out", third) == 1
    assert (mine.read_bytes(), third.read_bytes()) == before


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    assert merge(tmp_path / "a.ann.json", "--out", tmp_path / "b.ann.json") == 2
    assert merge(tmp_path / "a.ann.json", tmp_path / "b.ann.json", "--out", tmp_path / "b.json") == 2


def test_what_is_merged_is_told_and_nothing_is_written_before_it_is_asked(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    out = tmp_path / "talks.txt.adjudicated.ann.json"
    merged = merge_files([mine, theirs, mine], out)
    assert not out.exists()
    assert (merged.out, merged.expected, merged.conflicts, merged.findings) == (out, None, [], {})
    assert merged.layer.head.annotator.id == "adjudicated"
    assert len(merged.left) == 5
    assert "“Norland”: " in "\n".join(merged.left)
    assert [decision.comment for decision in open_decisions(merged.layer)] == merged.left
    assert {decision.by for decision in merged.layer.review.values()} == {"adjudicated"}
    merged.write()
    assert len(json.loads(out.read_bytes())["review"]) == 6


def test_the_adjudicated_file_is_gone_on_with_and_written_over_only_as_it_was_read(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    out = tmp_path / "talks.txt.adjudicated.ann.json"
    merge_files([mine, theirs], out).write()
    tree = json.loads(out.read_bytes())
    tree["annotations"][0]["note"] = "settled by hand"
    out.write_text(json.dumps(tree))
    for files in ([mine, theirs], [mine, theirs, out]):
        merged = merge_files(files, out)
        assert merged.expected == sha256(out.read_bytes()).hexdigest()
        assert [annotation.note for annotation in merged.layer.annotations.values()] == ["settled by hand"]
        assert len(open_decisions(merged.layer)) == 5
    out.write_bytes(out.read_bytes() + b"\n")
    with pytest.raises(ChangedOnDisk):
        merged.write()


def test_an_adjudicated_file_alone_is_merged_with_nobody(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    out = tmp_path / "talks.txt.adjudicated.ann.json"
    merge_files([mine, theirs], out).write()
    for files in ([out], [mine, out]):
        with pytest.raises(OpenError, match="two annotators or more"):
            merge_files(files, tmp_path / "other.ann.json")


def test_a_file_that_is_there_already_has_to_be_named(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    third = tmp_path / "talks.txt.cverdi.ann.json"
    shutil.copy(mine, third)
    with pytest.raises(OpenError, match=r"cverdi.* is there already and was left as it is"):
        merge_files([mine, theirs], third)
    with pytest.raises(OpenError, match=r"mkato.* is one annotator's file and was left as it is"):
        merge_files([mine, theirs], mine)


def test_findings_are_kept_by_file(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    tree = json.loads(theirs.read_bytes())
    tree["document"]["published"] = "yesterday"
    theirs.write_text(json.dumps(tree))
    merged = merge_files([mine, theirs], tmp_path / "talks.txt.adjudicated.ann.json")
    assert {path: [f.code for f in found] for path, found in merged.findings.items()} == {str(theirs): ["date"]}


def test_the_document_is_the_one_beside_the_file_to_be_written(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = [Path(shutil.move(path, elsewhere)) for path in (mine, theirs)]
    out = tmp_path / "talks.txt.adjudicated.ann.json"
    assert len(merge_files(moved, out).left) == 5
    with pytest.raises((OpenError, OSError)):
        merge_files(moved, elsewhere / "x.ann.json")


def test_each_annotators_versions_are_merged_before_annotators_are_compared(tmp_path: Path) -> None:
    mine, theirs = two_annotators(tmp_path)
    copy = tmp_path / "talks.txt.mkato (conflicted copy).ann.json"
    tree = json.loads(mine.read_bytes())
    tree["annotations"][0] |= {"note": "later", "modified": "2999-01-01T00:00:00Z"}
    copy.write_text(json.dumps(tree))
    tree["annotations"][0] |= {"note": "latest", "modified": "2999-01-02T00:00:00Z"}
    mine.write_text(json.dumps(tree))
    merged = merge_files([copy, theirs, mine], tmp_path / "talks.txt.adjudicated.ann.json")
    assert [sentence.partition("; ")[2] for sentence in merged.conflicts] == ["“latest” is kept, “later” is not."]
    assert not any("later" in words for words in merged.left)
