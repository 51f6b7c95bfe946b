"""A format that another package adds is found, listed and used like the program's own; a broken one stops no other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from annotator.formats.exchange import registry
from annotator.formats.exchange.protocols import (
    FILE,
    FOLDER,
    Exported,
    ExportOptions,
    FormatError,
    ImportOptions,
    Piece,
    Place,
    Write,
)
from annotator.formats.exchange.read_document import ReadDocument
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.batch_import import import_all
from annotator.services.importing.find_sources import find_sources
from tests.places import ROOT
from tests.unit.making import annotated


class Names:
    """The plainest format: the names of the actors, one a line; or one file a document in a folder."""

    name = "names"
    title = "Names of actors"
    suffix = ".names"
    suffixes: tuple[str, ...] = (".names",)
    offset_units: tuple[str, ...] = ()
    places: tuple[str, ...] = (FILE, FOLDER)
    units: tuple[str, ...] = ("document",)
    extra = ""

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        if "secret" in exported.name:
            raise FormatError("A secret document is not written. Rename it.")
        names = "".join(f"{entity.name}\n" for entity in exported.layer.entities.values())
        return Piece((exported.name, names.encode()), {"annotations": len(exported.layer.annotations)})

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        file = None if options.as_folder else place.file()

        def write(content: tuple[str, bytes]) -> None:
            name, names = content
            if file:
                file.write(names)
            else:
                place.add(f"{name}.names", names)

        yield write

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        yield ReadDocument(path.name, path.read_text())


NAMES = Names()
Add = Callable[..., None]


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Add:
    def add(**points: str) -> None:
        found = [EntryPoint(name, value, registry.GROUP) for name, value in points.items()]
        monkeypatch.setattr(
            registry, "entry_points", lambda group, name=None: [p for p in found if name in (None, p.name)]
        )

    return add


def test_it_is_listed_and_written_to_a_file_or_a_folder(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    assert registry.export_formats()[-1] == "names"
    assert registry.import_formats()[-1] == "names"
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    summary = export_all(found, "names", tmp_path / "all.names", unit="document", as_folder=False)
    assert (tmp_path / "all.names").read_text().splitlines()[:2] == ["Aiko Mori", "Carlo Bianchi"]
    assert summary.losses == {"annotations": 5}
    export_all(found, "names", tmp_path / "new" / "folder", unit="document", as_folder=True)
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["talks.txt.names"]


def test_the_guide_s_example_writes_and_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, add: Add) -> None:
    page = (ROOT / "docs" / "formats-of-your-own.md").read_text()
    (tmp_path / "names_of_the_guide.py").write_text(page.partition("```python\n")[2].partition("```")[0])
    monkeypatch.syspath_prepend(str(tmp_path))
    add(names="names_of_the_guide:NAMES")
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    (tmp_path / "lisa").mkdir()
    summary = export_all(found, "names", tmp_path / "lisa" / "all.names", unit="document", as_folder=False)
    assert summary.losses == {"annotations": 5}
    names = registry.import_format("names")
    done = import_all(names, find_sources([str(tmp_path / "lisa")], (".names",)).files, tmp_path / "out")
    assert (done.annotations, done.failed, done.unmapped) == (1, {}, {"PER": 1})
    assert (tmp_path / "out" / "all.names.txt.lisa.ann.json").exists()


def test_what_it_cannot_write_is_named_and_the_rest_is_written(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    for name in ("secret.txt", "talks.txt"):
        annotated(tmp_path, name=name)
    found = find_sidecars([str(tmp_path)]).sidecars
    summary = export_all(found, "names", tmp_path / "all.names", unit="document", as_folder=False)
    assert list(summary.failed.values()) == ["A secret document is not written. Rename it."]
    assert len(summary.done) == 1


def test_an_export_that_is_given_up_leaves_nothing(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    (tmp_path / "all.names").write_text("before")
    before = sorted(path.name for path in tmp_path.iterdir())

    def stop(_path: Path) -> None:
        raise KeyboardInterrupt

    for out, as_folder in ((tmp_path / "all.names", False), (tmp_path / "new" / "folder", True)):
        with pytest.raises(KeyboardInterrupt):
            export_all(found, "names", out, unit="document", as_folder=as_folder, progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "all.names").read_text() == "before"


def test_one_that_stumbles_over_a_file_stops_no_other(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    (tmp_path / "lisa").mkdir()
    (tmp_path / "lisa" / "a.names").write_bytes(b"\xff")
    (tmp_path / "lisa" / "b.names").write_text("Mori")
    summary = import_all(NAMES, find_sources([str(tmp_path)], (".names",)).files, tmp_path / "out")
    assert "UnicodeDecodeError" in summary.failed[str(tmp_path / "lisa" / "a.names")]
    assert (tmp_path / "out" / "b.names.txt").exists()


def test_a_broken_one_is_named_and_stops_no_other(add: Add) -> None:
    add(broken="no.such.package:FORMAT", names=f"{__name__}:NAMES")
    assert registry.export_format("names") is NAMES
    assert list(registry.broken_formats()) == ["broken"]
    with pytest.raises(registry.UnknownFormatError, match=r"cannot be loaded .*no"):
        registry.export_format("broken")
    with pytest.raises(registry.UnknownFormatError, match=r"csv, tsv, .*names"):
        registry.export_format("docx")
