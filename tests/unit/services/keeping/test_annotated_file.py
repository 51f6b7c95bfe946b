"""A sidecar with its document, as commands read it: found beside it, placed in it, and told where it cannot be."""

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT, SidecarError
from annotator.model.document import Document
from annotator.services.keeping import annotated_file
from annotator.services.keeping.annotated_file import (
    UNREADABLE,
    document_of,
    read_annotated,
    read_sidecar_bytes,
)
from tests.unit.making import TEXT, Desk, annotated


def codes(sidecar: Path, *, duplicates: bool = True) -> list[str]:
    return [finding.code for finding in read_annotated(sidecar, duplicates=duplicates).findings]


def test_what_is_well_is_read_without_a_finding(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    read = read_annotated(desk.sidecar)
    assert read.document is not None
    assert (read.sidecar, read.document.text, read.findings, read.newer) == (desk.sidecar, TEXT, [], False)
    assert read.layer.annotations == desk.layer.annotations


def test_annotations_follow_their_words_into_the_text_as_it_is_now(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.path.write_text(f"A new line.\n{TEXT}")
    read = read_annotated(desk.sidecar)
    assert [finding.code for finding in read.findings] == ["text-changed"]
    assert {a.id: a.start for a in read.layer.annotations.values()} == {
        a.id: a.start + 12 for a in desk.layer.annotations.values()
    }


def test_a_document_that_is_gone_or_cannot_be_read_is_told_and_the_layer_read_all_the_same(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    for spoil, code, words in (
        (lambda: desk.path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0"), UNREADABLE, "binary"),
        (lambda: desk.path.write_bytes(b"caf\xe9"), UNREADABLE, "cannot be decoded"),
        (desk.path.unlink, "document-missing", "not beside its annotation file"),
    ):
        spoil()
        read = read_annotated(desk.sidecar)
        assert read.document is None
        assert [(finding.code, finding.path) for finding in read.findings] == [(code, "$.document.name")]
        assert words in read.findings[0].sentence
        assert read.layer.annotations == desk.layer.annotations


def test_a_document_without_the_right_to_read_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = annotated(tmp_path)

    def refuse(_path: Path, _encoding: str | None) -> Document:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(annotated_file, "read_document", refuse)
    (finding,) = read_annotated(desk.sidecar).findings
    assert (finding.code, finding.sentence) == (UNREADABLE, "talks.txt could not be read: Permission denied.")


def in_encoding(folder: Path, encoding: str, recorded: str) -> Path:
    """A sidecar of a text in one encoding that records another."""
    text = "Gespräch über Köln: „Grüße“, sagte Müller."
    desk = Desk(folder, text)
    desk.annotate("claim", "sagte Müller")
    desk.path.write_bytes(text.encode(encoding))
    digest = sha256(desk.path.read_bytes()).hexdigest()
    desk.layer.document = replace(desk.layer.document, encoding=recorded, bytes_sha256=digest)
    return desk.save()


def test_the_encoding_given_comes_first_and_the_recorded_one_where_none_fits(tmp_path: Path) -> None:
    sidecar = in_encoding(tmp_path, "cp1252", "cp1252")
    assert read_annotated(sidecar).findings == []
    assert read_annotated(sidecar, "cp1252").findings == []
    other = read_annotated(sidecar, "cp437")
    assert other.document is not None
    assert "text-changed" in [finding.code for finding in other.findings]
    # What was given cannot be right: then what was chosen when the document was annotated.
    assert read_annotated(sidecar, "utf-8").findings == []
    (tmp_path / "other").mkdir()
    unknown = in_encoding(tmp_path / "other", "cp1252", "")
    assert codes(unknown) == [UNREADABLE]


def test_keys_that_stand_twice_are_looked_for_unless_told_not_to(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    data = sidecar.read_bytes()
    sidecar.write_bytes(data.replace(b'"title"', b'"title": "Twice", "title"', 1))
    assert codes(sidecar, duplicates=False) == []
    with pytest.raises(SidecarError, match="title"):
        codes(sidecar)


def test_names_and_newer_versions_are_told(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    renamed = tmp_path / "talks.txt.lrossi.ann.json"
    sidecar.rename(renamed)
    assert len(codes(renamed)) == 1
    tree = orjson.loads(renamed.read_bytes())
    renamed.write_bytes(orjson.dumps(tree | {"version": 7}))
    read = read_annotated(renamed)
    assert read.newer
    assert "newer-version" in [finding.code for finding in read.findings]


def test_what_is_too_large_or_no_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "a.txt.x.ann.json"
    with large.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    with pytest.raises(SidecarError, match="MiB are not read") as refused:
        read_sidecar_bytes(large)
    assert [(finding.code, finding.path) for finding in refused.value.findings] == [("too-large", "$")]
    os.truncate(large, 10)
    assert read_sidecar_bytes(large) == b"\0" * 10
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no regular file"):
        read_sidecar_bytes(tmp_path / "pipe")


def test_the_limit_itself_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.services.keeping.annotated_file.SIZE_LIMIT", 10)
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert read_sidecar_bytes(tmp_path / "a") == b"x" * 10
    (tmp_path / "a").write_bytes(b"x" * 11)
    with pytest.raises(SidecarError):
        read_sidecar_bytes(tmp_path / "a")


def test_the_document_is_the_one_of_the_sidecars_own_name_else_the_recorded_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "in/c.txt"):
        (tmp_path / name).touch()
    sidecar = tmp_path / "a.txt.mkato.ann.json"
    assert document_of(sidecar, "b.txt") == tmp_path / "a.txt"
    gone = tmp_path / "gone.txt.mkato.ann.json"
    assert document_of(gone, "b.txt") == tmp_path / "b.txt"
    assert document_of(tmp_path / "odd.ann.json", "b.txt") == tmp_path / "b.txt"
    for recorded in ("", "gone.txt", "in", "in/c.txt", "../x", str(tmp_path / "b.txt")):
        assert document_of(gone, recorded) is None


def test_the_text_that_annotations_were_made_on_is_looked_for_beside_the_document(tmp_path: Path) -> None:
    line = "The two sides agreed on it. They said no more, and went.\n"
    old = "".join(f"Part {part}\n{line * 10}" for part in range(4))
    desk = Desk(tmp_path, text=old)
    desk.annotate("claim", "The two sides agreed on it", number=25)
    desk.save()
    desk.path.write_text(old.replace(line * 4, "", 1))
    for placed in (False, True):
        (annotation,) = read_annotated(desk.sidecar).layer.annotations.values()
        assert bool(annotation.fragments) == placed
        (tmp_path / "talks.txt.bak").write_text(old)
