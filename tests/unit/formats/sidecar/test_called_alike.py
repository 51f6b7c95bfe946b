"""Files whose names are canonically equal belong together, whichever of them a system made of the other."""

import os
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.formats.exchange.input_files import file_beside
from annotator.formats.sidecar import called_alike
from annotator.formats.sidecar.called_alike import composed, file_called, is_of, meant
from annotator.formats.sidecar.sidecar_checks import check_name
from annotator.model.layer import Annotator
from annotator.services.comparing.colleagues import sidecars_beside
from annotator.services.folder.find_files import find_sidecars
from annotator.services.folder.folder_listing import list_anew, list_documents
from annotator.services.folder.whose import which_files
from annotator.services.importing.find_sources import find_sources
from annotator.services.keeping.annotated_file import document_of, read_annotated
from annotator.services.keeping.desk import open_desk
from annotator.services.keeping.open_document import opens_at_once
from annotator.services.merging.conflict_copies import conflict_copies
from tests.unit.making import annotated, documents_in

APART, ONE = "Cafe\u0301.txt", "Caf\u00e9.txt"
KATO = Annotator("mkato", "M. Kato")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article as a Mac's zip names it, with an annotation file as it came by mail."""
    sidecar = annotated(tmp_path, name=ONE).sidecar
    (tmp_path / ONE).rename(tmp_path / APART)
    assert sidecar.name == f"{ONE}.mkato.ann.json"
    return tmp_path / APART


def test_a_file_is_found_by_a_name_that_is_canonically_equal_and_by_no_other(article: Path) -> None:
    other = article.with_name(ONE)
    assert file_called(other) == file_called(article) == meant(other) == article
    for name in ("Cafe.txt", "CAFÉ.txt", "Café .txt", "Caf\u00ade\u0301.txt", "é"):
        assert file_called(article.with_name(name)).name == name
    assert meant(article.with_name("e\u0301")).name == "é"
    assert composed(APART) == ONE
    assert file_called(Path("/nowhere/é")) == Path("/nowhere/é")


def test_where_both_are_there_each_is_itself(article: Path) -> None:
    other = article.with_name(ONE)
    other.write_text("Another.", encoding="utf-8")
    assert (file_called(other), file_called(article)) == (other, article)
    assert not is_of(ONE, article)
    assert is_of(APART, article)
    (document,) = [one for one in documents_in(article.parent) if one.sidecars]
    assert document.path == other


def test_a_folder_that_was_not_changed_of_late_is_listed_once(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(article.parent, (1, 1))
    listed: list[Path] = []
    given = os.listdir

    def listing(folder: Path) -> list[str]:
        listed.append(folder)
        return given(folder)

    monkeypatch.setattr(os, "listdir", listing)
    for _time in range(3):
        assert file_called(article.with_name(ONE)) == article
    assert listed == [article.parent]
    os.utime(article.parent)
    called_alike.file_called(article.with_name(ONE))
    called_alike.file_called(article.with_name(ONE))
    assert len(listed) == 3


def test_the_document_of_an_annotation_file_is_found_and_nothing_is_remarked_on(article: Path) -> None:
    sidecar = article.with_name(f"{ONE}.mkato.ann.json")
    assert document_of(sidecar, ONE) == article
    read = read_annotated(sidecar)
    assert (read.path, read.findings) == (article, [])
    assert check_name(read.layer, f"{APART}.mkato.ann.json") == []


def test_the_article_opens_with_its_annotation_file_and_saves_into_it(article: Path) -> None:
    desk = open_desk(article, KATO)
    assert desk.session.sidecar.name == f"{ONE}.mkato.ann.json"
    assert desk.session.layer.annotations
    assert conflict_copies(desk.session.sidecar) == []
    desk.close()
    assert opens_at_once(article.with_name(ONE), KATO)
    again = open_desk(article.with_name(f"{ONE}.mkato.ann.json"), KATO)
    assert again.document_path == article
    again.close()


def test_a_second_file_of_a_name_that_looks_the_same_is_another_version(article: Path) -> None:
    second = article.with_name(f"{APART}.mkato.ann.json")
    second.write_bytes(article.with_name(f"{ONE}.mkato.ann.json").read_bytes())
    desk = open_desk(article, KATO)
    assert desk.session.sidecar == second
    assert [copy.name for copy in conflict_copies(second)] == [f"{ONE}.mkato.ann.json"]
    desk.close()


def test_lists_and_walks_know_to_which_document_it_belongs(article: Path) -> None:
    sidecar = article.with_name(f"{ONE}.mkato.ann.json")
    folder = article.parent
    assert [(one.name, dict(one.sidecars)) for one in documents_in(folder)] == [(APART, {"mkato": sidecar})]
    assert [one.path for one in list_documents(None, [sidecar]).documents.values()] == [article]
    assert sidecars_beside(article) == [sidecar]
    for asked in (folder, article, article.with_name(ONE)):
        (found,) = find_sidecars([str(asked)]).sidecars
        assert (found.path, found.document_name(ONE)) == (sidecar, APART)


def test_what_is_typed_on_the_command_line_means_the_file(article: Path) -> None:
    source = article.with_name("Cafe\u0301.ann")
    source.touch()
    found = find_sources([str(article.with_name("Caf\u00e9.ann"))], (".ann",))
    assert [one.path for one in found.files] == [source]
    assert main(["check", str(article.with_name(ONE))]) == 0


def test_annotators_of_one_document_are_counted_as_of_one(article: Path) -> None:
    second = article.with_name(f"{APART}.lisa.ann.json")
    second.write_bytes(article.with_name(f"{ONE}.mkato.ann.json").read_bytes())
    (choice,) = which_files(find_sidecars([str(article.parent)]).sidecars)
    assert choice.file is None
    article.unlink()
    (choice,) = which_files(find_sidecars([str(article.parent)]).sidecars)
    assert len(choice.beside) == 2


def test_a_listing_follows_an_annotation_file_that_comes(article: Path) -> None:
    listing = list_documents(article.parent)
    article.with_name(f"{ONE}.lisa.ann.json").write_bytes(b"{}")
    anew = list_anew(listing)
    assert anew is not None
    assert list(anew[0].documents[str(article)].sidecars) == ["lisa", "mkato"]


def test_a_text_beside_an_imported_file_is_found(article: Path) -> None:
    assert file_beside(article.with_name("Caf\u00e9.ann"), ONE, article.parent) == article
