"""Which file of a document counts: one choice for charts, networks and the exports that join documents."""

from pathlib import Path

import pytest

from annotator.services.folder.find_files import find_sidecars
from annotator.services.folder.whose import Reason, which_files
from tests.unit.making import annotated


def chosen(folder: Path, annotator: str = "") -> list[tuple[str, str | None, Reason]]:
    found = find_sidecars([str(folder / "**" / "*.ann.json")]).sidecars
    return [(c.document, c.file.path.name if c.file else None, c.reason) for c in which_files(found, (annotator,))]


@pytest.mark.parametrize(
    ("annotators", "named", "file", "reason"),
    [
        (["lrossi", "mkato"], "", None, Reason.SEVERAL),
        (["lrossi", "mkato"], "nobody", None, Reason.SEVERAL),
        (["lrossi", "mkato"], "mkato", "talks.txt.mkato.ann.json", Reason.ANNOTATOR),
        (["lrossi"], "mkato", "talks.txt.lrossi.ann.json", Reason.ONLY),
        (["adjudicated", "lrossi", "mkato"], "", "talks.txt.adjudicated.ann.json", Reason.ADJUDICATED),
        (["adjudicated", "lrossi", "mkato"], "mkato", "talks.txt.adjudicated.ann.json", Reason.ADJUDICATED),
    ],
)
def test_the_adjudicated_file_counts_else_the_annotators_else_the_only_one(
    tmp_path: Path, annotators: list[str], named: str, file: str | None, reason: Reason
) -> None:
    for annotator in annotators:
        annotated(tmp_path, annotator=annotator)
    assert chosen(tmp_path, named) == [("talks.txt", file, reason)]


def test_where_none_counts_all_of_them_are_named(tmp_path: Path) -> None:
    for annotator in ("lrossi", "mkato"):
        annotated(tmp_path, annotator=annotator)
    (choice,) = which_files(find_sidecars([str(tmp_path)]).sidecars)
    assert [found.path.name for found in choice.beside] == ["talks.txt.lrossi.ann.json", "talks.txt.mkato.ann.json"]
    assert all(found.shown in choice.sentence for found in choice.beside)


def test_documents_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    for folder, annotator in (("may", "mkato"), ("june", "lrossi")):
        (tmp_path / folder).mkdir()
        annotated(tmp_path / folder, annotator=annotator)
    assert {reason for _document, _file, reason in chosen(tmp_path)} == {Reason.ONLY}


def test_a_file_whose_name_says_nothing_counts_as_it_records_itself(tmp_path: Path) -> None:
    for annotator in ("lrossi", "mkato"):
        annotated(tmp_path, annotator=annotator)
    (tmp_path / "talks.txt.mkato.ann.json").rename(tmp_path / "mine.ann.json")
    assert chosen(tmp_path) == [("talks.txt", None, Reason.SEVERAL)]
    assert chosen(tmp_path, "mkato") == [("talks.txt", "mine.ann.json", Reason.ANNOTATOR)]
    (tmp_path / "mine.ann.json").write_text("{")
    assert ("mine.ann.json", "mine.ann.json", Reason.ONLY) in chosen(tmp_path)


def test_two_versions_of_the_annotators_file_are_one_too_many(tmp_path: Path) -> None:
    annotated(tmp_path)
    sidecar = tmp_path / "talks.txt.mkato.ann.json"
    (tmp_path / "copy.ann.json").write_bytes(sidecar.read_bytes())
    assert chosen(tmp_path, "mkato") == [("talks.txt", None, Reason.SEVERAL)]
