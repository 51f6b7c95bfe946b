"""A training round: pages of what each annotator has otherwise than the gold file."""

from pathlib import Path

import pytest

from annotator.__main__ import main
from tests.unit.making import Desk
from tests.unit.services.agreement.test_compare import HOSTILE, two
from tests.unit.services.settling.test_review_progress import file


def gold(folder: Path) -> None:
    file(folder, "gold", stance="agree")
    file(folder, "anna", stance="disagree", note=HOSTILE, codes=("demand",))
    file(folder, "bert", stance="agree")


def test_each_annotator_has_a_page_of_his_or_her_differences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    pages = tmp_path / "made" / "pages"
    assert main(["compare", str(tmp_path), "--against", "gold", "--training", str(pages)]) == 0
    assert sorted(page.name for page in pages.iterdir()) == ["anna.html", "bert.html"]
    anna, bert = ((pages / f"{who}.html").read_text(encoding="utf-8") for who in ("anna", "bert"))
    assert "stance of claim" in anna
    assert "of type claim" in anna
    assert "of code" not in anna, "what is said of few is no help to whoever learns"
    assert '<dt>anna</dt><dd lang=""><bdi>disagree</bdi></dd><dt>gold</dt><dd lang=""><bdi>agree</bdi></dd>' in anna
    assert "<mark>Norland criticised Ostia</mark>" in anna
    assert "Mori said. </span><mark>" in anna, "with what stands before it"
    assert "<script" not in anna
    assert "Nothing differs." in bert
    assert "disagree" not in bert, "a page holds nothing of other annotators"
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert f"Pages of differences from gold are in {pages}." in capsys.readouterr().err


def test_the_gold_file_may_be_named_by_its_path(tmp_path: Path) -> None:
    gold(tmp_path)
    pages = tmp_path / "pages"
    named = tmp_path / "talks.txt.gold.ann.json"
    assert main(["compare", str(tmp_path), "--against", str(named), "--training", str(pages), "--quiet"]) == 0
    assert (pages / "anna.html").is_file()


@pytest.mark.parametrize("named", ["", "talks.txt.gold.ann.json", "Talks.TXT.gold.ann.json"])
def test_gold_files_may_lie_in_a_folder_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    """By folder or by file, also where somebody's system changed the case of the document's name."""
    (press := tmp_path / "press").mkdir()
    (apart := tmp_path / "apart").mkdir()
    gold(press)
    (press / "talks.txt.gold.ann.json").rename(apart / (named or "talks.txt.gold.ann.json"))
    pages = tmp_path / "pages"
    code = main(["compare", str(press), "--against", str(apart / named), "--training", str(pages)])
    assert code == named.startswith("T"), "a name in other case is told, and heeded"
    assert "1 of 1 documents compared." in capsys.readouterr().err
    page = (pages / "anna.html").read_text(encoding="utf-8")
    assert "<mark>Norland criticised Ostia</mark>" in page
    assert "<dt>gold</dt>" in page


def test_gold_of_another_text_is_looked_for_in_that_of_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (press := tmp_path / "press").mkdir()
    (apart := tmp_path / "apart").mkdir()
    gold(press)
    desk = Desk(apart, f"Before all: {(press / 'talks.txt').read_text(encoding='utf-8')}", "talks.txt", "gold")
    desk.set(desk.annotate("claim", "Norland criticised Ostia"), stance="agree")
    desk.save()
    (press / "talks.txt.gold.ann.json").unlink()
    (apart / "talks.txt").unlink()
    assert main(["compare", str(press), "--against", str(apart)]) == 0
    said = capsys.readouterr()
    assert "made on another version of the text" in said.err
    assert "bert – gold  F1 exact 1.000" in said.out


def test_what_gold_is_meant_is_asked_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (press := tmp_path / "press").mkdir()
    (apart := tmp_path / "apart").mkdir()
    two(press)
    file(apart, "gold", stance="agree")
    other = (apart / "talks.txt.gold.ann.json").rename(apart / "other.txt.gold.ann.json")
    for named, words in (
        ("Mkato", "There are: lrossi, mkato."),
        (str(press), "this folder has files of lrossi, mkato."),
        (str(tmp_path / "apart" / "none"), "no folder has this name"),
        (str(other), "No document of this name, or more than one"),
    ):
        assert main(["compare", str(press), "--against", named]) == 1
        assert words in capsys.readouterr().err


def test_pages_need_a_reference_and_a_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two(tmp_path)
    assert main(["compare", str(tmp_path), "--training", str(tmp_path / "pages")]) == 2
    assert "name it with --against" in capsys.readouterr().err
    (blocked := tmp_path / "blocked").write_text("")
    assert main(["compare", str(tmp_path), "--against", "mkato", "--training", str(blocked / "pages")]) == 1
    assert "could not be made" in capsys.readouterr().err
    assert main(["compare", str(tmp_path), "--against", "nobody", "--training", str(tmp_path / "none")]) == 1
    assert not (tmp_path / "none").exists()
