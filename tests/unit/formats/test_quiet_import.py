"""The program opens no socket, not even to itself while a package is loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.making import annotated

WATCH = """
import sys
sys.addaudithook(lambda event, arguments: event == "socket.bind" and print(event, arguments[1]))
"""
READ = """
from annotator.formats.documents.html_document import read
print(read(b"<html><body><p>Mori met Bianchi in Rome.</p></body></html>", "a.html", None).text)
"""
EXPORT = """
from annotator.__main__ import main
print(main(["export", sys.argv[1], "--to", "spacy-docbin", "--out", sys.argv[1] + "/a.spacy", "--quiet"]))
"""
BARE = "import urllib3"


def said(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", WATCH + code, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout.strip()


def test_a_page_is_read_without_a_socket() -> None:
    pytest.importorskip("trafilatura")
    assert "bind" in said(BARE)
    assert said(READ) == "Mori met Bianchi in Rome."


def test_spacy_writes_its_files_without_a_socket(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    annotated(tmp_path)
    assert said(EXPORT, str(tmp_path)) == "0"
    assert (tmp_path / "a.spacy").stat().st_size
