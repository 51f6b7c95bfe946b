"""Files that were cut, mixed up or made by hand: whatever stands in them, it is named, and nothing else happens."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.exchange.registry import import_format
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from tests.patience import times
from tests.unit.imports import bring
from tests.unit.making import annotated

FORMATS = ("annotator", "jsonl", "brat", "web-annotation", "webanno-tsv", "cas-xmi", "cas-json")
# What the formats are made of, so that pieces land where they mean something.
PIECES = ("\n", "\t", "|", "[", "]", "_", "{", "}", '"', ":", ";", "-1", "999999999999999999999", "null", "[]", "{}",
          "T1", "E1", "*", "1-1", "[1_2]", "<", "/>", "#Text=", "\\", "😀", "\r", "true", "1e400", "\x00")  # fmt: skip
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    (folder / "in").mkdir()
    annotated(folder / "in")
    found = find_sidecars([str(folder / "in")]).sidecars
    for name in FORMATS:
        export_all(found, name, folder / name, unit="document", as_folder=True)
    return folder


@pytest.mark.parametrize("name", FORMATS)
@times(0.6)
@given(changes=CHANGES)
def test_a_broken_file_is_named(exported: Path, name: str, changes: list[tuple[float, int, str]]) -> None:
    suffixes = import_format(name).suffixes
    with TemporaryDirectory() as folder:
        for path in (path for path in (exported / name).rglob("*") if path.is_file()):
            text = path.read_bytes().decode()
            if path.name.endswith(suffixes):
                for where, length, piece in changes:
                    at = int(where * len(text))
                    text = text[:at] + piece + text[at + length :]
            target = Path(folder) / "in" / path.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(text.encode())
        summary = bring(name, Path(folder) / "in", Path(folder) / "out")
    assert summary.done or summary.failed
    assert all(why.endswith((".", ")", "”")) for why in summary.failed.values())
