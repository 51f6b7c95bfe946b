"""The text that annotations were made on: in copies, and in git, without running anything of a hostile work tree."""

import os
import shutil
import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from annotator.formats.documents.plain_text import read_source
from annotator.formats.regular_files import read_regular
from annotator.model.document import Document, DocumentInfo
from annotator.model.layer import Annotator
from annotator.services.anchoring import former_text as former
from annotator.services.anchoring import git_history
from annotator.services.anchoring.former_text import former_text
from annotator.services.comparing.colleagues import read_colleague
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.keeping.open_document import open_path, opens_at_once
from tests.unit.making import Desk

KATO = Annotator("mkato")
LINE = "The two sides agreed on it. They said no more, and went.\n"
OLD = "".join(f"Part {part}\n{LINE * 10}" for part in range(4))
NEW = OLD.replace(LINE * 4, "", 1)
MARKED = 25
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does much else besides is waited for."""
    monkeypatch.setattr(git_history, "SECONDS", 60.0)
    monkeypatch.setattr(git_history, "_TOO_SLOW", set())


def git(folder: Path, *arguments: str) -> None:
    """Run git without anybody's settings."""
    environment = {
        "PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }  # fmt: skip
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)


def annotated_old(folder: Path, name: str = "talks.txt") -> Desk:
    """An annotator's file on the old text; what it marks stands forty times, so that words alone do not tell where."""
    desk = Desk(folder, text=OLD, name=name)
    desk.annotate("claim", "The two sides agreed on it", number=MARKED)
    desk.save()
    return desk


def committed(folder: Path, name: str = "talks.txt") -> Desk:
    folder.mkdir(exist_ok=True)
    desk = annotated_old(folder, name)
    git(folder, "init", "-q")
    for text in (OLD, NEW.replace("Part 3", "Part III"), NEW):
        desk.path.write_text(text)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x")
    return desk


def place(desk: Desk) -> int | None:
    (annotation,) = open_path(desk.path, KATO).layer.annotations.values()
    return annotation.start if annotation.fragments else None


def is_right(start: int | None) -> bool:
    return start is not None and start == len(NEW[: NEW.index("Part 2\n") + 7]) + 5 * len(LINE)


def test_without_the_old_text_what_looks_the_same_everywhere_is_unplaced(tmp_path: Path) -> None:
    desk = annotated_old(tmp_path)
    desk.path.write_text(NEW)
    assert place(desk) is None


@pytest.mark.parametrize("copy", ["talks.txt~", "talks.txt.bak", "talks (Mori's conflicted copy).txt", "talks-old.txt"])
def test_a_copy_beside_the_document_tells_where_the_words_went(tmp_path: Path, copy: str) -> None:
    desk = annotated_old(tmp_path)
    (tmp_path / copy).write_text(OLD)
    (tmp_path / "talks.txt.orig").write_text(OLD.replace("agreed", "AGREED"))
    desk.path.write_text(NEW)
    assert is_right(place(desk))
    assert (tmp_path / copy).read_text() == OLD


@needs_git
@pytest.mark.parametrize("name", ["talks.txt", "-talks: (1)*.txt", "Gespräch.txt"])
def test_git_tells_where_the_words_went(tmp_path: Path, name: str) -> None:
    (folder := tmp_path / "in" / "it").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    desk = committed(folder, name)
    assert is_right(place(desk))
    assert not opens_at_once(desk.path, KATO)
    (annotation,) = read_annotated(desk.sidecar).layer.annotations.values()
    assert is_right(annotation.start)
    colleague = read_colleague(desk.sidecar, open_path(desk.path, KATO).document)
    assert [a.start for a in colleague.layer.annotations.values()] == [annotation.start]


@needs_git
def test_a_file_that_is_gone_from_the_work_tree_is_found_in_its_history(tmp_path: Path) -> None:
    desk = committed(tmp_path)
    recorded = desk.layer.document
    desk.path.unlink()
    assert former_text(recorded, [desk.path]) == OLD


@needs_git
def test_nothing_of_a_hostile_work_tree_is_run_and_nothing_written(tmp_path: Path) -> None:
    desk = committed(folder := tmp_path / "work")
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {tmp_path}/run\n")
    evil.chmod(0o755)
    (folder / ".gitattributes").write_text("*.txt diff=evil filter=evil\n")
    for key in (
        "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass", "core.gitProxy",
        "core.alternateRefsCommand", "diff.external", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge",
        "filter.evil.clean", "filter.evil.process", "gpg.program", "credential.helper", "pager.rev-list",
        "pager.cat-file", "alias.rev-list", "alias.cat-file", "uploadpack.packObjectsHook", "sequence.editor",
    ):  # fmt: skip
        git(folder, "config", key, f"!{evil}" if key.startswith("alias") else str(evil))
    git(folder, "config", "log.showSignature", "true")
    hooks = folder / ".git" / "hooks"
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"):
        shutil.copy(evil, hooks / hook)
    before = {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}
    assert former_text(desk.layer.document, [desk.path]) == OLD
    assert not (tmp_path / "run").exists()
    assert {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))} == before


@needs_git
@pytest.mark.parametrize("url", ["ext::sh -c 'touch {0}/run'", "{0}/other", "ssh://example.org/x", "-oProxyCommand=x"])
def test_what_is_missing_in_a_partial_clone_is_not_fetched(tmp_path: Path, url: str) -> None:
    desk = committed(folder := tmp_path / "work")
    evil = tmp_path / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {tmp_path}/run\n")
    evil.chmod(0o755)
    for key, value in {
        "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
        "remote.origin.url": url.format(tmp_path), "remote.origin.uploadpack": str(evil), "core.sshCommand": str(evil),
        "protocol.allow": "always", "protocol.ext.allow": "always",
    }.items():  # fmt: skip
        git(folder, "config", key, value)
    blob = subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "HEAD~2:talks.txt"], capture_output=True, check=True, text=True
    ).stdout.strip()
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert former_text(desk.layer.document, [desk.path]) is None
    assert not (tmp_path / "run").exists()


def test_no_git_and_no_folder_are_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "talks.txt.d").mkdir()
    recorded = DocumentInfo("talks.txt", text_sha256="0" * 64, characters=5)
    assert former_text(recorded, [tmp_path / "talks.txt", tmp_path / "none" / "talks.txt"]) is None
    monkeypatch.setenv("PATH", "")
    assert former_text(recorded, [tmp_path / "talks.txt"]) is None


def test_only_so_many_copies_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = annotated_old(tmp_path)
    monkeypatch.setattr(former, "MOST_COPIES", 2)
    for number in range(3):
        (tmp_path / f"talks.txt.{number}").write_text(OLD if number == 2 else OLD.replace("sides", "SIDES"))
    recorded = desk.layer.document
    desk.path.write_text(NEW)
    assert former_text(recorded, [desk.path]) is None
    (tmp_path / "talks.txt.1").unlink()
    assert former_text(recorded, [desk.path]) == OLD


def recorded(text: str, encoding: str = "utf-8") -> DocumentInfo:
    """What a sidecar records of a text that is only to be found."""
    return replace(read_source(text.encode(), "talks.txt").info, encoding=encoding)


def test_the_document_itself_may_be_the_text_in_other_bytes(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    assert former_text(recorded(OLD), [tmp_path / "talks.txt"]) == OLD


def test_places_are_asked_in_order_and_each_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "two" / "talks.txt").write_text(OLD)
    places = [tmp_path / name / "talks.txt" for name in ("none", "one", "one", "two")]
    assert former_text(recorded(OLD), places) == OLD
    assert former_text(recorded(OLD), places[:3]) is None
    assert former_text(recorded(OLD), []) is None


def test_only_files_of_a_likely_size_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = read_regular

    def watched(path: Path) -> bytes:
        read.append(path.name)
        return real(path)

    text = "x" * 100
    for name, size in (("1", 99), ("2", 100), ("3", 8 * 100 + 8), ("4", 8 * 100 + 9)):
        (tmp_path / f"talks.txt.{name}").write_bytes(b"y" * size)
    monkeypatch.setattr(former, "read_regular", watched)
    assert former_text(recorded(text), [tmp_path / "talks.txt"]) is None
    assert read == ["talks.txt.2", "talks.txt.3"]
    read.clear()
    # How long it was is not known: then it may have any size.
    assert former_text(replace(recorded(text), characters=0), [tmp_path / "talks.txt"]) is None
    assert len(read) == 4


def test_copies_are_told_by_their_names(tmp_path: Path) -> None:
    for name, is_copy in (
        ("talks.txt~", True),
        ("talks (old).txt", True),
        ("talks-2.txt", True),
        ("talks.md", False),
        ("other.txt", False),
        ("talks.txt.mkato.ann.json", False),
    ):
        (tmp_path / name).write_text(OLD)
        assert (former_text(recorded(OLD), [tmp_path / "talks.txt"]) == OLD) == is_copy, name
        (tmp_path / name).unlink()


def test_copies_that_cannot_be_read_or_decoded_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "talks.txt.1")
    (tmp_path / "talks.txt.2").mkdir()
    (tmp_path / "talks.txt.3").write_bytes(b"\xff" * len(OLD))
    (tmp_path / "talks.txt.4").symlink_to("gone")
    (tmp_path / "talks.txt.5").write_text(OLD)
    assert former_text(recorded(OLD), [tmp_path / "talks.txt"]) == OLD


def test_only_so_many_names_of_a_folder_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "talks.txt~"):
        (tmp_path / name).write_text(OLD)
    for most, found in ((3, OLD), (0, None)):
        monkeypatch.setattr(former, "MOST_NAMES", most)
        assert former_text(recorded(OLD), [tmp_path / "talks.txt"]) == found


def test_the_recorded_encoding_is_the_one_it_is_read_in(tmp_path: Path) -> None:
    text = "Grüße aus Köln, viele Grüße."
    (tmp_path / "talks.txt.bak").write_bytes(text.encode("cp1252"))
    assert former_text(recorded(text, "cp1252"), [tmp_path / "talks.txt"]) == text
    assert former_text(recorded(text), [tmp_path / "talks.txt"]) is None


def test_documents_of_other_kinds_are_known_by_their_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, text = b"<p>The two sides agreed on it.</p>", "The two sides agreed on it."
    info = replace(recorded(text), name="talks.html", bytes_sha256=sha256(page).hexdigest())
    (tmp_path / "talks.html.bak").write_bytes(page)
    (tmp_path / "talks.html").write_bytes(page.replace(b"two", b"three"))
    read: list[bytes] = []

    def reader(data: bytes, _name: str, _encoding: str | None) -> Document:
        read.append(data)
        return Document(text, info)

    # Reading one takes a process of its own, which is worth it for the right bytes alone.
    monkeypatch.setattr(former, "read_bytes", reader)
    assert former_text(info, [tmp_path / "talks.html"]) == text
    assert read == [page]
