"""What lies at a path, where some of it may not be looked at or would never end."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.services.disk.at_path import (
    entries_in,
    is_file,
    is_folder,
    is_there,
    names_in,
    not_read,
    work_tree,
)

WHY = "could not be read: Permission denied. Ask whoever owns it for the right to read it."


def refuse(*_anything: object) -> object:
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(
    ("ask", "yes"),
    [(is_there, {"file", "folder", "pipe", "link"}), (is_folder, {"folder"}), (is_file, {"file", "link"})],
)
def test_each_question_has_its_answers(tmp_path: Path, ask: Callable[[Path], bool], yes: set[str]) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "dangling").symlink_to("nothing")
    names = ("file", "folder", "pipe", "link", "dangling", "nothing", "file/below", "a" * 300)
    assert {name for name in names if ask(tmp_path / name)} == yes


@pytest.mark.parametrize("ask", [is_there, is_folder, is_file])
def test_where_there_is_no_right_to_look_the_answer_is_no(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ask: Callable[[Path], bool]
) -> None:
    monkeypatch.setattr(os, "stat", refuse)
    assert not ask(tmp_path)


def test_what_could_not_be_read_is_said_with_advice_where_there_is_some() -> None:
    assert not_read("a.txt", PermissionError(errno.EACCES, "Permission denied")) == f"a.txt {WHY}"
    assert not_read("a.txt", PermissionError(errno.EPERM, "Not permitted")).endswith("for the right to read it.")
    assert "try again, or copy it elsewhere" in not_read("a.txt", OSError(errno.EIO, "Input/output error"))
    assert not_read("a.txt", OSError(errno.EBUSY, "Busy")) == "a.txt could not be read: Busy."


def test_entries_come_by_name_and_what_cannot_be_listed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b", "C", "a"):
        (tmp_path / name).touch()
    problems: dict[str, str] = {}
    assert [entry.name for entry in entries_in(tmp_path, problems)] == ["C", "a", "b"]
    assert problems == {}
    monkeypatch.setattr(os, "scandir", refuse)
    assert entries_in(tmp_path, problems) == []
    assert problems == {str(tmp_path): f"The folder {WHY}"}


def test_names_come_without_a_word_where_none_can_be_had(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert names_in(tmp_path) == ["a"]
    assert names_in(tmp_path / "nothing") == []
    assert names_in(tmp_path / "a") == []


def test_the_nearest_work_tree_above_a_file_is_found(tmp_path: Path) -> None:
    (inner := tmp_path / "outer" / "deep" / "inner").mkdir(parents=True)
    assert work_tree(inner / "a.txt") is None
    (tmp_path / "outer" / ".git").mkdir()
    assert work_tree(inner / "a.txt") == tmp_path / "outer"
    (inner / ".git").write_text("gitdir: elsewhere")
    assert work_tree(inner / "a.txt") == inner
