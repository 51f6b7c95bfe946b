"""A real file of every version of the annotation file opens, forever."""

from pathlib import Path

import pytest

from annotator.formats.sidecar.sidecar_json import VERSION, dump_sidecar
from annotator.services.keeping.annotated_file import read_annotated
from tests.places import GOLDEN

FILES = sorted(GOLDEN.glob("*.ann.json"))


def test_there_is_one_of_each_version() -> None:
    assert [path.name.split(".")[0] for path in FILES] == [f"version-{number + 1}" for number in range(VERSION)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_opens_without_findings(path: Path) -> None:
    annotated = read_annotated(path)
    assert annotated.findings == []
    assert len(annotated.layer.annotations) > 10
    assert dump_sidecar(annotated.layer) == path.read_bytes()
