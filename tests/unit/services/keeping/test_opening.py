"""Opening and saving: what is refused stays as it was, and nobody's file is overwritten unseen."""

import json
import os
import weakref
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.model.layer import Annotator
from annotator.services.disk.atomic_file import ChangedOnDisk
from annotator.services.keeping.desk import desk_of, open_desk
from annotator.services.keeping.first_article import open_first_article
from annotator.services.keeping.open_document import OpenError, open_path
from annotator.services.running.garbage import collector_paused
from annotator.services.settling.open_review import open_review
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


def test_a_blind_folder_shows_nobody_elses_until_ones_own_is_done(tmp_path: Path) -> None:
    theirs = [annotated(tmp_path, annotator=who).sidecar for who in ("lrossi", "omar")]
    (tmp_path / "codebook.json").write_text('{"format": "annotator-codebook", "version": 1, "blind": true}')
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


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_opened_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    tmp_path.chmod(0o500)
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


def test_a_first_article_shows_what_is_simple_and_leaves_the_rest_to_the_window(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    opened = open_first_article([desk.sidecar], KATO)
    assert opened
    assert opened.layer.annotations == desk.layer.annotations
    opened = open_first_article([desk.path], KATO)
    assert opened
    assert opened.document.text == TEXT
    again = desk_of(opened, KATO)
    assert again.session.layer is opened.layer
    assert not again.session.read_only
    again.close()
    (tmp_path / "talks.txt.adjudicated.ann.json").write_bytes(desk.sidecar.read_bytes())
    for name, data in (("a.pdf", b"%PDF"), ("long.txt", b"word " * 2**20), ("old.txt", b"\xfc"), ("empty.txt", b"")):
        (tmp_path / name).write_bytes(data)
    names = ("talks.txt.adjudicated.ann.json", "a.pdf", "long.txt", "old.txt", "empty.txt", "gone.txt", "")
    assert not any(open_first_article([tmp_path / name], KATO) for name in names)
    assert open_first_article([desk.path, desk.sidecar], KATO) is None
    assert open_first_article([], KATO) is None
    desk.sidecar.write_bytes(desk.sidecar.read_bytes() + b" " * 2**18)
    assert open_first_article([desk.path], KATO)
    desk.path.write_text(f"A line before.\n{TEXT}")
    assert open_first_article([desk.path], KATO) is None


def test_a_closed_document_goes_without_the_collector(tmp_path: Path) -> None:
    desk = open_desk(annotated(tmp_path).path, KATO, journals=tmp_path / "journals")
    assert desk.session.layer.between(0, len(TEXT))
    layer = weakref.ref(desk.session.layer)
    with collector_paused():
        desk.close()
        del desk
        assert layer() is None
