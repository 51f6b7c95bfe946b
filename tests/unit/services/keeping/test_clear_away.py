"""What killed processes left beside documents and journals goes; what may hold somebody's work is kept."""

import os
from pathlib import Path

import pytest

from annotator.services.disk.temporary_files import hidden_name
from annotator.services.keeping.clear_away import StrayWork, clear_away
from annotator.services.user import state_folders
from annotator.services.user.earlier_states import keep_state, states_of

NO_PROCESS = 2**22 + 1
SIDECAR = "talks.txt.mkato.ann.json"


def test_strays_locks_and_half_made_journals_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_folders, "earlier_states", lambda: tmp_path / "earlier")
    folder, journals = tmp_path / "folder", tmp_path / "journals"
    folder.mkdir()
    journals.mkdir()
    for data in (b'{"format": "annotator-sidecar"}', b'{"format": "annot'):
        (folder / hidden_name(SIDECAR).replace(f"-{os.getpid()}-", f"-{NO_PROCESS}-")).write_bytes(data)
    for path in (folder / f".{SIDECAR}.lock", journals / "a.base", journals / "b.base", journals / "b.journal"):
        path.touch()
    (folder / "talks.txt").touch()
    cleared = clear_away(folder, journals)
    assert len(cleared.removed) == 4
    assert cleared.kept == [SIDECAR]
    assert [path.name for path in folder.iterdir()] == ["talks.txt"]
    assert {path.name for path in journals.iterdir()} - {"a.lock"} == {"b.base", "b.journal"}
    assert [state.read() for state in states_of(folder / SIDECAR)] == [b'{"format": "annotator-sidecar"}']
    assert clear_away(tmp_path / "gone", tmp_path / "gone") == StrayWork()


def test_what_is_there_or_is_kept_already_is_not_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_folders, "earlier_states", lambda: tmp_path / "earlier")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / SIDECAR).write_bytes(b'{"now": 1}')
    keep_state(folder / SIDECAR, b'{"before": 1}')
    kept = states_of(folder / SIDECAR)
    for data in (b'{"now": 1}', b'{"before": 1}', b"[" * 10, b"[" + b"[]," * 2**20 + b"[]]"):
        (folder / hidden_name(SIDECAR).replace(f"-{os.getpid()}-", f"-{NO_PROCESS}-")).write_bytes(data)
    cleared = clear_away(folder, tmp_path / "journals")
    assert len(cleared.removed) == 4
    assert cleared.kept == []
    assert states_of(folder / SIDECAR) == kept
