"""What needs an extra that is not there says so, and how to come by it: other words in a build than with pip."""

import importlib.metadata
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.formats.exchange import registry
from annotator.services.exporting.export_order import ExportOrder
from annotator.services.exporting.preview import preview
from annotator.services.importing.import_order import ImportOrder
from annotator.services.importing.look_into_sources import look
from annotator.services.reading import document_process
from annotator.services.running.progress import no_progress
from tests.unit import small_documents as small
from tests.unit.making import annotated

PIP = "needs packages that are not installed here. Install them with: pip install 'annotator[{}]'"
BUILD = "needs the extra “{}”, which this build of Annotator does not contain"


@pytest.fixture(params=[False, True], ids=["pip", "build"])
def words(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said, with no extra there."""
    for extra in ("parquet", "cas", "documents"):
        monkeypatch.setitem(registry._MODULES_OF_EXTRA, extra, ("no_such_module",))
    monkeypatch.setattr(sys, "frozen", request.param, raising=False)
    return BUILD if request.param else PIP


def test_commands_say_it(tmp_path: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    annotated(tmp_path)
    assert main(["export", str(tmp_path), "--to", "parquet", "--out", str(tmp_path / "out")]) == 2
    assert f"parquet {words.format('parquet')}" in capsys.readouterr().err
    assert main(["import", str(tmp_path), "--from", "cas-xmi", "--out", str(tmp_path / "out")]) == 2
    assert f"cas-xmi {words.format('cas')}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_dialogs_say_it(tmp_path: Path, words: str) -> None:
    export = ExportOrder((str(tmp_path),), "parquet", str(tmp_path / "out"))
    assert words.format("parquet") in preview(export).failure
    assert words.format("parquet") in export.problem()
    bring = ImportOrder((str(tmp_path),), "cas-xmi", str(tmp_path / "out"))
    assert words.format("cas") in look(bring, no_progress).failure
    assert words.format("cas") in bring.problem()


def test_a_document_says_it(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    answer = document_process._answer(small.OF_EVERY_KIND["a.pdf"], "a.pdf", None)
    assert answer == {"problem": answer["problem"]}
    assert f"a.pdf was not opened. Reading pdf {words.format('documents')}" in answer["problem"]
