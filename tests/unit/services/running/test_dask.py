"""Export on a cluster: the same bytes, also when a worker dies on the way."""

import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from annotator.__main__ import main
from annotator.formats.exchange import registry
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.running import engines
from annotator.services.running.dask_engine import DaskEngine
from tests.unit.making import annotated


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        annotated(folder, name=f"{number:02}.txt")
    return folder


def test_a_killed_worker_loses_nothing(
    cluster: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "CHUNK", 1)
    sidecars = find_sidecars([str(folder)]).sidecars
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    export_all(sidecars, "csv", here, unit="annotation", as_folder=False)
    with Client(cluster, set_as_default=False) as client:
        before = set(client.run(os.getpid).values())
    killed: list[int] = []

    def kill_one(_path: Path) -> None:
        if not killed:
            killed.append(min(before))
            os.kill(killed[0], signal.SIGKILL)

    engine = DaskEngine(cluster.scheduler_address)
    summary = export_all(sidecars, "csv", there, unit="annotation", as_folder=False, engine=engine, progress=kill_one)
    assert len(before) == 2
    assert killed
    assert not summary.failed
    assert len(summary.done) == 12
    assert there.read_bytes() == here.read_bytes()


def test_the_command_takes_a_scheduler(
    cluster: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    assert main(["export", "in", "--to", "jsonl", "--out", str(here)]) == 0
    on_cluster = ["--engine", "dask", "--scheduler", cluster.scheduler_address]
    assert main(["export", "in", "--to", "jsonl", "--out", str(there), *on_cluster]) == 0
    assert there.read_bytes() == here.read_bytes()


def test_a_cluster_of_its_own(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["export", str(folder), "--to", "jsonl", "--out", str(out), "--engine", "dask", "--jobs", "1"]) == 0
    assert len(out.read_bytes().splitlines()) == 12


def test_what_cannot_be_is_said_and_leaves_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.services.running.dask_engine.CONNECT_SECONDS", 0.5)
    asked = [
        "export",
        str(folder),
        "--to",
        "csv",
        "--out",
        str(tmp_path / "out.csv"),
        "--scheduler",
        "tcp://127.0.0.1:1",
    ]
    assert main(asked) == 2
    assert "--scheduler needs --engine dask" in capsys.readouterr().err
    assert main([*asked, "--engine", "dask"]) == 1
    assert "There is no Dask scheduler at this address" in capsys.readouterr().err
    monkeypatch.setitem(registry._MODULES_OF_EXTRA, "dask", ("no_such_module",))
    assert main([*asked, "--engine", "dask"]) == 2
    assert "pip install 'annotator[dask]'" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
