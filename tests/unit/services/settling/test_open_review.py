"""Opening annotation files for review: what is refused, what stays, and how it is told and stopped."""

import shutil
import weakref
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.layer import Annotator
from annotator.services.comparing import difference as kinds
from annotator.services.comparing.colleagues import is_review
from annotator.services.comparing.same_entity import say_apart, say_same
from annotator.services.editing.draft import Draft
from annotator.services.keeping.open_document import OpenError
from annotator.services.running.garbage import collector_paused
from annotator.services.running.progress import Cancelled
from annotator.services.settling.open_review import open_review, read_again
from annotator.services.settling.review import Review
from annotator.services.settling.settle import Settling
from tests.places import SEEDS
from tests.unit.making import TEXT, Desk, annotated

ARTICLE = "japan-italy-ministers.txt"
REVIEWER = Annotator("chief", "C. Hief")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in SEEDS.glob(f"{ARTICLE}*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def sidecars(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.ann.json"))


def hashes(paths: Iterable[Path]) -> list[str]:
    return [sha256(path.read_bytes()).hexdigest() for path in paths]


def test_two_sidecars_are_reviewed_and_stay_as_they_were(folder: Path) -> None:
    files = sidecars(folder)
    before = hashes(files)
    assert is_review(files)
    assert not is_review(files[:1])
    desk, review = open_review(files, REVIEWER)
    assert review.session.sidecar.name == f"{ARTICLE}.adjudicated.ann.json"
    for number in review.left():
        draft = review.session.draft()
        Settling(draft, review).take(review.differences[number], sorted(review.colleagues))
        review.session.commit(draft, "Take all")
    draft = review.session.draft()
    Settling(draft, review).take_agreed(review.agreed())
    review.session.commit(draft, "Take all agreed")
    assert review.progress().is_done
    desk.save()
    desk.close()
    saved = load_sidecar(review.session.sidecar.read_bytes(), review.session.document.text)
    assert saved.findings == []
    assert saved.layer.head.annotator == Annotator("adjudicated", "C. Hief")
    assert saved.layer.document.title == next(iter(review.colleagues.values())).layer.document.title
    assert hashes(files) == before
    assert is_review([review.session.sidecar])
    desk, again = open_review([review.session.sidecar], REVIEWER)
    assert again.progress().is_done
    assert read_again(again).progress().is_done
    desk.close()


def changed(path: Path, name: str, **fields: Any) -> Path:
    tree = orjson.loads(path.read_bytes())
    for field, value in fields.items():
        outer, _dot, inner = field.partition("__")
        tree[outer] = {**tree[outer], inner: value} if inner else value
    other = path.with_name(name)
    other.write_bytes(orjson.dumps(tree))
    return other


@pytest.mark.parametrize("case", ["other document", "broken", "twice", "alone", "gone", "no document"])
def test_what_cannot_be_reviewed_is_refused_and_untouched(folder: Path, case: str) -> None:
    one, other = sidecars(folder)
    if case == "other document":
        other = changed(other, "else.txt.third.ann.json", document__name="else.txt", document__text_sha256="0" * 64)
        words = "annotates “else.txt”"
    elif case == "broken":
        other = folder / f"{ARTICLE}.third.ann.json"
        other.write_bytes(one.read_bytes()[:-20])
        words = "cannot be understood and was left as it is"
    elif case == "twice":
        other = changed(one, f"{ARTICLE}.third.ann.json")
        words = "are both by the annotator"
    elif case == "alone":
        other = one
        words = "needs the annotation files of two annotators"
    elif case == "gone":
        other = folder / f"{ARTICLE}.fourth.ann.json"
        words = "There is no file"
    else:
        (folder / ARTICLE).unlink()
        words = "is not beside it"
    before = hashes(sidecars(folder))
    with pytest.raises(OpenError, match=words):
        open_review([one, other], REVIEWER)
    assert hashes(sidecars(folder)) == before
    if case == "broken":
        open_review(sidecars(folder)[:2], REVIEWER)[0].close()


def test_other_texts_and_newer_versions_open_with_findings(folder: Path) -> None:
    one, other = sidecars(folder)
    newer = changed(one, f"{ARTICLE}.third.ann.json", version=2, annotator__id="third")
    moved = changed(other, f"{ARTICLE}.fourth.ann.json", document__text_sha256="0" * 64, annotator__id="fourth")
    desk, review = open_review([newer, moved], REVIEWER)
    assert [f.code for f in review.colleagues["third"].findings] == ["newer-version"]
    assert review.colleagues["fourth"].text_changed
    assert not review.session.read_only
    desk.close()


def test_which_entities_are_the_same_is_corrected_undone_and_stays(tmp_path: Path) -> None:
    one, other = Desk(tmp_path, TEXT), Desk(tmp_path, TEXT, annotator="lrossi")
    for made, name in ((one, "Mori"), (other, "The minister")):
        made.role(made.annotate("claim", "Norland criticised Ostia"), "speakers", name)
        made.save()
    desk, review = open_review([one.sidecar, other.sidecar], REVIEWER)
    session = review.session

    def kinds_now() -> list[str]:
        fresh = Review(session, review.colleagues.values())
        fresh.close()
        return [difference.kind for difference in fresh.differences]

    def step(say: Callable[[Draft], None]) -> None:
        draft = session.draft()
        say(draft)
        session.commit(draft, "Correct")

    assert kinds_now() == [kinds.ROLE]
    groups = review.alignment.same.groups()
    step(lambda draft: say_same(draft, groups))
    assert kinds_now() == ["entity detail"]  # they are called otherwise
    step(lambda draft: say_apart(draft, [entity for group in groups for entity in group]))
    assert kinds_now() == [kinds.ROLE]
    session.undo()
    assert kinds_now() == ["entity detail"]  # they are called otherwise
    desk.save()
    desk.close()
    again, later = open_review([one.sidecar, other.sidecar], REVIEWER)
    assert [difference.kind for difference in later.differences] == ["entity detail"]
    assert [decision.verdict for decision in later.session.layer.review.values()] == ["accepted"]
    again.close()


def test_files_in_another_folder_are_compared_by_their_text(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mail").mkdir()
    mine, theirs = annotated(tmp_path / "mine"), Desk(tmp_path / "mail", TEXT, annotator="lrossi")
    theirs.annotate("actor", "Norland")
    theirs.save()
    theirs.path.unlink()
    desk, review = open_review([theirs.sidecar, mine.sidecar], REVIEWER)
    assert review.session.sidecar.parent == mine.path.parent
    assert sorted(review.colleagues) == ["lrossi", "mkato"]
    desk.close()


def test_opening_tells_how_far_it_is_and_leaves_nothing_behind_when_it_is_stopped(tmp_path: Path) -> None:
    old = annotated(tmp_path, annotator="lrossi")
    mine = Desk(tmp_path, "A line before.\n" + TEXT)
    mine.annotate("actor", "Aiko Mori")
    files, told = [old.sidecar, mine.save()], list[tuple[int, int, str]]()
    desk, _review = open_review(files, REVIEWER, progress=lambda *news: told.append(news))
    desk.close()
    shares = [count / total for count, total, _what in told]
    assert shares == sorted(shares)
    assert {what.partition(" ")[0] for _count, _total, what in told} == {"Reading", "Finding", "Comparing", "Listing"}
    before = sorted(tmp_path.iterdir())
    for last in range(len(told)):
        left = iter(range(last))

        def stop(*_news: object, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            open_review(files, REVIEWER, progress=stop)
    assert sorted(tmp_path.iterdir()) == before
    again, _review = open_review(files, REVIEWER)
    assert not again.session.read_only
    again.close()


def test_a_closed_review_goes_without_the_collector(folder: Path) -> None:
    desk, review = open_review(sidecars(folder), REVIEWER)
    held = weakref.ref(review), weakref.ref(next(iter(review.colleagues.values())).layer)
    with collector_paused():
        review.close()
        desk.close()
        del review
        assert [reference() for reference in held] == [None, None]
