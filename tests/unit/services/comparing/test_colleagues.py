"""Which files are reviewed together, and what of them a review reads, refuses and tells."""

import os
from pathlib import Path

import orjson
import pytest

from annotator.services.comparing.colleagues import (
    Colleague,
    document_path_of,
    is_adjudicated,
    is_review,
    is_sidecar,
    moved_words,
    read_colleague,
    read_colleagues,
    sidecars_beside,
    unplaced,
)
from annotator.services.keeping.open_document import OpenError
from annotator.services.running.progress import Cancelled
from tests.unit.making import TEXT, Desk, annotated


def two(folder: Path) -> tuple[Desk, Desk]:
    return annotated(folder), annotated(folder, annotator="lrossi")


def changed(sidecar: Path, to: str, **facts: object) -> Path:
    """A copy of a sidecar under another name that records other things of its document."""
    tree = orjson.loads(sidecar.read_bytes())
    tree["document"].update(facts)
    other = sidecar.with_name(to)
    other.write_bytes(orjson.dumps(tree))
    return other


def test_names_tell_what_is_a_sidecar_and_which_settles_differences() -> None:
    assert is_sidecar(Path("a.txt.x.ann.json"))
    assert not is_sidecar(Path("a.txt"))
    assert is_adjudicated(Path("a.txt.adjudicated.ann.json"))
    assert not any(is_adjudicated(Path(name)) for name in ("a.txt.x.ann.json", "adjudicated.ann.json", "a.txt"))


def test_the_annotators_files_stand_beside_a_document(tmp_path: Path) -> None:
    for name in ("a.txt.b.ann.json", "a.txt.a.ann.json", "a.txt.adjudicated.ann.json", "a.txt.old.txt.a.ann.json",
                 "ba.txt.a.ann.json", "a.txt"):  # fmt: skip
        (tmp_path / name).touch()
    (tmp_path / "a.txt.c.ann.json").mkdir()
    os.mkfifo(tmp_path / "a.txt.d.ann.json")
    assert [path.name for path in sidecars_beside(tmp_path / "a.txt")] == ["a.txt.a.ann.json", "a.txt.b.ann.json"]
    assert sidecars_beside(tmp_path / "none" / "a.txt") == []


def test_files_of_one_document_are_a_review_and_an_adjudicated_one_with_others_beside_it(tmp_path: Path) -> None:
    mine, theirs = two(tmp_path)
    both = [mine.sidecar, theirs.sidecar]
    assert is_review(both)
    assert not is_review([])
    assert not is_review(both[:1])
    assert not is_review([*both, mine.path])
    assert not is_review([*both, tmp_path / "gone.ann.json"])
    (adjudicated := tmp_path / "talks.txt.adjudicated.ann.json").write_bytes(mine.sidecar.read_bytes())
    assert is_review([adjudicated])
    theirs.sidecar.unlink()
    assert not is_review([adjudicated])
    other = annotated(tmp_path, name="other.txt")
    assert not is_review([mine.sidecar, other.sidecar])


def test_files_beside_which_there_is_no_document_are_of_one_when_they_lie_together(tmp_path: Path) -> None:
    mine, theirs = two(tmp_path)
    mine.path.unlink()
    assert is_review([mine.sidecar, theirs.sidecar])
    (tmp_path / "else").mkdir()
    moved = theirs.sidecar.rename(tmp_path / "else" / theirs.sidecar.name)
    assert not is_review([mine.sidecar, moved])


def test_the_document_is_found_beside_any_of_them_by_name_or_by_what_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    mine, theirs = annotated(tmp_path), annotated(tmp_path / "mail", annotator="lrossi")
    theirs.path.unlink()
    assert document_path_of([theirs.sidecar, mine.sidecar]) == mine.path
    odd = mine.sidecar.rename(tmp_path / "renamed.txt.mkato.ann.json")
    assert document_path_of([theirs.sidecar, odd]) == mine.path
    mine.path.unlink()
    with pytest.raises(OpenError, match=r"The document of talks\.txt\.lrossi\.ann\.json is not beside it"):
        document_path_of([theirs.sidecar, odd])


def test_a_colleague_is_read_with_name_findings_and_place(tmp_path: Path) -> None:
    mine, theirs = two(tmp_path)
    read = read_colleague(theirs.sidecar, mine.document)
    assert (read.id, read.name, read.path, read.findings) == ("lrossi", "M. Kato", theirs.sidecar, [])
    assert not read.text_changed
    assert read.layer.annotations == theirs.layer.annotations
    assert read.ref("a1") == "lrossi:a1"
    renamed = theirs.sidecar.rename(tmp_path / "talks.txt.omar.ann.json")
    assert len(read_colleague(renamed, mine.document).findings) == 1


def test_what_was_made_on_another_text_is_placed_in_this_one_and_said(tmp_path: Path) -> None:
    theirs = annotated(tmp_path, annotator="lrossi")
    theirs.path.unlink()
    now = Desk(tmp_path, f"A new line.\n{TEXT}")
    read = read_colleague(theirs.sidecar, now.document)
    assert read.text_changed
    assert {a.start for a in read.layer.annotations.values()} == {
        a.start + 12 for a in theirs.layer.annotations.values()
    }
    assert [finding.code for finding in read.findings] == ["text-changed"]


@pytest.mark.parametrize(
    ("name", "facts", "fits"),
    [
        ("talks.txt.omar.ann.json", {"name": "else.txt", "text_sha256": "0" * 64}, True),
        ("else.txt.omar.ann.json", {"name": "talks.txt", "text_sha256": "0" * 64}, True),
        ("else.txt.omar.ann.json", {"name": "else.txt"}, True),
        ("else.txt.omar.ann.json", {"name": "else.txt", "text_sha256": "0" * 64}, False),
    ],
)
def test_only_files_of_the_document_or_of_its_text_take_part(
    tmp_path: Path, name: str, facts: dict[str, object], *, fits: bool
) -> None:
    mine = annotated(tmp_path)
    path = changed(mine.sidecar, name, **facts)
    if fits:
        assert read_colleague(path, mine.document).id == "mkato"
    else:
        with pytest.raises(OpenError, match=r"annotates “else\.txt”, not “talks\.txt”"):
            read_colleague(path, mine.document)


def test_nobody_takes_part_twice(tmp_path: Path) -> None:
    mine, theirs = two(tmp_path)
    found = read_colleagues([mine.sidecar, theirs.sidecar], mine.document)
    assert [colleague.id for colleague in found] == ["mkato", "lrossi"]
    copy = changed(mine.sidecar, "talks.txt.omar.ann.json")
    with pytest.raises(OpenError, match=r"\.mkato.* and talks\.txt\.omar.* are both by the annotator “mkato”"):
        read_colleagues([mine.sidecar, theirs.sidecar, copy], mine.document)


def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path) -> None:
    mine = annotated(tmp_path)
    broken = tmp_path / "talks.txt.omar.ann.json"
    broken.write_bytes(b"{")
    with pytest.raises(OpenError, match=r"left as it is.*Ask its annotator for a sound copy"):
        read_colleague(broken, mine.document)
    with pytest.raises(OpenError, match="There is no file"):
        read_colleague(tmp_path / "talks.txt.gone.ann.json", mine.document)
    (tmp_path / "talks.txt.folder.ann.json").mkdir()
    with pytest.raises(OpenError, match="could not be read"):
        read_colleague(tmp_path / "talks.txt.folder.ann.json", mine.document)


def test_reading_tells_how_far_it_is_and_is_stopped(tmp_path: Path) -> None:
    mine, theirs = two(tmp_path)
    told: list[tuple[float, str]] = []
    read_colleagues(
        [mine.sidecar, theirs.sidecar], mine.document, lambda count, total, what: told.append((count / total, what))
    )
    assert told == [(0, "Reading talks.txt.mkato.ann.json"), (0.5, "Reading talks.txt.lrossi.ann.json")]

    def stop(*_news: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_colleagues([mine.sidecar], mine.document, stop)


def test_what_lost_its_place_is_counted_and_said(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    assert unplaced(desk.layer) == 0
    for key, annotation in list(desk.layer.annotations.items())[:2]:
        desk.layer.annotations[key] = annotation._replace(fragments=())
    assert unplaced(desk.layer) == 2
    assert moved_words(0).endswith("found again by their words.")
    assert moved_words(1).endswith("by their words; 1 is unplaced.")
    assert moved_words(2_000).endswith("by their words; 2,000 are unplaced.")
    assert Colleague("x", "X", desk.sidecar, desk.layer, []).text_changed is False
