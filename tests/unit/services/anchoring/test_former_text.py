"""The text that annotations were made on: in copies, and in git, without running anything of a hostile work tree."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.model.document import DocumentInfo
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


@needs_git
def test_a_history_that_takes_too_long_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = committed(tmp_path)
    monkeypatch.setattr(git_history, "_TOO_SLOW", slow := set[Path]())
    monkeypatch.setattr(git_history, "SECONDS", 0.0)
    assert former_text(desk.layer.document, [desk.path]) is None
    assert slow == {tmp_path}
    monkeypatch.setattr(git_history, "SECONDS", 60.0)
    assert former_text(desk.layer.document, [desk.path]) is None


def test_no_git_and_no_folder_are_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "talks.txt.d").mkdir()
    recorded = DocumentInfo("talks.txt", text_sha256="0" * 64, characters=5)
    assert former_text(recorded, [tmp_path / "talks.txt", tmp_path / "none" / "talks.txt"]) is None
    monkeypatch.setenv("PATH", "")
    assert former_text(recorded, [tmp_path / "talks.txt"]) is None


def test_a_git_in_the_folder_at_hand_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/run\n")
    program.chmod(0o755)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for path in (".", str(tmp_path), ""):
        monkeypatch.setenv("PATH", path)
        assert list(git_history.earlier_versions(tmp_path / "talks.txt", 0, 99)) == []
    assert not (tmp_path / "run").exists()


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
