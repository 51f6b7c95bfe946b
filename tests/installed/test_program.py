"""The program as it is handed out, without this Python: started on every kind of document, annotated by a key.

PROGRAM names another one than that of `make portable`, such as /usr/bin/annotator after the package was installed.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.small_documents import LINES, OF_EVERY_KIND

PROGRAM = Path(os.environ.get("PROGRAM", ROOT / "build" / "portable" / "annotator" / "annotator"))
DOCUMENTS = OF_EVERY_KIND | {"a.txt": "\n".join(LINES).encode(), "a.md": "\n".join(LINES).encode()}
SECONDS = 30


def wait_for(look: Callable[[], str], process: subprocess.Popen[bytes]) -> str:
    """Look again and again until there is something, or the program has ended."""
    end = time.monotonic() + SECONDS
    while not (found := look()):
        assert time.monotonic() < end, "it never came"
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the program ended with {process.wait(0.05)}")
    return found


@pytest.fixture
def desktop(window_environment: dict[str, str], user_home: Path) -> dict[str, str]:
    settings = user_home / ".config" / "annotator" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"annotator_id": "mkato", "annotator_name": "M. Kato"}))
    return {name: value for name, value in window_environment.items() if not name.startswith("PYTHON")}


def xdotool(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(["xdotool", *arguments], env=environment, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_kind_of_document_opens_and_is_annotated(tmp_path: Path, desktop: dict[str, str], name: str) -> None:
    (tmp_path / name).write_bytes(DOCUMENTS[name])
    title = f"{name}.*Annotator"
    sidecar = tmp_path / f"{name}.mkato.ann.json"
    errors = tmp_path / "stderr"
    with errors.open("wb") as log:
        process = subprocess.Popen([PROGRAM, tmp_path / name], env=desktop, cwd=tmp_path, stderr=log)
    try:
        window = wait_for(lambda: xdotool(desktop, "search", "--onlyvisible", "--name", title), process)
        xdotool(desktop, "windowfocus", "--sync", window.splitlines()[0])
        xdotool(desktop, "key", "ctrl+Home", "2", "ctrl+s")
        wait_for(lambda: str(sidecar) * sidecar.exists(), process)
    finally:
        process.terminate()
        process.wait(SECONDS)
    assert "Error" not in errors.read_text()
    (annotation,) = json.loads(sidecar.read_bytes())["annotations"]
    first = "From: Aiko Mori" if name == "a.eml" else LINES[0]
    assert annotation["type"] == "claim"
    assert annotation["quote"][0].startswith(first)


def test_commands_run_with_all_that_they_load_by_name(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for arguments in (["check", "seeds"], ["export", "seeds", "--to", "csv", "--out", "a.csv", "--jobs", "2"],
                      ["chart", "seeds/combat-air-treaty.txt", "--out", "a.png"], ["formats"],
                      ["compare", "seeds", "--out", "a.html"], ["export", "seeds", "--to", "brat", "--out", "brat/"],
                      ["import", "brat", "--from", "brat", "--out", "back"], ["check", "back"]):  # fmt: skip
        done = subprocess.run([PROGRAM, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.csv").read_text().count("\n") > 300
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
