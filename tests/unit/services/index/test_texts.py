"""A search through kept texts finds what one through the files finds, whatever is left out of account."""

import os
import sqlite3
import time
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.document import Document
from annotator.services.folding.find_words import Way
from annotator.services.index import texts as texts_module
from annotator.services.index.cache import cache_path
from annotator.services.index.texts import FolderTexts, letters_of
from annotator.services.reading.document_file import read_document
from annotator.services.running.progress import no_progress
from annotator.services.searching.find_in_text import find_in_text
from annotator.services.searching.folder_search import FoundDocument, search_documents

TEXTS = {
    "plain.txt": "Norland said no.\nThe minis-\nters of Norland agreed. The base “stays”.",
    "accents.txt": "Lech Wałęsa met Jose\u0301 in the Straße of ISTANBUL, İzmir and ﬁnally Đặng.",
    "japanese.txt": "岸田首相は「日本」と述べた。",
    "korean.txt": "한국 정부는 말했다",
    "odd.txt": "a\u00adb zero\u200bwidth \U0001f91d 1\u00a0000 x\u2028y",
    "empty.txt": ".",
}
WORDS = [
    "norland", "ministers", "walesa", "Wałęsa", "josé", "strasse", "istanbul", "izmir",
    "fin", "日本", "岸田", "한국", "국", "ab", "zerowidth", "1 000", "🤝", "“stays”", '"stays"',
    ".", "nowhere", "x y", "dang", "no. the",
]  # fmt: skip
WAYS = [Way(*found) for found in product((False, True), repeat=3)] + [Way(expression=True)]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    began = time.time_ns()
    monkeypatch.setattr("time.time_ns", lambda: began + 10**13)
    return folder


def found(root: Path, words: str, way: Way, *, kept: bool) -> tuple[list[FoundDocument], dict[Path, str]]:
    told: list[FoundDocument] = []
    paths = sorted(path for path in root.iterdir() if path.suffix == ".txt")
    if not kept:
        report = search_documents(paths, words, way, tell=told.append, progress=no_progress)
        return told, report.unread
    with closing(FolderTexts(root)) as texts:
        report = search_documents(paths, words, way, tell=told.append, progress=no_progress, texts=texts)
    return told, report.unread


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_same_is_found(root: Path, way: Way) -> None:
    for words in WORDS:
        expected = found(root, words, way, kept=False)
        assert found(root, words, way, kept=True) == expected
        assert found(root, words, way, kept=True) == expected


def test_what_is_kept_is_not_read_and_what_cannot_hold_the_words_not_looked_into(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(root, "norland", Way(), kept=True)
    read: list[Path] = []

    def note(path: Path, **_options: object) -> Document:
        read.append(path)
        return read_document(path)

    monkeypatch.setattr(texts_module, "read_document", note)
    assert [one.path.name for one in found(root, "norland", Way(), kept=True)[0]] == ["plain.txt"]
    assert read == []
    with closing(FolderTexts(root)) as texts:
        assert len(texts.without("norland", root.iterdir())) == len(TEXTS) - 1
    (root / "korean.txt").write_text("Norland too", encoding="utf-8")
    assert [one.path.name for one in found(root, "norland", Way(), kept=True)[0]] == ["korean.txt", "plain.txt"]
    assert [path.name for path in read] == ["korean.txt"]


def test_other_words_with_the_same_size_and_times_are_found(root: Path) -> None:
    found(root, "norland", Way(), kept=True)
    path = root / "korean.txt"
    status = path.stat()
    with path.open("r+b") as file:
        file.write(b"norland ")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert found(root, "norland", Way(), kept=True) == found(root, "norland", Way(), kept=False)


@pytest.mark.parametrize("column", ["text", "folded"])
def test_damage_is_never_seen(root: Path, column: str) -> None:
    found(root, "norland", Way(), kept=True)
    with closing(sqlite3.connect(cache_path(root))) as database:
        database.execute(f"update source set {column} = ?", (b"xyz",))
        database.commit()
    assert found(root, "norland", Way(), kept=True) == found(root, "norland", Way(), kept=False)
    cache_path(root).write_bytes(b"\x01" * 5000)
    assert found(root, "norland", Way(), kept=True) == found(root, "norland", Way(), kept=False)


def test_documents_that_cannot_be_read_are_told_of_each_time(root: Path) -> None:
    (root / "bad.txt").write_bytes(b"\xff\xfe\x00\xd8" * 3 + b"\xff")
    expected = found(root, "norland", Way(), kept=False)
    assert found(root, "norland", Way(), kept=True) == expected
    assert found(root, "norland", Way(), kept=True) == expected


SIGNS = st.text(st.sampled_from("abßẞİiIıſ-–’'\n \u00ad\u0301éÉﬁæÆłŁ日本한국\u1100\u1161\u200b.٣²"), max_size=24)


@given(SIGNS, SIGNS, st.sampled_from(WAYS[:-1]))
def test_what_is_found_passes_the_sieve(text: str, words: str, way: Way) -> None:
    for wanted in (words, text[2:8], text.casefold()[1:6]):
        if find_in_text(text, wanted, way):
            assert letters_of(wanted) in letters_of(text)
