"""Only regular files are read: what waits for ever or never ends is named, whoever asks for it."""

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest

from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.registry import import_format, import_formats
from annotator.formats.regular_files import LEADS_OUT, leads_out, open_regular, read_regular, read_within, regular_size
from annotator.model.layer import Annotator
from annotator.services.codebook.authority_files import read_authority_file
from annotator.services.codebook.codebook_desk import open_codebook
from annotator.services.codebook.folder_codebook import codebook_reference, folder_codebook
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.folder.sidecar_head import UNREADABLE, sidecar_state
from annotator.services.folder.sidecar_summary import sidecar_summary
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_mapping import MappingError, make_mapping
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.keeping.open_document import open_path, opens_at_once
from annotator.services.keeping.recovery import find_journal
from annotator.services.merging.merge_files import merge_files
from annotator.services.user.settings import SettingsStore
from tests.unit.imports import bring
from tests.unit.making import Desk, annotated, documents_in

Answer = TypeVar("Answer")
ME = Annotator("mkato")
pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


def soon(function: Callable[[], Answer]) -> Answer:
    """Give what a function gives, unless it waits for somebody to write into a pipe; then its thread is let go."""
    worker = ThreadPoolExecutor(1)
    try:
        return worker.submit(function).result(10)
    finally:
        worker.shutdown(wait=False)


@pytest.fixture(params=["pipe", "device", "socket", "folder"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "it"
    match request.param:
        case "pipe":
            os.mkfifo(path)
            yield path
        case "device":
            path.symlink_to("/dev/zero")
            yield path
        case "folder":
            path.mkdir()
            yield path
        case _:
            # Names of sockets are short.
            with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listening:
                listening.bind(f"{folder}/s")
                yield Path(folder) / "s"


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert (regular_size(tmp_path / "file"), read_regular(tmp_path / "file")) == (5, b"12345")
    assert read_within(tmp_path / "file", 5) == (5, b"12345")
    assert read_within(tmp_path / "file", 4) == (5, b"")
    with open_regular(tmp_path / "file") as file:
        assert file.read(2) == b"12"
    with pytest.raises(FileNotFoundError):
        regular_size(tmp_path / "nothing")


@pytest.mark.parametrize("read", [regular_size, open_regular, read_regular, partial(read_within, limit=9)])
def test_what_is_no_regular_file_is_not_read(no_file: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(OSError, match="It is no regular file"):
        soon(lambda: read(no_file))


def test_a_pipe_that_takes_a_file_s_place_meanwhile_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "it"
    path.write_bytes(b"a file")
    look = Path.stat

    def replaced(self: Path, **options: bool) -> os.stat_result:
        found = look(self, **options)
        path.unlink()
        os.mkfifo(path)
        return found

    monkeypatch.setattr(Path, "stat", replaced)
    with pytest.raises(OSError, match="no regular file"):
        soon(lambda: open_regular(path))


@pytest.mark.parametrize("name", import_formats())
def test_no_importer_waits_for_a_pipe(tmp_path: Path, name: str) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for suffix in import_format(name).suffixes:
        os.mkfifo(source / f"a{suffix}")
    summary = soon(lambda: bring(name, source, tmp_path / "out"))
    assert len(summary.failed) == len(import_format(name).suffixes)
    assert all("no regular file" in why for why in summary.failed.values())


def test_nothing_that_opens_checks_or_joins_waits_for_a_pipe(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    sidecar, text = desk.sidecar, desk.path
    os.mkfifo(sidecar)
    for path in (sidecar, text):
        with pytest.raises(ValueError, match="no regular file"):
            soon(partial(open_path, path, ME))
    assert soon(lambda: opens_at_once(text, ME))
    assert soon(lambda: sidecar_state(sidecar)) == UNREADABLE
    assert soon(lambda: sidecar_summary(sidecar)).state == UNREADABLE
    with pytest.raises(OSError, match="no regular file"):
        soon(lambda: read_annotated(sidecar))
    with pytest.raises(OSError, match="no regular file"):
        soon(lambda: merge_files([sidecar], sidecar))
    os.mkfifo(tmp_path / "pipe.txt")
    assert [document.name for document in documents_in(tmp_path)] == [text.name]
    with pytest.raises(OSError, match="no regular file"):
        soon(lambda: open_path(tmp_path / "pipe.txt", ME))


def test_no_codebook_list_mapping_or_preference_is_waited_for(tmp_path: Path) -> None:
    for name in ("codebook.json", "settings.json", "names.csv", "mapping.json", "a.journal"):
        os.mkfifo(tmp_path / name)
    assert "no regular file" in soon(lambda: open_codebook(tmp_path, "mkato")).session.read_only
    assert soon(lambda: codebook_reference(tmp_path)) is None
    assert soon(lambda: folder_codebook(tmp_path)).codes
    with pytest.raises(FormatError, match="no regular file"):
        soon(lambda: read_authority_file(tmp_path / "names.csv"))
    with pytest.raises(MappingError, match="no regular file"):
        soon(lambda: make_mapping(tmp_path / "mapping.json", (), ()))
    assert "no regular file" in soon(lambda: SettingsStore(tmp_path / "settings.json")).problem
    assert soon(lambda: find_journal(tmp_path / "a.journal")) is None


def test_a_link_within_the_folder_is_fine_and_one_out_of_it_is_told(tmp_path: Path) -> None:
    inside, below, outside = tmp_path / "in", tmp_path / "in" / "may", tmp_path / "in-other"
    below.mkdir(parents=True)
    outside.mkdir()
    for path in (inside / "a.txt", outside / "b.txt"):
        path.write_text("words")
    links = {
        "near": "../a.txt",
        "far": "../../in-other/b.txt",
        "gone": "nowhere",
        "round": "round",
        "dotted": "../../in",
    }
    for name, target in links.items():
        (below / name).symlink_to(target)
    assert [name for name in links if leads_out(below / name, inside)] == ["far"]
    assert leads_out(below / "near", below)
    assert not leads_out(inside / "a.txt", below)  # no link, whoever asks
    (tmp_path / "alias").symlink_to(inside)
    assert not leads_out(tmp_path / "alias" / "may" / "near", tmp_path / "alias")


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_database_waits_for_no_pipe_beside_it(tmp_path: Path, ending: str) -> None:
    (source := tmp_path / "in").mkdir()
    with closing(sqlite3.connect(source / "a.dna")) as connection:
        connection.execute("CREATE TABLE DOCUMENTS (ID)")
    os.mkfifo(source / f"a.dna{ending}")
    (why,) = soon(lambda: bring("dna", source, tmp_path / "out")).failed.values()
    assert "no regular file" in why


def linked(folder: Path, target: Path) -> Desk:
    """Annotate a document that is a link to another file."""
    desk = annotated(folder)
    desk.path.replace(target)
    desk.path.symlink_to(os.path.relpath(target, folder))
    return desk


def test_a_document_that_is_a_link_within_the_folder_is_read_and_copied(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "texts").mkdir(parents=True)
    desk = linked(source, source / "texts" / "talks.txt")
    assert read_annotated(desk.sidecar).document is not None
    found = find_sidecars([str(source)])
    assert not found.problems
    done = export_all(found.sidecars, "annotator", tmp_path / "out", unit="document", as_folder=True)
    assert done.all_well
    assert (tmp_path / "out" / "talks.txt").read_bytes() == desk.document.text.encode()
    assert bring("annotator", source, tmp_path / "imported").all_well


@pytest.mark.parametrize("name", ["annotator", "jsonl", "brat"])
def test_a_document_that_leads_out_is_named_and_its_text_stays_where_it_is(tmp_path: Path, name: str) -> None:
    (source := tmp_path / "in").mkdir()
    desk = linked(source, tmp_path / "secret.txt")
    assert [finding.code for finding in read_annotated(desk.sidecar).findings] == ["document-outside"]
    done = export_all(find_sidecars([str(source)]).sidecars, name, tmp_path / "out", unit="document", as_folder=True)
    said = [finding.sentence for findings in done.findings.values() for finding in findings] or [*done.failed.values()]
    assert said == [f"talks.txt: {LEADS_OUT}"]
    assert all(b"Minister" not in path.read_bytes() for path in tmp_path.glob("out/*.txt"))


def test_no_import_takes_a_text_from_outside(tmp_path: Path) -> None:
    (source := tmp_path / "in").mkdir()
    desk = linked(source, tmp_path / "secret.txt")
    summary = bring("annotator", source, tmp_path / "out")
    assert summary.failed == {str(desk.sidecar): f"talks.txt: {LEADS_OUT}"}
    (source / "talks.ann").write_text("T1\tPER 0 4\tMori\n")
    assert bring("brat", source, tmp_path / "out").failed == {str(source / "talks.ann"): f"talks.txt: {LEADS_OUT}"}
    assert not (tmp_path / "out").exists()


def test_a_walk_names_links_that_lead_out_and_takes_what_is_named(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    (folder := tmp_path / "in").mkdir()
    link, source = folder / desk.sidecar.name, folder / "a.ann"
    link.symlink_to(desk.sidecar)
    (tmp_path / "elsewhere.ann").touch()
    source.symlink_to(tmp_path / "elsewhere.ann")
    for name in (str(folder), str(folder / "*")):
        found = find_sidecars([name])
        assert (found.sidecars, found.problems[str(link)]) == ([], LEADS_OUT)
        sources = find_sources([name], (".ann",))
        assert [each for each in sources.files if each.path == source] == []
        assert sources.problems[str(source)] == LEADS_OUT
    assert [found.path for found in find_sidecars([str(link)]).sidecars] == [link]
    assert [found.path for found in find_sources([str(source)], (".ann",)).files] == [source]
    assert [found.path for found in find_sidecars([str(tmp_path)]).sidecars] == [link, desk.sidecar]
