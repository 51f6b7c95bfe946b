"""What a file held before, from git: the newest first, in time or not at all, and by the git of the system alone."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from annotator.services.anchoring import git_history
from annotator.services.anchoring.git_history import earlier_versions

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


def committed(folder: Path, *versions: str, name: str = "a.txt") -> Path:
    """A file with a history."""
    git(folder, "init", "-q")
    path = folder / name
    for version in versions:
        path.write_text(version)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x", "--allow-empty")
    return path


def versions(path: Path, least: int = 0, most: int = 99) -> list[str]:
    return [data.decode() for data in earlier_versions(path, least, most)]


@needs_git
def test_versions_come_newest_first_and_each_once(tmp_path: Path) -> None:
    path = committed(tmp_path, "one", "two", "one", "three")
    assert versions(path) == ["three", "one", "two"]
    path.write_text("not committed")
    assert versions(path) == ["three", "one", "two"]
    path.unlink()
    assert versions(path) == ["three", "one", "two"]


@needs_git
def test_only_versions_of_a_likely_size_are_read(tmp_path: Path) -> None:
    path = committed(tmp_path, "1", "22", "333", "4444")
    assert versions(path, 2, 3) == ["333", "22"]
    assert versions(path, 5, 9) == []


@needs_git
def test_only_so_many_revisions_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = committed(tmp_path, "1", "22", "333")
    monkeypatch.setattr(git_history, "MOST_REVISIONS", 2)
    assert versions(path) == ["333", "22"]


@needs_git
def test_other_branches_count_and_other_files_do_not(tmp_path: Path) -> None:
    path = committed(tmp_path, "one")
    (tmp_path / "b.txt").write_text("another file")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "x")
    git(tmp_path, "checkout", "-q", "-b", "other")
    path.write_text("two")
    git(tmp_path, "commit", "-q", "-a", "-m", "x")
    git(tmp_path, "checkout", "-q", "-")
    assert sorted(versions(path)) == ["one", "two"]


@needs_git
def test_what_was_a_folder_of_that_name_is_passed_over(tmp_path: Path) -> None:
    path = committed(tmp_path, "one")
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "x")
    (path / "inside").unlink()
    path.rmdir()
    committed(tmp_path, "two")
    assert versions(path) == ["two", "one"]


@needs_git
def test_a_folder_below_and_odd_names_are_no_trouble(tmp_path: Path) -> None:
    (folder := tmp_path / "a" / "b").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    for name in ("-x.txt", "*.txt", ":(top)a.txt", "a b.txt", "Gespräch.txt"):
        (folder / name).write_text(name)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "x")
    for name in ("-x.txt", "*.txt", ":(top)a.txt", "a b.txt", "Gespräch.txt"):
        assert versions(folder / name) == [name]


@needs_git
def test_where_there_is_no_history_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    assert versions(tmp_path / "a.txt") == []
    git(tmp_path, "init", "-q")
    assert versions(tmp_path / "a.txt") == []
    assert versions(tmp_path / "none" / "a.txt") == []
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / ".git").write_text("gitdir: nowhere")
    assert versions(tmp_path / "broken" / "a.txt") == []


def asked(monkeypatch: pytest.MonkeyPatch, error: Exception | None = None) -> list[tuple[list[str], dict[str, Any]]]:
    """Have every call of a program noted, and answered with an error or nothing."""
    calls: list[tuple[list[str], dict[str, Any]]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append((command, options))
        if error:
            raise error
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_a_name_with_a_line_feed_is_never_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    calls = asked(monkeypatch)
    assert versions(tmp_path / "a\nb.txt") == []
    assert versions(tmp_path / "c\nd" / "b.txt") == []
    assert calls == []


def test_git_is_called_with_nothing_that_could_run_or_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_SSH_COMMAND", "evil")
    kept = {"HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "SYSTEMROOT", "TEMP", "TMP", "XDG_CONFIG_HOME"}
    for name in kept:
        monkeypatch.setenv(name, f"of {name}")
    monkeypatch.setattr(git_history, "_git", lambda: "/usr/bin/git")
    calls = asked(monkeypatch)
    assert versions(tmp_path / "a.txt") == []
    assert calls
    for command, options in calls:
        assert command[:3] == ["/usr/bin/git", "--no-pager", "--literal-pathspecs"]
        settings = {command[place + 1] for place, word in enumerate(command) if word == "-c"}
        assert settings >= {"core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.sshCommand=false",
                            "core.pager=cat", "protocol.allow=never", "safe.bareRepository=explicit", "gc.auto=0",
                            "maintenance.auto=false", "log.showSignature=false"}  # fmt: skip
        folder = command.index("-C")
        assert command[folder + 1] == str(tmp_path)
        assert command[folder + 2] in ("rev-list", "cat-file")
        assert not {"GIT_DIR", "GIT_SSH_COMMAND"} & options["env"].keys()
        assert options["env"]["PATH"] == os.environ["PATH"]
        assert {name: options["env"].get(name) for name in kept} == {name: f"of {name}" for name in kept}
        assert options["env"].items() >= {
            "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C",
        }.items()  # fmt: skip
        assert 0 < options["timeout"] <= 60
        assert options["check"]
        assert options["stderr"] == subprocess.DEVNULL


@pytest.mark.parametrize(
    "error",
    [OSError("no"), subprocess.CalledProcessError(1, "git"), UnicodeDecodeError("utf-8", b"", 0, 1, "no")],
)
def test_a_git_that_fails_is_no_trouble_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(git_history, "_git", lambda: "/usr/bin/git")
    calls = asked(monkeypatch, error)
    assert versions(tmp_path / "a.txt") == versions(tmp_path / "b.txt") == []
    assert len(calls) == 2


def test_a_history_that_takes_too_long_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (".git", "sub"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(git_history, "_git", lambda: "/usr/bin/git")
    calls = asked(monkeypatch, subprocess.TimeoutExpired("git", 2))
    for path in (tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "sub" / "a.txt"):
        assert versions(path) == []
    assert len(calls) == 1


def test_looking_takes_so_long_in_all_and_not_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(git_history, "_git", lambda: "/usr/bin/git")
    clock = iter(range(1_000, 2_000, 10))
    monkeypatch.setattr(git_history, "monotonic", lambda: next(clock))
    calls = asked(monkeypatch)
    versions(tmp_path / "a.txt")
    assert [options["timeout"] for _command, options in calls] == [50, 40]


def test_without_git_there_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    calls = asked(monkeypatch)
    monkeypatch.setenv("PATH", "")
    assert versions(tmp_path / "a.txt") == []
    assert calls == []


def test_a_git_in_the_folder_at_hand_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/run\n")
    program.chmod(0o755)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for path in (".", str(tmp_path), ""):
        monkeypatch.setenv("PATH", path)
        assert versions(tmp_path / "talks.txt") == []
    assert not (tmp_path / "run").exists()
