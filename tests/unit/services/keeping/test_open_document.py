"""Opening and saving: what is refused stays as it was, and nobody's file is overwritten unseen."""

import json
import os
import weakref
from hashlib import sha256
from pathlib import Path

import pytest

from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.model.layer import Annotator
from annotator.services.disk.atomic_file import ChangedOnDisk
from annotator.services.keeping import open_document
from annotator.services.keeping.desk import open_desk
from annotator.services.keeping.open_document import OpenError, open_path, opens_at_once, read_layer
from annotator.services.running.garbage import collector_paused
from annotator.services.running.progress import Cancelled
from tests.unit.making import TEXT, Desk, annotated

KATO = Annotator("mkato", "M. Kato")


def test_an_article_without_annotations_opens_with_an_empty_layer(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfOne\r\ntwo\rthree\n")
    opened = open_path(tmp_path / "a.txt", KATO)
    assert opened.document.text == "One\ntwo\nthree\n"
    assert opened.sidecar_path.name == "a.txt.mkato.ann.json"
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "binary"),
        (b"PK\x03\x04\x01\x02\x05\x06", "binary"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(SourceError, match=sentence):
        open_path(tmp_path / "a.txt", KATO)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(SourceError, match="200 MiB"):
        open_path(tmp_path / "a.txt", KATO)


def test_an_encoding_is_asked_for_and_never_guessed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Grüße aus Köln".encode("cp1252"))
    with pytest.raises(UnknownEncodingError) as asked:
        open_path(tmp_path / "a.txt", KATO)
    assert "cp1252" in asked.value.candidates
    desk = open_desk(tmp_path / "a.txt", KATO, encoding="cp1252")
    assert desk.session.document.text == "Grüße aus Köln"
    draft = desk.session.draft()
    draft.put_document(title="Grüße")
    desk.session.commit(draft, "Title")
    desk.save()
    desk.close()
    assert open_path(tmp_path / "a.txt", KATO).document.text == "Grüße aus Köln"


def test_utf16_with_a_mark_opens(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("🤝 agreed".encode("utf-16"))
    assert open_path(tmp_path / "a.txt", KATO).document.text == "🤝 agreed"


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"format": "labels"}', b"\xff\xff", b'{"format":"annotator-sidecar","version":1}']
)
def test_a_broken_sidecar_blocks_opening_and_stays(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_text("text")
    sidecar = tmp_path / "a.txt.mkato.ann.json"
    sidecar.write_bytes(data)
    with pytest.raises(OpenError, match="left as it is"):
        open_desk(tmp_path / "a.txt", KATO)
    assert sidecar.read_bytes() == data


def test_a_newer_sidecar_opens_to_be_read(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    tree = json.loads(sidecar.read_bytes()) | {"version": 7}
    sidecar.write_text(json.dumps(tree))
    opened = open_path(sidecar, KATO)
    assert "newer" in opened.read_only
    assert len(opened.layer.annotations) == 5


def test_a_sidecar_without_its_document_says_which_is_missing(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.path.unlink()
    with pytest.raises(OpenError, match=r"talks\.txt"):
        open_path(desk.sidecar, KATO)


def test_a_document_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    sidecar = annotated(tmp_path).sidecar
    tree = json.loads(sidecar.read_bytes())
    tree["document"]["name"] = "../secret.txt"
    (tmp_path.parent / "secret.txt").write_text("secret")
    renamed = tmp_path / "gone.txt.mkato.ann.json"
    renamed.write_text(json.dumps(tree))
    with pytest.raises(OpenError):
        open_path(renamed, KATO)


def test_a_colleagues_file_opens_to_be_read(tmp_path: Path) -> None:
    annotated(tmp_path, annotator="lrossi")
    opened = open_path(tmp_path / "talks.txt.lrossi.ann.json", KATO)
    assert "lrossi" in opened.read_only


def test_annotations_follow_their_words_into_a_changed_text(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.path.write_text("A new first line.\n" + TEXT.replace("train together", "meet again"))
    opened = open_path(desk.path, KATO)
    layer = opened.layer
    quotes = {a.text: a for a in layer.annotations.values()}
    assert quotes["Carlo Bianchi"].start == TEXT.index("Carlo Bianchi") + 18
    assert quotes["agreed to train together"].fragments == ()
    assert [finding.code for finding in opened.findings] == ["text-changed", "reworded", "unplaced"]
    assert "placed by its context" in opened.findings[1].sentence
    for annotation in layer.annotations.values():
        now = [opened.document.text[slice(*span)] for span in annotation.fragments]
        # The sentence with two other words is known by all the rest of it; its quote stays as it was made.
        assert now in ([], [quote.replace("train together", "meet again") for quote in annotation.quote])


def test_words_that_stand_twice_are_left_unplaced_rather_than_guessed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Ostia agreed. Norland left.")
    desk.annotate("actor", "Ostia")
    desk.save()
    desk.path.write_text("Yesterday Ostia came. Today Ostia went.")
    opened = open_path(desk.path, KATO)
    assert [a.fragments for a in opened.layer.annotations.values()] == [()]


def test_a_file_changed_by_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    annotated(tmp_path)
    desk = open_desk(tmp_path / "talks.txt", KATO)
    theirs = desk.session.sidecar.read_bytes() + b"\n"
    desk.session.sidecar.write_bytes(theirs)
    draft = desk.session.draft()
    draft.put_document(title="Mine")
    desk.session.commit(draft, "Title")
    with pytest.raises(ChangedOnDisk):
        desk.save()
    assert desk.session.sidecar.read_bytes() == theirs
    aside = desk.keep_theirs_aside("2026-01-02T03:04:05Z")
    assert aside is not None
    assert aside.read_bytes() == theirs
    desk.save()
    assert json.loads(desk.session.sidecar.read_bytes())["document"]["title"] == "Mine"


def test_a_read_only_folder_is_opened_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("text")
    tmp_path.chmod(0o500)
    if os.geteuid() == 0:
        # Root may write anywhere; it is told here what the folder's owner would be.
        monkeypatch.setattr(os, "access", lambda path, asked: bool(Path(path).stat().st_mode & asked << 6))
    try:
        assert "may not be written" in open_path(tmp_path / "a.txt", KATO).read_only
    finally:
        tmp_path.chmod(0o700)


def test_a_second_window_may_only_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    first = open_desk(tmp_path / "a.txt", KATO)
    second = open_desk(tmp_path / "a.txt", KATO)
    assert second.session.read_only
    first.close()
    assert not open_desk(tmp_path / "a.txt", KATO).session.read_only


def test_a_closed_document_goes_without_the_collector(tmp_path: Path) -> None:
    desk = open_desk(annotated(tmp_path).path, KATO, journals=tmp_path / "journals")
    assert desk.session.layer.between(0, len(TEXT))
    layer = weakref.ref(desk.session.layer)
    with collector_paused():
        desk.close()
        del desk
        assert layer() is None


def spoilt(folder: Path, **changes: object) -> Path:
    """The sidecar of an annotated article with other things in its first annotation."""
    sidecar = annotated(folder).sidecar
    tree = json.loads(sidecar.read_bytes())
    tree["annotations"][0].update(changes)
    tree["annotations"][1].update(fragments=[[len(TEXT) - 5, len(TEXT)]], quote=[TEXT[-5:]])
    sidecar.write_text(json.dumps(tree))
    return sidecar


@pytest.mark.parametrize(
    ("fragments", "is_kept"),
    [
        ([[0, 5]], True),
        ([[len(TEXT) - 5, len(TEXT)]], True),
        ([[len(TEXT) - 5, len(TEXT) + 1]], False),
        ([[0, 5], [5, 9]], True),
        ([[0, 5], [4, 9]], False),
        ([[3, 9], [0, 2]], False),
        ([[4, 4]], False),
        ([[5, 4]], False),
        ([[-3, 2]], False),
    ],
)
def test_nothing_outside_the_text_or_out_of_order_is_painted(
    tmp_path: Path, fragments: list[list[int]], *, is_kept: bool
) -> None:
    sidecar = spoilt(tmp_path, fragments=fragments, quote=[TEXT[start:end] or "x" for start, end in fragments])
    try:
        opened = open_path(sidecar, KATO)
    except OpenError:
        assert not is_kept
        return
    first, last, *_rest = opened.layer.annotations.values()
    assert first.fragments == (tuple(map(tuple, fragments)) if is_kept else ())
    assert last.fragments == ((len(TEXT) - 5, len(TEXT)),)
    assert bool(opened.findings) != is_kept


def test_what_is_open_has_the_facts_of_the_text_as_it_is_now(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.path.write_text(f"A new line.\n{TEXT}")
    opened = open_path(desk.path, KATO)
    now = opened.document.info
    assert opened.layer.document.text_sha256 == now.text_sha256 != desk.layer.document.text_sha256
    assert (opened.layer.document.characters, opened.layer.document.bytes_sha256) == (len(TEXT) + 12, now.bytes_sha256)
    assert opened.layer.document.state == desk.layer.document.state


def test_what_is_on_disk_is_known_by_its_bytes_and_their_hash(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    data = desk.sidecar.read_bytes()
    for path in (desk.path, desk.sidecar):
        opened = open_path(path, KATO)
        assert (opened.disk_bytes, opened.disk_sha256) == (data, sha256(data).hexdigest())
        assert (opened.document_path, opened.sidecar_path) == (desk.path, desk.sidecar)
        assert (opened.read_only, opened.unchecked, opened.findings) == ("", False, [])
    desk.sidecar.unlink()
    opened = open_path(desk.path, KATO)
    assert (opened.disk_bytes, opened.disk_sha256) == (None, None)


def test_paths_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = annotated(tmp_path)
    monkeypatch.chdir(tmp_path)
    opened = open_path(Path("talks.txt"), KATO)
    assert (opened.document_path, opened.sidecar_path) == (desk.path, desk.sidecar)


def test_an_empty_layer_says_whose_it_is_and_by_which_codebook(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "codebook.json").write_text('{"format": "annotator-codebook", "version": 1, "name": "Ours"}')
    head = open_path(tmp_path / "a.txt", KATO).layer.head
    assert head.annotator == KATO
    assert head.created == head.modified != ""
    assert head.generator.startswith("annotator ")
    assert head.codebook


def test_the_recorded_encoding_is_tried_where_none_was_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Grüße aus Köln".encode("cp1252"))
    desk = open_desk(tmp_path / "a.txt", KATO, encoding="cp1252")
    draft = desk.session.draft()
    draft.put_document(title="Grüße")
    desk.session.commit(draft, "Title")
    desk.save()
    desk.close()
    sidecar = desk.session.sidecar
    for path in (tmp_path / "a.txt", sidecar):
        assert open_path(path, KATO).document.text == "Grüße aus Köln"
        with pytest.raises(SourceError):
            open_path(path, KATO, encoding="ascii")
    for recorded in ("utf-8", ""):
        tree = json.loads(sidecar.read_bytes())
        tree["document"]["encoding"] = recorded
        sidecar.write_text(json.dumps(tree))
        with pytest.raises(UnknownEncodingError):
            open_path(sidecar, KATO)


def test_a_colleagues_name_and_a_name_that_does_not_fit_are_said(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    other = tmp_path / "talks.txt.lrossi.ann.json"
    desk.sidecar.rename(other)
    opened = open_path(other, Annotator("omar"))
    assert "M. Kato (mkato)" in opened.read_only
    assert len(opened.findings) == 1
    assert open_path(other, KATO).read_only == ""


def test_a_folder_that_may_not_be_written_to_is_opened_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = annotated(tmp_path)
    (tmp_path / "new.txt").write_text("text")
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    for path in (desk.path, desk.sidecar, tmp_path / "new.txt"):
        assert "may not be written to" in open_path(path, KATO).read_only


def test_a_name_too_long_for_an_annotation_file_is_opened_to_be_read(tmp_path: Path) -> None:
    article = tmp_path / ("x" * 240 + ".txt")
    article.write_text("text")
    assert "too long for an annotation file" in open_path(article, KATO).read_only
    assert open_path(article, Annotator("m")).read_only == ""


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    article = tmp_path / os.fsdecode(b"a\xff.txt")
    article.write_text("text")
    with pytest.raises(OpenError, match="has bytes that are no text"):
        open_path(article, KATO)


def test_what_lies_where_a_sidecar_should_be_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    sidecar = tmp_path / "a.txt.mkato.ann.json"
    sidecar.symlink_to("gone")
    with pytest.raises(OpenError, match="There is no file"):
        open_path(tmp_path / "a.txt", KATO)
    sidecar.unlink()
    sidecar.mkdir()
    with pytest.raises(OpenError, match="could not be read"):
        open_path(tmp_path / "a.txt", KATO)
    with pytest.raises(OpenError, match="There is no file"):
        open_path(tmp_path / "b.txt.mkato.ann.json", KATO)


def test_only_large_files_wait_for_their_last_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sidecar = annotated(tmp_path).sidecar
    twice = sidecar.read_bytes().replace(b'"title"', b'"title": "Twice", "title"', 1)
    sidecar.write_bytes(twice)
    monkeypatch.setattr(open_document, "LARGE", len(twice))
    with pytest.raises(OpenError, match="cannot be understood"):
        open_path(sidecar, KATO)
    monkeypatch.setattr(open_document, "LARGE", len(twice) - 1)
    assert open_path(sidecar, KATO).unchecked


def test_the_copy_of_a_journal_is_read_or_is_no_copy(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    layer = read_layer(desk.sidecar.read_bytes(), desk.document, desk.path)
    assert layer is not None
    assert layer.annotations == desk.layer.annotations
    assert read_layer(b"{", desk.document, desk.path) is None


def test_what_is_small_and_plain_opens_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = annotated(tmp_path)
    assert opens_at_once(desk.path, KATO)
    assert opens_at_once(desk.sidecar, KATO)
    assert opens_at_once(tmp_path / "gone.txt", KATO)
    assert not opens_at_once(tmp_path / "a.pdf", KATO)
    assert not opens_at_once(tmp_path / "a.pdf.mkato.ann.json", KATO)
    size = desk.path.stat().st_size + desk.sidecar.stat().st_size
    monkeypatch.setattr(open_document, "LARGE", size)
    assert opens_at_once(desk.path, KATO)
    monkeypatch.setattr(open_document, "LARGE", size - 1)
    assert not opens_at_once(desk.path, KATO)
    assert not opens_at_once(desk.sidecar, KATO)
    desk.sidecar.unlink()
    monkeypatch.setattr(open_document, "LARGE", desk.path.stat().st_size)
    assert opens_at_once(desk.path, KATO)


def test_what_has_to_be_found_again_in_much_or_in_a_history_does_not_open_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = annotated(tmp_path)
    desk.path.write_text(f"A new line.\n{TEXT}")
    assert opens_at_once(desk.path, KATO)
    size = desk.sidecar.stat().st_size
    monkeypatch.setattr(open_document, "_FOUND_AGAIN_AT_ONCE", size)
    assert opens_at_once(desk.path, KATO)
    monkeypatch.setattr(open_document, "_FOUND_AGAIN_AT_ONCE", size - 1)
    assert not opens_at_once(desk.path, KATO)
    monkeypatch.setattr(open_document, "_FOUND_AGAIN_AT_ONCE", size)
    (tmp_path / ".git").mkdir()
    assert not opens_at_once(desk.path, KATO)
    desk.path.write_text(TEXT)
    assert opens_at_once(desk.path, KATO)
    desk.sidecar.unlink()
    assert opens_at_once(desk.path, KATO)


def test_opening_tells_how_far_it_is_and_is_stopped(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.path.write_text(f"A new line.\n{TEXT}")
    told: list[str] = []
    open_path(desk.path, KATO, progress=lambda _count, _total, what: told.append(what))
    assert any("Finding the annotations" in what for what in told)

    def stop(*_news: object) -> None:
        raise Cancelled

    for path in (desk.path, desk.sidecar):
        with pytest.raises(Cancelled):
            open_path(path, KATO, progress=stop)
