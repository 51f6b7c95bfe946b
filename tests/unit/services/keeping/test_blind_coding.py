"""In a blind folder nobody sees colleagues' annotations before his or her own of that document are done."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.layer import Annotator
from annotator.services.keeping.blind_coding import hidden_until_done
from annotator.services.keeping.open_document import OpenError, open_path
from annotator.services.settling.open_review import open_review
from tests.unit.making import annotated

KATO = Annotator("mkato", "M. Kato")


def make_blind(folder: Path, blind: str = "true") -> None:
    (folder / "codebook.json").write_text(f'{{"format": "annotator-codebook", "version": 1, "blind": {blind}}}')


def test_a_blind_folder_shows_nobody_elses_until_ones_own_is_done(tmp_path: Path) -> None:
    theirs = [annotated(tmp_path, annotator=who).sidecar for who in ("lrossi", "omar")]
    make_blind(tmp_path)
    # Who annotates nothing here is a reviewer.
    assert open_path(theirs[0], KATO).layer.annotations
    mine = annotated(tmp_path)
    with pytest.raises(OpenError, match=r"hides colleagues' annotations until your own of talks\.txt are done"):
        open_path(theirs[0], KATO)
    with pytest.raises(OpenError, match="Mark your document as done first"):
        open_review([*theirs, mine.sidecar], KATO)
    assert open_path(mine.sidecar, KATO).layer.annotations
    mine.layer.document = replace(mine.layer.document, state="done")
    mine.save_over()
    assert open_path(theirs[0], KATO).layer.annotations


def test_a_codebook_above_hides_what_lies_in_folders_below_that_have_none(tmp_path: Path) -> None:
    below = tmp_path / "may" / "week"
    below.mkdir(parents=True)
    mine, theirs = annotated(below), annotated(below, annotator="lrossi")
    make_blind(tmp_path)
    assert hidden_until_done([theirs.sidecar], mine.path, "mkato")
    make_blind(below.parent, "false")
    assert hidden_until_done([theirs.sidecar], mine.path, "mkato") == ""


@pytest.mark.parametrize(("state", "hidden"), [("in-progress", True), ("done", False), ("reviewed", False)])
def test_only_what_is_finished_opens_the_others(tmp_path: Path, state: str, *, hidden: bool) -> None:
    mine, theirs = annotated(tmp_path), annotated(tmp_path, annotator="lrossi")
    make_blind(tmp_path)
    mine.layer.document = replace(mine.layer.document, state=state)
    mine.save_over()
    assert bool(hidden_until_done([theirs.sidecar], mine.path, "mkato")) == hidden
    assert hidden_until_done([mine.sidecar], mine.path, "mkato") == ""
    assert bool(hidden_until_done([mine.sidecar, theirs.sidecar], mine.path, "mkato")) == hidden
    assert hidden_until_done([theirs.sidecar], mine.path, "a-reviewer") == ""


def test_a_folder_that_is_not_blind_or_does_not_say_so_hides_nothing(tmp_path: Path) -> None:
    mine, theirs = annotated(tmp_path), annotated(tmp_path, annotator="lrossi")
    assert hidden_until_done([theirs.sidecar], mine.path, "mkato") == ""
    make_blind(tmp_path, "false")
    assert hidden_until_done([theirs.sidecar], mine.path, "mkato") == ""
    (tmp_path / "codebook.json").write_text("{")
    assert hidden_until_done([theirs.sidecar], mine.path, "mkato") == ""
