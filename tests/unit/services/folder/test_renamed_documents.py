"""Documents renamed without their annotation files are found by their text, and nothing is written over."""

import json
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.services.folder.folder_listing import list_documents
from annotator.services.folder.renamed_documents import called_now, give_annotations
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.running.progress import Cancelled
from tests.unit.making import annotated


def now(folder: Path) -> dict[str, str]:
    listing = list_documents(folder)
    found = called_now(listing.lost.values(), listing.documents.values())
    return {path.name: document.name for path, document in found.items()}


def test_a_renamed_document_is_found_by_its_text_and_gets_its_annotations(tmp_path: Path) -> None:
    for who in ("anna", "mkato"):
        annotated(tmp_path, annotator=who)
    (tmp_path / "other.txt").write_text("Another text.")
    (tmp_path / "talks.txt").rename(tmp_path / "talks, May.txt")
    assert now(tmp_path) == {"talks.txt": "talks, May.txt"}
    listing = list_documents(tmp_path)
    (lost,) = listing.lost.values()
    assert give_annotations(lost, listing.documents[str(tmp_path / "talks, May.txt")]) == {}
    fresh = list_documents(tmp_path)
    assert fresh.lost == {}
    assert list(fresh.documents[str(tmp_path / "talks, May.txt")].sidecars) == ["anna", "mkato"]
    read = read_annotated(tmp_path / "talks, May.txt.mkato.ann.json")
    assert (read.layer.document.name, read.findings, len(read.layer.annotations)) == ("talks, May.txt", [], 5)
    assert main(["check", str(tmp_path), "--quiet"]) == 0


def test_other_bytes_of_the_same_text_are_it_too(tmp_path: Path) -> None:
    annotated(tmp_path)
    text = (tmp_path / "talks.txt").read_text()
    (tmp_path / "talks.txt").unlink()
    (tmp_path / "new.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert now(tmp_path) == {"talks.txt": "new.txt"}


def test_what_several_have_or_what_is_annotated_already_is_not_it(tmp_path: Path) -> None:
    annotated(tmp_path)
    data = (tmp_path / "talks.txt").read_bytes()
    (tmp_path / "talks.txt").unlink()
    assert now(tmp_path) == {}
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(data)
    assert now(tmp_path) == {}
    annotated(tmp_path, name="b.txt")
    assert now(tmp_path) == {"talks.txt": "a.txt"}


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"document": 3}', b'{"document": {"text_sha256": 4}}', b"\x00"]
)
def test_a_broken_annotation_file_says_nothing_and_is_renamed_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "gone.txt.zoe.ann.json").write_bytes(content)
    assert now(tmp_path) == {}
    listing = list_documents(tmp_path)
    (lost,) = listing.lost.values()
    assert give_annotations(lost, listing.documents[str(tmp_path / "a.txt")]) == {}
    kept = (tmp_path / "a.txt.zoe.ann.json").read_bytes()
    assert kept == content or json.loads(kept)["document"]["name"] == "a.txt"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    annotated(tmp_path)
    (tmp_path / "talks.txt").rename(tmp_path / "b.txt")
    listing = list_documents(tmp_path)
    (lost,) = listing.lost.values()
    (tmp_path / "b.txt.mkato.ann.json").write_text("mine")
    failed = give_annotations(lost, listing.documents[str(tmp_path / "b.txt")])
    assert failed == {tmp_path / "talks.txt.mkato.ann.json": "b.txt.mkato.ann.json is there already."}
    assert (tmp_path / "b.txt.mkato.ann.json").read_text() == "mine"
    assert (tmp_path / "talks.txt.mkato.ann.json").exists()


def test_looking_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")

    def stop(count: int, _total: int, _name: str) -> None:
        if count:
            raise Cancelled

    with pytest.raises(Cancelled):
        called_now([], list_documents(tmp_path).documents.values(), stop)
