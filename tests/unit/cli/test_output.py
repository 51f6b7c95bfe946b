"""Standard output in an encoding without all signs, full, or closed: a sentence, and never a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.making import annotated


def run(*arguments: object, output: int | Path = subprocess.PIPE, encoding: str = "utf-8") -> tuple[int, bytes, str]:
    """Run a command, and give its exit code, standard output and standard error."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUNBUFFERED": ""}
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    if isinstance(output, Path):
        with output.open("wb") as out:
            done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, env=environment, check=False)
    else:
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, env=environment, check=False)
    return done.returncode, done.stdout or b"", done.stderr.decode("ascii", "replace")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a finding about a name that no small encoding has."""
    sidecar = annotated(tmp_path, name="日本.txt").sidecar
    sidecar.rename(sidecar.with_name("日本.txt.岸.ann.json"))
    return tmp_path


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_signs_that_the_encoding_has_not_are_escaped_and_it_is_said(folder: Path, encoding: str) -> None:
    code, out, said = run("check", folder, encoding=encoding)
    assert code == 1
    assert b"\\u65e5\\u672c.txt" in out
    assert "Traceback" not in said
    assert "which has not all signs" in said


def test_json_is_whole_in_any_encoding(tmp_path: Path) -> None:
    for annotator in ("mkato", "lisa"):
        annotated(tmp_path, name="日本 🤝.txt", annotator=annotator)
    code, out, said = run("compare", tmp_path, "--unfinished", "--json", encoding="ascii")
    assert "Traceback" not in said
    assert "日本 🤝.txt" in str(json.loads(out))
    assert code in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [["formats"], ["check", "."], ["--help"]])
def test_a_full_output_is_said_in_a_sentence(folder: Path, arguments: list[str]) -> None:
    given = [str(folder) if argument == "." else argument for argument in arguments]
    code, _out, said = run(*given, output=Path("/dev/full"))
    assert code == 1
    assert "could not be written to standard output: No space left on device." in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
